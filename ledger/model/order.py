"""The order in which things happened: what is told of their order first, then their days.

docs/domain.md, section 8 (timeline). Days that are intervals often leave the order open; relations
such as `after` and `triggered_by` settle some of it. Position only breaks ties of printing.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
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
    there the days decide, while all other relations still hold.
    """
    by_id = {event.id: event for event in events}
    before: dict[str, set[str]] = {
        id: {to for rel, to in event.relations if rel in LATER and to in by_id and to != id}
        for id, event in by_id.items()
    }
    circle = _circles(before)
    for id, others in before.items():
        others -= {other for other in others if circle[other] == circle[id]}
    after: defaultdict[str, list[str]] = defaultdict(list)
    for id, others in before.items():
        for other in others:
            after[other].append(id)
    free = [(_key(by_id[id]), id) for id, others in before.items() if not others]
    heapq.heapify(free)
    result: list[T] = []
    while free:
        _, id = heapq.heappop(free)
        result.append(by_id[id])
        for later in after[id]:
            before[later].discard(id)
            if not before[later]:
                heapq.heappush(free, (_key(by_id[later]), later))
    return result


def _circles(before: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Which ids lie on one circle: id → a number that they share and no other has.

    The strongly connected components (R. Tarjan, 1972), without recursion: chains may be long.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    found: dict[str, int] = {}
    stack: list[str] = []
    for start in before:
        walk = [] if start in index else [(start, iter(before[start]))]
        if walk:
            index[start] = low[start] = len(index)
            stack.append(start)
        while walk:
            id, others = walk[-1]
            for other in others:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    walk.append((other, iter(before[other])))
                    break
                if other not in found:
                    low[id] = min(low[id], index[other])
            else:
                walk.pop()
                if walk:
                    up = walk[-1][0]
                    low[up] = min(low[up], low[id])
                if low[id] == index[id]:
                    while id not in found:
                        found[stack.pop()] = index[id]
    return found


def _key(event: Orderable) -> tuple[dt.date, dt.date, int]:
    latest = event.latest or dt.date.max
    return latest, event.earliest or dt.date.min, event.position
