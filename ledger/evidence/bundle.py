"""The evidence bundle: one JSON file by which a stranger can check events without this program.

Its keys, in this order: `format`; `how_to_check`, the page as a list of lines; `keys`, those that
signed the checkpoint, the log's first; `events`, each with `entry` and `payload` (the exact JSON
texts that were hashed), `salt` (hex) and `proof` (a C2SP tlog-proof file). A bundle has exactly one
spelling: two spaces of indent and nothing else left to choice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from ledger.evidence.errors import MalformedError
from ledger.evidence.note import MOST_SIGNATURES
from ledger.evidence.strict_json import strict_json

FORMAT = "policy-ledger-evidence-bundle@v1"
KEYS = ("format", "how_to_check", "keys", "events")
EVENT_KEYS = ("entry", "payload", "salt", "proof")
_HEX = re.compile(r"([0-9a-f]{2})*")


@frozen(kw_only=True)
class BundledEvent:
    """An event as a bundle holds it: texts as given, nothing of them verified.

    `payload` and `salt` are None where the words were removed from the ledger.
    """

    entry: str
    payload: str | None
    salt: bytes | None
    proof: str


@frozen(kw_only=True)
class Bundle:
    """What a bundle says; nothing of it has been verified. `vkeys` are texts, perhaps of no key."""

    how_to_check: tuple[str, ...]
    vkeys: tuple[str, ...]
    events: tuple[BundledEvent, ...]

    def encode(self) -> bytes:
        """The one spelling of the bundle. Raises UnicodeEncodeError for half surrogate pairs."""
        whole = {
            "format": FORMAT,
            "how_to_check": self.how_to_check,
            "keys": self.vkeys,
            "events": [
                {
                    "entry": event.entry,
                    "payload": event.payload,
                    "salt": None if event.salt is None else event.salt.hex(),
                    "proof": event.proof,
                }
                for event in self.events
            ],
        }
        return json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"


def parse_bundle(data: bytes) -> Bundle:
    """The bundle in a file. Raises MalformedError for anything that is not shaped like one."""
    whole = strict_json(data, what="the bundle")
    _require_keys(whole, KEYS, what="a bundle")
    if whole["format"] != FORMAT:
        raise MalformedError(f"the format of the bundle is not {FORMAT}, the only one known")
    if not _texts(whole["how_to_check"]) or not _texts(whole["keys"]):
        raise MalformedError("the page and the keys of a bundle must be lists of texts")
    if len(whole["keys"]) > MOST_SIGNATURES:
        raise MalformedError(f"a bundle names at most {MOST_SIGNATURES} keys")
    if not isinstance(whole["events"], list) or not whole["events"]:
        raise MalformedError("the events of a bundle must be a list that is not empty")
    return Bundle(
        how_to_check=tuple(whole["how_to_check"]),
        vkeys=tuple(whole["keys"]),
        events=tuple(_event(event) for event in whole["events"]),
    )


def _event(value: Any) -> BundledEvent:
    _require_keys(value, EVENT_KEYS, what="an event of a bundle")
    entry, payload, salt, proof = (value[key] for key in EVENT_KEYS)
    if not isinstance(entry, str) or not isinstance(proof, str):
        raise MalformedError("entry and proof of an event must be texts")
    if not isinstance(payload, str | None) or not isinstance(salt, str | None):
        raise MalformedError("payload and salt of an event must be texts or null")
    if salt is not None and not _HEX.fullmatch(salt):
        raise MalformedError("the salt of an event must be lower-case hex")
    return BundledEvent(
        entry=entry,
        payload=payload,
        salt=None if salt is None else bytes.fromhex(salt),
        proof=proof,
    )


def _require_keys(value: Any, keys: Sequence[str], *, what: str) -> None:
    if not isinstance(value, dict) or value.keys() != set(keys):
        raise MalformedError(f"{what} has exactly the keys " + ", ".join(keys))


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(member, str) for member in value)
