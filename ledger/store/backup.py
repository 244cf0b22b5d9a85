"""A copy of a ledger made while others use it, and checked before it gets its name."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from ledger.errors import ConflictError, IntegrityError
from ledger.store.connection import connect, is_still, tidy, uri_of
from ledger.store.driver import driver
from ledger.store.folder import discard, sync
from ledger.store.refusal import told_of_files


class Contents(NamedTuple):
    """What two copies of a ledger must agree in; the leaf hash stands for the last entry."""

    revision: str
    head: int
    leaf_hash: bytes | None
    events: int
    tags: int
    commitments: int


def contents(connection: Any) -> Contents:
    """What lies in the ledger that this driver's connection has open."""

    def one(sql: str) -> Any:
        row = connection.execute(sql).fetchone()
        return row[0] if row else None

    return Contents(
        revision=str(one("SELECT version_num FROM alembic_version")),
        head=int(one("SELECT coalesce(max(position), 0) FROM events")),
        leaf_hash=one("SELECT leaf_hash FROM events ORDER BY position DESC LIMIT 1"),
        events=int(one("SELECT count(*) FROM events")),
        tags=int(one("SELECT count(*) FROM tags")),
        commitments=int(one("SELECT count(*) FROM commitments")),
    )


def damage(connection: Any) -> str | None:
    """What SQLite finds wrong with a file, constraints and foreign keys included; None if nothing."""
    for (found,) in connection.execute("PRAGMA integrity_check(1)"):
        if found != "ok":
            return str(found)
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        return f"row {row} of {table} points to what is not in {parent}"
    return None


def backup(path: str | os.PathLike[str], target: str | os.PathLike[str]) -> Contents:
    """Copy a ledger to `target` as it is at one moment; what the copy holds.

    Raises ConflictError where something lies at the target, DatabaseError where it cannot be
    written, IntegrityError where the copy does not pass its check.
    """
    place = Path(target)
    if os.path.lexists(place):
        raise ConflictError(f"{place} exists already", hint="choose another file")
    draft = place.with_name(f".pledger.{os.getpid()}.copy")
    try:
        with told_of_files(str(place)):
            held = _copy(os.fspath(path), draft)
            os.link(draft, place)
            # From here on the copy is there whatever happens.
            sync(place.parent)
    except FileExistsError:
        raise ConflictError(f"{place} exists already", hint="choose another file") from None
    finally:
        tidy(os.fspath(path))
        discard(draft)
    return held


def _copy(path: str, draft: Path) -> Contents:
    draft.unlink(missing_ok=True)
    with (
        closing(connect(path, write=False, guarded=False, still=is_still(path))) as source,
        closing(driver.connect(uri_of(str(draft), "rwc"), uri=True, isolation_level=None)) as copy,
    ):
        source.execute("BEGIN")
        held = contents(source)
        source.backup(copy)
        source.execute("ROLLBACK")
        wrong = damage(copy)
        if wrong or contents(copy) != held:
            raise IntegrityError(
                f"the copy of {path} is not sound: {wrong or 'it differs from the ledger'}",
                hint="examine the ledger with: pledger doctor",
            )
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    return held


def is_copy(place: Path, held: Contents) -> bool:
    """Whether a sound copy with these contents lies there already."""
    if not place.is_file():
        return False
    try:
        with closing(connect(str(place), write=False, guarded=False)) as found:
            return contents(found) == held and damage(found) is None
    except driver.Error:
        return False
    finally:
        tidy(str(place))
