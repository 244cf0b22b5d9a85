"""A ledger that holds the small world, in memory and in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.service.service import Service
from ledger.store.sqlite import SQLiteStore
from tests.service.world import KEY, WORLD, Clock, a_ledger, memory, salts


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(clock: Clock) -> Service:
    """A ledger in memory that holds the small world: seven events."""
    made = a_ledger(memory(), clock)
    made.record(WORLD)
    return made


@pytest.fixture
def filed(tmp_path: Path, clock: Clock) -> Iterator[Service]:
    """The same in an SQLite file."""
    store = SQLiteStore.create(tmp_path / "ledger.db", salts=salts(), key=KEY)
    with a_ledger(store, clock) as made:
        made.record(WORLD)
        yield made
