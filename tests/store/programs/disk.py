"""A ledger on a small disk: it fills up, room is made, and the disk turns read-only.

Runs where it may mount: `unshare --user --map-root-user --mount python -m … FOLDER`. Prints what
was said, as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ledger.errors import DatabaseError
from ledger.store.backup import backup, damage
from ledger.store.connection import connect
from ledger.store.event_data import EventData
from ledger.store.sqlite import SQLiteStore
from ledger.store.texts import TextFolder
from ledger.store.versions import migrate

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
BATCH = 20
ROOM = 400_000
"""Bytes set free after the disk was full."""


def salt() -> bytes:
    """Not random: what is tested is the file."""
    return bytes(16)


def an_event(name: str, size: int = 900) -> EventData:
    """An event of about `size` bytes."""
    return EventData(id=name, type="statement", schema=1, known_from=None,
                     payload=b'"' + b"w" * size + b'"', tags=frozenset({"all"}))  # fmt: skip


def append(store: SQLiteStore, *events: EventData) -> None:
    """Append in a transaction of its own."""
    with store.writing() as transaction:
        transaction.append(events, recorder="r", recorded_at=AT)


def refused(attempt: Callable[[], object]) -> str:
    """The sentence by which it is refused."""
    try:
        attempt()
    except DatabaseError as refusal:
        return refusal.sentence
    raise AssertionError("not refused")


def head(path: Path) -> int:
    """What anybody finds: every event, and the sum of what its index says."""
    with closing(SQLiteStore.open(path, salts=salt)) as store, store.reading() as snapshot:
        assert len(list(snapshot.read())) == len(snapshot.history(["all"])) == snapshot.head()
        return snapshot.head()


def fill(path: Path) -> tuple[int, str]:
    """Append until the disk is full; how many events were acknowledged, and the refusal."""
    acknowledged = head(path)
    with closing(SQLiteStore.open(path, salts=salt)) as store:
        for batch in range(10_000):
            events = [an_event(f"{acknowledged}-{batch}-{n}") for n in range(BATCH)]
            try:
                append(store, *events)
            except DatabaseError as refusal:
                with store.reading() as snapshot:
                    assert snapshot.head() == acknowledged, "a refused batch left something"
                return acknowledged, refusal.sentence
            acknowledged += BATCH
    raise AssertionError("the disk never filled up")


def mount(folder: Path, *options: str, source: str = "small") -> None:
    """Mount a disk in this process's own name space."""
    subprocess.run(["mount", *options, source, str(folder)], check=True)


def main(folder: str) -> None:
    """Fill, make room, go on, write-protect."""
    place = Path(folder)
    mount(place, "-t", "tmpfs", "-o", "size=2m")
    path, ballast = place / "ledger.db", place / "ballast"
    ballast.write_bytes(bytes(ROOM))
    SQLiteStore.create(path, salts=salt, key=bytes(32)).close()
    said: dict[str, str] = {}

    before, said["append"] = fill(path)
    said["text"] = refused(lambda: TextFolder(place / "texts").put(bytes(2 * ROOM)))
    said["backup"] = refused(lambda: backup(path, place / "copy.db"))
    said["create"] = refused(
        lambda: SQLiteStore.create(place / "other.db", salts=salt, key=bytes(32))
    )
    assert head(path) == before > 0
    left = sorted(found.name for found in place.iterdir() if found != path)

    ballast.unlink()
    with closing(SQLiteStore.open(path, salts=salt)) as store:
        append(store, *(an_event(f"after-{n}") for n in range(BATCH)))
    after = head(path)
    with closing(connect(str(path), write=True)) as raw:
        assert damage(raw) is None

    said |= others_folder(place, path, after)
    mount(place, "-t", "tmpfs", "-o", "remount,ro")
    assert head(path) == after + 2
    with closing(SQLiteStore.open(path, salts=salt)) as store:
        said["append, read-only"] = refused(lambda: append(store, an_event("late")))
        with store.reading() as snapshot:
            assert snapshot.head() == after + 2
    copy = place.parent / f"{place.name}.copy.db"
    assert backup(path, copy).head == after + 2
    copy.unlink()
    said["migrate, read-only"] = migrate(path).after
    said["create, read-only"] = refused(
        lambda: SQLiteStore.create(place / "other.db", salts=salt, key=bytes(32))
    )
    said["text, read-only"] = refused(lambda: TextFolder(place / "texts").put(b"words"))
    sys.stdout.write(json.dumps({"said": said, "left": left, "before": before, "after": after}))


def others_folder(place: Path, path: Path, held: int) -> dict[str, str]:
    """Read in a folder that only somebody else may write to, who does so meanwhile."""
    shown = place / "shown"
    shown.mkdir()
    mount(shown, "--bind", "-o", "ro", source=str(place))
    reader = SQLiteStore.open(shown / path.name, salts=salt)

    def read_while_it_is_written() -> None:
        with reader.reading() as snapshot:
            assert snapshot.head() == held
            with closing(SQLiteStore.open(path, salts=salt)) as writer:
                append(writer, an_event("meanwhile", 9))

    with closing(reader):
        said = refused(read_while_it_is_written)
        with reader.reading() as snapshot:
            assert snapshot.head() == held + 1
        with closing(SQLiteStore.open(path, salts=salt)) as writer:
            append(writer, an_event("not yet folded in", 9))
            with reader.reading() as snapshot:
                assert snapshot.head() == held + 2
    subprocess.run(["umount", str(shown)], check=True)
    return {"read meanwhile": said}


if __name__ == "__main__":
    main(*sys.argv[1:])
