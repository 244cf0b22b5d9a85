"""The facts of one commitment: all that its verdict on any day can depend on.

They are folded from its effective history (projections/commitments.py) and hold nothing that
depends on the day asked for, so one row answers for every day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from attrs import frozen

from ledger.model.change import Change
from ledger.model.commitment import Commitment
from ledger.quantities import Span

RELATIONS = ("same", "part", "whole")


@frozen(kw_only=True)
class Report:
    """One source's report of how high a measure stood.

    `covers` says how the measured thing stands to the target's measure: the same; a part of it
    (then the report is a lower bound); or a whole of which it is a part (an upper bound).
    """

    position: int
    id: str
    earliest: dt.date | None
    latest: dt.date
    lo: Decimal | None
    hi: Decimal | None
    raw: str
    covers: str = "same"
    measure: str = ""
    sources: tuple[str, ...] = ()
    degree: str | None = None
    """Of a report of fulfilment: full, partial or none; it then tells no level."""
    supported: bool = True
    """Whether a source of it still stands."""
    percent: bool = False
    """Whether the level is one in percent."""

    @property
    def says(self) -> str:
        """What it reports, in one line."""
        if self.degree is not None:
            return f"fulfilment {self.degree} on {self.latest}"
        return f"{self.measure} at {self.raw} on {self.latest}"

    @property
    def span(self) -> Span:
        """What the report says about the measure of the target."""
        if self.covers == "part":
            return Span(lo=self.lo, hi=None)
        if self.covers == "whole":
            return Span(lo=None, hi=self.hi)
        return Span(lo=self.lo, hi=self.hi)


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
    reports: tuple[Report, ...] = ()
    other_reports: Mapping[str, tuple[Report, ...]] = {}
    fulfilments: tuple[Report, ...] = ()
    changes: tuple[Change, ...] = ()
    conditions: tuple[CommitmentFacts, ...] = ()
    assessments: tuple[Assessed, ...] = ()
    names: Mapping[str, str] = {}
    """Actor ids → usual names, for people who read the answer."""

    def reports_of(self, measure: str | None) -> tuple[Report, ...]:
        """The reports of the level of a measure, and those of fulfilment."""
        levels = self.reports if measure == self.terms.measure else ()
        return (*levels, *self.other_reports.get(measure or "", ()), *self.fulfilments)

    def listed_on(self, day: dt.date) -> bool:
        """Whether it is listed on `day`: from its earliest day on (open start: its latest)."""
        first = self.earliest or self.latest
        return first is not None and first <= day
