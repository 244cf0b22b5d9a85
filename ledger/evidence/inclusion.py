"""Proof files (C2SP tlog-proof): one entry is in the log, as one checkpoint shows it."""

from __future__ import annotations

from attrs import field, frozen

from ledger.evidence.checkpoint import decimal, parse_checkpoint
from ledger.evidence.errors import MalformedError
from ledger.evidence.merkle import verify_inclusion
from ledger.evidence.note import parse_note
from ledger.evidence.path import parse_path, path_lines, require_path, split_proof
from ledger.evidence.policy import OpenedCheckpoint, Policy, open_checkpoint
from ledger.evidence.strict64 import decode64, encode64

HEADER = "c2sp.org/tlog-proof@v1"


@frozen(kw_only=True)
class InclusionProof:
    """What a proof file says; nothing of it has been verified.

    `index` counts leaves from 0, `path` runs from the leaf's sibling upwards, `checkpoint` is the
    signed note as it stands. `extra` is unauthenticated by nature; this ledger writes none.
    """

    index: int
    path: tuple[bytes, ...] = field(validator=require_path)
    checkpoint: bytes
    extra: bytes | None = None

    def encode(self) -> bytes:
        """The one spelling of the file."""
        extra = [] if self.extra is None else [f"extra {encode64(self.extra)}"]
        lines = (HEADER, *extra, f"index {self.index}", *path_lines(self.path), "")
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint


def parse_inclusion(data: bytes) -> InclusionProof:
    """The proof in a file. Raises MalformedError, also where its checkpoint is none."""
    lines, blank, checkpoint = split_proof(data)
    if lines[0] != HEADER:
        raise MalformedError(f"a proof file begins with the line {HEADER}")
    if not blank:
        raise MalformedError("a proof file needs a blank line before its checkpoint")
    del lines[0]
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = decode64(lines.pop(0).removeprefix("extra "), what="the extra data")
        if not extra:
            raise MalformedError("a line for extra data must hold some")
    if not lines or not lines[0].startswith("index "):
        raise MalformedError("a proof file must tell the index of its entry")
    index = decimal(lines[0].removeprefix("index "), what="the index")
    path = parse_path(lines[1:])
    parse_checkpoint(parse_note(checkpoint).text)
    return InclusionProof(index=index, path=path, checkpoint=checkpoint, extra=extra)


def verify_inclusion_file(data: bytes, leaf: bytes, policy: Policy) -> OpenedCheckpoint:
    """Show that an entry with this leaf hash is in a log that the policy believes.

    Returns the checkpoint that shows it. Raises MalformedError and UnprovenError.
    """
    proof = parse_inclusion(data)
    opened = open_checkpoint(proof.checkpoint, policy)
    verify_inclusion(
        leaf=leaf,
        index=proof.index,
        size=opened.checkpoint.size,
        path=proof.path,
        root=opened.checkpoint.root,
    )
    return opened
