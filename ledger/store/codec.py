"""Between events and their bytes: payloads are canonical JSON, read back into the same objects."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from ledger.errors import DatabaseError, IntegrityError
from ledger.evidence.canonical import canonical
from ledger.model.event import Event, RecordedEvent
from ledger.model.event_types import BY_NAME
from ledger.model.shape import OUTSIDE, to_builtins
from ledger.model.trusted import blank, reader, recheck
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


def decode(
    stored: StoredEvent, *, known: KnownTypes = BY_NAME, check: bool = False
) -> RecordedEvent:
    """The event that a stored row holds, in the present shape of its type.

    What was recorded passed its validators then, and is not asked again unless `check` is set: for
    rows that were not written by this program, or are not known to be as it wrote them. Raises
    IntegrityError, naming the event, where its payload does not fit its type.
    """
    made = read_back(
        stored.position, stored.id, stored.type, stored.schema, stored.recorded_at,
        stored.recorder, stored.known_from, stored.words, known=known,
    )  # fmt: skip
    if check:
        try:
            recheck(made.event)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise _damaged(stored.position, error) from error
    return made


def read_back(
    position: int,
    id: str,
    type: str,
    schema: int,
    recorded_at: dt.datetime,
    recorder: str,
    known_from: dt.date | None,
    words: bytes,
    *,
    known: KnownTypes = BY_NAME,
) -> RecordedEvent:
    """What `decode` gives, from the fields of a row; `words` as `StoredEvent.words`."""
    cls = known.get(type)
    if cls is None or (schema != cls.SCHEMA and not is_known(cls, schema)):
        raise IntegrityError(
            f"event {position} is a {type} of schema {schema}, which this "
            "version of the program does not know",
            hint=_HINT,
        )
    if not words:
        raise IntegrityError(
            f"the words of event {position} are gone, and no redaction says why",
            hint="pledger verify names everything that is wrong",
        )
    try:
        event = reader(cls)(words, id) if schema == cls.SCHEMA else _lifted(cls, schema, words, id)
    except (msgspec.MsgspecError, TypeError, ValueError, LookupError, ArithmeticError) as error:
        raise _damaged(position, error) from error
    made = _blank(position, id, type, schema, recorded_at, recorder, known_from, event)
    made.__class__ = RecordedEvent
    return made


_blank = blank(RecordedEvent)


def _lifted(cls: type[Event], schema: int, words: bytes, id: str) -> Event:
    shape: dict[str, Any] = msgspec.json.decode(words, type=dict[str, Any])
    return msgspec.convert({**lifted(cls, schema, shape), OUTSIDE: id}, type=cls)


def _damaged(position: int, error: Exception) -> IntegrityError:
    return IntegrityError(f"the payload of event {position} is damaged: {error}")


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
