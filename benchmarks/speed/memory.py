"""A file system in memory: whether there is one, and copies there of the ledgers that stay on disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve

from benchmarks.speed import machine
from benchmarks.speed.desk import Desk

SHM = Path("/dev/shm")

ROOM = 4
"""So many times what is kept must fit: a copy that is written to, its log, and what a rebuild makes."""


def is_there(folder: Path) -> bool:
    """Whether files can be made in a folder."""
    return folder.is_dir() and os.access(folder, os.W_OK)


@contextmanager
def shelf(memory: Path) -> Iterator[Path | None]:
    """A folder in memory for the time of a run; None where there is no such file system."""
    if not is_there(memory):
        yield None
        return
    with TemporaryDirectory(dir=memory, prefix="bench-kept-") as folder:
        yield Path(folder)


def fits(desk: Desk, folder: Path) -> bool:
    """Whether what is kept at a desk can be measured in memory."""
    size = sum(path.stat().st_size for path in (desk.kept, desk.lines))
    return min(shutil.disk_usage(folder).free, machine.available()) >= ROOM * size


def moved(desk: Desk, folder: Path) -> Desk:
    """A desk in memory, with copies of what is kept at this one."""
    found = evolve(desk, keep=folder, folder=folder)
    for path, copy in ((desk.kept, found.kept), (desk.lines, found.lines)):
        if not copy.exists():
            shutil.copyfile(path, copy)
    return found
