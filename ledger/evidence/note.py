"""Signed notes (C2SP signed-note): a text, a blank line, and the signatures of one or more keys.

The text means nothing until `open_note` has found a trusted key's signature under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import field, frozen

from ledger.evidence.errors import MalformedError, UnprovenError
from ledger.evidence.keys import (
    COSIGNATURE,
    SigningKey,
    VerifierKey,
    cosigned_at,
    is_key_name,
)
from ledger.evidence.strict64 import decode64, encode64

MOST_BYTES = 1_000_000
MOST_SIGNATURES = 100
"""The limits of Go's note package; the specification asks for at least 16 signatures."""

KEY_ID_BYTES = 4
DASH = "— "


@frozen(kw_only=True)
class NoteSignature:
    """One signature line: the name and the id of the key, and the bytes that it signed with."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, without its newline."""
        return f"{DASH}{self.name} {encode64(self.key_id + self.value)}"

    def is_by(self, key: VerifierKey) -> bool:
        """Whether it claims to be this key's: both name and id agree."""
        return self.name == key.name and self.key_id == key.id


def _text(_: object, __: object, text: str) -> None:
    if not text.endswith("\n"):
        raise MalformedError("the text of a note must end with a newline")
    if any(character < " " and character != "\n" for character in text):
        raise MalformedError("a note must not hold control characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise MalformedError("the text of a note is not Unicode") from error


@frozen(kw_only=True)
class Note:
    """A note as read: nothing about its signatures has been shown yet. `text` ends in a newline."""

    text: str = field(validator=_text)
    signatures: tuple[NoteSignature, ...]

    def encode(self) -> bytes:
        """The one spelling of the note."""
        lines = "".join(f"{signature.line}\n" for signature in self.signatures)
        return f"{self.text}\n{lines}".encode()


@frozen(kw_only=True)
class SignedBy:
    """A known key whose signature was verified; `at` is the time a witness gave, else None."""

    key: VerifierKey
    at: int | None = None

    @classmethod
    def so(cls, key: VerifierKey, value: bytes) -> SignedBy:
        """The key with the time in this signature, which must have been verified."""
        return cls(key=key, at=cosigned_at(value) if key.kind == COSIGNATURE else None)


@frozen(kw_only=True)
class OpenedNote:
    """A note under which at least one known key has verifiably signed, each key named once."""

    note: Note
    signed_by: tuple[SignedBy, ...]


def parse_note(data: bytes) -> Note:
    """A note's text and signatures, none of them verified. Raises MalformedError."""
    if len(data) > MOST_BYTES:
        raise MalformedError(f"a note of {len(data)} bytes is longer than {MOST_BYTES}")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError(f"a note must be UTF-8; byte {error.start} is not") from error
    if any(character < " " and character != "\n" for character in whole):
        raise MalformedError("a note must not hold control characters")
    # The text may itself hold blank lines: the last one divides.
    divide = whole.rfind("\n\n")
    if divide < 0:
        raise MalformedError("a note needs a blank line between its text and its signatures")
    text, below = whole[: divide + 1], whole[divide + 2 :]
    if not below:
        raise MalformedError("the note is not signed")
    if not below.endswith("\n"):
        raise MalformedError("a note must end with a newline")
    lines = below[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise MalformedError(f"a note with {len(lines)} signatures has more than {MOST_SIGNATURES}")
    return Note(text=text, signatures=tuple(map(_signature, lines)))


def open_note(data: bytes, known: Sequence[VerifierKey]) -> OpenedNote:
    """The note, after every signature of a known key has been verified.

    Signatures of unknown keys are ignored, as the specification demands. Raises MalformedError,
    and UnprovenError where a known key's signature fails or no known key has signed.
    """
    note = parse_note(data)
    text = note.text.encode()
    by_name: dict[tuple[str, bytes], VerifierKey] = {}
    for key in known:
        if by_name.setdefault((key.name, key.id), key) != key:
            raise MalformedError(f"two known keys share the name {key.name} and their id")
    signed: dict[VerifierKey, SignedBy] = {}
    for signature in note.signatures:
        signer = by_name.get((signature.name, signature.key_id))
        if signer is None:
            continue
        if not signer.verifies(text, signature.value):
            raise UnprovenError(f"the signature of {signer.name} does not belong to this text")
        signed.setdefault(signer, SignedBy.so(signer, signature.value))
    if not signed:
        raise UnprovenError(
            "no known key has signed this note",
            hint="give the key (vkey) of the log, as its keeper publishes it",
        )
    return OpenedNote(note=note, signed_by=tuple(signed.values()))


def sign_note(text: str, signers: Iterable[SigningKey]) -> bytes:
    """A note with the signatures of these keys, in their order. Raises MalformedError."""
    signatures = tuple(
        NoteSignature(
            name=signer.name,
            key_id=signer.verifier.id,
            # Not encodable text is refused by the note itself, with a sentence.
            value=signer.signs(text.encode("utf-8", "surrogatepass")),
        )
        for signer in signers
    )
    return Note(text=text, signatures=signatures).encode()


def _signature(line: str) -> NoteSignature:
    if not line.startswith(DASH):
        raise MalformedError("a signature line must begin with an em dash and a space")
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    if not space or not is_key_name(name):
        raise MalformedError("a signature line must name its key")
    value = decode64(encoded, what=f"the signature of {name}")
    if len(value) <= KEY_ID_BYTES:
        raise MalformedError(f"the signature of {name} is too short to be one")
    return NoteSignature(name=name, key_id=value[:KEY_ID_BYTES], value=value[KEY_ID_BYTES:])
