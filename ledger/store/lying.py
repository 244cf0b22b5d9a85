"""What lies in the file, read without believing any of it: for auditing alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import fields

from ledger.evidence.audit import StoredRow
from ledger.model.trusted import blank
from ledger.store.connection import connect
from ledger.store.driver import driver
from ledger.store.event_data import Indexed
from ledger.store.migrate import KEY_DIGEST, make
from ledger.store.statements import Statements

AT_ONCE = 500
"""So many events are read together."""

_TEXTS = ("id", "type", "recorded_at", "recorder", "known_from")
_BYTES = ("payload", "salt", "payload_digest", "leaf_hash")
# A text that is no UTF-8 cannot be read as one: then all texts of these rows come as bytes.
_GUARDED = ", ".join(f"typeof({name}), CAST({name} AS BLOB)" for name in _TEXTS)
_WHICH = "FROM events WHERE {}position > ?1 ORDER BY position LIMIT ?2"
_PLAIN = f"SELECT {', '.join(field.name for field in fields(StoredRow))} {_WHICH}"
_RAW = f"SELECT position, schema, {', '.join(_BYTES)}, {_GUARDED} {_WHICH}"
# A tag whose words are gone is told by its number.
_TAGS = (
    "SELECT t.position, coalesce({}, 'tag ' || t.tag) FROM tags AS t "
    "LEFT JOIN tag_names AS n ON n.number = t.tag WHERE t.position BETWEEN ? AND ?"
)
_DECLARES = "SELECT position, {} FROM commitments WHERE position BETWEEN ? AND ?"
_ABOUT = "SELECT position, about FROM events WHERE position BETWEEN ? AND ? AND about IS NOT NULL"
_SHAPE = (
    "SELECT name, type || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_master "
    "WHERE tbl_name NOT GLOB 'view_*' AND tbl_name NOT GLOB 'sqlite_stat?'"
)


def rows(sql: Statements, after: int, kind: str | None) -> Iterator[StoredRow]:
    """Every column of every event as found."""
    which = "" if kind is None else "type = ?3 AND "
    values = () if kind is None else (kind,)
    while True:
        some = _some(sql, which, (after, AT_ONCE, *values))
        yield from some
        if len(some) < AT_ONCE:
            return
        after = some[-1].position


def _some(sql: Statements, which: str, values: Sequence[Any]) -> list[StoredRow]:
    try:
        return [_plain(row) for row in sql.run(_PLAIN.format(which), values).fetchall()]
    except driver.OperationalError:
        return [_guarded(row) for row in sql.run(_RAW.format(which), values).fetchall()]


_made = blank(StoredRow)


def _plain(found: Sequence[Any]) -> StoredRow:
    row = _made(*found)
    row.__class__ = StoredRow
    return row


def _guarded(found: Sequence[Any]) -> StoredRow:
    texts: dict[str, Any] = {
        name: _text(kind, value)
        for name, kind, value in zip(_TEXTS, found[6::2], found[7::2], strict=True)
    }
    payload, salt, digest, leaf = found[2:6]
    return StoredRow(
        position=found[0], schema=found[1], payload=payload, salt=salt, payload_digest=digest,
        leaf_hash=leaf, **texts,
    )  # fmt: skip


def _text(kind: str, value: bytes | None) -> Any:
    """A text, or what lies there instead, which then is of another kind than it must be."""
    if kind != "text" or value is None:
        return value
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value


def indexed(sql: Statements, first: int, last: int) -> Mapping[int, Indexed]:
    """What is noted beside the events of these positions, none where nothing is."""
    tags = _names(sql, _TAGS, "n.name", (first, last))
    declares = _names(sql, _DECLARES, "id", (first, last))
    about = dict(sql.run(_ABOUT, (first, last)).fetchall())
    none: frozenset[str] = frozenset()
    return {
        position: Indexed(
            frozenset(tags.get(position, none)),
            frozenset(declares.get(position, none)),
            about.get(position),
        )
        for position in tags.keys() | declares.keys() | about.keys()
    }


def _names(
    sql: Statements, query: str, column: str, values: tuple[int, int]
) -> dict[int, list[str]]:
    try:
        rows = sql.run(query.format(column), values).fetchall()
    except driver.OperationalError:
        blobs = sql.run(query.format(f"CAST({column} AS BLOB)"), values).fetchall()
        rows = [
            (at, name if isinstance(name, str) else name.decode("utf-8", "backslashreplace"))
            for at, name in blobs
        ]
    found: dict[int, list[str]] = {}
    for position, name in rows:
        found.setdefault(position, []).append(name)
    return found


def damage(sql: Statements) -> Iterator[str]:
    """What SQLite itself finds wrong with the file, and which of its rules are not as they were made.

    A trigger that was dropped, a table without its constraints, an index that hides a row.
    """
    for (found,) in sql.run("PRAGMA integrity_check(20)"):
        if found != "ok":
            yield str(found)
    for table, row, parent, _ in sql.run("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points to what is not in {parent}"
    held = dict(sql.run("SELECT name, value FROM ledger").fetchall())
    if held.keys() != {"key", KEY_DIGEST} or sha256(held["key"]).digest() != held[KEY_DIGEST]:
        yield "the key from which ids are derived is not the one that was made"
    here, wanted = shape(sql.run), shape_as_made()
    for name in sorted(wanted.keys() | here.keys()):
        if name not in here:
            yield f"{name} was taken away"
        elif name not in wanted:
            yield f"{name} does not belong there"
        elif here[name] != wanted[name]:
            yield f"{name} is not as it was made"


def shape(run: Callable[[str], Any]) -> dict[str, str]:
    """The tables, indexes and triggers of a ledger, but for views: name → kind, table and statement."""
    return dict(run(_SHAPE).fetchall())


@cache
def shape_as_made() -> dict[str, str]:
    """Those of a new ledger."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "made.db"))
        make(path, bytes(32))
        with closing(connect(path, write=True)) as made:
            return shape(made.execute)
