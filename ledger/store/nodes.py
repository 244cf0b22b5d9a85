"""The stored nodes of the tree over the events: written once beside each event, read for proofs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ledger.evidence.tree import NodeId, NodeReader, frontier
from ledger.store.statements import Statements

# From each wanted node to its row, never the other way round.
_WANTED = """
SELECT n.level, n.number, n.hash FROM json_each(?) AS w CROSS JOIN nodes AS n
ON n.level = json_extract(w.value, '$[0]') AND n.number = json_extract(w.value, '$[1]')
"""
_INSERT = "INSERT OR FAIL INTO nodes (level, number, hash) VALUES (?, ?, ?)"

NewNode = tuple[NodeId, bytes]


def grown(reader: NodeReader, head: int, leaves: Iterable[bytes]) -> Iterator[NewNode]:
    """The nodes that come to the stored tree of `head` leaves with these further ones.

    Raises NodeMissingError where the stored tree is not whole: nothing is appended to such a one.
    """
    edge = frontier(reader, head)
    for leaf in leaves:
        edge, complete = edge.with_leaf(leaf)
        yield from complete


def read(sql: Statements, wanted: Sequence[NodeId]) -> dict[NodeId, bytes]:
    """Those of the wanted nodes that are stored."""
    rows = sql.run(_WANTED, (msgspec.json.encode(wanted).decode(),))
    return {NodeId(level, number): value for level, number, value in rows}


def write(sql: Statements, nodes: Iterable[NewNode]) -> None:
    """Store nodes."""
    sql.many(_INSERT, ((node.level, node.number, value) for node, value in nodes))
