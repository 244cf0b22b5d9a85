"""Checking an evidence bundle: every failure is named, and nothing in the file is left unchecked.

Each byte of a bundle is bound by something: entries by the tree, the tree by the signature, payload
and salt by the entry, keys by their ids and signatures, all else by the one spelling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from ledger.evidence.bundle import Bundle, parse_bundle
from ledger.evidence.bundle_events import ProvenEvent, read_event, standing, words
from ledger.evidence.checkpoint import Checkpoint, parse_checkpoint
from ledger.evidence.errors import MalformedError
from ledger.evidence.finding import Finding
from ledger.evidence.keys import COSIGNATURE, ED25519, VerifierKey, parse_vkey
from ledger.evidence.note import Note, SignedBy, parse_note
from ledger.evidence.page import HOW_TO_CHECK


@frozen(kw_only=True)
class BundleReport:
    """What a bundle shows, and what is wrong with it. It shows nothing unless `ok`."""

    findings: tuple[Finding, ...]
    checkpoint: Checkpoint | None = None
    signed_by: tuple[SignedBy, ...] = ()
    events: tuple[ProvenEvent, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything was found to be as it must be."""
        return not self.findings


def verify_bundle(data: bytes, trusted: Sequence[VerifierKey], *, quorum: int = 0) -> BundleReport:
    """Check a bundle against keys that the reader has from elsewhere.

    `trusted` are keys of the log and, for a quorum, of witnesses. Never raises for the bytes: what
    is wrong with them is in the findings, all of it as far as it can be read.
    """
    try:
        bundle = parse_bundle(data)
    except MalformedError as error:
        found = Finding(code="not-a-bundle", where="file", sentence=error.sentence)
        return BundleReport(findings=(found,))
    findings = list(_form(bundle, data))
    keys = _keys(bundle, findings)
    events = [read_event(number, event, findings) for number, event in enumerate(bundle.events, 1)]
    proofs = [event.proof for event in events if event.proof]
    note = proofs[0].checkpoint if proofs else None
    head: Checkpoint | None = None
    signed_by: tuple[SignedBy, ...] = ()
    if note is not None:
        read = parse_note(note)
        head = parse_checkpoint(read.text)
        signed_by = _signatures(read, keys, findings)
        findings += _trust(head, signed_by, trusted, quorum)
    last = 0
    for event in events:
        findings += standing(event, note, head, last)
        last = event.entry.position if event.entry else last
    shown = tuple(words(events, findings))
    return BundleReport(
        findings=tuple(findings), checkpoint=head, signed_by=signed_by, events=shown
    )


def _keys(bundle: Bundle, findings: list[Finding]) -> list[VerifierKey]:
    keys = []
    for number, vkey in enumerate(bundle.vkeys, 1):
        try:
            keys.append(parse_vkey(vkey))
        except MalformedError as error:
            findings.append(Finding(code="bad-key", where=f"key {number}", sentence=error.sentence))
    return keys


def _form(bundle: Bundle, data: bytes) -> Iterator[Finding]:
    if bundle.how_to_check != HOW_TO_CHECK:
        yield Finding(
            code="page-altered",
            where="page",
            sentence="the page on how to check was altered and may mislead",
        )
    if bundle.encode() != data:
        yield Finding(code="respelt", where="file", sentence="the file is not spelt as bundles are")


def _signatures(
    note: Note, keys: Sequence[VerifierKey], findings: list[Finding]
) -> tuple[SignedBy, ...]:
    """Whose signatures hold, each key tried alone so that every failure is named."""
    held: list[SignedBy] = []
    text = note.text.encode()
    for key in dict.fromkeys(keys):
        own = [signature.value for signature in note.signatures if signature.is_by(key)]
        if not own:
            findings.append(
                Finding(
                    code="unused-key",
                    where="keys",
                    sentence=f"the key {key.name} is named but has not signed",
                )
            )
        elif all(key.verifies(text, value) for value in own):
            held.append(SignedBy.so(key, own[0]))
        else:
            findings.append(
                Finding(
                    code="bad-signature",
                    where="checkpoint",
                    sentence=f"the signature of {key.name} does not belong to this text",
                )
            )
    findings.extend(
        Finding(
            code="unlisted-signature",
            where="checkpoint",
            sentence=f"{signature.name} has signed, but its key is not named",
        )
        for signature in note.signatures
        if not any(signature.is_by(key) for key in keys)
    )
    return tuple(held)


def _trust(
    head: Checkpoint,
    signed_by: Sequence[SignedBy],
    trusted: Sequence[VerifierKey],
    quorum: int,
) -> Iterator[Finding]:
    logs = [
        signed.key
        for signed in signed_by
        if signed.key.kind == ED25519 and signed.key.name == head.origin
    ]
    if not logs:
        yield Finding(
            code="not-signed-by-log",
            where="checkpoint",
            sentence=f"the log {head.origin} has not signed this checkpoint",
        )
    elif not any(key in trusted for key in logs):
        yield Finding(
            code="untrusted",
            where="checkpoint",
            sentence="the key in the file is not among the trusted ones; "
            "compare it with the one that the keeper publishes",
        )
    witnesses = {
        signed.key.public
        for signed in signed_by
        if signed.key.kind == COSIGNATURE and signed.key in trusted
    }
    if len(witnesses) < quorum:
        yield Finding(
            code="too-few-witnesses",
            where="checkpoint",
            sentence=f"{len(witnesses)} trusted witnesses have signed; {quorum} must",
        )
