"""The store in memory: the same contract without a file, for tests and for trying things out."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from ledger.errors import RefusedError
from ledger.evidence.audit import StoredRow
from ledger.evidence.entry import moment
from ledger.evidence.redaction import REDACTION, restates
from ledger.evidence.tree import NodeId, frontier
from ledger.model.event import RecordedEvent
from ledger.store.codec import decode
from ledger.store.event_data import (
    Condition,
    EventData,
    Indexed,
    StoredEvent,
    placed,
)  # fmt: skip
from ledger.store.memory_state import State
from ledger.store.memory_views import KeptViews, MemoryViews
from ledger.store.store import Salts
from ledger.store.subjects import EVENT


class MemorySnapshot(MemoryViews):
    """Reads one state."""

    lowest_node = 0

    def __init__(self, state: State, key: bytes) -> None:
        self._at: State | None = state
        self._key = key

    @property
    def _state(self) -> State:
        if self._at is None:
            raise RefusedError("this snapshot of the ledger has ended with its block",
                               hint="read what is needed inside the block")  # fmt: skip
        return self._at

    def end(self) -> None:
        """Let go of the state: nothing can be read or added any more."""
        self._at = None

    def head(self) -> int:
        return len(self._state.events)

    def head_at(self, moment: dt.datetime) -> int:
        return sum(1 for event in self._state.events if event.recorded_at <= moment)

    def read(self, *, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        return iter(self._state.events[after:upto])

    def recorded(self, *, after: int = 0, upto: int | None = None) -> Iterator[RecordedEvent]:
        return (decode(event) for event in self.read(after=after, upto=upto))

    def recorded_at(self, positions: Collection[int]) -> list[RecordedEvent]:
        return [decode(event) for event in self.at(positions)]

    def history(
        self, tags: Collection[str], *, ids: Collection[str] = (), upto: int | None = None
    ) -> list[StoredEvent]:
        found = {position for tag in tags for position in self._state.tags.get(tag, ())}
        found.update(self.find(ids).values())
        for event in self._state.events:  # a record lies above what it is about
            if event.about in found:
                found.add(event.position)
        return [e for e in self.at(found) if upto is None or e.position <= upto]

    def changed_since(self, condition: Condition) -> list[StoredEvent]:
        found = self.history(condition.tags, ids=condition.ids, upto=self._before())
        return [event for event in found if event.position > condition.position]

    def _before(self) -> int:
        """The head that others can see: what a transaction itself appended lies above it."""
        return self.head()

    def find(self, names: Collection[str]) -> dict[str, int]:
        return {name: self._state.names[name] for name in names if name in self._state.names}

    def at(self, positions: Collection[int]) -> list[StoredEvent]:
        return [self._state.events[p - 1] for p in sorted(set(positions)) if 0 < p <= self.head()]

    def names(self) -> list[tuple[str, str]]:
        events = self._state.events
        return sorted(
            (name, events[p - 1].type if events[p - 1].id == name else "commitment")
            for name, p in self._state.names.items()
        )

    def counts(self) -> dict[str, int]:
        return dict(Counter(event.type for event in self._state.events))

    def tags_after(self, position: int, upto: int | None = None) -> set[str]:
        last = self.head() if upto is None else upto
        return {
            tag for tag, held in self._state.tags.items() if any(position < p <= last for p in held)
        }

    def ids_after(self, position: int, upto: int | None = None) -> list[str]:
        return [event.id for event in self._state.events[position:upto]]

    def tagged(self, tags: Collection[str]) -> list[tuple[str, int]]:
        return [(tag, position) for tag in tags for position in self._state.tags.get(tag, ())]

    def later(self, positions: Collection[int], day: dt.date, besides: Collection[str]) -> set[int]:
        return {
            one.position
            for one in self.at(positions)
            if one.known_from is not None and one.known_from > day and one.type not in besides
        }

    def records_about(self, positions: Collection[int]) -> list[tuple[int, int]]:
        wanted = set(positions)
        return [(e.about, e.position) for e in self._state.events if e.about in wanted]

    def subjects(
        self, kind: str, *, after: str = "", most: int, types: Collection[str] | None = None
    ) -> list[str]:
        return sorted(name for name in self._subjects(kind, types) if name > after)[:most]

    def count_subjects(self, kind: str, *, types: Collection[str] | None = None) -> int:
        return len(self._subjects(kind, types))

    def of_types(self, ids: Collection[str], types: Collection[str]) -> list[str]:
        return [id for id in self._subjects(EVENT, types) if id in ids]

    def _subjects(self, kind: str, types: Collection[str] | None) -> set[str]:
        if kind == EVENT:
            return {e.id for e in self._state.events if types is None or e.type in types}
        start = f"{kind}:"
        bearing = (tag for tag, held in self._state.tags.items() if held)
        return {tag[len(start) :] for tag in bearing if tag.startswith(start)}

    def types(self) -> set[tuple[str, int]]:
        return {(event.type, event.schema) for event in self._state.events}

    def nodes(self, wanted: Sequence[NodeId], /) -> Mapping[NodeId, bytes]:
        return {node: self._state.nodes[node] for node in wanted if node in self._state.nodes}

    def lying(self, *, after: int = 0, kind: str | None = None) -> Iterator[StoredRow]:
        return (
            StoredRow(
                position=one.position, id=one.id, type=one.type, schema=one.schema,
                recorded_at=moment(one.recorded_at), recorder=one.recorder,
                known_from=one.known_from.isoformat() if one.known_from else None,
                payload=one.payload, salt=one.salt, payload_digest=one.payload_digest,
                leaf_hash=one.leaf_hash,
            )
            for one in self._state.events[after:]
            if kind in (None, one.type)
        )  # fmt: skip

    def indexed(self, first: int, last: int) -> Mapping[int, Indexed]:
        return {
            one.position: Indexed(
                frozenset(tag for tag, held in self._state.tags.items() if one.position in held),
                frozenset(
                    name
                    for name, at in self._state.names.items()
                    if at == one.position and name != one.id
                ),
                one.about,
            )
            for one in self._state.events[first - 1 : last]
        }

    def damage(self) -> Iterator[str]:
        return iter(())

    def of_type(self, kind: str) -> list[StoredEvent]:
        return [event for event in self._state.events if event.type == kind]

    def key(self) -> bytes:
        return self._key


class MemoryTransaction(KeptViews, MemorySnapshot):
    """Works on a copy, which takes the place of the state when the block ends well."""

    def __init__(self, state: State, key: bytes, salts: Salts) -> None:
        super().__init__(state, key)
        self._salts = salts
        self._begun_at = self.head()

    def _before(self) -> int:
        return self._begun_at

    def append(
        self,
        events: Sequence[EventData],
        *,
        recorder: str,
        recorded_at: dt.datetime,
        unless_changed: Condition | None = None,
    ) -> list[StoredEvent]:
        state = self._state
        if unless_changed is not None:
            unless_changed.refuse(self._before(), self.changed_since(unless_changed))
        made = placed(
            events,
            head=len(state.events),
            last=state.events[-1].recorded_at if state.events else None,
            taken=state.names,
            recorder=recorder,
            recorded_at=recorded_at,
            salts=self._salts,
        )
        edge = frontier(self, self.head())
        _, complete = edge.with_leaves([one.leaf_hash for one in made])
        # Nothing was refused: from here on all of it holds, as far as the transaction does.
        state.nodes.update(complete)
        for one, data in zip(made, events, strict=True):
            state.events.append(one)
            for tag in data.tags:
                state.tags.setdefault(tag, set()).add(one.position)
            for name in (data.id, *data.declares):
                state.names[name] = one.position
        return made

    def redact(self, tags: Mapping[int, Collection[str]]) -> None:
        left: dict[str, bytes] = {}
        for redaction in self.of_type(REDACTION):
            left.update(restates(redaction.payload))
        for position, dropped in tags.items():
            one = self._state.events[position - 1]
            self._state.events[position - 1] = one._replace(payload=b"", salt=b"")
            for tag in dropped:
                self._state.tags[tag].discard(position)
        for number, one in enumerate(self._state.events):
            if not one.payload:
                self._state.events[number] = one._replace(restated=left.get(one.id, b""))


class MemoryStore:
    """A ledger that lasts as long as the process."""

    def __init__(self, *, salts: Salts, key: bytes) -> None:
        self._salts = salts
        self._key = key
        self._held = State()
        self._lock = threading.RLock()
        self._writing = False
        self._closed = False

    @property
    def place(self) -> str:
        return "memory"

    @contextmanager
    def reading(self) -> Iterator[MemorySnapshot]:
        self._check_open()
        snapshot = MemorySnapshot(self._held, self._key)
        try:
            yield snapshot
        finally:
            snapshot.end()

    @contextmanager
    def writing(self) -> Iterator[MemoryTransaction]:
        self._check_open()
        with self._lock:
            if self._writing:
                raise RefusedError("this thread is in a transaction of the ledger already",
                                   hint="append to the transaction at hand")  # fmt: skip
            self._writing = True
            draft = self._held.copy()
            transaction = MemoryTransaction(draft, self._key, self._salts)
            try:
                yield transaction
                self._held = draft
            finally:
                transaction.end()
                self._writing = False

    def sweep(self) -> None:
        """Nothing is left of what was removed."""

    def close(self) -> None:
        """Nothing can be read or appended any more."""
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise RefusedError(f"{self.place} was closed", hint="open it anew")
