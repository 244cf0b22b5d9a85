"""Deadlines: what falls due when, in order, with the days that are left or have passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from ledger.model.answer import Column, Row
from ledger.model.verdict import OPEN
from ledger.projections.board import FILTERS, judged
from ledger.projections.board import row as board_row
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.question import FROM_TO, Asked, Filter, Question

SETTLED = ("kept", "kept-late", "kept-timing-unknown", "breached")
"""Verdicts after which nothing is awaited any more, though the commitment is open."""

COLUMNS = (
    Column(name="due_lo", help="last day certainly not past due", title="due from"),
    Column(name="due_hi", help="last day possibly in time", title="to"),
    Column(name="clock", help="not_due, window, passed; vague where the words set no bounds"),
    Column(name="days_left", help="days to due_lo, while not due", title="days left"),
    Column(name="days_past", help="days since due_hi, once passed", title="days past"),
    Column(name="id", help="the commitment"),
    Column(name="title", help="what is promised", roomy=3),
    Column(name="debtor", help="who is bound", roomy=2),
    Column(name="creditor", help="to whom", shown=False),
    Column(name="due_phrase", help="the deadline as said", title="due, as said", roomy=4),
    Column(name="due_rule", help="the rule that read it", shown=False),
    Column(name="given", help="the condition", shown=False),
    Column(name="condition", help="n/a, yes, no or unknown", roomy=5),
    Column(name="lifecycle", help="where it stands, moved only by events", shown=False),
    Column(name="fulfilled", help="yes, partial, no or unknown", shown=False),
    Column(name="overdue", help="yes, no or unknown", roomy=1),
    Column(name="verdict", help="what became of it"),
    Column(name="flags", help="what to beware of", roomy=1),
    Column(name="because", help="positions of the events that led to it", shown=False),
)


def _deadlines(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    """Every awaited commitment that has a deadline; with `all`, also what is settled or ended."""
    rows = []
    for case, found in judged(every, asked):
        if found.terms.commitment.due is None:
            continue
        awaited = found.state.lifecycle in OPEN and found.verdict not in SETTLED
        if (awaited or asked.get("all")) and _falls(found.due_lo, found.due_hi, asked):
            whole = board_row(case, found, asked.manner)
            rows.append({column.name: whole[column.name] for column in COLUMNS})
    # The days that are judged, strict or lenient, also give the order.
    return iter(sorted(rows, key=_by_deadline))


def _falls(lo: dt.date | None, hi: dt.date | None, asked: Asked) -> bool:
    """Whether it can fall in the days asked for; without bounds only where no days are asked."""
    if lo is None and hi is None:
        return asked.get("from") is None and asked.get("to") is None
    return asked.within(lo, hi)


def _by_deadline(row: Row) -> tuple[dt.date, dt.date]:
    last = dt.date.max
    return row["due_hi"] or last, row["due_lo"] or last


DEADLINES = Question(
    name="deadlines",
    title="Deadlines, in order",
    help="What falls due when, what has passed its deadline, with the days left and past.",
    projection=COMMITMENTS,
    columns=COLUMNS,
    filters=(
        Filter(name="all", help="also what is kept, broken or no longer open", kind="flag"),
        *FROM_TO,
        *FILTERS,
    ),
    answer=_deadlines,
    judges=True,
)
