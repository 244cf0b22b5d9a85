"""CSV (RFC 4180): the rows alone, every column; no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from typing import Any

from ledger.formats.format import Format, Screen
from ledger.formats.value import plain
from ledger.model.answer import Answer

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
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
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = plain(value).replace(",", "") if _numeric(value) else plain(value)
    # Numbers of our own may start with a minus; text from outside may not.
    return f"'{text}" if not _numeric(value) and text.startswith(_FORMULA) else text


def _numeric(value: Any) -> bool:
    return not isinstance(value, str | list | tuple | dict) and hasattr(value, "as_tuple")


CSV = Format(name="csv", help="the rows, every column", media_type="text/csv", render=render)
