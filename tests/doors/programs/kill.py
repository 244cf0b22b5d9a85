"""Kills commands of `pledger` at random moments, and looks at the ledger each time.

One warm process forks all others, since starting one anew takes longer than what is to be killed.
Usage: python -m tests.doors.programs.kill COMMAND FOLDER TURNS SEED
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from attrs import asdict, define

from ledger.cli import main
from ledger.wiring import Ledger
from tests.doors.running import CASE

EVENTS = 33
COMMANDS = {
    "import": ["import", "case.yaml"],
    "rebuild": ["rebuild"],
    "backup": ["backup", "copy.db"],
    "checkpoint": ["checkpoint"],
    "redact": [
        "redact", "endless-wars-pledge", "--fields", "quote,commits.end-endless-wars.title",
        "--basis", "court order", "--reason", "personal data", "--yes",
    ],
    "halves": ["halves"],
}  # fmt: skip
"""`halves` is none of `pledger`: it records one event after another, and must be caught."""
WORDS = b"endless wars"
"""Those that are redacted."""
DAY = "2026-01-01"


@define
class Tally:
    """What was seen."""

    turns: int = 0
    done: int = 0
    """Commands whose work lay in the file though they were killed."""
    acknowledged: int = 0
    """Commands that had said that they were done before they were killed."""


def forked(arguments: Sequence[str], said: int) -> int:
    """A child that runs a command, says its status in a byte, and lives on until it is killed."""
    child = os.fork()
    if child:
        return child
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    status = 99
    try:
        status = halves() if arguments == ["halves"] else main(arguments)
    finally:
        os.write(said, bytes([status]))
        time.sleep(60)
        os._exit(status)


def halves() -> int:
    """What an import must not be."""
    with Ledger.open("ledger.db") as ledger:
        for number in range(EVENTS):
            ledger.record(
                {"type": "actor", "id": f"a{number}", "name": str(number), "kind": "state"}
            )
    return 0


def killed(arguments: Sequence[str], after: float | None) -> bool:
    """Run a command and kill it so many seconds later, None once it is done; whether it said so."""
    heard, said = os.pipe()
    child = forked(arguments, said)
    os.close(said)
    select.select([heard], [], [], after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise AssertionError("the child ended before it was killed")
    word = os.read(heard, 1)
    os.close(heard)
    if word not in (b"", b"\0"):
        raise AssertionError(f"{arguments} ended with {word[0]}")
    return bool(word)


def whole(arguments: Sequence[str]) -> None:
    """Run a command to its end; it must end well."""
    if not killed(arguments, None):
        raise AssertionError(f"{arguments} did not end")


def board(path: Path) -> str:
    """The commitments as the ledger in a file answers; nothing about the file may be wrong."""
    with Ledger.open(path) as ledger:
        wrong = [row for row in ledger.verify(anchored=False).rows if row["level"] == "danger"]
        if wrong:
            raise AssertionError(wrong)
        return repr(ledger.ask("commitments", as_of=DAY, today=DAY).rows)


def words_lie() -> bool:
    """Whether the words that were redacted lie in any file here."""
    return any(WORDS in path.read_bytes() for path in Path().rglob("*") if path.is_file())


def check(command: str, sound: str, *, acknowledged: bool) -> bool:
    """What lies there after a kill is as before or as after, never between; whether it is after."""
    if command == "backup":
        copy = Path("copy.db")
        if copy.exists():
            assert board(copy) == sound
        assert copy.exists() or not acknowledged, "an acknowledged backup is gone"
        assert board(Path("ledger.db")) == sound
        return copy.exists()
    with Ledger.open("ledger.db") as ledger:
        head = ledger.head
    if command in ("rebuild", "checkpoint"):
        assert head == EVENTS
        assert board(Path("ledger.db")) == sound
        return acknowledged
    if command == "redact":
        assert head in (EVENTS, EVENTS + 1)
        assert head > EVENTS or not acknowledged, "an acknowledged redaction is gone"
        assert not (acknowledged and words_lie()), "the words lie in a file"
        board(Path("ledger.db"))
        return head > EVENTS
    assert head in (0, EVENTS), "a part of a document lies"
    assert head == EVENTS or not acknowledged, "an acknowledged import is gone"
    if head:
        assert board(Path("ledger.db")) == sound
    else:
        board(Path("ledger.db"))
    return head == EVENTS


def enter(folder: Path) -> None:
    """Work in a folder, with the settings and the key that lie in it."""
    os.chdir(folder)
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")


def run(command: str, folder: Path, turns: int, seed: int) -> Tally:
    """Kill a command so many times, each time on a ledger as it should be."""
    chance = random.Random(seed)
    first, trial = folder / "first", folder / "trial"
    first.mkdir()
    enter(first)
    Path("case.yaml").write_bytes(CASE.read_bytes())
    whole(["init"])
    whole(["checkpoint", "--init-key", "example.org/promises"])
    if command not in ("import", "halves"):
        whole(["import", "case.yaml"])
        Path("case.yaml").unlink()
    shutil.copytree(first, trial)
    enter(trial)
    assert command != "redact" or words_lie(), "there is nothing to redact"
    began = time.monotonic()
    whole(COMMANDS[command])
    takes = time.monotonic() - began
    sound = board(Path("ledger.db"))
    tally = Tally()
    for turn in range(turns):
        os.chdir(folder)
        shutil.rmtree(trial)
        shutil.copytree(first, trial)
        enter(trial)
        # Some at once, some when all is done and nothing was closed, most somewhere between.
        after = {0: 0.001, 1: None}.get(turn % 8, chance.uniform(0, takes * 1.2))
        acknowledged = killed(COMMANDS[command], after)
        tally.turns += 1
        tally.acknowledged += acknowledged
        tally.done += check(command, sound, acknowledged=acknowledged)
        # No repair by hand: what was stopped is asked for again and works.
        if not (command == "backup" and Path("copy.db").exists()):
            whole(COMMANDS[command])
        assert board(Path("ledger.db")) == sound
        assert command != "redact" or not words_lie(), "the words lie in a file"
        whole(["checkpoint"])
    return tally


if __name__ == "__main__":
    seen = run(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    json.dump(asdict(seen), sys.stdout)
