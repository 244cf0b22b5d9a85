"""Drives the projections: catches views up in the transaction of an append, or rebuilds them.

Both fold the effective history of one subject into that subject's rows, so that catching up equals
rebuilding. A projection that fails leaves its progress where it was, and the append undone.
"""

from __future__ import annotations

import datetime as dt
from collections import ChainMap, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from typing import Any, Protocol

import msgspec

from ledger.errors import IntegrityError, LedgerError
from ledger.model.event import Event, RecordedEvent
from ledger.model.history import History, effective
from ledger.model.paths import overlaid
from ledger.model.records import Correction, Retraction
from ledger.model.sourced import About
from ledger.model.tags import declared_by, tags_of
from ledger.projections import PROJECTIONS
from ledger.projections.projection import Projection, Row
from ledger.store.codec import decode
from ledger.store.event_data import ViewRow, ViewSpec
from ledger.store.store import Snapshot, Transaction

EVENT = "event:"
"""The tag kind that stands for one event with its records, rather than for all that bear it."""

SINCE = "since"
"""The column that says from which day on a row holds, where other sources came later."""

LITTLE = 20
"""A catch-up of more than the head divided by this reads the ledger once instead of many times."""

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
        self.by_id: dict[str, RecordedEvent] = {}
        self._about: defaultdict[str, list[RecordedEvent]] = defaultdict(list)
        # Commitments are found by the event that makes them.
        makers: dict[str, RecordedEvent] = {}
        for recorded in events:
            self.by_id[recorded.id] = recorded
            makers.update((id, recorded) for id in declared_by(recorded.event))
            if isinstance(recorded.event, About):
                of = makers.get(recorded.event.of)
                self._about[of.id if of else recorded.event.of].append(recorded)
            for tag in touched(recorded, ChainMap(self.by_id, makers)):
                self.by_tag[tag].append(recorded)

    def history(self, tags: Collection[str], ids: Collection[str]) -> Iterator[RecordedEvent]:
        """Events with any of these tags or ids, and all records about them."""
        queue = [event for tag in tags for event in self.by_tag.get(tag, ())]
        queue += [self.by_id[id] for id in ids if id in self.by_id]
        seen: set[int] = set()
        while queue:
            found = queue.pop()
            if found.position not in seen:
                seen.add(found.position)
                queue += self._about.get(found.id, ())
                yield found


def touched(recorded: RecordedEvent, by_id: Mapping[str, RecordedEvent]) -> set[str]:
    """The tags of an event; a record about a record carries those of what it is about too.

    A correction carries those that its new values add; a correction of a correction those that
    the corrected one then adds. `by_id` holds what the record is about, all the way down.
    """
    return _touched(recorded.event, by_id)


def _touched(event: Event, by_id: Mapping[str, RecordedEvent]) -> set[str]:
    tags = set(tags_of(event))
    if isinstance(event, About) and event.of in by_id:
        base = by_id[event.of].event
        tags |= _touched(base, by_id) | {f"event:{by_id[event.of].id}"}
        if isinstance(event, Correction):
            tags |= _touched(overlaid(base, event.becomes), by_id)
    return tags


def spec(projection: Projection) -> ViewSpec:
    """The view that a projection keeps."""
    columns = (*projection.columns, (SINCE, "TEXT"))
    return ViewSpec(name=projection.name, version=projection.version, columns=columns)


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
    with _named(projection, subject):
        while missing := (set(projection.needs(subject, history)) | _publications(history)) - asked:
            while missing:
                asked |= missing
                ids = [tag.removeprefix(EVENT) for tag in missing if tag.startswith(EVENT)]
                tags = [tag for tag in missing if not tag.startswith(EVENT)]
                found = {event.position: event for event in events.history(tags, ids)}
                # A correction may be found by a tag that only its new value adds: what it is
                # about belongs to the subject then, and later records about that concern it.
                missing = {
                    f"{EVENT}{event.event.of}"
                    for position, event in found.items()
                    if position not in held and isinstance(event.event, Correction | Retraction)
                }
                held.update(found)
                missing -= asked | {f"{EVENT}{event.id}" for event in held.values()}
            history = effective(held.values(), known_by=known_by, recorded_by=recorded_by)
    return history, frozenset(asked)


def _publications(history: History) -> set[str]:
    """What must be known of the sources of these events: whether they still stand."""
    return {
        f"publication:{citation.source}"
        for event in history
        if event.event.ABOUT_WORLD
        for citation in event.event.sources
    }


def fold(projection: Projection, subject: str, history: History) -> list[Row]:
    """The rows of a subject. Raises IntegrityError, naming projection and subject, on failure."""
    with _named(projection, subject):
        return list(projection.fold(subject, history))


@contextmanager
def _named(projection: Projection, subject: str) -> Iterator[None]:
    try:
        yield
    except LedgerError:
        raise
    except Exception as error:
        raise IntegrityError(
            f"the view {projection.name!r} cannot be folded for {subject!r}: {error!r}",
            hint="this is a fault of the program; the events are unharmed",
        ) from error


def rows_of(projection: Projection, subject: str, history: History) -> list[ViewRow]:
    """The rows of a subject, once for every day from which on other sources tell something else."""
    days = [dt.date.min, *history.turns] if history.turns else [None]
    return [
        ViewRow(
            subject=subject,
            body=msgspec.json.encode(row.facts),
            columns={**row.columns, SINCE: day.isoformat() if day else None},
        )
        for day in days
        for row in fold(projection, subject, history.on(day) if day else history)
    ]


def read_rows(snapshot: Snapshot, projection: Projection, as_of: dt.date) -> Iterator[Any]:
    """The facts in a view, as other sources had told them by a day."""
    decoder = msgspec.json.Decoder(projection.facts)
    day = as_of.isoformat()
    for _, rows in groupby(snapshot.rows(spec(projection)), key=lambda row: row.subject):
        told = [row for row in rows if str(row.columns[SINCE] or "") <= day]
        last = max((str(row.columns[SINCE] or "") for row in told), default="")
        for row in told:
            if str(row.columns[SINCE] or "") == last:
                yield decoder.decode(row.body)


def catch_up(
    transaction: Transaction,
    projections: Sequence[Projection] = PROJECTIONS,
    *,
    little: int = LITTLE,
) -> None:
    """Bring every view up to the head, in the caller's transaction.

    `little` decides how the events are read and never what comes out: once and for all where more
    than the head divided by it is new, else subject by subject.

    Raises IntegrityError, naming the view and the subject, where one cannot be folded; the caller
    must then undo the transaction, which leaves every progress where it was.
    """
    head = transaction.head()
    everything = cache(lambda: HeldEvents([decode(stored) for stored in transaction.read()]))
    here_and_there = StoredEvents(transaction)
    new_tags = cache(lambda done: _new_tags(transaction, done))
    for projection in projections:
        view = spec(projection)
        done = transaction.progress(view)
        if done is None:
            _rebuild(transaction, projection, everything())
            continue
        if done == head:
            continue
        tags = new_tags(done)
        subjects = projection.subjects(tags) | transaction.readers(view, tags)
        # Looking up each subject pays only while what is new is little beside what there is.
        events: Events = everything() if (head - done) * little > head else here_and_there
        for subject in sorted(subjects):
            _refold(transaction, projection, subject, events)
        transaction.set_progress(view, head)


def _new_tags(transaction: Transaction, done: int) -> set[str]:
    return transaction.tags_after(done) | {
        f"{EVENT}{stored.id}" for stored in transaction.read(after=done)
    }


def _refold(transaction: Transaction, projection: Projection, subject: str, events: Events) -> int:
    history, reads = gather(events, projection, subject)
    rows = rows_of(projection, subject, history)
    transaction.replace_rows(spec(projection), subject, rows, reads)
    return len(rows)


def rebuild(
    transaction: Transaction,
    progress: Progress | None = None,
    projections: Sequence[Projection] = PROJECTIONS,
) -> int:
    """Drop every view and fold it again from all events; how many rows there are."""
    held = HeldEvents([decode(stored) for stored in transaction.read()])
    return sum(_rebuild(transaction, each, held, progress) for each in projections)


def _rebuild(
    transaction: Transaction, projection: Projection, held: HeldEvents,
    progress: Progress | None = None,
) -> int:  # fmt: skip
    view = spec(projection)
    transaction.clear_view(view)
    count = 0
    subjects = sorted(every_subject(projection, held))
    for number, subject in enumerate(subjects, 1):
        count += _refold(transaction, projection, subject, held)
        if progress is not None:
            progress(number, len(subjects))
    transaction.set_progress(view, transaction.head())
    return count


def every_subject(projection: Projection, held: HeldEvents) -> frozenset[str]:
    """Every subject that these events name."""
    return projection.subjects([*held.by_tag, *(f"{EVENT}{id}" for id in held.by_id)])


def replay(
    snapshot: Snapshot,
    projection: Projection,
    *,
    known_by: dt.date | None,
    recorded_by: int | None,
    as_of: dt.date,
) -> Iterator[Any]:
    """The facts as they were under the clocks, folded from the events, without any view."""
    held = HeldEvents([decode(stored) for stored in snapshot.read(upto=recorded_by)])
    for subject in sorted(every_subject(projection, held)):
        history, _ = gather(held, projection, subject, known_by=known_by, recorded_by=recorded_by)
        for row in fold(projection, subject, history.on(as_of)):
            yield row.facts
