"""Tags: what an event touches, derived from its fields, so that histories can be found by subject.

`kind:id` for every id in a field that refers to something (`actor:taliban`,
`commitment:us-iraq-3000`, `event:election-2020` for the event a phrase hangs on), `re:id` for
relations, `tag:word` for the writer's own marks, `called:words` for the name and the kind by which
a phrase may mean the event, `publication:id` for a source itself and what its publisher did to it.
The subject's own declaration carries its tag.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import attrs

from ledger.model.event import Event
from ledger.model.records import Actor, Measure, Source
from ledger.model.redacted import REMOVED
from ledger.model.sourced import SourceUpdate

_OWN = {Source: "source", Actor: "actor", Measure: "measure"}


def tags_of(event: Event) -> frozenset[str]:
    """The tags of an event, from its fields alone."""
    tags: set[str] = set()
    _enter(event, tags)
    tags.update(f"tag:{mark}" for mark in event.tags)
    if event.ABOUT_WORLD:
        names = (getattr(event, "name", None), getattr(event, "kind", None))
        tags.update(called(name) for name in names if name and name != REMOVED)
    own = _OWN.get(type(event))
    if own:
        tags.add(f"{own}:{event.id}")
    # What is said about a publication as such is found apart from all that cites it.
    if isinstance(event, Source):
        tags.add(f"publication:{event.id}")
    elif isinstance(event, SourceUpdate):
        tags.update(f"publication:{citation.source}" for citation in event.sources)
    return frozenset(tags)


def called(words: str) -> str:
    """The tag under which an event is found by its name or kind, whatever their case."""
    return f"called:{' '.join(words.casefold().removeprefix('the ').split())}"


def declared_by(event: Event) -> tuple[str, ...]:
    """The ids of the commitments that this event makes."""
    return tuple(commitment.id for commitment in getattr(event, "commits", ()))


def _enter(value: Any, tags: set[str]) -> None:
    """Adds a tag for each id in a field that refers to something, of this object and those in it."""
    for name, kind in _telling(type(value)):
        held = getattr(value, name)
        if held is None:
            continue
        for member in held if isinstance(held, tuple) else (held,):
            if isinstance(member, str):
                if kind:
                    tags.add(f"{kind}:{member}")
            elif attrs.has(type(member)):
                _enter(member, tags)
                if name == "commits":
                    tags.add(f"commitment:{member.id}")


def _tell(cls: type[Any]) -> tuple[tuple[str, str | None], ...]:
    """The attributes of a class that give tags, each with the kind of tag that its own ids give.

    By the types that the class declares: the others hold neither ids nor objects that hold any.
    """
    hints = typing.get_type_hints(cls)
    found: list[tuple[str, str | None]] = []
    for attribute in attrs.fields(cls):
        refers = attribute.metadata.get("refers")
        kind = "re" if refers == "thing" else refers
        inside = any(_telling(each) for each in _classes(hints[attribute.name]))
        if kind or inside or attribute.name == "commits":
            found.append((attribute.name, kind))
    return tuple(found)


_telling: Callable[[type[Any]], tuple[tuple[str, str | None], ...]] = cache(_tell)  # type: ignore[assignment]


def _classes(hint: Any) -> Iterator[type[Any]]:
    """The classes of objects that a field of this type can hold, one or many."""
    if isinstance(hint, type) and attrs.has(hint):
        yield hint
    for inner in typing.get_args(hint):
        yield from _classes(inner)
