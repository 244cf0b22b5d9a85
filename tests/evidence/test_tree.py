"""The stored tree: what it proves is what the RFC defines, and nothing else passes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence.errors import MalformedError, NodeMissingError, UnprovenError
from ledger.evidence.merkle import EMPTY_ROOT, verify_consistency, verify_inclusion
from ledger.evidence.tree import (
    Frontier,
    MemoryNodes,
    NodeId,
    consistency_path,
    frontier,
    inclusion_path,
    root_at,
)
from tests.evidence import naive
from tests.evidence.trees import grown, leaves

MOST = 200
ALL = leaves(MOST)
STORED, EDGE = grown(ALL)

sizes = st.integers(1, MOST)


@given(st.integers(0, MOST))
def test_every_earlier_root_is_found_among_the_stored_nodes(size: int) -> None:
    """RFC 6962, section 2.1."""
    assert root_at(STORED, size) == naive.root(ALL[:size])


@given(st.data(), sizes)
def test_inclusion_proofs_are_those_of_the_definition_and_verify(data: Any, size: int) -> None:
    """RFC 6962, section 2.1.1."""
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(STORED, index, size)

    assert list(path) == naive.path(index, ALL[:size])
    verify_inclusion(
        leaf=ALL[index], index=index, size=size, path=path, root=naive.root(ALL[:size])
    )


@given(st.data(), sizes)
def test_consistency_proofs_are_those_of_the_definition_and_verify(data: Any, new: int) -> None:
    """RFC 6962, section 2.1.2."""
    old = data.draw(st.integers(1, new))
    path = consistency_path(STORED, old, new)

    assert list(path) == naive.proof(old, ALL[:new])
    verify_consistency(
        old_size=old,
        old_root=naive.root(ALL[:old]),
        new_size=new,
        new_root=naive.root(ALL[:new]),
        path=path,
    )


@given(st.data(), sizes)
def test_an_inclusion_proof_shows_one_leaf_at_one_place_of_one_tree(data: Any, size: int) -> None:
    """Any other index, leaf or root fails; another size only where it has the same shape."""
    index = data.draw(st.integers(0, size - 1))
    good: dict[str, Any] = {
        "leaf": ALL[index],
        "index": index,
        "size": size,
        "path": inclusion_path(STORED, index, size),
        "root": root_at(STORED, size),
    }
    place = data.draw(st.integers(-1, size + 1).filter(lambda other: other != index))
    leaf = data.draw(st.sampled_from(ALL).filter(lambda other: other != ALL[index]))

    for changed in ({"index": place}, {"leaf": leaf}, {"root": root_at(STORED, size - 1)}):
        with pytest.raises(UnprovenError):
            verify_inclusion(**{**good, **changed})


@given(st.data(), st.integers(2, MOST))
def test_a_changed_lost_or_added_hash_breaks_either_proof(data: Any, new: int) -> None:
    """One bit, one hash less, one hash more, at any place."""
    old = data.draw(st.integers(1, new - 1))
    index = data.draw(st.integers(0, new - 1))
    inclusion: dict[str, Any] = {
        "leaf": ALL[index], "index": index, "size": new, "root": root_at(STORED, new)
    }  # fmt: skip
    consistency: dict[str, Any] = {
        "old_size": old, "old_root": root_at(STORED, old),
        "new_size": new, "new_root": root_at(STORED, new),
    }  # fmt: skip
    for path, verify, rest in (
        (list(inclusion_path(STORED, index, new)), verify_inclusion, inclusion),
        (list(consistency_path(STORED, old, new)), verify_consistency, consistency),
    ):
        place = data.draw(st.integers(0, len(path) - 1))
        bit = data.draw(st.integers(0, 255))
        flipped = (int.from_bytes(path[place], "big") ^ 1 << bit).to_bytes(32, "big")
        verify(path=path, **rest)
        for worse in (
            [*path[:place], flipped, *path[place + 1 :]],
            [*path[:place], *path[place + 1 :]],
            [*path[:place], ALL[0], *path[place:]],
            [*path, ALL[0]],
        ):
            with pytest.raises(UnprovenError):
                verify(path=worse, **rest)


def test_a_proof_from_the_empty_tree_is_neither_made_nor_believed() -> None:
    """Every tree continues the empty one, so such a proof shows nothing."""
    with pytest.raises(UnprovenError, match="shows nothing"):
        consistency_path(STORED, 0, 5)
    with pytest.raises(UnprovenError, match="shows nothing"):
        verify_consistency(
            old_size=0, old_root=EMPTY_ROOT, new_size=5, new_root=root_at(STORED, 5), path=[]
        )


def test_a_tree_never_shrinks() -> None:
    """An older size above the newer one is refused on either side."""
    with pytest.raises(UnprovenError, match="cannot continue"):
        consistency_path(STORED, 6, 5)
    with pytest.raises(UnprovenError, match="cannot continue"):
        verify_consistency(old_size=6, old_root=ALL[0], new_size=5, new_root=ALL[1], path=[])


def test_what_is_no_hash_is_refused_wherever_it_stands() -> None:
    """31 or 33 bytes are no SHA-256, although they might be hashed like one."""
    for short in (b"", ALL[0][:31], ALL[0] + b"\x00"):
        with pytest.raises(MalformedError):
            verify_inclusion(leaf=short, index=0, size=1, path=[], root=short)
        with pytest.raises(MalformedError):
            verify_inclusion(leaf=ALL[0], index=0, size=2, path=[short], root=ALL[0])
        with pytest.raises(MalformedError):
            verify_consistency(old_size=1, old_root=short, new_size=1, new_root=short, path=[])
        with pytest.raises(MalformedError):
            Frontier().with_leaf(short)


def test_appending_a_leaf_stores_only_the_nodes_that_it_completes() -> None:
    """All nodes together are fewer than two for each leaf, and one append adds at most log n."""
    edge = Frontier()
    stored = 0
    for number, leaf in enumerate(ALL):
        edge, complete = edge.with_leaf(leaf)
        stored += len(complete)
        assert len(complete) <= (number + 1).bit_length()
        assert [node for node, _ in complete] == [
            NodeId(level, number >> level) for level in range(len(complete))
        ]

    assert stored < 2 * MOST
    assert edge == EDGE == frontier(STORED, MOST)


@given(st.lists(st.integers(0, 40), max_size=6), st.integers(0, 6))
def test_leaves_may_come_in_any_portions(portions: list[int], lowest: int) -> None:
    """A law: one by one, some or many at a time, the tree is that of RFC 6962, and so are its nodes."""
    edge, rest, found = Frontier(), leaves(sum(portions)), dict[NodeId, bytes]()
    for size in portions:
        edge, complete = edge.with_leaves(rest[edge.size : edge.size + size], lowest=lowest)
        assert not found.keys() & dict(complete).keys()
        found.update(complete)

    assert edge.root == naive.root(rest)
    assert found == {
        NodeId(level, number): naive.root(rest[number << level : (number + 1) << level])
        for level in range(lowest, 9)
        for number in range(len(rest) >> level)
    }


class _Counting(MemoryNodes):
    def __init__(self) -> None:
        super().__init__()
        self.reads: list[int] = []

    def nodes(self, wanted: Any, /) -> Any:
        self.reads.append(len(wanted))
        return super().nodes(wanted)


def test_a_proof_is_one_reading_of_a_few_nodes() -> None:
    """Not all leaves are hashed again: at most two nodes for each level of the tree."""
    counting = _Counting()
    edge = Frontier()
    for leaf in leaves(4095):
        edge, complete = edge.with_leaf(leaf)
        counting.put(complete)

    inclusion_path(counting, 0, 4095)
    consistency_path(counting, 1025, 4095)

    assert len(counting.reads) == 2
    assert max(counting.reads) <= 24


def test_a_stored_tree_with_a_hole_says_where() -> None:
    """The node that is missing or is no hash is named, instead of a wrong proof being given."""
    nodes, _ = grown(ALL[:8])
    nodes.put([(NodeId(1, 2), b"short")])

    with pytest.raises(NodeMissingError, match="level 1, number 2"):
        inclusion_path(nodes, 7, 8)
    with pytest.raises(NodeMissingError, match="level 0, number 8"):
        root_at(nodes, 9)
