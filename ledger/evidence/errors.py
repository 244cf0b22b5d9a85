"""What the evidence room refuses: bytes of a wrong form, proofs that fail, histories that fork."""

from __future__ import annotations

from ledger.errors import LedgerError


class EvidenceError(LedgerError):
    """Base of the refusals of this room."""

    code = "integrity"


class MalformedError(EvidenceError):
    """The bytes do not have the form that they claim: no note, no checkpoint, no proof, no key."""

    code = "bad-input"


class UnprovenError(EvidenceError):
    """The form is right, but it does not prove what it should: a signature, a root, a digest."""


class NodeMissingError(EvidenceError):
    """The stored tree lacks a node that it must have, or holds one that is no hash."""


class RolledBackError(EvidenceError):
    """The present tree is shorter than one already signed; signing it would fork the history."""

    code = "refused"


class ForkedError(EvidenceError):
    """The present tree is not a continuation of one already signed."""

    code = "refused"
