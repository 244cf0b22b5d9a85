"""What an event refers to by id: the names that must exist, and of which kind, for it to be meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
from attrs import frozen

from ledger.model.event import Event
from ledger.model.fields import key_of


@frozen(kw_only=True)
class Reference:
    """One id in one field: `refers` is actor, measure, source, event, commitment or thing."""

    path: str
    refers: str
    id: str


def references(event: Event) -> Iterator[Reference]:
    """Every id that the fields of an event name, with the field it stands in."""
    yield from _walk(event, "")


def _walk(value: Any, before: str) -> Iterator[Reference]:
    for attribute in attrs.fields(type(value)):
        held = getattr(value, attribute.name)
        path = f"{before}{key_of(attribute)}"
        refers = attribute.metadata.get("refers")
        for member in held if isinstance(held, tuple) else (held,):
            if isinstance(member, str):
                if refers:
                    yield Reference(path=path, refers=refers, id=member)
            elif attrs.has(type(member)):
                yield from _walk(member, f"{path}.")
