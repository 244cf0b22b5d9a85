"""Proofs that others made, good and bad, are judged as their makers say."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from ledger.errors import LedgerError
from ledger.evidence.entry import leaf_hash
from ledger.evidence.errors import EvidenceError, MalformedError
from ledger.evidence.merkle import EMPTY_ROOT, node_hash, verify_consistency, verify_inclusion
from ledger.evidence.tree import inclusion_path, root_at
from tests.evidence.trees import VECTORS, foreign, grown

PROOFS = VECTORS / "merkle-transparency-dev" / "testdata"

REFUSED_ON_PURPOSE = {
    "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json": (
        "its roots have 12 bytes; here a hash has 32"
    ),
    "subtreeconsistency/additional/sizes-are-equal-one-and-proof-is-empty.json": (
        "its roots have 12 bytes; here a hash has 32"
    ),
    "subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-zero-"
    "subtree-root-valid-proof-is-empty.json": "an empty part is in every tree: it shows nothing",
    "subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-zero-"
    "subtree-root-valid-tree-root-random-proof-is-empty.json": (
        "an empty part is in every tree: it shows nothing"
    ),
}
"""Accepted by their makers and refused here; docs/evidence.md gives the same reasons."""


def _vectors(kind: str) -> list[Any]:
    files = sorted((PROOFS / kind).rglob("*.json"))
    return [pytest.param(file, id=str(file.relative_to(PROOFS / kind))) for file in files]


def _hashes(texts: list[str] | None) -> list[bytes]:
    return [b64decode(text) for text in texts or []]


def _judged_good(vector: dict[str, Any]) -> bool:
    """Whether the vector passes, each kind by the function for it."""
    path = _hashes(vector["proof"])
    try:
        if "leafIdx" in vector:
            # A subtree [start, end) is a tree of its own if it stands where a tree is divided.
            start, end = vector.get("start", 0), vector.get("end", vector.get("treeSize"))
            if start and (start >= end or start % (1 << (end - start - 1).bit_length())):
                return False
            verify_inclusion(
                leaf=b64decode(vector["leafHash"]),
                index=vector["leafIdx"] - start,
                size=end - start,
                path=path,
                root=b64decode(vector["root"]),
            )
        else:
            verify_consistency(
                old_size=vector["size1" if "size1" in vector else "end"],
                old_root=b64decode(vector["root1"]),
                new_size=vector["size2" if "size2" in vector else "size"],
                new_root=b64decode(vector["root2"]),
                path=path,
            )
    except EvidenceError:
        return False
    return True


@foreign
@pytest.mark.parametrize("kind, count", [("inclusion", 98), ("consistency", 98)])
def test_all_published_vectors_are_there(kind: str, count: int) -> None:
    """A test over an empty folder would pass."""
    assert len(_vectors(kind)) == count


def _expected(file: Path, vector: dict[str, Any]) -> bool:
    """What its maker says of it, but for those refused on purpose."""
    good = not vector["wantErr"]
    if str(file.relative_to(PROOFS)) in REFUSED_ON_PURPOSE:
        assert good
        return False
    return good


@foreign
@pytest.mark.parametrize("file", [*_vectors("inclusion"), *_vectors("consistency")])
def test_a_proof_is_judged_as_its_maker_says(file: Path) -> None:
    """The good pass, the bad fail."""
    vector = json.loads(file.read_text())

    assert _judged_good(vector) == _expected(file, vector)


@foreign
@pytest.mark.parametrize("file", _vectors("subtreeinclusion"))
def test_a_leaf_of_a_subtree_is_judged_as_of_a_tree_of_its_own(file: Path) -> None:
    """Proofs for parts of trees (a draft for Merkle tree certificates) need no code of their own."""
    vector = json.loads(file.read_text())

    assert _judged_good(vector) == _expected(file, vector)


def _begins_later(file: Path) -> bool:
    return bool(json.loads(file.read_text())["start"])


@foreign
@pytest.mark.parametrize(
    "file", [case for case in _vectors("subtreeconsistency") if not _begins_later(case.values[0])]
)
def test_a_subtree_from_the_first_leaf_on_is_judged_as_an_older_tree(file: Path) -> None:
    """Such a vector is an ordinary consistency proof."""
    vector = json.loads(file.read_text())

    assert _judged_good(vector) == _expected(file, vector)


@foreign
def test_subtrees_that_begin_later_are_the_only_vectors_left_out() -> None:
    """That a part in the middle belongs to a tree is no statement of this ledger; 16 of 118."""
    later = [case for case in _vectors("subtreeconsistency") if _begins_later(case.values[0])]

    assert len(later) == 16
    assert len(_vectors("subtreeconsistency")) == 118
    assert len(_vectors("subtreeinclusion")) == 204


@foreign
def test_every_vector_refused_on_purpose_is_among_those_at_hand() -> None:
    """A name that is spelt wrongly would excuse nothing and hide it."""
    assert all((PROOFS / name).is_file() for name in REFUSED_ON_PURPOSE)


LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", ROOTS)
def test_the_reference_tree_of_certificate_transparency_has_its_published_roots(size: int) -> None:
    """Restated here so that the form is pinned wherever the tests run."""
    nodes, _ = grown(leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES)

    assert root_at(nodes, size).hex() == ROOTS[size]
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_published_inclusion_proof_is_also_the_one_made_here() -> None:
    """Leaf 2 of 3: its only sibling is the node over the first two."""
    nodes, _ = grown(leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES)

    assert inclusion_path(nodes, 2, 3) == (
        b64decode("+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU="),
    )


@foreign
def test_the_whole_reference_tree_comes_out_as_published() -> None:
    """All roots, two leaves and a node."""
    file = VECTORS / "extracted" / "rfc6962_reference_tree.json"
    tree = json.loads(file.read_text())["vectors"]
    nodes, edge = grown(leaf_hash(bytes.fromhex(leaf)) for leaf in tree["leaves_hex"])

    assert edge.size == 8
    assert [root_at(nodes, size).hex() for size in range(1, 9)] == tree["roots_after_each_leaf"]
    assert all(leaf_hash(bytes.fromhex(data)).hex() == hash for data, hash in tree["leaf_hashes"])
    left, right, node = map(bytes.fromhex, tree["node_hash"])
    assert node_hash(left, right) == node


def test_a_root_that_is_no_hash_is_malformed_and_says_so() -> None:
    """The class of the one vector that is refused on purpose."""
    with pytest.raises(MalformedError, match="12 bytes") as refused:
        verify_consistency(
            old_size=1, old_root=b"don't care 2", new_size=1, new_root=b"don't care 2", path=[]
        )
    assert isinstance(refused.value, LedgerError)
