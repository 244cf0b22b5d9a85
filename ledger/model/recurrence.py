"""Recurring duties: one period after the other, each with a deadline of its own, its last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve, frozen

from ledger.dates.calendar import LAST, ONE_DAY, add
from ledger.model.change import Change
from ledger.model.commitment import EVERY
from ledger.model.day import Due
from ledger.model.facts import CommitmentFacts
from ledger.model.report import Report
from ledger.model.reports import FULL, Entry, Reports

MOST = 1000
"""No duty is followed over more periods than this."""


@frozen(kw_only=True)
class Period:
    """One stretch of a recurring duty, both days included."""

    first: dt.date
    last: dt.date
    following: dt.date
    """The last day of the next period: until then what was not done is told of this one."""


def length_of(every: str) -> tuple[int, str]:
    """How many of which unit."""
    match = EVERY.fullmatch(every)
    assert match is not None
    return int(match[1] or 1), match[2]


def recurs(facts: CommitmentFacts) -> bool:
    """Whether the duty comes again and again, in periods that are known."""
    return (
        facts.terms.mode == "recurring"
        and facts.terms.every is not None
        and _start(facts) is not None
    )


def _start(facts: CommitmentFacts) -> dt.date | None:
    return facts.starts_hi if facts.terms.starts is not None else facts.latest


def periods(facts: CommitmentFacts, end: dt.date | None, day: dt.date) -> Iterator[Period]:
    """The periods that have begun by a day, up to the end of the duty where there is one."""
    start = _start(facts)
    if start is None or facts.terms.every is None:
        return
    count, unit = length_of(facts.terms.every)
    for number in range(MOST):
        first, following = add(start, number * count, unit), add(start, (number + 1) * count, unit)
        if first > day or (end is not None and first > end) or following == LAST:
            return
        last = following - ONE_DAY
        after = add(start, (number + 2) * count, unit) - ONE_DAY
        yield Period(first=first, last=min(last, end) if end else last, following=after)


def of_period(facts: CommitmentFacts, period: Period) -> CommitmentFacts:
    """The facts of one period: as a commitment made on its first day and due on its last."""
    due = Due(phrase=f"every {facts.terms.every}", rule="period", lo=period.last, hi=period.last)

    def told(reports: Sequence[Report]) -> Any:
        first, last = period.first.toordinal(), period.following.toordinal()
        return Reports.of(reports).where(first, last, lambda entry: _belongs(entry, period))

    return evolve(
        facts,
        id=f"{facts.id}@{period.last}",
        terms=evolve(facts.terms, every=None, starts=None, due=due, title=facts.terms.label),
        earliest=period.first,
        latest=period.first,
        starts_hi=None,
        due_lo=period.last,
        due_hi=period.last,
        due_anchor=None,
        reports=told(facts.reports),
        other_reports={measure: told(held) for measure, held in facts.other_reports.items()},
        fulfilments=tuple(told(facts.fulfilments)),
        changes=tuple(_undated(change) for change in facts.changes),
    )


def _belongs(entry: Entry, period: Period) -> bool:
    """Whether a report is about this period: what was done in it; what was not, until the next ends."""
    latest, _, earliest, _, _, kind = entry
    since = latest if earliest is None else earliest
    upto = period.last if kind & FULL else period.following
    return since >= period.first.toordinal() and latest <= upto.toordinal()


def _undated(change: Change) -> Change:
    """A change without what it does to the end of the duty: periods have deadlines of their own."""
    amendment = change.amendment
    if amendment is None or "due" not in amendment.changes:
        return change
    removes = tuple(name for name in amendment.removes if name != "due")
    left = [name for name in amendment.changes if name != "due"]
    if not left and (amendment.adopts is None or amendment.status == "proposed"):
        return evolve(change, type="other", amendment=None)
    return evolve(change, amendment=evolve(amendment, due=None, removes=removes))
