"""The verifier that is given out: one file, no part of this program, and right about others' proofs."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from ledger.evidence.bundle import FORMAT
from ledger.evidence.checkpoint import sign_checkpoint
from ledger.evidence.page import HOW_TO_CHECK
from tests.evidence.small_ledger import GOOD, KEY, SIGNED, STRANGER, standalone
from tests.evidence.test_foreign_notes import CHECKPOINTS_REFUSED_ON_PURPOSE, GO
from tests.evidence.test_merkle_vectors import PROOFS, REFUSED_ON_PURPOSE
from tests.evidence.test_single_bytes import CONSISTENCY, EARLIER
from tests.evidence.trees import VECTORS, foreign

ALONE = standalone()
assert ALONE.__file__
FILE = Path(ALONE.__file__)


def _imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_the_verifier_needs_python_and_cryptography_alone() -> None:
    """It imports nothing of this program, and its grammar is that of Python 3.9."""
    tree = ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 9))

    assert _imported(tree) <= sys.stdlib_module_names | {"cryptography"}


def test_the_verifier_knows_the_page_and_the_format() -> None:
    """It holds the digest of the page; whoever changes the page changes the format."""
    assert hashlib.sha256("\n".join(HOW_TO_CHECK).encode()).hexdigest() == ALONE.PAGE_SHA256
    assert ALONE.FORMAT == FORMAT


def _run(folder: Path, *arguments: str) -> tuple[int, str]:
    """The copied file, run apart from this checkout."""
    copy = folder / "verify_evidence.py"
    copy.write_bytes(FILE.read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", copy.name, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_verifier_says_what_a_bundle_shows(tmp_path: Path) -> None:
    """Whole output; the status is 0."""
    (tmp_path / "bundle.json").write_bytes(GOOD)

    assert _run(tmp_path, "--key", KEY.verifier.vkey, "bundle.json") == (
        0,
        (
            "bundle.json: verified\n"
            "  example.org/promises at 7 events, signed by example.org/promises, witness.example/w1\n"
            "  3  announcement  iraq-reduction"
            "  recorded 2026-01-02T03:04:03.000000Z by archivist: present\n"
            "  4  statement  gone  recorded 2026-01-02T03:04:04.000000Z by archivist: redacted by 6\n"
            "  6  redaction  redaction-1"
            "  recorded 2026-01-02T03:04:06.000000Z by archivist: present\n"
        ),
    )


def test_the_verifier_names_what_is_wrong(tmp_path: Path) -> None:
    """Other words, a key that is not the ledger's, a file that is none; the status is 1."""
    (tmp_path / "words.json").write_bytes(GOOD.replace(b"3,000 troops", b"2,500 troops"))
    (tmp_path / "none.json").write_bytes(b"\x1b[31m{}")

    assert _run(tmp_path, "--key", KEY.verifier.vkey, "words.json", "none.json") == (
        1,
        (
            "words.json: FAILED\n"
            "  payload-differs: event 1 (position 3): payload or salt is not what was recorded\n"
            "none.json: FAILED\n"
            "  not-a-bundle: file: the bundle is not JSON as it must be: "
            "Expecting value: line 1 column 1 (char 0)\n"
        ),
    )
    (tmp_path / "bundle.json").write_bytes(GOOD)
    for arguments in ((), ("--key", STRANGER.verifier.vkey)):
        status, said = _run(tmp_path, *arguments, "bundle.json")
        assert status == 1
        assert "untrusted: checkpoint" in said


def test_the_verifier_compares_two_checkpoints(tmp_path: Path) -> None:
    """With a consistency file and a checkpoint that the reader kept."""
    (tmp_path / "earlier").write_bytes(sign_checkpoint(EARLIER, KEY))
    (tmp_path / "latest").write_bytes(SIGNED)
    (tmp_path / "proof").write_bytes(CONSISTENCY)
    (tmp_path / "worse").write_bytes(CONSISTENCY.replace(b"old 3", b"old 2"))
    call = ("--key", KEY.verifier.vkey, "--earlier", "earlier")

    assert _run(tmp_path, *call, "proof") == (
        0,
        ("proof: verified\n  example.org/promises at 7 events continues its checkpoint at 3\n"),
    )
    status, said = _run(tmp_path, *call, "worse")
    assert (status, "not-consistent" in said) == (1, True)
    status, said = _run(tmp_path, "--key", KEY.verifier.vkey, "--earlier", "latest", "proof")
    assert (status, "does not begin" in said) == (1, True)


@pytest.mark.parametrize("arguments", [("--key", "x", "bundle.json"), ("missing.json",), ()])
def test_the_verifier_called_wrongly_says_so(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Status 2, and never a traceback."""
    (tmp_path / "bundle.json").write_bytes(GOOD)
    status, said = _run(tmp_path, *arguments)

    assert status == 2
    assert "Traceback" not in said


def _judged_good(vector: dict[str, Any]) -> bool:
    path = [b64decode(text) for text in vector["proof"] or []]
    if any(len(value) != 32 for value in path):
        return False
    if "leafIdx" in vector:
        leaf, root = b64decode(vector["leafHash"]), b64decode(vector["root"])
        reached = ALONE.root_by_inclusion(leaf, vector["leafIdx"], vector["treeSize"], path)
        return bool(len(leaf) == 32 and reached == root)
    old, new = b64decode(vector["root1"]), b64decode(vector["root2"])
    if not 0 < vector["size1"] <= vector["size2"] or len(old) != 32:
        return False
    return bool(
        ALONE.roots_by_consistency(vector["size1"], vector["size2"], path, old) == (old, new)
    )


@foreign
@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_the_verifier_judges_the_published_proofs_as_their_makers_do(kind: str) -> None:
    """The same 98 and 98, with the same one refused on purpose."""
    files = sorted((PROOFS / kind).rglob("*.json"))
    assert len(files) == 98
    for file in files:
        vector = json.loads(file.read_text())
        try:
            good = _judged_good(vector)
        except ALONE.WrongError:
            good = False
        refused = str(file.relative_to(PROOFS)) in REFUSED_ON_PURPOSE
        assert good == (not vector["wantErr"] and not refused), file.name


@foreign
def test_the_verifier_reads_notes_keys_and_checkpoints_as_others_do() -> None:
    """Go's notes and keys; the checkpoints of transparency-dev but for the two refused on purpose."""
    for case in GO["open"]:
        keys = [ALONE.read_key(vkey) for vkey in case["vkeys"]]
        try:
            text, signatures = ALONE.read_note(b64decode(case["note_b64"]))
            held = [
                ALONE.signature_holds(key, text.encode(), value)
                for key in keys
                for name, key_id, value in signatures
                if (name, key_id) == key[:2]
            ]
            good = bool(held) and all(held)
        except ALONE.WrongError:
            good = False
        assert good == case["ok"], case["name"]
    for vkey in GO["bad_vkeys"]:
        with pytest.raises(ALONE.WrongError):
            ALONE.read_key(vkey)
    bodies = json.loads((VECTORS / "extracted" / "checkpoint_bodies_formats.json").read_text())
    for case in bodies["vectors"]:
        try:
            ALONE.read_checkpoint(case["body"])
            good = True
        except ALONE.WrongError:
            good = False
        assert good == (case["ok_in_source"] and case["body"] not in CHECKPOINTS_REFUSED_ON_PURPOSE)


@foreign
def test_the_verifier_judges_signatures_as_wycheproof_does() -> None:
    """All 151."""
    file = VECTORS / "wycheproof-ed25519" / "testvectors_v1" / "ed25519_test.json"
    count = 0
    for group in json.loads(file.read_text())["testGroups"]:
        key = ("key", b"", ALONE.ED25519, bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            count += 1
            message, signature = bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"])
            good = ALONE.signature_holds(key, message, signature)
            assert good == (case["result"] == "valid"), case["comment"]
    assert count == 151
