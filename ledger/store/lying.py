"""What lies in the file, read without believing any of it: for auditing alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from ledger.evidence.audit import StoredRow
from ledger.store.connection import connect
from ledger.store.event_data import Indexed
from ledger.store.migrate import KEY_DIGEST, make
from ledger.store.statements import Statements

_TEXTS = ("id", "type", "recorded_at", "recorder", "known_from")
# A text that is no UTF-8 would end the reading of all rows behind it: so texts come as bytes.
_GUARDED = ", ".join(f"typeof({name}), CAST({name} AS BLOB)" for name in _TEXTS)
_RAW = (
    f"SELECT position, schema, payload, salt, payload_digest, leaf_hash, {_GUARDED} "  # noqa: S608
    "FROM events WHERE position > ?1 AND (?2 IS NULL OR type = ?2) ORDER BY position"
)
# A tag whose words are gone is told by its number.
_TAGS = (
    "SELECT t.position, coalesce(CAST(n.name AS BLOB), CAST(t.tag AS BLOB)) FROM tags AS t "
    "LEFT JOIN tag_names AS n ON n.number = t.tag WHERE t.position BETWEEN ? AND ?"
)
_DECLARES = "SELECT position, CAST(id AS BLOB) FROM commitments WHERE position BETWEEN ? AND ?"
_SHAPE = (
    "SELECT name, type || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_master "
    "WHERE tbl_name NOT GLOB 'view_*' AND tbl_name NOT GLOB 'sqlite_stat?'"
)


def rows(sql: Statements, after: int, kind: str | None) -> Iterator[StoredRow]:
    """Every column of every event as found."""
    return sql.stream(_row, _RAW, (after, kind))


def _row(found: Sequence[Any]) -> StoredRow:
    texts = {
        name: _text(kind, value)
        for name, kind, value in zip(_TEXTS, found[6::2], found[7::2], strict=True)
    }
    return StoredRow(
        position=found[0], schema=found[1], payload=found[2], salt=found[3],
        payload_digest=found[4], leaf_hash=found[5], **texts,
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
    tags: dict[int, set[str]] = {}
    declares: dict[int, set[str]] = {}
    for found, query in ((tags, _TAGS), (declares, _DECLARES)):
        for position, name in sql.run(query, (first, last)):
            found.setdefault(position, set()).add(name.decode("utf-8", "backslashreplace"))
    return {
        position: Indexed(frozenset(tags.get(position, ())), frozenset(declares.get(position, ())))
        for position in tags.keys() | declares.keys()
    }


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
