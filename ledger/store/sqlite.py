"""The store in an SQLite file: append-only by the database's own rules, durable when a call returns."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ledger.errors import ConflictError, DatabaseError, RefusedError
from ledger.store.connection import (
    connect,
    engine,
    is_still,
    needs_taking_over,
    take_over,
    tidy,
)
from ledger.store.event_data import EventData, StoredEvent, ViewRow, ViewSpec
from ledger.store.folder import discard, sync
from ledger.store.forks import forked
from ledger.store.migrate import make
from ledger.store.refusal import check_name, told, told_of_files
from ledger.store.snapshot import SQLiteSnapshot, SQLiteTransaction
from ledger.store.store import Salts
from ledger.store.sweep import sweep
from ledger.store.versions import find, refuse_other


class SQLiteStore:
    """A ledger in one SQLite file.

    Safe to use from several threads; a forked child is refused and must open the file anew.
    """

    def __init__(self, path: str | os.PathLike[str], *, salts: Salts) -> None:
        self._path = os.fspath(path)
        self._salts = salts
        self._pid = os.getpid()
        self._file = _identity(self._path)
        self._lock = threading.RLock()
        self._writing = False
        self._closed = False
        self._reader = engine(self._path, write=False)
        self._writer = engine(self._path, write=True)
        self._lent: Any = None

    @property
    def place(self) -> str:
        return self._path

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, salts: Salts, key: bytes) -> SQLiteStore:
        """Make a new ledger.

        Raises ConflictError where something lies there already, DatabaseError where it cannot be
        written.
        """
        target = check_name(path)
        if os.path.lexists(target):
            raise ConflictError(f"{target} exists already", hint="choose another file")
        if not target.parent.is_dir():
            raise DatabaseError(f"there is no folder {target.parent}", hint="make it first")
        # Made under another name and then linked, so that an interrupted `init` leaves no half
        # ledger, and of two at once one is told.
        draft = target.with_name(f".pledger.{os.getpid()}.{threading.get_ident()}.new")
        try:
            with told_of_files(str(target)):
                make(os.fspath(draft), key)
                os.link(draft, target)
                sync(target.parent)
        except FileExistsError:
            raise ConflictError(f"{target} exists already", hint="choose another file") from None
        finally:
            discard(draft)
        return cls.open(path, salts=salts)

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, salts: Salts) -> SQLiteStore:
        """Open a ledger.

        Raises NotFoundError where there is none, DatabaseError where the file is something else,
        cannot be read, or was made by another version of the program.
        """
        find(path)
        store = cls(path, salts=salts)
        try:
            with told(store.place), store._reading() as connection:
                refuse_other(connection, store.place)
            if needs_taking_over(store._path):
                store._reader.dispose()
                take_over(store._path)
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def reading(self) -> Iterator[SQLiteSnapshot]:
        self._check_open()
        with told(self.place), self._reading() as connection:
            connection.execute("BEGIN")
            # SQLite looks at the file with the first read, not with BEGIN.
            connection.execute("PRAGMA schema_version").fetchone()
            snapshot = SQLiteSnapshot(connection)
            try:
                yield snapshot
            finally:
                snapshot.end()
                connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[SQLiteTransaction]:
        self._check_open()
        with self._lock:
            if self._writing:
                raise RefusedError("this thread is in a transaction of the ledger already",
                                   hint="append to the transaction at hand")  # fmt: skip
            self._writing = True
            try:
                with told(self._path):
                    connection = self._writing_connection()
                    connection.execute("BEGIN IMMEDIATE")
                    transaction = SQLiteTransaction(connection, self._salts)
                    try:
                        yield transaction
                        transaction.end()
                        if not transaction.is_whole:
                            raise RefusedError("an append of this transaction failed half-way, so "
                                               "nothing of it is recorded")  # fmt: skip
                        connection.execute("COMMIT")
                        # From here on what was appended is durable.
                    finally:
                        transaction.end()
                        if connection.in_transaction:
                            connection.rollback()
            finally:
                self._writing = False
                if self._closed:
                    self._let_go()

    def sweep(self) -> None:
        """See to it that nothing that was removed is left in the file or beside it."""
        self._check_open()
        with self._lock:
            self._let_go()
            sweep(self._path)

    def close(self) -> None:
        """Let go of the file. The last to close it leaves one file that can be copied."""
        if os.getpid() != self._pid:
            return
        self._closed = True
        with self._lock:  # another thread's transaction ends first, one's own goes on
            if not self._writing:
                self._let_go()
        tidy(self._path)

    def _writing_connection(self) -> Any:
        """The driver's own connection, lent by the engine once: writers take turns."""
        if self._lent is None:
            self._lent = self._writer.raw_connection()
        return self._lent.driver_connection

    def _let_go(self) -> None:
        if self._lent is not None:
            self._lent.close()
            self._lent = None
        self._reader.dispose()
        self._writer.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        if not is_still(self._path):
            with _lent(self._reader) as connection:
                yield connection
            return
        # No lock will hold the owner of the folder off: look whether the file stays as it is, and
        # keep nothing of it for the next snapshot.
        before = _stamp(self._path)
        with closing(connect(self._path, write=False, still=True)) as connection:
            yield connection
        if _stamp(self._path) != before:
            raise DatabaseError(f"{self._path} was written to while it was read",
                                hint="ask again")  # fmt: skip

    def _check_open(self) -> None:
        if os.getpid() != self._pid:
            raise forked()
        if self._closed:
            raise RefusedError(f"{self._path} was closed", hint="open it anew")
        if _identity(self._path) != self._file:
            # What is open is a file without a name: whatever it is told would go with it.
            raise DatabaseError(f"{self._path} was moved or replaced while it was open",
                                hint="open it anew")  # fmt: skip


def _identity(path: str) -> tuple[int, int] | None:
    """Which file lies at a path now."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a third of the time, and asked for each transaction
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _stamp(path: str) -> tuple[int, int] | None:
    """What changes when a file is written to."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@contextmanager
def _lent(found: sa.Engine) -> Iterator[Any]:
    """The driver's own connection, lent by the engine's pool."""
    lent = found.raw_connection()
    try:
        yield lent.driver_connection
    finally:
        lent.close()


__all__ = ["EventData", "SQLiteSnapshot", "SQLiteStore", "SQLiteTransaction", "StoredEvent",
           "ViewRow", "ViewSpec"]  # fmt: skip
