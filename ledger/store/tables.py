"""The durable tables of a ledger; the guards that make them append-only stand in the migrations."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()


def _checked_at_commit(what: str = "events.position") -> sa.ForeignKey:
    """What must lie when the transaction is committed, not before."""
    return sa.ForeignKey(what, deferrable=True, initially="DEFERRED")


events = sa.Table(
    "events",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("schema", sa.Integer, nullable=False),
    sa.Column("recorded_at", sa.Text, nullable=False),
    sa.Column("recorder", sa.Text, nullable=False),
    sa.Column("known_from", sa.Text),
    sa.Column("about", sa.Integer, _checked_at_commit()),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("payload_digest", sa.LargeBinary, nullable=False),
    sa.Column("leaf_hash", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)
sa.Index("events_type", events.c.type, events.c.schema)
sa.Index("events_about", events.c.about, sqlite_where=events.c.about.is_not(None))

tag_names = sa.Table(
    "tag_names",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sqlite_strict=True,
)

tags = sa.Table(
    "tags",
    metadata,
    sa.Column(
        "tag",
        sa.Integer,
        _checked_at_commit("tag_names.number"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("position", sa.Integer, _checked_at_commit(), primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

sa.Index("tags_position", tags.c.position)

commitments = sa.Table(
    "commitments",
    metadata,
    sa.Column("id", sa.Text, primary_key=True, nullable=False),
    sa.Column("position", sa.Integer, _checked_at_commit(), nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

sa.Index("commitments_position", commitments.c.position)

nodes = sa.Table(
    "nodes",
    metadata,
    sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("name", sa.Text, primary_key=True, nullable=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

DURABLE = tuple(table.name for table in metadata.sorted_tables)
"""Tables whose rows are never changed or removed; all others are views or Alembic's own."""
