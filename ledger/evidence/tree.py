"""The ledger's tree as it is stored: nodes that never change, and the proofs made from them.

A stored node is the root of a complete subtree: node (level, number) covers the leaves
from number·2^level up to, not including, (number + 1)·2^level. Appending adds nodes and changes
none, so a tree of n leaves has fewer than 2n of them, and the tree of every earlier size is still
there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple, Protocol

from attrs import frozen

from ledger.evidence.errors import NodeMissingError, UnprovenError
from ledger.evidence.merkle import EMPTY_ROOT, HASH_BYTES, node_hash, require_hash


class NodeId(NamedTuple):
    """Where a stored node stands; leaves are at level 0, both count from 0."""

    level: int
    number: int


class NodeReader(Protocol):
    """Whoever keeps the nodes. One call asks for all that a proof needs, at most some 130."""

    @property
    def lowest_node(self) -> int:
        """The lowest level that is kept; what lies below is worked out from the leaves."""
        ...

    def nodes(self, wanted: Sequence[NodeId], /) -> Mapping[NodeId, bytes]:
        """Those of the wanted nodes that are complete, with their hashes."""
        ...


class MemoryNodes:
    """Nodes kept in a dictionary, those of every level."""

    lowest_node = 0

    def __init__(self) -> None:
        self._kept: dict[NodeId, bytes] = {}

    def put(self, nodes: Iterable[tuple[NodeId, bytes]]) -> None:
        """Keep these nodes."""
        self._kept.update(nodes)

    def nodes(self, wanted: Sequence[NodeId], /) -> Mapping[NodeId, bytes]:
        """Those of the wanted nodes that are kept."""
        return {node: self._kept[node] for node in wanted if node in self._kept}


@frozen(kw_only=True)
class Frontier:
    """The right edge of a tree: all that appending and the root need, 63 hashes at most.

    `peaks` are the roots of the complete subtrees that the tree falls into, greatest first: one
    for every bit of `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __attrs_post_init__(self) -> None:
        if len(self.peaks) != self.size.bit_count():
            raise NodeMissingError(
                f"a tree of {self.size} leaves has {self.size.bit_count()} peaks, "
                f"not {len(self.peaks)}"
            )

    @property
    def root(self) -> bytes:
        """The Merkle tree hash (RFC 6962, section 2.1)."""
        return _folded(self.peaks) if self.peaks else EMPTY_ROOT

    def with_leaf(self, leaf: bytes) -> tuple[Frontier, list[tuple[NodeId, bytes]]]:
        """The tree with one more leaf, and the nodes that are complete by it."""
        return self.with_leaves([leaf])

    def with_leaves(
        self, leaves: Sequence[bytes], *, lowest: int = 0
    ) -> tuple[Frontier, list[tuple[NodeId, bytes]]]:
        """The tree with these further leaves, and the nodes from level `lowest` on that they complete.

        Whole levels are hashed at a time. Raises MalformedError for a leaf that is no hash.
        """
        for leaf in leaves:
            require_hash(leaf, what="the leaf")
        level, number, row = 0, self.size, list(leaves)
        old, new = list(self.peaks), []
        complete: list[tuple[NodeId, bytes]] = []
        while row:
            if level >= lowest:
                complete += [(NodeId(level, at), value) for at, value in enumerate(row, number)]
            if number & 1:
                # The peak of this level is the left sibling of what came.
                row.insert(0, old.pop())
            if len(row) & 1:
                new.append(row.pop())
            # node_hash, without a call for each pair
            row = [
                sha256(b"\x01" + left + right).digest()
                for left, right in zip(row[::2], row[1::2], strict=True)
            ]
            level, number = level + 1, number >> 1
        return Frontier(size=self.size + len(leaves), peaks=(*old, *reversed(new))), complete


def frontier(reader: NodeReader, size: int) -> Frontier:
    """The right edge of the stored tree of this size. Raises NodeMissingError."""
    peaks = _covering(0, size)
    found = read_nodes(reader, peaks)
    return Frontier(size=size, peaks=tuple(found[peak] for peak in peaks))


def root_at(reader: NodeReader, size: int) -> bytes:
    """The root that the stored tree had when it held `size` leaves. Raises NodeMissingError."""
    return frontier(reader, size).root


def inclusion_path(reader: NodeReader, index: int, size: int) -> tuple[bytes, ...]:
    """The proof that a leaf stands in the tree of this size (RFC 6962, section 2.1.1).

    Raises UnprovenError where the tree has no such leaf, and NodeMissingError.
    """
    if not 0 <= index < size:
        raise UnprovenError(f"a tree of {size} leaves has none at index {index}")
    parts: list[tuple[int, int]] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            parts.append((middle, high))
            high = middle
        else:
            parts.append((low, middle))
            low = middle
    return _hashes(reader, parts[::-1])


def consistency_path(reader: NodeReader, old_size: int, new_size: int) -> tuple[bytes, ...]:
    """The proof that the tree only grew between two sizes (RFC 6962, section 2.1.2).

    Raises UnprovenError from size 0 and where it would have shrunk, and NodeMissingError.
    """
    if old_size <= 0:
        raise UnprovenError("a consistency proof from the empty tree shows nothing")
    if old_size > new_size:
        raise UnprovenError(f"a tree of {new_size} leaves cannot continue one of {old_size}")
    parts: list[tuple[int, int]] = []
    low, high = 0, new_size
    while high != old_size:
        middle = low + _split(high - low)
        if old_size <= middle:
            parts.append((middle, high))
            high = middle
        else:
            parts.append((low, middle))
            low = middle
    if low:
        parts.append((low, high))
    return _hashes(reader, parts[::-1])


def _split(count: int) -> int:
    """The greatest power of two that is smaller than a count above one."""
    return 1 << (count - 1).bit_length() - 1


def _covering(low: int, high: int) -> list[NodeId]:
    """The stored nodes that make up these leaves, left to right.

    `low` must be aligned to the greatest power of two within the range, as the parts of a tree are.
    """
    found = []
    while low < high:
        level = (high - low).bit_length() - 1
        found.append(NodeId(level, low >> level))
        low += 1 << level
    return found


def _hashes(reader: NodeReader, parts: Sequence[tuple[int, int]]) -> tuple[bytes, ...]:
    covering = [_covering(low, high) for low, high in parts]
    found = read_nodes(reader, [node for nodes in covering for node in nodes])
    return tuple(_folded([found[node] for node in nodes]) for nodes in covering)


def _folded(peaks: Sequence[bytes]) -> bytes:
    """One hash for complete subtrees that stand side by side, greatest first."""
    reached = peaks[-1]
    for peak in reversed(peaks[:-1]):
        reached = node_hash(peak, reached)
    return reached


def read_nodes(reader: NodeReader, wanted: Sequence[NodeId]) -> Mapping[NodeId, bytes]:
    """These nodes, all of them. Raises NodeMissingError, naming the first that is not there."""
    found = reader.nodes(wanted) if wanted else {}
    for node in wanted:
        if len(found.get(node, b"")) != HASH_BYTES:
            raise NodeMissingError(
                f"the stored tree has no hash at level {node.level}, number {node.number}",
                hint="run `pledger verify`, which names what is wrong and where",
            )
    return found
