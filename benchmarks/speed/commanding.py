"""Commands as processes: import with its memory, rebuild with its, and how long a start takes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

from benchmarks.speed.case import Case
from benchmarks.speed.desk import Desk
from benchmarks.speed.figures import MEGABYTE, RATE, SECOND, SHARE, Figure
from benchmarks.speed.kept import ROOT

PARTS = 10
"""Into so many documents the events are cut to see whether the last takes as long as the first."""

SMALL = ROOT / "ledger" / "cases" / "september-2020.yaml"


def pledger(*arguments: str) -> tuple[float, float]:
    """Run a command: its seconds, and the peak of its memory in megabytes.

    Raises RuntimeError, with what it said, where it ends with another status than 0.
    """
    command = [sys.executable, "-m", "ledger.cli", *arguments]
    begun = perf_counter()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE) as running:  # fmt: skip
        assert running.stderr is not None
        said = running.stderr.read()
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    taken = perf_counter() - begun
    if running.returncode != 0:
        raise RuntimeError(f"pledger {arguments[0]} ended with {running.returncode}: "
                           f"{said.decode(errors='replace')[-500:]}")  # fmt: skip
    per = 1 if sys.platform == "darwin" else 1024
    return taken, used.ru_maxrss * per / 1e6


def imported(desk: Desk) -> list[Figure]:
    """A document of the whole ledger, line by line, as `pledger import`."""
    with desk.scratch() as folder:
        db = str(folder / "new.db")
        pledger("init", "--db", db)
        seconds, memory = pledger("import", str(desk.lines), "--db", db)
    return [Figure(name="imported", unit=RATE, values=(desk.events / seconds,)),
            Figure(name="peak of memory", unit=MEGABYTE, values=(memory,))]  # fmt: skip


def in_parts(desk: Desk) -> list[Figure]:
    """The same in ten documents one after the other: the last against the first."""
    size = max(1, desk.events // PARTS)
    speeds = []
    with desk.scratch() as folder, desk.lines.open("rb") as lines:
        db = str(folder / "new.db")
        pledger("init", "--db", db)
        for part in _parts(lines, size, folder):
            seconds, _ = pledger("import", str(part), "--db", db)
            speeds.append(size / seconds)
            part.unlink()
    return [Figure(name="each part", unit=RATE, values=tuple(speeds)),
            Figure(name="last to first", unit=SHARE, values=(speeds[-1] / speeds[0],))]  # fmt: skip


def _parts(lines: Iterator[bytes], size: int, folder: Path) -> Iterator[Path]:
    for number in range(PARTS):
        part = folder / f"part-{number}.jsonl"
        with part.open("wb") as file:
            file.writelines(islice(lines, size))
        if part.stat().st_size:
            yield part


def rebuilt(desk: Desk) -> list[Figure]:
    """Every view, as `pledger rebuild`."""
    with desk.copy() as path:
        seconds, memory = pledger("rebuild", "--db", str(path))
    return [Figure(name="rebuilt", unit=RATE, values=(desk.events / seconds,)),
            Figure(name="peak of memory", unit=MEGABYTE, values=(memory,))]  # fmt: skip


def verified(desk: Desk) -> list[Figure]:
    """Everything, as `pledger verify`."""
    with desk.copy() as path:
        seconds, memory = pledger("verify", "--db", str(path))
    return [Figure(name="verified", unit=RATE, values=(desk.events / seconds,)),
            Figure(name="peak of memory", unit=MEGABYTE, values=(memory,))]  # fmt: skip


def started(desk: Desk) -> list[Figure]:
    """How long help takes, and a question on a small ledger, as processes."""
    with desk.scratch() as folder:
        db = str(folder / "small.db")
        pledger("init", "--db", db)
        pledger("import", str(SMALL), "--db", db)
        commands = {"help": ("--help",), "a question": ("commitments", "--db", db),
                    "show": ("show", "us-iraq-3000", "--why", "--db", db)}  # fmt: skip
        return [
            Figure(name=name, unit=SECOND,
                   values=tuple(pledger(*command)[0] for _ in range(3)))
            for name, command in commands.items()
        ]  # fmt: skip


CASES = (
    Case(name="import", title="import of JSON Lines", run=imported, grows=True,
         axis="events a second", plotted=("imported",)),
    Case(name="import-flat", title="import, the last tenth against the first", run=in_parts),
    Case(name="rebuild-command", title="pledger rebuild", run=rebuilt, grows=True,
         axis="megabytes", plotted=("peak of memory",)),
    Case(name="verify-command", title="pledger verify", run=verified, grows=True,
         axis="megabytes", plotted=("peak of memory",)),
    Case(name="start", title="start-up", run=started),
)  # fmt: skip
