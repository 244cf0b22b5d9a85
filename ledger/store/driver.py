"""Which SQLite this process uses: the newest at hand, one for all files."""

from __future__ import annotations

import sqlite3
from types import ModuleType
from typing import Any


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


_MENDED: dict[tuple[int, ...], tuple[int, ...]] = {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}
"""Older lines of SQLite that got the repair too, and from which version on."""


def wal_is_safe(version: tuple[int, ...] = driver.sqlite_version_info) -> bool:
    """Whether this SQLite is free of the WAL-reset bug of 3.7.0 to 3.51.2 (sqlite.org/wal.html)."""
    found = tuple(version)
    mended = _MENDED.get(found[:2])
    if mended is not None and found >= mended:
        return True
    return not (3, 7, 0) <= found <= (3, 51, 2)


def journal() -> tuple[str, str]:
    """Journal mode and synchronous setting under which an acknowledged event survives power loss."""
    return ("WAL", "FULL") if wal_is_safe() else ("TRUNCATE", "EXTRA")
