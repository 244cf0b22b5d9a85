"""Views in SQLite: tables that hold what projections folded; they may be lost and are rebuilt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import msgspec

from ledger.store.event_data import ViewRow, ViewSpec

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

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def _one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        return self._raw.execute(sql, values).fetchone()[0]

    def _exists(self, table: str) -> bool:
        return bool(
            self._one(
                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
            )
        )

    def progress(self, view: ViewSpec) -> int | None:
        """How far a view of this version has read, None where it must be built."""
        if not self._exists("view_progress"):
            return None
        row = self._raw.execute(
            "SELECT position FROM view_progress WHERE view = ? AND version = ?",
            (view.name, view.version),
        ).fetchone()
        return int(row[0]) if row else None

    def rows(self, view: ViewSpec, subjects: Collection[str] | None = None) -> Iterator[ViewRow]:
        """The rows of a view, of these subjects or of all, in order of subject."""
        names = [name for name, _ in view.columns]
        wanted = "" if subjects is None else "WHERE subject IN (SELECT value FROM json_each(?)) "
        found = self._raw.execute(
            f"SELECT {', '.join(['subject', 'body', *names])} FROM view_{view.name} "  # noqa: S608
            f"{wanted}ORDER BY subject, n",
            () if subjects is None else (msgspec.json.encode(sorted(subjects)).decode(),),
        )
        for row in found:
            yield ViewRow(
                subject=row[0], body=row[1], columns=dict(zip(names, row[2:], strict=True))
            )

    def readers(self, view: ViewSpec, tags: Collection[str]) -> set[str]:
        """The subjects whose rows were folded from events with any of these tags."""
        rows = self._raw.execute(
            "SELECT DISTINCT subject FROM view_reads WHERE view = ? "
            "AND tag IN (SELECT value FROM json_each(?))",
            (view.name, msgspec.json.encode(sorted(tags)).decode()),
        )
        return {row[0] for row in rows}

    def replace_rows(
        self, view: ViewSpec, subject: str, rows: Sequence[ViewRow], reads: Collection[str]
    ) -> None:
        """Replace the rows of one subject, and note the tags that they were folded from."""
        names = [name for name, _ in view.columns]
        self._raw.execute(f"DELETE FROM view_{view.name} WHERE subject = ?", (subject,))  # noqa: S608
        self._raw.execute(
            "DELETE FROM view_reads WHERE view = ? AND subject = ?", (view.name, subject)
        )
        marks = ", ".join("?" * (3 + len(names)))
        self._raw.executemany(
            f"INSERT INTO view_{view.name} ({', '.join(['subject', 'n', 'body', *names])}) "  # noqa: S608
            f"VALUES ({marks})",
            [
                (subject, n, row.body, *(row.columns.get(name) for name in names))
                for n, row in enumerate(rows)
            ],
        )
        self._raw.executemany(
            "INSERT INTO view_reads (view, tag, subject) VALUES (?, ?, ?)",
            [(view.name, tag, subject) for tag in sorted(reads)],
        )

    def clear_view(self, view: ViewSpec) -> None:
        """Drop the rows of a view, whatever its version, and make room for this one."""
        for statement in _TABLES:
            self._raw.execute(statement)
        columns = "".join(f", {name} {kind}" for name, kind in view.columns)
        self._raw.execute(f"DROP TABLE IF EXISTS view_{view.name}")
        self._raw.execute(
            f"CREATE TABLE view_{view.name} (subject TEXT NOT NULL, n INTEGER NOT NULL, "
            f"body BLOB NOT NULL{columns}, PRIMARY KEY (subject, n)) STRICT, WITHOUT ROWID"
        )
        self._raw.execute("DELETE FROM view_reads WHERE view = ?", (view.name,))
        self._raw.execute("DELETE FROM view_progress WHERE view = ?", (view.name,))

    def set_progress(self, view: ViewSpec, position: int) -> None:
        """Note how far the view has read."""
        self._raw.execute(
            "INSERT INTO view_progress (view, version, position) VALUES (?, ?, ?) "
            "ON CONFLICT (view) DO UPDATE SET version = excluded.version, "
            "position = excluded.position",
            (view.name, view.version, position),
        )
