"""Circles among events: days, measures and retractions that rest on themselves in the end."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, MutableSet
from typing import TypeVar

from ledger.model.event import Event
from ledger.model.records import Measure, Retraction

T = TypeVar("T", bound=Hashable)

SAYS = {
    "day": "its day hangs on itself",
    "part": "it is a part of itself",
    "about": "it retracts itself",
}
"""In which ways an event can lead back to itself, and how that is told."""


def links(event: Event) -> Iterator[tuple[str, str]]:
    """The ids that an event leads to, each with the way, one of `SAYS`."""
    if event.occurred is not None and event.occurred.anchor_event is not None:
        yield "day", event.occurred.anchor_event
    if isinstance(event, Measure) and event.part_of is not None:
        yield "part", event.part_of
    if isinstance(event, Retraction) and event.id:
        yield "about", event.of


def circles(leads: Mapping[T, T], starts: Iterable[T], seen: MutableSet[T]) -> Iterator[list[T]]:
    """The circles among what leads to another, each once, in linear time.

    `seen` is empty, and holds in the end whatever was come by.
    """
    for start in starts:
        path: dict[T, None] = {}
        at = start
        while at in leads and at not in seen:
            seen.add(at)
            path[at] = None
            at = leads[at]
        if at in path:
            chain = list(path)
            yield chain[chain.index(at) :]


def told(way: str, circle: Iterable[str]) -> str:
    """A circle in words, without the first id of it."""
    _, *others = circle
    return f"{SAYS[way]}, by way of {', '.join(others)}" if others else SAYS[way]
