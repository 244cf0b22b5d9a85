"""Between events and their bytes: payloads are canonical JSON, read back through the constructor."""

from __future__ import annotations

from typing import Any

import attrs
import msgspec

from ledger.errors import IntegrityError
from ledger.evidence.canonical import canonical
from ledger.model.event import Event, RecordedEvent
from ledger.model.event_types import BY_NAME
from ledger.model.shape import to_builtins
from ledger.store.event_data import StoredEvent

RUN = "run"
"""The key of a payload that names the import or command which recorded it."""


def encode(event: Event, *, run: str | None) -> bytes:
    """The payload of an event. Raises ValueError for text that cannot be stored."""
    shape = to_builtins(event)
    return canonical({**shape, RUN: run} if run else shape)


def decode(stored: StoredEvent) -> RecordedEvent:
    """The event that a stored row holds.

    Raises IntegrityError, naming the event, where its payload does not fit its type.
    """
    cls = BY_NAME.get(stored.type)
    if cls is None or stored.schema != cls.SCHEMA:
        raise IntegrityError(
            f"event {stored.position} is a {stored.type} of schema {stored.schema}, which this "
            "version of the program does not know",
            hint="use the version that recorded it, or a newer one",
        )
    try:
        event: Event = msgspec.json.decode(stored.payload, type=cls)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise IntegrityError(
            f"the payload of event {stored.position} is damaged: {error}"
        ) from error
    return RecordedEvent(
        position=stored.position,
        id=stored.id,
        type=stored.type,
        schema=stored.schema,
        recorded_at=stored.recorded_at,
        recorder=stored.recorder,
        known_from=stored.known_from,
        event=attrs.evolve(event, id=stored.id),
    )


def run_of(stored: StoredEvent) -> str | None:
    """The import or command that recorded an event, where one was named."""
    found: Any = msgspec.json.decode(stored.payload).get(RUN)
    return str(found) if found else None
