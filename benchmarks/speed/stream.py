"""More of the same: new events about what a ledger is about, ready for the store or as documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from benchmarks.lifelike.dice import Dice
from benchmarks.lifelike.words import sentence
from benchmarks.speed.desk import Desk
from ledger.model.event import RecordedEvent
from ledger.model.given import to_document
from ledger.model.tags import tags_of
from ledger.store.codec import decode, encode
from ledger.store.event_data import EventData
from ledger.store.sqlite import SQLiteStore

PLAIN = ("level", "statement", "withdrawal", "deployment", "fulfilment")
"""Types that declare nothing, so that more of them can be told at any time."""

LAST = 5000
"""From so many events at the end of the ledger the new ones are taken."""


def _last(store: SQLiteStore) -> list[RecordedEvent]:
    with store.reading() as snapshot:
        last = [decode(each) for each in snapshot.read(after=max(0, snapshot.head() - LAST))]
    return [one for one in last if one.type in PLAIN]


def more(desk: Desk, store: SQLiteStore) -> Iterator[EventData]:
    """New events as the store takes them."""
    plain, dice = _last(store), Dice(desk.seed)
    number = 0
    while True:
        number += 1
        one = dice.pick(plain)
        event = evolve(one.event, id=f"{one.type}-more-{number}")
        yield EventData(
            id=event.id, type=event.TYPE, schema=event.SCHEMA, known_from=one.known_from,
            payload=encode(event, run=None), tags=tags_of(event),
        )  # fmt: skip


def fresh(desk: Desk, store: SQLiteStore) -> Iterator[dict[str, Any]]:
    """New events as documents, in other words than the ones they are taken from."""
    plain, dice = _last(store), Dice(desk.seed)
    while True:
        document = to_document(dice.pick(plain).event)
        del document["id"]
        words = sentence(dice, 8, 40)
        document.update({"quote": words} if "quote" in document else {"says": words})
        yield document
