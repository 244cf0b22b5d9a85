"""A change in the life of a commitment, as its facts hold it, and which of two changes came first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from attrs import frozen

from ledger.model.duties import Amendment


@frozen(kw_only=True)
class Change:
    """One event in the life of a commitment.

    `type` is the event's type; `after` are the ids of the events that it is told to follow, all the
    way back. `amendment` holds the terms where it is one, its deadline computed already in `due_lo`
    and `due_hi`. `supported` is false where every source of it was retracted.
    """

    position: int
    id: str
    type: str
    earliest: dt.date | None
    latest: dt.date | None
    after: tuple[str, ...] = ()
    met: str | None = None
    amendment: Amendment | None = None
    due_lo: dt.date | None = None
    due_hi: dt.date | None = None
    by_commitment: str | None = None
    sources: tuple[str, ...] = ()
    supported: bool = True

    def counts_on(self, day: dt.date) -> bool:
        """Whether by the end of `day` it has surely happened, and still has a source."""
        return self.supported and self.latest is not None and self.latest <= day


def precedes(one: Change, other: Change) -> bool:
    """Whether one change surely came before the other: as told, or by their days.

    The order in which they were recorded says nothing.
    """
    if one.id in other.after:
        return True
    if other.id in one.after:
        return False
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


def latest_of(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Those that no other surely came after: the last word, or all that may be it."""
    every = tuple(changes)
    return tuple(
        one for one in every if not any(precedes(one, other) for other in every if other is not one)
    )


def first_of(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Those that no other surely came before."""
    every = tuple(changes)
    return tuple(
        one for one in every if not any(precedes(other, one) for other in every if other is not one)
    )


def of_type(changes: Sequence[Change], *types: str) -> tuple[Change, ...]:
    """The changes of these types."""
    return tuple(change for change in changes if change.type in types)
