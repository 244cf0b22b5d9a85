"""Views are only a shortcut: left behind, gone or of another version, the answers stay the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from attrs import evolve
from structlog.testing import capture_logs

from ledger.errors import DatabaseError
from ledger.projections import PROJECTIONS
from ledger.projector import spec
from ledger.service.asking import QUESTIONS
from ledger.service.service import Service
from ledger.store.sqlite import SQLiteStore
from ledger.store.store import Snapshot, Store, Transaction
from tests.service.world import KEPT, KEY, WORLD, Clock, a_ledger, asked_with, memory, salts


def answers(ledger: Service) -> dict[str, object]:
    """The rows of every question."""
    return {
        each.name: ledger.ask(each.name, as_of="2020-10-10", **asked_with(each.name)).rows
        for each in QUESTIONS
    }


def leave_behind(store: Store) -> None:
    """What another program does that appends and knows nothing of these views."""
    with store.writing() as transaction:
        for projection in PROJECTIONS:
            transaction.clear_view(spec(projection))


def progress(store: Store) -> list[int | None]:
    """How far each view has read."""
    with store.reading() as snapshot:
        return [snapshot.progress(spec(each)) for each in PROJECTIONS]


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made: Store
    if request.param == "memory":
        made = memory()
    else:
        made = SQLiteStore.create(tmp_path / "ledger.db", salts=salts(), key=KEY)
    yield made
    made.close()


def test_views_that_were_left_behind_are_caught_up_at_the_next_question(store: Store) -> None:
    ledger = a_ledger(store)
    ledger.record(WORLD)
    before = answers(ledger)
    leave_behind(store)
    assert progress(store) == [None] * len(PROJECTIONS)

    assert answers(ledger) == before
    assert progress(store) == [7] * len(PROJECTIONS)


def test_a_view_that_read_only_so_far_reads_on(store: Store) -> None:
    ledger = a_ledger(store)
    ledger.record(WORLD)
    with store.writing() as transaction:
        for projection in PROJECTIONS:
            transaction.set_progress(spec(projection), 5)

    before = answers(ledger)
    ledger.rebuild()
    assert answers(ledger) == before


def test_a_rebuild_gives_the_same_answers_and_tells_its_steps(store: Store) -> None:
    ledger = a_ledger(store)
    ledger.record((*WORLD, KEPT))
    before, steps = answers(ledger), list[tuple[int, int]]()

    first = ledger.rebuild(lambda done, total: steps.append((done, total)))
    assert (answers(ledger), ledger.rebuild()) == (before, first)
    assert steps
    assert all(0 < done <= total for done, total in steps)


def test_a_view_of_another_version_is_built_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = a_ledger(store)
    ledger.record(WORLD)
    before = answers(ledger)
    with store.writing() as transaction:
        for projection in PROJECTIONS:
            older = evolve(spec(projection), version=projection.version + 1)
            transaction.clear_view(older)
            transaction.set_progress(older, 7)

    assert answers(ledger) == before


class CannotBeWritten:
    """A store on a medium that can only be read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.place = store.place
        self.reading = store.reading
        self.close = store.close
        self.sweep = store.sweep

    def writing(self) -> AbstractContextManager[Transaction]:
        raise DatabaseError("this ledger cannot be written")


def test_a_ledger_that_cannot_be_written_answers_by_replaying_and_warns(store: Store) -> None:
    ledger = a_ledger(store)
    ledger.record(WORLD)
    before = answers(ledger)
    leave_behind(store)

    with capture_logs() as logs:
        assert answers(a_ledger(CannotBeWritten(store))) == before
    assert {entry["event"] for entry in logs} == {"views_behind"}


def test_asking_writes_nothing_where_the_views_are_at_the_head(store: Store, clock: Clock) -> None:
    ledger = a_ledger(store)
    ledger.record(WORLD)

    assert answers(a_ledger(CannotBeWritten(store))) == answers(ledger)


def test_a_snapshot_is_one_state_whatever_is_recorded_meanwhile(store: Store) -> None:
    ledger = a_ledger(store)
    ledger.record(WORLD)
    held: Snapshot
    with store.reading() as held:
        head = held.head()
        ledger.record(KEPT)
        assert held.head() == head == 7
