"""The hashes of a proof as lines of text: one Base64 hash on each, at most 63 of them."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.evidence.errors import MalformedError
from ledger.evidence.merkle import require_hash
from ledger.evidence.strict64 import decode64, encode64

MOST_HASHES = 63
"""The limit of C2SP tlog-witness; no tree below 2^63 leaves needs more for an inclusion proof."""


def path_lines(path: Sequence[bytes]) -> list[str]:
    """The lines that stand for a path."""
    return [encode64(value) for value in path]


def parse_path(lines: Sequence[str]) -> tuple[bytes, ...]:
    """The path that some lines stand for. Raises MalformedError."""
    if len(lines) > MOST_HASHES:
        raise MalformedError(f"a proof of {len(lines)} hashes has more than {MOST_HASHES}")
    return tuple(
        require_hash(
            decode64(line, what=f"hash {number} of the proof"), what=f"hash {number} of the proof"
        )
        for number, line in enumerate(lines, 1)
    )


def require_path(_: object, __: object, path: tuple[bytes, ...]) -> None:
    """An attrs validator: every member is a hash."""
    for number, value in enumerate(path, 1):
        require_hash(value, what=f"hash {number} of the proof")
