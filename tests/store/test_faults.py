"""Faults and crowds: kills at random moments, a full disk, a read-only one, many writers at once.

What happens runs in programs of its own (`tests.store.programs`), which check what they see and
print what they counted.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ALONE = ["unshare", "--user", "--map-root-user", "--mount"]
"""Runs a program where what it mounts is seen by nobody else and goes with it."""


def program(name: str, *given: object, under: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a program printed, after it has ended well."""
    done = subprocess.run(
        [*under, sys.executable, "-m", f"tests.store.programs.{name}", *map(str, given)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def may_mount() -> bool:
    """Whether this machine lets us mount a small disk for ourselves."""
    if shutil.which("unshare") is None:
        return False
    attempt = [*ALONE, "mount", "-t", "tmpfs", "small", "/mnt"]
    return subprocess.run(attempt, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "turns", [200, pytest.param(3_000, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_no_kill_loses_what_was_acknowledged_or_leaves_a_part(tmp_path: Path, turns: int) -> None:
    """Each time the file is opened as it is: whole batches, tags, commitments and view agree."""
    seen = program("kill", tmp_path, turns, 20200909)

    assert seen["turns"] == turns
    # The moments hit all that they were meant to: before anything was appended, between batches,
    # after the commit and before it could be told, and in the making of a ledger.
    assert 0 < seen["idle"] < turns
    assert seen["acknowledged"] > turns
    assert seen["unheard"] > 0
    assert seen["made"] > 0


def test_a_full_disk_or_a_read_only_one_loses_nothing_and_gets_a_sentence(tmp_path: Path) -> None:
    """When there is room again appending goes on, without repair."""
    if not may_mount():
        pytest.skip("this machine does not let us mount a small disk")
    small = tmp_path / "small"
    small.mkdir()
    seen = program("disk", small, under=tuple(ALONE))

    path = small / "ledger.db"
    full = "cannot grow: the disk is full; nothing was recorded"
    assert seen["said"] == {
        "append": f"{path} {full}",
        "backup": f"{small / 'copy.db'} {full}",
        "create": f"{small / 'other.db'} {full}",
        "text": f"{small / 'texts'}: No space left on device",
        "read meanwhile": f"{small / 'shown' / 'ledger.db'} was written to while it was read",
        "append, read-only": f"{path} cannot be written: it, or its folder, is read-only; "
        "nothing was recorded",
        "create, read-only": f"{small / 'other.db'} cannot be opened: check that you may read it "
        "and write its folder; nothing was recorded",
        "text, read-only": f"{small / 'texts'}: Read-only file system",
        "migrate, read-only": "0001",
    }
    assert [name for name in seen["left"] if name.startswith(".")] == []
    assert 0 < seen["before"] < seen["after"]


@pytest.mark.parametrize(
    "events", [150, pytest.param(10_000, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_eight_processes_append_at_once_and_a_reader_sees_whole_transactions(
    tmp_path: Path, events: int
) -> None:
    """Positions without gaps, none lost, nobody is told that the database is locked."""
    seen = program("write", tmp_path, 8, events)

    assert seen["failed"] == []
    assert seen["each"] == [events] * 8
    assert seen["head"] == 8 * events
    assert seen["damage"] is None
    # The reader did read while they wrote.
    assert seen["heads"] > 20
