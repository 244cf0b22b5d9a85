"""Kills commands for so many minutes, each round at other moments, and prints what was seen.

Usage: python -m tests.doors.programs.soak MINUTES
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter

COMMANDS = ("import", "rebuild", "backup", "checkpoint", "redact")
TURNS = 24


def main(minutes: float) -> int:
    """Rounds over all commands until the time is over; 1 as soon as anything is lost."""
    end = time.monotonic() + minutes * 60
    seen: dict[str, Counter[str]] = {command: Counter() for command in COMMANDS}
    seed = 0
    while time.monotonic() < end:
        seed += 1
        for command in COMMANDS:
            with tempfile.TemporaryDirectory() as folder:
                done = subprocess.run(
                    [sys.executable, "-m", "tests.doors.programs.kill", command, folder,
                     str(TURNS), str(seed)],
                    capture_output=True, text=True, check=False,
                )  # fmt: skip
            if done.returncode != 0:
                sys.stderr.write(f"{command}, seed {seed}:\n{done.stderr}")
                return 1
            seen[command].update(json.loads(done.stdout))
    sys.stdout.write(
        "| command | killed | done all the same | had said so |\n| --- | --- | --- | --- |\n"
    )
    for command, tally in seen.items():
        sys.stdout.write(
            f"| {command} | {tally['turns']} | {tally['done']} | {tally['acknowledged']} |\n"
        )
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="dev.py soak --minutes")
    parser.add_argument("minutes", type=float)
    sys.exit(main(parser.parse_args().minutes))
