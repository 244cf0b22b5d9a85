"""Catching up equals rebuilding equals the plain fold of the whole history, whatever happened."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ledger.errors import ConflictError, IntegrityError
from ledger.model.event import RecordedEvent
from ledger.model.history import History, effective
from ledger.model.records import Retraction
from ledger.model.tags import declared_by
from ledger.projections import PROJECTIONS
from ledger.projections.projection import Projection, Row
from ledger.projector import (
    LITTLE,
    catch_up,
    gather,
    read_rows,
    rebuild,
    rebuild_within,
    replay,
    spec,
)
from ledger.store.codec import decode
from ledger.store.memory import MemoryStore
from ledger.store.sqlite import SQLiteStore
from ledger.store.store import Snapshot, Store, Transaction
from tests.projections.lived import BASE, ledgers
from tests.projections.plain import HeldEvents, every_subject
from tests.telling import FIRST, RECORDER, Telling, event_data

KEY = b"k" * 32
Opened = Callable[[], Any]
ALWAYS, NEVER = 10**9, 0
"""Whether a catch-up reads the whole ledger at once: both ways must come to the same."""


def salts() -> Callable[[], bytes]:
    """Sixteen bytes that count up."""
    numbers = itertools.count(1)
    return lambda: next(numbers).to_bytes(16, "big")


@contextmanager
def in_memory() -> Iterator[Store]:
    """An empty ledger in memory."""
    yield MemoryStore(salts=salts(), key=KEY)


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Empty ledgers in files: copies of one, which is quicker than making each."""
    folder = tmp_path_factory.mktemp("ledgers")
    SQLiteStore.create(folder / "empty.db", salts=salts(), key=KEY).close()
    numbers = itertools.count(1)

    @contextmanager
    def opened() -> Iterator[Store]:
        path = Path(shutil.copy(folder / "empty.db", folder / f"{next(numbers)}.db"))
        store = SQLiteStore.open(path, salts=salts())
        try:
            yield store
        finally:
            store.close()
            for used in folder.glob(f"{path.name}*"):
                used.unlink()

    return opened


def batches(
    recorded: Sequence[RecordedEvent], cuts: Sequence[int]
) -> Iterator[Sequence[RecordedEvent]]:
    """The events cut before some of their positions."""
    ends = sorted({cut % (len(recorded) + 1) for cut in cuts} | {0, len(recorded)})
    for start, end in itertools.pairwise(ends):
        yield recorded[start:end]


def append(transaction: Transaction, batch: Sequence[RecordedEvent], told: Telling) -> None:
    """Append as the service does."""
    by_id = {recorded.id: recorded for recorded in told.recorded}
    by_id |= {id: r for r in told.recorded for id in declared_by(r.event)}
    data = [event_data(recorded, by_id) for recorded in batch]
    at = batch[-1].recorded_at if batch else FIRST
    transaction.append(data, recorder=RECORDER, recorded_at=at)


def record(store: Store, told: Telling, cuts: Sequence[int], little: int = LITTLE) -> None:
    """Record batch by batch, each with its catch-up in one transaction."""
    with store.writing() as transaction:
        catch_up(transaction)
    for batch in batches(told.recorded, cuts):
        with store.writing() as transaction:
            append(transaction, batch, told)
            catch_up(transaction, little=little, few=0)


def kept(snapshot: Snapshot, tags: Sequence[str]) -> dict[str, Any]:
    """All that the views hold: rows with their columns, what they were folded from, how far."""
    return {
        projection.name: (
            [(r.subject, bytes(r.body), dict(r.columns)) for r in snapshot.rows(spec(projection))],
            {tag: snapshot.readers(spec(projection), [tag]) for tag in tags},
            snapshot.progress(spec(projection)),
        )
        for projection in PROJECTIONS
    }


def tags_in(recorded: Sequence[RecordedEvent]) -> list[str]:
    """Every tag that any subject can have been found by."""
    held = HeldEvents(recorded)
    found = {*held.by_tag, *(f"event:{id}" for id in held.by_id)}
    for projection in PROJECTIONS:
        for subject in every_subject(projection, held):
            found |= gather(held, projection, subject).reads
    return sorted(found)


def folded(
    projection: Projection, recorded: Sequence[RecordedEvent], history: History
) -> Iterator[tuple[str, Row]]:
    """The rows of all subjects, each folded from the whole history: the plain way."""
    for subject in sorted(every_subject(projection, HeldEvents(recorded))):
        for row in projection.fold(subject, history):
            yield subject, row


def folded_on(
    projection: Projection, recorded: Sequence[RecordedEvent], history: History, day: dt.date
) -> list[Any]:
    """The facts of all subjects on a day, each folded from the whole history: the plain way."""
    told = history if projection.whole else history.on(day)
    rows = folded(projection, recorded, told)
    return [row.facts for _, row in rows if row.facts is not None]


def assert_all_ways_agree(store: Store, told: Telling) -> None:
    """What the views hold, what a rebuild makes of them, and the plain fold."""
    with store.reading() as snapshot:
        recorded = [decode(stored) for stored in snapshot.read()]
        tags = tags_in(recorded)
        caught_up = kept(snapshot, tags)
        days = [dt.date.min, *effective(recorded).turns, dt.date.max]
        facts = {
            (p.name, day): list(read_rows(snapshot, p, day)) for p in PROJECTIONS for day in days
        }
    assert [each.event for each in recorded] == [each.event for each in told.recorded]

    with store.writing() as transaction:
        rebuild_within(transaction)
    with store.reading() as snapshot:
        assert kept(snapshot, tags) == caught_up
    for _ in range(2):
        rebuild(store)
        with store.reading() as snapshot:
            assert kept(snapshot, tags) == caught_up

    history = effective(recorded)
    for projection in PROJECTIONS:
        for day in days:
            assert facts[projection.name, day] == folded_on(projection, recorded, history, day)


cut_points = st.lists(st.integers(0, 60), max_size=12)
EVERYWHERE = list(range(60))
quietly = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(quietly, max_examples=150)
@given(ledgers, cut_points, st.sampled_from([LITTLE, ALWAYS, NEVER]))
@example(Telling(BASE), EVERYWHERE, NEVER)
def test_catching_up_equals_rebuilding_equals_the_plain_fold(
    told: Telling, cuts: list[int], little: int
) -> None:
    """In memory, however the ledger is cut into batches and however the events are read."""
    with in_memory() as store:
        record(store, told, cuts, little)

        assert_all_ways_agree(store, told)


@settings(quietly, max_examples=40)
@given(told=ledgers, cuts=cut_points, little=st.sampled_from([ALWAYS, NEVER]))
def test_catching_up_equals_rebuilding_equals_the_plain_fold_in_a_file(
    in_a_file: Opened, told: Telling, cuts: list[int], little: int
) -> None:
    """In SQLite, which finds histories by its own means."""
    with in_a_file() as store:
        record(store, told, cuts, little)

        assert_all_ways_agree(store, told)


KNOWN_BY = st.one_of(st.none(), st.dates(dt.date(2020, 8, 1), dt.date(2021, 3, 1)))


@settings(quietly, max_examples=100)
@given(
    ledgers, KNOWN_BY, st.one_of(st.none(), st.integers(0, 40)), st.dates(dt.date(2020, 8, 1)),
    st.booleans(),
)  # fmt: skip
def test_a_replay_under_the_clocks_equals_the_fold_of_the_restricted_history(
    told: Telling, known_by: dt.date | None, recorded_by: int | None, as_of: dt.date, kept: bool
) -> None:
    """What could be known by a day, from what was recorded by a position; with views or without."""
    with in_memory() as store, store.writing() as transaction:
        append(transaction, told.recorded, told)
        recorded = [decode(stored) for stored in transaction.read()]
        if kept:
            catch_up(transaction)

        for projection in PROJECTIONS:
            found = replay(
                transaction, projection, known_by=known_by, recorded_by=recorded_by, as_of=as_of
            )

            seen = recorded[:recorded_by]
            history = effective(recorded, known_by=known_by, recorded_by=recorded_by)
            assert list(found) == folded_on(projection, seen, history, as_of)


def test_a_circle_of_measures_does_not_hide_what_hangs_on_one_of_them() -> None:
    """Found by the property above: a part of one member of a circle is a part of the others."""
    told = Telling(BASE, "- {type: measure, id: ring, unit: troops, part_of: some-forces}")
    told.tell([{"type": "correction", "id": "c1", "of": "some-forces", "set": {"part_of": "ring"},
                "reason": "r"}])  # fmt: skip
    told.tell([{"type": "measure", "id": "inner", "unit": "troops", "part_of": "some-forces"},
               {"type": "level", "id": "l", "source": "wire", "measure": "inner", "value": "9"}])  # fmt: skip
    with in_memory() as store:
        record(store, told, EVERYWHERE, NEVER)

        assert_all_ways_agree(store, told)


def test_a_view_of_an_older_recipe_is_built_anew_and_nothing_else_is_touched() -> None:
    """Raise a version and the view is rebuilt at the next append."""
    told = Telling(BASE)
    with in_memory() as store:
        record(store, told, [])
        newer = [attrs.evolve(PROJECTIONS[0], version=PROJECTIONS[0].version + 1), *PROJECTIONS[1:]]
        with store.writing() as transaction:
            assert transaction.progress(spec(newer[0])) is None
            catch_up(transaction, newer)
        with store.reading() as snapshot:
            assert snapshot.progress(spec(newer[0])) == len(told.recorded)
            assert snapshot.progress(spec(PROJECTIONS[0])) is None
            assert len(list(snapshot.rows(spec(newer[0])))) == 2


def broken(word: str, *, where: str) -> Projection:
    """A projection that fails at one subject, in its fold or in its needs."""

    def fails(subject: str, _: History) -> Iterator[Any]:
        if subject == word:
            raise KeyError("no such thing")
        yield from ()

    whole = PROJECTIONS[2]
    return attrs.evolve(whole, needs=fails) if where == "needs" else attrs.evolve(whole, fold=fails)


@pytest.mark.parametrize("where", ["fold", "needs"])
def test_a_projection_that_fails_names_its_subject_and_leaves_everything_as_it_was(
    in_a_file: Opened, where: str
) -> None:
    """The append is undone with it: no event, no row, and its progress where it was."""
    told = Telling(BASE)
    more = told.tell([{"type": "level", "id": "straw", "source": "wire", "measure": "few-forces",
                       "value": "9"}])  # fmt: skip
    before = told.recorded[: -len(more)]
    failing = broken("straw", where=where)
    with in_a_file() as store:
        with store.writing() as transaction:
            append(transaction, before, told)
            catch_up(transaction, [failing])

        told_so = "'happenings' cannot be folded for 'straw'"
        with pytest.raises(IntegrityError, match=told_so), store.writing() as transaction:
            append(transaction, more, told)
            catch_up(transaction, [failing])

        with store.reading() as snapshot:
            assert snapshot.head() == len(before)
            assert snapshot.progress(spec(failing)) == len(before)


def test_a_refusal_of_the_history_names_the_event_and_is_passed_on() -> None:
    """What was accepted bit by bit need not fit once one bit is taken away."""
    told = Telling(BASE)
    told.tell([{"type": "correction", "id": "c1", "of": "first-words", "set": {"says": "so"},
                "reason": "r"}])  # fmt: skip
    told.tell([{"type": "correction", "id": "c2", "of": "first-words", "set": {"quote": "none"},
                "reason": "r"}])  # fmt: skip
    gone = attrs.evolve(told.recorded[-1], id="r1", type="retraction", position=13,
                        event=Retraction(id="r1", of="c1", reason="r"))  # fmt: skip
    with in_memory() as store:
        record(store, told, [])

        with pytest.raises(ConflictError, match="first-words"), store.writing() as transaction:
            by_id = {recorded.id: recorded for recorded in told.recorded}
            data = event_data(gone, by_id)
            transaction.append([data], recorder=RECORDER, recorded_at=FIRST)
            catch_up(transaction)

        with store.reading() as snapshot:
            assert snapshot.head() == len(told.recorded)


def test_a_rebuild_tells_how_far_it_is_and_how_many_rows_there_are() -> None:
    told = Telling(BASE)
    steps: list[tuple[int, int]] = []
    with in_memory() as store:
        record(store, told, [])
        count = rebuild(store, lambda done, of: steps.append((done, of)))
        with store.reading() as snapshot:
            rows = [r for each in PROJECTIONS for r in snapshot.rows(spec(each)) if r.body]
        with store.writing() as transaction:
            within = rebuild_within(transaction, lambda done, of: steps.append((done, of)))

    assert count == within == len(rows)
    half = len(steps) // 2
    for told_steps in (steps[:half], steps[half:]):
        assert [done for done, _ in told_steps] == sorted(done for done, _ in told_steps)
        assert told_steps[-1][0] == told_steps[-1][1]


def test_catching_up_where_nothing_is_new_does_nothing() -> None:
    told = Telling(BASE)
    with in_memory() as store:
        record(store, told, [])
        with store.writing() as transaction:
            catch_up(transaction, [broken("vote", where="fold")])
