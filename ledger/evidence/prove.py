"""Making an evidence bundle: events, their proofs, one checkpoint, its keys and the page."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ledger.evidence.bundle import Bundle, BundledEvent
from ledger.evidence.bundle_check import verify_bundle
from ledger.evidence.checkpoint import parse_checkpoint
from ledger.evidence.entry import parse_entry
from ledger.evidence.errors import MalformedError, UnprovenError
from ledger.evidence.inclusion import InclusionProof
from ledger.evidence.keys import ED25519, VerifierKey
from ledger.evidence.note import Note, open_note
from ledger.evidence.page import HOW_TO_CHECK
from ledger.evidence.tree import NodeReader, inclusion_path


@frozen(kw_only=True)
class Recorded:
    """An event to be proven: its entry bytes, and payload and salt where they are still there."""

    entry: bytes
    payload: bytes | None
    salt: bytes | None


def make_bundle(
    events: Sequence[Recorded],
    *,
    checkpoint: bytes,
    keys: Sequence[VerifierKey],
    nodes: NodeReader,
) -> bytes:
    """A bundle that proves these events by this checkpoint, in the order of their positions.

    `keys` are those that signed the checkpoint and are to be named: the log's own, and witnesses;
    signatures of others are left out. Nothing is handed out that would not pass: raises
    MalformedError for no events and for what is no entry or checkpoint, UnprovenError where the
    checkpoint is not signed by the log or does not reach an event, where a digest fails, or where
    words are missing and no redaction among the events says why, and NodeMissingError.
    """
    if not events:
        raise MalformedError("a bundle needs at least one event")
    opened = open_note(checkpoint, keys)
    head = parse_checkpoint(opened.note.text)
    signers = sorted(
        (signed.key for signed in opened.signed_by),
        key=lambda key: not _signs_for(key, head.origin),
    )
    note = Note(
        text=opened.note.text,
        signatures=tuple(
            next(signature for signature in opened.note.signatures if signature.is_by(key))
            for key in signers
        ),
    ).encode()
    bundled = [
        _bundled(recorded, checkpoint=note, size=head.size, nodes=nodes)
        for recorded in sorted(events, key=lambda recorded: parse_entry(recorded.entry).position)
    ]
    made = Bundle(
        how_to_check=HOW_TO_CHECK,
        vkeys=tuple(key.vkey for key in signers),
        events=tuple(bundled),
    ).encode()
    report = verify_bundle(made, [key for key in signers if _signs_for(key, head.origin)])
    if report.findings:
        first = report.findings[0]
        raise UnprovenError(f"{first.where}: {first.sentence}")
    return made


def _signs_for(key: VerifierKey, origin: str) -> bool:
    return key.kind == ED25519 and key.name == origin


def _bundled(
    recorded: Recorded, *, checkpoint: bytes, size: int, nodes: NodeReader
) -> BundledEvent:
    index = parse_entry(recorded.entry).index
    proof = InclusionProof(
        index=index, path=inclusion_path(nodes, index, size), checkpoint=checkpoint
    )
    try:
        return BundledEvent(
            entry=recorded.entry.decode(),
            payload=None if recorded.payload is None else recorded.payload.decode(),
            salt=recorded.salt,
            proof=proof.encode().decode(),
        )
    except UnicodeDecodeError as error:
        raise MalformedError(f"the payload at position {index + 1} is not UTF-8") from error
