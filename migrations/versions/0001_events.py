"""The first form of a ledger: events, their tags, the commitments they make, the ledger's key.

A migration is history: it states the tables itself and never follows later changes of the code.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """CREATE TABLE events (
        position INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        type TEXT NOT NULL,
        schema INTEGER NOT NULL,
        recorded_at TEXT NOT NULL,
        recorder TEXT NOT NULL,
        known_from TEXT,
        about INTEGER REFERENCES events (position),
        payload BLOB NOT NULL,
        salt BLOB NOT NULL,
        payload_digest BLOB NOT NULL,
        leaf_hash BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX events_about ON events (about) WHERE about IS NOT NULL",
    """CREATE TABLE tags (
        tag TEXT NOT NULL,
        position INTEGER NOT NULL REFERENCES events (position),
        PRIMARY KEY (tag, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX tags_position ON tags (position)",
    """CREATE TABLE commitments (
        id TEXT NOT NULL PRIMARY KEY,
        position INTEGER NOT NULL REFERENCES events (position)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE ledger (
        name TEXT NOT NULL PRIMARY KEY,
        value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

TAKEN = (
    "EXISTS (SELECT 1 FROM events WHERE id = NEW.id) OR "
    "EXISTS (SELECT 1 FROM commitments WHERE id = NEW.id)"
)


def _guard(name: str, event: str, table: str, when: str, says: str) -> str:
    condition = f"WHEN {when} " if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {says}'); END"
    )


def guards() -> list[str]:
    """The triggers by which the database itself refuses all but appending."""
    found = [
        _guard(f"{table}_no_{verb.lower()}", verb, table, "", f"{table} takes no {verb}")
        for table in ("events", "tags", "commitments", "ledger")
        for verb in ("UPDATE", "DELETE")
    ]
    # INSERT OR REPLACE removes a row without firing its delete trigger unless recursive_triggers
    # is on, so what exists is refused before the conflict could be resolved that way.
    found += [
        _guard(
            "events_gapless",
            "INSERT",
            "events",
            "NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events)",
            "the next position is the head plus one",
        ),
        _guard("events_one_id", "INSERT", "events", TAKEN, "this id is taken"),
        _guard(
            "events_forward",
            "INSERT",
            "events",
            "NEW.recorded_at < (SELECT recorded_at FROM events WHERE position = NEW.position - 1)",
            "recorded_at never goes back",
        ),
        _guard("commitments_one_id", "INSERT", "commitments", TAKEN, "this id is taken"),
        _guard(
            "tags_no_replace",
            "INSERT",
            "tags",
            "EXISTS (SELECT 1 FROM tags WHERE tag = NEW.tag AND position = NEW.position)",
            "tags takes no replacement",
        ),
        _guard(
            "ledger_no_replace",
            "INSERT",
            "ledger",
            "EXISTS (SELECT 1 FROM ledger WHERE name = NEW.name)",
            "ledger takes no replacement",
        ),
    ]
    return found


def upgrade() -> None:
    """Create the tables and their guards."""
    for statement in (*TABLES, *guards()):
        op.execute(statement)
