"""What a redaction event covers, as a verifier reads it out of the event's own bytes."""

from __future__ import annotations

from ledger.evidence.errors import MalformedError
from ledger.evidence.strict_json import strict_json

REDACTION = "redaction"


def covers(payload: bytes) -> frozenset[str]:
    """The ids of the events whose words the redaction removed: `of`, one id or a list of them.

    Empty for bytes that name none, so that nothing is excused by them.
    """
    try:
        value = strict_json(payload, what="the payload")
    except MalformedError:
        return frozenset()
    named = value.get("of") if isinstance(value, dict) else None
    members = named if isinstance(named, list) else [named]
    return frozenset(member for member in members if isinstance(member, str))
