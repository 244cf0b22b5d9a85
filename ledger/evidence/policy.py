"""Whom a reader trusts: the keys of logs, the keys of witnesses, and how many of those must agree.

A small form of C2SP tlog-policy: any of the logs, and at least `quorum` of the witnesses.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import field, frozen

from ledger.evidence.checkpoint import Checkpoint, parse_checkpoint
from ledger.evidence.errors import MalformedError, UnprovenError
from ledger.evidence.keys import COSIGNATURE, ED25519, VerifierKey
from ledger.evidence.note import SignedBy, open_note


def _keys(kind: int) -> Callable[[object, object, tuple[VerifierKey, ...]], None]:
    def check(_: object, __: object, keys: tuple[VerifierKey, ...]) -> None:
        for key in keys:
            if key.kind != kind:
                raise MalformedError(f"the key {key.name} has the wrong type for its place")
        # One key under two names would count twice.
        if len({key.public for key in keys}) != len(keys):
            raise MalformedError("one key stands twice in the policy")

    return check


@frozen(kw_only=True)
class Policy:
    """Which checkpoints are believed.

    `origin` is needed only where a log's key does not bear the log's name. Raises MalformedError
    for keys of the wrong type, keys given twice, and a quorum that cannot be reached.
    """

    logs: tuple[VerifierKey, ...] = field(validator=_keys(ED25519))
    witnesses: tuple[VerifierKey, ...] = field(default=(), validator=_keys(COSIGNATURE))
    quorum: int = 0
    origin: str | None = None

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.quorum <= len(self.witnesses):
            raise MalformedError(
                f"a quorum of {self.quorum} out of {len(self.witnesses)} witnesses is no rule"
            )


@frozen(kw_only=True)
class OpenedCheckpoint:
    """A checkpoint that a policy believes, with those who signed it."""

    checkpoint: Checkpoint
    logs: tuple[SignedBy, ...]
    witnesses: tuple[SignedBy, ...]


def open_checkpoint(data: bytes, policy: Policy) -> OpenedCheckpoint:
    """The checkpoint in a signed note, if the policy believes it.

    Raises MalformedError for what is no checkpoint, and UnprovenError where a known signature
    fails, the log of that origin has not signed, or too few witnesses have.
    """
    opened = open_note(data, (*policy.logs, *policy.witnesses))
    checkpoint = parse_checkpoint(opened.note.text)
    logs = tuple(
        signed
        for signed in opened.signed_by
        if signed.key in policy.logs and checkpoint.origin == (policy.origin or signed.key.name)
    )
    witnesses = tuple(signed for signed in opened.signed_by if signed.key in policy.witnesses)
    if not logs:
        raise UnprovenError(
            f"no known key of the log {checkpoint.origin} has signed this checkpoint"
        )
    if len(witnesses) < policy.quorum:
        raise UnprovenError(
            f"{len(witnesses)} of the known witnesses have signed; {policy.quorum} must"
        )
    return OpenedCheckpoint(checkpoint=checkpoint, logs=logs, witnesses=witnesses)
