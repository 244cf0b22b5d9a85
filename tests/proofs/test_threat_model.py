"""docs/threat-model.md names tests that are there: a claim without its test would be an idle one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
CLAIMS = [line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line
          and not line.startswith("| claim")]  # fmt: skip


@pytest.fixture(scope="module")
def tests() -> set[str]:
    """The names of all test functions."""
    return {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }


@pytest.mark.parametrize("line", CLAIMS)
def test_every_claim_names_tests_that_are_there(line: str, tests: set[str]) -> None:
    named = re.findall(r"`(test_\w+|tests/[\w/]+\.py)`", line)

    assert named
    for name in named:
        assert name in tests or (ROOT / name).is_file(), name
