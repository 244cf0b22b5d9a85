"""A program that uses the ledger and says nothing about logs keeps its standard output to itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """\
import sys
from ledger import Ledger
with Ledger.create(sys.argv[1]) as ledger:
    ledger.record({"type": "actor", "id": "rudolf", "name": "Rudolf", "kind": "person"})
print("done")
"""


def test_nothing_of_the_log_comes_to_standard_output(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "ledger.db")],
        capture_output=True,
        text=True,
        check=True,
    )

    assert (ran.stdout, ran.stderr) == ("done\n", "")


def test_with_verbose_the_command_line_logs_to_standard_error(tmp_path: Path) -> None:
    def pledger(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ledger.cli", "--db", str(tmp_path / "x.db"), *arguments],
            capture_output=True,
            text=True,
            check=True,
        )

    pledger("init")
    ran = pledger("-v", "add", "actor", "--id", "r", "--name", "R", "--kind", "person", "--yes")

    assert len(ran.stdout.splitlines()) == 1
    assert "events_recorded" in ran.stderr
