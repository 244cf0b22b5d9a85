"""Words by which subjects are found: in SQLite by trigrams, in memory by looking, with one outcome."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.model.sift import WORDS, Among, Holds
from ledger.store.connection import connect
from ledger.store.driver import driver
from ledger.store.event_data import Folded, ViewRow, ViewSpec
from ledger.store.guard import authorize
from ledger.store.memory import MemoryStore
from ledger.store.store import Snapshot, Store
from ledger.store.views import Views
from tests.store.test_contract import KEY, LASTING, empty_ledger, salts, store

__all__ = ["store"]

SAYINGS = ViewSpec(
    name="sayings",
    version=1,
    columns=(("kind", "TEXT"),),
    searched=True,
)


def saying(number: int, words: str, kind: str = "said") -> Folded:
    row = ViewRow(subject=f"s{number}", body=b"{}", columns={"kind": kind})
    return Folded(row.subject, [row], (), words)


def found(snapshot: Snapshot, *texts: str, kind: str | None = None) -> list[str]:
    """The subjects whose words hold all of these texts."""
    sieves = [Holds(WORDS, text) for text in texts]
    kinds = [Among("kind", (kind,))] if kind else []
    return sorted(row[0] for row in snapshot.sift(SAYINGS, [*sieves, *kinds], ["subject"]))


def filled(store: Store, told: Sequence[Folded]) -> None:
    with store.writing() as transaction:
        transaction.clear_view(SAYINGS)
        transaction.replace_rows(SAYINGS, told, new=True)


def test_subjects_are_found_by_any_part_of_their_words(store: Store) -> None:
    """In the middle of a word, across words, by one letter, by several texts at once."""
    filled(
        store,
        [saying(1, "we will be out"), saying(2, "out by May"), saying(3, "in may we be", "x")],
    )

    with store.reading() as snapshot:
        assert found(snapshot, "out") == ["s1", "s2"]
        assert found(snapshot, "ill be o") == ["s1"]
        assert found(snapshot, "be", "we") == ["s1", "s3"]
        assert found(snapshot, "M") == ["s2"]
        assert found(snapshot, "we", kind="x") == ["s3"]
        assert found(snapshot, "nowhere") == []
        assert found(snapshot, "out", "b") == ["s1", "s2"]


def test_words_follow_the_rows(store: Store) -> None:
    """Replaced with them, gone with them, and there again."""
    filled(store, [saying(1, "before"), saying(2, "other")])
    nothing = Folded("s1", [ViewRow(subject="s1", body=b"", columns={"kind": None})], ())
    with store.writing() as transaction:
        transaction.replace_rows(SAYINGS, [saying(1, "after")])
        assert (found(transaction, "before"), found(transaction, "after")) == ([], ["s1"])
        assert transaction.words(SAYINGS, ["s1", "s2", "s3"]) == {"s1": "after", "s2": "other"}
        transaction.replace_rows(SAYINGS, [nothing])
        assert transaction.words(SAYINGS, ["s1"]) == {}
        transaction.replace_rows(SAYINGS, [saying(1, "again")])
        assert found(transaction, "again") == ["s1"]


@LASTING
def test_drafts_have_words_of_their_own(store: Store) -> None:
    """And those of a view that was replaced are cleared away with it."""
    filled(store, [saying(n, f"old {n}") for n in range(1, 8)])
    with store.writing() as transaction:
        draft = evolve(SAYINGS, draft=transaction.begin_drafts([SAYINGS]))
        transaction.replace_rows(draft, [saying(1, "new")], new=True)
        assert (found(transaction, "old 1"), found(transaction, "new")) == (["s1"], [])
        transaction.swap_in([draft])
        assert (found(transaction, "old"), found(transaction, "new")) == ([], ["s1"])
    for _ in range(30):
        with store.writing() as transaction:
            transaction.clear_replaced(2)
            # A backup made meanwhile would be refused.
            assert list(transaction.damage()) == []
    with store.reading() as snapshot:
        assert (found(snapshot, "new"), snapshot.unused_views()) == (["s1"], 0)


def test_words_of_a_view_that_was_replaced_go_where_nobody_may_touch_their_tables(
    tmp_path: Path,
) -> None:
    """As some systems ship SQLite: it is dropped as it is then."""
    path = tmp_path / "ledger.db"
    store = empty_ledger(path)
    filled(store, [saying(n, f"old {n}") for n in range(1, 8)])
    with closing(connect(os.fspath(path), write=True)) as connection:
        views = Views(connection)
        draft = evolve(SAYINGS, draft=views.begin_drafts([SAYINGS]))
        views.replace_rows(draft, [saying(1, "new")], new=True)
        views.swap_in([draft])
        connection.set_authorizer(
            lambda action, *names: (
                driver.SQLITE_DENY
                if action == driver.SQLITE_ALTER_TABLE
                else authorize(action, *names)
            )
        )
        while views.clear_replaced(2):
            pass
        assert views.unused_views() == 0
    with store.reading() as snapshot:
        assert found(snapshot, "new") == ["s1"]
    store.close()


@LASTING
def test_given_up_drafts_take_their_words_with_them(store: Store) -> None:
    filled(store, [saying(1, "old")])
    with store.writing() as transaction:
        draft = evolve(SAYINGS, draft=transaction.begin_drafts([SAYINGS]))
        transaction.replace_rows(draft, [saying(1, "new")], new=True)
        transaction.forget_drafts()
    with store.reading() as snapshot:
        assert (found(snapshot, "old"), snapshot.unused_views()) == (["s1"], 0)


def test_a_long_view_is_cleared_some_rows_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one transaction: undone, all of it is there again."""
    monkeypatch.setattr("ledger.store.views._AT_ONCE", 2)
    store = empty_ledger(tmp_path / "ledger.db")
    filled(store, [saying(n, f"old {n}") for n in range(1, 8)])
    with pytest.raises(KeyError), store.writing() as transaction:
        transaction.clear_view(SAYINGS)
        assert found(transaction, "old") == []
        raise KeyError
    with store.reading() as snapshot:
        assert len(found(snapshot, "old")) == 7
    filled(store, [saying(1, "new")])
    with store.writing() as transaction:
        assert (found(transaction, "old"), found(transaction, "new")) == ([], ["s1"])
        assert (transaction.unused_views(), list(transaction.damage())) == (0, [])
    store.close()


LETTERS = st.sampled_from("ab\"*'-\n é字̈ß\ufffe\uffff😀")
ANY = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
SAID = st.one_of(st.text(LETTERS, max_size=12), st.text(ANY, max_size=12))


@settings(max_examples=150)
@given(st.lists(SAID, max_size=6), st.data())
def test_a_file_finds_what_memory_finds(told: list[str], data: st.DataObject) -> None:
    """Whatever the letters: which are no query language to anybody."""
    texts = [text for text in told if text]
    parts = st.sampled_from(texts or ["a"]).flatmap(
        lambda text: st.tuples(st.integers(0, len(text)), st.integers(1, 5)).map(
            lambda at: text[at[0] : at[0] + at[1]]
        )
    )
    asked = data.draw(st.lists(st.one_of(parts, SAID), min_size=1, max_size=3))
    rows = [saying(number, words) for number, words in enumerate(told, 1)]
    subjects = [one.subject for one in rows]
    outcomes = []
    with TemporaryDirectory() as folder:
        for store in (MemoryStore(salts=salts(), key=KEY), empty_ledger(Path(folder, "l.db"))):
            filled(store, rows)
            with store.reading() as snapshot:
                outcomes.append((found(snapshot, *asked), snapshot.words(SAYINGS, subjects)))
            store.close()

    assert outcomes[0] == outcomes[1]


def test_what_is_no_unicode_is_refused_as_by_every_sieve(tmp_path: Path) -> None:
    store = empty_ledger(tmp_path / "ledger.db")
    filled(store, [saying(1, "some")])

    with store.reading() as snapshot, pytest.raises(ValueError, match="surrogates"):
        found(snapshot, "\ud800")
    store.close()
