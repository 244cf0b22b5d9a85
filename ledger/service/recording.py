"""Recording: gives each event its id, sets repeats aside, appends the rest and catches views up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from ledger.errors import InputRefusedError, NotFoundError, Problem, RefusedError
from ledger.evidence.identity import derived_id
from ledger.intake.published import known_from
from ledger.model.day import Days
from ledger.model.event import Event, RecordedEvent
from ledger.model.given import as_given
from ledger.model.records import Correction, Retraction, Source
from ledger.model.redacted import Redaction
from ledger.model.sourced import About
from ledger.model.tags import declared_by, tags_of
from ledger.projector import catch_up, touched
from ledger.service.alike import sounding_alike
from ledger.service.known import LedgerKnown
from ledger.service.receipt import Receipt, Recorded
from ledger.service.repeats import Conflicts, set_aside
from ledger.store.codec import check_types, encode
from ledger.store.event_data import Condition, EventData, StoredEvent
from ledger.store.store import Transaction

SUBJECTS = ("commitment:", "measure:", "event:")
"""Tags of what an event tells about, as against who tells it and where."""


@frozen(kw_only=True)
class Run:
    """Who records, when, and by which import or command."""

    recorder: str
    recorded_at: dt.datetime
    name: str | None = None


@frozen(kw_only=True)
class Prepared:
    """Events on their way into the ledger: what is new, as it will be stored, and what is not.

    `repeated` and `as_corrected` as in `repeats.Sorted`.
    """

    fresh: tuple[Event, ...]
    data: tuple[EventData, ...]
    repeated: tuple[int, ...]
    as_corrected: frozenset[int]
    warnings: tuple[str, ...]


def append_all(
    transaction: Transaction,
    events: Sequence[Event],
    known: LedgerKnown,
    run: Run,
    *,
    unless_changed: int | None = None,
    redacting: bool = False,
) -> Receipt:
    """Append what is new of these events, all or nothing, and bring the views up to it.

    `unless_changed` is the head at which the writer looked. Raises ChangedError where the subjects
    of these events were added to since then, ConflictError where an id stands for something else,
    InputRefusedError for text that cannot be stored, RefusedError for words that were redacted, and
    for a redaction unless it is `redacting` that calls,
    DatabaseError where the ledger holds events of a kind that this program does not know.
    """
    receipt = append_only(
        transaction, events, known, run, unless_changed=unless_changed, redacting=redacting
    )
    catch_up(transaction)
    return receipt


def append_only(
    transaction: Transaction,
    events: Sequence[Event],
    known: LedgerKnown,
    run: Run,
    *,
    unless_changed: int | None = None,
    redacting: bool = False,
    moved: Moved | None = None,
) -> Receipt:
    """Append what is new of these events and leave the views for later. Raises as `append_all`.

    What `moved` is told of is noted there.
    """
    if not redacting and any(isinstance(event, Redaction) for event in events):
        raise RefusedError("a redaction removes words as it is recorded; it cannot be written down",
                           hint="pledger redact ID --fields … --basis … --reason …")  # fmt: skip
    # What this program cannot read may be about the very thing that is recorded.
    check_types(transaction)
    recorder = Recorder(transaction, known, run, moved=moved)
    prepared = recorder.prepare(events)
    recorder.refuse()
    made = recorder.append(prepared, unless_changed=unless_changed)
    return Receipt(
        recorded=tuple(place(stored) for stored in made),
        events=prepared.fresh,
        repeated=tuple(place(stored) for stored in transaction.at(prepared.repeated)),
        head=transaction.head(),
        warnings=prepared.warnings,
    )


Moved = dict[str, "Days"]
"""Sources that records are about in the end, with the days of publication as they stood before."""


class Recorder:
    """Appends events in one transaction, all at once or part by part.

    `known` is the ledger as it stood before the first part. Where parts follow each other,
    `published` gives the days of publication of sources that stand in other parts, and `lying` what
    was recorded by now. What cannot be recorded is left out and told by `refuse`.
    """

    def __init__(
        self,
        transaction: Transaction,
        known: LedgerKnown,
        run: Run,
        *,
        moved: Moved | None = None,
        published: Callable[[str], Days | None] | None = None,
        lying: Callable[[str], RecordedEvent | None] | None = None,
    ) -> None:
        self._transaction = transaction
        self._known = known
        self._run = run
        self._key = transaction.key()
        self._before = transaction.head()
        self._published = published
        self._lying = lying
        self._moved: Moved = {} if moved is None else moved
        self._problems: list[Problem] = []
        self._missing: NotFoundError | None = None
        self.conflicts = Conflicts()
        """What cannot be recorded beside what lies there."""

    def prepare(self, events: Sequence[Event]) -> Prepared:
        """What is new of these events, in the form in which it will be stored."""
        named = [one for event in events if (one := self._named(event)) is not None]
        given = {event.id for event in events if event.id}
        kept = set_aside(named, self._transaction, self._known, self.conflicts, before=self._before)
        fresh = kept.fresh
        derived = [one for one in fresh if one.id not in given]
        warnings = (*kept.warnings, *sounding_alike(derived, self._known))
        pairs = list(self._data(fresh))
        return Prepared(
            fresh=tuple(event for event, _ in pairs),
            data=tuple(data for _, data in pairs),
            repeated=kept.repeated,
            as_corrected=kept.as_corrected,
            warnings=warnings,
        )

    def refuse(self) -> None:
        """Raises for what cannot be recorded.

        InputRefusedError for text that cannot be stored, RefusedError for words that were redacted,
        ConflictError for ids that are taken, NotFoundError for a record about nothing.
        """
        if self._problems:
            raise InputRefusedError(self._problems)
        self.conflicts.refuse()
        if self._missing is not None:
            raise self._missing

    def append(self, prepared: Prepared, *, unless_changed: int | None = None) -> list[StoredEvent]:
        """Append what is new. Raises ChangedError, ConflictError."""
        data = prepared.data
        if not data:
            return []
        return self._transaction.append(
            data,
            recorder=self._run.recorder,
            recorded_at=self._run.recorded_at,
            unless_changed=None if unless_changed is None else _condition(data, unless_changed),
        )

    def _named(self, event: Event) -> Event | None:
        if event.id:
            return event
        try:
            return evolve(event, id=derived_id(self._key, event.TYPE, as_given(event)))
        except ValueError as error:
            self._problems.append(_unstorable(event, error))
            return None

    def _data(self, events: Sequence[Event]) -> Iterator[tuple[Event, EventData]]:
        own = {event.id: event for event in events}
        own.update({id: event for event in events for id in declared_by(event)})

        def published(source: str) -> Days | None:
            found = own.get(source)
            if isinstance(found, Source):
                return found.published.earliest, found.published.latest
            known = self._known.published(source)
            return known if known or self._published is None else self._published(source)

        names = {id for event in events for id in declared_by(event)}
        taken = self._transaction.find(names) if names else {}
        for event in events:
            try:
                yield event, self._stored(event, own, published, taken)
            except ValueError as error:
                self._problems.append(_unstorable(event, error))
            except NotFoundError as error:
                self._missing = self._missing or error

    def _stored(
        self,
        event: Event,
        own: Mapping[str, Event],
        published: Callable[[str], Days | None],
        taken: Mapping[str, int],
    ) -> EventData:
        """An event as it will be stored. Raises ValueError, NotFoundError."""
        about = event.of if isinstance(event, About) else None
        if about is None:
            tags = tags_of(event)
        else:
            below = chain_below(event, own, self._lying or self._known.recorded)
            self._note_moved(event, below)
            tags = frozenset(touched(_unplaced(event), below))
        declares = declared_by(event)
        for id in declares:
            if id in taken:
                self.conflicts.add(f"the id {id!r} is taken by event {taken[id]}")
        return EventData(
            id=event.id,
            type=event.TYPE,
            schema=event.SCHEMA,
            known_from=known_from(event, published),
            payload=encode(event, run=self._run.name),
            tags=tags,
            # What is taken is a conflict, by which all of it is undone in the end.
            declares=tuple(id for id in declares if id not in taken) if taken else declares,
            about=about,
        )

    def _note_moved(self, event: Event, below: Mapping[str, RecordedEvent]) -> None:
        """Notes a source that a record is about in the end, with its days before anything was added.

        Afterwards nobody knows how it stood.
        """
        about: Event = event
        for _ in below:
            if isinstance(about, Correction | Retraction):
                about = below[about.of].event
        if isinstance(about, Source) and about is not event and about.id not in self._moved:
            given = about.published.earliest, about.published.latest
            self._moved[about.id] = self._known.published(about.id) or given


def place(stored: StoredEvent) -> Recorded:
    """Where an event lies."""
    return Recorded(
        position=stored.position,
        id=stored.id,
        type=stored.type,
        leaf_hash=stored.leaf_hash.hex(),
    )


def found_by(event: Event, own: Mapping[str, Event], known: LedgerKnown) -> frozenset[str]:
    """Its tags; a record about a record carries those of what it is about, all the way down.

    `own` are events that are not recorded yet, by their ids and those of their commitments.
    """
    if not isinstance(event, About):
        return tags_of(event)
    return frozenset(touched(_unplaced(event), chain_below(event, own, known.recorded)))


def chain_below(
    event: Event, own: Mapping[str, Event], lying: Callable[[str], RecordedEvent | None]
) -> dict[str, RecordedEvent]:
    """What a record is about, all the way down, by the ids that name it.

    Raises NotFoundError where it is about nothing.
    """
    chain: dict[str, RecordedEvent] = {}
    of = event.of if isinstance(event, About) else None
    while of is not None:
        below = own.get(of)
        found = _unplaced(below) if below is not None else lying(of)
        if found is None or of in chain or below is event:
            raise NotFoundError(f"{of!r} is not recorded, so nothing can be about it")
        chain[of] = found
        of = found.event.of if isinstance(found.event, About) else None
    return chain


def _condition(data: Iterable[EventData], position: int) -> Condition:
    """What must not have been added to: what a record is about; else what the event tells about.

    Somebody who is named in both, or a source that reports both, makes no conflict.
    """
    tags: set[str] = set()
    ids: set[str] = set()
    for one in data:
        ids.add(one.id)
        if one.about is not None:
            ids.add(one.about)
            tags.add(f"event:{one.about}")
        else:
            tags |= {tag for tag in one.tags if tag.startswith(SUBJECTS)}
    return Condition(tags=frozenset(tags), ids=frozenset(ids), position=position)


def _unstorable(event: Event, error: ValueError) -> Problem:
    return Problem(sentence=f"{event.id or event.TYPE!r} cannot be stored: {error}")


def _unplaced(event: Event) -> RecordedEvent:
    """An event of this batch as if it were recorded: only what `touched` looks at matters."""
    return RecordedEvent(
        position=0,
        id=event.id,
        type=event.TYPE,
        schema=event.SCHEMA,
        recorded_at=dt.datetime.min.replace(tzinfo=dt.UTC),
        recorder="",
        known_from=None,
        event=event,
    )
