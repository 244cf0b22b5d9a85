"""Runs one case in a process of its own: python -m benchmarks.speed.child, the desk on stdin.

Writes one JSON object: the figures, the peak of the process's memory, or what went wrong.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from attrs import asdict

from benchmarks.speed.case import Case
from benchmarks.speed.desk import Desk
from benchmarks.speed.figures import MEGABYTE, Figure
from benchmarks.speed.kept import ROOT

Outcome = dict[str, Any]
"""What came of a case: `figures`, or an `error` in words."""


def peak() -> float:
    """The most memory that this process has held so far, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    per = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * per / 1e6


def measured(case: Case, desk: Desk) -> Outcome:
    """Run a case here. Whatever goes wrong is told, and stops nothing else."""
    try:
        figures = list(case.run(desk))
    except Exception as error:  # noqa: BLE001 - one case that fails must not end the others
        return {"figures": [], "error": f"{type(error).__name__}: {error}"}
    figures.append(Figure(name="memory", unit=MEGABYTE, values=(peak(),)))
    return {"figures": [figure.shown() for figure in figures], "error": None}


def apart(case: Case, desk: Desk, *, longest: float) -> Outcome:
    """Run a case in a process of its own, no longer than so many seconds."""
    given = json.dumps({"case": case.name, "desk": asdict(desk)}, default=str)
    command = [sys.executable, "-m", "benchmarks.speed.child"]
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT,
                              timeout=longest, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"figures": [], "error": f"not done within {longest:,.0f} s"}
    try:
        found: Outcome = json.loads(done.stdout)
    except ValueError:
        return {"figures": [], "error": f"ended with {done.returncode}: {done.stderr[-500:]}"}
    return found


def main() -> None:
    """Run the case that stdin names."""
    from benchmarks.speed.cases import CASES

    given = json.load(sys.stdin)
    paths = {"keep", "folder", "python"}
    told = {name: Path(value) if name in paths and value else value
            for name, value in given["desk"].items()}  # fmt: skip
    # Whatever is printed by what is measured must not get between the answer.
    out = os.dup(1)
    os.dup2(2, 1)
    desk = Desk(**told)
    os.environ["XDG_CONFIG_HOME"] = str(desk.keep / "settings")
    found = measured(CASES[given["case"]], desk)
    with os.fdopen(out, "w") as answer:
        json.dump(found, answer)


if __name__ == "__main__":
    main()
