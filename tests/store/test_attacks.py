"""Attacks by SQL on the application's own connection: each is refused, and nothing changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledger.store.connection import engine
from ledger.store.driver import driver
from tests.store.test_contract import an_event, append, empty_ledger

EVENT = (
    "INTO events (position, id, type, schema, recorded_at, recorder, payload, salt, "
    "payload_digest, leaf_hash) VALUES ({position}, '{id}', 't', 1, '{at}', 'r', x'7b7d', "
    "zeroblob({salt}), zeroblob(32), zeroblob({leaf}))"
)


EVENTS = 17
"""So many that the tree over them has a stored node."""


def event(verb: str = "INSERT", **changed: Any) -> str:
    """A forged row, sound but for what the attack changes."""
    sound = {
        "position": EVENTS + 1,
        "id": "new",
        "at": "2026-01-01T12:00:00.000000Z",
        "salt": 16,
        "leaf": 32,
    }
    return f"{verb} {EVENT.format(**{**sound, **changed})}"


ATTACKS = [
    "UPDATE events SET payload = x'00' WHERE position = 1",
    "UPDATE events SET recorded_at = '1999' WHERE position = 1",
    "UPDATE OR REPLACE events SET id = 'b' WHERE id = 'a'",
    "WITH x AS (SELECT 1) UPDATE events SET recorder = 'me'",
    "UPDATE tags SET tag = 2",
    "UPDATE tag_names SET name = 'other'",
    "UPDATE tag_names SET number = 2",
    "UPDATE commitments SET position = 2",
    "UPDATE ledger SET value = x'00'",
    "UPDATE alembic_version SET version_num = '9'",
    "DELETE FROM events",
    "DELETE FROM events WHERE position = 2",
    "DELETE FROM tags",
    "DELETE FROM tag_names",
    "DELETE FROM commitments",
    "DELETE FROM ledger",
    "DELETE FROM alembic_version",
    event("INSERT OR REPLACE", position=2, id="b"),
    event("REPLACE", position=1, id="a"),
    event("INSERT OR IGNORE", position=2, id="other"),
    event("INSERT OR REPLACE", id="a"),
    event(id="promise"),
    event(position=EVENTS + 2),
    event(position=0),
    event(position=-1),
    event(position="NULL"),
    event(at="2025-12-31T00:00:00.000000Z"),
    event() + " ON CONFLICT DO UPDATE SET recorder = 'me'",
    "INSERT OR REPLACE INTO tags (tag, position) SELECT tag, position FROM tags",
    "INSERT OR REPLACE INTO tag_names (number, name) SELECT number, name FROM tag_names",
    "INSERT OR REPLACE INTO tag_names (number, name) VALUES (1, 'other')",
    "INSERT OR REPLACE INTO tag_names (number, name) VALUES (2, 't')",
    "INSERT OR REPLACE INTO commitments (id, position) VALUES ('promise', 2)",
    "INSERT OR REPLACE INTO ledger (name, value) VALUES ('key', x'00')",
    "INSERT INTO commitments (id, position) VALUES ('a', 2)",
    "UPDATE events SET payload = x'', salt = x'' WHERE position = 1",
    "UPDATE events SET payload = x'', salt = x'', recorder = 'me' WHERE position = 1",
    "DELETE FROM tags WHERE position = 1",
    "UPDATE nodes SET hash = zeroblob(32)",
    "DELETE FROM nodes",
    "INSERT OR REPLACE INTO nodes (level, number, hash) VALUES (4, 0, zeroblob(32))",
    "INSERT INTO nodes (level, number, hash) VALUES (0, 2, zeroblob(32))",
    "INSERT INTO nodes (level, number, hash) VALUES (3, 0, zeroblob(32))",
    "INSERT INTO nodes (level, number, hash) VALUES (4, 1, zeroblob(32))",
    "INSERT INTO nodes (level, number, hash) VALUES (5, 0, zeroblob(32))",
    "INSERT INTO nodes (level, number, hash) VALUES (62, 0, zeroblob(32))",
    "INSERT INTO nodes (level, number, hash) VALUES (62, 4611686018427387903, zeroblob(32))",
    "INSERT INTO nodes (level, number, hash) VALUES (4, 0, x'00')",
    "INSERT INTO tags (tag, position) VALUES (1, 99)",
    f"INSERT INTO tags (tag, position) VALUES ('t', {EVENTS + 1})",
    "DROP TABLE events",
    "DROP TABLE tags",
    "DROP TABLE alembic_version",
    "DROP INDEX tags_position",
    "DROP TRIGGER events_no_update",
    "DROP TRIGGER events_gapless",
    "ALTER TABLE events RENAME TO old",
    "ALTER TABLE events ADD COLUMN more TEXT",
    "ALTER TABLE events DROP COLUMN recorder",
    "CREATE TABLE other (a)",
    "CREATE TEMP TABLE events (a)",
    "CREATE TEMP VIEW events AS SELECT 1",
    "CREATE VIEW view_events AS SELECT 1",
    "CREATE TRIGGER mine AFTER INSERT ON events BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TEMP TRIGGER mine BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIRTUAL TABLE words USING fts5 (a)",
    "CREATE VIRTUAL TABLE view_words USING rtree (a, b, c)",
    "CREATE VIRTUAL TABLE view_words USING fts5vocab (events, row)",
    "ATTACH DATABASE ':memory:' AS other",
    "VACUUM",
    "VACUUM INTO '/nowhere/copy.db'",
    "REINDEX",
    "PRAGMA writable_schema = ON",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA ignore_check_constraints = ON",
    "PRAGMA trusted_schema = ON",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA application_id = 1",
    "PRAGMA user_version = 1",
    "PRAGMA schema_version = 1",
    "UPDATE sqlite_master SET sql = '' WHERE name = 'events_no_update'",
    "DELETE FROM sqlite_master WHERE type = 'trigger'",
    "UPDATE sqlite_temp_master SET sql = ''",
    "ALTER TABLE view_words RENAME TO events",
    "SELECT load_extension('x')",
    "ANALYZE",
    "CREATE INDEX view_mine ON events (type)",
    "INSERT INTO ledger (name, value) VALUES ('other', x'00')",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA defer_foreign_keys = ON",
]

FORGERIES = [
    event(id="forged", at="not a time"),
    event(id="forged", salt=3),
    event(id="forged", leaf=0),
    event(id="forged", at="2026-02-30T12:00:00.000000Z"),
    event(id="forged", at="2026-01-01T24:00:00.000000Z"),
    event(id="forged", at="2026-01-01 12:00:00.000000Z"),
    event(id=""),
    event().replace("x'7b7d'", "x''"),
    event().replace("x'7b7d'", "'{}'"),
    event().replace("'t', 1", "'t', 0"),
    event().replace("'t', 1", "'', 1"),
    event().replace("'t', 1", "'t', 'one'"),
    event().replace("'r'", "''"),
    event().replace("recorder,", "recorder, about,").replace("'r',", f"'r', {EVENTS + 1},"),
    event().replace("recorder,", "recorder, about,").replace("'r',", "'r', 99,"),
    event().replace("recorder,", "recorder, known_from,").replace("'r',", "'r', '2020-9-9',"),
    event().replace("recorder,", "recorder, known_from,").replace("'r',", "'r', '2021-02-29',"),
    "INSERT INTO alembic_version (version_num) VALUES ('0000')",
    "INSERT INTO tags (tag, position) VALUES (2, 1)",
    "INSERT INTO commitments (id, position) VALUES ('late', 1)",
    "INSERT INTO tags (tag, position) VALUES (1, 19)",
    "INSERT INTO commitments (id, position) VALUES ('early', 19)",
    "INSERT INTO tags (tag, position) VALUES (99, 18)",
    "INSERT INTO tag_names (number, name) VALUES (2, '')",
    "INSERT INTO tag_names (number, name) VALUES (0, 'none')",
    "INSERT INTO tags (tag, position) SELECT 1, 99 UNION ALL SELECT 1, 1",
    "INSERT OR REPLACE INTO tags (tag, position) SELECT tag, position + 1 FROM tags",
    "CREATE UNIQUE INDEX view_mine ON events (schema, position)",
]


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A ledger of a few events."""
    place = str(tmp_path / "ledger.db")
    store = empty_ledger(Path(place))
    append(store, an_event("a", "t", declares=("promise",)), an_event("b", "t"),
           *(an_event(f"c{n}", "t") for n in range(3, EVENTS + 1)))  # fmt: skip
    store.close()
    return place


def contents(path: str) -> list[str]:
    """Everything in the file: its shape and its rows."""
    raw = driver.connect(f"file:{path}?mode=ro", uri=True)
    try:
        shape = [str(row) for row in raw.execute("SELECT * FROM sqlite_master ORDER BY name")]
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        marks = ("application_id", "user_version", "journal_mode")
        rows = [str(row) for name in names for row in raw.execute(f"SELECT * FROM {name}")]
        return shape + rows + [str(raw.execute(f"PRAGMA {mark}").fetchone()) for mark in marks]
    finally:
        raw.close()


def attack(path: str, sql: str, *, inside: bool) -> None:
    """Run SQL as the program itself could, in a transaction or without one."""
    writer = engine(path, write=True)
    try:
        if inside:
            with writer.begin() as connection:
                connection.exec_driver_sql(sql)
        else:
            with writer.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert raw is not None
                cursor = raw.cursor()
                cursor.execute(sql)
                cursor.close()
    finally:
        writer.dispose()


@pytest.mark.parametrize("inside", [True, False], ids=["in a transaction", "without one"])
@pytest.mark.parametrize("sql", ATTACKS)
def test_sql_can_only_append(path: str, sql: str, inside: bool) -> None:
    """Refused by authorizer, trigger or constraint; the file is as before."""
    before = contents(path)

    with pytest.raises((sa.exc.DBAPIError, driver.Error)):
        attack(path, sql, inside=inside)
    assert contents(path) == before


@pytest.mark.parametrize("inside", [True, False], ids=["in a transaction", "without one"])
@pytest.mark.parametrize("sql", FORGERIES)
def test_sql_cannot_add_what_the_store_never_would(path: str, sql: str, inside: bool) -> None:
    """Rows that could not be read back, or that change what an old event touches."""
    before = contents(path)

    with pytest.raises((sa.exc.DBAPIError, driver.Error)):
        attack(path, sql, inside=inside)
    assert contents(path) == before


@pytest.mark.parametrize(
    "sql",
    [event(), "CREATE TABLE view_x (a)", "DROP TABLE events", "PRAGMA query_only = OFF",
     "PRAGMA journal_mode = DELETE", "ATTACH DATABASE ':memory:' AS other"],
)  # fmt: skip
def test_a_reading_connection_cannot_write_at_all(path: str, sql: str) -> None:
    """The file is opened read-only, and the connection is told so once more."""
    before = contents(path)
    reader = engine(path, write=False)
    try:
        with pytest.raises(sa.exc.DBAPIError), reader.begin() as connection:
            connection.exec_driver_sql(sql)
    finally:
        reader.dispose()
    assert contents(path) == before


def test_the_guards_hold_without_the_authorizer_too(path: str) -> None:
    """Another program with plain SQLite meets the triggers, even with its own settings."""
    raw = driver.connect(path)
    try:
        for sql in (
            "UPDATE events SET payload = x'00'",
            "DELETE FROM events",
            "DELETE FROM tags",
            "DELETE FROM tag_names",
            "UPDATE tag_names SET name = 'other'",
            "REPLACE INTO tag_names (number, name) VALUES (1, 'other')",
            "REPLACE INTO tag_names (number, name) VALUES (2, 't')",
            "REPLACE INTO nodes (level, number, hash) VALUES (4, 0, zeroblob(32))",
            "INSERT INTO nodes (level, number, hash) VALUES (4, 1, zeroblob(32))",
            event("REPLACE", position=1, id="a"),
            event("INSERT OR REPLACE", id="a"),
            event(position=EVENTS + 9),
            event(salt=3),
            "INSERT INTO tags (tag, position) VALUES (2, 1)",
            "INSERT INTO commitments (id, position) VALUES ('late', 2)",
            "DELETE FROM alembic_version",
            "UPDATE alembic_version SET version_num = '0000'",
            "INSERT INTO alembic_version (version_num) VALUES ('0000')",
        ):
            with pytest.raises(driver.DatabaseError, match="append-only"):
                raw.execute(sql)
    finally:
        raw.close()


def test_only_the_words_that_a_redaction_names_can_be_removed(tmp_path: Path) -> None:
    """Those of the event that is named, both fields, and nothing else of it."""
    place = tmp_path / "ledger.db"
    store = empty_ledger(place)
    append(store, an_event("a", "t", "own"), an_event("b", "t"))
    append(store, an_event("r", type="redaction", payload=b'{"of":["a"]}'))
    empty = "UPDATE events SET payload = x'', salt = x''"
    name = "DELETE FROM tag_names WHERE name = 'own'"
    found = engine(str(place), write=True)
    refused = [
        f"{empty} WHERE position = 2",
        f"{empty} WHERE position = 3",
        f"{empty}, known_from = NULL WHERE position = 1",
        "UPDATE events SET payload = x'' WHERE position = 1",
        "UPDATE events SET payload = x'7b7d' WHERE position = 1",
        "DELETE FROM tags WHERE position = 1",
        name,
    ]
    for statement in refused:
        with pytest.raises(sa.exc.DBAPIError), found.begin() as connection:
            connection.exec_driver_sql(statement)
    with found.begin() as connection:
        connection.exec_driver_sql(f"{empty} WHERE position = 1")
        connection.exec_driver_sql("DELETE FROM tags WHERE position = 1")
        connection.exec_driver_sql(name)
    with pytest.raises(sa.exc.DBAPIError), found.begin() as connection:
        connection.exec_driver_sql("DELETE FROM tag_names")
    with pytest.raises(sa.exc.DBAPIError), found.begin() as connection:
        connection.exec_driver_sql("DELETE FROM tags WHERE position = 2")
    found.dispose()
    store.close()
