"""What a redaction event covers and restates, as anybody reads it out of the event's own bytes."""

from __future__ import annotations

from typing import Any

from ledger.evidence.canonical import canonical
from ledger.evidence.errors import MalformedError
from ledger.evidence.strict_json import strict_json

REDACTION = "redaction"


def covers(payload: bytes) -> frozenset[str]:
    """The ids of the events whose words the redaction removed: `of`, one id or a list of them.

    Empty for bytes that name none, so that nothing is excused by them.
    """
    named = _read(payload).get("of")
    members = named if isinstance(named, list) else [named]
    return frozenset(member for member in members if isinstance(member, str))


def restates(payload: bytes) -> dict[str, bytes]:
    """What the redaction leaves of each event that it covers: id → payload in canonical form."""
    told = _read(payload).get("restates")
    covered = covers(payload)
    if not isinstance(told, dict):
        return {}
    return {id: canonical(left) for id, left in told.items() if id in covered}


def _read(payload: bytes) -> dict[str, Any]:
    try:
        value = strict_json(payload, what="the payload")
    except MalformedError:
        return {}
    return value if isinstance(value, dict) else {}
