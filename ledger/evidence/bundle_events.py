"""The events of a bundle: whether each stands in the tree where it says, and its words are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from ledger.evidence.bundle import BundledEvent
from ledger.evidence.checkpoint import Checkpoint
from ledger.evidence.entry import Entry, leaf_hash, parse_entry, payload_digest
from ledger.evidence.errors import MalformedError, UnprovenError
from ledger.evidence.finding import Finding
from ledger.evidence.inclusion import InclusionProof, parse_inclusion
from ledger.evidence.merkle import verify_inclusion
from ledger.evidence.redaction import REDACTION, covers

PRESENT = "present"
REDACTED = "redacted"
MISSING = "MISSING"


@frozen(kw_only=True)
class ProvenEvent:
    """One event of a bundle: its entry and leaf hash, and whether its words are there.

    `verdict` is present, redacted (then `redacted_by` is the position that says so) or MISSING.
    """

    entry: Entry
    leaf: bytes
    payload: bytes | None
    verdict: str
    redacted_by: int | None = None


@frozen(kw_only=True)
class ReadEvent:
    """An event of the file with as much of it as could be read."""

    where: str
    event: BundledEvent
    entry: Entry | None
    proof: InclusionProof | None


def read_event(number: int, event: BundledEvent, findings: list[Finding]) -> ReadEvent:
    """An event's entry and proof; what cannot be read is added to the findings."""
    where, entry, proof = f"event {number}", None, None
    try:
        entry = parse_entry(event.entry.encode())
        where = f"event {number} (position {entry.position})"
    except MalformedError as error:
        findings.append(Finding(code="not-an-entry", where=where, sentence=error.sentence))
    try:
        proof = parse_inclusion(event.proof.encode())
        if proof.extra is not None:
            raise MalformedError("a proof in a bundle carries no extra data; nothing signs them")
    except MalformedError as error:
        proof = None
        findings.append(Finding(code="not-a-proof", where=where, sentence=error.sentence))
    return ReadEvent(where=where, event=event, entry=entry, proof=proof)


def standing(
    read: ReadEvent, note: bytes | None, head: Checkpoint | None, last: int
) -> Iterator[Finding]:
    """Whether the entry stands in the tree, and in the file, where it says."""
    entry, proof = read.entry, read.proof
    if proof is not None and proof.checkpoint != note:
        yield Finding(
            code="mixed-checkpoints",
            where=read.where,
            sentence="its proof is by another checkpoint than the first one's",
        )
    if entry is None:
        return
    if entry.position <= last:
        yield Finding(
            code="out-of-order",
            where=read.where,
            sentence=f"it stands behind position {last}",
        )
    if proof is None or head is None:
        return
    if proof.index != entry.index:
        yield Finding(
            code="wrong-position",
            where=read.where,
            sentence=f"its proof is for position {proof.index + 1}",
        )
    try:
        verify_inclusion(
            leaf=leaf_hash(read.event.entry.encode()),
            index=proof.index,
            size=head.size,
            path=proof.path,
            root=head.root,
        )
    except UnprovenError as error:
        yield Finding(code="not-included", where=read.where, sentence=error.sentence)


def words(events: Sequence[ReadEvent], findings: list[Finding]) -> Iterator[ProvenEvent]:
    """Whether the words of each event are there and are those that were recorded."""
    redactions: dict[str, int] = {}
    for read in events:
        entry, payload, salt = read.entry, read.event.payload, read.event.salt
        if (payload is None) != (salt is None):
            findings.append(
                Finding(
                    code="half-removed",
                    where=read.where,
                    sentence="payload and salt must both be there, or neither",
                )
            )
        if entry is None or payload is None or salt is None:
            continue
        try:
            digest = payload_digest(salt, payload.encode())
        except ValueError as error:
            digest, why = None, str(error)
        else:
            why = "payload or salt is not what was recorded"
        if digest != entry.payload_digest:
            findings.append(Finding(code="payload-differs", where=read.where, sentence=why))
        elif entry.type == REDACTION:
            for covered in covers(payload.encode()):
                redactions[covered] = entry.position
    for read in events:
        entry, payload = read.entry, read.event.payload
        if entry is None:
            continue
        leaf = leaf_hash(read.event.entry.encode())
        if payload is not None:
            yield ProvenEvent(entry=entry, leaf=leaf, payload=payload.encode(), verdict=PRESENT)
            continue
        by = redactions.get(entry.id)
        # A redaction speaks of what was recorded before it.
        if by is None or by < entry.position:
            findings.append(
                Finding(
                    code="payload-missing",
                    where=read.where,
                    sentence="its words are gone, and no redaction in the bundle says why",
                )
            )
            yield ProvenEvent(entry=entry, leaf=leaf, payload=None, verdict=MISSING)
        else:
            yield ProvenEvent(
                entry=entry, leaf=leaf, payload=None, verdict=REDACTED, redacted_by=by
            )
