"""Phrases for days and deadlines: words, an anchor and a direction in, an interval with its rule out.

Pure and deterministic: no clock, no locale, no time zone. The rules are told in docs/domain.md,
section 4; `RULES` lists each with examples that the tests run.
"""

from __future__ import annotations

from ledger.dates.calendars import PUBLISHED, FiscalCalendar
from ledger.dates.edtf import format_edtf, parse_edtf
from ledger.dates.reader import read, read_between
from ledger.dates.reading import Alternative, Direction, Reading, UnreadablePhraseError
from ledger.dates.rules import RULES, Rule
from ledger.dates.shift import Shift, resolve

__all__ = [
    "PUBLISHED",
    "RULES",
    "Alternative",
    "Direction",
    "FiscalCalendar",
    "Reading",
    "Rule",
    "Shift",
    "UnreadablePhraseError",
    "format_edtf",
    "parse_edtf",
    "read",
    "read_between",
    "resolve",
]
