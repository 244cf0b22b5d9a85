"""docs/evidence.md says what the code does: its examples verify, and it names every finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.evidence.bundle import FORMAT
from ledger.evidence.finding import BUNDLE_FINDINGS, FILE_FINDINGS, LEDGER_FINDINGS
from ledger.evidence.keys import parse_vkey
from ledger.evidence.policy import Policy, open_checkpoint
from tests.evidence.test_foreign_notes import CHECKPOINTS_REFUSED_ON_PURPOSE
from tests.evidence.test_merkle_vectors import REFUSED_ON_PURPOSE

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")


def test_the_checkpoint_on_the_page_is_signed_by_the_key_on_the_page() -> None:
    """Readers will try it."""
    note = re.search(r"```\n(example\.org/promises\n.*?)```", PAGE, re.DOTALL)
    key = re.search(r"`(example\.org/promises\+[^`]+)`", PAGE)
    assert note
    assert key

    opened = open_checkpoint(note[1].encode(), Policy(logs=(parse_vkey(key[1]),)))
    assert opened.checkpoint.size == 3


@pytest.mark.parametrize("findings", [BUNDLE_FINDINGS, LEDGER_FINDINGS, FILE_FINDINGS],
                         ids=["bundle", "ledger", "file"])  # fmt: skip
def test_every_finding_is_explained(findings: dict[str, str]) -> None:
    """In the words of the code."""
    for code, meaning in findings.items():
        assert f"| `{code}` | {meaning} |" in PAGE


def test_everything_refused_on_purpose_is_named() -> None:
    """With a reason beside it."""
    for name in REFUSED_ON_PURPOSE:
        stem = Path(name).stem
        if stem.startswith("subtree-is-empty"):
            stem = "subtree-is-empty-sizes-are-equal-zero-…"
        assert f"`{stem}`" in PAGE
        assert name.split("/")[0] in PAGE
    for body in CHECKPOINTS_REFUSED_ON_PURPOSE:
        origin, size, _ = body.split("\n", 2)
        assert f"`{origin} {size}`" in PAGE
    assert FORMAT in PAGE
