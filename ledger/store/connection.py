"""Connections to the file of a ledger, with the settings under which nothing acknowledged is lost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from ledger.store.driver import driver, journal, wal_is_safe
from ledger.store.guard import authorize

APPLICATION_ID = 0x504C4447
"""Marks an SQLite file as a policy ledger ("PLDG")."""

BUSY_MS = 30_000
"""How long a writer waits for another before it gives up."""

PAGE_BYTES = 16_384


def engine(path: str, *, write: bool, guarded: bool = True) -> sa.Engine:
    """An engine on a ledger file; readers cannot write, and writers can only append.

    `guarded=False` is for migrations alone, which must alter tables.
    """
    uri = uri_of(path, "rw" if write else "ro")

    def connect() -> Any:
        found = driver.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        _settle(found, write=write)
        if guarded:
            found.set_authorizer(authorize)
        return found

    # One writer is enough, since writers take turns; readers are as many as there are threads.
    found = sa.create_engine("sqlite://", creator=connect, module=driver, poolclass=QueuePool,
                             pool_size=1 if write else 5, max_overflow=0 if write else -1,
                             pool_reset_on_return=None)  # fmt: skip
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    @event.listens_for(found, "begin")
    def _begin(connection: sa.Connection) -> None:
        # The driver is in autocommit: without this, a transaction would begin at its first write
        # and two writers that have both read would refuse each other.
        connection.exec_driver_sql(begin)

    return found


def uri_of(path: str, mode: str) -> str:
    """The address of a file for SQLite, whatever bytes its name has."""
    return f"file:{quote(os.fsencode(Path(path).absolute().as_posix()))}?mode={mode}"


def _settle(connection: Any, *, write: bool) -> None:
    mode, synchronous = journal()
    settings = [
        f"busy_timeout = {BUSY_MS}",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
        "secure_delete = ON",
        f"synchronous = {synchronous}",
        "query_only = OFF" if write else "query_only = ON",
    ]
    if write:
        settings.insert(1, f"journal_mode = {mode}")
    for setting in settings:
        connection.execute(f"PRAGMA {setting}").close()


__all__ = ["APPLICATION_ID", "BUSY_MS", "PAGE_BYTES", "driver", "engine", "uri_of", "wal_is_safe"]
