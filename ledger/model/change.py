"""A change in the life of a commitment, as its facts hold it, and which of two changes came first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

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

    Relations that contradict each other settle nothing, then the days decide. The order in which
    they were recorded says nothing.
    """
    told, against = one.id in other.after, other.id in one.after
    if told != against:
        return told
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


def latest_of(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Those that no other surely came after: the last word, or all that may be it."""
    return _foremost(tuple(changes), precedes)


def first_of(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Those that no other surely came before."""
    return _foremost(tuple(changes), lambda one, other: precedes(other, one))


def _foremost(
    changes: tuple[Change, ...], under: Callable[[Change, Change], bool]
) -> tuple[Change, ...]:
    """Those under no other, or under others only that are under them too.

    What is told of the order and the days can lead in a circle; whatever lies on it is kept.
    """
    over = {
        n: {m for m, other in enumerate(changes) if m != n and under(one, other)}
        for n, one in enumerate(changes)
    }
    reached = {n: _reached(n, over) for n in over}
    return tuple(
        one for n, one in enumerate(changes) if all(n in reached[other] for other in reached[n])
    )


def _reached(start: int, over: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    queue = [start]
    while queue:
        new = over[queue.pop()] - found
        found |= new
        queue += new
    return found


def of_type(changes: Sequence[Change], *types: str) -> tuple[Change, ...]:
    """The changes of these types."""
    return tuple(change for change in changes if change.type in types)
