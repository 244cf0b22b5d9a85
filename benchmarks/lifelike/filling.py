"""Fills a ledger's file through the store: the same events, salts and times for the same seed."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import islice

from benchmarks.lifelike.record import SEED, Told, told
from ledger.model.event import Event, RecordedEvent
from ledger.model.sourced import About
from ledger.model.tags import declared_by, tags_of
from ledger.projector import touched
from ledger.store.codec import encode
from ledger.store.event_data import EventData
from ledger.store.sqlite import SQLiteStore

BEGIN = dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC)
"""When the first event is recorded; one follows the other after `STEP`."""

STEP = dt.timedelta(seconds=1)
RECORDER = "recorder"
BATCH = 1000

Progress = Callable[[int, int], None]
"""Told how many events are in, and of how many."""


def fill(
    path: str | os.PathLike[str],
    count: int,
    seed: int = SEED,
    *,
    batch: int = BATCH,
    progress: Progress | None = None,
) -> None:
    """Make a ledger of so many events at `path`, without its views: `Ledger.rebuild` makes those.

    Raises ConflictError where something lies there already.
    """
    store = SQLiteStore.create(path, salts=salts(seed), key=key(seed))
    try:
        for number, chunk in enumerate(batches(data(told(count, seed=seed)), batch)):
            at = BEGIN + STEP * ((number + 1) * batch)
            with store.writing() as transaction:
                transaction.append(chunk, recorder=RECORDER, recorded_at=at)
            if progress is not None:
                progress(min(count, (number + 1) * batch), count)
    finally:
        store.close()


def batches(items: Iterator[EventData], size: int) -> Iterator[list[EventData]]:
    """The items in lists of so many, the last one shorter."""
    while chunk := list(islice(items, size)):
        yield chunk


def data(source: Iterator[Told]) -> Iterator[EventData]:
    """The events as the store takes them."""
    for one in source:
        event = one.event
        about = event.of if isinstance(event, About) else None
        yield EventData(
            id=event.id,
            type=event.TYPE,
            schema=event.SCHEMA,
            known_from=one.known_from,
            payload=encode(event, run=None),
            tags=_tags(one) if about else tags_of(event),
            declares=declared_by(event),
            about=about,
        )


def _tags(one: Told) -> frozenset[str]:
    """A record about a record carries the tags of what it is about, all the way down."""
    chain = {event.id: _unplaced(event) for event in one.below}
    # A commitment is found by the event that makes it.
    chain |= {id: chain[event.id] for event in one.below for id in declared_by(event)}
    return frozenset(touched(_unplaced(one.event), chain))


def _unplaced(event: Event) -> RecordedEvent:
    """An event as if it were recorded: only what `touched` looks at matters."""
    return RecordedEvent(
        position=0, id=event.id, type=event.TYPE, schema=event.SCHEMA, recorded_at=BEGIN,
        recorder="", known_from=None, event=event,
    )  # fmt: skip


def salts(seed: int) -> Callable[[], bytes]:
    """Sixteen bytes at each call, the same in the same order for the same seed."""
    count = 0

    def salt() -> bytes:
        nonlocal count
        count += 1
        return blake2b(f"salt {seed}/{count}".encode(), digest_size=16).digest()

    return salt


def key(seed: int) -> bytes:
    """The key of the ledger of a seed."""
    return blake2b(f"key {seed}".encode(), digest_size=32).digest()
