"""Folders: a name in one is durable only when the folder itself has been written out."""

from __future__ import annotations

import os
from pathlib import Path


def sync(folder: Path) -> None:
    """Make the names in a folder durable, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
