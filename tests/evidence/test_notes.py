"""Signed notes and keys: one spelling each, and no text is believed without a trusted signature."""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence.errors import MalformedError, UnprovenError
from ledger.evidence.keys import (
    COSIGNATURE,
    SigningKey,
    VerifierKey,
    is_key_name,
    parse_skey,
    parse_vkey,
)
from ledger.evidence.note import Note, NoteSignature, open_note, parse_note, sign_note
from ledger.evidence.strict64 import decode64, encode64

EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm"
    "RKuwHjG1Yu72IneyaQM=\n"
).encode()
"""The example of C2SP signed-note, so that the form is pinned wherever the tests run."""

OURS = SigningKey(name="example.org/promises", seed=bytes(range(32)))
OTHER = SigningKey(name="example.org/other", seed=bytes(32))
TEXT = "Said on the record.\n\nAnd once more.\n"

names = st.text(min_size=1).filter(is_key_name)
seeds = st.binary(min_size=32, max_size=32)


def test_the_example_of_the_specification_opens_with_its_key() -> None:
    """The key is written as it was read, and so is the note."""
    key = parse_vkey(EXAMPLE_KEY)
    opened = open_note(EXAMPLE_NOTE, [key])

    assert key.vkey == EXAMPLE_KEY
    assert opened.note.text == "This is an example message.\n"
    assert opened.note.encode() == EXAMPLE_NOTE
    assert [signed.key for signed in opened.signed_by] == [key]


def test_a_key_has_one_text_which_is_pinned() -> None:
    """The seed 00 01 02 … 1f: the forms of verifier and signing keys never change."""
    assert OURS.verifier.vkey == (
        "example.org/promises+b2dbafdf+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    )
    assert OURS.skey == (
        "PRIVATE+KEY+example.org/promises+b2dbafdf+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    )


@given(names, seeds)
def test_a_key_reads_back_from_its_text(name: str, seed: bytes) -> None:
    """Both halves; a name may be any text without spaces and plus signs."""
    key = SigningKey(name=name, seed=seed)

    assert parse_skey(key.skey) == key
    assert parse_vkey(key.verifier.vkey) == key.verifier


def test_a_signing_key_never_shows_its_seed() -> None:
    """Not when printed, and not in the sentence that refuses it."""
    damaged = OURS.skey.replace("b2dbafdf", "00000000")

    assert repr(OURS) == "SigningKey(name='example.org/promises')"
    with pytest.raises(MalformedError) as refused:
        parse_skey(damaged)
    assert encode64(OURS.seed)[:16] not in refused.value.sentence


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k ",
        "example.com/foo+530d903a+",
        "exa mple.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ],
)
def test_a_text_that_is_no_key_is_refused(vkey: str) -> None:
    """Parts that are missing, in capitals, misspelt, or of another key."""
    with pytest.raises(MalformedError):
        parse_vkey(vkey)


@pytest.mark.parametrize("kind", [0x00, 0x02, 0x03, 0x05, 0x06, 0xFA, 0xFF])
def test_a_key_of_a_type_that_is_not_known_here_is_refused(kind: int) -> None:
    """ECDSA, tree head signatures, ML-DSA and the reserved types."""
    typed = bytes((kind,)) + OURS.verifier.public
    key_id = sha256(b"example.org/x\n" + typed).digest()[:4]

    with pytest.raises(MalformedError, match=f"0x{kind:02x}"):
        parse_vkey(f"example.org/x+{key_id.hex()}+{encode64(typed)}")


def test_several_keys_sign_one_note_and_unknown_ones_are_ignored() -> None:
    """Whom the reader knows decides, not who else has signed; each key is named once."""
    note = sign_note(TEXT, [OURS, OTHER, OURS])

    both = open_note(note, [OTHER.verifier, OURS.verifier])
    assert [signed.key for signed in both.signed_by] == [OURS.verifier, OTHER.verifier]
    assert open_note(note, [OTHER.verifier]).signed_by[0].key == OTHER.verifier
    with pytest.raises(UnprovenError, match="no known key"):
        open_note(note, [])


def test_the_last_blank_line_divides_text_and_signatures() -> None:
    """The text may hold blank lines of its own."""
    assert open_note(sign_note(TEXT, [OURS]), [OURS.verifier]).note.text == TEXT


def test_a_key_that_shares_only_name_or_only_id_is_unknown() -> None:
    """Both must agree before a signature is held to be a known key's."""
    signed = parse_note(sign_note(TEXT, [OURS])).signatures[0]
    for stranger in (
        NoteSignature(name=OTHER.name, key_id=signed.key_id, value=bytes(64)),
        NoteSignature(name=signed.name, key_id=bytes(4), value=bytes(64)),
    ):
        note = Note(text=TEXT, signatures=(stranger, signed)).encode()

        assert len(open_note(note, [OURS.verifier]).signed_by) == 1
        with pytest.raises(UnprovenError):
            open_note(Note(text=TEXT, signatures=(stranger,)).encode(), [OURS.verifier])


def test_one_bad_signature_of_a_known_key_spoils_the_note_wherever_it_stands() -> None:
    """Also a repeated one, which some readers skip."""
    good = parse_note(sign_note(TEXT, [OURS, OTHER])).signatures
    bad = NoteSignature(name=OURS.name, key_id=OURS.verifier.id, value=bytes(64))

    for signatures in ((bad, *good), (*good, bad)):
        with pytest.raises(UnprovenError, match="does not belong"):
            open_note(
                Note(text=TEXT, signatures=signatures).encode(), [OURS.verifier, OTHER.verifier]
            )


def test_a_cosignature_covers_its_time() -> None:
    """C2SP tlog-cosignature: the witness signs a time and the checkpoint; the time is told."""
    seed = bytes(range(1, 33))
    private = Ed25519PrivateKey.from_private_bytes(seed)
    witness = VerifierKey(
        name="witness.example/w1",
        kind=COSIGNATURE,
        public=private.public_key().public_bytes_raw(),
    )
    text = "example.org/promises\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    signed = private.sign(b"cosignature/v1\ntime 1600000000\n" + text.encode())
    for when, holds in ((1600000000, True), (1600000001, False), (2**63, False)):
        value = when.to_bytes(8, "big") + signed
        note = Note(
            text=text,
            signatures=(NoteSignature(name=witness.name, key_id=witness.id, value=value),),
        ).encode()
        if holds:
            assert open_note(note, [witness]).signed_by[0].at == when
        else:
            with pytest.raises(UnprovenError):
                open_note(note, [witness])


def test_two_different_keys_that_look_the_same_to_a_note_are_refused() -> None:
    """Which one signed could not be told; such a pair is made here by force."""

    class Twin(VerifierKey):
        @property
        def id(self) -> bytes:
            return OURS.verifier.id

    twin = Twin(name=OURS.name, public=OTHER.verifier.public)
    with pytest.raises(MalformedError, match="share the name"):
        open_note(sign_note(TEXT, [OURS]), [OURS.verifier, twin])


@pytest.mark.parametrize(
    "spoilt",
    [
        EXAMPLE_NOTE.replace(b"\n\n", b"\n"),
        EXAMPLE_NOTE[:-1],
        EXAMPLE_NOTE + b"\n",
        EXAMPLE_NOTE.replace(b"\n", b"\r\n"),
        EXAMPLE_NOTE.replace("—".encode(), b"-"),
        EXAMPLE_NOTE.replace(b"aQM=", b"aQN="),
        EXAMPLE_NOTE.replace(b"aQM=", b"aQM"),
        EXAMPLE_NOTE.replace(b"aQM=", b"aQM=="),
        EXAMPLE_NOTE.replace(b"aQM=", b"aQM= "),
        EXAMPLE_NOTE.replace(b"foo Uw", b"foo  Uw"),
        EXAMPLE_NOTE.replace(b"foo Uw", b"f+o Uw"),
        EXAMPLE_NOTE.replace(b"This", b"Thi\ts"),
        EXAMPLE_NOTE.replace(b"This", b"Thi\xc0\x80s"),
        b"text\n\n" + "— name AAAAAA==\n".encode(),
        b"text\n\n" + "— name \n".encode(),
        b"",
    ],
)
def test_a_note_of_a_wrong_form_is_refused(spoilt: bytes) -> None:
    """Line ends, dashes, spaces, stray bits and missing padding, control characters, overlong UTF-8."""
    with pytest.raises(MalformedError):
        parse_note(spoilt)


def test_a_note_has_limits() -> None:
    """Sixteen signatures must be read; 101 signatures, or a megabyte, are refused."""
    signature = parse_note(EXAMPLE_NOTE).signatures[0]
    for count, fine in ((16, True), (100, True), (101, False)):
        note = Note(text=TEXT, signatures=(signature,) * count).encode()
        if fine:
            assert len(parse_note(note).signatures) == count
        else:
            with pytest.raises(MalformedError, match="101 signatures"):
                parse_note(note)
    with pytest.raises(MalformedError, match="longer than"):
        parse_note(b"x" * 1_000_001)


@pytest.mark.parametrize("text", ["no newline", "tab\t\n", "\ud800\n", ""])
def test_a_text_that_cannot_be_a_note_is_not_signed(text: str) -> None:
    """What would be refused on reading is refused on writing."""
    with pytest.raises(MalformedError):
        sign_note(text, [OURS])


@given(st.binary())
def test_base64_reads_back_and_every_other_spelling_is_refused(value: bytes) -> None:
    """Decode, encode, compare: also against the spellings that Python's decoder lets pass."""
    text = encode64(value)

    assert decode64(text, what="it") == value == b64decode(text)
    for other in (text + "=", text + "\n", " " + text, text.rstrip("=") if "=" in text else "é"):
        with pytest.raises(MalformedError):
            decode64(other, what="it")


def test_stray_bits_in_base64_are_refused_although_decoders_take_them() -> None:
    """`AB==` and `AA==` both decode to a zero byte; the control shows that the trap is real."""
    assert b64decode("AB==", validate=True) == b64decode("AA==") == b"\x00"
    assert b64encode(b"\x00") == b"AA=="
    with pytest.raises(MalformedError, match="canonical"):
        decode64("AB==", what="it")
