"""The other event store: an environment of its own, and a program in it that is told what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.speed.desk import Desk

WANTED = "eventsourcing>=9.5,<9.6"
PROGRAM = Path(__file__).with_name("eventsourcing_peer.py")
MOST = 20_000
"""So many events it is given, at most; what it takes for one does not depend on more."""


def environment(folder: Path) -> Path | None:
    """The interpreter of an environment that has it, made where there is none; None if that fails.

    It is installed for the measurements alone, never beside the ledger.
    """
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if _has_it(python):
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet",
                        "--disable-pip-version-check", WANTED], check=True)  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return None
    return python if _has_it(python) else None


def _has_it(python: Path) -> bool:
    return python.exists() and version(python) is not None


def version(python: Path) -> str | None:
    """Which version of it the interpreter has."""
    code = "from importlib.metadata import version; print(version('eventsourcing'))"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None if done.returncode == 0 else None


class Peer:
    """The program, as long as it runs."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self._running = running

    def told(self, do: str, **how: Any) -> tuple[float, int]:
        """The seconds that it took over this, and how many events it was."""
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        print(json.dumps({"do": do, **how}), file=self._running.stdin, flush=True)
        answer = self._running.stdout.readline()
        if not answer:
            raise RuntimeError(f"the other event store ended while it was told to {do}")
        said = json.loads(answer)
        return float(said["seconds"]), int(said["count"])


@contextmanager
def beside(desk: Desk, folder: Path, *, events: int) -> Iterator[Peer | None]:
    """The program with an empty database in the folder, and so many events to tell it."""
    if desk.python is None:
        yield None
        return
    command = [str(desk.python), "-I", str(PROGRAM)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as running:  # fmt: skip
        peer = Peer(running)
        try:
            peer.told("load", path=str(desk.lines), most=max(1, min(MOST, events)))
            peer.told("open", path=str(folder / "peer.db"))
            yield peer
        finally:
            assert running.stdin is not None
            running.stdin.close()
            running.wait()
