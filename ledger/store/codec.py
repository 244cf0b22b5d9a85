"""Between events and their bytes: payloads are canonical JSON, read back through the constructor."""

from __future__ import annotations

from typing import Any

import attrs
import msgspec

from ledger.errors import DatabaseError, IntegrityError
from ledger.evidence.canonical import canonical
from ledger.model.event import Event, RecordedEvent
from ledger.model.event_types import BY_NAME
from ledger.model.shape import to_builtins
from ledger.model.upcasts import KnownTypes, is_known, lifted, unknown
from ledger.store.event_data import StoredEvent
from ledger.store.store import Snapshot

_HINT = "use the version that recorded it, or a newer one"
RUN = "run"
"""The key of a payload that names the import or command which recorded it."""


def encode(event: Event, *, run: str | None) -> bytes:
    """The payload of an event. Raises ValueError for text that cannot be stored."""
    shape = to_builtins(event)
    return canonical({**shape, RUN: run} if run else shape)


def decode(stored: StoredEvent, *, known: KnownTypes = BY_NAME) -> RecordedEvent:
    """The event that a stored row holds, in the present shape of its type.

    Raises IntegrityError, naming the event, where its payload does not fit its type.
    """
    cls = known.get(stored.type)
    if cls is None or not is_known(cls, stored.schema):
        raise IntegrityError(
            f"event {stored.position} is a {stored.type} of schema {stored.schema}, which this "
            "version of the program does not know",
            hint=_HINT,
        )
    if not stored.words:
        raise IntegrityError(
            f"the words of event {stored.position} are gone, and no redaction says why",
            hint="pledger verify names everything that is wrong",
        )
    try:
        event = _event(cls, stored)
    except (msgspec.MsgspecError, TypeError, ValueError, LookupError) as error:
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


def _event(cls: type[Event], stored: StoredEvent) -> Event:
    if stored.schema == cls.SCHEMA:
        return msgspec.json.decode(stored.words, type=cls)
    shape: dict[str, Any] = msgspec.json.decode(stored.words, type=dict[str, Any])
    return msgspec.convert(lifted(cls, stored.schema, shape), type=cls)


def check_types(snapshot: Snapshot, *, known: KnownTypes = BY_NAME) -> None:
    """Whether every event of a ledger can be read, from the kinds of event alone.

    Raises DatabaseError, naming the kinds, where a type or schema has neither class nor upcast:
    skipping them in silence would give wrong answers.
    """
    found = unknown(snapshot.types(), known)
    if found:
        kinds = ", ".join(f"{kind} (schema {schema})" for kind, schema in found)
        raise DatabaseError(
            f"the ledger holds events that this version of the program does not know: {kinds}",
            hint=_HINT,
        )


def run_of(stored: StoredEvent) -> str | None:
    """The import or command that recorded an event, where one was named."""
    found: Any = msgspec.json.decode(stored.words).get(RUN)
    return str(found) if found else None
