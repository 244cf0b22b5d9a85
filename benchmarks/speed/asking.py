"""Asking: every question under every clock, pages, one commitment, as of a day, show, search."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.speed.case import Case
from benchmarks.speed.desk import Desk, opened, stored
from benchmarks.speed.figures import MILLI, SHARE, Figure, milliseconds, once
from ledger.errors import LedgerError
from ledger.model.answer import Answer
from ledger.model.sift import Among
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.stages import STAGES
from ledger.projector import spec
from ledger.service.asking import QUESTIONS
from ledger.service.service import Service
from ledger.wiring import Ledger

PAST = "2023-12-31"
"""A past day, of the ten years that the generated ledgers tell of."""
PAGE = 50
NOWHERE = "desalnedi"
"""A word that no generated event holds."""
CLOCKS: dict[str, dict[str, Any]] = {
    "now": {},
    "as_of": {"as_of": PAST},
    "known_by": {"known_by": PAST},
    "recorded_by": {},  # set to half of what was recorded
    "then": {"then": PAST},
}

PAGES = "limit" in inspect.signature(Service.ask).parameters
"""Whether a question can be put for a page of its rows; else all of them are made and one is kept."""


def clocks(desk: Desk) -> dict[str, dict[str, Any]]:
    """Each clock with its setting; recorded_by is half of the ledger."""
    return {**CLOCKS, "recorded_by": {"recorded_by": max(1, desk.events // 2)}}


def page(ledger: Ledger, **how: Any) -> Answer:
    """The first page of commitments."""
    return ledger.ask("commitments", **({"limit": PAGE} if PAGES else {}), **how)


def measured(desk: Desk, name: str, work: Callable[[], object]) -> Figure:
    """The milliseconds of a question."""
    return milliseconds(name, work, rounds=desk.rounds, budget=desk.budget)


def questions(name: str) -> Callable[[Desk], list[Figure]]:
    """Measures one question under each clock, with all its rows."""

    def run(desk: Desk) -> list[Figure]:
        filters = {"words": "troops"} if name == "search" else {}
        with opened(desk.kept) as ledger:
            return [
                measured(desk, clock, partial(ledger.ask, name, **how, **filters))
                for clock, how in clocks(desk).items()
            ]

    return run


def pages(desk: Desk) -> list[Figure]:
    """A page of commitments, by stored columns and by verdict, and under the clocks."""
    with opened(desk.kept) as ledger:
        stored = {"mode": "achieve"}
        found = [
            measured(desk, "by columns", partial(page, ledger, **stored)),
            measured(desk, "by columns, as of a day", partial(page, ledger, as_of=PAST, **stored)),
            measured(desk, "by verdict", partial(page, ledger, verdict="missed")),
        ]
    now, then = found[0].middle, found[1].middle
    return [*found, Figure(name="as of to now", unit=SHARE, values=(then / now,))]


def ids(path: Path) -> list[str]:
    """The ids of all commitments, the first that was made first; of some nothing may be left."""
    with stored(path) as store, store.reading() as snapshot:
        found = {row[0] for row in snapshot.sift(spec(COMMITMENTS), [], ["subject"])}
    return sorted(found, key=lambda one: (int(one.rpartition("-")[2]), one))


def early(desk: Desk, path: Path, ledger: Ledger) -> str:
    """A commitment that is there under every clock, not of the very first ones."""
    every = ids(path)
    under = clocks(desk).values()

    def shown(id: str) -> int:
        return sum(_is_there(ledger, id, how) for how in under)

    candidates = [*every[len(every) // 4 :], *every]
    return next((id for id in candidates if shown(id) == len(under)), every[0])


def heaviest(desk: Desk) -> list[str]:
    """Many commitments, evenly chosen, the one with the most reports on its measure first."""
    every = ids(desk.kept)
    some = every[:: max(1, len(every) // MANY)]
    with stored(desk.kept) as store, store.reading() as snapshot:
        about = dict(
            snapshot.sift(spec(STAGES), [Among("subject", tuple(some))], ["subject", "measure"])
        )
        tags = {f"measure:{measure}" for measure in about.values() if measure}
        reports = Counter(tag for tag, _ in snapshot.tagged(tags))
    return sorted(some, key=lambda one: -reports[f"measure:{about.get(one)}"])


def heavy(desk: Desk) -> list[Figure]:
    """One commitment with a long history under each clock, with the reasons and without."""
    with opened(desk.kept) as ledger:
        under, some = clocks(desk).values(), heaviest(desk)
        everywhere = (one for one in some if all(_is_there(ledger, one, how) for how in under))
        id = next(everywhere, some[0])
        found = [
            measured(desk, clock, partial(ledger.show, id, **how))
            for clock, how in clocks(desk).items()
            if _is_there(ledger, id, how)
        ]
        return [*found, measured(desk, "why", partial(ledger.show, id, why=True))]


MANY = 200
"""Of so many commitments the one with the longest history is looked for."""


def one(desk: Desk) -> list[Figure]:
    """One commitment of many, evenly chosen, under each clock: the middle one of what each takes."""
    with opened(desk.kept) as ledger:
        every = ids(desk.kept)
        some = every[:: max(1, len(every) // SOME)]

        def taken(**how: Any) -> tuple[float, ...]:
            shown = [id for id in some if _is_there(ledger, id, how)]
            return tuple(1000 * once(partial(_showing, ledger, id, how))[0] for id in shown)

        under: dict[str, dict[str, Any]] = {**clocks(desk), "why": {"why": True}}
        every_time = {name: taken(**how) for name, how in under.items()}
        # Of a few promises none may be as old as a clock asks for.
        return [
            Figure(name=name, unit=MILLI, values=each) for name, each in every_time.items() if each
        ]


SOME = 60
"""So many commitments stand for all."""


def _showing(ledger: Ledger, id: str, how: dict[str, Any]) -> int:
    ledger.show(id, **how)
    return 1


def _is_there(ledger: Ledger, id: str, how: dict[str, Any]) -> bool:
    """A commitment that was made later is not shown under a clock of before."""
    try:
        ledger.show(id, **how)
    except LedgerError:
        return False
    return True


def every(desk: Desk) -> list[Figure]:
    """All commitments under each clock."""
    with opened(desk.kept) as ledger:
        return [
            measured(desk, clock, partial(ledger.ask, "commitments", **how))
            for clock, how in clocks(desk).items()
        ]


def as_of(desk: Desk) -> list[Figure]:
    """All commitments as of a past day: at 200,000 events they are two thousand."""
    with opened(desk.kept) as ledger:
        every = [id for id in ids(desk.kept) if _is_there(ledger, id, {"as_of": PAST})]
        return [
            measured(desk, "counted", partial(ledger.ask, "scorecard", as_of=PAST)),
            measured(desk, "all", partial(ledger.ask, "commitments", as_of=PAST)),
            measured(desk, "one", partial(ledger.show, every[len(every) // 2], as_of=PAST)),
            Figure(name="commitments", unit="", values=(float(len(every)),)),
        ]


def search(desk: Desk) -> list[Figure]:
    """Words that are common and words that are seldom, a page of each."""
    limit = {"limit": PAGE} if PAGES else {}
    with opened(desk.kept) as ledger:
        return [
            measured(desk, name, partial(ledger.ask, "search", words=words, **limit))
            for name, words in (("common", "troops"), ("seldom", NOWHERE),
                                ("two", "withdrawal hospital"))
        ]  # fmt: skip


CLOCKED = tuple(CLOCKS)

CASES = (
    Case(name="as-of", title="as of a day, 2,000 commitments over 200,000 events", run=as_of,
         upto=200_000, grows=True, axis="milliseconds", plotted=("counted", "all", "one")),
    Case(name="page", title="a page of 50 commitments", run=pages, grows=True,
         axis="milliseconds", plotted=("by columns", "by columns, as of a day", "by verdict")),
    Case(name="commitments-one", title="one commitment of sixty", run=one, grows=True,
         axis="milliseconds", plotted=(*CLOCKED, "why")),
    Case(name="commitments-heavy", title="one commitment with a long history", run=heavy, grows=True,
         axis="milliseconds", plotted=(*CLOCKED, "why")),
    Case(name="commitments-all", title="all commitments under each clock", run=every, grows=True,
         axis="milliseconds", plotted=CLOCKED),
    Case(name="search", title="search", run=search, grows=True, axis="milliseconds",
         plotted=("common", "seldom", "two")),
    *(
        Case(name=f"ask-{each.name}", title=f"the question {each.name}, all rows",
             run=questions(each.name))
        for each in QUESTIONS
    ),
)  # fmt: skip
