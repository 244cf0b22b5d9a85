"""Many processes append to one ledger at once, while this one reads it all the time.

Usage: python -m tests.store.programs.write FOLDER WRITERS EVENTS
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from ledger.errors import ConflictError, LedgerError
from ledger.store.backup import damage
from ledger.store.connection import connect
from ledger.store.event_data import Condition, EventData, Folded, StoredEvent, ViewRow, ViewSpec
from ledger.store.sqlite import SQLiteStore

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
COUNTS = ViewSpec(name="counts", version=1, columns=(("upto", "INTEGER"),))
SIZES = (1, 1, 1, 2, 5)
"""Events in one transaction, in turn."""


def salt() -> bytes:
    """Not random: what is tested is the file."""
    return bytes(16)


def an_event(id: str, writer: int) -> EventData:
    """A small event; its id says whose it is, of which transaction, and how many that has."""
    return EventData(id=id, type="statement", schema=1, known_from=None, payload=b"{}",
                     tags=frozenset({f"writer:{writer}", "all"}))  # fmt: skip


def write(path: Path, writer: int, events: int) -> None:
    """Append so many events, each transaction on the condition that nobody else writes as this one.

    The view is kept in the same transactions; every seventh asks for a name that is taken.
    """
    done, turn, head = 0, 0, 0
    with closing(SQLiteStore.open(path, salts=salt)) as store:
        while done < events:
            size = min(SIZES[turn % len(SIZES)], events - done)
            data = [an_event(f"{writer}-{turn}-{n}-{size}", writer) for n in range(size)]
            mine = Condition(tags=[f"writer:{writer}"], position=head)
            with store.writing() as transaction:
                made = transaction.append(
                    data, recorder=str(writer), recorded_at=AT, unless_changed=mine
                )
                head = made[-1].position
                row = ViewRow(subject="all", body=b"", columns={"upto": head})
                transaction.replace_rows(COUNTS, [Folded("all", [row], {"all"})])
                transaction.set_progress(COUNTS, head)
            if turn % 7 == 0:
                refused(store, data[0])
            done += size
            turn += 1


def refused(store: SQLiteStore, event: EventData) -> None:
    """A transaction that has appended something and is then undone."""
    try:
        with store.writing() as transaction:
            fresh = an_event(f"undone-{event.id}", 0)
            transaction.append([fresh], recorder="nobody", recorded_at=AT)
            transaction.append([event], recorder="nobody", recorded_at=AT)
    except ConflictError:
        return
    raise AssertionError("a name was given twice")


def start(path: Path, writer: int, events: int, go: int, starter: int) -> int:
    """A forked writer that begins when nobody holds the `starter` of the pipe `go` any more."""
    child = os.fork()
    if child:
        return child
    try:
        os.close(starter)
        os.read(go, 1)
        write(path, writer, events)
    except LedgerError as refusal:
        os.write(2, f"{refusal.sentence}\n".encode())
        os._exit(1)
    except BaseException as error:
        os.write(2, f"{error!r}\n".encode())
        os._exit(1)
    os._exit(0)


def whole(events: list[StoredEvent]) -> bool:
    """Whether each transaction of which one event is here is here as a whole."""
    count = Counter(event.id.rsplit("-", 2)[0] for event in events)
    sizes = {event.id.rsplit("-", 2)[0]: int(event.id.rsplit("-", 1)[1]) for event in events}
    return all(count[name] == size for name, size in sizes.items())


def look(store: SQLiteStore, before: int) -> int:
    """Read what is new above `before`, and check that it is whole; the head."""
    with store.reading() as snapshot:
        head = snapshot.head()
        new = list(snapshot.read(after=before))
        assert [event.position for event in new] == list(range(before + 1, head + 1)), "a gap"
        assert whole(new), "half a transaction was seen"
        if head:
            assert snapshot.progress(COUNTS) == head, "the view is not where the events are"
            assert [row.columns["upto"] for row in snapshot.rows(COUNTS)] == [head]
        return head


def running(children: set[int], failed: list[int]) -> bool:
    """Whether a writer is still at work; those that have ended are taken out."""
    for child in list(children):
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            children.discard(child)
            if status:
                failed.append(status)
    return bool(children)


def main(folder: str, writers: str, events: str) -> None:
    """Start them, read until they have ended, and print what was seen as JSON."""
    path = Path(folder, "ledger.db")
    SQLiteStore.create(path, salts=salt, key=bytes(32)).close()
    with closing(SQLiteStore.open(path, salts=salt)) as store, store.writing() as transaction:
        transaction.clear_view(COUNTS)
    go, starter = os.pipe()
    children = {start(path, n, int(events), go, starter) for n in range(int(writers))}
    os.close(go)
    os.close(starter)
    failed: list[int] = []
    readings, head, heads = 0, 0, set()
    with closing(SQLiteStore.open(path, salts=salt)) as store:
        while running(children, failed):
            head = look(store, head)
            heads.add(head)
            readings += 1
        head = look(store, head)
        with store.reading() as snapshot:
            each = [len(snapshot.history([f"writer:{n}"])) for n in range(int(writers))]
    with closing(connect(str(path), write=True)) as raw:
        wrong = damage(raw)
    sys.stdout.write(
        json.dumps(
            {"failed": failed, "readings": readings, "heads": len(heads), "head": head,
             "each": each, "damage": wrong}
        )
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
