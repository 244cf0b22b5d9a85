"""Measure the reading of quantities: python -m benchmarks.quantities [--peers PYTHON].

Prints, for each corpus and reader, how many phrases are right, wrong and missing, every phrase of
ours that is not right, the exceptions with their reasons, and what one phrase costs. PYTHON is an
interpreter in which the other readers are installed (benchmarks/quantities/peers.txt).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import timeit
from collections import Counter
from decimal import Decimal
from functools import partial
from pathlib import Path

from benchmarks.quantities.corpora import SHARED, Case, corpora
from benchmarks.quantities.judge import Ends, ours, verdict


def peers(python: str, phrases: list[str]) -> dict[str, list[Ends | None]]:
    """What the other readers that are installed for `python` read."""
    done = subprocess.run(
        [python, str(Path(__file__).with_name("peers.py"))],
        input=json.dumps(phrases), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {
        name: [None if one is None else (Decimal(str(one[0])), Decimal(str(one[1])))
               for one in listed]
        for name, listed in json.loads(done.stdout).items()
    }  # fmt: skip


def table(rows: list[tuple[str, Counter[str]]], total: int) -> None:
    """One line for each reader."""
    print(f"{'':22}{'right':>7}{'wrong':>7}{'missing':>9}{'right of all':>15}")
    for name, counts in rows:
        share = counts["right"] / total
        print(f"{name:22}{counts['right']:7}{counts['wrong']:7}{counts['missing']:9}{share:14.1%}")


def measure(name: str, cases: list[Case], python: str | None) -> None:
    """The readers side by side on one corpus."""
    print(f"\n{name}: {len(cases)} phrases")
    phrases = [case.phrase for case in cases]
    read = {"ledger.quantities": [ours(phrase) for phrase in phrases]}
    if python is not None:
        read |= peers(python, phrases)
    rows = [
        (reader, Counter(map(verdict, cases, found))) for reader, found in read.items()
    ]  # fmt: skip
    table(rows, len(cases))
    for case, found in zip(cases, read["ledger.quantities"], strict=True):
        if (judged := verdict(case, found)) != "right":
            told = f"{found[0]} … {found[1]}" if found else "nothing"
            reason = f" ({case.reason})" if case.reason else ""
            print(f"  {judged}: {case.phrase!r}, {case.lo} … {case.hi}, read {told}{reason}")
    adjusted = Counter(case.reason for case in cases if case.adjusted)
    for why, count in adjusted.items():
        print(f"  {count} phrases judged as the rules have it: {why}")
        shown = [case.phrase for case in cases if case.adjusted and case.reason == why]
        print("    " + "; ".join(shown))


def cost(phrases: list[str]) -> None:
    """Microseconds for one phrase, warm."""
    rounds = 5
    best = min(timeit.repeat(lambda: [ours(phrase) for phrase in phrases], number=rounds, repeat=5))
    print(f"\none phrase takes {best / rounds / len(phrases) * 1e6:.0f} µs (mean, best of 5 runs)")
    hostile = ["1," * 50_000, "the " * 25_000, "5 or " * 40, "1 of " * 40, "half of 5 of " * 15]
    worst = max(timeit.timeit(partial(ours, one), number=1) for one in hostile)
    print(f"the worst of {len(hostile)} hostile texts takes {worst * 1e3:.1f} ms")


def main() -> None:
    """Run it all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--peers", metavar="PYTHON", help="interpreter with the other readers")
    parser.add_argument("--corpora", type=Path, default=SHARED, help="folder of the corpora")
    asked = parser.parse_args()
    phrases: list[str] = []
    for name, cases in corpora(asked.corpora):
        measure(name, cases, asked.peers)
        phrases += [case.phrase for case in cases]
    cost(phrases)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
