"""What is wrong with evidence, and where: a stable code, a place, a sentence."""

from __future__ import annotations

from attrs import field, frozen, validators

BUNDLE_FINDINGS = {
    "not-a-bundle": "the file is not shaped like a bundle",
    "respelt": "the bundle is not spelt in its one form",
    "page-altered": "the page on how to check is not the one of this format",
    "bad-key": "a key that the bundle names is no key",
    "unused-key": "a key that the bundle names has not signed the checkpoint",
    "not-a-proof": "the proof of an event is no proof file",
    "mixed-checkpoints": "the events are not proven by one and the same checkpoint",
    "bad-signature": "a signature of a named key does not belong to the checkpoint",
    "unlisted-signature": "somebody has signed whose key the bundle does not name",
    "not-signed-by-log": "the log of the checkpoint's origin has not signed it",
    "untrusted": "no trusted key has signed the checkpoint for the log",
    "too-few-witnesses": "fewer trusted witnesses have signed than are asked for",
    "not-an-entry": "the entry of an event is not in its permanent form",
    "wrong-position": "the entry tells another position than its proof",
    "not-included": "the entry is not in the tree of the checkpoint",
    "out-of-order": "the events do not stand in the order of their positions",
    "half-removed": "of payload and salt only one is there",
    "payload-differs": "payload and salt do not give the digest in the entry",
    "payload-missing": "the words are gone and no redaction in the bundle says why",
}
"""What can be wrong with a bundle, and what it means."""

LEDGER_FINDINGS = {
    "event-missing": "a position is not there",
    "event-repeated": "an event does not come after the one before it",
    "event-changed": "the fields of an event do not give its leaf hash",
    "payload-differs": "payload and salt do not give the digest in the entry",
    "salts-swapped": "the salt of an event lies at another event",
    "half-removed": "of payload and salt only one is there",
    "payload-missing": "the words are gone and no redaction says why",
    "redaction-undone": "the words are there although a redaction says that they were removed",
    "time-reversed": "an event was recorded before the one in front of it",
    "node-differs": "a stored node of the tree is not the one that the leaves give",
    "truncated": "a checkpoint was signed over more events than there are",
    "rewritten": "the events up to a checkpoint are not those over which it was signed",
}
"""What can be wrong with a ledger, and what it means."""

FILE_FINDINGS = {
    "file-damaged": "the file, or a rule that the database keeps, is not as it was made",
    "unreadable": "an event is as it was recorded, but this program cannot read it",
    "index-differs": "what an event is found by is not what its fields give",
    "view-differs": "rows of a view are not those that the events give",
    "not-quoted": "a quotation is in none of the texts of its sources",
    "text-changed": "the text of a source is not the one that its record names",
    "bad-checkpoint": "a checkpoint is not signed by the key of the ledger",
}
"""What can be wrong with that in which a ledger lies, and what it means."""

CODES = BUNDLE_FINDINGS | LEDGER_FINDINGS | FILE_FINDINGS


@frozen(kw_only=True)
class Finding:
    """One thing that is wrong. `where` names the event by its place or position, or the part."""

    code: str = field(validator=validators.in_(CODES))
    where: str
    sentence: str
