"""The SQLite library in use: whether its version and its build can be trusted with a ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ledger.store.driver import driver, journal, wal_is_safe
from ledger.store.finding import Finding

OLDEST = (3, 38, 0)
"""The first version with STRICT tables and, always, the JSON functions."""

KNOWN_BAD = {
    (3, 52, 0): "this release was withdrawn by its makers within a week",
}
"""Versions to keep away from, besides those with the WAL-reset bug, which has its own finding."""

_UPGRADE = "install the package pysqlite3, or a Python with a newer SQLite"


def library_findings(
    version: tuple[int, ...] = driver.sqlite_version_info,
    module: str = driver.__name__,
) -> Iterator[Finding]:
    """What is known of this version of SQLite."""
    version = tuple(version)
    shown = ".".join(map(str, version))
    if version < OLDEST:
        yield Finding(
            level="danger",
            topic="library",
            sentence=f"SQLite {shown} is older than 3.38 and cannot keep a ledger",
            hint=_UPGRADE,
        )
    elif version in KNOWN_BAD:
        yield Finding(
            level="warn",
            topic="library",
            sentence=f"SQLite {shown} is not to be relied on: {KNOWN_BAD[version]}",
            hint=_UPGRADE,
        )
    elif not wal_is_safe(version):
        yield Finding(
            level="warn",
            topic="library",
            sentence=f"SQLite {shown} has the WAL-reset bug, so the ledger is kept with a rollback "
            "journal: as safe, but slower, and readers and writers wait for each other",
            hint=_UPGRADE,
        )
    else:
        yield Finding(level="ok", topic="library", sentence=f"SQLite {shown} ({module})")


def build_findings(options: Collection[str]) -> Iterator[Finding]:
    """What the options say that this library was built with (`PRAGMA compile_options`)."""
    if "THREADSAFE=0" in options:
        yield Finding(
            level="danger",
            topic="build",
            sentence="this SQLite was built without protection against use from several threads",
            hint=_UPGRADE,
        )
    if "ENABLE_FTS5" not in options:
        yield Finding(
            level="danger",
            topic="build",
            sentence="this SQLite was built without full-text search, by which words are found",
            hint=_UPGRADE,
        )
    missing = {"OMIT_FOREIGN_KEY", "OMIT_TRIGGER", "OMIT_AUTHORIZATION", "OMIT_CHECK",
               "OMIT_INTEGRITY_CHECK", "DISABLE_DIRSYNC"} & set(options)  # fmt: skip
    if missing:
        yield Finding(
            level="danger",
            topic="build",
            sentence=f"this SQLite was built without what guards a ledger: {sorted(missing)}",
            hint=_UPGRADE,
        )


def setting_findings(found: dict[str, object]) -> Iterator[Finding]:
    """Whether the settings of a writing connection are those that lose nothing."""
    mode, synchronous = journal()
    wanted = {
        "journal_mode": mode.lower(),
        "synchronous": {"FULL": 2, "EXTRA": 3}[synchronous],
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
    }
    wrong = {name: found.get(name) for name, value in wanted.items() if found.get(name) != value}
    for name, value in wrong.items():
        yield Finding(
            level="danger",
            topic="settings",
            sentence=f"the setting {name} is {value} and must be {wanted[name]}",
            hint="another program may have changed the file; close it and look again",
        )
    if not wrong:
        shown = ", ".join(f"{name}={found[name]}" for name in wanted)
        yield Finding(level="ok", topic="settings", sentence=shown)
