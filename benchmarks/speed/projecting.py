"""Projecting: a tally kept as a view, from nothing and caught up; and all views of the ledger."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from subprocess import DEVNULL, Popen

import msgspec

from benchmarks.lifelike.filling import BATCH
from benchmarks.speed.appending import append
from benchmarks.speed.asking import NOWHERE, early
from benchmarks.speed.case import Case
from benchmarks.speed.desk import Desk, opened, stored
from benchmarks.speed.figures import (
    MILLI,
    SECOND,
    Figure,
    in_rounds,
    once,
    rates,
    repeated,
    side_by_side,
)
from benchmarks.speed.peer import beside
from benchmarks.speed.stream import more
from ledger.errors import LedgerError
from ledger.model.measured import Level
from ledger.store.event_data import EventData, Folded, ViewRow, ViewSpec
from ledger.store.sqlite import SQLiteStore

TALLY = ViewSpec(name="tally", version=1, columns=(("count", "INTEGER"),))
"""A view of the measurement's own: how many events of each type, and the last level of each measure."""

PEERS = 1000
"""So many events the other event store follows in a round; it takes the same for each of them."""

MILLION = 1_000_000


class Tally:
    """The simplest view: what it holds is folded in memory, and written with the progress."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def follow(self, store: SQLiteStore, *, at_once: int) -> int:
        """From where it has come to the head: rows and progress in one transaction a batch."""
        found = 0
        while True:
            with store.writing() as transaction:
                done = transaction.progress(TALLY)
                if done is None:
                    transaction.clear_view(TALLY)
                    done = 0
                    self.counts.clear()
                changed: dict[str, object] = {}
                upto = min(done + at_once, transaction.head())
                for recorded in transaction.recorded(after=done, upto=upto):
                    self.counts[recorded.type] += 1
                    changed[f"type:{recorded.type}"] = self.counts[recorded.type]
                    if isinstance(recorded.event, Level):
                        changed[recorded.event.measure] = recorded.event.value.raw
                transaction.replace_rows(TALLY, [
                    Folded(subject, [ViewRow(subject=subject, body=msgspec.json.encode(value),
                                             columns={"count": 1})], ())
                    for subject, value in changed.items()
                ])  # fmt: skip
                transaction.set_progress(TALLY, upto)
                found += upto - done
                if upto == transaction.head():
                    return found

    def forget(self, store: SQLiteStore) -> None:
        """Back to nothing."""
        with store.writing() as transaction:
            transaction.clear_view(TALLY)


def from_nothing(desk: Desk) -> list[Figure]:
    """The tally of the whole ledger; exactly once, however it is interrupted."""
    return _followed(desk, at_once=2**40)


def catching_up(desk: Desk) -> list[Figure]:
    """The tally in batches of a thousand, each in a transaction of its own."""
    return _followed(desk, at_once=BATCH)


def _followed(desk: Desk, *, at_once: int) -> list[Figure]:
    with desk.copy() as path, stored(path) as store, beside(
        desk, path.parent, events=PEERS
    ) as peer:  # fmt: skip
        tally = Tally()

        def ours() -> tuple[float, int]:
            tally.forget(store)
            return once(lambda: tally.follow(store, at_once=at_once))

        works: dict[str, Callable[[], tuple[float, int]]] = {"ours": ours}
        if peer is not None:
            peer.told("batch", count=PEERS)

            def theirs() -> tuple[float, int]:
                peer.told("forget")
                return peer.told("follow", count=min(PEERS, desk.events), batch=min(at_once, PEERS))

            works["peer"] = theirs
        found = side_by_side(works, rounds=desk.rounds, budget=desk.budget)
    million = tuple(MILLION / rate for rate in found[0].values)
    return [*found, Figure(name="a million events", unit=SECOND, values=million)]


def views(desk: Desk) -> list[Figure]:
    """Every view of the ledger, from nothing."""
    with desk.copy() as path, opened(path) as ledger:

        def work() -> int:
            ledger.rebuild()
            return desk.events

        seconds, counts = repeated(work, rounds=desk.rounds, budget=desk.budget)
        whole = Figure(name="whole", unit=SECOND, values=tuple(seconds))
        return [rates("rebuilt", seconds, counts), whole]


def views_caught_up(desk: Desk) -> list[Figure]:
    """Every view brought up to a thousand events that were appended without them."""
    count = min(BATCH, desk.events)
    with desk.copy() as path, stored(path) as store, opened(path) as ledger:
        new, past = more(desk, store), more(desk, store, past=True)

        def work(told: Iterator[EventData]) -> tuple[float, int]:
            append(store, list(islice(told, count)), count)
            # The first question freshens the views; itself, for a word that is nowhere, it is quick.
            return once(lambda: (ledger.ask("search", words=NOWHERE, limit=1), count)[1])

        return [
            rates(name, *in_rounds(partial(work, told), rounds=desk.rounds, budget=desk.budget))
            for name, told in (("caught up", new), ("caught up, of the past", past))
        ]


def meanwhile(desk: Desk) -> list[Figure]:
    """Appends and questions while another process rebuilds every view."""
    appended: list[float] = []
    asked: list[float] = []
    refused = 0
    with desk.copy() as path, stored(path) as store, opened(path) as ledger:
        new = more(desk, store)
        id = early(desk, path, ledger)
        command = [sys.executable, "-m", "ledger.cli", "rebuild", "--db", str(path)]
        with Popen(command, stdout=DEVNULL, stderr=DEVNULL) as running:
            while running.poll() is None:
                chunk = [next(new)]
                try:
                    appended.append(once(lambda chunk=chunk: append(store, chunk, 1))[0])  # type: ignore[misc]
                    asked.append(once(lambda: len(ledger.show(id)))[0])
                except LedgerError:
                    refused += 1
            if running.returncode != 0:
                raise RuntimeError(f"the rebuild ended with {running.returncode}")
    ends = {"one append": appended, "one question": asked}
    found = [
        Figure(name=f"{name}, {word}", unit=MILLI, values=(1000 * _at(seconds, share),))
        for name, seconds in ends.items()
        for word, share in (("median", 0.5), ("99th percentile", 0.99), ("longest", 1.0))
        if seconds
    ]
    return [*found, Figure(name="refused", unit="", values=(float(refused),))]


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


CASES = (
    Case(name="projection", title="a projection from nothing", run=from_nothing, grows=True,
         axis="events a second", plotted=("ours", "peer")),
    Case(name="catch-up", title="a projection in batches of 1,000", run=catching_up, grows=True,
         axis="events a second", plotted=("ours", "peer")),
    Case(name="rebuild", title="every view from nothing", run=views, grows=True,
         axis="events a second", plotted=("rebuilt",)),
    Case(name="views-caught-up", title="every view caught up by 1,000 events",
         run=views_caught_up, grows=True, axis="events a second",
         plotted=("caught up", "caught up, of the past")),
    Case(name="rebuild-meanwhile", title="appends and questions during a rebuild", run=meanwhile),
)  # fmt: skip
