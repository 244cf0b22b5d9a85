"""Measure how fast the ledger is: python3 dev.py bench [--events N] [NAME…]."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.lifelike.record import SEED
from benchmarks.speed.cases import CASES
from benchmarks.speed.kept import ROOT
from benchmarks.speed.page import written as page_written
from benchmarks.speed.rows import DISK, MEMORY
from benchmarks.speed.run import Asked, measure, say, told_rows

PAGE = ROOT / "docs" / "performance.md"
FOLDER = ROOT / "bench-results"
PLACES = (DISK, MEMORY)


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    found = argparse.ArgumentParser(
        prog="python3 dev.py bench", description=__doc__,
        epilog="Names: " + ", ".join(CASES),
    )  # fmt: skip
    found.add_argument("names", nargs="*", metavar="NAME", help="cases to measure (default: all)")
    found.add_argument("--events", type=int, default=100_000, metavar="N",
                       help="the size of the largest ledger (default: 100,000)")  # fmt: skip
    found.add_argument("--rounds", type=int, default=5, metavar="N",
                       help="how often each work is done (default: 5)")  # fmt: skip
    found.add_argument("--seed", type=int, default=SEED, metavar="N", help="of the ledgers made")
    found.add_argument("--budget", type=float, metavar="S",
                       help="seconds after which a work is not done again")  # fmt: skip
    found.add_argument("--longest", type=float, default=3600, metavar="S",
                       help="seconds after which a case is given up (default: 3,600)")  # fmt: skip
    found.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER",
                       help="where the results are put (default: bench-results)")  # fmt: skip
    found.add_argument("--keep", type=Path, metavar="FOLDER",
                       help="where the ledgers stay for the next run (default: OUT/kept)")  # fmt: skip
    found.add_argument("--place", choices=PLACES, action="append", metavar="WHERE",
                       help="disk or memory alone (default: both)")  # fmt: skip
    found.add_argument("--no-peers", action="store_true", help="measure the ledger alone")
    found.add_argument("--add", action="store_true",
                       help="keep what OUT holds of other cases, measured on as many events")  # fmt: skip
    found.add_argument("--page", type=Path, default=PAGE, metavar="PAGE",
                       help="the page for --write-page (default: docs/performance.md)")  # fmt: skip
    found.add_argument("--list", action="store_true", help="only tell the names")
    found.add_argument("--write-page", nargs="?", type=Path, metavar="RESULTS",
                       const=Path(),
                       help="put the results, or those of a results.json, into the page")  # fmt: skip
    return found


def main() -> int:
    """Measure, or write the page from what was measured."""
    given = parser().parse_args()
    if given.list:
        for case in CASES.values():
            print(f"{case.name:22} {case.title}")
        return 0
    unknown = [name for name in given.names if name not in CASES]
    if unknown:
        say(f"there is no case {', '.join(unknown)}; --list tells them")
        return 2
    if given.events < 1 or given.rounds < 1:
        say("--events and --rounds must be 1 or more")
        return 2
    try:
        if given.write_page not in (None, Path()):
            return rewritten(given.write_page, given.page)
        return measured(given)
    except OSError as error:
        say(f"{error.filename}: {error.strerror}")
        return 1
    except ValueError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("stopped; what was measured is in the folder for results, and the ledgers that were made "
            "stay for the next run")  # fmt: skip
        return 130


def rewritten(results: Path, page: Path) -> int:
    """Put the results of an earlier run into the page."""
    try:
        found = json.loads(results.read_text("utf-8"))
        # By the rows, musts and goals of today.
        page_written(page, {**found, "rows": told_rows(found["outcomes"])})
    except (json.JSONDecodeError, LookupError, TypeError) as error:
        say(f"{results} holds no results of a run (results.json): {error}")
        return 1
    return 0


def measured(given: argparse.Namespace) -> int:
    """Measure what was asked for."""
    out = given.out.resolve()
    asked = Asked(
        events=given.events, seed=given.seed, rounds=given.rounds,
        budget=given.budget or (0.2 if given.events <= 10_000 else 20.0), longest=given.longest,
        out=out, keep=(given.keep or out / "kept").resolve(), names=tuple(given.names),
        peers=not given.no_peers, places=tuple(given.place or PLACES), add=given.add,
    )  # fmt: skip
    found = measure(asked)
    print((asked.out / "results.md").read_text("utf-8"))
    if given.write_page is not None:
        page_written(given.page, found)
    failed = [each["case"] for each in found["outcomes"] if each["error"]]
    say(f"results in {asked.out}" + (f"; not measured: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
