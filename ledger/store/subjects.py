"""What the events of an SQLite ledger are about, by kind and in order: the subjects of views."""

from __future__ import annotations

from collections.abc import Collection

from ledger.store.statements import GIVEN, Statements, listed

EVENT = "event"
"""The kind of subject that every event is by itself."""

_BORNE = "name > ? AND name < ? AND EXISTS (SELECT 1 FROM tags WHERE tag = number)"


def some(
    sql: Statements, kind: str, after: str, most: int, types: Collection[str] | None
) -> list[str]:
    """At most so many subjects of a kind beyond `after`, in order."""
    if kind == EVENT:
        # The plus keeps the index of the types out: with it all that is left is sorted at each call.
        which, values = _of(types, "+type")
        rows = sql.run(
            f"SELECT id FROM events WHERE id > ? {which} ORDER BY id LIMIT ?",  # noqa: S608
            (after, *values, most),
        )
        return [row[0] for row in rows]
    first, beyond = _range(kind)
    rows = sql.run(
        f"SELECT name FROM tag_names WHERE {_BORNE} ORDER BY name LIMIT ?",  # noqa: S608
        (first + after, beyond, most),
    )
    return [row[0][len(first) :] for row in rows]


def count(sql: Statements, kind: str, types: Collection[str] | None) -> int:
    """How many subjects of a kind there are."""
    if kind == EVENT:
        which, values = _of(types)
        return int(sql.one(f"SELECT count(*) FROM events WHERE true {which}", values))  # noqa: S608
    return int(sql.one(f"SELECT count(*) FROM tag_names WHERE {_BORNE}", _range(kind)))  # noqa: S608


def of_types(sql: Statements, ids: Collection[str], types: Collection[str]) -> list[str]:
    """Those of the ids that belong to events of these types."""
    which, values = _of(types)
    rows = sql.run(
        f"SELECT id FROM events WHERE id IN {GIVEN.format('?')} {which}",  # noqa: S608
        (listed(ids), *values),
    )
    return [row[0] for row in rows]


def _of(types: Collection[str] | None, column: str = "type") -> tuple[str, tuple[str, ...]]:
    if types is None:
        return "", ()
    return f"AND {column} IN {GIVEN.format('?')}", (listed(types),)


def _range(kind: str) -> tuple[str, str]:
    """Below and above all tags of a kind: a semicolon follows the colon."""
    return f"{kind}:", f"{kind};"
