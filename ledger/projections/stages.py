"""Stages: from which day to which a commitment is judged how, so that it is found by its verdict.

A commitment changes its verdict on few days of its life: when something is reported, when a
deadline passes, when a report grows old. Between two of these it stays the same, however many days
lie there. So for each such stretch of days one row says what a question can ask for. The rows find
commitments and never answer for them: what is shown is judged anew.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from ledger.model.case import Case
from ledger.model.commitment import Commitment
from ledger.model.facts import CommitmentFacts
from ledger.model.judgement import STALE_AFTER, Judgement
from ledger.model.recurrence import recurs
from ledger.model.reports import Entry
from ledger.projections.commitments import COMMITMENTS, measures_of
from ledger.projections.measurements import Measurements
from ledger.projections.measures import FOREVER, MEASURES, Measured
from ledger.projections.projection import Derived, Projection, Row, Rows

BEGINNING = dt.date.min.toordinal()

EVER = 0
"""In place of the day of the last report: nobody ever reported, and the promise has no day."""

COLUMNS = (
    ("first", "INTEGER"),
    ("until", "INTEGER"),
    ("verdict", "TEXT"),
    ("lifecycle", "TEXT"),
    ("overdue", "TEXT"),
    ("flags", "TEXT"),
    ("due_lo", "INTEGER"),
    ("due_hi", "INTEGER"),
    ("worded", "INTEGER"),
    ("silent", "INTEGER"),
    ("slip_lo", "INTEGER"),
    ("slip_hi", "INTEGER"),
    ("position", "INTEGER"),
    ("debtor", "TEXT"),
    ("debtor_name", "TEXT"),
    ("debtor_as", "TEXT"),
    ("creditor_as", "TEXT"),
    ("measure", "TEXT"),
    ("mode", "TEXT"),
    ("place", "TEXT"),
    ("speaker_as", "TEXT"),
    ("about", "TEXT"),
)
"""Days are ordinals. `first` is the first day of the stretch, `until` the day before which it ends.

Without a `verdict` the commitment has to be judged to know. `worded`: whether a deadline is told in
words; `silent`: the day since which nobody has reported, None where that changes inside the
stretch. Texts are without case, `…_as` are names and ids, one a line.
"""

_FOUND_BY = ("until", "first", "verdict", "lifecycle", "overdue", "flags", "due_hi", "due_lo",
             "worded", "silent", "slip_lo", "slip_hi", "position", "debtor", "debtor_name", "debtor_as",
             "creditor_as", "measure", "mode", "place")  # fmt: skip


class Stage(NamedTuple):
    """What holds on all days of a stretch."""

    verdict: str | None = None
    lifecycle: str | None = None
    overdue: str | None = None
    flags: str | None = None
    due_lo: int | None = None
    due_hi: int | None = None
    worded: int | None = None
    silent: int | None = None
    slip_lo: int | None = None
    slip_hi: int | None = None
    terms: tuple[tuple[str, str | None], ...] = ()


TO_BE_JUDGED = Stage()


def lines(*names: str | None) -> str:
    """Names as they are looked up, one a line; one of several lines is never looked up."""
    kept = dict.fromkeys(name.casefold() for name in names if name)
    return "".join(f"\n{name}" for name in kept if "\n" not in name) + "\n"


def line(name: str) -> str:
    """What is looked up in `lines`."""
    return f"\n{name.casefold()}\n"


def mark(flag: str) -> str:
    """A flag as it is looked up among others."""
    return f" {flag} "


def stage(case: Case, day: dt.date, last_report: int) -> Stage:
    """How a commitment is judged on a day, whose last report there will ever be is of that day."""
    found = case.judge(day)
    facts = case.facts
    silent = None
    if day.toordinal() >= last_report:
        since = found.evidence.last_on or facts.latest
        silent = since.toordinal() if since is not None else EVER
    slip = _slip(facts, found) if "rescheduled" in found.flags else (None, None)
    return Stage(
        verdict=found.verdict,
        lifecycle=found.state.lifecycle,
        overdue=found.overdue,
        flags="".join(mark(flag) for flag in found.flags),
        due_lo=ordinal(found.due_lo),
        due_hi=ordinal(found.due_hi),
        worded=int(found.terms.commitment.due is not None),
        silent=silent,
        slip_lo=slip[0],
        slip_hi=slip[1],
        terms=_by_terms(facts, case.in_force(day).current[0].commitment),
    )


def ordinal(day: dt.date | None) -> int | None:
    """The number of a day, None where there is none."""
    return day.toordinal() if day is not None else None


def _slip(facts: CommitmentFacts, found: Judgement) -> tuple[int | None, int | None]:
    """Between how many and how many days the deadline was moved; None where a bound is open."""
    if not (facts.due_lo and facts.due_hi and found.due_lo and found.due_hi):
        return None, None
    return (found.due_lo - facts.due_hi).days, (found.due_hi - facts.due_lo).days


def _by_terms(facts: CommitmentFacts, terms: Commitment) -> tuple[tuple[str, str | None], ...]:
    """By whom, to whom, about what: as the filters ask for it."""
    named = facts.names.get
    about = (facts.id, terms.label, terms.measure, facts.place, terms.scope)
    return (
        ("debtor", terms.debtor),
        ("debtor_name", named(terms.debtor, terms.debtor)),
        ("debtor_as", lines(terms.debtor, named(terms.debtor))),
        ("creditor_as", lines(terms.creditor, named(terms.creditor or ""))),
        ("measure", terms.measure.casefold() if terms.measure else None),
        ("mode", terms.mode.casefold()),
        ("place", facts.place.casefold() if facts.place else None),
        ("speaker_as", lines(*facts.by, *(named(who) for who in facts.by))),
        ("about", "\n".join(text.casefold() for text in about if text)),
    )


class _Staged:
    """A commitment as it stands for some days, with the days on which its verdict may change."""

    def __init__(self, slim: CommitmentFacts, whole: CommitmentFacts) -> None:
        self._slim = slim
        self._reports = _entries(whole)
        listed = whole.earliest or whole.latest
        self._listed = listed.toordinal() if listed is not None else FOREVER
        self._case = Case(whole)
        self._certain = not any(recurs(each) for each in (whole, *whole.conditions))
        self._last = max((told[-1].latest for told in self._reports if told), default=BEGINNING)
        days = self._case.edges(STALE_AFTER, self._listed) if self._certain else set()
        self._edges = sorted({self._listed, self._last, *days})

    def stands(self, slim: CommitmentFacts, whole: CommitmentFacts) -> bool:
        """Whether it would be judged the same from these facts, whatever words they hold."""
        return self._slim is slim and self._reports == _entries(whole)

    def on(self, first: int, until: int) -> Iterator[tuple[int, Stage | None]]:
        """The stages in a stretch of days: their first days, and what holds; None: not listed."""
        if first < self._listed:
            yield first, None
        begin = max(first, self._listed)
        if begin >= until:
            return
        if not self._certain:
            yield begin, TO_BE_JUDGED
            return
        start, end = bisect_right(self._edges, begin), bisect_left(self._edges, until)
        for day in (begin, *self._edges[start:end]):
            yield day, stage(self._case, dt.date.fromordinal(day), self._last)


def _entries(facts: CommitmentFacts) -> list[list[Entry]]:
    """All that is reported of it and of its conditions, by numbers."""
    return [
        told.entries
        for each in (facts, *facts.conditions)
        for measure in (None, *measures_of(each.terms, each.amendments))
        for told in each.reports_of(measure)
    ]


class _Merged:
    """Joins stages that follow each other and are the same."""

    def __init__(self) -> None:
        self._found: list[tuple[int, Stage | None]] = [(BEGINNING, None)]

    def add(self, first: int, held: Stage | None) -> None:
        """The next stage; None where it is not listed."""
        if self._found[-1][1] != held:
            self._found.append((first, held))

    def rows(self, position: int) -> Iterator[Row]:
        """The rows of all of them; the last one holds for good."""
        for (first, held), (until, _) in pairwise([*self._found, (FOREVER, None)]):
            if held is not None and first < until:
                given = held._asdict()
                columns = {**_BLANK, **dict(given.pop("terms")), **given}
                columns |= {"first": first, "until": until, "position": position}
                yield Row(facts=None, columns=columns)


_BLANK: dict[str, Any] = dict.fromkeys(name for name, _ in COLUMNS)


def derive(subjects: Sequence[str], rows: Rows) -> Iterator[Derived]:
    """The stages of these commitments, from their rows and those of their measures."""
    told = {subject: list(each) for subject, each in rows.of(COMMITMENTS, subjects)}
    named = {
        subject: {measure for _, facts in each for measure in named_by(facts)}
        for subject, each in told.items()
    }
    held = Held(rows, {measure for each in named.values() for measure in each})
    # Commitments about the same measures look at the same reports, one after the other.
    joined = {subject: held.around(named.get(subject, ())) for subject in subjects}
    in_order = sorted(subjects, key=lambda subject: sorted(joined[subject]))
    for around, some in groupby(in_order, joined.__getitem__):
        measured = held.some(around)
        reads = frozenset(f"{MEASURES.prefix}:{measure}" for measure in around)
        for subject in some:
            yield Derived(subject, list(_stages(told.get(subject, ()), measured)), reads)


def named_by(facts: CommitmentFacts) -> Iterator[str]:
    """The measures on which a commitment and its conditions depend."""
    for each in (facts, *facts.conditions):
        yield from measures_of(each.terms, each.amendments)


def _stages(
    told: Sequence[tuple[dt.date | None, CommitmentFacts]], measured: _Measured
) -> Iterator[Row]:
    """The rows of one commitment, from its facts as they stand from some days on."""
    begin = {since.toordinal() if since is not None else BEGINNING: facts for since, facts in told}
    bounds = sorted({BEGINNING, *begin, *measured.turns})
    merged = _Merged()
    facts: CommitmentFacts | None = None
    staged: _Staged | None = None
    for first, until in pairwise([*bounds, FOREVER]):
        facts = begin.get(first, facts)
        if facts is None:
            continue
        whole = measured.on(first).complete(facts)
        if staged is None or not staged.stands(facts, whole):
            staged = _Staged(facts, whole)
        for day, stood in staged.on(first, until):
            merged.add(day, stood)
    if facts is not None:
        yield from merged.rows(facts.position)


class _Measured:
    """Some measures, put together for many days."""

    def __init__(self, rows: Sequence[Measured]) -> None:
        self._rows = rows
        self._on: dict[int, Measurements] = {}
        self.turns = frozenset(day for row in rows for day in _turns(row))
        """The days from which on their reports say something else."""

    def on(self, day: int) -> Measurements:
        """The measurements of a day."""
        if day not in self._on:
            self._on[day] = Measurements(self._rows, dt.date.fromordinal(day))
        return self._on[day]


def _turns(row: Measured) -> Iterator[int]:
    for declared in row.declared:
        if declared.since is not None:
            yield declared.since.toordinal()
    late = row.turning
    columns = (late.position, late.since, late.until, late.latest, late.earliest, late.lo, late.hi,
               late.kind)  # fmt: skip
    runs = sorted(zip(*columns, strict=True), key=lambda run: run[:2])
    for before, run in pairwise([None, *runs, None]):
        # Where only words or sources are added, nothing is said otherwise.
        if (
            before is not None
            and run is not None
            and (before[0], before[2], before[3:]) == (run[0], run[1], run[3:])
        ):
            continue
        if before is not None and before[2] != FOREVER:
            yield before[2]
        if run is not None and run[1]:
            yield run[1]


class Held:
    """The rows of measures, with those of their parts and wholes."""

    def __init__(self, rows: Rows, measures: Collection[str]) -> None:
        self._rows: dict[str, Measured] = {}
        self._parts: dict[str, set[str]] = {}
        missing = set(measures)
        while missing:
            for subject, found in rows.of(MEASURES, missing):
                for _, facts in found:
                    self._rows[subject] = facts
            for whole, part in rows.having(MEASURES, "part_of", missing):
                self._parts.setdefault(whole, set()).add(part)
            seen = missing | self._rows.keys()
            missing = (
                {other for measure in seen for other in self._next_to(measure)}
                - self._rows.keys()
                - seen
            )

    def _next_to(self, measure: str) -> Iterator[str]:
        """The wholes that it was ever a part of, and its parts."""
        row = self._rows.get(measure)
        for declared in row.declared if row is not None else ():
            if declared.part_of is not None:
                yield declared.part_of
        yield from self._parts.get(measure, ())

    def around(self, measures: Collection[str]) -> frozenset[str]:
        """These measures and all that are joined with them by parts and wholes."""
        found = set(measures)
        queue = list(measures)
        while queue:
            new = [other for other in self._next_to(queue.pop()) if other not in found]
            found.update(new)
            queue += new
        return frozenset(found)

    @property
    def rows(self) -> Collection[Measured]:
        """All of them."""
        return self._rows.values()

    def some(self, measures: Collection[str]) -> _Measured:
        """Some of them, to be put together."""
        return _Measured([self._rows[m] for m in sorted(measures) if m in self._rows])


def _from_rows(*_: Any) -> Iterator[Any]:
    raise NotImplementedError("stages are folded from rows")


STAGES = Projection(
    name="stages",
    version=1,
    prefix="commitment",
    facts=type(None),
    columns=COLUMNS,
    needs=_from_rows,
    fold=_from_rows,
    of=(COMMITMENTS, MEASURES),
    derive=derive,
    indexes=(_FOUND_BY,),
)
