"""Drives the projections: catches views up in the transaction of an append, or rebuilds them.

Both fold the effective history of one subject into that subject's rows, so that catching up equals
rebuilding. A projection that fails leaves its progress where it was, and the append undone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from ledger.errors import IntegrityError, LedgerError
from ledger.model.event import RecordedEvent
from ledger.model.history import History, effective
from ledger.model.paths import patched
from ledger.model.records import Correction, Retraction
from ledger.model.tags import tags_of
from ledger.projections import PROJECTIONS
from ledger.projections.projection import Projection, Row
from ledger.store.codec import decode
from ledger.store.event_data import ViewRow, ViewSpec
from ledger.store.store import Snapshot, Transaction

Progress = Callable[[int, int], None]
"""Told how many subjects are done, and of how many."""


class Events(Protocol):
    """Where a history is gathered from."""

    def history(self, tags: Collection[str], ids: Collection[str]) -> Iterable[RecordedEvent]:
        """Events with any of these tags or ids, and all records about them."""
        ...


class StoredEvents:
    """Gathers from a snapshot, decoding each event once."""

    def __init__(self, snapshot: Snapshot, *, upto: int | None = None) -> None:
        self._snapshot = snapshot
        self._upto = upto
        self._decoded: dict[int, RecordedEvent] = {}

    def history(self, tags: Collection[str], ids: Collection[str]) -> Iterator[RecordedEvent]:
        """Events with any of these tags or ids, and all records about them."""
        for stored in self._snapshot.history(tags, ids=ids, upto=self._upto):
            found = self._decoded.get(stored.position)
            if found is None:
                found = self._decoded[stored.position] = decode(stored)
            yield found


class HeldEvents:
    """Gathers from events held in memory, indexed by tag, id and what they are about."""

    def __init__(self, events: Sequence[RecordedEvent]) -> None:
        self.by_tag: defaultdict[str, list[RecordedEvent]] = defaultdict(list)
        self._by_id: dict[str, RecordedEvent] = {}
        self._about: defaultdict[str, list[RecordedEvent]] = defaultdict(list)
        for recorded in events:
            self._by_id[recorded.id] = recorded
            if isinstance(recorded.event, Correction | Retraction):
                self._about[recorded.event.of].append(recorded)
            for tag in touched(recorded, self._by_id):
                self.by_tag[tag].append(recorded)

    def history(self, tags: Collection[str], ids: Collection[str]) -> Iterator[RecordedEvent]:
        """Events with any of these tags or ids, and all records about them."""
        queue = [event for tag in tags for event in self.by_tag.get(tag, ())]
        queue += [self._by_id[id] for id in ids if id in self._by_id]
        seen: set[int] = set()
        while queue:
            found = queue.pop()
            if found.position not in seen:
                seen.add(found.position)
                queue += self._about.get(found.id, ())
                yield found


def touched(recorded: RecordedEvent, by_id: Mapping[str, RecordedEvent]) -> set[str]:
    """The tags of an event; a record about a record carries those of what it is about too."""
    tags = set(tags_of(recorded.event))
    event = recorded.event
    if isinstance(event, Correction | Retraction) and event.of in by_id:
        tags |= touched(by_id[event.of], by_id) | {f"event:{event.of}"}
        if isinstance(event, Correction):
            tags |= tags_of(patched(by_id[event.of].event, event.becomes))
    return tags


def spec(projection: Projection) -> ViewSpec:
    """The view that a projection keeps."""
    return ViewSpec(name=projection.name, version=projection.version, columns=projection.columns)


def gather(
    events: Events,
    projection: Projection,
    subject: str,
    *,
    known_by: dt.date | None = None,
    recorded_by: int | None = None,
) -> tuple[History, frozenset[str]]:
    """The effective history that the fold of a subject depends on, and the tags it was found by."""
    held: dict[int, RecordedEvent] = {}
    asked: set[str] = set()
    history = History(())
    while missing := set(projection.needs(subject, history)) - asked:
        asked |= missing
        ids = [tag.removeprefix("event:") for tag in missing if tag.startswith("event:")]
        tags = [tag for tag in missing if not tag.startswith("event:")]
        held.update((event.position, event) for event in events.history(tags, ids))
        history = effective(held.values(), known_by=known_by, recorded_by=recorded_by)
    return history, frozenset(asked)


def fold(projection: Projection, subject: str, history: History) -> list[Row]:
    """The rows of a subject. Raises IntegrityError, naming projection and subject, on failure."""
    try:
        return list(projection.fold(subject, history))
    except LedgerError:
        raise
    except Exception as error:
        raise IntegrityError(
            f"the view {projection.name!r} cannot be folded for {subject!r}: {error!r}",
            hint="this is a fault of the program; the events are unharmed",
        ) from error


def _rows(subject: str, rows: Iterable[Row]) -> list[ViewRow]:
    return [
        ViewRow(subject=subject, body=msgspec.json.encode(row.facts), columns=row.columns)
        for row in rows
    ]


def read_rows(snapshot: Snapshot, projection: Projection) -> Iterator[Any]:
    """The facts in a view."""
    decoder = msgspec.json.Decoder(projection.facts)
    for row in snapshot.rows(spec(projection)):
        yield decoder.decode(row.body)


def catch_up(transaction: Transaction) -> None:
    """Bring every view up to the head, in the caller's transaction."""
    head = transaction.head()
    for projection in PROJECTIONS:
        view = spec(projection)
        done = transaction.progress(view)
        if done is None:
            _rebuild(transaction, projection, None)
            continue
        if done == head:
            continue
        tags = transaction.tags_after(done)
        tags |= {f"event:{stored.id}" for stored in transaction.read(after=done)}
        subjects = projection.subjects(tags) | transaction.readers(view, tags)
        events = StoredEvents(transaction)
        for subject in sorted(subjects):
            history, reads = gather(events, projection, subject)
            transaction.replace_rows(
                view, subject, _rows(subject, fold(projection, subject, history)), reads
            )
        transaction.set_progress(view, head)


def rebuild(transaction: Transaction, progress: Progress | None = None) -> int:
    """Drop every view and fold it again from all events; how many rows there are."""
    return sum(_rebuild(transaction, projection, progress) for projection in PROJECTIONS)


def _rebuild(transaction: Transaction, projection: Projection, progress: Progress | None) -> int:
    view = spec(projection)
    transaction.clear_view(view)
    recorded = [decode(stored) for stored in transaction.read()]
    count = 0
    held = HeldEvents(recorded)
    subjects = sorted(every_subject(projection, recorded, held))
    for number, subject in enumerate(subjects, 1):
        history, reads = gather(held, projection, subject)
        rows = _rows(subject, fold(projection, subject, history))
        transaction.replace_rows(view, subject, rows, reads)
        count += len(rows)
        if progress is not None:
            progress(number, len(subjects))
    transaction.set_progress(view, transaction.head())
    return count


def every_subject(
    projection: Projection, recorded: Sequence[RecordedEvent], held: HeldEvents
) -> frozenset[str]:
    """Every subject that these events name."""
    return projection.subjects([*held.by_tag, *(f"event:{event.id}" for event in recorded)])


def replay(
    snapshot: Snapshot,
    projection: Projection,
    *,
    known_by: dt.date | None,
    recorded_by: int | None,
) -> Iterator[Any]:
    """The facts as they were under the clocks, folded from the events, without any view."""
    recorded = [decode(stored) for stored in snapshot.read(upto=recorded_by)]
    held = HeldEvents(recorded)
    for subject in sorted(every_subject(projection, recorded, held)):
        history, _ = gather(held, projection, subject, known_by=known_by, recorded_by=recorded_by)
        for row in fold(projection, subject, history):
            yield row.facts
