"""Runs the migrations of the durable tables on the connection that the store hands over."""

from __future__ import annotations

from alembic import context

from ledger.store.tables import DURABLE, metadata


def _durable(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """Views are rebuilt, never migrated: Alembic sees the durable tables only."""
    return kind != "table" or name in DURABLE


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, include_object=_durable)
with context.begin_transaction():
    context.run_migrations()
