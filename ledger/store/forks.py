"""What becomes of open connections in a forked child: they are never closed there.

SQLite connections must not cross a fork (sqlite.org/howtocorrupt.html, section 2.6). A child that
only ends, as every worker of a process pool does, would close what it inherited: undo the write
that its parent is in the middle of, and fold a log that its parent still writes to. So the child
keeps one more reference to each, for ever. Statements on them are refused elsewhere.
"""

from __future__ import annotations

import ctypes
import os
import weakref
from typing import Any

from ledger.errors import DatabaseError
from ledger.store.driver import driver

Connection: Any = type("Connection", (driver.Connection,), {})
"""The driver's connection, of a kind that can be kept track of."""


def forked() -> DatabaseError:
    """The refusal of whatever a forked child does with what it inherited."""
    return DatabaseError("a ledger cannot be used in a forked process",
                         hint="open it anew in the child")  # fmt: skip


_open: weakref.WeakSet[Any] = weakref.WeakSet()


def keep_track(connection: Any) -> None:
    """Remember a connection as long as it lives."""
    _open.add(connection)


def _abandon() -> None:
    for connection in list(_open):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(connection))
    _open.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_abandon)
