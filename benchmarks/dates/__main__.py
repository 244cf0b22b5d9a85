"""`python -m benchmarks.dates [--peers] [--list]`: how well date phrases are read.

--peers  also asks other readers, each installed into an environment made for this run
--list   prints every item that is wrong, missing or excepted, with the reason
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.dates import notation, policy
from benchmarks.dates.corpora import CORPORA, HOME, Days, Item
from benchmarks.dates.exceptions import REASONS, excepted, written
from benchmarks.dates.peers import PEERS
from benchmarks.dates.scoring import judge, ours
from ledger.dates import UnreadablePhraseError, read

_ASKER = Path(__file__).with_name("peers.py")


def main() -> None:
    """Measures and prints tables in Markdown."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peers", action="store_true")
    options.add_argument("--list", action="store_true")
    chosen = options.parse_args()
    if not HOME.is_dir():
        sys.exit(f"the corpora are not at {HOME}")
    corpora = {name: load() for name, load in CORPORA.items()}
    print("| reader | " + " | ".join(f"{name} ({len(i)})" for name, i in corpora.items()) + " |")
    print("| --- |" + " --- |" * len(corpora))
    print("| **policy-ledger** | " + " | ".join(_cell(_ours(items)) for items in corpora.values()))
    print("| without the exceptions | " + " | ".join(_net(items) for items in corpora.values()))
    if chosen.peers:
        with tempfile.TemporaryDirectory() as home:
            _peers(Path(home), corpora)
    _policy_ours()
    right, inside, beyond, wrong = notation.bounds()
    print(f"\nEDTF strict bounds: {right} of {inside}; {beyond} outside the notation used. {wrong}")
    _timing()
    _exceptions(corpora, listed=chosen.list)


def _ours(items: Sequence[Item]) -> Counter[str]:
    return Counter(judge(item, ours(item)) for item in items)


def _cell(found: Counter[str]) -> str:
    total = sum(found.values()) or 1
    return (f"{100 * found['right'] / total:.1f} % ({found['right']} right, {found['wrong']} wrong, "
            f"{found['missing']} missing)")  # fmt: skip


def _net(items: Sequence[Item]) -> str:
    kept = [item for item in items if judge(item, ours(item)) == "right" or not excepted(
        item, ours(item))]  # fmt: skip
    return f"{_cell(_ours(kept))}; {len(items) - len(kept)} exceptions"


def _peers(home: Path, corpora: dict[str, list[Item]]) -> None:
    windows = policy.deadlines()
    table = []
    for name, (_reader, packages) in PEERS.items():
        place = home / name
        venv.create(place, with_pip=True)
        python = place / "bin" / "python"
        done = subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=False,
                              capture_output=True)  # fmt: skip
        if done.returncode:
            print(f"| {name} | does not install here |")
            continue
        cells = []
        for items in corpora.values():
            given = _ask(python, name, [(i.phrase, i.anchor or policy.SAID) for i in items])
            cells.append(_cell(Counter(judge(i, d) for i, d in zip(items, given, strict=True))))
        print(f"| {name} | " + " | ".join(cells), flush=True)
        table.append((name, _ask(python, name, [(d.phrase, policy.SAID) for d in windows])))
    print("\n| reader | deadlines: window right | wrong | missing | dated without their event |")
    print("| --- | --- | --- | --- | --- |")
    for name, given in table:
        found = Counter(_window(d, days) for d, days in zip(windows, given, strict=True))
        print(
            f"| {name} | {found['right']} | {found['wrong']} | {found['missing']} | {found['dated']} |"
        )


def _ask(python: Path, name: str, asked: Sequence[tuple[str, dt.date]]) -> list[Days | None]:
    lines = "".join(json.dumps([phrase, str(day)]) + "\n" for phrase, day in asked)
    done = subprocess.run([python, "-P", _ASKER, name], input=lines, capture_output=True, text=True,
                          check=True)  # fmt: skip
    return [_given(json.loads(line)) for line in done.stdout.splitlines()]


def _given(days: list[str | None] | None) -> Days | None:
    if days is None:
        return None
    first, last = (dt.date.fromisoformat(day) if day else None for day in days)
    return first, last


def _window(deadline: policy.Deadline, days: Days | None) -> str:
    """A peer gives days, not a window: its last day must be the window, or its ends be the ends."""
    if deadline.window is None:
        return "none" if days is None else "dated"
    if days is None:
        return "missing"
    lo, hi = deadline.window
    return "right" if days == (lo, hi) or (lo == hi == days[1]) else "wrong"


def _policy_ours() -> None:
    found: Counter[str] = Counter()
    for deadline in policy.deadlines():
        try:
            reading = read(deadline.phrase, anchor=policy.SAID, direction="due")
        except UnreadablePhraseError:
            found["missing"] += deadline.window is not None
            continue
        if deadline.window is None:
            found["dated"] += reading.shift is None
        else:
            found["right" if (reading.lo, reading.hi) == deadline.window else "wrong"] += 1
    print(f"\npolicy-ledger on {len(policy.deadlines())} deadlines: {dict(found)}")


def _timing() -> None:
    """Microseconds for a phrase: seen before, and never seen before."""
    phrases = [d.phrase for d in policy.deadlines()]
    days = [policy.SAID + dt.timedelta(days=n) for n in range(50)]
    for phrase in phrases:
        read(phrase, anchor=policy.SAID, direction="due")
    start = time.process_time()
    for day in days:
        for phrase in phrases:
            read(phrase, anchor=day, direction="due")
    warm = (time.process_time() - start) / (len(days) * len(phrases))
    fresh = [f"by {d.day} {d:%B} {d.year}" for d in (
        policy.SAID + dt.timedelta(days=n) for n in range(2000))]  # fmt: skip
    start = time.process_time()
    for phrase in fresh:
        read(phrase, anchor=policy.SAID, direction="due")
    cold = (time.process_time() - start) / len(fresh)
    print(
        f"\nA phrase takes {1e6 * warm:.0f} µs once its words are known, {1e6 * cold:.0f} µs new."
    )


def _exceptions(corpora: dict[str, list[Item]], *, listed: bool) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for name, items in corpora.items():
        for item in items:
            found = ours(item)
            verdict = judge(item, found)
            if verdict == "right":
                continue
            reason = excepted(item, found)
            if reason:
                counts[reason, name] += 1
            if listed:
                right = " or ".join(written(days) for days in item.right)
                print(f"{reason or verdict}\t{item.id}\t{item.anchor}\t{item.phrase}\t"
                      f"{written(found)}\t{right}")  # fmt: skip
    print("\n| exceptions | corpus | reason |\n| --- | --- | --- |")
    for (reason, name), count in sorted(counts.items(), key=lambda pair: -pair[1]):
        print(f"| {count} | {name} | {REASONS[reason]} |")


if __name__ == "__main__":
    main()
