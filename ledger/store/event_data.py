"""An event before the store has it and after: bytes with what is needed to find them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from attrs import field, frozen

from ledger.errors import ChangedError, ConflictError, NotFoundError
from ledger.evidence.entry import entry_bytes, leaf_hash, payload_digest


@frozen(kw_only=True)
class EventData:
    """An event before it is stored.

    `payload` is canonical JSON; `declares` are the commitment ids that it makes, unique together
    with all event ids; `about` the id of the event that this record is about.
    """

    id: str
    type: str
    schema: int
    known_from: dt.date | None
    payload: bytes
    tags: frozenset[str]
    declares: tuple[str, ...] = ()
    about: str | None = None


def _names(given: Iterable[str]) -> frozenset[str]:
    return frozenset(given)


@frozen(kw_only=True)
class Condition:
    """What must not have been added to since the writer looked.

    `position` is the head at that time; `tags` and `ids` name the subjects as `Snapshot.history`
    does. What the writer's own transaction appended does not count.
    """

    tags: frozenset[str] = field(converter=_names)
    position: int
    ids: frozenset[str] = field(default=(), converter=_names)

    def refuse(self, head: int, changes: Sequence[StoredEvent]) -> None:
        """Raises ChangedError, saying what changed, where `changes` were recorded meanwhile."""
        if self.position > head:
            raise ChangedError(
                f"position {self.position} was looked at, but the ledger ends at {head}",
                positions=(),
                hint="this is not the ledger that was looked at, or an older copy of it",
            )
        if not changes:
            return
        shown = ", ".join(f"{one.position} ({one.type} {one.id})" for one in changes[:_SHOWN])
        more = f" and {len(changes) - _SHOWN} more" if len(changes) > _SHOWN else ""
        raise ChangedError(
            f"since position {self.position} this was recorded about the same: {shown}{more}; "
            "nothing of yours was",
            positions=[one.position for one in changes],
            hint="look at it again, and record yours if it still holds",
        )


_SHOWN = 5


class StoredEvent(NamedTuple):
    """An event as it lies: positions count from 1 without gaps, `recorded_at` is UTC."""

    position: int
    id: str
    type: str
    schema: int
    recorded_at: dt.datetime
    recorder: str
    known_from: dt.date | None
    about: int | None
    payload: bytes
    salt: bytes
    payload_digest: bytes
    leaf_hash: bytes
    restated: bytes = b""
    """What a redaction left of the payload, where payload and salt were removed."""

    @property
    def words(self) -> bytes:
        """The payload, or what a redaction left of it; empty where the words are missing."""
        return self.payload or self.restated

    @property
    def entry(self) -> bytes:
        """The bytes that the leaf hash was made over, rebuilt from the row."""
        return entry_bytes(
            position=self.position,
            id=self.id,
            type=self.type,
            schema=self.schema,
            recorded_at=self.recorded_at,
            recorder=self.recorder,
            known_from=self.known_from,
            payload_digest=self.payload_digest,
        )


class Indexed(NamedTuple):
    """What is noted beside an event so that it can be found: its tags and what it promises."""

    tags: frozenset[str]
    declares: frozenset[str]


def stored(
    data: EventData,
    *,
    position: int,
    recorded_at: dt.datetime,
    recorder: str,
    about: int | None,
    salt: bytes,
) -> StoredEvent:
    """The event as it will lie, with its digests."""
    digest = payload_digest(salt, data.payload)
    entry = entry_bytes(
        position=position,
        id=data.id,
        type=data.type,
        schema=data.schema,
        recorded_at=recorded_at,
        recorder=recorder,
        known_from=data.known_from,
        payload_digest=digest,
    )
    return StoredEvent(
        position=position,
        id=data.id,
        type=data.type,
        schema=data.schema,
        recorded_at=recorded_at,
        recorder=recorder,
        known_from=data.known_from,
        about=about,
        payload=data.payload,
        salt=salt,
        payload_digest=digest,
        leaf_hash=leaf_hash(entry),
    )


def placed(
    events: Sequence[EventData],
    *,
    head: int,
    last: dt.datetime | None,
    taken: Mapping[str, int],
    recorder: str,
    recorded_at: dt.datetime,
    salts: Callable[[], bytes],
) -> list[StoredEvent]:
    """The events as they will lie above `head`, the last of which was recorded at `last`.

    `taken` are the names in use, with their positions; names of the batch itself count too, in its
    order. Raises ConflictError where a name is taken, NotFoundError where an event is about
    nothing.
    """
    at = recorded_at if last is None else max(recorded_at, last)
    own: dict[str, int] = {}
    made: list[StoredEvent] = []
    for position, data in enumerate(events, head + 1):
        about = None
        if data.about is not None:
            about = own.get(data.about, taken.get(data.about))
            if about is None:
                raise NotFoundError(f"{data.about!r} is not recorded, so nothing can be about it")
        for name in (data.id, *data.declares):
            if name in own:
                raise ConflictError(f"the id {name!r} is given twice",
                                    hint="give one of the two another id")  # fmt: skip
            if name in taken:
                raise ConflictError(f"the id {name!r} is taken by event {taken[name]}",
                                    hint="give the new one another id")  # fmt: skip
            own[name] = position
        made.append(
            stored(data, position=position, recorded_at=at, recorder=recorder, about=about,
                   salt=salts())
        )  # fmt: skip
    return made


@frozen(kw_only=True)
class ViewSpec:
    """A view: its name, the version of its recipe, and its columns (name, TEXT or INTEGER).

    `draft` is the number of the drafts that it belongs to while it is built, None for the view in
    use.
    """

    name: str
    version: int
    columns: tuple[tuple[str, str], ...]
    draft: int | None = None


@frozen(kw_only=True)
class ViewRow:
    """One row of one subject: the body, and the values to filter by."""

    subject: str
    body: bytes
    columns: Mapping[str, str | int | None] = field(factory=dict)


class Folded(NamedTuple):
    """All rows of a subject, and the tags besides its own that they were folded from."""

    subject: str
    rows: Sequence[ViewRow]
    reads: Collection[str]
