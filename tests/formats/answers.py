"""Answers for the tests of the formats: a value of each type, and text that would like to be more."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from ledger.formats.format import Screen
from ledger.model.answer import Answer, Column

WIDE, NARROW = Screen(width=120), Screen(width=40)
COLOURED = Screen(width=120, color=True)

COLUMNS = (
    Column(name="id", help="a word"),
    Column(name="count", help="an integer", title="so many"),
    Column(name="value", help="a decimal"),
    Column(name="sure", help="a truth value"),
    Column(name="day", help="a day"),
    Column(name="recorded_at", help="a moment"),
    Column(name="words", help="a text", roomy=1),
    Column(name="nothing", help="nothing at all"),
    Column(name="list", help="several", shown=False),
    Column(name="table", help="named values", shown=False),
)

ROWS = (
    {
        "id": "a", "count": 1234, "value": Decimal("1234567.50"), "sure": True,
        "day": dt.date(2020, 9, 30), "recorded_at": dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC),
        "words": "“to 3,000 troops”, he said", "nothing": None, "list": ["x", "y"],
        "table": {"lo": dt.date(2020, 9, 1), "hi": None, "why": "day 0"},
    },
    {
        "id": "b", "count": -1, "value": Decimal("-0.00001"), "sure": False, "day": None,
        "recorded_at": None, "words": "", "nothing": None, "list": [], "table": {},
    },
)  # fmt: skip


def an_answer(**changed: Any) -> Answer:
    """An answer with a value of each type."""
    given: dict[str, Any] = {
        "question": "example", "title": "An example", "columns": COLUMNS, "rows": ROWS,
        "as_of": dt.date(2020, 10, 1), "known_by": None, "recorded_by": 7, "head": 8,
        "today": dt.date(2026, 1, 31), "filters": {"place": "Iraq"},
    }  # fmt: skip
    return Answer(**{**given, **changed})


def of_text(text: str, name: str = "words", **changed: Any) -> Answer:
    """An answer of one cell."""
    return an_answer(columns=(Column(name=name, help="a text"),), rows=({name: text},), **changed)
