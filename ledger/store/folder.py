"""Folders: names that are there to stay, and the passing ones of what is still being made."""

from __future__ import annotations

import os
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


def discard(draft: Path) -> None:
    """Remove a file under its passing name, and what SQLite keeps beside it, as far as that goes.

    What cannot be removed is told of nowhere: why the work failed matters more.
    """
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)
