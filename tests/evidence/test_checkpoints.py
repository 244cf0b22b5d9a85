"""Checkpoints, proof files, consistency files and the guard that stands before every signature."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from ledger.evidence.consistency import (
    ConsistencyProof,
    parse_consistency,
    verify_consistency_file,
)
from ledger.evidence.errors import ForkedError, MalformedError, RolledBackError, UnprovenError
from ledger.evidence.guard import must_continue, next_checkpoint
from ledger.evidence.inclusion import InclusionProof, parse_inclusion, verify_inclusion_file
from ledger.evidence.keys import COSIGNATURE, SigningKey, VerifierKey
from ledger.evidence.merkle import EMPTY_ROOT
from ledger.evidence.note import Note, NoteSignature, parse_note
from ledger.evidence.policy import Policy, open_checkpoint
from ledger.evidence.tree import (
    MemoryNodes,
    NodeId,
    consistency_path,
    inclusion_path,
    root_at,
)
from tests.evidence.trees import grown, leaves

KEY = SigningKey(name="example.org/promises", seed=bytes(range(32)))
STRANGER = SigningKey(name="example.org/promises", seed=bytes(32))
POLICY = Policy(logs=(KEY.verifier,))
ALL = leaves(40)
NODES, _ = grown(ALL)


def _head(size: int, nodes: MemoryNodes = NODES) -> Checkpoint:
    return Checkpoint(origin=KEY.name, size=size, root=root_at(nodes, size))


def _signed(size: int, nodes: MemoryNodes = NODES) -> bytes:
    return sign_checkpoint(_head(size, nodes), KEY)


def test_a_checkpoint_has_these_bytes() -> None:
    """Origin, size, root, a blank line, the signature: pinned for the empty tree."""
    assert _signed(0).decode() == (
        "example.org/promises\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n"
        "— example.org/promises stuv3ylxa55jx2KB175wfTBLGI5O/FUkbombFes/nwnW5U2aZLyhC/4f/XVe2idN"
        "nY1mH9JCzR60NLubmMa1mpft4gk=\n"
    )


lines = st.text(min_size=1).filter(
    lambda line: all(c >= " " for c in line) and line.encode("utf-8", "replace").decode() == line
)


@given(lines, st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(lines))
def test_a_checkpoint_reads_back_with_what_others_add(
    origin: str, size: int, root: bytes, extensions: list[str]
) -> None:
    """Extension lines are kept as they stand, although this ledger signs none."""
    checkpoint = Checkpoint(origin=origin, size=size, root=root, extensions=tuple(extensions))

    assert parse_checkpoint(checkpoint.text) == checkpoint
    with pytest.raises(MalformedError):
        sign_checkpoint(
            Checkpoint(origin=KEY.name, size=size, root=root, extensions=("more",)), KEY
        )


ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@pytest.mark.parametrize(
    "text",
    [
        f"log\n1\n{ROOT}",
        f"log\n\n1\n{ROOT}\n",
        f"\n1\n{ROOT}\n",
        f"log\n01\n{ROOT}\n",
        f"log\n+1\n{ROOT}\n",
        f"log\n-1\n{ROOT}\n",
        f"log\n1 \n{ROOT}\n",
        f"log\n1_0\n{ROOT}\n",
        f"log\n١\n{ROOT}\n",
        f"log\n\n{ROOT}\n",
        f"log\n9223372036854775808\n{ROOT}\n",
        f"log\n1\n{ROOT[:-1]}\n",
        "log\n1\nYmFuYW5hcw==\n",
        "log\n0\nYmFuYW5hcwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        f"log\n1\n{ROOT}\n\n",
        f"log\n1\n{ROOT}\n\nmore\n",
        "log\n1\n",
        "",
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    """Numbers with signs, zeros or other digits; roots that are no hash; empty lines."""
    with pytest.raises(MalformedError):
        parse_checkpoint(text)


def test_only_the_key_that_bears_the_name_of_the_log_signs_and_is_believed() -> None:
    """Another key of the same name is another key; an origin may be told apart from the name."""
    assert open_checkpoint(_signed(7), POLICY).checkpoint == _head(7)
    with pytest.raises(UnprovenError):
        open_checkpoint(_signed(7), Policy(logs=(STRANGER.verifier,)))
    with pytest.raises(MalformedError, match="cannot sign"):
        sign_checkpoint(_head(7), SigningKey(name="example.org/other", seed=bytes(32)))
    with pytest.raises(UnprovenError, match="no known key of the log"):
        open_checkpoint(_signed(7), Policy(logs=(KEY.verifier,), origin="example.org/other"))


def _cosigned(note: bytes, *, seed: bytes, name: str, when: int) -> tuple[bytes, VerifierKey]:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    witness = VerifierKey(name=name, kind=COSIGNATURE, public=public)
    read = parse_note(note)
    value = when.to_bytes(8, "big") + private.sign(
        b"cosignature/v1\ntime %d\n" % when + read.text.encode()
    )
    line = NoteSignature(name=name, key_id=witness.id, value=value)
    return Note(text=read.text, signatures=(*read.signatures, line)).encode(), witness


def test_a_quorum_of_witnesses_can_be_asked_for() -> None:
    """One of two known ones has signed: enough for one, not for two, and none replaces the log."""
    note, first = _cosigned(_signed(7), seed=bytes([1] * 32), name="w.example/1", when=1600000000)
    _, second = _cosigned(_signed(7), seed=bytes([2] * 32), name="w.example/2", when=1600000000)

    opened = open_checkpoint(
        note, Policy(logs=(KEY.verifier,), witnesses=(first, second), quorum=1)
    )
    assert [(signed.key, signed.at) for signed in opened.witnesses] == [(first, 1600000000)]
    with pytest.raises(UnprovenError, match="2 must"):
        open_checkpoint(note, Policy(logs=(KEY.verifier,), witnesses=(first, second), quorum=2))
    with pytest.raises(UnprovenError):
        open_checkpoint(note, Policy(logs=(), witnesses=(first,), quorum=1))


def test_a_policy_that_cannot_be_meant_is_refused() -> None:
    """A key twice, a key of the wrong type, a quorum out of reach."""
    _, witness = _cosigned(_signed(7), seed=bytes([1] * 32), name="w.example/1", when=1)
    same = VerifierKey(name="w.example/2", kind=COSIGNATURE, public=witness.public)
    wrong: list[dict[str, Any]] = [
        {"logs": (KEY.verifier,), "witnesses": (witness, same)},
        {"logs": (witness,)},
        {"logs": (KEY.verifier,), "witnesses": (KEY.verifier,)},
        {"logs": (KEY.verifier,), "quorum": 1},
    ]
    for policy in wrong:
        with pytest.raises(MalformedError):
            Policy(**policy)


@given(st.data(), st.integers(1, len(ALL)))
def test_a_proof_file_reads_back_and_shows_its_entry_alone(data: Any, size: int) -> None:
    """C2SP tlog-proof; what is added as extra data is kept."""
    index = data.draw(st.integers(0, size - 1))
    extra = data.draw(st.none() | st.binary(min_size=1))
    proof = InclusionProof(
        index=index,
        path=inclusion_path(NODES, index, size),
        checkpoint=_signed(size),
        extra=extra,
    )

    assert parse_inclusion(proof.encode()) == proof
    assert verify_inclusion_file(proof.encode(), ALL[index], POLICY).checkpoint == _head(size)
    with pytest.raises(UnprovenError):
        verify_inclusion_file(proof.encode(), ALL[index - 1 if size > 1 else 1], POLICY)


def test_a_proof_file_has_these_lines() -> None:
    """Pinned: header, index, one hash a line, a blank line, the checkpoint as it stands."""
    proof = InclusionProof(index=1, path=inclusion_path(NODES, 1, 3), checkpoint=_signed(3))
    head, checkpoint = proof.encode().split(b"\n\n", 1)

    assert head.decode().split("\n") == [
        "c2sp.org/tlog-proof@v1",
        "index 1",
        "2zQm6HgGjSjSabbIcXIyLOU3K2V1bQeJAB00g19gHAM=",
        "+mHj3sNDlYn0eEyJO/Mh0AhPBMVyx68raOPzNgo1tIY=",
    ]
    assert checkpoint == _signed(3)


@given(st.data(), st.integers(1, len(ALL)))
def test_a_consistency_file_shows_that_a_log_only_grew(data: Any, new: int) -> None:
    """For whoever kept the earlier checkpoint; another earlier root is refused."""
    old = data.draw(st.integers(1, new))
    file = ConsistencyProof(
        old_size=old, path=consistency_path(NODES, old, new), checkpoint=_signed(new)
    ).encode()
    other = Checkpoint(origin=KEY.name, size=old, root=ALL[-1])

    assert parse_consistency(file).encode() == file
    assert verify_consistency_file(file, _head(old), POLICY).checkpoint == _head(new)
    for earlier in (other, Checkpoint(origin="example.org/x", size=old, root=_head(old).root)):
        with pytest.raises(UnprovenError):
            verify_consistency_file(file, earlier, POLICY)
    with pytest.raises(UnprovenError, match="begins at size"):
        verify_consistency_file(file, _head(old - 1), POLICY)


def test_a_consistency_file_from_the_empty_tree_is_read_but_shows_nothing() -> None:
    """Witnesses are first asked in this form."""
    file = ConsistencyProof(old_size=0, path=(), checkpoint=_signed(3)).encode()

    assert file.startswith(b"old 0\n\nexample.org/promises\n3\n")
    with pytest.raises(UnprovenError, match="shows nothing"):
        verify_consistency_file(file, _head(0), POLICY)


def test_the_next_checkpoint_continues_the_newest_one() -> None:
    """The first needs none; the same size may be signed again; growth is the ordinary case."""
    first = next_checkpoint(NODES, 5, KEY, None)
    for size in (5, 6, 40):
        newest = open_checkpoint(first, POLICY).checkpoint
        assert next_checkpoint(NODES, size, KEY, newest) == _signed(size)
    assert next_checkpoint(NODES, 5, KEY, _head(0)) == first


def test_after_an_older_backup_was_restored_nothing_is_signed() -> None:
    """The refusal says how many are missing and what to do."""
    with pytest.raises(RolledBackError, match="has 5 events, but 6") as refused:
        next_checkpoint(NODES, 5, KEY, _head(6))

    assert refused.value.code == "refused"
    assert "restore" in str(refused.value.hint)


def test_a_history_that_went_on_differently_is_not_signed() -> None:
    """Same length or longer, one early leaf changed, all nodes above it made to fit."""
    forked, _ = grown([ALL[0], ALL[39], *ALL[2:]])
    for size in (6, 7, 40):
        with pytest.raises(ForkedError):
            next_checkpoint(forked, size, KEY, _head(6))
    with pytest.raises(ForkedError, match=r"of example.org/other, the key of"):
        next_checkpoint(
            NODES, 7, KEY, Checkpoint(origin="example.org/other", size=0, root=EMPTY_ROOT)
        )


def test_a_fork_is_found_although_the_nodes_of_the_old_tree_were_left_standing() -> None:
    """Only the node above them was replaced: its root is no continuation, whatever the old says."""
    forged, _ = grown(ALL)
    forged.put([(NodeId(3, 0), ALL[39])])

    assert root_at(forged, 4) == root_at(NODES, 4)
    with pytest.raises(ForkedError):
        must_continue(forged, 8, _head(4))
