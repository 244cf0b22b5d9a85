"""A disk that fails in a write or a sync: a sentence, nothing by halves, and the next import works.

strace makes the calls of the system fail; where it is missing or may not trace, this is skipped.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from ledger.wiring import Ledger
from tests.doors.running import CASE
from tests.doors.test_processes import PLEDGER, environment, run

EVENTS = 33


@cache
def may_trace() -> bool:
    """Whether this machine has strace and lets us make calls fail."""
    if shutil.which("strace") is None:
        return False
    attempt = ["strace", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", sys.executable,
               "-c", "pass"]  # fmt: skip
    return subprocess.run(attempt, capture_output=True, check=False).returncode == 0


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder with an empty ledger, and the case as a document."""
    if not may_trace():
        pytest.skip("there is no strace here, or it may not trace")
    assert run(tmp_path, "init").returncode == 0
    (tmp_path / "case.yaml").write_bytes(CASE.read_bytes())
    return tmp_path


def failing(folder: Path, calls: str, error: str, when: int) -> subprocess.CompletedProcess[bytes]:
    """An import during which these calls of the system fail from the one so numbered on."""
    return subprocess.run(
        ["strace", "-f", "-qq", "-o", str(folder / "trace"), "-e", f"trace={calls}",
         "-e", f"inject={calls}:error={error}:when={when}+", *PLEDGER, "import", "case.yaml"],
        cwd=folder, env=environment(), capture_output=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def head(folder: Path) -> int:
    """The head of the ledger there, about which nothing may be wrong."""
    with Ledger.open(folder / "ledger.db") as ledger:
        rows = ledger.verify(anchored=False).rows
        assert [row for row in rows if row["level"] == "danger"] == []
        return ledger.head


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize(
    ("calls", "when"),
    [("pwrite64", 1), ("pwrite64", 2), ("pwrite64", 7), ("pwrite64", 40), ("pwrite64", 60),
     ("fsync,fdatasync", 1), ("fsync,fdatasync", 2)],
)  # fmt: skip
def test_a_write_or_sync_that_fails_records_all_or_nothing(
    folder: Path, calls: str, error: str, when: int
) -> None:
    done = failing(folder, calls, error, when)
    injected = b"INJECTED" in (folder / "trace").read_bytes()

    says = done.stderr.decode()
    assert "Traceback" not in says
    assert head(folder) in ({0, EVENTS} if injected else {EVENTS})
    if done.returncode == 0:
        assert head(folder) == EVENTS, "an import was acknowledged that is not there"
    else:
        assert injected
        assert says.startswith("error: "), says
    again = run(folder, "import", "case.yaml")
    assert (again.returncode, head(folder)) == (0, EVENTS)


def test_the_faults_are_made(folder: Path) -> None:
    """The control: the first write fails, and is told."""
    done = failing(folder, "pwrite64", "EIO", 1)

    assert done.returncode != 0
    assert b"INJECTED" in (folder / "trace").read_bytes()
