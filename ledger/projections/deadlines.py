"""Deadlines: what falls due when, in order, with the days that are left or have passed."""

from __future__ import annotations

from typing import Any

from ledger.model.answer import Column, Row
from ledger.model.sift import Among, Between, Sieve
from ledger.model.verdict import OPEN, VERDICTS
from ledger.projections.board import FILTERS, judged, narrowed
from ledger.projections.board import row as board_row
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.listing import Judged, Listing, Spot, by_deadline, open_last
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


AWAITED = tuple(word for word in VERDICTS if word not in SETTLED)


def _listed(one: Judged, asked: Asked) -> bool:
    """Every awaited commitment that has a deadline; with `all`, also what is settled or ended."""
    found = one.found
    if found.terms.commitment.due is None:
        return False
    awaited = found.state.lifecycle in OPEN and found.verdict not in SETTLED
    return bool(awaited or asked.get("all")) and _falls(one.spot, asked)


def _falls(spot: Spot, asked: Asked) -> bool:
    """Whether it can fall in the days asked for; without bounds only where no days are asked."""
    start, end = asked.get("from"), asked.get("to")
    lo, hi = spot.own_lo, spot.own_hi
    if lo is None and hi is None:
        return start is None and end is None
    return not (start and hi is not None and hi < start.toordinal()) and not (
        end and lo is not None and lo > end.toordinal()
    )


def _by_days(spot: Spot, asked: Asked) -> tuple[Any, ...]:
    """The days that are judged, strict or lenient, also give the order."""
    return *open_last(spot.own_hi), *open_last(spot.own_lo), *by_deadline(spot, asked)


def _row(one: Judged, asked: Asked) -> Row:
    whole = board_row(one.case, one.found, asked.manner)
    return {column.name: whole[column.name] for column in COLUMNS}


def _sieves(asked: Asked) -> list[Sieve] | None:
    start, end = asked.get("from"), asked.get("to")
    found: list[Sieve] = [Among("worded", (1,))]
    if not asked.get("all"):
        found += [Among("lifecycle", OPEN), Among("verdict", AWAITED)]
    if start:
        found.append(Between("due_hi", low=start.toordinal(), or_none=True))
    if end:
        found.append(Between("due_lo", high=end.toordinal(), or_none=True))
    return narrowed(asked, *found)


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
    listing=Listing(
        judge=judged, keeps=_listed, row=_row, order=_by_days, sieves=_sieves, keeps_stage=_falls
    ),
    judges=True,
)
