"""The lines of a proof file, and its hashes among them: one in Base64 on each, at most 63."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.evidence.errors import MalformedError
from ledger.evidence.merkle import require_hash
from ledger.evidence.note import MOST_BYTES
from ledger.evidence.strict64 import decode64, encode64

MOST_HASHES = 63
"""The limit of C2SP tlog-witness; no tree below 2^63 leaves needs more for an inclusion proof."""


def split_proof(data: bytes) -> tuple[list[str], bool, bytes]:
    """The lines of a proof file before its first blank line, whether there is one, the checkpoint.

    Raises MalformedError where the file is too long or its lines are not ASCII.
    """
    if len(data) > 2 * MOST_BYTES:
        raise MalformedError(f"a proof of {len(data)} bytes is longer than {2 * MOST_BYTES}")
    head, blank, checkpoint = data.partition(b"\n\n")
    try:
        return head.decode("ascii").split("\n"), bool(blank), checkpoint
    except UnicodeDecodeError as error:
        raise MalformedError(f"byte {error.start} of the proof is not ASCII") from error


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
