"""More of the same: new events about what a ledger is about, ready for the store or as documents.

They tell of the days after all that the ledger tells, each day from a source of its own, as those do
who follow what goes on; or of the same past days as the events that they are taken from, as those do
who go through archives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import count
from typing import Any

from attrs import evolve

from benchmarks.lifelike import phrases
from benchmarks.lifelike.dice import Dice
from benchmarks.lifelike.words import sentence
from benchmarks.speed.desk import NOW, Desk
from ledger.intake.published import known_from
from ledger.model.day import Day, Days
from ledger.model.event import Citation, Event, RecordedEvent
from ledger.model.given import to_document
from ledger.model.records import Source
from ledger.model.tags import tags_of
from ledger.store.codec import decode, encode
from ledger.store.event_data import EventData
from ledger.store.sqlite import SQLiteStore

PLAIN = ("level", "statement", "withdrawal", "deployment", "fulfilment")
"""Types that declare nothing, so that more of them can be told at any time."""

LAST = 5000
"""From so many events at the end of the ledger the new ones are taken."""

FIRST_DAY = dt.date(2026, 7, 1)
"""After all that a generated ledger tells."""

A_DAY = 100
"""So many events are told of each new day."""


def _last(store: SQLiteStore) -> list[RecordedEvent]:
    with store.reading() as snapshot:
        last = [decode(each) for each in snapshot.read(after=max(0, snapshot.head() - LAST))]
        plain = [one for one in last if one.type in PLAIN]
        known = snapshot.find({cited.source for one in plain for cited in one.event.sources})
    # What was generated may cite what comes only later.
    return [one for one in plain if all(cited.source in known for cited in one.event.sources)]


def _day(number: int) -> dt.date:
    """The day of the event of a number, counted from 0; never after the present."""
    return min(FIRST_DAY + dt.timedelta(days=number // A_DAY), NOW.date())


def _source(day: dt.date) -> Source:
    return Source(id=f"news-{day}", title=f"News of {day}", published=_exactly(day))


def _exactly(day: dt.date) -> Day:
    return phrases.day(day.isoformat(), (day, day))


def _told(desk: Desk, store: SQLiteStore, *, past: bool) -> Iterator[Event]:
    plain, dice = _last(store), Dice(desk.seed)
    day = None
    for number in count():
        event = dice.pick(plain).event
        if not past:
            if day != _day(number):
                day = _day(number)
                yield _source(day)
            event = evolve(event, occurred=_exactly(day), anchor=None, known_from=None,
                           sources=(Citation(source=f"news-{day}"),))  # fmt: skip
        yield event


def more(desk: Desk, store: SQLiteStore, *, past: bool = False) -> Iterator[EventData]:
    """New events as the store takes them; of `past` days, or of new ones."""
    published: dict[str, Days] = {}
    for number, told in enumerate(_told(desk, store, past=past), 1):
        event = told
        if isinstance(event, Source):
            published[event.id] = event.published.earliest, event.published.latest
        else:
            event = evolve(event, id=f"{event.TYPE}-more-{'past-' if past else ''}{number}")
        yield EventData(
            id=event.id, type=event.TYPE, schema=event.SCHEMA,
            known_from=known_from(event, published.get), payload=encode(event, run=None),
            tags=tags_of(event),
        )  # fmt: skip


def fresh(desk: Desk, store: SQLiteStore, *, past: bool = False) -> Iterator[dict[str, Any]]:
    """New events as documents, in other words than the ones they are taken from."""
    dice = Dice(desk.seed)
    for event in _told(desk, store, past=past):
        document = to_document(event)
        if not isinstance(event, Source):
            del document["id"]
            words = sentence(dice, 8, 40)
            document.update({"quote": words} if "quote" in document else {"says": words})
        yield document
