"""The order in which things happened: what is told of their order first, then their days.

docs/domain.md, section 8 (timeline). Days that are intervals often leave the order open; relations
such as `after` and `triggered_by` settle some of it. Position only breaks ties of printing.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar

LATER = frozenset({"after", "triggered_by", "culminates", "retaliates_for", "in_wake_of"})
"""Relations that put the event that bears them after the one they name."""


class Orderable(Protocol):
    """What can be put in order of happening."""

    @property
    def id(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def earliest(self) -> dt.date | None: ...
    @property
    def latest(self) -> dt.date | None: ...
    @property
    def relations(self) -> tuple[tuple[str, str], ...]: ...


T = TypeVar("T", bound=Orderable)


def in_order(events: Iterable[T]) -> list[T]:
    """The events in order of happening; undated ones last.

    A topological order over the relations in `LATER` (Kahn 1962), smallest (latest day, earliest
    day, position) first among those that are free. Relations in a circle contradict each other:
    then the days decide.
    """
    by_id = {event.id: event for event in events}
    before: dict[str, set[str]] = {
        id: {to for rel, to in event.relations if rel in LATER and to in by_id and to != id}
        for id, event in by_id.items()
    }
    after: defaultdict[str, list[str]] = defaultdict(list)
    for id, others in before.items():
        for other in others:
            after[other].append(id)
    free = [(_key(by_id[id]), id) for id, others in before.items() if not others]
    heapq.heapify(free)
    # Should a circle leave nothing free, the earliest of the rest goes first.
    rest = sorted((_key(event), id) for id, event in by_id.items())
    done: set[str] = set()
    result: list[T] = []
    cursor = 0
    while len(result) < len(by_id):
        if free:
            _, id = heapq.heappop(free)
        else:
            while rest[cursor][1] in done:
                cursor += 1
            id = rest[cursor][1]
        if id in done:
            continue
        done.add(id)
        result.append(by_id[id])
        for later in after[id]:
            before[later].discard(id)
            if not before[later] and later not in done:
                heapq.heappush(free, (_key(by_id[later]), later))
    return result


def _key(event: Orderable) -> tuple[dt.date, dt.date, int]:
    latest = event.latest or dt.date.max
    return latest, event.earliest or dt.date.min, event.position
