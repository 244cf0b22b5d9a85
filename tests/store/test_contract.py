"""What every store does alike: one suite, run over SQLite and memory."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import ChangedError, ConflictError, NotFoundError, RefusedError
from ledger.store.driver import wal_is_safe
from ledger.store.event_data import (
    Condition,
    EventData,
    Folded,
    StoredEvent,
    ViewRow,
    ViewSpec,
)
from ledger.store.memory import MemoryStore
from ledger.store.sqlite import SQLiteStore
from ledger.store.store import Snapshot, Store

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
KEY = b"k" * 32
LASTING = pytest.mark.skipif(
    not wal_is_safe(), reason="on this SQLite library writers wait until readers have ended"
)
BOARD = ViewSpec(name="board", version=1, columns=(("owner", "TEXT"), ("n_done", "INTEGER")))


def salts() -> Callable[[], bytes]:
    """Sixteen bytes that count up, so that hashes are the same on every run."""
    numbers = itertools.count(1)
    return lambda: next(numbers).to_bytes(16, "big")


def an_event(id: str, *tags: str, **changed: Any) -> EventData:
    """An event with little in it."""
    given: dict[str, Any] = {
        "id": id,
        "type": "statement",
        "schema": 1,
        "known_from": dt.date(2020, 9, 9),
        "payload": b'{"id":"%s"}' % id.encode(),
        "tags": frozenset(tags),
    }
    return EventData(**{**given, **changed})


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "ledger.db")
        SQLiteStore.create(place, salts=salts(), key=KEY).close()
        return place.read_bytes()


def empty_ledger(place: Path) -> SQLiteStore:
    """A new ledger, copied from one that was made once: making one loads the migrations."""
    place.write_bytes(_template())
    return SQLiteStore.open(place, salts=salts())


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty ledger of each kind."""
    made: Store
    if request.param == "sqlite":
        made = empty_ledger(tmp_path / "a ledger?.db")
    else:
        made = MemoryStore(salts=salts(), key=KEY)
    yield made
    made.close()


def append(store: Store, *events: EventData, at: dt.datetime = NOON) -> list[StoredEvent]:
    """Append in one transaction of its own."""
    with store.writing() as transaction:
        return transaction.append(events, recorder="tester", recorded_at=at)


def positions(events: list[StoredEvent]) -> list[int]:
    """The positions alone."""
    return [event.position for event in events]


def test_an_empty_ledger_has_head_nought_and_its_key(store: Store) -> None:
    """Nothing recorded, nothing found."""
    with store.reading() as snapshot:
        assert snapshot.head() == snapshot.head_at(NOON) == 0
        assert list(snapshot.read()) == snapshot.history(["t"]) == []
        assert snapshot.names() == []
        assert snapshot.find(["a"]) == {}
        assert snapshot.types() == set()
        assert snapshot.key() == KEY


def test_what_was_appended_is_read_back_field_for_field(store: Store) -> None:
    """The rows that append gives are the rows that lie."""
    made = append(store, an_event("a", "t"), an_event("b", known_from=None), an_event("c"))

    with store.reading() as snapshot:
        assert list(snapshot.read()) == made
        assert snapshot.at([3, 1, 99]) == [made[0], made[2]]
        assert list(snapshot.read(after=1, upto=2)) == [made[1]]
        assert snapshot.head() == 3


def test_the_hashes_of_a_row_follow_from_its_fields(store: Store) -> None:
    """A stranger with the row can rebuild digest and leaf."""
    (made,) = append(store, an_event("a"))

    assert made.payload_digest == sha256(made.salt + made.payload).digest()
    assert made.leaf_hash == sha256(b"\x00" + made.entry).digest()


def test_the_leaf_of_a_known_event_never_changes(store: Store) -> None:
    """Golden: a change here breaks every proof ever given."""
    (made,) = append(store, an_event("a"))

    assert made.entry == (
        b'{"id":"a","known_from":"2020-09-09","payload_digest":"%s","position":1,'
        b'"recorded_at":"2026-01-01T12:00:00.000000Z","recorder":"tester","schema":1,'
        b'"type":"statement","v":1}' % sha256(bytes(15) + b'\x01{"id":"a"}').hexdigest().encode()
    )


def test_a_transaction_that_fails_leaves_nothing_and_no_gap(store: Store) -> None:
    """Positions are given under the lock, so an undone append does not use one up."""
    append(store, an_event("a"))
    with pytest.raises(RuntimeError), store.writing() as transaction:
        transaction.append([an_event("b", "t")], recorder="r", recorded_at=NOON)
        transaction.clear_view(BOARD)
        raise RuntimeError
    assert positions(append(store, an_event("c"))) == [2]
    with store.reading() as snapshot:
        assert snapshot.find(["a", "b", "c"]) == {"a": 1, "c": 2}
        assert snapshot.history(["t"]) == []
        assert snapshot.progress(BOARD) is None


@LASTING
def test_a_writer_sees_what_it_appended_and_a_reader_only_what_holds(store: Store) -> None:
    """A snapshot stays as it was when it was opened."""
    append(store, an_event("a"))
    with store.reading() as before:
        assert before.head() == 1
        with store.writing() as transaction:
            transaction.append([an_event("b")], recorder="r", recorded_at=NOON)
            assert transaction.head() == 2
            assert before.head() == 1
        assert before.head() == 1
        assert before.find(["b"]) == {}
    with store.reading() as after:
        assert after.head() == 2


def test_the_clock_of_the_ledger_never_goes_back(store: Store) -> None:
    """A machine whose clock was set back records at the time of the last event."""
    append(store, an_event("a"), at=NOON)
    (made,) = append(store, an_event("b"), at=NOON - HOUR)
    append(store, an_event("c"), at=NOON + HOUR)

    assert made.recorded_at == NOON
    with store.reading() as snapshot:
        heads = [snapshot.head_at(NOON + n * HOUR) for n in (-1, 0, 1)]
    assert heads == [0, 2, 3]


@pytest.mark.parametrize(
    "second",
    [
        an_event("a"),
        an_event("promise"),
        an_event("new", declares=("a",)),
        an_event("new", declares=("promise",)),
    ],
    ids=lambda event: f"{event.id} declares {event.declares}",
)
def test_a_name_is_taken_once_by_event_or_commitment(store: Store, second: EventData) -> None:
    """Events and the commitments they make share one space of names."""
    append(store, an_event("a", declares=("promise",)))

    with pytest.raises(ConflictError):
        append(store, second)
    with store.reading() as snapshot:
        assert snapshot.head() == 1


@pytest.mark.parametrize("declares", [("new",), ("twice", "twice")], ids=str)
def test_one_event_cannot_take_a_name_twice(store: Store, declares: tuple[str, ...]) -> None:
    """Its own id included."""
    with pytest.raises(ConflictError):
        append(store, an_event("new", declares=declares))


def test_a_refused_batch_leaves_nothing_even_where_the_writer_goes_on(store: Store) -> None:
    """An append holds as a whole or not at all, within a transaction too."""
    with store.writing() as transaction:
        with pytest.raises(ConflictError):
            transaction.append([an_event("x"), an_event("x")], recorder="r", recorded_at=NOON)
        assert transaction.head() == 0


def test_a_record_may_be_about_the_commitment_that_its_batch_declares(store: Store) -> None:
    """Whether declared a moment or a year ago."""
    made = append(store, an_event("a", declares=("promise",)), an_event("c", about="promise"))

    assert made[1].about == 1


def test_a_name_that_is_no_unicode_is_simply_not_found(store: Store) -> None:
    """A shell hands over bytes that are no UTF-8 as lone surrogates."""
    with store.reading() as snapshot:
        assert snapshot.find(["\udcff"]) == {}
        assert snapshot.history(["t:\udcff"]) == []


def test_a_reading_left_unfinished_does_not_make_the_next_one_old(store: Store) -> None:
    """Each snapshot is of the moment it was opened."""
    append(store, an_event("a"), an_event("b"))
    with store.reading() as snapshot:
        unfinished = snapshot.read()
        next(unfinished)
    append(store, an_event("c"))
    with store.reading() as snapshot:
        assert snapshot.head() == 3
    del unfinished


@LASTING
def test_a_snapshot_is_of_the_moment_it_was_opened_even_if_read_later(store: Store) -> None:
    """Not of the moment of its first question."""
    append(store, an_event("a"))
    with store.reading() as snapshot:
        append(store, an_event("b"))

        assert snapshot.head() == 1


def test_a_snapshot_and_a_transaction_end_with_their_block(store: Store) -> None:
    """Kept for later they would tell, or change, another state than the one they were of."""
    with store.reading() as snapshot:
        pass
    with store.writing() as transaction:
        pass

    for ended in (snapshot, transaction):
        with pytest.raises(RefusedError, match="ended"):
            ended.head()
    with pytest.raises(RefusedError, match="ended"):
        transaction.append([an_event("a")], recorder="r", recorded_at=NOON)


def test_a_closed_store_is_refused_and_may_be_closed_again(store: Store) -> None:
    """It does not quietly open anew."""
    append(store, an_event("a"))
    store.close()
    store.close()

    with pytest.raises(RefusedError, match="closed"), store.reading():
        pass
    with pytest.raises(RefusedError, match="closed"):
        append(store, an_event("b"))


@LASTING
def test_a_snapshot_may_be_handed_to_another_thread(store: Store) -> None:
    """It is still of its own moment, though that thread appends meanwhile."""
    append(store, an_event("a"))
    with store.reading() as snapshot, ThreadPoolExecutor(max_workers=1) as other:
        assert other.submit(snapshot.head).result() == 1
        assert positions(other.submit(append, store, an_event("b")).result()) == [2]
        assert other.submit(snapshot.head).result() == snapshot.head() == 1


def test_a_transaction_within_a_transaction_is_refused(store: Store) -> None:
    """It would wait for itself; the outer one goes on unharmed."""
    with store.writing() as transaction:
        transaction.append([an_event("a")], recorder="r", recorded_at=NOON)
        with pytest.raises(RefusedError, match="already"):
            append(store, an_event("b"))
        transaction.append([an_event("c")], recorder="r", recorded_at=NOON)

    with store.reading() as snapshot:
        assert snapshot.find(["a", "b", "c"]) == {"a": 1, "c": 2}


def test_a_conflict_anywhere_in_a_batch_undoes_the_whole_batch(store: Store) -> None:
    """All or nothing."""
    with pytest.raises(ConflictError, match="'x'"):
        append(store, *(an_event(str(n)) for n in range(100)), an_event("x"), an_event("x"))
    with store.reading() as snapshot:
        assert snapshot.head() == 0


def test_a_record_about_what_is_not_recorded_is_refused(store: Store) -> None:
    """There is no correction of nothing."""
    with pytest.raises(NotFoundError, match="'ghost'"):
        append(store, an_event("c", about="ghost"))


def test_a_history_holds_records_about_its_events_and_about_those(store: Store) -> None:
    """A correction of a correction belongs to the first event, whatever its own tags."""
    append(
        store,
        an_event("a", "x", declares=("promise",)),
        an_event("other", "y"),
        an_event("c", about="a"),
        an_event("d", about="c"),
        an_event("e", about="other"),
        an_event("f", "x", "y"),
    )

    with store.reading() as snapshot:
        assert positions(snapshot.history(["x"])) == [1, 3, 4, 6]
        assert positions(snapshot.history(["x", "y"])) == [1, 2, 3, 4, 5, 6]
        assert positions(snapshot.history([], ids=["promise"])) == [1, 3, 4]
        assert positions(snapshot.history([], ids=["c"])) == [3, 4]
        assert positions(snapshot.history(["x"], upto=3)) == [1, 3]
        assert snapshot.history([]) == []


def test_names_and_tags_are_found_as_they_were_given(store: Store) -> None:
    """Quotes, letters beyond the basic plane and SQL come back unread; case counts."""
    odd = [
        "a'; DROP TABLE events; --",
        'a"b',
        "\U0001f600",
        "a\0b",
        "a\uffff0b",
        "a\uffff1b",
        "é",
        "e\u0301",
        "A",
        "a",
        "%",
        "\\u0041",
    ]
    append(store, *(an_event(name, f"t:{name}") for name in odd))

    with store.reading() as snapshot:
        assert snapshot.find(odd) == {name: n for n, name in enumerate(odd, 1)}
        assert sorted(snapshot.names()) == sorted((name, "statement") for name in odd)
        for n, name in enumerate(odd, 1):
            assert positions(snapshot.history([f"t:{name}"])) == [n]


def test_tags_after_a_position_are_those_of_later_events(store: Store) -> None:
    """What a view must catch up with."""
    append(store, an_event("a", "x"), an_event("b", "y"), an_event("c", "y", "z"))

    with store.reading() as snapshot:
        assert snapshot.tags_after(0) == {"x", "y", "z"}
        assert snapshot.tags_after(1) == {"y", "z"}
        assert snapshot.tags_after(3) == set()
        assert snapshot.tags_after(0, 1) | snapshot.tags_after(1, 2) == snapshot.tags_after(0, 2)


def test_every_stored_type_and_schema_is_told_once(store: Store) -> None:
    """However many events there are of each."""
    kinds = {("b", 1), ("b", 3), ("a", 2), ("é", 1), ("b", 2)}
    append(store, *(an_event(f"{n}-{kind}{schema}", type=kind, schema=schema)
                    for n in range(3) for kind, schema in kinds))  # fmt: skip

    with store.reading() as snapshot:
        assert snapshot.types() == kinds


def seen(position: int, *tags: str, ids: tuple[str, ...] = ()) -> Condition:
    """A writer who looked at these subjects when the ledger ended there."""
    return Condition(tags=tags, ids=ids, position=position)


def test_what_changed_since_a_position_is_what_touches_the_same_tags(store: Store) -> None:
    """A correction counts for the subject it corrects, and a correction of that one too."""
    append(
        store,
        an_event("a", "x", declares=("promise",)),
        an_event("b", "y"),
        an_event("c", about="a"),
        an_event("d", "z", about="c"),
        an_event("e", "x", "y"),
    )

    with store.reading() as snapshot:
        assert positions(snapshot.changed_since(seen(0, "x"))) == [1, 3, 4, 5]
        assert positions(snapshot.changed_since(seen(2, "x"))) == [3, 4, 5]
        assert positions(snapshot.changed_since(seen(3, "x", "unheard of"))) == [4, 5]
        assert positions(snapshot.changed_since(seen(2, "y"))) == [5]
        assert positions(snapshot.changed_since(seen(2, ids=("promise",)))) == [3, 4]
        assert positions(snapshot.changed_since(seen(3, ids=("a",)))) == [4]
        assert positions(snapshot.changed_since(seen(1, "z", ids=("b",)))) == [2, 4]
        assert snapshot.changed_since(seen(5, "x", "y", "z")) == []
        assert snapshot.changed_since(seen(0)) == []


def append_unless(store: Store, condition: Condition, *events: EventData) -> list[StoredEvent]:
    """Append in a transaction of its own, on a condition."""
    with store.writing() as transaction:
        return transaction.append(events, recorder="r", recorded_at=NOON, unless_changed=condition)


def test_an_append_is_refused_where_its_subject_was_added_to_and_says_what_was(
    store: Store,
) -> None:
    """The writer looked at position 1; meanwhile somebody corrected what was looked at."""
    append(store, an_event("a", "x"))
    append(store, an_event("b", "y"), an_event("fix", about="a", type="correction"))

    with pytest.raises(ChangedError, match="3 \\(correction fix\\)") as refusal:
        append_unless(store, seen(1, "x"), an_event("mine", "x"))
    assert refusal.value.positions == (3,)
    with store.reading() as snapshot:
        assert snapshot.find(["mine"]) == {}
    assert positions(append_unless(store, seen(3, "x"), an_event("mine", "x"))) == [4]
    assert positions(append_unless(store, seen(2, "y"), an_event("other", "y"))) == [5]


def test_what_the_transaction_itself_appended_is_no_change(store: Store) -> None:
    """Only what others recorded before it can have been overlooked."""
    append(store, an_event("a", "x"))
    with store.writing() as transaction:
        for name in ("b", "c"):
            transaction.append(
                [an_event(name, "x")], recorder="r", recorded_at=NOON, unless_changed=seen(1, "x")
            )
        assert transaction.changed_since(seen(1, "x")) == []

    with store.reading() as snapshot:
        assert positions(snapshot.changed_since(seen(1, "x"))) == [2, 3]


def test_a_position_that_the_ledger_has_not_reached_was_looked_at_elsewhere(store: Store) -> None:
    """In another ledger, or before an older copy was put in its place."""
    append(store, an_event("a", "x"))

    with pytest.raises(ChangedError, match="ends at 1"):
        append_unless(store, seen(2, "x"), an_event("b", "x"))


@settings(max_examples=60, deadline=None)
@given(
    events=st.lists(
        st.tuples(st.sets(st.sampled_from("xyz"), max_size=2), st.integers(0, 6)), max_size=12
    ),
    tags=st.sets(st.sampled_from("xyz")),
    position=st.integers(0, 12),
)
def test_what_changed_is_the_end_of_the_history(
    events: list[tuple[set[str], int]], tags: set[str], position: int
) -> None:
    """A law: the changes since a position are the history of the tags above it, in every store."""
    data = [
        an_event(f"e{n}", *touched, about=f"e{n - back}" if 0 < back <= n else None)
        for n, (touched, back) in enumerate(events)
    ]
    with tempfile.TemporaryDirectory() as folder:
        for store in (
            MemoryStore(salts=salts(), key=KEY),
            empty_ledger(Path(folder, "ledger.db")),
        ):
            append(store, *data)
            with store.reading() as snapshot:
                found = positions(snapshot.changed_since(seen(position, *tags)))
                history = positions(snapshot.history(tags))
            store.close()

            assert found == [n for n in history if n > position]


def test_a_view_gives_its_rows_back_in_order(store: Store) -> None:
    """Subjects in order, the rows of one subject as they were put."""
    rows = [
        ViewRow(subject="b", body=b"2", columns={"owner": "o", "n_done": 1}),
        ViewRow(subject="b", body=b"1", columns={"owner": None, "n_done": None}),
    ]
    first = ViewRow(subject="a", body=b"0", columns={"owner": "p", "n_done": 0})
    with store.writing() as transaction:
        transaction.clear_view(BOARD)
        transaction.replace_rows(BOARD, [Folded("b", rows, {"t", "u"})])
        transaction.replace_rows(BOARD, [Folded("a", [first], {"u"})])
        transaction.set_progress(BOARD, 5)

    with store.reading() as snapshot:
        assert list(snapshot.rows(BOARD)) == [first, *rows]
        assert list(snapshot.rows(BOARD, ["b", "none"])) == rows
        assert list(snapshot.rows(BOARD, [])) == []
        assert snapshot.readers(BOARD, {"u"}) == {"a", "b"}
        assert snapshot.readers(BOARD, {"t"}) == {"b"}
        assert snapshot.progress(BOARD) == 5


def test_replacing_the_rows_of_a_subject_forgets_the_old_ones(store: Store) -> None:
    """And what they were read from; no rows is an answer too."""
    old = ViewRow(subject="a", body=b"0", columns={"owner": "p", "n_done": 0})
    with store.writing() as transaction:
        transaction.clear_view(BOARD)
        transaction.replace_rows(BOARD, [Folded("a", [old, old], {"t"})])
        transaction.replace_rows(BOARD, [Folded("a", [], {"u"})])

        assert list(transaction.rows(BOARD)) == []
        assert transaction.readers(BOARD, {"t"}) == set()
        assert transaction.readers(BOARD, {"u"}) == {"a"}


def test_a_view_of_another_version_must_be_built_again(store: Store) -> None:
    """Views are rebuilt, never migrated."""
    newer = ViewSpec(name="board", version=2, columns=(("due", "TEXT"),))
    with store.writing() as transaction:
        transaction.clear_view(BOARD)
        transaction.set_progress(BOARD, 3)

        assert transaction.progress(newer) is None
        transaction.clear_view(newer)
        row = ViewRow(subject="a", body=b"", columns={"due": "2021"})
        transaction.replace_rows(newer, [Folded("a", [row], set())])
        transaction.set_progress(newer, 4)
        assert (transaction.progress(BOARD), transaction.progress(newer)) == (None, 4)


def draft_of(number: int) -> ViewSpec:
    """The same view among the drafts of a number."""
    return ViewSpec(name=BOARD.name, version=BOARD.version, columns=BOARD.columns, draft=number)


def a_row(subject: str, body: bytes) -> Folded:
    row = ViewRow(subject=subject, body=body, columns={"owner": "p", "n_done": 0})
    return Folded(subject, [row], {"t"})


def bodies(snapshot: Snapshot) -> list[bytes]:
    return [row.body for row in snapshot.rows(BOARD)]


@LASTING
def test_drafts_are_seen_by_nobody_until_they_are_swapped_in(store: Store) -> None:
    """Then they are seen whole, and what they replaced can be cleared away bit by bit."""
    with store.writing() as transaction:
        transaction.clear_view(BOARD)
        transaction.replace_rows(BOARD, [a_row("a", b"old"), a_row("b", b"old")])
        transaction.set_progress(BOARD, 1)
        number = transaction.begin_drafts([BOARD])
    draft = draft_of(number)
    with store.writing() as transaction:
        transaction.replace_rows(draft, [a_row("a", b"new")], new=True)
        transaction.set_progress(draft, 2)
    with store.reading() as snapshot:
        assert (bodies(snapshot), snapshot.progress(BOARD)) == ([b"old", b"old"], 1)
        assert (snapshot.progress(draft), snapshot.unused_views() > 0) == (2, True)

        with store.writing() as transaction:
            transaction.swap_in([draft])
        assert (bodies(snapshot), snapshot.progress(BOARD)) == ([b"old", b"old"], 1)

    with store.reading() as snapshot:
        assert (bodies(snapshot), snapshot.progress(BOARD)) == ([b"new"], 2)
    for _ in range(20):
        with store.writing() as transaction:
            transaction.clear_replaced(1)
    with store.reading() as snapshot:
        assert (bodies(snapshot), snapshot.unused_views()) == ([b"new"], 0)
        assert snapshot.readers(BOARD, ["t"]) == {"a"}


def test_a_swap_that_is_undone_leaves_the_view_as_it_was(store: Store) -> None:
    with store.writing() as transaction:
        transaction.clear_view(BOARD)
        transaction.replace_rows(BOARD, [a_row("a", b"old")])
        draft = draft_of(transaction.begin_drafts([BOARD]))
        transaction.replace_rows(draft, [a_row("a", b"new")])
    with pytest.raises(ZeroDivisionError), store.writing() as transaction:
        transaction.swap_in([draft])
        assert bodies(transaction) == [b"new"]
        raise ZeroDivisionError
    with store.reading() as snapshot:
        assert bodies(snapshot) == [b"old"]


def test_drafts_that_were_given_up_take_nothing_more(store: Store) -> None:
    """By other drafts, or because all are forgotten; the view in use is as it was."""
    with store.writing() as transaction:
        transaction.clear_view(BOARD)
        transaction.replace_rows(BOARD, [a_row("a", b"old")])
        first = draft_of(transaction.begin_drafts([BOARD]))
        second = draft_of(transaction.begin_drafts([BOARD]))

        with pytest.raises(ConflictError, match="given up"):
            transaction.replace_rows(first, [a_row("a", b"1")])
        with pytest.raises(ConflictError, match="given up"):
            transaction.swap_in([first])
        transaction.replace_rows(second, [a_row("a", b"2")])
        transaction.forget_drafts()
        with pytest.raises(ConflictError, match="given up"):
            transaction.readers(second, ["t"])
        assert (bodies(transaction), transaction.unused_views()) == ([b"old"], 0)


def test_subjects_come_in_order_some_at_a_time(store: Store) -> None:
    """Those that tags of a kind name; every event by itself, of some types or of all."""
    append(store, an_event("b", "place:x", "place:y"), an_event("a", "place:é", "placebo:no"),
           an_event("c", "place:x"))  # fmt: skip
    with store.reading() as snapshot:
        every = snapshot.subjects("place", most=9)
        assert every == ["x", "y", "é"]
        assert snapshot.subjects("place", most=1) == ["x"]
        assert snapshot.subjects("place", after="x", most=1) == ["y"]
        assert snapshot.subjects("place", after="é", most=9) == []
        assert snapshot.subjects("event", after="a", most=9) == ["b", "c"]
        assert snapshot.subjects("event", most=9, types=["statement"]) == ["a", "b", "c"]
        assert snapshot.subjects("event", most=9, types=["level"]) == []
        assert snapshot.count_subjects("place") == 3
        assert snapshot.count_subjects("event", types=["statement", "level"]) == 3
        assert snapshot.of_types({"a", "none"}, {"statement"}) == ["a"]
        assert snapshot.ids_after(1) == ["a", "c"]
        assert snapshot.ids_after(0, 2) == ["b", "a"]


def test_many_tags_and_records_are_looked_up_at_once(store: Store) -> None:
    append(store, an_event("a", "x", "y"), an_event("b", "y"), an_event("c", about="a"),
           an_event("d", about="c"))  # fmt: skip
    with store.reading() as snapshot:
        assert sorted(snapshot.tagged(["x", "y", "none"])) == [("x", 1), ("y", 1), ("y", 2)]
        assert sorted(snapshot.records_about([1, 2, 3])) == [(1, 3), (3, 4)]
        assert snapshot.records_about([]) == []


def test_a_thousand_events_are_one_transaction_without_gaps(store: Store) -> None:
    """Batches of thousands are ordinary."""
    made = append(store, *(an_event(f"e{n}", "all") for n in range(3000)))

    assert positions(made) == list(range(1, 3001))
    with store.reading() as snapshot:
        assert len(snapshot.history(["all"])) == 3000
