"""One source's report of how high a measure stood, or of how far a commitment was fulfilled."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from attrs import frozen

from ledger.quantities import Span


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
