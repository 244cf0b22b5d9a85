"""The Merkle tree of RFC 6962, section 2.1: how it is hashed, and how proofs over it are checked.

A leaf is hashed in `entry.py`. Hashes are SHA-256, 32 bytes, everywhere; leaves count from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from ledger.evidence.errors import MalformedError, UnprovenError

HASH_BYTES = 32
MOST_LEAVES = 2**63 - 1
"""The greatest tree that is read: sizes are signed 64-bit numbers in other people's programs."""

EMPTY_ROOT = sha256(b"").digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def require_hash(value: bytes, *, what: str) -> bytes:
    """The value itself. Raises MalformedError where it has not 32 bytes."""
    if len(value) != HASH_BYTES:
        raise MalformedError(f"{what} has {len(value)} bytes; a hash has {HASH_BYTES}")
    return value


def verify_inclusion(
    *, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> None:
    """Show that the leaf stands at this index of the tree with this size and root.

    RFC 9162, section 2.1.3.2. `path` runs from the leaf's sibling upwards. Raises UnprovenError
    where the proof fails and MalformedError where something is no hash.
    """
    _require_all(path, leaf=leaf, root=root)
    if not 0 <= index < size <= MOST_LEAVES:
        raise UnprovenError(f"a tree of {size} leaves has none at index {index}")
    node, last, reached = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise UnprovenError("the inclusion proof is longer than the tree is high")
        if node & 1 or node == last:
            reached = node_hash(sibling, reached)
            node, last = _past_ragged_levels(node, last)
        else:
            reached = node_hash(reached, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise UnprovenError("the inclusion proof is shorter than the tree is high")
    if reached != root:
        raise UnprovenError("the inclusion proof leads to another root")


def verify_consistency(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Show that the newer tree begins with all leaves of the older one, in their order.

    RFC 9162, section 2.1.4.2. Raises UnprovenError where the proof fails, also from size 0: every
    tree continues the empty one, so nothing would be shown. MalformedError for what is no hash.
    """
    _require_all(path, old_root=old_root, new_root=new_root)
    if old_size <= 0:
        raise UnprovenError("a consistency proof from the empty tree shows nothing")
    if not old_size <= new_size <= MOST_LEAVES:
        raise UnprovenError(f"a tree of {new_size} leaves cannot continue one of {old_size}")
    if old_size == new_size:
        if path:
            raise UnprovenError("trees of one size need no proof, but one is given")
        if old_root != new_root:
            raise UnprovenError("two trees of one size have different roots")
        return
    # An old tree that is complete is itself a node of the new one, and its root is left out.
    complete = old_size & (old_size - 1) == 0
    steps = [old_root, *path] if complete else list(path)
    if not path:
        raise UnprovenError("the consistency proof is empty")
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            raise UnprovenError("the consistency proof is longer than the tree is high")
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            node, last = _past_ragged_levels(node, last)
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise UnprovenError("the consistency proof is shorter than the tree is high")
    if old != old_root:
        raise UnprovenError("the consistency proof leads to another old root")
    if new != new_root:
        raise UnprovenError("the consistency proof leads to another new root")


def _past_ragged_levels(node: int, last: int) -> tuple[int, int]:
    """At the right edge a node without a right sibling is passed up as it is."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _require_all(path: Sequence[bytes], **named: bytes) -> None:
    for name, value in named.items():
        require_hash(value, what=f"the {name.replace('_', ' ')}")
    for number, value in enumerate(path, 1):
        require_hash(value, what=f"hash {number} of the proof")
