"""A run: every case at every size and place, and what came of all of them together."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from attrs import field, frozen

from benchmarks.speed import kept, machine, memory, page, peer
from benchmarks.speed.case import Case
from benchmarks.speed.cases import CASES
from benchmarks.speed.child import Outcome, apart
from benchmarks.speed.desk import Desk, made
from benchmarks.speed.rows import DISK, MEMORY, SECTIONS, judged

RESULTS = "results.json"

Measure = Callable[[Case, Desk], Outcome]


@frozen(kw_only=True)
class Asked:
    """What is to be measured, and how. `add`: to what an earlier run has left of other cases."""

    events: int
    seed: int
    rounds: int
    budget: float
    longest: float
    out: Path
    keep: Path
    names: tuple[str, ...] = ()
    peers: bool = True
    places: tuple[str, ...] = (DISK, MEMORY)
    add: bool = False
    memory: Path = field(default=memory.SHM)

    @property
    def cases(self) -> list[Case]:
        """Those that are named, or all."""
        return [case for name, case in CASES.items() if not self.names or name in self.names]

    @property
    def sizes(self) -> list[int]:
        """The powers of ten from a thousand on, and the size itself."""
        found = [size for power in range(3, 10) if (size := 10**power) < self.events]
        return [*found, self.events]


def say(text: str) -> None:
    """A line to stderr."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def plan(asked: Asked, case: Case) -> Iterator[tuple[int, str, bool]]:
    """At which sizes and where a case is measured, and whether that is its largest.

    How a cost grows is measured on disk, where it is paid.
    """
    last = min(asked.events, case.upto or asked.events)
    sizes = {size for size in asked.sizes if size < last} if case.grows else set()
    if DISK in asked.places:
        for size in sorted({*sizes, last}):
            yield size, DISK, size == last
    if MEMORY in asked.places and case.both and memory.is_there(asked.memory):
        yield last, MEMORY, True


def measure(asked: Asked, run: Measure | None = None) -> dict[str, Any]:
    """Everything that was asked for, written down case by case, and what came of it.

    `run` measures one case, in a process of its own if not given.
    """
    run = run or (lambda case, desk: apart(case, desk, longest=asked.longest))
    asked.out.mkdir(parents=True, exist_ok=True)
    asked.keep.mkdir(parents=True, exist_ok=True)
    remarks = []
    python = peer.environment(asked.keep / "peer") if asked.peers else None
    outcomes, named = earlier(asked) if asked.add else ([], None)
    named = peer.version(python) if python else named
    if named is None:
        why = "could not be installed" if asked.peers else "was left out"
        remarks.append(f"eventsourcing {why}: rows beside it are empty")
    if MEMORY in asked.places and not memory.is_there(asked.memory):
        remarks.append("no memory file system: measured on disk alone")
    found = {**on_what(asked, named, outcomes), "remarks": remarks}
    with memory.shelf(asked.memory) as shelf:
        for case in asked.cases:
            for events, where, largest in plan(asked, case):
                say(f"{case.name}: {events:,} events, {'on' if where == DISK else 'in'} {where}")
                desk = Desk(events=events, seed=asked.seed, rounds=asked.rounds,
                            budget=asked.budget, keep=asked.keep, folder=asked.keep,
                            python=python)  # fmt: skip
                begun = perf_counter()
                outcome = _outcome(run, case, desk, shelf if where == MEMORY else None)
                if outcome["error"]:
                    say(f"{case.name}: {outcome['error']}")
                outcomes.append({"case": case.name, "events": events, "where": where,
                                 "largest": largest, "took": perf_counter() - begun, **outcome})  # fmt: skip
            # A run of hours that is stopped leaves what it has measured.
            found |= {"outcomes": outcomes, "rows": told_rows(outcomes)}
            written(asked, found)
    return found


def earlier(asked: Asked) -> tuple[list[dict[str, Any]], str | None]:
    """What a run of the same size has left in the folder for results, but for the cases asked for.

    With the version of the other event store, if that was there. Raises ValueError where it is of
    another size, or holds no results.
    """
    place = asked.out / RESULTS
    if not place.exists():
        return [], None
    again = {case.name for case in asked.cases}
    try:
        found = json.loads(place.read_text("utf-8"))
        events, seed = found["asked"]["events"], found["asked"]["seed"]
        outcomes = [each for each in found["outcomes"] if each["case"] not in again]
        version = found["versions"]["eventsourcing"]
    except (ValueError, LookupError, TypeError) as error:
        raise ValueError(f"{place} holds no results of a run: {error}") from error
    if (events, seed) != (asked.events, asked.seed):
        raise ValueError(f"{place} is of {events:,} events, or another seed")
    return outcomes, version


def _outcome(run: Measure, case: Case, desk: Desk, shelf: Path | None) -> Outcome:
    """What came of a case; where a shelf in memory is given, on a copy that lies there."""
    try:
        if not desk.kept.exists() or not desk.lines.exists():
            say(f"making the ledger of {desk.events:,} events")
        kept_apart(desk)
    except RuntimeError as error:
        return {"figures": [], "error": str(error)}
    if shelf is None:
        return run(case, desk)
    if not memory.fits(desk, shelf):
        return {"figures": [], "error": f"no room for {memory.ROOM} times the ledger in memory"}
    return run(case, memory.moved(desk, shelf))


def kept_apart(desk: Desk) -> None:
    """Make the files that stay, in a process of its own. Raises RuntimeError."""
    if desk.kept.exists() and desk.lines.exists():
        return
    command = [sys.executable, "-m", "benchmarks.speed.kept", str(desk.keep), str(desk.events),
               str(desk.seed)]  # fmt: skip
    done = subprocess.run(command, cwd=kept.ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the ledger could not be made: {done.stderr[-500:]}")


def on_what(asked: Asked, version: str | None, before: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What is measured and on what, as it is written down; `before` is what came of earlier runs."""
    names = {case.name for case in asked.cases} | {each["case"] for each in before}
    with Desk(events=1, seed=1, rounds=1, budget=1, keep=asked.keep, folder=asked.keep,
              python=None).scratch() as folder:  # fmt: skip
        with made(folder / "empty.db"):
            pass
        pragmas = machine.pragmas(folder / "empty.db")
    places = {DISK: machine.file_system(asked.keep)}
    if memory.is_there(asked.memory):
        places[MEMORY] = machine.file_system(asked.memory)
    return {
        "asked": {
            "events": asked.events,
            "seed": asked.seed,
            "rounds": asked.rounds,
            "cases": [name for name in CASES if name in names],
        },
        "machine": machine.machine(),
        "places": places,
        "versions": machine.versions(version),
        "pragmas": pragmas,
    }


def told_rows(outcomes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every row of the tables, with what came of it and whether that is enough."""
    return [{"section": title, **told} for title, rows in SECTIONS for row in rows
            for told in judged(row, outcomes)]  # fmt: skip


def written(asked: Asked, found: dict[str, Any]) -> None:
    """The results as JSON and Markdown, and the pictures, in the folder for them."""
    made_pictures = page.pictures(found)
    text = json.dumps(found, indent=1, ensure_ascii=False)
    (asked.out / RESULTS).write_text(text, "utf-8")
    body = page.markdown(found, made_pictures, ".")
    (asked.out / "results.md").write_text(f"# Results\n\n{body}", "utf-8")
    for name, picture in made_pictures.items():
        (asked.out / f"{name}.svg").write_text(picture, "utf-8")
