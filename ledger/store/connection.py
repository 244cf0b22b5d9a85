"""Connections to the file of a ledger, with the settings under which nothing acknowledged is lost."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from ledger.store.driver import driver, journal
from ledger.store.forks import Connection, keep_track
from ledger.store.guard import authorize

APPLICATION_ID = 0x504C4447
"""Marks an SQLite file as a policy ledger ("PLDG")."""

BUSY_MS = 30_000
"""How long a writer waits for another before it gives up."""

PAGE_BYTES = 16_384

CACHE_KIB = 32_768
"""So much of the file a connection keeps in memory at most.

A transaction that changes more pages than this writes some of them to the log twice.
"""

LOG_BYTES = 2**26
"""What is kept of the log's length once all of it is in the file.

While a reader looks on for long, the log grows with all that is written; it would stay as long.
"""

_WAL_FORM = 2
"""What byte 18 of a file says where it is kept with a write-ahead log (sqlite.org/fileformat2)."""


def engine(path: str, *, write: bool, guarded: bool = True) -> sa.Engine:
    """An engine on a ledger file; readers cannot write, and writers can only append.

    `guarded=False` is for migrations alone, which must alter tables.
    """
    # One writer is enough, since writers take turns; readers are as many as there are threads.
    found = sa.create_engine(
        "sqlite://",
        creator=lambda: connect(path, write=write, guarded=guarded),
        module=driver,
        poolclass=QueuePool,
        pool_size=1 if write else 5,
        max_overflow=0 if write else -1,
        pool_reset_on_return=None,
    )
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    @event.listens_for(found, "begin")
    def _begin(connection: sa.Connection) -> None:
        # The driver is in autocommit: without this, a transaction would begin at its first write
        # and two writers that have both read would refuse each other.
        connection.exec_driver_sql(begin)

    return found


def connect(path: str, *, write: bool, guarded: bool = True, still: bool = False) -> Any:
    """A connection of the driver, in autocommit; `still` for what `is_still` says so of.

    Raises the driver's errors.
    """
    mode = "rw" if write else "ro&immutable=1" if still else "ro"
    found = driver.connect(
        uri_of(path, mode),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        factory=Connection,
    )
    keep_track(found)
    try:
        _settle(found, write=write)
    except UnicodeDecodeError as error:
        # SQLite quotes what is wrong, and the driver takes all that it says for Unicode.
        raise driver.DatabaseError("malformed: a name in it is no text") from error
    if guarded:
        found.set_authorizer(authorize)
    return found


def is_still(path: str) -> bool:
    """Whether the file lies where nothing can be written, and no writer has it open.

    There SQLite cannot make the files that readers of a write-ahead log share, and must be told
    that it needs none: nobody but the owner of the folder can change anything.
    """
    return (
        not os.access(Path(path).absolute().parent, os.W_OK)
        and not Path(f"{path}-wal").exists()
        and _has_log(path)
    )


def needs_taking_over(path: str) -> bool:
    """Whether another SQLite library, with another journal mode, was the last to write a file."""
    return _has_log(path) != (journal()[0] == "WAL") and os.access(path, os.W_OK)


def take_over(path: str) -> None:
    """Bring a file to the journal mode of this library.

    No reader may have it open meanwhile: it would stand in the way.
    """
    with suppress(driver.Error):
        connect(path, write=True).close()


def _has_log(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return file.read(20)[18:19] == bytes([_WAL_FORM])
    except OSError:
        return False


def tidy(path: str) -> None:
    """Fold the log into the file, if the last to close was a reader, which cannot do it.

    Where another has the file open, or where it cannot be written, nothing happens.
    """
    if journal()[0] == "WAL" and Path(f"{path}-wal").exists():
        with suppress(driver.Error):
            connect(path, write=True).close()


def uri_of(path: str, mode: str) -> str:
    """The address of a file for SQLite, whatever bytes its name has."""
    return f"file:{quote(os.fsencode(Path(path).absolute().as_posix()))}?mode={mode}"


def _settle(connection: Any, *, write: bool) -> None:
    mode, synchronous = journal()
    settings = [
        f"busy_timeout = {BUSY_MS}",
        f"cache_size = -{CACHE_KIB}",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
        "secure_delete = ON",
        f"synchronous = {synchronous}",
        "query_only = OFF" if write else "query_only = ON",
    ]
    if write:
        settings[1:1] = [f"journal_mode = {mode}", f"journal_size_limit = {LOG_BYTES}"]
    for setting in settings:
        connection.execute(f"PRAGMA {setting}").close()
