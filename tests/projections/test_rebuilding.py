"""A rebuild beside the living ledger: others ask and append, and nothing is lost however it ends."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import ConflictError
from ledger.projections import PROJECTIONS
from ledger.projector import catch_up, clear_away, read_rows, rebuild, rebuilding, rows, spec
from ledger.projector.rebuilding import LAST_STEP
from ledger.store.memory import MemoryStore
from ledger.store.sqlite import SQLiteStore
from ledger.store.store import Store
from tests.projections import test_catching_up
from tests.projections.lived import BASE, ledgers
from tests.projections.test_catching_up import (
    KEY,
    append,
    assert_all_ways_agree,
    batches,
    in_memory,
    quietly,
    record,
    salts,
)
from tests.telling import Telling

cuts = st.lists(st.integers(0, 60), min_size=3, max_size=8)


class Others:
    """Those who append and ask while a rebuild goes on: a batch at each of its steps."""

    def __init__(self, store: Store, told: Telling, cuts: list[int]) -> None:
        self._store = store
        self._told = told
        self._batches = iter(list(batches(told.recorded, cuts)))
        self.answers: list[int] = []

    def step(self, *_: object) -> None:
        """Append the next batch, as the service does, and ask."""
        batch = next(self._batches, None)
        if batch is None:
            return
        with self._store.writing() as transaction:
            append(transaction, batch, self._told)
            catch_up(transaction, few=0)
        with self._store.reading() as snapshot:
            head = snapshot.head()
            assert all(snapshot.progress(spec(each)) == head for each in PROJECTIONS)
            self.answers.append(sum(1 for _ in read_rows(snapshot, PROJECTIONS[0], dt.date.max)))

    def rest(self) -> None:
        """Append what is left."""
        for _ in range(100):
            self.step()


@settings(quietly, max_examples=60)
@given(ledgers, cuts)
def test_what_is_appended_during_a_rebuild_is_in_its_rows(told: Telling, cuts: list[int]) -> None:
    with in_memory() as store:
        with store.writing() as transaction:
            catch_up(transaction)
        others = Others(store, told, cuts)
        others.step()
        others.step()

        rebuild(store, others.step)

        assert others.answers
        others.rest()
        assert_all_ways_agree(store, told)


@pytest.mark.parametrize("longest", [100.0, 0.0])
def test_much_that_is_appended_is_caught_up_a_little_at_a_time(
    store: Store, monkeypatch: pytest.MonkeyPatch, longest: float
) -> None:
    """The less at a time, the longer it takes."""
    told = Telling(BASE)
    monkeypatch.setattr("ledger.projector.rebuilding.LAST_STEP", 2)
    monkeypatch.setattr("ledger.projector.rebuilding.LONGEST", longest)
    sizes: list[int] = []
    swapped = rebuilding._swapped

    def noted(*given: Any) -> bool:
        sizes.append(given[-1])
        return swapped(*given)

    monkeypatch.setattr(rebuilding, "_swapped", noted)
    with store.writing() as transaction:
        append(transaction, told.recorded[:3], told)
        catch_up(transaction)
    once = iter([True])

    def append_the_rest(*_: object) -> None:
        if next(once, False):
            with store.writing() as transaction:
                append(transaction, told.recorded[3:], told)
                catch_up(transaction)

    rebuild(store, append_the_rest)

    assert LAST_STEP > 2
    assert set(sizes) == ({2} if longest else {2, 1})
    assert_all_ways_agree(store, told)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made: Store
    if request.param == "memory":
        made = MemoryStore(salts=salts(), key=KEY)
    else:
        made = SQLiteStore.create(tmp_path / "ledger.db", salts=salts(), key=KEY)
    yield made
    made.close()


def held(store: Store) -> dict[str, Any]:
    """What the views in use hold, and how far they have read."""
    with store.reading() as snapshot:
        return {
            each.name: (list(snapshot.rows(spec(each))), snapshot.progress(spec(each)))
            for each in PROJECTIONS
        }


def stopped_at(step: int) -> Callable[[int, int], None]:
    """Interrupts, as a user does, at one of the steps."""
    steps = iter(range(100))

    def told(done: int, total: int) -> None:
        if next(steps) == step:
            raise KeyboardInterrupt

    return told


@pytest.mark.parametrize("step", range(4))
def test_an_interrupted_rebuild_leaves_the_old_rows_in_use(store: Store, step: int) -> None:
    told = Telling(BASE)
    record(store, told, [])
    before = held(store)

    with pytest.raises(KeyboardInterrupt):
        rebuild(store, stopped_at(step))
    assert held(store) == before

    rebuild(store)
    assert held(store) == before
    assert_all_ways_agree(store, told)


def test_of_two_rebuilds_the_later_one_goes_on(store: Store) -> None:
    told = Telling(BASE)
    record(store, told, [])
    before = held(store)
    once = iter([True])

    def rebuild_too(*_: object) -> None:
        if next(once, False):
            rebuild(store)

    with pytest.raises(ConflictError, match="given up"):
        rebuild(store, rebuild_too)
    assert held(store) == before


def tables(path: Path) -> set[str]:
    with SQLiteStore.open(path, salts=salts()).reading() as snapshot:
        return set(snapshot._tables())


def test_what_was_replaced_or_left_unfinished_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    store = SQLiteStore.create(path, salts=salts(), key=KEY)
    record(store, Telling(BASE), [])
    usual = len(tables(path))
    for step in range(3):
        with pytest.raises(KeyboardInterrupt):
            rebuild(store, stopped_at(step))
    assert len(tables(path)) > usual

    rebuild(store)
    assert len(tables(path)) == usual
    clear_away(store)
    assert len(tables(path)) == usual
    shutil.copy(path, tmp_path / "copy.db")


@pytest.mark.parametrize("most", [0, 400, 10**6])
def test_however_many_earlier_days_are_kept_the_answers_are_the_same(
    store: Store, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long history is not written down as often as it has turns."""
    monkeypatch.setattr(rows, "MOST_BYTES", most)
    told = Telling(BASE)
    for number, month in enumerate(("2020-10-01", "2020-11-01", "2020-12-01")):
        told.tell([{"type": "corroboration", "id": f"c{number}", "of": "first-words",
                    "source": "paper", "date": month}])  # fmt: skip
    record(store, told, [])
    with store.reading() as snapshot:
        kept = [row.columns["since"] for row in snapshot.rows(spec(PROJECTIONS[0]), ["first"])]

    assert len(kept) == {0: 1, 400: 1}.get(most, 2)
    assert_all_ways_agree(store, told)


@settings(quietly, max_examples=60)
@given(ledgers, st.sampled_from([0, 1500]))
def test_rows_of_few_earlier_days_answer_like_rows_of_all(told: Telling, most: int) -> None:
    before = rows.MOST_BYTES
    rows.MOST_BYTES = most
    try:
        with in_memory() as store:
            test_catching_up.record(store, told, [20, 40])
            assert_all_ways_agree(store, told)
    finally:
        rows.MOST_BYTES = before
