"""The entry of an event and its leaf hash: the form that every proof is made over. Permanent.

The payload is hashed under a salt, so that its words can be removed without breaking a proof; the
leaf is that of a Merkle tree after RFC 6962, section 2.1.
"""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

from ledger.evidence.canonical import canonical

SALT_BYTES = 16


def payload_digest(salt: bytes, payload: bytes) -> bytes:
    """SHA-256(salt ‖ payload). Raises ValueError where the salt has not 16 bytes."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return sha256(salt + payload).digest()


def moment(when: dt.datetime) -> str:
    """A UTC time as entries hold it: YYYY-MM-DDTHH:MM:SS.ffffffZ."""
    if when.utcoffset() != dt.timedelta(0):
        raise ValueError("recorded_at must be in UTC")
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_bytes(
    *,
    position: int,
    id: str,
    type: str,
    schema: int,
    recorded_at: dt.datetime,
    recorder: str,
    known_from: dt.date | None,
    payload_digest: bytes,
) -> bytes:
    """The canonical JSON object, version 1, that stands for one recorded event."""
    return canonical(
        {
            "v": 1,
            "position": position,
            "id": id,
            "type": type,
            "schema": schema,
            "recorded_at": moment(recorded_at),
            "recorder": recorder,
            "known_from": known_from.isoformat() if known_from else None,
            "payload_digest": payload_digest.hex(),
        }
    )


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return sha256(b"\x00" + entry).digest()
