"""Kills appending processes at random moments, again and again, and looks at the file each time.

One warm process forks all others, since starting one anew takes longer than what is to be killed.
Usage: python -m tests.store.programs.kill FOLDER TURNS SEED
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import select
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from attrs import define

from ledger.errors import NotFoundError
from ledger.evidence.entry import leaf_hash, payload_digest
from ledger.store.backup import damage
from ledger.store.connection import connect
from ledger.store.event_data import EventData, Folded, ViewRow, ViewSpec
from ledger.store.sqlite import SQLiteStore

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
BATCH = 7
COUNTS = ViewSpec(name="counts", version=1, columns=(("upto", "INTEGER"),))


def salt() -> bytes:
    """Not random: what is tested is the file."""
    return bytes(16)


@define
class Tally:
    """What was seen."""

    turns: int = 0
    acknowledged: int = 0
    unheard: int = 0
    """Batches that lie though the child was killed before it could say so."""
    head: int = 0
    idle: int = 0
    """Children that were killed before they had appended anything."""


def appender(path: Path, turn: int, say: Callable[[int], None]) -> None:
    """Append batch after batch, with a row that counts them, now and then in a new connection."""
    number = 0
    while True:
        with closing(SQLiteStore.open(path, salts=salt)) as store:
            for _ in range(5):
                with store.writing() as transaction:
                    if transaction.progress(COUNTS) is None:
                        transaction.clear_view(COUNTS)
                    made = transaction.append(
                        [
                            EventData(
                                id=f"{turn}-{number}-{n}", type="statement", schema=1,
                                known_from=None, payload=b'{"words":"%s"}' % (b"w" * (turn % 900)),
                                tags=frozenset({"all", f"turn:{turn}"}),
                                declares=(f"promise-{turn}-{number}",) if n == 0 else (),
                                about=f"{turn}-{number}-0" if n == 3 else None,
                            )
                            for n in range(BATCH)
                        ],
                        recorder="killed",
                        recorded_at=AT,
                    )  # fmt: skip
                    head = made[-1].position
                    row = ViewRow(subject="all", body=b"", columns={"upto": head})
                    transaction.replace_rows(COUNTS, [Folded("all", [row], {"all"})])
                    transaction.set_progress(COUNTS, head)
                number += 1
                say(number)


def killed(work: Callable[[Callable[[int], None]], None], number: int, after: float) -> int:
    """Let a forked child work until it says a number, 0 for the start, and kill it soon after.

    `after` is in seconds. Gives the last number that it said, 0 if none.
    """
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            work(lambda number: void(os.write(said, number.to_bytes(4, "big"))))
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
        os._exit(1)
    os.close(said)
    words = b""
    while len(words) < number * 4:
        more = os.read(heard, 4)
        if not more:
            raise AssertionError("the child ended before it was killed")
        words += more
    # Wait for what never comes: a moment that is in no step with the child's own.
    select.select([], [], [], after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise AssertionError("the child ended before it was killed")
    while found := os.read(heard, 65536):
        words += found
    os.close(heard)
    whole = len(words) // 4 * 4
    return int.from_bytes(words[whole - 4 : whole], "big") if whole else 0


def void(_: object) -> None:
    """Nothing, whatever it is."""


def look(path: Path, before: int) -> int:
    """Open the file as anybody would; the head, after what lies above `before` was checked."""
    with closing(SQLiteStore.open(path, salts=salt)) as store, store.reading() as snapshot:
        head = snapshot.head()
        new = list(snapshot.read(after=before))
        assert [one.position for one in new] == list(range(before + 1, head + 1))
        assert head % BATCH == 0, "a part of a batch lies"
        for one in new:
            assert one.payload_digest == payload_digest(one.salt, one.payload)
            assert one.leaf_hash == leaf_hash(one.entry)
        tagged = {tag for tag in snapshot.tags_after(before) if tag.startswith("turn:")}
        assert tagged == {f"turn:{one.id.split('-')[0]}" for one in new}
        promised = snapshot.find({f"promise-{one.id[:-2]}" for one in new})
        assert len(promised) * BATCH == len(new), "a commitment is missing"
        if head:
            assert snapshot.progress(COUNTS) == head, "the view is not where the events are"
            assert [row.columns["upto"] for row in snapshot.rows(COUNTS)] == [head]
    return head


def appends(folder: Path, turns: int, moments: random.Random) -> Tally:
    """Kill appends."""
    path = folder / "ledger.db"
    SQLiteStore.create(path, salts=salt, key=bytes(32)).close()
    tally = Tally()
    for turn in range(turns):
        acknowledged = killed(partial(appender, path, turn), *moment(moments))
        now = look(path, tally.head)
        batches = (now - tally.head) // BATCH
        assert acknowledged <= batches <= acknowledged + 1, f"{acknowledged} said, {batches} lie"
        tally.turns += 1
        tally.acknowledged += acknowledged
        tally.unheard += batches - acknowledged
        tally.idle += not batches
        tally.head = now
    with closing(connect(str(path), write=True)) as raw:
        assert damage(raw) is None
    return tally


def moment(moments: random.Random) -> tuple[int, float]:
    """When to kill: in the opening, or after some batch, between it and the end of the next."""
    number = moments.choice((0, 1, 2, 4, 5, 6, 9))
    return number, moments.uniform(0, 0.03 if number == 0 else 0.004)


def makings(folder: Path, turns: int, moments: random.Random) -> int:
    """Kill the making of ledgers; how many had their name when it happened. None is half made."""
    made = 0
    for turn in range(turns):
        path = folder / f"made-{turn}.db"

        def work(say: Callable[[int], None], path: Path = path) -> None:
            SQLiteStore.create(path, salts=salt, key=bytes(32))
            say(1)
            signal.pause()

        acknowledged = killed(work, moments.choice((0, 0, 1)), moments.uniform(0, 0.1))
        try:
            with closing(SQLiteStore.open(path, salts=salt)) as store, store.reading() as snapshot:
                assert (snapshot.head(), snapshot.key()) == (0, bytes(32))
                made += 1
        except NotFoundError:
            assert not acknowledged
    return made


def main(folder: str, turns: str, seed: str) -> None:
    """Print what was seen as JSON, with the part of the moments that hit nothing."""
    moments = random.Random(int(seed))
    # Once before, so that what is loaded late is loaded in the children too.
    SQLiteStore.create(Path(folder, "warm.db"), salts=salt, key=bytes(32)).close()
    tally = appends(Path(folder), int(turns), moments)
    made = makings(Path(folder), max(int(turns) // 10, 10), moments)
    found = {name: getattr(tally, name) for name in ("turns", "acknowledged", "unheard", "idle")}
    sys.stdout.write(json.dumps({**found, "made": made}))


if __name__ == "__main__":
    main(*sys.argv[1:])
