"""Appending: one durable event, a batch of a thousand, and recording with everything on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from benchmarks.lifelike.filling import data, salts
from benchmarks.lifelike.record import told
from benchmarks.speed import floor, tables
from benchmarks.speed.case import Case
from benchmarks.speed.desk import NOW, RECORDER, Desk, made, opened, stored
from benchmarks.speed.figures import Figure, once, rates, repeated, side_by_side
from benchmarks.speed.peer import beside
from benchmarks.speed.stream import fresh, more
from ledger.store.event_data import EventData, StoredEvent
from ledger.store.memory import MemoryStore
from ledger.store.sqlite import SQLiteStore

BATCH = 1000

Documents = Iterator[dict[str, Any]]


def ready(events: Sequence[EventData]) -> list[StoredEvent]:
    """These events as they will lie, for the floor, which stores and does nothing else."""
    store = MemoryStore(salts=salts(1), key=bytes(32))
    with store.writing() as transaction:
        return transaction.append(events, recorder=RECORDER, recorded_at=NOW)


def append(store: SQLiteStore, events: Sequence[EventData], size: int) -> int:
    """Append in transactions of that size: with tags, digest, leaf and tree; no rules, no views."""
    for begin in range(0, len(events), size):
        with store.writing() as transaction:
            transaction.append(events[begin : begin + size], recorder=RECORDER, recorded_at=NOW)
    return len(events)


def _beside_others(desk: Desk, count: int, size: int) -> list[Figure]:
    events = list(data(told(count * desk.rounds, seed=desk.seed)))
    with desk.scratch() as folder, made(folder / "ours.db") as store:
        with made(folder / "ready.db") as whole:
            append(whole, events, BATCH)
        rows = tables.Ready(folder / "ready.db")
        connection = floor.opened(folder / "floor.db")
        alike = tables.opened(folder / "same.db", rows.schema)
        takes = {name: iter(range(desk.rounds)) for name in ("ours", "same", "floor")}

        def part(name: str) -> slice:
            number = next(takes[name])
            return slice(number * count, (number + 1) * count)

        def ours() -> tuple[float, int]:
            chunk = events[part("ours")]
            return once(lambda: append(store, chunk, size))

        def same() -> tuple[float, int]:
            taken = part("same")
            parts = [
                rows.part(begin + 1, begin + size) for begin in range(taken.start, taken.stop, size)
            ]

            def work() -> int:
                for each in parts:
                    tables.write(alike, each)
                return count

            return once(work)

        def plain() -> tuple[float, int]:
            chunk = rows.events[part("floor")]
            if size == 1:
                return once(lambda: (floor.one_by_one(connection, chunk), count)[1])
            chunks = [chunk[begin : begin + size] for begin in range(0, count, size)]

            def work() -> int:
                for each in chunks:
                    floor.at_once(connection, each)
                return count

            return once(work)

        with beside(desk, folder, events=count) as peer:
            works: dict[str, Callable[[], tuple[float, int]]] = {
                "ours": ours, "same": same, "floor": plain,
            }  # fmt: skip
            if peer is not None:
                do = {"do": "one"} if size == 1 else {"do": "batch", "size": size}
                works["peer"] = lambda: peer.told(**do, count=count)  # type: ignore[arg-type]
            found = side_by_side(works, rounds=desk.rounds, budget=desk.budget)
        connection.close()
        alike.close()
    return found


def one(desk: Desk) -> list[Figure]:
    """One event a transaction."""
    return _beside_others(desk, max(20, min(300, desk.events // 200)), 1)


def batch(desk: Desk) -> list[Figure]:
    """A thousand events a transaction."""
    return _beside_others(desk, min(5 * BATCH, max(BATCH, desk.events // 10)), BATCH)


def grown(desk: Desk) -> list[Figure]:
    """One at a time and in batches, at the end of a ledger of this size."""
    count = min(BATCH, desk.events)
    found = []
    with desk.copy() as path, stored(path) as store:
        new = more(desk, store)
        for name, size, most in (("one at a time", 1, 100), ("in batches", count, count)):
            seconds, counts = repeated(
                lambda most=most, size=size: append(store, list(islice(new, most)), size),  # type: ignore[misc]
                rounds=desk.rounds, budget=desk.budget,
            )  # fmt: skip
            found.append(rates(name, seconds, counts))
    return found


def record(desk: Desk) -> list[Figure]:
    """`Ledger.record` with everything on: read, checked, appended, every view caught up."""
    found = []
    with desk.copy() as path, stored(path) as store, opened(path) as ledger:
        new, past = fresh(desk, store), fresh(desk, store, past=True)
        ledger.record(next(new))  # the first one also makes decoders and readers ready
        for name, size, most, told in (
            ("one at a time", 1, 10, new), ("in batches", BATCH, BATCH, new),
            ("in batches, of the past", BATCH, BATCH, past),
        ):  # fmt: skip
            count = min(most, desk.events)

            def work(size: int = size, count: int = count, told: Documents = told) -> int:
                for _ in range(0, count, size):
                    ledger.record(list(islice(told, min(size, count))))
                return count

            seconds, counts = repeated(work, rounds=desk.rounds, budget=desk.budget)
            found.append(rates(name, seconds, counts))
    return found


CASES = (
    Case(name="append-one", title="one durable event", run=one, axis="events a second"),
    Case(name="append-batch", title="a batch of 1,000 events", run=batch),
    Case(name="append-grown", title="appending to a ledger of this size", run=grown, grows=True,
         axis="events a second", plotted=("one at a time", "in batches")),
    Case(name="record", title="Ledger.record with everything on", run=record, grows=True,
         axis="events a second",
         plotted=("one at a time", "in batches", "in batches, of the past")),
)  # fmt: skip
