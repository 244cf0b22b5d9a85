"""A story: what is reported over the years about one subject, its measures, promises and people."""

from __future__ import annotations

import datetime as dt
from collections import deque
from typing import Any

from attrs import define, field

from ledger.model.day import Days
from ledger.model.event import Event

OPEN, SUSPENDED, ENDED = "open", "suspended", "ended"

HELD = 24
"""So many of its last events a story can still correct, take back, or refer to."""


@define(kw_only=True)
class Kept:
    """An event that can be corrected: as it was told, as it stands now, and what was told about it.

    `below` is what it is itself about; `against` the days its deadlines were read against.
    """

    event: Event
    stands: Event
    below: Kept | None = None
    against: Days = (None, None)
    corrections: int = 0
    before: Event | None = None
    gone: bool = False


@define(kw_only=True)
class Promise:
    """A commitment, as far as what comes next depends on it."""

    id: str
    maker: Kept
    measure: str | None
    condition: bool
    debtor: str
    creditor: str | None
    state: str = OPEN
    proposal: str | None = None


@define(kw_only=True)
class Story:
    """A subject that is reported on `size` times, `rate` times as often as others."""

    number: int
    size: int
    rate: float
    place: str
    unit: str
    day: dt.date
    step: float
    """How many days lie between one source and the next, on average."""
    level: int
    left: int
    due: float = 0.0
    cast: list[str] = field(factory=list)
    measures: list[str] = field(factory=list)
    promises: list[Promise] = field(factory=list)
    source: str | None = None
    previous: str | None = None
    uses: int = 0
    published: dict[str, Days] = field(factory=dict)
    kept: deque[Kept] = field(factory=lambda: deque(maxlen=HELD))
    corrections: deque[Kept] = field(factory=lambda: deque(maxlen=6))
    said: deque[str] = field(factory=lambda: deque(maxlen=8))
    happened: deque[str] = field(factory=lambda: deque(maxlen=6))
    retracted: deque[Kept] = field(factory=lambda: deque(maxlen=3))

    def __lt__(self, other: Any) -> bool:
        return (self.due, self.number) < (other.due, other.number)

    @property
    def told_on(self) -> dt.date:
        """The day on which the source at hand was published."""
        days = self.published[self.source or ""]
        assert days[1] is not None
        return days[1]
