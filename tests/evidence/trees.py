"""A small ledger's tree, and the foreign data that lies beside a checkout when it is at hand."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.evidence.tree import Frontier, MemoryNodes

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "vectors"

foreign = pytest.mark.skipif(not VECTORS.is_dir(), reason="the foreign data are not at hand")


def leaves(count: int) -> list[bytes]:
    """So many different leaf hashes."""
    return [sha256(b"\x00%d" % number).digest() for number in range(count)]


def grown(hashes: Iterable[bytes]) -> tuple[MemoryNodes, Frontier]:
    """The stored nodes and the right edge of a tree with these leaf hashes."""
    nodes, edge = MemoryNodes(), Frontier()
    for leaf in hashes:
        edge, complete = edge.with_leaf(leaf)
        nodes.put(complete)
    return nodes, edge
