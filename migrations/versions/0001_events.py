"""The first form of a ledger: events, their tags, commitments and tree, the ledger's key.

A migration is history: it states the tables itself and never follows later changes of the code.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

DAY = "{0} IS date({0}, '+0 days') AND {0} >= '0001'"
MOMENT = (
    "{0} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
    ".[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND substr({0}, 12, 2) < '24' "
    "AND substr({0}, 1, 10) IS date({0}, '+0 days') AND {0} >= '0001'"
)

TABLES = (
    f"""CREATE TABLE events (
        position INTEGER NOT NULL PRIMARY KEY CHECK (position >= 1),
        id TEXT NOT NULL UNIQUE CHECK (id <> ''),
        type TEXT NOT NULL CHECK (type <> ''),
        schema INTEGER NOT NULL CHECK (schema >= 1),
        recorded_at TEXT NOT NULL CHECK ({MOMENT.format("recorded_at")}),
        recorder TEXT NOT NULL CHECK (recorder <> ''),
        known_from TEXT CHECK ({DAY.format("known_from")}),
        about INTEGER CHECK (about BETWEEN 1 AND position - 1),
        payload BLOB NOT NULL CHECK ((length(payload) = 0) = (length(salt) = 0)),
        salt BLOB NOT NULL CHECK (length(salt) IN (0, 16)),
        payload_digest BLOB NOT NULL CHECK (length(payload_digest) = 32),
        leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32),
        FOREIGN KEY (about) REFERENCES events (position) DEFERRABLE INITIALLY DEFERRED
    ) STRICT""",
    "CREATE INDEX events_type ON events (type, schema)",
    "CREATE INDEX events_about ON events (about) WHERE about IS NOT NULL",
    # A tag stands under most events that touch the same thing: its words lie once, its number often.
    """CREATE TABLE tag_names (
        number INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
        name TEXT NOT NULL UNIQUE CHECK (name <> '')
    ) STRICT""",
    # Tags and commitments are written before their event, inside one transaction: hence deferred.
    # A key that is looked at once, at the commit, also spares each statement a journal of its own.
    """CREATE TABLE tags (
        tag INTEGER NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (tag, position),
        FOREIGN KEY (tag) REFERENCES tag_names (number) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (position) REFERENCES events (position) DEFERRABLE INITIALLY DEFERRED
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX tags_position ON tags (position)",
    """CREATE TABLE commitments (
        id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
        position INTEGER NOT NULL,
        FOREIGN KEY (position) REFERENCES events (position) DEFERRABLE INITIALLY DEFERRED
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX commitments_position ON commitments (position)",
    # The tree over the leaf hashes (RFC 6962): node (level, number) never changes once it is there.
    # What lies below level 4 is worked out from the sixteen leaves beside the events.
    """CREATE TABLE nodes (
        level INTEGER NOT NULL CHECK (level BETWEEN 4 AND 62),
        number INTEGER NOT NULL CHECK (number >= 0),
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (level, number)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE ledger (
        name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
        value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

TAKEN = (
    "EXISTS (SELECT 1 FROM events WHERE id = NEW.id) OR "
    "EXISTS (SELECT 1 FROM commitments WHERE id = NEW.id)"
)

_KEPT = ("position", "id", "type", "schema", "recorded_at", "recorder", "known_from", "about",
         "payload_digest", "leaf_hash")  # fmt: skip
_NAMED = (
    "EXISTS (SELECT 1 FROM events AS r, json_each("
    "CASE WHEN length(r.payload) > 0 THEN CAST(r.payload AS TEXT) ELSE '{}' END, '$.of') AS o "
    "WHERE r.type = 'redaction' AND r.position > OLD.position AND o.value = OLD.id)"
)
REDACTED = " AND ".join(
    (
        *(f"NEW.{name} IS OLD.{name}" for name in _KEPT),
        "length(NEW.payload) = 0",
        "length(NEW.salt) = 0",
        _NAMED,
    )
)


def _guard(name: str, event: str, table: str, when: str, says: str) -> str:
    condition = f"WHEN {when} " if when else ""
    # FAIL keeps what the statement did before the refused row, and so needs no journal for each
    # statement (a third of the time of an append). An insert has then done nothing that its own
    # guards did not let pass.
    answer = "FAIL" if event == "INSERT" else "ABORT"
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}"
        f"BEGIN SELECT RAISE({answer}, 'append-only: {says}'); END"
    )


def guards() -> list[str]:
    """The triggers by which the database itself refuses all but appending."""
    found = [
        _guard(f"{table}_no_{verb.lower()}", verb, table, "", f"{table} takes no {verb}")
        for table in ("events", "tag_names", "tags", "commitments", "nodes", "ledger")
        for verb in ("UPDATE", "DELETE")
        if (table, verb) not in (("events", "UPDATE"), ("tags", "DELETE"), ("tag_names", "DELETE"))
    ]
    # The one change: payload and salt go, of an event that a later redaction names. What is found
    # by the words that went goes after them, and a tag that no event bears any more.
    found += [
        _guard(
            "events_no_update", "UPDATE", "events", f"NOT ({REDACTED})", "events takes no UPDATE"
        ),
        _guard(
            "tags_no_delete",
            "DELETE",
            "tags",
            "(SELECT length(payload) FROM events WHERE position = OLD.position) IS NOT 0",
            "tags takes no DELETE",
        ),
        _guard(
            "tag_names_no_delete",
            "DELETE",
            "tag_names",
            "EXISTS (SELECT 1 FROM tags WHERE tag = OLD.number)",
            "tag_names takes no DELETE",
        ),
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
        # The tables leave room for words that the law takes out; an event comes with its words.
        _guard(
            "events_whole",
            "INSERT",
            "events",
            "length(NEW.payload) < 2 OR length(NEW.salt) <> 16",
            "an event has a payload and a salt",
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
        # What an event touches and promises is complete once the event lies: both are written
        # before it, and a commit is refused while they speak of a position that is not taken.
        *(
            _guard(
                f"{table}_before_their_event",
                "INSERT",
                table,
                "NEW.position <= (SELECT coalesce(max(position), 0) FROM events)",
                f"the {table} of a recorded event are complete",
            )
            for table in ("tags", "commitments")
        ),
        _guard(
            "nodes_no_replace",
            "INSERT",
            "nodes",
            "EXISTS (SELECT 1 FROM nodes WHERE level = NEW.level AND number = NEW.number)",
            "nodes takes no replacement",
        ),
        _guard(
            "nodes_over_their_events",
            "INSERT",
            "nodes",
            "NEW.number >= (SELECT coalesce(max(position), 0) FROM events) >> NEW.level",
            "a node stands over recorded events",
        ),
        _guard(
            "tag_names_no_replace",
            "INSERT",
            "tag_names",
            "EXISTS (SELECT 1 FROM tag_names WHERE number = NEW.number) "
            "OR EXISTS (SELECT 1 FROM tag_names WHERE name = NEW.name)",
            "tag_names takes no replacement",
        ),
        _guard(
            "ledger_no_replace",
            "INSERT",
            "ledger",
            "EXISTS (SELECT 1 FROM ledger WHERE name = NEW.name)",
            "ledger takes no replacement",
        ),
    ]
    # Alembic's own table: one row, which migrations move forward.
    found += [
        _guard("alembic_version_no_delete", "DELETE", "alembic_version", "", "it takes no DELETE"),
        _guard(
            "alembic_version_one_row",
            "INSERT",
            "alembic_version",
            "EXISTS (SELECT 1 FROM alembic_version)",
            "it has one row",
        ),
        _guard(
            "alembic_version_forward",
            "UPDATE",
            "alembic_version",
            "NEW.version_num <= OLD.version_num",
            "it never goes back",
        ),
    ]
    return found


def upgrade() -> None:
    """Create the tables and their guards."""
    for statement in (*TABLES, *guards()):
        op.execute(statement)
