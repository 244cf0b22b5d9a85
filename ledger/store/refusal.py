"""What the database or the file system says, told as a sentence about the ledger."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from ledger.errors import DatabaseError
from ledger.store.driver import driver

_SAYS = {
    "locked": "is in use by another program that does not let go",
    "readonly": "cannot be written: it, or its folder, is read-only",
    "unable to open": "cannot be opened: check that you may read it and write its folder",
    "not a database": "is not a ledger",
    "disk is full": "cannot grow: the disk is full",
    "malformed": "is damaged",
}
_HINT = "record it again: what already lies is recognised by its id"


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turns errors of the database into a DatabaseError that names the ledger at `place`.

    Errors of anything else that happens in the block, of the caller's own files say, pass through.
    """
    try:
        yield
    except (sa.exc.DBAPIError, driver.Error) as error:
        raise _sentence(place, error) from error
    except UnicodeDecodeError as error:
        # Only texts of the file are decoded while it is open; they were Unicode when they came.
        raise DatabaseError(f"{place} is damaged: {error.object!r} is no text",
                            hint="pledger verify names everything that is wrong") from error  # fmt: skip


@contextmanager
def told_of_files(place: str) -> Iterator[None]:
    """Turns errors of the file system too: for what this room itself does with files."""
    try:
        with told(place):
            yield
    except FileExistsError:
        raise
    except OSError as error:
        raise DatabaseError(f"{place}: {error.strerror or error}") from error


def check_name(path: str | os.PathLike[str]) -> Path:
    """The path, if a ledger can have it. Raises DatabaseError where no file can be called so."""
    target = Path(path)
    try:
        # The files that SQLite keeps beside the ledger have longer names than its own.
        target.with_name(f"{target.name}-journal").lstat()
    except ValueError as error:
        raise DatabaseError(f"{str(target)!r} cannot be the name of a file: {error}",
                            hint="choose another name") from error  # fmt: skip
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise DatabaseError(f"the name {target} is too long for a ledger",
                                hint="choose a shorter one") from error  # fmt: skip
    return target


def _sentence(place: str, error: Exception) -> DatabaseError:
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    text = str(cause)
    if "append-only" in text or "not authorized" in text:
        return DatabaseError(f"{place}: {text}", hint="events are only ever appended")
    for mark, sentence in _SAYS.items():
        if mark in text:
            return DatabaseError(f"{place} {sentence}; nothing was recorded")
    if "I/O" in text:
        # The disk failed while it was told to keep something, and nobody knows whether it did.
        return DatabaseError(f"{place}: the disk failed ({text}); see whether the last events lie",
                             hint=_HINT)  # fmt: skip
    return DatabaseError(f"{place}: the database says: {text}; nothing was recorded")
