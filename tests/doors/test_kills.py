"""Commands that are killed at random moments: as before or as after, never between; no repair.

`python3 dev.py soak tests/doors` kills more often.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def kill(command: str, folder: Path, turns: int) -> subprocess.CompletedProcess[str]:
    """Kill a command so many times, in a process of its own."""
    env = {"HOME": str(folder), "PATH": os.environ["PATH"],
           "LOGNAME": "tester", "PYTHONPATH": str(ROOT)}  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "tests.doors.programs.kill", command, str(folder), str(turns), "7"],
        capture_output=True, text=True, cwd=ROOT, env=env, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "turns", [12, pytest.param(500, marks=pytest.mark.soak)], ids=["some", "many"]
)
@pytest.mark.parametrize("command", ["import", "rebuild", "backup", "checkpoint", "redact"])
def test_a_command_that_is_killed_leaves_the_ledger_as_before_or_as_after(
    tmp_path: Path, command: str, turns: int
) -> None:
    done = kill(command, tmp_path, turns)

    assert (done.returncode, done.stderr) == (0, "")
    seen = json.loads(done.stdout)
    assert seen["turns"] == turns
    assert 0 < seen["acknowledged"] <= seen["done"] < turns


def test_a_command_that_records_by_halves_is_caught(tmp_path: Path) -> None:
    """The control: these tests have teeth."""
    done = kill("halves", tmp_path, 24)

    assert done.returncode == 1
    assert "a part of a document lies" in done.stderr
