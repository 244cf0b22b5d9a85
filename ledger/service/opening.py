"""Opens what is to be read: an ordinary file, bytes at hand, or what flows in and is kept meanwhile."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ledger.errors import InputRefusedError, NotFoundError, Problem, UsageError

Given = bytes | os.PathLike[str] | BinaryIO
"""A document: its bytes, the path of its file, or a file opened for reading bytes."""


@contextmanager
def opened(given: Given, name: str) -> Iterator[BinaryIO]:
    """A file of what is given that can be read from its beginning more than once.

    Raises NotFoundError where there is none, InputRefusedError for a folder, a device, what cannot
    be read.
    """
    if isinstance(given, bytes):
        yield BytesIO(given)
    elif isinstance(given, os.PathLike):
        with open_file(os.fspath(given)) as file:
            yield file
    elif not hasattr(given, "read"):
        raise UsageError("a document is bytes, a path, or a file opened for reading bytes")
    elif given.seekable():
        yield given
    else:
        with tempfile.TemporaryFile() as kept:
            try:
                shutil.copyfileobj(given, kept)
            except OSError as error:
                raise _unreadable(name, error) from error
            yield kept


def open_file(path: str) -> BinaryIO:
    """An ordinary file, opened. Raises as `opened` does."""
    if not path:
        raise UsageError("the name of the file is empty")
    try:
        kind = Path(path).stat().st_mode
        if stat.S_ISDIR(kind):
            raise _refused(path, "this is a folder, not a document")
        if not stat.S_ISREG(kind):
            raise _refused(path, "this is no ordinary file", "to read from a pipe, give - for FILE")
        return Path(path).open("rb")
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def read_some(file: BinaryIO, size: int, name: str) -> bytes:
    """So many bytes of a file, fewer where it ends. Raises InputRefusedError where it fails."""
    try:
        return file.read(size)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: Exception) -> InputRefusedError:
    return _refused(name, f"this cannot be read: {getattr(error, 'strerror', None) or error}")


def _refused(name: str, sentence: str, hint: str | None = None) -> InputRefusedError:
    return InputRefusedError([Problem(sentence=sentence, file=name, hint=hint)])
