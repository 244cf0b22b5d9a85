"""Make a lifelike ledger: python -m benchmarks.lifelike FILE --events N [--seed S] [--jsonl].

The file is a ledger without its views (pledger rebuild makes them), or with --jsonl a document of
one event a line, for pledger import.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.lifelike.documents import lines
from benchmarks.lifelike.filling import fill
from benchmarks.lifelike.record import SEED
from ledger.errors import LedgerError

SHOWN = 10_000
"""After so many events it says how far it is."""


def show(done: int, count: int) -> None:
    """How far it is, on stderr."""
    if done % SHOWN == 0 or done == count:
        end = "\n" if done == count else "\r"
        print(f"{done:,} of {count:,} events", end=end, file=sys.stderr, flush=True)


def main() -> int:
    """Make one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lifelike",
                                     description=(__doc__ or "").splitlines()[0])  # fmt: skip
    parser.add_argument("file", type=Path)
    parser.add_argument("--events", type=int, default=100_000, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S")
    parser.add_argument("--jsonl", action="store_true", help="a document, one event a line")
    asked = parser.parse_args()
    if asked.events < 1:
        parser.error("--events must be 1 or more")
    try:
        if asked.jsonl:
            with asked.file.open("wb") as file:
                for number, line in enumerate(lines(asked.events, seed=asked.seed), 1):
                    file.write(line)
                    show(number, asked.events)
        else:
            fill(asked.file, asked.events, asked.seed, progress=show)
    except LedgerError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{asked.file}: {error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nstopped; {asked.file} is not finished", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
