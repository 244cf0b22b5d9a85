"""Old shapes of an event type, lifted to the present one while they are read.

A type whose shape changes raises `SCHEMA` and adds, beside its class, the step that leads there:

    class Deployment(Event):
        TYPE = "deployment"
        SCHEMA = 2
        UPCASTS = (named_measure,)  # 1 → 2

`UPCASTS[0]` takes the stored shape of schema 1 to schema 2, `UPCASTS[1]` that of 2 to 3. A step is
a pure function of the shape alone. What is stored, and every hash over it, stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ledger.model.event import Event
from ledger.model.event_types import BY_NAME

KnownTypes = Mapping[str, type[Event]]
"""Event classes by stored name."""


def lifted(cls: type[Event], schema: int, shape: Mapping[str, Any]) -> dict[str, Any]:
    """The shape that schema `schema` of a type has in its present one.

    Raises LookupError where no way leads from that schema.
    """
    if not is_known(cls, schema):
        raise LookupError(f"{cls.TYPE} of schema {schema} has no upcast")
    now = dict(shape)
    for step in cls.UPCASTS[schema - 1 :]:
        now = step(now)
    return now


def is_known(cls: type[Event], schema: int) -> bool:
    """Whether events of this schema can be read: it is the present one, or steps lead there."""
    return schema == cls.SCHEMA or (1 <= schema < cls.SCHEMA and len(cls.UPCASTS) == cls.SCHEMA - 1)


def unknown(
    stored: Iterable[tuple[str, int]], known: KnownTypes = BY_NAME
) -> list[tuple[str, int]]:
    """Those of the stored (type, schema) that no class and no upcast can read, in order."""
    return sorted(
        (type, schema)
        for type, schema in stored
        if type not in known or not is_known(known[type], schema)
    )
