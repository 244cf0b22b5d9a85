"""The same tables in Python's own sqlite3: all that a ledger writes for its events, ready made.

Tables, indexes, checks and keys are those of the ledger, without its guards; rows of events, tags,
commitments and tree nodes are taken from a ledger that holds them. So what is left out is looking up,
hashing, and refusing.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.speed.floor import COLUMNS, Row, connected

_SCHEMA = (
    "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL "
    "AND tbl_name IN ('tag_names', 'tags', 'commitments', 'events', 'nodes') ORDER BY type DESC"
)
_ROWS = {
    "tag_names": "SELECT min(t.position), n.number, n.name FROM tag_names AS n "
    "JOIN tags AS t ON t.tag = n.number GROUP BY n.number ORDER BY 1, 2",
    "tags": "SELECT position, tag, position FROM tags ORDER BY position, tag",
    "commitments": "SELECT position, id, position FROM commitments ORDER BY position",
    "events": f"SELECT position, {', '.join(COLUMNS)} FROM events ORDER BY position",
    # A node is there once the last event under it is.
    "nodes": "SELECT (number + 1) << level, level, number, hash FROM nodes ORDER BY 1, 2",
}
"""The rows of each table, the position of their event before each, in the order of writing."""


class Ready:
    """All rows that a ledger holds for its events."""

    def __init__(self, ledger: Path) -> None:
        with closing(sqlite3.connect(ledger)) as connection:
            self.schema = [row[0] for row in connection.execute(_SCHEMA)]
            found = {name: connection.execute(sql).fetchall() for name, sql in _ROWS.items()}
        self._at = {name: [row[0] for row in rows] for name, rows in found.items()}
        self._rows = {name: [row[1:] for row in rows] for name, rows in found.items()}

    @property
    def events(self) -> Sequence[Row]:
        """The rows of the events alone."""
        return self._rows["events"]

    def part(self, first: int, last: int) -> list[tuple[str, Sequence[Row]]]:
        """What is written for the events of these positions: of each table the rows."""
        found = []
        for name, at in self._at.items():
            rows = self._rows[name][bisect_left(at, first) : bisect_right(at, last)]
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                found.append((f"INSERT INTO {name} VALUES ({marks})", rows))
        return found


def opened(path: Path, schema: Sequence[str]) -> sqlite3.Connection:
    """A connection to empty tables of this form."""
    found = connected(path)
    found.execute("PRAGMA foreign_keys = ON").close()
    for statement in schema:
        found.execute(statement)
    return found


def write(connection: sqlite3.Connection, part: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """All of it in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for insert, rows in part:
        if len(rows) == 1:
            connection.execute(insert, rows[0])
        else:
            connection.executemany(insert, rows)
    connection.execute("COMMIT")
