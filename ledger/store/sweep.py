"""Sweeping: after words were removed, nothing of them is left in the file, its log or its free pages.

`secure_delete` overwrites what is removed where it lay; but rows move between pages before that,
and a log keeps older pages. So the file is written anew from its live rows, and the log cut off.
"""

from __future__ import annotations

from contextlib import closing

from ledger.errors import DatabaseError
from ledger.store.connection import connect
from ledger.store.driver import journal
from ledger.store.refusal import told


def sweep(path: str) -> None:
    """Write the file anew, and fold its log into it. Raises DatabaseError where others hold it."""
    with told(path), closing(connect(path, write=True, guarded=False)) as connection:
        connection.execute("VACUUM")
        if journal()[0] != "WAL":
            return
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise DatabaseError(f"{path} is being read by another program, so its log cannot be cut",
                                hint="end it, and redact the same again")  # fmt: skip
