"""Proving: hashes on the way in, verification, and what a stranger is handed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from benchmarks.lifelike.filling import data
from benchmarks.lifelike.record import told
from benchmarks.speed.appending import BATCH, append, ready
from benchmarks.speed.case import Case
from benchmarks.speed.desk import Desk, made, opened, stored
from benchmarks.speed.figures import SECOND, SHARE, Figure, milliseconds, rates, repeated
from ledger.evidence.audit import Audit
from ledger.evidence.entry import leaf_hash, payload_digest
from ledger.evidence.tree import Frontier, consistency_path, inclusion_path

NAME = "example.org/lifelike"


def hashing(desk: Desk) -> list[Figure]:
    """What digests, leaves and tree take of a batch append; and of a whole verification."""
    count = max(1, min(BATCH, desk.events))
    rounds = max(3, desk.rounds)
    events = list(data(told(count * rounds, seed=desk.seed)))
    lying = ready(events)
    chunks = cycle([lying[begin : begin + count] for begin in range(0, len(lying), count)])

    def hashes() -> int:
        right = Frontier()
        for event in next(chunks):
            payload_digest(event.salt, event.payload)
            right, _ = right.with_leaf(leaf_hash(event.entry))
        return count

    seconds, counts = repeated(hashes, rounds=rounds, budget=desk.budget)
    with desk.scratch() as folder, made(folder / "ours.db") as store:
        parts = iter([events[begin : begin + count] for begin in range(0, len(events), count)])
        whole, _ = repeated(lambda: append(store, next(parts), count), rounds=rounds,
                            budget=desk.budget)  # fmt: skip
    shares = tuple(part / all_of_it for part, all_of_it in zip(seconds, whole, strict=False))
    return [rates("hashed", seconds, counts),
            Figure(name="of a batch", unit=SHARE, values=shares)]  # fmt: skip


def audited(desk: Desk) -> list[Figure]:
    """Every digest, leaf and node of the ledger checked, in one pass."""
    with stored(desk.kept) as store:

        def work() -> int:
            with store.reading() as snapshot:
                audit = Audit(redactions=[], nodes=snapshot, checkpoints=[])
                count = 0
                for row in snapshot.lying():
                    audit.see(row)
                    count += 1
                audit.finish()
            return count

        seconds, counts = repeated(work, rounds=desk.rounds, budget=desk.budget)
    return [rates("hashes", seconds, counts)]


def verified(desk: Desk) -> list[Figure]:
    """`pledger verify`: hashes, what is noted beside the events, and every row of every view."""
    with opened(desk.kept) as ledger:

        def work() -> int:
            ledger.verify(anchored=False)
            return desk.events

        seconds, counts = repeated(work, rounds=desk.rounds, budget=desk.budget)
    whole = Figure(name="whole", unit=SECOND, values=tuple(seconds))
    return [rates("everything", seconds, counts), whole]


def handed_out(desk: Desk) -> list[Figure]:
    """Inclusion and consistency: the path alone, and the file that is handed out with all checks."""

    def spread() -> Iterator[int]:
        return cycle(1 + (number * 7919) % desk.events for number in range(1000))

    with stored(desk.kept) as store, opened(desk.kept) as ledger, store.reading() as snapshot:
        ledger.init_key(NAME, bytes(32))
        positions, sizes = spread(), spread()
        works = {
            "inclusion, path": lambda: inclusion_path(snapshot, next(positions) - 1, desk.events),
            "inclusion, file": lambda: ledger.prove([next(positions)]),
            "consistency, path": lambda: consistency_path(snapshot, next(sizes), desk.events),
        }
        return [
            milliseconds(name, work, rounds=20 * desk.rounds, budget=desk.budget)
            for name, work in works.items()
        ]


CASES = (
    Case(name="hashing", title="digest, leaf and tree of an event", run=hashing),
    Case(name="audit", title="hashes of the whole ledger verified", run=audited, grows=True,
         axis="events a second", plotted=("hashes",)),
    Case(name="verify", title="everything verified", run=verified, grows=True,
         axis="events a second", plotted=("everything",)),
    Case(name="proofs", title="proofs", run=handed_out, grows=True, axis="milliseconds",
         plotted=("inclusion, path", "inclusion, file", "consistency, path")),
)  # fmt: skip
