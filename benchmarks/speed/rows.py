"""The rows of the page: which figure of which case each is, what it must be, and the goal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import ge, le
from typing import Any

from attrs import frozen

from benchmarks.speed.asking import CLOCKED

AT_LEAST, AT_MOST = "≥", "≤"
FITS: dict[str, Callable[[float, float], bool]] = {AT_LEAST: ge, AT_MOST: le}

DISK, MEMORY = "disk", "memory"


@frozen(kw_only=True)
class Bound:
    """What a figure must not lie below, or above."""

    sign: str
    number: float

    def holds(self, value: float) -> bool:
        """Whether a figure keeps to it."""
        return FITS[self.sign](value, self.number)

    def __str__(self) -> str:
        return f"{self.sign} {self.number:,g}"


def least(number: float) -> Bound:
    """At least so much."""
    return Bound(sign=AT_LEAST, number=number)


def most(number: float) -> Bound:
    """At most so much."""
    return Bound(sign=AT_MOST, number=number)


@frozen(kw_only=True)
class Row:
    """One line of the table. Where neither `must` nor `goal` is set, it is told and not judged."""

    work: str
    case: str
    figure: str
    must: Bound | None = None
    goal: Bound | None = None
    note: str = ""


def _beside(work: str, case: str, *, floor: tuple[float, float] | None,
            peer: tuple[float | None, float | None], tables: bool = False) -> list[Row]:  # fmt: skip
    found = [Row(work=work, case=case, figure="ours")]
    if floor is not None:
        must, goal = map(least, floor)
        if tables:
            found.append(Row(work=f"{work}, of sqlite3 on the same tables", case=case,
                             figure="of_same", must=must, goal=goal))  # fmt: skip
            must = goal = None
        found.append(Row(work=f"{work}, of sqlite3 on one bare table", case=case,
                         figure="of_floor", must=must, goal=goal))  # fmt: skip
    must, goal = (least(each) if each is not None else None for each in peer)
    found.append(Row(work=f"{work}, of eventsourcing", case=case, figure="of_peer", must=must,
                     goal=goal))  # fmt: skip
    return found


def _row(work: str, case: str, figure: str, must: Bound | None = None, goal: Bound | None = None,
         note: str = "") -> Row:  # fmt: skip
    return Row(work=work, case=case, figure=figure, must=must, goal=goal, note=note)


TABLE: tuple[Row, ...] = (
    *_beside("one durable event", "append-one", floor=(0.80, 0.90), peer=(1.4, None), tables=True),
    *_beside("batch of 1,000", "append-batch", floor=(0.70, 0.80), peer=(2.4, 3), tables=True),
    *_beside("replay", "replay", floor=(0.35, 0.40), peer=(4.5, 5)),
    *_beside("projection from nothing", "projection", floor=None, peer=(100, None)),
    _row("a million events projected", "projection", "a million events", goal=most(3)),
    *_beside("catch-up in batches of 1,000", "catch-up", floor=None, peer=(50, 75)),
    _row("history of 1,000 events", "history", "a thousand events", most(3)),
    _row("the same, of eventsourcing", "history", "of_peer", goal=least(20)),
    _row("hashing in a batch append", "hashing", "of a batch", most(0.15), most(0.10)),
    _row("digest, leaf and tree", "hashing", "hashed"),
    _row("hashes verified", "audit", "hashes", goal=least(400_000)),
    _row("as of a day, 2,000 commitments counted by verdict", "as-of", "counted", most(200),
         most(50), "at 200,000 events, or at all of a smaller ledger"),
    _row("as of a day, 2,000 commitments with all columns", "as-of", "all", most(200), most(50),
         "at 200,000 events, or at all of a smaller ledger"),
    _row("as of a day, one commitment", "as-of", "one"),
    _row("Ledger.record, one at a time", "record", "one at a time"),
    _row("Ledger.record, in batches", "record", "in batches"),
    _row("Ledger.record, in batches, of the past", "record", "in batches, of the past"),
    _row("every view from nothing", "rebuild", "rebuilt"),
    _row("every view caught up by 1,000", "views-caught-up", "caught up"),
    _row("every view caught up by 1,000 of the past", "views-caught-up", "caught up, of the past"),
)  # fmt: skip
"""What is measured beside others."""

ALSO: tuple[Row, ...] = (
    _row("one event appended to a ledger of this size", "append-grown", "one at a time"),
    _row("a batch appended to a ledger of this size", "append-grown", "in batches"),
    _row("page of 50 by stored columns", "page", "by columns", goal=most(50)),
    _row("page of 50 by verdict", "page", "by verdict", goal=most(150)),
    _row("page as of a day, to one of now", "page", "as of to now", goal=most(1.1)),
    _row("one commitment, now", "commitments-one", "now"),
    _row("one commitment, known by", "commitments-one", "known_by", goal=most(20)),
    _row("one commitment, recorded by", "commitments-one", "recorded_by", goal=most(20)),
    _row("all commitments, now", "commitments-all", "now"),
    _row("all commitments, as of", "commitments-all", "as_of"),
    _row("all commitments, known by", "commitments-all", "known_by", goal=most(1500)),
    _row("all commitments, recorded by", "commitments-all", "recorded_by", goal=most(1500)),
    _row("all commitments, then", "commitments-all", "then"),
    _row("show ID --why", "commitments-one", "why", goal=most(20)),
    _row("one of a long history, now", "commitments-heavy", "now"),
    _row("one of a long history, known by", "commitments-heavy", "known_by", goal=most(20)),
    _row("one of a long history, recorded by", "commitments-heavy", "recorded_by", goal=most(20)),
    _row("one of a long history, show ID --why", "commitments-heavy", "why", goal=most(20)),
    _row("search, a common word", "search", "common", goal=most(50)),
    _row("search, a word that is nowhere", "search", "seldom", goal=most(50)),
    _row("search, two words", "search", "two", goal=most(50)),
    _row("inclusion proof", "proofs", "inclusion, path", goal=most(1)),
    _row("inclusion, the file handed out", "proofs", "inclusion, file"),
    _row("consistency proof", "proofs", "consistency, path", goal=most(5)),
    _row("import", "import", "imported"),
    _row("import, memory", "import", "peak of memory", goal=most(200)),
    _row("import, last part to first", "import-flat", "last to first", goal=least(0.8)),
    _row("pledger rebuild", "rebuild-command", "rebuilt"),
    _row("pledger rebuild, memory", "rebuild-command", "peak of memory", goal=most(500)),
    _row("append during a rebuild", "rebuild-meanwhile", "one append, median"),
    _row("append during a rebuild, 99th percentile", "rebuild-meanwhile",
         "one append, 99th percentile"),
    _row("question during a rebuild, 99th percentile", "rebuild-meanwhile",
         "one question, 99th percentile"),
    _row("refused during a rebuild", "rebuild-meanwhile", "refused", goal=most(0)),
    _row("pledger verify", "verify-command", "verified"),
    _row("pledger verify, memory", "verify-command", "peak of memory"),
    _row("verify in process", "verify", "everything"),
    _row("pledger --help", "start", "help", goal=most(0.3)),
    _row("a question on a small ledger", "start", "a question", goal=most(1)),
    _row("disk, durable to JSON", "disk", "durable to JSON", goal=most(1.6)),
    _row("disk, with views to JSON", "disk", "with views to JSON"),
)  # fmt: skip
"""What is measured by itself."""


def _questions() -> tuple[Row, ...]:
    from benchmarks.speed.asking import QUESTIONS

    return tuple(
        _row(f"{each.name}, {clock}", f"ask-{each.name}", clock)
        for each in QUESTIONS
        for clock in CLOCKED
    )


QUESTIONED: tuple[Row, ...] = _questions()
"""Every question under every clock, with all its rows."""

SECTIONS = (("Beside others", TABLE), ("By itself", ALSO), ("Every question, all its rows",
            QUESTIONED))  # fmt: skip


def judged(row: Row, outcomes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The row with what was measured for it, once for every place; once without, where nothing was."""
    found = []
    for outcome in outcomes:
        if outcome["case"] != row.case or not outcome["largest"]:
            continue
        figure = next((one for one in outcome["figures"] if one["name"] == row.figure), None)
        found.append(_told(row, outcome, figure))
    return found or [_told(row, {}, None)]


def _told(row: Row, outcome: dict[str, Any], figure: dict[str, Any] | None) -> dict[str, Any]:
    value = None if figure is None else figure["median"]
    bounds = {"must": row.must, "goal": row.goal}
    return {
        "work": row.work,
        "case": row.case,
        "figure": row.figure,
        "note": row.note,
        "where": outcome.get("where"),
        "events": outcome.get("events"),
        "unit": None if figure is None else figure["unit"],
        "value": value,
        "low": None if figure is None else figure["low"],
        "high": None if figure is None else figure["high"],
        "error": outcome.get("error") or (None if figure else "not measured"),
        **{name: str(bound) if bound else None for name, bound in bounds.items()},
        **{
            f"{name}_reached": None if bound is None or value is None else bound.holds(value)
            for name, bound in bounds.items()
        },
    }
