"""What a long document declares, laid down outside of memory for as long as the document is read.

It is a database of its own, whose file is gone when it is closed; nothing of the ledger lies in it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ledger.store.driver import driver
from ledger.store.refusal import told, told_of_files

_TABLES = """
CREATE TABLE names (id TEXT, n INTEGER, kind TEXT, line INTEGER, PRIMARY KEY (id, n)) WITHOUT ROWID;
CREATE TABLE words (tag TEXT, n INTEGER, id TEXT, line INTEGER, PRIMARY KEY (tag, n)) WITHOUT ROWID;
CREATE TABLE days (id TEXT PRIMARY KEY, earliest TEXT, latest TEXT) WITHOUT ROWID;
CREATE TABLE retractions (of TEXT, n INTEGER, id TEXT, PRIMARY KEY (of, n)) WITHOUT ROWID;
CREATE TABLE looks (look TEXT, line INTEGER, n INTEGER, id TEXT, PRIMARY KEY (look, line, n)) WITHOUT ROWID;
CREATE TABLE waiting (line INTEGER PRIMARY KEY, of TEXT NOT NULL, data BLOB NOT NULL);
CREATE INDEX waiting_of ON waiting (of, line);
CREATE TABLE repeats (position INTEGER PRIMARY KEY, as_corrected INTEGER NOT NULL);
CREATE TABLE links (way TEXT, line INTEGER, other INTEGER, PRIMARY KEY (way, line)) WITHOUT ROWID
"""
"""Sorted as it comes, by `n` in the order in which it was laid down: to sort it afterwards takes
memory in some builds of SQLite, and so does all of a database without a name."""

_SETTINGS = (
    "journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -8192",
)  # fmt: skip
"""It holds no more than so many KiB in memory; what is lost with the process is made anew."""

_WHERE = "the folder for temporary files, where notes about the document lie,"

Name = tuple[str, str, int]
Word = tuple[str, str | None, int]
Day = tuple[str, str | None, str | None]


class Shelf:
    """Lines of a document are counted from 1; 0 is what comes before its first.

    Raises DatabaseError where there is no room for it.
    """

    def __init__(self) -> None:
        with told_of_files(_WHERE):
            handle, self._path = tempfile.mkstemp(prefix="pledger-")
            os.close(handle)
            self._sql: Any = driver.connect(self._path, isolation_level=None)
            for setting in _SETTINGS:
                self._sql.execute(f"PRAGMA {setting}").close()
            for statement in _TABLES.split(";"):
                self._sql.execute(statement)
            self._sql.execute("BEGIN")
        # Where the system lets an open file lose its name, it goes with the process, however that
        # ends.
        self._discard()
        self._n = 0
        self.waits = 0
        """How many lines wait for another."""

    def _discard(self) -> None:
        with suppress(OSError):
            Path(self._path).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all that lies on it."""
        self._sql.close()
        self._discard()

    def add(
        self,
        *,
        names: Iterable[Name] = (),
        words: Iterable[Word] = (),
        days: Iterable[Day] = (),
        retractions: Iterable[tuple[str, str | None]] = (),
        looks: Iterable[Name] = (),
    ) -> None:
        """Lay down what some events declare.

        Of `names` (id, kind, line), of `words` (tag, id, line), of `days` (id of a source, first day
        of its publication, last), of `retractions` (id retracted, own id), of `looks` (look, id,
        line).
        """
        self._many("INSERT INTO names VALUES (?, ?, ?, ?)", self._counted(names))
        self._many("INSERT INTO words VALUES (?, ?, ?, ?)", self._counted(words))
        self._many("INSERT OR REPLACE INTO days VALUES (?, ?, ?)", days)
        self._many("INSERT INTO retractions VALUES (?, ?, ?)", self._counted(retractions))
        self._many(
            "INSERT INTO looks VALUES (?, ?, ?, ?)",
            ((look, line, n, id) for look, n, id, line in self._counted(looks)),
        )

    def _counted(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """Rows with their number behind the first column."""
        for first, *others in rows:
            self._n += 1
            yield first, self._n, *others

    def first(self, id: str) -> tuple[str, int] | None:
        """The kind of an id and the line in which it is given first, None where it is not."""
        sql = "SELECT kind, line FROM names WHERE id = ? ORDER BY n LIMIT 1"
        found: tuple[str, int] | None = self._one(sql, id)
        return found

    def twice(self, most: int) -> dict[str, int]:
        """The ids that are given more than once, at most so many, with the line of the first."""
        sql = "SELECT id, min(line) FROM names GROUP BY id HAVING count(*) > 1 LIMIT ?"
        with self._told():
            return dict(self._sql.execute(sql, (most,)).fetchall())

    def names(self) -> Iterator[tuple[str, str]]:
        """Every id with its kind."""
        return self._each("SELECT id, kind FROM names")

    def bearing(self, tag: str) -> list[tuple[str, int]]:
        """The ids of the events with a tag, each with its line, in order."""
        sql = "SELECT id, line FROM words WHERE tag = ? AND id IS NOT NULL ORDER BY n"
        return list(self._each(sql, tag))

    def nameless(self, tag: str) -> int | None:
        """The line of the first event with a tag that has no id."""
        found = self._one("SELECT min(line) FROM words WHERE tag = ? AND id IS NULL", tag)
        return found[0] if found else None

    def days(self, id: str) -> tuple[str | None, str | None] | None:
        """The first and the last day that are given for a source, as YYYY-MM-DD."""
        sql = "SELECT earliest, latest FROM days WHERE id = ?"
        found: tuple[str | None, str | None] | None = self._one(sql, id)
        return found

    def retractions(self, of: str) -> list[str | None]:
        """The ids of the retractions of what bears an id, None for one without."""
        return [
            id for (id,) in self._each("SELECT id FROM retractions WHERE of = ? ORDER BY n", of)
        ]

    def looking(self, look: str) -> list[tuple[str, int]]:
        """The ids that look so and are spelt otherwise, each with its line, in order."""
        return list(self._each("SELECT id, line FROM looks WHERE look = ? ORDER BY line, n", look))

    def wait(self, line: int, of: str, data: bytes) -> None:
        """Keep a line until what it is about has been recorded."""
        self._many("INSERT INTO waiting VALUES (?, ?, ?)", [(line, of, data)])
        self.waits += 1

    def is_waiting(self, line: int) -> bool:
        """Whether a line waits itself."""
        return self.waits > 0 and (
            self._one("SELECT 1 FROM waiting WHERE line = ?", line) is not None
        )

    def next_waiting(self, of: str) -> tuple[int, bytes] | None:
        """Take the first of the lines that wait for an id; None where none does."""
        if not self.waits:
            return None
        sql = "SELECT line, data FROM waiting WHERE of = ? ORDER BY line LIMIT 1"
        found: tuple[int, bytes] | None = self._one(sql, of)
        if found is not None:
            self._many("DELETE FROM waiting WHERE line = ?", [(found[0],)])
            self.waits -= 1
        return found

    def still_waiting(self) -> Iterator[tuple[int, bytes]]:
        """All lines that wait, in order."""
        return self._each("SELECT line, data FROM waiting ORDER BY line")

    def repeat(self, positions: Iterable[tuple[int, bool]]) -> None:
        """Lay down where events of the document lie already, and whether as they were corrected."""
        self._many("INSERT OR IGNORE INTO repeats VALUES (?, ?)", positions)

    def repeats(self, position: int) -> bool | None:
        """Whether it repeats what lies at a position as it was corrected; None where it does not."""
        found = self._one("SELECT as_corrected FROM repeats WHERE position = ?", position)
        return bool(found[0]) if found is not None else None

    def link(self, links: Iterable[tuple[str, int, int]]) -> None:
        """Lay down that the event of a line leads to that of another: (way, line, other line)."""
        self._many("INSERT OR IGNORE INTO links VALUES (?, ?, ?)", links)

    def links(self, way: str) -> dict[int, int]:
        """What leads to another in a way, by line, if any leads forward: else there is no circle."""
        forward = "SELECT 1 FROM links WHERE way = ? AND line <= other LIMIT 1"
        if self._one(forward, way) is None:
            return {}
        return dict(self._each("SELECT line, other FROM links WHERE way = ? ORDER BY line", way))

    def id_on(self, line: int) -> str:
        """The id of the event on a line."""
        sql = "SELECT id FROM names WHERE line = ? AND kind <> 'commitment' LIMIT 1"
        found = self._one(sql, line)
        return found[0] if found else ""

    @staticmethod
    @contextmanager
    def _told() -> Iterator[None]:
        with told(_WHERE):
            yield

    def _one(self, sql: str, *values: Any) -> Any:
        with self._told():
            return self._sql.execute(sql, values).fetchone()

    def _each(self, sql: str, *values: Any) -> Iterator[Any]:
        with self._told():
            yield from self._sql.execute(sql, values)

    def _many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with self._told():
            self._sql.executemany(sql, rows)
