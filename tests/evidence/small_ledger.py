"""A ledger of seven events with its tree, its signed head and a witness, for tests of evidence."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import ledger.evidence
from ledger.evidence.canonical import canonical
from ledger.evidence.checkpoint import Checkpoint, sign_checkpoint
from ledger.evidence.entry import entry_bytes, leaf_hash, payload_digest
from ledger.evidence.keys import COSIGNATURE, SigningKey, VerifierKey
from ledger.evidence.note import Note, NoteSignature, parse_note
from ledger.evidence.prove import Recorded, make_bundle
from tests.evidence.trees import grown

KEY = SigningKey(name="example.org/promises", seed=bytes(range(32)))
STRANGER = SigningKey(name="example.org/promises", seed=bytes([7] * 32))
WITNESS_SEED = bytes([9] * 32)

PAYLOADS: list[tuple[str, str, dict[str, Any]]] = [
    ("source", "nbc-2020-09-09", {"title": "U.S. to withdraw more than 2,000 troops from Iraq"}),
    ("actor", "frank-mckenzie", {"name": "Frank McKenzie", "kind": "person"}),
    ("announcement", "iraq-reduction", {"quote": "from about 5,200 to 3,000 troops — „now“ 😀\t\""}),
    ("statement", "gone", {"quote": "words that a court has struck"}),
    ("statement", "lost", {"quote": "words that nobody can explain the loss of"}),
    ("redaction", "redaction-1", {"of": "gone", "fields": ["quote"], "basis": "court order"}),
    ("level", "level-1", {"measure": "us-forces/iraq", "value": "5,200"}),
]  # fmt: skip


def recorded(number: int, *, words: bool = True) -> Recorded:
    """The event at this position, with or without its words."""
    kind, name, fields = PAYLOADS[number - 1]
    payload = canonical(fields)
    salt = bytes([number] * 16)
    entry = entry_bytes(
        position=number,
        id=name,
        type=kind,
        schema=1,
        recorded_at=dt.datetime(2026, 1, 2, 3, 4, number, tzinfo=dt.UTC),
        recorder="archivist",
        known_from=dt.date(2020, 9, 9) if number > 2 else None,
        payload_digest=payload_digest(salt, payload),
    )
    return Recorded(entry=entry, payload=payload if words else None, salt=salt if words else None)


SIZE = len(PAYLOADS)
ENTRIES = [recorded(number).entry for number in range(1, SIZE + 1)]
NODES, EDGE = grown(map(leaf_hash, ENTRIES))
HEAD = Checkpoint(origin=KEY.name, size=SIZE, root=EDGE.root)


def cosigned(note: bytes) -> tuple[bytes, VerifierKey]:
    """The note with a witness's cosignature added, and the witness's key."""
    private = Ed25519PrivateKey.from_private_bytes(WITNESS_SEED)
    public = private.public_key().public_bytes_raw()
    witness = VerifierKey(name="witness.example/w1", kind=COSIGNATURE, public=public)
    read = parse_note(note)
    value = (1600000000).to_bytes(8, "big") + private.sign(
        b"cosignature/v1\ntime 1600000000\n" + read.text.encode()
    )
    line = NoteSignature(name=witness.name, key_id=witness.id, value=value)
    return Note(text=read.text, signatures=(*read.signatures, line)).encode(), witness


SIGNED, WITNESS = cosigned(sign_checkpoint(HEAD, KEY))
KEYS = [KEY.verifier, WITNESS]


def bundle(events: Sequence[Recorded]) -> bytes:
    """The bundle that proves these events."""
    return make_bundle(events, checkpoint=SIGNED, keys=KEYS, nodes=NODES)


GOOD = bundle([recorded(3), recorded(4, words=False), recorded(6)])
"""An announcement, a statement whose words were removed, and the redaction that says so."""


def standalone() -> ModuleType:
    """The verifier that is given out with bundles, loaded from its one file."""
    assert ledger.evidence.__file__
    file = Path(ledger.evidence.__file__).parent / "verifier" / "verify_evidence.py"
    spec = importlib.util.spec_from_file_location("verify_evidence", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
