"""The page in a bundle: its commands are run as they stand there, with OpenSSL and coreutils."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from ledger.evidence.entry import leaf_hash, parse_entry
from ledger.evidence.page import HOW_TO_CHECK
from tests.evidence.small_ledger import ENTRIES, GOOD, bundle, recorded

NEEDED = ("openssl", "bash", "sed", "cut", "base64", "sha256sum", "python3")
pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, NEEDED)), reason="a tool that the page uses is not on this machine"
)


def _commands() -> str:
    """The lines that the page sets apart, but for the call of the verifier."""
    return "\n".join(line[4:] for line in HOW_TO_CHECK if line.startswith("    "))


def _run(folder: Path, data: bytes) -> subprocess.CompletedProcess[str]:
    (folder / "bundle.json").write_bytes(data)
    return subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", _commands()],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_commands_of_the_page_check_a_bundle(tmp_path: Path) -> None:
    """OpenSSL verifies the signature; leaf hash and payload digest come out as they must."""
    done = _run(tmp_path, GOOD)
    said = done.stdout.splitlines()

    assert (done.returncode, done.stderr) == (0, "")
    assert said == [
        "Signature Verified Successfully",
        f"{leaf_hash(ENTRIES[2]).hex()}  -",
        f"{parse_entry(ENTRIES[2]).payload_digest.hex()}  -",
    ]
    text = (tmp_path / "text").read_text().splitlines()
    assert (text[0], text[1]) == ("example.org/promises", "7")


def test_the_commands_of_the_page_find_a_changed_checkpoint(tmp_path: Path) -> None:
    """The negative control: a tree of another size was never signed."""
    done = _run(tmp_path, GOOD.replace(b"\\n7\\n", b"\\n8\\n"))

    assert done.returncode != 0
    assert "Verified Successfully" not in done.stdout


def test_the_commands_of_the_page_find_changed_words(tmp_path: Path) -> None:
    """The digest of the payload is no longer the one in the entry."""
    done = _run(tmp_path, GOOD.replace(b"3,000 troops", b"2,500 troops"))

    assert parse_entry(ENTRIES[2]).payload_digest.hex() not in done.stdout


def test_the_path_of_the_page_leads_to_the_signed_root(tmp_path: Path) -> None:
    """A tree of seven, position 7: the last leaf is passed up once, then joined twice from right."""
    done = _run(tmp_path, bundle([recorded(7)]))
    lines = (tmp_path / "proof").read_text().splitlines()
    reached = bytes.fromhex(done.stdout.splitlines()[1].split()[0])
    for line in lines[2 : lines.index("")]:
        reached = hashlib.sha256(b"\x01" + b64decode(line) + reached).digest()
    root = (tmp_path / "text").read_text().splitlines()[2]

    assert lines[1] == "index 6"
    assert b64encode(reached).decode() == root
