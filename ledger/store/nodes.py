"""The tree over the events as it is stored: a leaf beside each event, above them nodes for ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from ledger.evidence.merkle import HASH_BYTES, node_hash
from ledger.evidence.tree import Frontier, NodeId, NodeReader, frontier, read_nodes
from ledger.store.statements import Statements

LOWEST = 4
"""The lowest level whose nodes are stored: those below are worked out from `BLOCK` leaves."""

BLOCK = 1 << LOWEST
"""So many leaves lie below one stored node."""

# From each wanted node to its row, never the other way round.
_WANTED = """
SELECT n.level, n.number, n.hash FROM json_each(?) AS w CROSS JOIN nodes AS n
ON n.level = w.value ->> 0 AND n.number = w.value ->> 1
"""
_LEAVES = f"""
SELECT e.position, e.leaf_hash FROM json_each(?) AS b CROSS JOIN events AS e
ON e.position BETWEEN b.value * {BLOCK} + 1 AND (b.value + 1) * {BLOCK}
"""  # noqa: S608

NewNode = tuple[NodeId, bytes]


class Growing:
    """The stored tree of `head` leaves while events are appended in one transaction.

    Its right edge is read when it is needed: most single events complete no node that is stored.
    """

    def __init__(self, reader: NodeReader, head: int) -> None:
        self._reader = reader
        self._size = head
        self._edge: Frontier | None = None
        self._pending: list[bytes] = []

    def grow(self, leaves: Sequence[bytes]) -> list[NewNode]:
        """The stored nodes that are complete by these further leaves.

        Raises NodeMissingError where the stored tree is not whole.
        """
        pending = [*self._pending, *leaves]
        if (self._size + len(pending)) // BLOCK > self._size // BLOCK:
            if self._edge is None:
                pending = [*self._open(), *pending]
            whole = len(pending) // BLOCK * BLOCK
            assert self._edge is not None
            self._edge, complete = self._edge.with_leaves(pending[:whole], lowest=LOWEST)
            self._size += whole
            self._pending = pending[whole:]
            return complete
        self._pending = pending
        return []

    def _open(self) -> list[bytes]:
        """Read the edge up to the last stored node; the leaves behind it."""
        first = self._size // BLOCK * BLOCK
        edge = frontier(self._reader, first)
        behind = [NodeId(0, index) for index in range(first, self._size)]
        found = read_nodes(self._reader, behind)
        self._edge, self._size = edge, first
        return [found[node] for node in behind]


def read(sql: Statements, wanted: Sequence[NodeId]) -> dict[NodeId, bytes]:
    """Those of the wanted nodes that are complete."""
    found: dict[NodeId, bytes] = {}
    stored = [node for node in wanted if node.level >= LOWEST]
    if stored:
        rows = sql.run(_WANTED, (msgspec.json.encode(stored).decode(),))
        found.update((NodeId(level, number), value) for level, number, value in rows)
    blocks = {node.number >> LOWEST - node.level for node in wanted if node.level < LOWEST}
    if blocks:
        rows = sql.run(_LEAVES, (msgspec.json.encode(sorted(blocks)).decode(),))
        below = _above({position - 1: leaf for position, leaf in rows if _is_hash(leaf)})
        found.update((node, below[node]) for node in wanted if node in below)
    return found


def _above(leaves: dict[int, bytes]) -> dict[NodeId, bytes]:
    """These leaves, and the nodes over them that are complete and not stored."""
    found: dict[NodeId, bytes] = {}
    row = leaves
    for level in range(LOWEST):
        found.update((NodeId(level, number), value) for number, value in row.items())
        row = {
            number >> 1: node_hash(value, row[number + 1])
            for number, value in row.items()
            if not number & 1 and number + 1 in row
        }
    return found


def _is_hash(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == HASH_BYTES


def write(sql: Statements, nodes: Iterable[NewNode]) -> None:
    """Store nodes."""
    sql.fill("nodes (level, number, hash)", [(*node, value) for node, value in nodes])
