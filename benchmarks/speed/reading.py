"""Reading: replaying every event, and the history of one subject."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from benchmarks.speed import floor
from benchmarks.speed.case import Case
from benchmarks.speed.desk import Desk, stored
from benchmarks.speed.figures import MILLI, Figure, once, side_by_side
from benchmarks.speed.peer import MOST, beside
from ledger.model.measured import Level
from ledger.store.codec import decode
from ledger.store.sqlite import SQLiteStore
from ledger.store.store import Snapshot

SUBJECT = 1000
"""So many events the history of one subject has, or the nearest to it that there is."""


def fold(snapshot: Snapshot) -> int:
    """Every event read, made the object that it was, and folded: counts, and the last levels."""
    counts: Counter[str] = Counter()
    levels: dict[str, object] = {}
    for each in snapshot.read():
        recorded = decode(each)
        counts[recorded.type] += 1
        if isinstance(recorded.event, Level):
            levels[recorded.event.measure] = recorded.event.value
    return counts.total()


def replay(desk: Desk) -> list[Figure]:
    """All events, from the first to the last."""
    with desk.scratch() as folder, stored(desk.kept) as store:
        with store.reading() as snapshot:
            connection = floor.filled(folder / "floor.db", snapshot.read())

        def ours() -> int:
            with store.reading() as snapshot:
                return fold(snapshot)

        with beside(desk, folder, events=desk.events) as peer:
            works: dict[str, Callable[[], tuple[float, int]]] = {
                "ours": lambda: once(ours),
                "floor": lambda: once(lambda: floor.scanned(connection)),
            }
            if peer is not None:
                peer.told("batch", count=max(1000, min(MOST, desk.events)))
                works["peer"] = lambda: peer.told("replay")
            found = side_by_side(works, rounds=desk.rounds, budget=desk.budget)
        connection.close()
    return found


def subjects(store: SQLiteStore, kind: str) -> dict[str, int]:
    """How many events name each subject of a kind (measure, commitment)."""
    counts: defaultdict[str, int] = defaultdict(int)
    with store.reading() as snapshot:
        head = snapshot.head()
        for first in range(1, head + 1, 5000):
            for noted in snapshot.indexed(first, min(head, first + 4999)).values():
                for tag in noted.tags:
                    if tag.startswith(kind):
                        counts[tag] += 1
    return counts


def history(desk: Desk) -> list[Figure]:
    """Everything about one measure, read and made objects."""
    with desk.scratch() as folder, stored(desk.kept) as store:
        counts = subjects(store, "measure:")
        tag = min(counts, key=lambda each: (abs(counts[each] - SUBJECT), each))

        def ours() -> int:
            with store.reading() as snapshot:
                return len([decode(each) for each in snapshot.history([tag])])

        ours()
        with beside(desk, folder, events=SUBJECT) as peer:
            works: dict[str, Callable[[], tuple[float, int]]] = {"ours": lambda: once(ours)}
            if peer is not None:
                peer.told("history", count=ours())
                works["peer"] = lambda: peer.told("history", count=SUBJECT)
            found = side_by_side(works, rounds=max(5, desk.rounds), budget=desk.budget)
    per_thousand = tuple(1000 * SUBJECT / rate for rate in found[0].values)
    return [Figure(name="a thousand events", unit=MILLI, values=per_thousand), *found]


CASES = (
    Case(name="replay", title="read, decode and fold every event", run=replay, grows=True,
         axis="events a second", plotted=("ours", "floor", "peer")),
    Case(name="history", title="history of one subject of about 1,000 events", run=history,
         grows=True, axis="milliseconds for a thousand events", plotted=("a thousand events",)),
)  # fmt: skip
