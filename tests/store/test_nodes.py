"""The stored tree grows with the events, in every store, and is the tree that their leaves give."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.evidence.errors import NodeMissingError
from ledger.evidence.tree import Frontier, NodeId, root_at
from ledger.store.memory import MemoryStore
from ledger.store.nodes import BLOCK
from ledger.store.store import Store
from tests.evidence.naive import root
from tests.proofs.insider import edit
from tests.store.test_contract import KEY, NOON, an_event, append, empty_ledger, salts


def stores(folder: Path) -> Iterator[Store]:
    """An empty ledger of each kind."""
    yield MemoryStore(salts=salts(), key=KEY)
    yield empty_ledger(folder / "ledger.db")


@settings(max_examples=25, deadline=None)
@given(batches=st.lists(st.integers(0, 9) | st.integers(10, 40), max_size=6))
def test_the_stored_tree_is_that_of_the_leaves_however_they_came(batches: list[int]) -> None:
    """A law: one by one or in batches, every earlier root is still there."""
    with tempfile.TemporaryDirectory() as folder:
        for store in stores(Path(folder)):
            made = []
            for number, size in enumerate(batches):
                made += append(store, *(an_event(f"e{number}-{n}") for n in range(size)))
            leaves = [event.leaf_hash for event in made]
            with store.reading() as snapshot:
                roots = [root_at(snapshot, size) for size in range(len(leaves) + 1)]
            store.close()

            assert roots == [root(leaves[:size]) for size in range(len(leaves) + 1)]


def test_an_append_that_fails_leaves_no_node(tmp_path: Path) -> None:
    """A node without its event would be found by every later append."""
    for store in stores(tmp_path):
        append(store, an_event("a"))
        with pytest.raises(RuntimeError), store.writing() as transaction:
            transaction.append([an_event("b")], recorder="r", recorded_at=NOON)
            raise RuntimeError
        with store.reading() as snapshot:
            found = snapshot.nodes([NodeId(0, 0), NodeId(0, 1), NodeId(1, 0)])
        store.close()

        assert found.keys() == {NodeId(0, 0)}


def test_nothing_is_appended_to_a_tree_that_is_not_whole(tmp_path: Path) -> None:
    """What would be signed over it could never be proven."""
    place = tmp_path / "ledger.db"
    store = empty_ledger(place)
    append(store, *(an_event(f"a{n}") for n in range(BLOCK)))
    edit(place, "DELETE FROM nodes")

    with pytest.raises(NodeMissingError, match="level 4, number 0"):
        append(store, an_event("b"))
    store.close()


@pytest.mark.parametrize("lost", [NodeId(4, 2), NodeId(5, 0)], ids=str)
def test_no_node_is_stored_over_a_hole(tmp_path: Path, lost: NodeId) -> None:
    """Whichever of those is gone on which the next one would stand."""
    place = tmp_path / "ledger.db"
    store = empty_ledger(place)
    append(store, *(an_event(f"a{n}") for n in range(3 * BLOCK)))
    edit(place, f"DELETE FROM nodes WHERE level = {lost.level} AND number = {lost.number}")

    with pytest.raises(NodeMissingError, match=f"level {lost.level}, number {lost.number}"):
        append(store, *(an_event(f"b{n}") for n in range(BLOCK)))
    store.close()


@settings(max_examples=25, deadline=None)
@given(count=st.integers(0, 70), data=st.data())
def test_every_complete_node_is_told_and_no_other(count: int, data: st.DataObject) -> None:
    """Whether it is stored or worked out from the leaves beside the events."""
    asked = [NodeId(level, number) for level in range(8) for number in range((count >> level) + 2)]
    wanted = data.draw(st.lists(st.sampled_from(asked), unique=True))
    with tempfile.TemporaryDirectory() as folder:
        for store in stores(Path(folder)):
            made = append(store, *(an_event(f"e{n}") for n in range(count)))
            _, complete = Frontier().with_leaves([one.leaf_hash for one in made])
            with store.reading() as snapshot:
                found = snapshot.nodes(wanted)
            store.close()

            assert found == {node: value for node, value in complete if node in wanted}
