"""The facts of one commitment: all that its verdict on any day can depend on.

They are folded from its effective history (projections/commitments.py) and hold nothing that
depends on the day asked for, so one row answers for every day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from ledger.model.change import Change
from ledger.model.commitment import Commitment
from ledger.model.duties import Amendment
from ledger.model.report import Report
from ledger.model.reports import Reports


@frozen(kw_only=True)
class Assessed:
    """What a named assessor says of the commitment, on the assessor's own scale."""

    position: int
    assessor: str
    scale: str | None
    verdict: str
    because: str | None
    latest: dt.date
    sources: tuple[str, ...] = ()


def _told(reports: Mapping[str, Sequence[Report]]) -> dict[str, tuple[Report, ...]]:
    return {measure: tuple(told) for measure, told in reports.items()}


@frozen(kw_only=True)
class CommitmentFacts:
    """A commitment as its history leaves it, with the reports about its measure.

    `due_lo`, `due_hi` are computed already where the deadline hangs on another event
    (`due_anchor`, a position). `changes` are the events of its life; `reports` the levels of the
    measure of its first target, `other_reports` those of measures that amendments name, by measure;
    `fulfilments` what was reported of the commitment itself. `conditions` holds the facts of the
    commitments that are or were its condition, without their own conditions, so that reciprocal
    pairs end.
    """

    id: str
    terms: Commitment
    position: int
    number: int = 0
    """Which of the promises of its maker it is, counted from 0."""
    maker: str
    maker_type: str
    by: tuple[str, ...]
    earliest: dt.date | None
    latest: dt.date | None
    sources: tuple[str, ...] = ()
    place: str | None = None
    corrected_by: tuple[int, ...] = ()
    retracted_by: int | None = None
    unsourced_by: tuple[int, ...] = ()
    """The events that left its maker without any source that stands."""
    starts_hi: dt.date | None = None
    """The last day on which the duty can begin, where it does not begin at once."""
    due_lo: dt.date | None = None
    due_hi: dt.date | None = None
    due_anchor: int | None = None
    reports: Sequence[Report] = field(default=(), eq=tuple)
    other_reports: Mapping[str, Sequence[Report]] = field(factory=dict, eq=_told)
    fulfilments: tuple[Report, ...] = ()
    changes: tuple[Change, ...] = ()
    conditions: tuple[CommitmentFacts, ...] = ()
    assessments: tuple[Assessed, ...] = ()
    names: Mapping[str, str] = {}
    """Actor ids → usual names, for people who read the answer."""

    def reports_of(self, measure: str | None) -> tuple[Reports, ...]:
        """The reports of the level of a measure, and those of fulfilment."""
        levels = self.reports if measure == self.terms.measure else ()
        others = self.other_reports.get(measure or "", ())
        return Reports.of(levels), Reports.of(others), Reports.of(self.fulfilments)

    @property
    def amendments(self) -> Iterator[Amendment]:
        """What amendments changed or proposed to change."""
        return (change.amendment for change in self.changes if change.amendment is not None)

    def listed_on(self, day: dt.date) -> bool:
        """Whether it is listed on `day`: from its earliest day on (open start: its latest)."""
        first = self.earliest or self.latest
        return first is not None and first <= day
