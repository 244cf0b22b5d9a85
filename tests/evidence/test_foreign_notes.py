"""Notes, checkpoints, proof files and whole logs that others made are judged as they say."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from ledger.evidence.checkpoint import Checkpoint, parse_checkpoint
from ledger.evidence.consistency import ConsistencyProof, parse_consistency, verify_consistency_file
from ledger.evidence.entry import leaf_hash
from ledger.evidence.errors import EvidenceError, MalformedError, UnprovenError
from ledger.evidence.inclusion import InclusionProof, parse_inclusion, verify_inclusion_file
from ledger.evidence.keys import VerifierKey, parse_vkey
from ledger.evidence.note import open_note
from ledger.evidence.policy import Policy, open_checkpoint
from ledger.evidence.tree import NodeId, consistency_path, inclusion_path, root_at
from tests.evidence.trees import VECTORS, foreign, grown

pytestmark = foreign

EXTRACTED = VECTORS / "extracted"
TESSERA = VECTORS / "tessera-log"
SUNLIGHT = VECTORS / "sunlight-skylight-log" / "cmd" / "skylight" / "testdata"


def _extracted(name: str) -> Any:
    file = EXTRACTED / f"{name}.json"
    return json.loads(file.read_text())["vectors"] if file.is_file() else {}


GO = _extracted("signed_note_go_sumdb")
TORCHWOOD = _extracted("witness_add_checkpoint_torchwood")


@pytest.mark.parametrize("case", GO.get("open", []), ids=lambda case: str(case["name"]))
def test_a_note_is_opened_as_by_go(case: dict[str, Any]) -> None:
    """golang.org/x/mod/sumdb/note: good, unknown, forged, too many, and malformed in every way."""
    keys = [parse_vkey(vkey) for vkey in case["vkeys"]]
    try:
        opened = open_note(b64decode(case["note_b64"]), keys)
    except EvidenceError:
        assert not case["ok"]
        return

    assert case["ok"]
    assert [signed.key.name for signed in opened.signed_by] == case["verified"]


@pytest.mark.parametrize("vkey", GO.get("bad_vkeys", []))
def test_a_key_that_go_refuses_is_refused(vkey: str) -> None:
    """Too long, and of an unknown type."""
    with pytest.raises(MalformedError):
        parse_vkey(vkey)


CHECKPOINTS_REFUSED_ON_PURPOSE = {
    "Log\n123\nYmFuYW5hcw==\n",
    "Banana\n9944\ndGhlIHZpZXcgZnJvbSB0aGUgdHJlZSB0b3BzIGlzIGdyZWF0IQ==\n",
}
"""Their roots have 7 and 37 bytes; here a hash has 32. docs/evidence.md names them too."""


@pytest.mark.parametrize(
    "case", _extracted("checkpoint_bodies_formats") or [], ids=lambda case: repr(case["body"])[:40]
)
def test_a_checkpoint_is_read_as_by_its_makers(case: dict[str, Any]) -> None:
    """transparency-dev/formats, but for the two whose roots are no hashes."""
    good = case["ok_in_source"]
    if case["body"] in CHECKPOINTS_REFUSED_ON_PURPOSE:
        assert good
        good = False
    try:
        parse_checkpoint(case["body"])
    except MalformedError:
        assert not good
    else:
        assert good


@pytest.mark.parametrize(
    "case",
    _extracted("tlog_proof_malformed_formats") or [],
    ids=lambda case: repr(case["proof"])[:50],
)
def test_a_malformed_proof_file_is_refused(case: dict[str, Any]) -> None:
    """transparency-dev/formats; all of these are bad."""
    assert not case["ok"]
    with pytest.raises(MalformedError):
        parse_inclusion(case["proof"].encode())


def _wycheproof() -> list[Any]:
    file = VECTORS / "wycheproof-ed25519" / "testvectors_v1" / "ed25519_test.json"
    groups = json.loads(file.read_text())["testGroups"] if file.is_file() else []
    return [
        pytest.param(group["publicKey"]["pk"], case, id=f"{case['tcId']} {case['comment']}")
        for group in groups
        for case in group["tests"]
    ]


@pytest.mark.parametrize("public, case", _wycheproof())
def test_an_ed25519_signature_is_judged_as_by_wycheproof(public: str, case: dict[str, Any]) -> None:
    """151 cases: malleable, truncated, compressed and overlong signatures are refused."""
    key = VerifierKey(name="key", public=bytes.fromhex(public))
    good = key.verifies(bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))

    assert good == (case["result"] == "valid")


def test_all_wycheproof_cases_are_there() -> None:
    """A test over an empty list would pass."""
    assert len(_wycheproof()) == 151


def _tessera() -> tuple[Policy, list[bytes]]:
    key = json.loads((TESSERA / "KEY.json").read_text())
    policy = Policy(logs=(parse_vkey(key["vkey"]),))
    return policy, [leaf_hash(entry.encode()) for entry in key["entries"]]


def _tessera_checkpoint(size: int) -> bytes:
    return (TESSERA / "testdata" / "log" / f"checkpoint.{size}").read_bytes()


@pytest.mark.parametrize("size", range(16))
def test_a_tessera_log_has_the_roots_that_its_checkpoints_sign(size: int) -> None:
    """From its entries alone; its tiles hold the same leaves."""
    policy, hashes = _tessera()
    opened = open_checkpoint(_tessera_checkpoint(size), policy).checkpoint
    nodes, _ = grown(hashes[:size])

    assert (opened.size, opened.root) == (size, root_at(nodes, size))
    if size:
        tile = TESSERA / "testdata" / "log" / "tile" / "0" / "000.p" / str(size)
        assert tile.read_bytes() == b"".join(hashes[:size])


def test_proofs_over_a_tessera_log_verify_against_its_checkpoints() -> None:
    """Every entry in every tree, and every pair of trees, with files written here."""
    policy, hashes = _tessera()
    nodes, _ = grown(hashes)
    for size in range(1, 16):
        checkpoint = _tessera_checkpoint(size)
        for index in range(size):
            proof = InclusionProof(
                index=index, path=inclusion_path(nodes, index, size), checkpoint=checkpoint
            )
            verify_inclusion_file(proof.encode(), hashes[index], policy)
        for old in range(1, size + 1):
            earlier = open_checkpoint(_tessera_checkpoint(old), policy).checkpoint
            file = ConsistencyProof(
                old_size=old, path=consistency_path(nodes, old, size), checkpoint=checkpoint
            )
            verify_consistency_file(file.encode(), earlier, policy)


CHECKED_AT = 1767139200

MIRROR = SUNLIGHT / "witness" / "mirror"
ROME = "000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706"


def _sunlight_key(file: str) -> VerifierKey:
    return parse_vkey(json.loads((SUNLIGHT / file).read_text())["verifier_keys"][0])


def test_a_sunlight_mirror_has_the_tiles_and_the_root_that_its_witness_signed() -> None:
    """300 leaves; its bundles of entries are a fake of their makers, so the leaves are taken as given."""
    folder = MIRROR / ROME
    key = _sunlight_key("witness/mirror/mirror.v0.json")
    opened = open_note((folder / "checkpoint").read_bytes(), [key])
    head = parse_checkpoint(opened.note.text)
    tiles = folder / "tile"
    level_0 = b"".join((tiles / name).read_bytes() for name in ("0/000", "0/001.p/44"))
    nodes, _ = grown(level_0[at : at + 32] for at in range(0, len(level_0), 32))

    assert (head.size, head.root) == (300, root_at(nodes, 300))
    assert opened.signed_by[0].at == CHECKED_AT
    # A tile of level 1 holds the roots of full tiles of 256: our stored nodes of level 8.
    assert nodes.nodes([NodeId(8, 0)])[NodeId(8, 0)] == (tiles / "1/000.p/1").read_bytes()


@pytest.mark.parametrize(
    "key_file, checkpoint",
    [
        ("witness/witness.v0.json", f"witness/{ROME}/checkpoint"),
        (
            "witness2/witness.v0.json",
            "witness2/88ad7a28caeb0b2aa890fdf0304c2fcaf59fca2ee140134ff8c1300bac493482/checkpoint",
        ),
    ],
)
def test_a_sunlight_witness_has_cosigned_its_checkpoint(key_file: str, checkpoint: str) -> None:
    """The time is the one that the cosignature covers."""
    opened = open_note((SUNLIGHT / checkpoint).read_bytes(), [_sunlight_key(key_file)])

    assert parse_checkpoint(opened.note.text).size == 300
    assert opened.signed_by[0].at == CHECKED_AT


def test_a_checkpoint_signed_only_as_a_tree_head_of_certificate_transparency_is_unknown() -> None:
    """ECDSA tree heads (type 0x05) are refused on purpose: one kind of signature is enough here."""
    data = (SUNLIGHT / "tree" / "checkpoint").read_bytes()

    with pytest.raises(UnprovenError, match="no known key"):
        open_note(data, [_sunlight_key("witness/witness.v0.json")])


class _Witness:
    """As much of C2SP tlog-witness as its answers need: which status, and what it then knows."""

    def __init__(self, policy: dict[str, Policy]) -> None:
        self.policy = policy
        self.known: dict[str, Checkpoint] = {}

    def asked(self, body: bytes) -> int:
        try:
            proof = parse_consistency(body)
        except MalformedError:
            # One forged signature also has stray bits in its Base64: refused even before.
            return 403
        origin = proof.checkpoint.split(b"\n", 1)[0].decode()
        if origin not in self.policy:
            return 404
        try:
            later = open_checkpoint(proof.checkpoint, self.policy[origin]).checkpoint
        except EvidenceError:
            return 403
        earlier = self.known.get(origin)
        if proof.old_size != (earlier.size if earlier else 0):
            return 409
        if earlier:
            try:
                verify_consistency_file(body, earlier, self.policy[origin])
            except UnprovenError:
                return 422
        self.known[origin] = later
        return 200


def test_requests_to_a_witness_are_answered_as_by_torchwood() -> None:
    """Ten in order. Torchwood answered an unknown log with 403, the specification now says 404."""
    log = VerifierKey(
        name="sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562",
        public=bytes.fromhex(TORCHWOOD["sigsum_log_pubkey_hex"]),
    )
    go = "go.sum database tree"
    witness = _Witness(
        {
            log.name: Policy(logs=(log,)),
            go: Policy(logs=(parse_vkey(TORCHWOOD["sumdb_vkey"]),), origin=go),
        }
    )
    said = [
        404 if "unknown log" in exchange["assert"] else exchange["status"]
        for exchange in TORCHWOOD["exchanges_in_order"]
    ]

    assert [
        witness.asked(exchange["body"].encode()) for exchange in TORCHWOOD["exchanges_in_order"]
    ] == said
    assert len(said) == 10


def test_the_data_are_where_they_are_looked_for() -> None:
    """Each list that the tests above run over holds something."""
    assert len(GO["open"]) == 13
    assert len(GO["bad_vkeys"]) == 2
    assert len(_extracted("checkpoint_bodies_formats")) == 9
    assert len(_extracted("tlog_proof_malformed_formats")) == 8
    assert Path(TESSERA / "KEY.json").is_file()
