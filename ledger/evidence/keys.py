"""The keys of signed notes: who may sign, how a key is written, and what its signature covers.

C2SP signed-note and tlog-cosignature. Two kinds of key are known: Ed25519 (type 0x01), with which
a log signs its checkpoints, and the Ed25519 cosignature of a witness (type 0x04), which has a time
in it. Others are refused when configured and ignored when met.
"""

from __future__ import annotations

import re
from hashlib import sha256

from attrs import field, frozen, validators
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.evidence.errors import MalformedError
from ledger.evidence.strict64 import decode64, encode64

ED25519 = 0x01
COSIGNATURE = 0x04
KINDS = (ED25519, COSIGNATURE)

KEY_BYTES = 32
SEED_BYTES = 32
SIGNATURE_BYTES = 64
TIME_BYTES = 8
PRIVATE = "PRIVATE+KEY+"
_KEY_ID = re.compile(r"[0-9a-f]{8}")


def is_key_name(name: str) -> bool:
    """Whether a key may be so named: not empty, no plus, no white space or control character."""
    return bool(name) and not any(
        character == "+"
        or character.isspace()
        or character < " "
        or "\ud800" <= character < "\ue000"
        for character in name
    )


def _named(_: object, __: object, name: str) -> None:
    if not is_key_name(name):
        raise MalformedError(
            f"{name!r} cannot be the name of a key",
            hint="use a name like an address without a scheme, such as example.org/promises",
        )


def _public(_: object, __: object, public: bytes) -> None:
    if len(public) != KEY_BYTES:
        raise MalformedError(f"a public Ed25519 key has {KEY_BYTES} bytes, not {len(public)}")


def _seed(_: object, __: object, seed: bytes) -> None:
    if len(seed) != SEED_BYTES:
        raise MalformedError(f"the seed of an Ed25519 key has {SEED_BYTES} bytes, not {len(seed)}")


@frozen(kw_only=True)
class VerifierKey:
    """A public key with its name; written as `<name>+<key id>+<Base64 of type and key>` (a vkey)."""

    name: str = field(validator=_named)
    kind: int = field(default=ED25519, validator=validators.in_(KINDS))
    public: bytes = field(validator=_public)

    @property
    def id(self) -> bytes:
        """The four bytes by which signatures name the key: SHA-256(name ‖ LF ‖ type ‖ key)[:4]."""
        return sha256(self.name.encode() + b"\n" + self._typed).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as text, to be published."""
        return f"{self.name}+{self.id.hex()}+{encode64(self._typed)}"

    def verifies(self, text: bytes, signature: bytes) -> bool:
        """Whether these bytes (without the key id) are this key's signature of a note's text."""
        if self.kind == COSIGNATURE:
            when = cosigned_at(signature)
            if when is None:
                return False
            # C2SP tlog-cosignature, "Ed25519 signed message".
            text = b"cosignature/v1\ntime %d\n" % when + text
            signature = signature[TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True

    @property
    def _typed(self) -> bytes:
        return bytes((self.kind,)) + self.public


@frozen(kw_only=True)
class SigningKey:
    """A private key with its name. Its seed is never shown; `skey` is the text for the key file."""

    name: str = field(validator=_named)
    seed: bytes = field(validator=_seed, repr=False)

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(name=self.name, public=public)

    @property
    def skey(self) -> str:
        """The key as text, to be kept secret: the form of Go's note package."""
        typed = bytes((ED25519,)) + self.seed
        return f"{PRIVATE}{self.name}+{self.verifier.id.hex()}+{encode64(typed)}"

    def signs(self, text: bytes) -> bytes:
        """The Ed25519 signature (RFC 8032) of a note's text, without the key id."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(text)


def parse_vkey(text: str) -> VerifierKey:
    """The public key that a text stands for. Raises MalformedError."""
    name, key_id, typed = _parts(text, what="a verifier key")
    key = VerifierKey(name=name, kind=_kind(typed), public=typed[1:])
    if key.id != key_id:
        raise MalformedError("the key id of the verifier key does not belong to its name and key")
    return key


def parse_skey(text: str) -> SigningKey:
    """The private key that a text stands for. Raises MalformedError, which never tells the key."""
    if not text.startswith(PRIVATE):
        raise MalformedError(f"a signing key begins with {PRIVATE}")
    name, key_id, typed = _parts(text.removeprefix(PRIVATE), what="a signing key")
    if _kind(typed) != ED25519:
        raise MalformedError("a signing key must be of type 0x01 (Ed25519)")
    key = SigningKey(name=name, seed=typed[1:])
    if key.verifier.id != key_id:
        raise MalformedError("the key id of the signing key does not belong to its name and key")
    return key


def cosigned_at(signature: bytes) -> int | None:
    """The time in a cosignature, in seconds since 1970; None where the bytes are no cosignature."""
    if len(signature) != TIME_BYTES + SIGNATURE_BYTES:
        return None
    when = int.from_bytes(signature[:TIME_BYTES], "big")
    return when if when < 2**63 else None


def _parts(text: str, *, what: str) -> tuple[str, bytes, bytes]:
    # The name holds no plus, but Base64 may.
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise MalformedError(f"{what} has three parts with a plus between them")
    name, key_id, typed = parts
    if not _KEY_ID.fullmatch(key_id):
        raise MalformedError(f"the key id of {what} must be eight lower-case hex digits")
    return name, bytes.fromhex(key_id), decode64(typed, what=f"the last part of {what}")


def _kind(typed: bytes) -> int:
    if not typed or typed[0] not in KINDS:
        found = f"0x{typed[0]:02x}" if typed else "missing"
        raise MalformedError(
            f"the type of the key is {found}; known are 0x01 (Ed25519) and 0x04 (cosignature)"
        )
    return typed[0]
