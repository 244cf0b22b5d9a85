"""Views in SQLite: tables that hold what projections folded; they may be lost and are rebuilt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from ledger.store.event_data import ViewRow, ViewSpec
from ledger.store.statements import GIVEN, Statements, listed

_TABLES = (
    """CREATE TABLE IF NOT EXISTS view_progress (
        view TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS view_reads (
        view TEXT NOT NULL, tag TEXT NOT NULL, subject TEXT NOT NULL,
        PRIMARY KEY (view, tag, subject)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS view_reads_subject ON view_reads (view, subject)",
)


class Views:
    """The half of a snapshot that reads and keeps views, on the driver's connection."""

    def __init__(self, connection: Any) -> None:
        self._sql = Statements(connection)

    def end(self) -> None:
        """Let go of the connection: what was not read by now cannot be read any more."""
        self._sql.end()

    def _exists(self, table: str) -> bool:
        return bool(
            self._sql.one(
                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
            )
        )

    def progress(self, view: ViewSpec) -> int | None:
        """How far a view of this version has read, None where it must be built."""
        if not self._exists("view_progress"):
            return None
        row = self._sql.run(
            "SELECT position FROM view_progress WHERE view = ? AND version = ?",
            (view.name, view.version),
        ).fetchone()
        return int(row[0]) if row else None

    def rows(self, view: ViewSpec, subjects: Collection[str] | None = None) -> Iterator[ViewRow]:
        """The rows of a view, of these subjects or of all, in order of subject."""
        names = [name for name, _ in view.columns]
        wanted = "" if subjects is None else f"WHERE subject IN {GIVEN.format('?')} "
        return self._sql.stream(
            lambda row: ViewRow(
                subject=row[0], body=row[1], columns=dict(zip(names, row[2:], strict=True))
            ),
            f"SELECT {', '.join(['subject', 'body', *names])} FROM view_{view.name} "  # noqa: S608
            f"{wanted}ORDER BY subject, n",
            () if subjects is None else (listed(subjects),),
        )

    def reads(self, view: ViewSpec, subject: str) -> set[str]:
        """The tags from which the rows of a subject were folded."""
        rows = self._sql.run(
            "SELECT tag FROM view_reads WHERE view = ? AND subject = ?", (view.name, subject)
        )
        return {row[0] for row in rows}

    def readers(self, view: ViewSpec, tags: Collection[str]) -> set[str]:
        """The subjects whose rows were folded from events with any of these tags."""
        rows = self._sql.run(
            f"SELECT DISTINCT subject FROM view_reads WHERE view = ? AND tag IN {GIVEN.format('?')}",  # noqa: S608
            (view.name, listed(tags)),
        )
        return {row[0] for row in rows}

    def replace_rows(
        self, view: ViewSpec, subject: str, rows: Sequence[ViewRow], reads: Collection[str]
    ) -> None:
        """Replace the rows of one subject, and note the tags that they were folded from."""
        names = [name for name, _ in view.columns]
        self._sql.run(f"DELETE FROM view_{view.name} WHERE subject = ?", (subject,))  # noqa: S608
        self._sql.run("DELETE FROM view_reads WHERE view = ? AND subject = ?", (view.name, subject))
        marks = ", ".join("?" * (3 + len(names)))
        self._sql.many(
            f"INSERT INTO view_{view.name} ({', '.join(['subject', 'n', 'body', *names])}) "  # noqa: S608
            f"VALUES ({marks})",
            [
                (subject, n, row.body, *(row.columns.get(name) for name in names))
                for n, row in enumerate(rows)
            ],
        )
        self._sql.many(
            "INSERT INTO view_reads (view, tag, subject) VALUES (?, ?, ?)",
            [(view.name, tag, subject) for tag in sorted(reads)],
        )

    def clear_view(self, view: ViewSpec) -> None:
        """Drop the rows of a view, whatever its version, and make room for this one."""
        for statement in _TABLES:
            self._sql.run(statement)
        columns = "".join(f", {name} {kind}" for name, kind in view.columns)
        self._sql.run(f"DROP TABLE IF EXISTS view_{view.name}")
        self._sql.run(
            f"CREATE TABLE view_{view.name} (subject TEXT NOT NULL, n INTEGER NOT NULL, "
            f"body BLOB NOT NULL{columns}, PRIMARY KEY (subject, n)) STRICT, WITHOUT ROWID"
        )
        self._sql.run("DELETE FROM view_reads WHERE view = ?", (view.name,))
        self._sql.run("DELETE FROM view_progress WHERE view = ?", (view.name,))

    def set_progress(self, view: ViewSpec, position: int) -> None:
        """Note how far the view has read."""
        self._sql.run(
            "INSERT INTO view_progress (view, version, position) VALUES (?, ?, ?) "
            "ON CONFLICT (view) DO UPDATE SET version = excluded.version, "
            "position = excluded.position",
            (view.name, view.version, position),
        )
