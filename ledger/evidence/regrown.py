"""The tree grown again from the leaves of a ledger, beside the one that is stored and what was signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from ledger.evidence.checkpoint import Checkpoint
from ledger.evidence.errors import NodeMissingError
from ledger.evidence.finding import Finding
from ledger.evidence.merkle import HASH_BYTES
from ledger.evidence.tree import Frontier, NodeId, NodeReader, frontier

AT_ONCE = 256
"""So many leaves are hashed together."""

NODES_AT_ONCE = 256
"""So many nodes at least are compared together."""

_NO_HASH = bytes(HASH_BYTES)
"""Stands for a leaf that is no hash, which no proof is made over."""


@frozen(kw_only=True)
class HeldCheckpoint:
    """A checkpoint whose signature was verified; `outside` if it was kept outside the ledger."""

    checkpoint: Checkpoint
    outside: bool


@frozen(kw_only=True)
class AuditEnd:
    """How far a ledger is anchored: the size of the greatest outside checkpoint that holds.

    None means unanchored: whoever can write the file could have written all of it anew.
    """

    size: int
    root: bytes
    anchored: int | None


class Regrown:
    """A tree to which the leaves of a ledger are given in their order; memory stays as it is.

    Where leaves are missing it goes on at the next place where the stored tree tells all that is
    needed; between those places no root can be compared.
    """

    def __init__(self, nodes: NodeReader, checkpoints: Iterable[HeldCheckpoint]) -> None:
        self._nodes = nodes
        self._lowest = nodes.lowest_node
        self._signed: dict[int, list[HeldCheckpoint]] = {}
        for held in checkpoints:
            self._signed.setdefault(held.checkpoint.size, []).append(held)
        self._sizes = sorted(self._signed, reverse=True)
        self._edge = Frontier()
        self._pending: list[bytes] = []
        self._unchecked: list[tuple[NodeId, bytes]] = []
        self._holds = 0
        self._anchored: int | None = None
        self._broken = False
        self._beyond: Frontier | None = None
        self._room = self._until_next()

    @property
    def end(self) -> AuditEnd:
        """The head of the tree as far as it is known."""
        return AuditEnd(size=self._edge.size, root=self._edge.root, anchored=self._anchored)

    def grow(self, index: int, leaf: bytes) -> list[Finding]:
        """The next leaf, which stands at `index`; what is wrong with the tree below it."""
        found = self._resume(index) if self._broken else []
        if not self._broken:
            self._pending.append(leaf if len(leaf) == HASH_BYTES else _NO_HASH)
            if len(self._pending) >= self._room:
                found += self._settle()
        return found

    def skip(self, first: int, last: int) -> Iterator[Finding]:
        """No event has the leaves from index `first` up to, not including, `last`.

        They are taken from the stored tree, as far as it holds them.
        """
        if self._broken and self._beyond is not None and first <= self._beyond.size < last:
            first = self._beyond.size
            yield from self._resume(first)
        while first < last and not self._broken:
            node = NodeId(0, first)
            leaf = self._nodes.nodes([node]).get(node, b"")
            if len(leaf) != HASH_BYTES:
                yield from self._settle()
                self._broken = True
                break
            yield from self.grow(first, leaf)
            first += 1
        if first < last:
            self._beyond = self._stored_from(last)

    def finish(self, size: int) -> Iterator[Finding]:
        """What only the whole shows: events that were signed, or stand in the tree, and are gone."""
        yield from self._resume(size) if self._broken else self._settle()
        yield from self._compare()
        signed = max(self._signed, default=0)
        if signed > size:
            yield _truncated(
                f"a checkpoint was signed at {signed} events, but only {size} are there"
            )
        if self._nodes.nodes([NodeId(self._lowest, size >> self._lowest)]):
            yield _truncated(f"the stored tree goes on after position {size}")

    def _resume(self, size: int) -> list[Finding]:
        """Go on behind a hole, if this is the size from which the stored tree tells all that is needed."""
        if self._beyond is None or self._beyond.size != size:
            return []
        self._edge, self._broken = self._beyond, False
        return self._settle()

    def _until_next(self) -> int:
        """How many leaves can be taken together: up to the next size that was signed."""
        while self._sizes and self._sizes[-1] <= self._edge.size:
            self._sizes.pop()
        return min([AT_ONCE, *(size - self._edge.size for size in self._sizes[-1:])])

    def _settle(self) -> list[Finding]:
        self._edge, complete = self._edge.with_leaves(self._pending, lowest=self._lowest)
        self._pending.clear()
        self._unchecked += complete
        found = list(self._compare()) if len(self._unchecked) >= NODES_AT_ONCE else []
        size = self._edge.size
        for held in self._signed.get(size, ()):
            if held.checkpoint.root != self._edge.root:
                found.append(
                    Finding(
                        code="rewritten",
                        where=f"positions {self._holds + 1} to {size}",
                        sentence=f"something there is not what was signed at {size} events",
                    )
                )
                continue
            self._holds = size
            if held.outside:
                self._anchored = size
        self._room = self._until_next()
        return found

    def _stored_from(self, size: int) -> Frontier | None:
        """The first tree of at least this size of which the stored nodes tell the right edge."""
        for level in range(self._lowest, 63):
            aligned = -(-size >> level) << level
            try:
                return frontier(self._nodes, aligned)
            except NodeMissingError:
                continue
        return None

    def _compare(self) -> Iterator[Finding]:
        found = self._nodes.nodes([node for node, _ in self._unchecked]) if self._unchecked else {}
        for node, value in self._unchecked:
            if found.get(node) != value:
                first = (node.number << node.level) + 1
                last = (node.number + 1) << node.level
                yield Finding(
                    code="node-differs",
                    where=f"node {node.level}/{node.number} (positions {first} to {last})",
                    sentence="it is not the node that the events below it give",
                )
        self._unchecked = []


def _truncated(sentence: str) -> Finding:
    return Finding(code="truncated", where="ledger", sentence=sentence)
