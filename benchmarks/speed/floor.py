"""The floor: Python's own sqlite3 with the columns of our table of events, and nothing else.

One table without indexes, constraints or triggers, its position the row's number; one INSERT for
each event in its own transaction, or executemany for a batch; a scan fetches every column. Write-
ahead log, synchronous=FULL and pages of 16 KiB, as ours. The rows are ready made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ledger.evidence.entry import moment
from ledger.store.event_data import StoredEvent

COLUMNS = ("position", "id", "type", "schema", "recorded_at", "recorder", "known_from", "about",
           "payload", "salt", "payload_digest", "leaf_hash")  # fmt: skip
INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
SCAN = f"SELECT {', '.join(COLUMNS)} FROM events ORDER BY position"
Row = Sequence[Any]


def connected(path: Path) -> sqlite3.Connection:
    """A connection with the ledger's settings, in autocommit."""
    found = sqlite3.connect(path, isolation_level=None)
    for setting in ("page_size = 16384", "journal_mode = WAL", "synchronous = FULL"):
        found.execute(f"PRAGMA {setting}").close()
    return found


def opened(path: Path) -> sqlite3.Connection:
    """A connection to a table of its own, which is made where it is not there."""
    found = connected(path)
    found.execute(
        "CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, id TEXT, type TEXT, "
        "schema INTEGER, recorded_at TEXT, recorder TEXT, known_from TEXT, about INTEGER, "
        "payload BLOB, salt BLOB, payload_digest BLOB, leaf_hash BLOB)"
    )
    return found


def row(event: StoredEvent) -> Row:
    """The columns of an event."""
    known_from = event.known_from.isoformat() if event.known_from else None
    return (*event[:4], moment(event.recorded_at), event.recorder, known_from, *event[7:12])


def one_by_one(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Each row in a transaction of its own: durable before the next."""
    for each in rows:
        connection.execute(INSERT, each)


def at_once(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """All rows in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(INSERT, rows)
    connection.execute("COMMIT")


def scanned(connection: sqlite3.Connection) -> int:
    """Fetch every column of every row; how many there are."""
    count = 0
    for _ in connection.execute(SCAN):
        count += 1
    return count


def filled(path: Path, events: Iterable[StoredEvent]) -> sqlite3.Connection:
    """A table that holds these events."""
    found = opened(path)
    at_once(found, map(row, events))
    return found
