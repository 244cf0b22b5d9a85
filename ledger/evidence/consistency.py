"""Consistency files: a later checkpoint of a log only added to an earlier one.

The form is the request of C2SP tlog-witness (add-checkpoint), so that the same bytes can be sent
to a witness: `old` and the earlier size, the hashes of the proof, a blank line, the later
checkpoint. The reader must hold the earlier checkpoint; the file alone cannot replace it.
"""

from __future__ import annotations

from attrs import field, frozen

from ledger.evidence.checkpoint import Checkpoint, decimal, parse_checkpoint
from ledger.evidence.errors import MalformedError, UnprovenError
from ledger.evidence.merkle import verify_consistency
from ledger.evidence.note import parse_note
from ledger.evidence.path import parse_path, path_lines, require_path, split_proof
from ledger.evidence.policy import OpenedCheckpoint, Policy, open_checkpoint


@frozen(kw_only=True)
class ConsistencyProof:
    """What a consistency file says; nothing of it has been verified."""

    old_size: int
    path: tuple[bytes, ...] = field(validator=require_path)
    checkpoint: bytes

    def encode(self) -> bytes:
        """The one spelling of the file."""
        lines = (f"old {self.old_size}", *path_lines(self.path), "")
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint


def parse_consistency(data: bytes) -> ConsistencyProof:
    """The proof in a file. Raises MalformedError, also where its checkpoint is none."""
    (old, *lines), blank, checkpoint = split_proof(data)
    if not old.startswith("old "):
        raise MalformedError("a consistency file begins with the word old and the earlier size")
    if not blank:
        raise MalformedError("a consistency file needs a blank line before its checkpoint")
    old_size = decimal(old.removeprefix("old "), what="the earlier size")
    path = parse_path(lines)
    parse_checkpoint(parse_note(checkpoint).text)
    return ConsistencyProof(old_size=old_size, path=path, checkpoint=checkpoint)


def verify_consistency_file(data: bytes, earlier: Checkpoint, policy: Policy) -> OpenedCheckpoint:
    """Show that the log in the file, which the policy believes, continues an earlier checkpoint.

    `earlier` is a checkpoint that the reader has kept and opened. Returns the later one. Raises
    MalformedError and UnprovenError, also from size 0, because that would show nothing.
    """
    proof = parse_consistency(data)
    opened = open_checkpoint(proof.checkpoint, policy)
    later = opened.checkpoint
    if later.origin != earlier.origin:
        raise UnprovenError(f"the log {later.origin} is not the log {earlier.origin}")
    if proof.old_size != earlier.size:
        raise UnprovenError(
            f"the proof begins at size {proof.old_size}; the earlier checkpoint has {earlier.size}"
        )
    verify_consistency(
        old_size=earlier.size,
        old_root=earlier.root,
        new_size=later.size,
        new_root=later.root,
        path=proof.path,
    )
    return opened
