"""Connections to SQLite: which library, which settings, and what SQL may not do on them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import NullPool, QueuePool

from ledger.store.tables import DURABLE


def _driver() -> ModuleType:
    """The newest SQLite at hand: the one that comes with pysqlite3 where there is a wheel."""
    try:
        import pysqlite3  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return sqlite3
    module: ModuleType = pysqlite3.dbapi2
    return module


driver: Any = _driver()
"""The DB-API module in use. One process never opens a file through two SQLite libraries."""

APPLICATION_ID = 0x504C4447
"""Marks an SQLite file as a policy ledger ("PLDG")."""

BUSY_MS = 30_000
"""How long a writer waits for another before it gives up."""

PAGE_BYTES = 16_384


def wal_is_safe(version: tuple[int, ...] = driver.sqlite_version_info) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2, sqlite.org/wal.html)."""
    return not (3, 7, 0) <= tuple(version) <= (3, 51, 2)


def journal() -> tuple[str, str]:
    """Journal mode and synchronous setting under which an acknowledged event survives power loss."""
    return ("WAL", "FULL") if wal_is_safe() else ("TRUNCATE", "EXTRA")


def engine(path: str, *, write: bool, guarded: bool = True) -> sa.Engine:
    """An engine on a ledger file; readers cannot write, and writers can only append.

    `guarded=False` is for migrations alone, which must alter tables.
    """
    mode = "rw" if write else "ro"
    uri = f"file:{quote(Path(path).absolute().as_posix())}?mode={mode}"

    def connect() -> Any:
        found = driver.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        _settle(found, write=write)
        if guarded:
            found.set_authorizer(_authorize)
        return found

    pool = NullPool if write else QueuePool
    found = sa.create_engine("sqlite://", creator=connect, module=driver, poolclass=pool)
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    @event.listens_for(found, "begin")
    def _begin(connection: sa.Connection) -> None:
        # The driver is in autocommit: without this, a transaction would begin at its first write
        # and two writers that have both read would refuse each other.
        connection.exec_driver_sql(begin)

    return found


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


_CHANGES = {driver.SQLITE_UPDATE, driver.SQLITE_DELETE}
_SHAPES = {
    driver.SQLITE_CREATE_TABLE,
    driver.SQLITE_CREATE_INDEX,
    driver.SQLITE_DROP_TABLE,
    driver.SQLITE_DROP_INDEX,
    driver.SQLITE_REINDEX,
}
_NEVER = {
    driver.SQLITE_ATTACH,
    driver.SQLITE_DETACH,
    driver.SQLITE_ALTER_TABLE,
    driver.SQLITE_CREATE_TRIGGER,
    driver.SQLITE_CREATE_TEMP_TRIGGER,
    driver.SQLITE_CREATE_TEMP_TABLE,
    driver.SQLITE_CREATE_TEMP_VIEW,
    driver.SQLITE_CREATE_VIEW,
    driver.SQLITE_CREATE_VTABLE,
    driver.SQLITE_DROP_TRIGGER,
    driver.SQLITE_DROP_VIEW,
}
_PRAGMAS = {"table_info", "journal_mode", "wal_checkpoint", "synchronous", "query_only",
            "integrity_check", "application_id", "recursive_triggers", "foreign_keys",
            "busy_timeout", "table_xinfo", "index_list", "compile_options", "read_uncommitted"}  # fmt: skip


def _authorize(
    action: int, one: str | None, two: str | None, _base: str | None, _inner: str | None
) -> int:
    """Refuses, while a statement is prepared, whatever could change or remove what is recorded."""
    if action in _NEVER:
        return int(driver.SQLITE_DENY)
    if action in _CHANGES and one in DURABLE:
        return int(driver.SQLITE_DENY)
    if action in _CHANGES and one == "alembic_version":
        return int(driver.SQLITE_DENY)
    if action in _SHAPES:
        return int(driver.SQLITE_OK if (one or "").startswith(("view_", "sqlite_autoindex_view_"))
                   else driver.SQLITE_DENY)  # fmt: skip
    # A setting may be read; the connection's own were made before this guard stood.
    if action == driver.SQLITE_PRAGMA and (one not in _PRAGMAS or two is not None):
        return int(driver.SQLITE_DENY)
    if action == driver.SQLITE_FUNCTION and two == "load_extension":
        return int(driver.SQLITE_DENY)
    return int(driver.SQLITE_OK)
