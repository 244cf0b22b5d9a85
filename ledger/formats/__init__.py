"""Output formats: an answer in, text out. To add one, write its file and enter it here."""

from __future__ import annotations

from ledger.formats.as_chart import CHART
from ledger.formats.as_csv import CSV
from ledger.formats.as_json import JSON, JSONL
from ledger.formats.as_markdown import MARKDOWN
from ledger.formats.as_table import TABLE
from ledger.formats.format import Format

FORMATS: tuple[Format, ...] = (TABLE, JSON, JSONL, CSV, MARKDOWN, CHART)

FORMAT_NAMES: tuple[str, ...] = tuple(each.name for each in FORMATS)
