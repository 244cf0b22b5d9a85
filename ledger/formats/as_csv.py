"""CSV (RFC 4180): the rows alone, every column; no cell can be taken for a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

from ledger.formats.format import Format, Screen
from ledger.formats.value import moment, plain
from ledger.model.answer import Answer

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Spreadsheets run a cell that starts with one of these (OWASP, "CSV Injection")."""


def render(answer: Answer, _: Screen) -> str:
    """A heading and the rows, in the order of the columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in answer.columns])
    for row in answer:
        writer.writerow([_cell(row.get(column.name)) for column in answer.columns])
    return out.getvalue()


def _cell(value: Any) -> str:
    """A value as text; what is a number or a moment is written so that a machine reads it back."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime):
        return moment(value)
    text = plain(value)
    # Numbers of our own may start with a minus; text from outside may not.
    return f"'{text}" if not isinstance(value, int) and text.startswith(_FORMULA) else text


CSV = Format(name="csv", help="the rows, every column", media_type="text/csv", render=render)
