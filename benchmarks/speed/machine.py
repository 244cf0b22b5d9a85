"""What it was measured on: the machine, the file systems, the versions, the settings of SQLite."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ledger.store.connection import connect
from ledger.store.driver import driver

LIBRARIES = ("sqlalchemy", "alembic", "msgspec", "attrs", "structlog", "click", "rich")
PRAGMAS = ("journal_mode", "synchronous", "page_size", "cache_size", "mmap_size", "secure_delete",
           "wal_autocheckpoint", "foreign_keys", "recursive_triggers", "trusted_schema")  # fmt: skip
"""The settings that decide what an append costs and what it is worth."""


def _said(path: str, name: str) -> str | None:
    """What a file of the kernel says under a name."""
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except OSError:
        return None
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), None)


def file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on, `unknown` where the machine does not say."""
    try:
        mounts = Path("/proc/mounts").read_text("utf-8").splitlines()
    except OSError:
        return "unknown"
    found = ("", "unknown")
    for line in mounts:
        _, place, kind, *_ = line.split(" ")
        inside = folder.resolve().is_relative_to(place)
        if inside and len(place) >= len(found[0]):
            found = (place, kind)
    return found[1]


def available() -> int:
    """The bytes of memory that can still be had; very many where the machine does not say."""
    said = _said("/proc/meminfo", "MemAvailable")
    return int(said.split()[0]) * 1024 if said else 2**62


def machine() -> dict[str, Any]:
    """Processor, cores, memory, kernel."""
    memory = _said("/proc/meminfo", "MemTotal")
    return {
        "processor": _said("/proc/cpuinfo", "model name") or platform.processor() or "unknown",
        "cores": os.cpu_count(),
        "memory": f"{int(memory.split()[0]) / 1e6:.0f} GB" if memory else "unknown",
        "system": f"{platform.system()} {platform.release()}",
    }


def versions(peer: str | None) -> dict[str, str | None]:
    """Of Python, both SQLite libraries, what the ledger stands on, and the other event store."""
    return {
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "SQLite of the ledger": str(driver.sqlite_version),
        "SQLite of Python": sqlite3.sqlite_version,
        **{name: version(name) for name in LIBRARIES},
        "eventsourcing": peer,
    }


def pragmas(path: Path) -> dict[str, str]:
    """The settings of the ledger's writing connection, on a file that may be written to."""
    connection = connect(str(path), write=True, guarded=False)
    try:
        return {name: str(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in PRAGMAS}
    finally:
        connection.close()
