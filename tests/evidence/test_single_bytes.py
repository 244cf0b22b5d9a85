"""Every single-byte change of every kind of evidence file is refused, and the harness has teeth."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

import pytest

from ledger.evidence.bundle_check import verify_bundle
from ledger.evidence.checkpoint import Checkpoint
from ledger.evidence.consistency import ConsistencyProof, verify_consistency_file
from ledger.evidence.entry import leaf_hash
from ledger.evidence.errors import EvidenceError
from ledger.evidence.inclusion import InclusionProof, verify_inclusion_file
from ledger.evidence.keys import parse_skey, parse_vkey
from ledger.evidence.note import open_note
from ledger.evidence.policy import Policy, open_checkpoint
from ledger.evidence.tree import consistency_path, inclusion_path, root_at
from tests.evidence.small_ledger import (
    ENTRIES,
    KEY,
    NODES,
    SIGNED,
    SIZE,
    WITNESS,
    bundle,
    recorded,
    standalone,
)

ALONE = standalone()
POLICY = Policy(logs=(KEY.verifier,), witnesses=(WITNESS,))
EARLIER = Checkpoint(origin=KEY.name, size=3, root=root_at(NODES, 3))

INCLUSION = InclusionProof(index=2, path=inclusion_path(NODES, 2, SIZE), checkpoint=SIGNED).encode()
CONSISTENCY = ConsistencyProof(
    old_size=3, path=consistency_path(NODES, 3, SIZE), checkpoint=SIGNED
).encode()

ONE = bundle([recorded(3)])
"""With one event: in a greater bundle the proofs also guard each other."""

Accepts = Callable[[bytes], object]


def _changed(data: bytes, begin: int = 0) -> Iterator[tuple[int, bytes]]:
    """Each byte with its lowest bit flipped; outside the page also in other case, and left out."""
    page_ends = data.find(b'"keys"')
    for place in range(begin, len(data)):
        byte = data[place]
        yield place, data[:place] + bytes((byte ^ 1,)) + data[place + 1 :]
        if place > page_ends:
            yield place, data[:place] + bytes((byte ^ 0x20,)) + data[place + 1 :]
            yield place, data[:place] + data[place + 1 :]


def _survivors(data: bytes, accepts: Accepts, begin: int = 0) -> Iterator[int]:
    """The places at which some change is accepted, as they are found."""
    return (place for place, worse in _changed(data, begin) if _passes(worse, accepts))


def _passes(data: bytes, accepts: Accepts) -> bool:
    try:
        return accepts(data) is not False
    except EvidenceError:
        return False


def _refuses_all_but(*codes: str) -> Accepts:
    """A check of bundles that looks away from some findings."""

    def accepts(data: bytes) -> bool:
        return {found.code for found in verify_bundle(data, [KEY.verifier]).findings} <= {*codes}

    return accepts


def _alone(data: bytes) -> bool:
    return not ALONE.check_bundle(data, [ALONE.read_key(KEY.verifier.vkey)])[0]


FILES: dict[str, tuple[bytes, Accepts]] = {
    "a proof file": (
        INCLUSION,
        lambda data: verify_inclusion_file(data, leaf_hash(ENTRIES[2]), POLICY),
    ),
    "a consistency file": (
        CONSISTENCY,
        lambda data: verify_consistency_file(data, EARLIER, POLICY),
    ),
    "a checkpoint": (SIGNED, lambda data: open_checkpoint(data, POLICY)),
    "a verifier key": (KEY.verifier.vkey.encode(), lambda data: parse_vkey(data.decode())),
    "a signing key": (KEY.skey.encode(), lambda data: parse_skey(data.decode())),
}


def test_every_single_byte_change_of_a_bundle_is_refused() -> None:
    """By the room."""
    assert _passes(ONE, _refuses_all_but())
    assert not list(_survivors(ONE, _refuses_all_but()))


def test_every_single_byte_change_of_a_bundle_is_refused_by_the_verifier_that_stands_alone() -> (
    None
):
    """By the one file that is given out."""
    assert _passes(ONE, _alone)
    assert not list(_survivors(ONE, _alone))


@pytest.mark.parametrize(
    "blind, near",
    [
        ({"page-altered"}, b"WHAT THIS"),
        ({"respelt"}, b'"keys"'),
        ({"payload-differs"}, b"5,200 to 3,000"),
        ({"not-included"}, b"archivist"),
        ({"bad-signature", "not-signed-by-log"}, b"w1 "),
    ],
    ids=["page", "spelling", "payload", "inclusion", "signature"],
)
def test_a_check_that_looks_away_is_found_out(blind: set[str], near: bytes) -> None:
    """The negative control: without one of its findings, some changes survive."""
    assert next(_survivors(ONE, _refuses_all_but(*blind), ONE.rindex(near)), None)


@pytest.mark.parametrize("kind", FILES)
def test_every_single_byte_change_of_a_file_is_refused(kind: str) -> None:
    """The name of a witness may be changed to another's whom nobody knows: see the next test."""
    data, accepts = FILES[kind]
    assert _passes(data, accepts)
    survivors = list(_survivors(data, _decoding(accepts)))

    # The reader knows the log; a witness's line that was changed is that of an unknown key.
    cosignature = data.find("— witness".encode())
    assert all(cosignature != -1 and place > cosignature for place in survivors)


@pytest.mark.parametrize("kind", ["a proof file", "a consistency file", "a checkpoint"])
def test_with_a_quorum_the_lines_of_witnesses_are_bound_as_well(kind: str) -> None:
    """Who asks for the witness does not get by without its exact signature."""
    policy = Policy(logs=(KEY.verifier,), witnesses=(WITNESS,), quorum=1)
    checks: dict[str, Accepts] = {
        "a proof file": lambda data: verify_inclusion_file(data, leaf_hash(ENTRIES[2]), policy),
        "a consistency file": lambda data: verify_consistency_file(data, EARLIER, policy),
        "a checkpoint": lambda data: open_checkpoint(data, policy),
    }

    assert not list(_survivors(FILES[kind][0], checks[kind]))


def test_lenient_base64_would_let_changes_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the trap itself: stray bits are real, and strictness stops them."""
    note = SIGNED[: SIGNED.index("— witness".encode())]
    # This signature's last character before the padding carries stray bits.
    known = [KEY.verifier]
    assert not list(_survivors(note, lambda data: open_note(data, known)))
    monkeypatch.setattr(
        "ledger.evidence.note.decode64", lambda text, *, what: base64.b64decode(text + "==")
    )

    assert list(_survivors(note, lambda data: open_note(data, known)))


def _decoding(accepts: Accepts) -> Accepts:
    """Keys are texts: bytes that are none are refused before they are read."""

    def checked(data: bytes) -> object:
        try:
            return accepts(data)
        except UnicodeDecodeError:
            return False

    return checked
