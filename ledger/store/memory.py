"""The store in memory: the same contract without a file, for tests and for trying things out."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy

from attrs import define, field

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
    ViewRow,
    ViewSpec,
    placed,
)  # fmt: skip
from ledger.store.store import Salts


@define
class _State:
    """Everything the store holds; a transaction works on a copy."""

    events: list[StoredEvent] = field(factory=list)
    tags: dict[str, set[int]] = field(factory=dict)
    names: dict[str, int] = field(factory=dict)
    nodes: dict[NodeId, bytes] = field(factory=dict)
    views: dict[str, dict[str, list[ViewRow]]] = field(factory=dict)
    reads: dict[str, dict[str, set[str]]] = field(factory=dict)
    progress: dict[str, tuple[int, int]] = field(factory=dict)

    def copy(self) -> _State:
        """A copy that shares the events themselves, which never change."""
        return _State(
            events=list(self.events), tags={tag: set(at) for tag, at in self.tags.items()},
            names=dict(self.names), nodes=dict(self.nodes), views=deepcopy(self.views),
            reads=deepcopy(self.reads), progress=dict(self.progress),
        )  # fmt: skip


class MemorySnapshot:
    """Reads one state."""

    lowest_node = 0

    def __init__(self, state: _State, key: bytes) -> None:
        self._at: _State | None = state
        self._key = key

    @property
    def _state(self) -> _State:
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
        return [self._state.events[p - 1] for p in sorted(positions) if 0 < p <= self.head()]

    def names(self) -> list[tuple[str, str]]:
        events = self._state.events
        return sorted(
            (name, events[p - 1].type if events[p - 1].id == name else "commitment")
            for name, p in self._state.names.items()
        )

    def counts(self) -> dict[str, int]:
        return dict(Counter(event.type for event in self._state.events))

    def tags_after(self, position: int) -> set[str]:
        return {tag for tag, held in self._state.tags.items() if any(p > position for p in held)}

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
            )
            for one in self._state.events[first - 1 : last]
        }

    def damage(self) -> Iterator[str]:
        return iter(())

    def of_type(self, kind: str) -> list[StoredEvent]:
        return [event for event in self._state.events if event.type == kind]

    def key(self) -> bytes:
        return self._key

    def progress(self, view: ViewSpec) -> int | None:
        version, position = self._state.progress.get(view.name, (None, None))
        return position if version == view.version else None

    def rows(self, view: ViewSpec, subjects: Collection[str] | None = None) -> Iterator[ViewRow]:
        held = self._state.views.get(view.name, {})
        for subject in sorted(held if subjects is None else set(subjects) & set(held)):
            yield from held[subject]

    def reads(self, view: ViewSpec, subject: str) -> set[str]:
        return set(self._state.reads.get(view.name, {}).get(subject, ()))

    def readers(self, view: ViewSpec, tags: Collection[str]) -> set[str]:
        wanted = set(tags)
        reads = self._state.reads.get(view.name, {})
        return {subject for subject, read in reads.items() if read & wanted}


class MemoryTransaction(MemorySnapshot):
    """Works on a copy, which takes the place of the state when the block ends well."""

    def __init__(self, state: _State, key: bytes, salts: Salts) -> None:
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

    def replace_rows(
        self, view: ViewSpec, subject: str, rows: Sequence[ViewRow], reads: Collection[str]
    ) -> None:
        held = self._state.views.setdefault(view.name, {})
        held.pop(subject, None)
        if rows:
            held[subject] = list(rows)
        self._state.reads.setdefault(view.name, {})[subject] = set(reads)

    def clear_view(self, view: ViewSpec) -> None:
        self._state.views[view.name] = {}
        self._state.reads[view.name] = {}
        self._state.progress.pop(view.name, None)

    def set_progress(self, view: ViewSpec, position: int) -> None:
        self._state.progress[view.name] = (view.version, position)


class MemoryStore:
    """A ledger that lasts as long as the process."""

    def __init__(self, *, salts: Salts, key: bytes) -> None:
        self._salts = salts
        self._key = key
        self._held = _State()
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
