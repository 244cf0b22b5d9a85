"""Stages: from which day to which a commitment is judged how, so that it is found by its verdict.

A commitment changes its verdict on few days of its life: when something is reported, when a
deadline passes, when a report grows old. Between two of these it stays the same, however many days
lie there. So for each such stretch of days one row says what a question can ask for. The rows find
commitments and never answer for them: what is shown is judged anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from ledger.model.facts import CommitmentFacts
from ledger.projections.commitments import COMMITMENTS, measures_of
from ledger.projections.measurements import Measurements
from ledger.projections.measures import FOREVER, MEASURES, Measured
from ledger.projections.projection import Derived, Projection, Row, Rows
from ledger.projections.staging import BEGINNING, TO_BE_JUDGED, Part, Stage, Staged, same_numbers

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
    ("number", "INTEGER"),
    ("last", "INTEGER"),
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
stretch. `number` and `last` are of a duty that comes again: 0 for the whole, else which period it
is, with its last day. Texts are without case, `…_as` are names and ids, one a line.
"""

_FOUND_BY = (
    "until", "first", "verdict", "lifecycle", "overdue", "flags", "due_hi", "due_lo", "worded",
    "silent", "slip_lo", "slip_hi", "position", "number", "last", "debtor", "debtor_name",
    "debtor_as", "creditor_as", "measure", "mode", "place",
)  # fmt: skip


class _Merged:
    """Joins stages that follow each other and are the same, for each row that tells of a part."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], list[tuple[int, int, Stage]]] = {}

    def add(self, part: Part, first: int, until: int, held: Stage) -> None:
        """The next stage of a part."""
        runs = self._found.setdefault((_or_none(part.number), _or_none(part.last)), [])
        if runs and runs[-1][1] == first and runs[-1][2] == held:
            runs[-1] = (runs[-1][0], until, held)
        else:
            runs.append((first, until, held))

    def rows(self, position: int) -> Iterator[Row]:
        """The rows of all of them."""
        for (number, last), runs in sorted(self._found.items()):
            for first, until, held in runs:
                given = held._asdict()
                columns = {**_BLANK, **dict(given.pop("terms")), **given}
                columns |= {"first": first, "until": until, "position": position}
                columns |= {"number": _none(number), "last": _none(last)}
                yield Row(facts=None, columns=columns)


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _none(number: int) -> int | None:
    return None if number < 0 else number


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
    earliest = min(begin, default=BEGINNING)
    merged = _Merged()
    if earliest > BEGINNING:
        # How it stood before that is not kept.
        merged.add(Part(None, None, BEGINNING, earliest, None), BEGINNING, earliest, TO_BE_JUDGED)
    position = 0
    for first, until, slim, whole in _stretches(begin, measured):
        position = slim.position
        for each in Staged(whole, first, until).stages():
            merged.add(*each)
    yield from merged.rows(position)


_Stretch = tuple[int, int, CommitmentFacts, CommitmentFacts]


def _stretches(begin: Mapping[int, CommitmentFacts], measured: _Measured) -> Iterator[_Stretch]:
    """From which day to before which a commitment would be judged from the same facts.

    They come as they are kept, and with their reports.
    """
    bounds = sorted({BEGINNING, *begin, *measured.turns})
    slim: CommitmentFacts | None = None
    held: _Stretch | None = None
    for first, until in pairwise([*bounds, FOREVER]):
        slim = begin.get(first, slim)
        if slim is None:
            continue
        whole = measured.on(first).complete(slim)
        if held is not None and held[2] is slim and same_numbers(held[3], whole):
            held = held[0], until, slim, held[3]
            continue
        if held is not None:
            yield held
        held = first, until, slim, whole
    if held is not None:
        yield held


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
    version=5,
    prefix="commitment",
    facts=type(None),
    columns=COLUMNS,
    needs=_from_rows,
    fold=_from_rows,
    of=(COMMITMENTS, MEASURES),
    derive=derive,
    indexes=(_FOUND_BY,),
)
