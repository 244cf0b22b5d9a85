"""Ledgers told as documents: built by the real way in, recorded in memory, without any store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from ledger.intake.build import build
from ledger.intake.document import read_document
from ledger.intake.node import Entries, from_builtins
from ledger.intake.published import known_from
from ledger.model.day import Days
from ledger.model.event import Event, RecordedEvent
from ledger.model.history import History, effective
from ledger.model.records import Source
from ledger.model.sourced import About
from ledger.model.tags import declared_by
from ledger.projector import touched
from ledger.store.codec import encode
from ledger.store.event_data import EventData

FIRST = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
RECORDER = "tester"


class Telling:
    """Events as they are recorded one document after the other; sees what a document may refer to."""

    def __init__(self, *documents: str | Sequence[Mapping[str, Any]]) -> None:
        self.recorded: list[RecordedEvent] = []
        for document in documents:
            self.tell(document)

    def tell(self, document: str | Sequence[Mapping[str, Any]]) -> list[RecordedEvent]:
        """Record a document. Raises InputRefusedError where the way in refuses it."""
        events = build(_entries(document), self)
        return [self.record(event) for event in events]

    def record(self, event: Event) -> RecordedEvent:
        """Record an event, as the next position. Raises ConflictError where nothing stands then."""
        recorded = RecordedEvent(
            position=len(self.recorded) + 1,
            id=event.id,
            type=event.TYPE,
            schema=event.SCHEMA,
            recorded_at=FIRST + len(self.recorded) * MINUTE,
            recorder=RECORDER,
            known_from=known_from(event, self.published),
            event=event,
        )
        effective([*self.recorded, recorded])
        self.recorded.append(recorded)
        return recorded

    def history(
        self, *, known_by: dt.date | None = None, recorded_by: int | None = None
    ) -> History:
        """The whole of it under the clocks."""
        return effective(self.recorded, known_by=known_by, recorded_by=recorded_by)

    # What the way in asks the ledger for.

    def kind_of(self, name: str) -> str | None:
        kinds = {recorded.id: recorded.type for recorded in self.recorded}
        made = {
            id: "commitment" for recorded in self.recorded for id in declared_by(recorded.event)
        }
        return (made | kinds).get(name)

    def names(self, kind: str) -> Sequence[str]:
        return [r.id for r in self.recorded if kind in ("thing", "event", r.type)]

    def published(self, source: str) -> Days | None:
        found = self.event(source)
        if not isinstance(found, Source):
            return None
        return found.published.earliest, found.published.latest

    def events_named(self, words: str) -> Sequence[str]:
        found = []
        for event in self.history().standing:
            names = (
                event.id,
                getattr(event.event, "name", None),
                getattr(event.event, "kind", None),
            )
            if event.event.ABOUT_WORLD and words.casefold().removeprefix("the ") in names:
                found.append(event.id)
        return found

    def text_of(self, source: str) -> str | None:
        return None

    def event(self, id: str) -> Event | None:
        made = {name: r.id for r in self.recorded for name in declared_by(r.event)}
        found = self.history().get(made.get(id, id))
        return found.event if found is not None else None

    def without(self, id: str, correction: str) -> Event | None:
        found = effective(r for r in self.recorded if r.id != correction).get(id)
        return found.event if found is not None else None


def _entries(document: str | Sequence[Mapping[str, Any]]) -> list[Entries]:
    if isinstance(document, str):
        return read_document(document.encode(), "told.yaml")
    nodes = [from_builtins(dict(mapping)) for mapping in document]
    return [node for node in nodes if isinstance(node, Entries)]


def event_data(recorded: RecordedEvent, by_id: Mapping[str, RecordedEvent]) -> EventData:
    """The event as a store takes it."""
    event = recorded.event
    return EventData(
        id=event.id,
        type=event.TYPE,
        schema=event.SCHEMA,
        known_from=recorded.known_from,
        payload=encode(event, run=None),
        tags=frozenset(touched(recorded, by_id)),
        declares=declared_by(event),
        about=event.of if isinstance(event, About) else None,
    )
