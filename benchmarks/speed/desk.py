"""The desk of a case: how large the ledger is, where files lie, how often it is done."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from benchmarks.speed import kept
from ledger.copies import texts_beside
from ledger.store.sqlite import SQLiteStore
from ledger.store.texts import TextFolder
from ledger.wiring import Ledger, salt

RECORDER = "recorder"

NOW = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
"""The present of every question: after all that a generated ledger tells and records."""


@frozen(kw_only=True)
class Desk:
    """What a case is given.

    `events` is the size of the ledger, `rounds` how often a work is done, `budget` the seconds
    after which no further round is begun. `keep` holds the files that stay from run to run,
    `folder` is where the measured files are made. `python` is the interpreter of the other event
    store, None where there is none.
    """

    events: int
    seed: int
    rounds: int
    budget: float
    keep: Path
    folder: Path
    python: Path | None

    @property
    def kept(self) -> Path:
        """The ledger of this size with its views. It is never written to: see `copy`."""
        return kept.ledger(self.keep, self.events, self.seed)

    @property
    def lines(self) -> Path:
        """The same events as a JSON Lines document."""
        return kept.lines(self.keep, self.events, self.seed)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for files that are thrown away."""
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="bench-") as folder:
            yield Path(folder)

    @contextmanager
    def copy(self) -> Iterator[Path]:
        """A copy of the ledger that may be written to."""
        with self.scratch() as folder:
            target = folder / "copy.db"
            shutil.copyfile(self.kept, target)
            yield target


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    """A ledger whose key, where one is made, goes with the process and not to the user's keys."""
    store = SQLiteStore.open(path, salts=salt)
    texts = TextFolder(texts_beside(path))
    with Ledger(store, texts, now=lambda: NOW, recorder=RECORDER) as ledger:
        yield ledger


@contextmanager
def stored(path: Path) -> Iterator[SQLiteStore]:
    """The store of a ledger alone."""
    store = SQLiteStore.open(path, salts=salt)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def made(path: Path) -> Iterator[SQLiteStore]:
    """The store of a new, empty ledger."""
    store = SQLiteStore.create(path, salts=salt, key=bytes(32))
    try:
        yield store
    finally:
        store.close()
