"""An event before the store has it and after: bytes with what is needed to find them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from attrs import field, frozen

from ledger.errors import ChangedError, ConflictError, NotFoundError
from ledger.evidence.entry import entry_bytes, leaf_of, moment, payload_digest


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
    """What is noted beside an event so that it can be found: its tags and what it promises.

    `about` is the position of the event that it is about.
    """

    tags: frozenset[str] = frozenset()
    declares: frozenset[str] = frozenset()
    about: int | None = None


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
    when = moment(at)
    own: dict[str, int] = {}
    made: list[StoredEvent] = []
    for position, data in enumerate(events, head + 1):
        id, payload, day = data.id, data.payload, data.known_from
        about = None
        if data.about is not None:
            about = own.get(data.about, taken.get(data.about))
            if about is None:
                raise NotFoundError(f"{data.about!r} is not recorded, so nothing can be about it")
        for name in (id, *data.declares):
            if name in own or name in taken:
                raise _conflict(name, taken.get(name))
            own[name] = position
        salt = salts()
        digest = payload_digest(salt, payload)
        leaf = leaf_of(
            position, id, data.type, data.schema, when, recorder,
            None if day is None else day.isoformat(), digest,
        )  # fmt: skip
        made.append(
            StoredEvent(
                position, id, data.type, data.schema, at, recorder, day, about, payload, salt,
                digest, leaf,
            )
        )  # fmt: skip
    return made


def _conflict(name: str, position: int | None) -> ConflictError:
    if position is None:
        return ConflictError(f"the id {name!r} is given twice",
                             hint="give one of the two another id")  # fmt: skip
    return ConflictError(f"the id {name!r} is taken by event {position}",
                         hint="give the new one another id")  # fmt: skip


@frozen(kw_only=True)
class ViewSpec:
    """A view: its name, the version of its recipe, and its columns (name, TEXT or INTEGER).

    `indexes` name columns by which rows are looked up together. `searched`: its subjects are found by
    words too.
    `draft` is the number of the drafts that it belongs to while it is built, None for the view in
    use.
    """

    name: str
    version: int
    columns: tuple[tuple[str, str], ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    searched: bool = False
    draft: int | None = None


@frozen(kw_only=True)
class ViewRow:
    """One row of one subject: the body, and the values to filter by."""

    subject: str
    body: bytes
    columns: Mapping[str, str | int | None] = field(factory=dict)


class Folded(NamedTuple):
    """All rows of a subject, and the tags besides its own that they were folded from.

    `words` are those by which it is found, where the view is searched.
    """

    subject: str
    rows: Sequence[ViewRow]
    reads: Collection[str]
    words: str = ""

    @property
    def told(self) -> int:
        """How many of the rows tell something, and do not only say that there is nothing."""
        return sum(1 for row in self.rows if row.body)
