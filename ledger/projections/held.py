"""The rows of measures, held with those of their parts and wholes while commitments are staged by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from ledger.model.facts import CommitmentFacts
from ledger.projections.commitments import measures_of
from ledger.projections.measurements import Measurements
from ledger.projections.measures import FOREVER, MEASURES, Measured
from ledger.projections.projection import Rows
from ledger.projections.settled import Settled, last_report


def named_by(facts: CommitmentFacts) -> Iterator[str]:
    """The measures on which a commitment and its conditions depend."""
    for each in (facts, *facts.conditions):
        yield from measures_of(each.terms, each.amendments)


class Together:
    """Some measures, put together for many days."""

    def __init__(self, rows: Sequence[Measured]) -> None:
        self._rows = rows
        self._on: dict[int, Measurements] = {}
        self.turns = frozenset(day for row in rows for day in _turns(row))
        """The days from which on their reports say something else."""

    def settled(self, days: Collection[int]) -> Settled:
        """What was reported up to these days, and up to those that are marked now."""
        return Settled(self._rows, days)

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
                for kept in found:
                    self._rows[subject] = kept.facts
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

    def last_report(self, told: Iterable[CommitmentFacts]) -> int | None:
        """The last day of a report that counts for each of these facts, None where there is none.

        Stages tell since when nobody has reported, but only from the last report on: before this day
        none of them does, nor will once more is reported. Of what is not counted at all it is
        always told, so any day will do.
        """
        last = FOREVER
        for facts in told:
            named = measures_of(facts.terms, facts.amendments)
            days = [day for m in named if (day := last_report(self._rows.get(m))) is not None]
            if named and not days:
                return None
            last = min(last, max(days, default=FOREVER))
        return last

    @property
    def rows(self) -> Collection[Measured]:
        """All of them."""
        return self._rows.values()

    def some(self, measures: Collection[str]) -> Together:
        """Some of them, to be put together."""
        return Together([self._rows[m] for m in sorted(measures) if m in self._rows])
