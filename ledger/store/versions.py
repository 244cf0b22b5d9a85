"""The form of the tables a ledger stands at: a newer one is refused, an older one brought up to date."""

from __future__ import annotations

import os
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from ledger.errors import DatabaseError, IntegrityError, NotFoundError
from ledger.store.backup import Contents, backup, contents, damage, is_copy
from ledger.store.connection import APPLICATION_ID, connect, engine, is_still, tidy
from ledger.store.driver import driver
from ledger.store.migrate import REVISION, folder, revisions, upgrade
from ledger.store.refusal import check_name, told_of_files


@frozen(kw_only=True)
class Migration:
    """What `migrate` did: the form before and after, and the copy of what was before.

    `copy` is None where the ledger was up to date and nothing was done.
    """

    before: str
    after: str
    copy: Path | None = None


def find(path: str | os.PathLike[str]) -> Path:
    """The file of a ledger, if there is a file.

    Raises NotFoundError where there is none, DatabaseError where it is something else.
    """
    target = check_name(path)
    if not target.exists():
        raise NotFoundError(f"there is no ledger at {target}",
                            hint="make one with: pledger init")  # fmt: skip
    if not target.is_file():
        kind = "a folder" if target.is_dir() else "no ordinary file"
        raise DatabaseError(f"{target} is {kind}, not a ledger")
    return target


def revision_of(connection: Any, place: str) -> str | None:
    """The form that a ledger stands at. Raises DatabaseError where the file is no ledger."""
    try:
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
    except driver.DatabaseError as error:
        if "not a database" not in str(error):
            raise
        raise DatabaseError(f"{place} is not a ledger ({error})") from error
    if mark != APPLICATION_ID:
        raise DatabaseError(f"{place} is not a ledger: another program made this database")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def refuse_other(connection: Any, place: str) -> None:
    """Raises DatabaseError where a ledger stands at another form than this program's."""
    found = revision_of(connection, place)
    if found == REVISION:
        return
    if found is not None and found < REVISION:
        raise DatabaseError(
            f"{place} was made by an older version of the program (its tables are at {found}, "
            f"this program needs {REVISION})",
            hint="bring it up to date, after a copy, with: pledger migrate",
        )
    raise _newer(place, found, REVISION)


def migrate(path: str | os.PathLike[str], *, scripts: Path | None = None) -> Migration:
    """Bring an older ledger to the newest form, after a copy of it has been made and checked.

    Everything happens in one transaction: interrupted at any moment, the ledger stands where it
    stood, and the next call does it again. `scripts` is where the migrations lie, those shipped
    with the program if not given.

    Raises NotFoundError where there is no ledger, DatabaseError where it is of a newer program or
    cannot be written, IntegrityError where copy or result does not pass its check.
    """
    place = find(path)
    scripts = scripts or folder()
    known = revisions(scripts)
    with told_of_files(str(place)):
        with closing(connect(str(place), write=False, still=is_still(str(place)))) as reader:
            before = revision_of(reader, str(place))
        tidy(str(place))
        if before == known[-1]:
            return Migration(before=before, after=before)
        if before not in known:
            raise _newer(str(place), before, known[-1])
        found = engine(os.fspath(place), write=True, guarded=False)
        try:
            with found.connect() as connection:
                # A migration may have to make a table anew; the keys are checked at its end.
                raw: Any = connection.connection.dbapi_connection
                raw.execute("PRAGMA foreign_keys = OFF")
                with connection.begin():
                    return _migrate(connection, place, scripts, known[-1])
        finally:
            found.dispose()


def _migrate(connection: sa.Connection, place: Path, scripts: Path, newest: str) -> Migration:
    # The write lock is held: nobody can append between the copy and the new form.
    raw = connection.connection.dbapi_connection
    held = contents(raw)
    if held.revision == newest:  # somebody else was faster
        return Migration(before=newest, after=newest)
    copy = _copied(place, held, newest)
    upgrade(connection, scripts)
    wrong = damage(raw)
    now = contents(raw)
    if wrong is None and now != held._replace(revision=newest):
        wrong = f"before it {held}, after it {now}"
    if wrong is not None:
        raise IntegrityError(
            f"the migration of {place} to {newest} does not keep what is recorded: {wrong}; "
            "the ledger is as it was",
            hint=f"a checked copy lies at {copy}; this is a fault of the program",
        )
    return Migration(before=held.revision, after=newest, copy=copy)


def _copied(place: Path, held: Contents, newest: str) -> Path:
    """A checked copy beside the ledger, that of an interrupted migration if it is still true."""
    for number in count(1):
        ending = "" if number == 1 else f".{number}"
        copy = place.with_name(f"{place.name}.before-{newest}{ending}")
        if is_copy(copy, held):
            return copy
        if not os.path.lexists(copy):
            break
    made = backup(place, copy)
    if made != held:
        raise IntegrityError(f"{place} changed while it was copied", hint="migrate it again")
    return copy


def _newer(place: str, found: str | None, known: str) -> DatabaseError:
    return DatabaseError(
        f"{place} was made by a newer version of the program (its tables are at {found}, this "
        f"program knows {known})",
        hint="use the newer program",
    )
