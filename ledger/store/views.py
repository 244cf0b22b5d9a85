"""Views in SQLite: tables that hold what projections folded; they may be lost and are rebuilt.

A view of the name `x` lies in `view_x` and `view_x_reads`, and the words by which it is searched in
`view_x_words`. One that was built beside it has a number, `view_x_3` and `view_x_3_reads`;
`view_live` says which of them is in use, so that one changed row puts another in its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from attrs import evolve

from ledger.errors import ConflictError
from ledger.model.sift import Sieve
from ledger.store import worded
from ledger.store.event_data import Folded, ViewRow, ViewSpec
from ledger.store.sifting import where
from ledger.store.statements import GIVEN, Statements, listed

_TABLES = (
    """CREATE TABLE IF NOT EXISTS view_progress (
        view TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS view_live (
        view TEXT NOT NULL PRIMARY KEY, draft INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
)
_OWN = ("view_progress", "view_live")
_DRAFTS = "*"
"""The row of `view_live` that tells the number of the drafts that are being built."""

_NAME = re.compile(r"view_(?P<view>[a-z]+)(?:_(?P<draft>\d+))?(?P<part>_reads|_words[a-z]*)?")
_AT_ONCE = 10_000
"""So many rows at most are removed with one statement."""

_KEYS = {None: "subject, n", "_reads": "tag, subject"} | {
    f"{worded.PART}{shadow}": key for shadow, key in worded.KEYS.items()
}
"""By which columns the rows of a view, and what they were folded from, are told apart."""


def given_up() -> ConflictError:
    """What a rebuild is told whose drafts are no longer those that are being built."""
    return ConflictError(
        "this rebuild was given up: another one, or a redaction, began meanwhile",
        hint="the views are as they were; rebuild again once that has ended",
    )


class Views:
    """The half of a snapshot that reads and keeps views, on the driver's connection."""

    def __init__(self, connection: Any) -> None:
        self._sql = Statements(connection)
        self._live: dict[str, int] | None = None

    def end(self) -> None:
        """Let go of the connection: what was not read by now cannot be read any more."""
        self._sql.end()

    def _tables(self) -> list[str]:
        rows = self._sql.run(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'view_*'"
        )
        return [row[0] for row in rows]

    def _numbers(self) -> dict[str, int]:
        """The number of each view in use, as this snapshot sees it."""
        if self._live is None:
            there = "view_live" in self._tables()
            rows = self._sql.run("SELECT view, draft FROM view_live") if there else ()
            self._live = dict(rows)
        return self._live

    def _key(self, view: ViewSpec) -> str:
        """The name of a view or a draft without `view_`. Raises ConflictError for one given up."""
        self._check_draft(view)
        number = self._numbers().get(view.name, 0) if view.draft is None else view.draft
        return f"{view.name}_{number}" if number else view.name

    def _table(self, view: ViewSpec) -> str:
        return f"view_{self._key(view)}"

    def progress(self, view: ViewSpec) -> int | None:
        """How far a view of this version has read, None where it must be built."""
        if not self._numbers() and "view_progress" not in self._tables():
            return None
        row = self._sql.run(
            "SELECT position FROM view_progress WHERE view = ? AND version = ?",
            (self._key(view), view.version),
        ).fetchone()
        return int(row[0]) if row else None

    def unused_views(self) -> int:
        """How many tables of views are there that no question reads: drafts, and what was replaced."""
        live = self._numbers()
        return sum(
            1 for match in self._matches() if int(match["draft"] or 0) != live.get(match["view"], 0)
        )

    def rows(self, view: ViewSpec, subjects: Collection[str] | None = None) -> Iterator[ViewRow]:
        """The rows of a view, of these subjects or of all, in order of subject."""
        names = [name for name, _ in view.columns]
        wanted = "" if subjects is None else f"WHERE subject IN {GIVEN.format('?')} "
        return self._sql.stream(
            lambda row: ViewRow(
                subject=row[0], body=row[1], columns=dict(zip(names, row[2:], strict=True))
            ),
            f"SELECT {', '.join(['subject', 'body', *names])} FROM {self._table(view)} "  # noqa: S608
            f"{wanted}ORDER BY subject, n",
            () if subjects is None else (listed(subjects),),
        )

    def sift(
        self,
        view: ViewSpec,
        sieves: Sequence[Sieve],
        columns: Sequence[str],
        *,
        order: Sequence[str] = (),
        most: int | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        """The values of these columns (or `subject`) in the rows that pass all sieves."""
        condition, values = where(sieves, self._table(view))
        ordered = f" ORDER BY {', '.join(f'{name} NULLS LAST' for name in order)}" if order else ""
        sql = f"SELECT {', '.join(columns)} FROM {self._table(view)} {condition}{ordered}"  # noqa: S608
        if most is not None:
            sql, values = f"{sql} LIMIT ?", [*values, most]
        return self._sql.stream(tuple, sql, values)

    def count(self, view: ViewSpec, sieves: Sequence[Sieve]) -> int:
        """How many rows pass all sieves."""
        condition, values = where(sieves, self._table(view))
        sql = f"SELECT count(*) FROM {self._table(view)} {condition}"  # noqa: S608
        return int(self._sql.one(sql, values))

    def words(self, view: ViewSpec, subjects: Collection[str]) -> dict[str, str]:
        """The words by which these subjects of a searched view are found, where they have any."""
        return worded.read(self._sql, self._table(view), subjects)

    def reads(self, view: ViewSpec, subjects: Collection[str]) -> dict[str, set[str]]:
        """The tags, besides its own, from which the rows of each of these subjects were folded."""
        found: dict[str, set[str]] = {subject: set() for subject in subjects}
        rows = self._sql.run(
            f"SELECT subject, tag FROM {self._table(view)}_reads "  # noqa: S608
            f"WHERE subject IN {GIVEN.format('?')}",
            (listed(subjects),),
        )
        for subject, tag in rows:
            found[subject].add(tag)
        return found

    def readers(self, view: ViewSpec, tags: Collection[str]) -> set[str]:
        """The subjects whose rows were folded from events with any of these tags."""
        rows = self._sql.run(
            f"SELECT DISTINCT subject FROM {self._table(view)}_reads "  # noqa: S608
            f"WHERE tag IN {GIVEN.format('?')}",
            (listed(tags),),
        )
        return {row[0] for row in rows}

    def replace_rows(self, view: ViewSpec, folded: Sequence[Folded], *, new: bool = False) -> None:
        """Replace the rows of subjects, and note the tags that they were folded from.

        `new` says that none of them has rows there. Raises ConflictError where the view is a draft
        that was given up.
        """
        table = self._table(view)
        names = [name for name, _ in _columns(view)]
        if view.searched and not new:
            worded.forget(self._sql, table, [one.subject for one in folded])
        numbers = worded.add(self._sql, table, folded) if view.searched else {}
        if not new:
            self._sql.many(
                f"DELETE FROM {table} WHERE subject = ? AND n >= ?",  # noqa: S608
                [(one.subject, len(one.rows)) for one in folded],
            )
        marks = ", ".join("?" * (3 + len(names)))
        self._sql.many(
            f"INSERT OR REPLACE INTO {table} ({', '.join(['subject', 'n', 'body', *names])}) "  # noqa: S608
            f"VALUES ({marks})",
            [
                (one.subject, n, row.body, *(columns.get(name) for name in names))
                for one in folded
                for n, row in enumerate(one.rows)
                for columns in ({**row.columns, worded.COLUMN: numbers.get(one.subject)},)
            ],
        )
        read = {} if new else self.reads(view, [one.subject for one in folded])
        gone, added = [], []
        for one in folded:
            before = read.get(one.subject, set())
            gone += [(tag, one.subject) for tag in before.difference(one.reads)]
            added += [(tag, one.subject) for tag in set(one.reads) - before]
        self._sql.many(f"DELETE FROM {table}_reads WHERE tag = ? AND subject = ?", gone)  # noqa: S608
        self._sql.many(f"INSERT INTO {table}_reads (tag, subject) VALUES (?, ?)", sorted(added))  # noqa: S608

    def clear_view(self, view: ViewSpec) -> None:
        """Drop the rows of a view, whatever its version, and make room for this one."""
        for statement in _TABLES:
            self._sql.run(statement)
        table = self._table(view)
        for match in self._matches():
            if match[0] in (table, f"{table}_reads", f"{table}{worded.PART}"):
                self._drop(match)
        self._make(view)

    def set_progress(self, view: ViewSpec, position: int) -> None:
        """Note how far the view has read."""
        self._sql.run(
            "INSERT INTO view_progress (view, version, position) VALUES (?, ?, ?) "
            "ON CONFLICT (view) DO UPDATE SET version = excluded.version, "
            "position = excluded.position",
            (self._key(view), view.version, position),
        )

    def begin_drafts(self, views: Sequence[ViewSpec]) -> int:
        """Make room for new forms of these views beside those in use; the number of these drafts.

        Earlier drafts are given up.
        """
        for statement in _TABLES:
            self._sql.run(statement)
        numbers = [int(match["draft"]) for match in self._matches() if match["draft"]]
        number = max([*numbers, *self._numbers().values()], default=0) + 1
        self._set_live(_DRAFTS, number)
        for view in views:
            self._make(evolve(view, draft=number))
        return number

    def swap_in(self, views: Sequence[ViewSpec]) -> None:
        """Take drafts into use in place of the views of their names.

        Raises ConflictError where they were given up.
        """
        for view in views:
            self._check_draft(view)
        for view in views:
            assert view.draft is not None
            self._set_live(view.name, view.draft)
        self._set_live(_DRAFTS, 0)

    def forget_drafts(self) -> None:
        """Give up all drafts, and drop them with all that was replaced."""
        if self._numbers().get(_DRAFTS):
            self._set_live(_DRAFTS, 0)
        for match in self._unused():
            self._drop(match)

    def clear_replaced(self, most: int) -> bool:
        """Clear away at most so many rows of what is in use no more; whether there are others."""
        unused = self._unused()
        if not unused:
            return False
        # Rows that are removed are overwritten: dropped at once, a long table would hold up others.
        table = unused[0]
        if table["part"] == worded.PART:
            worded.part(self._sql, table[0])
            return True
        if self._clear(table, most):
            return True
        self._drop(table)
        return len(unused) > 1

    def _clear(self, table: re.Match[str], most: int) -> int:
        """Remove at most so many rows of a table; how many."""
        name, key = table[0], _KEYS[table["part"]]
        gone: int = self._sql.run(
            f"DELETE FROM {name} WHERE ({key}) IN (SELECT {key} FROM {name} LIMIT ?)",  # noqa: S608
            (most,),
        ).rowcount
        return gone

    def _matches(self) -> list[re.Match[str]]:
        """The names of all tables that belong to views."""
        matches = (_NAME.fullmatch(table) for table in self._tables() if table not in _OWN)
        return [match for match in matches if match]

    def _unused(self) -> list[re.Match[str]]:
        """The tables that belong to no view in use and to no draft that is being built."""
        numbers = self._numbers()
        building = numbers.get(_DRAFTS, 0) or None
        return [
            match
            for match in self._matches()
            if int(match["draft"] or 0) not in (numbers.get(match["view"], 0), building)
        ]

    def _check_draft(self, view: ViewSpec) -> None:
        if view.draft is not None and self._numbers().get(_DRAFTS) != view.draft:
            raise given_up()

    def _set_live(self, view: str, number: int) -> None:
        self._sql.run(
            "INSERT INTO view_live (view, draft) VALUES (?, ?) "
            "ON CONFLICT (view) DO UPDATE SET draft = excluded.draft",
            (view, number),
        )
        self._live = None

    def _drop(self, table: re.Match[str]) -> None:
        """Drop a table of any length.

        What is dropped is overwritten, and SQLite keeps in memory what one statement may have to
        undo: so it is emptied before.
        """
        if table["part"] == worded.PART:
            worded.part(self._sql, table[0])
            for part in self._matches():
                if part[0].startswith(table[0]):
                    self._drop(part)
            return
        while self._clear(table, _AT_ONCE):
            pass
        self._sql.run(f"DROP TABLE {table[0]}")
        self._sql.run("DELETE FROM view_progress WHERE view = ?", (table[0].removeprefix("view_"),))

    def _make(self, view: ViewSpec) -> None:
        table = self._table(view)
        columns = "".join(f", {name} {kind}" for name, kind in _columns(view))
        self._sql.run(
            f"CREATE TABLE {table} (subject TEXT NOT NULL, n INTEGER NOT NULL, "
            f"body BLOB NOT NULL{columns}, PRIMARY KEY (subject, n)) STRICT, WITHOUT ROWID"
        )
        self._sql.run(
            f"CREATE TABLE {table}_reads (tag TEXT NOT NULL, subject TEXT NOT NULL, "
            "PRIMARY KEY (tag, subject)) STRICT, WITHOUT ROWID"
        )
        self._sql.run(f"CREATE INDEX {table}_reads_subject ON {table}_reads (subject)")
        if view.searched:
            worded.make(self._sql, table)
        for number, index in enumerate(view.indexes):
            columns = ", ".join(index)
            self._sql.run(f"CREATE INDEX {table}_by_{number} ON {table} ({columns})")


def _columns(view: ViewSpec) -> tuple[tuple[str, str], ...]:
    """The columns of the table of a view, besides those that every view has."""
    return (*view.columns, (worded.COLUMN, "INTEGER")) if view.searched else view.columns
