"""Folders: names that are there to stay, and the passing ones of what is still being made."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path


def sync(folder: Path) -> None:
    """Make the names in a folder durable, where the system lets a folder be opened.

    A name is durable only when its folder has been written out, whatever happened to the file.
    """
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def replace(target: Path, data: bytes) -> None:
    """Put a file in its place durably and whole: whoever reads it finds the old one or this one.

    Raises OSError where it cannot be written; then the old one is still there.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}.new")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        discard(draft)
    sync(target.parent)


def discard(draft: Path) -> None:
    """Remove a file under its passing name, and what SQLite keeps beside it, as far as that goes.

    What cannot be removed is told of nowhere: why the work failed matters more.
    """
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)
