"""The Merkle tree as RFC 6962 defines it, by recursion over all leaves: slow, plain, and separate."""

from __future__ import annotations

from hashlib import sha256


def _split(count: int) -> int:
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def root(leaves: list[bytes]) -> bytes:
    """MTH(D[n]), over leaf hashes (section 2.1)."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = _split(len(leaves))
    return sha256(b"\x01" + root(leaves[:half]) + root(leaves[half:])).digest()


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH(m, D[n]) (section 2.1.1)."""
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*path(index, leaves[:half]), root(leaves[half:])]
    return [*path(index - half, leaves[half:]), root(leaves[:half])]


def proof(old: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF(m, D[n], b) (section 2.1.2)."""
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    half = _split(len(leaves))
    if old <= half:
        return [*proof(old, leaves[:half], whole=whole), root(leaves[half:])]
    return [*proof(old - half, leaves[half:], whole=False), root(leaves[:half])]
