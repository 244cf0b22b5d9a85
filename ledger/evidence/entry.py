"""The entry of an event and its leaf hash: the form that every proof is made over. Permanent.

The payload is hashed under a salt, so that its words can be removed without breaking a proof; the
leaf is that of a Merkle tree after RFC 6962, section 2.1.
"""

from __future__ import annotations

import datetime as dt
import re
from binascii import hexlify
from functools import lru_cache
from hashlib import sha256

import msgspec
from attrs import frozen

from ledger.evidence.canonical import MOST, canonical
from ledger.evidence.errors import MalformedError
from ledger.evidence.strict_json import strict_json

SALT_BYTES = 16

_ENTRY_KINDS: dict[str, tuple[type, ...]] = {
    "v": (int,),
    "position": (int,),
    "id": (str,),
    "type": (str,),
    "schema": (int,),
    "recorded_at": (str,),
    "recorder": (str,),
    "known_from": (str, type(None)),
    "payload_digest": (str,),
}
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def payload_digest(salt: bytes, payload: bytes) -> bytes:
    """SHA-256(salt ‖ payload). Raises ValueError where the salt has not 16 bytes."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return sha256(salt + payload).digest()


def moment(when: dt.datetime) -> str:
    """A UTC time as entries hold it: YYYY-MM-DDTHH:MM:SS.ffffffZ."""
    text = when.isoformat(timespec="microseconds")
    if not text.endswith("+00:00"):
        raise ValueError("recorded_at must be in UTC")
    return f"{text[:-6]}Z"


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


def leaf_of(
    position: int,
    id: str,
    type: str,
    schema: int,
    recorded_at: str,
    recorder: str,
    known_from: str | None,
    payload_digest: bytes,
) -> bytes:
    """The leaf hash of an event: what `leaf_hash(entry_bytes(…))` gives, in a third of the time.

    Time and day are texts as entries hold them. Raises ValueError where the fields make no entry,
    as `canonical` does.
    """
    if not -MOST <= position <= MOST:
        raise ValueError(f"the integer {position} is beyond ±2^53; store it as text")
    try:
        return sha256(
            b'\0{"id":%b,"known_from":%b,"payload_digest":"%b","position":%d,"recorded_at":%b,%b'
            % (
                _spelt(id), _spelt(known_from), hexlify(payload_digest), position,
                _spelt(recorded_at), _end(recorder, schema, type),
            )
        ).digest()  # fmt: skip
    except UnicodeEncodeError as error:
        raise ValueError(f"text that is not Unicode cannot be stored: {error}") from error


_spelt = msgspec.json.Encoder().encode


@lru_cache(maxsize=256)
def _end(recorder: str, schema: int, type: str) -> bytes:
    """The end of an entry from its recorder on, which most events of a ledger share."""
    return canonical({"recorder": recorder, "schema": schema, "type": type, "v": 1})[1:]


@frozen(kw_only=True)
class Entry:
    """What an entry says; `payload_digest` has 32 bytes, times and days are as written."""

    position: int
    id: str
    type: str
    schema: int
    recorded_at: str
    recorder: str
    known_from: str | None
    payload_digest: bytes

    @property
    def index(self) -> int:
        """Where its leaf stands: leaves count from 0, positions from 1."""
        return self.position - 1


def parse_entry(entry: bytes) -> Entry:
    """The entry that some bytes are. Raises MalformedError for any but the permanent form."""
    said = strict_json(entry, what="the entry")
    if not isinstance(said, dict) or said.keys() != _ENTRY_KINDS.keys():
        raise MalformedError("an entry has exactly the keys " + ", ".join(sorted(_ENTRY_KINDS)))
    for name, kinds in _ENTRY_KINDS.items():
        # True is an int to Python and none in JSON.
        if not isinstance(said[name], kinds) or isinstance(said[name], bool):
            raise MalformedError(f"{name} of the entry is of the wrong kind")
    if said.pop("v") != 1:
        raise MalformedError("the entry is not of version 1, the only one known")
    if said["position"] < 1:
        raise MalformedError("positions count from 1")
    if not _MOMENT.fullmatch(said["recorded_at"]):
        raise MalformedError("recorded_at of the entry is no UTC time to the microsecond")
    if said["known_from"] is not None and not _DAY.fullmatch(said["known_from"]):
        raise MalformedError("known_from of the entry is no day")
    if not _DIGEST.fullmatch(said["payload_digest"]):
        raise MalformedError("payload_digest of the entry is no SHA-256 in lower-case hex")
    try:
        form = canonical({"v": 1, **said})
    except ValueError as error:
        raise MalformedError(f"the entry has no canonical form: {error}") from error
    if form != entry:
        raise MalformedError("the entry is not spelt in its canonical form")
    return Entry(**{**said, "payload_digest": bytes.fromhex(said["payload_digest"])})
