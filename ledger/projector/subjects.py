"""The subjects of a projection: all of them in order, some at a time, and those that events touch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

from ledger.projections.projection import Projection
from ledger.projector.events import StoredEvents
from ledger.projector.gathering import EVENT
from ledger.store.store import Snapshot

T = TypeVar("T")

MOST_HELD = 5_000
"""About so many events are held in memory at a time, whatever the size of the ledger.

Twice or four times as many take more memory and save no time; `benchmarks`, case rebuild.
"""

FIRST, MOST = 100, 4_000
"""So many subjects are folded together at first, and at most."""


class Pace:
    """How many subjects to take at a time, so that about `MOST_HELD` events are held."""

    def __init__(self) -> None:
        self.take = FIRST

    def held(self, events: StoredEvents) -> None:
        """Learn from the last ones."""
        wanted = self.take * MOST_HELD // max(events.held, 1)
        self.take = max(1, min(wanted, self.take * 4, MOST))


def some_subjects(snapshot: Snapshot, projection: Projection, after: str, most: int) -> list[str]:
    """The next subjects in order that a ledger names, those of the wanted types of event."""
    return snapshot.subjects(projection.prefix, after=after, most=most, types=projection.types)


def count_subjects(snapshot: Snapshot, projection: Projection) -> int:
    """How many there are."""
    return snapshot.count_subjects(projection.prefix, types=projection.types)


def touched_since(snapshot: Snapshot, done: int, upto: int | None = None) -> set[str]:
    """All tags of the events above a position, and those that stand for these events themselves."""
    return snapshot.tags_after(done, upto) | {
        f"{EVENT}{id}" for id in snapshot.ids_after(done, upto)
    }


def concerned(
    snapshot: Snapshot, projection: Projection, tags: Collection[str], readers: Collection[str]
) -> list[str]:
    """The subjects that these tags name or that were folded from them, in order."""
    named: Collection[str] = projection.subjects(tags)
    if projection.types is not None:
        named = snapshot.of_types(named, projection.types)
    return sorted({*named, *readers})


def parts(items: Sequence[T], size: Callable[[], int]) -> Iterator[Sequence[T]]:
    """The items in order, each time as many as `size` says."""
    at = 0
    while at < len(items):
        some = items[at : at + size()]
        at += len(some)
        yield some
