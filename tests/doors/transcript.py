"""Transcripts: commands with all that they wrote, compared with a file as a whole.

`pytest tests/doors --write-expected` writes the files anew and skips the tests, so that nothing
passes that was not looked at in a diff.
"""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.doors.running import CASE, Desk, Ran, desk

EXPECTED = Path(__file__).parent / "expected"
NOON = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)


@contextmanager
def fixed() -> Iterator[None]:
    """The same clock, salts, key and login name on every run."""
    numbers = itertools.count(1)
    with ExitStack() as stack:
        for name, value in {
            "now": lambda: NOON,
            "salt": lambda: next(numbers).to_bytes(16, "big"),
            "key": lambda: b"k" * 32,
            "login": lambda: "tester",
        }.items():
            stack.enter_context(patch(f"ledger.wiring.{name}", value))
        yield


@contextmanager
def case_desk(folder: Path) -> Iterator[Desk]:
    """A desk whose ledger holds the shipped case, under a fixed clock."""
    with fixed(), desk(folder) as made:
        made.write("september-2020.yaml", CASE.read_text("utf-8"))
        assert made.pledger("import", "september-2020.yaml").status == 0
        yield made


def told(line: str, ran: Ran) -> str:
    """A command and what it wrote: stdout, then stderr behind bars, then any status but 0."""
    parts = [f"$ {line}\n", ran.out, *(f"| {text}\n" for text in ran.err.splitlines())]
    if ran.status:
        parts.append(f"[status {ran.status}]\n")
    return "".join(parts) + "\n"


def transcript(made: Desk, lines: list[str]) -> str:
    """Commands one after another, each with what it wrote."""
    found = []
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == "pledger"
        found.append(told(line, made.pledger(*arguments)))
    return "".join(found)


def compare(name: str, actual: str, config: pytest.Config) -> None:
    """Hold a transcript against the file of that name."""
    path = EXPECTED / f"{name}.txt"
    # Trailing blanks and the last line end as they are: outputs are compared to the character.
    if config.getoption("--write-expected"):
        path.write_text(actual, "utf-8")
        pytest.skip(f"wrote {path.name}")
    expected = path.read_text("utf-8") if path.exists() else ""
    if actual != expected:
        lines = difflib.unified_diff(
            expected.splitlines(), actual.splitlines(), "expected", "actual", lineterm=""
        )
        pytest.fail("\n".join([f"{path.name} differs:", *lines]), pytrace=False)
