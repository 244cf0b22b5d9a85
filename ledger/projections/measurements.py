"""Measurements put together: for each measure its reports with those of its parts and its wholes.

The rows of measures hold what was reported of each by itself. Here they are joined as other sources
had told them by a day, for the commitments that depend on them and for questions about measures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

import msgspec
from attrs import evolve, frozen

from ledger.model.facts import CommitmentFacts
from ledger.model.report import Report
from ledger.model.reports import GONE, PERCENT, SAME, Entry, Reports, decimal, order
from ledger.model.share import counts_percent
from ledger.projections.commitments import COMMITMENTS, around, measures_of
from ledger.projections.measures import MEASURES, SCOPED, Declared, Levels, Measured, Move, Told
from ledger.projections.projection import Projection

_told = msgspec.json.Decoder(tuple[Told, ...]).decode

_NEVER = Reports([], lambda _: _none())


def _none() -> Report:
    raise IndexError("there is no report")


@frozen(kw_only=True)
class MeasureFacts:
    """A measure, the reports of its level (its parts and wholes among them), and the promises."""

    id: str
    unit: str
    place: str | None
    part_of: str | None
    position: int
    reports: Sequence[Report]
    promises: tuple[CommitmentFacts, ...]
    moves: tuple[Move, ...] = ()


class _Seen(NamedTuple):
    """Reports of one measure as another looks at them."""

    entries: list[Entry]
    levels: Levels
    measure: str
    how: str
    percent: bool


class Measurements:
    """The reports on measures, as other sources had told them by a day."""

    def __init__(self, rows: Iterable[Measured], day: dt.date) -> None:
        self._rows = {row.id: row for row in rows}
        self._day = day
        self._today = day.toordinal()
        self._reports: dict[str, Reports] = {}

    def complete(self, facts: CommitmentFacts) -> CommitmentFacts:
        """A commitment with the reports on its measures, and its conditions with theirs."""
        own = facts.terms.measure
        others = [m for m in measures_of(facts.terms, facts.amendments) if m != own]
        if own is None and not others and not facts.conditions:
            return facts
        return evolve(
            facts,
            reports=self.reports(own) if own else (),
            other_reports={measure: self.reports(measure) for measure in others},
            conditions=tuple(self.complete(other) for other in facts.conditions),
        )

    def measures(self, commitments: Iterable[CommitmentFacts]) -> Iterator[MeasureFacts]:
        """Every measure that is declared, in order, with what was promised about it."""
        made: dict[str, list[CommitmentFacts]] = {}
        amended: dict[str, list[tuple[int, CommitmentFacts]]] = {}
        for facts in sorted(commitments, key=lambda one: (one.position, one.number)):
            if facts.terms.measure is not None:
                made.setdefault(facts.terms.measure, []).append(facts)
            for change in facts.changes:
                if change.amendment is not None and change.amendment.measure is not None:
                    of = change.amendment.measure
                    amended.setdefault(of, []).append((change.position, facts))
        for id in sorted(self._rows):
            declared = self.declared(id)
            if declared is None or not declared.stands:
                continue
            later = sorted(amended.get(id, ()), key=lambda pair: pair[0])
            promised = {one.id: one for one in (*made.get(id, ()), *(one for _, one in later))}
            yield MeasureFacts(
                id=id,
                unit=declared.unit,
                place=declared.place,
                part_of=declared.part_of,
                position=declared.position,
                reports=self.reports(id),
                promises=tuple(promised.values()),
                moves=self._moves(id),
            )

    def declared(self, measure: str) -> Declared | None:
        """How a measure is declared by the day, None where it never was."""
        row = self._rows.get(measure)
        told = [
            one
            for one in (row.declared if row is not None else ())
            if one.since is None or one.since <= self._day
        ]
        return told[-1] if told else None

    def _moves(self, measure: str) -> tuple[Move, ...]:
        told = (
            evolve(move, since=None, until=None)
            for move in self._rows[measure].moves
            if (move.since is None or move.since <= self._day)
            and (move.until is None or move.until > self._day)
        )
        return tuple(sorted(told, key=lambda move: move.position))

    @cached_property
    def _part_of(self) -> dict[str, str]:
        declared = ((id, self.declared(id)) for id in self._rows)
        return {id: one.part_of for id, one in declared if one is not None and one.part_of}

    def reports(self, measure: str) -> Reports:
        """What is said of the level of a measure, of its parts and of its wholes."""
        found = self._reports.get(measure)
        if found is None:
            found = self._reports[measure] = self._together(measure)
        return found

    def _together(self, measure: str) -> Reports:
        # What is part and whole of the measure at once bounds it neither way.
        related = around(measure, self._part_of)
        covers = {measure: "same"} | {id: how for id, how in related.items() if how != "both"}
        own = self.declared(measure)
        unit = own.unit if own is not None else None
        percent = counts_percent(unit)
        seen = [
            part
            for id, how in covers.items()
            if (row := self._rows.get(id)) is not None
            for part in self._of(row, how, unit=unit, percent=percent)
            if part.entries
        ]
        if not seen:
            return _NEVER
        if len(seen) == 1:
            entries = seen[0].entries
        else:
            entries = sorted((entry for part in seen for entry in part.entries), key=order)
        return Reports(entries, _InFull(entries, seen, self._today))

    def _of(self, row: Measured, how: str, *, unit: str | None, percent: bool) -> Iterator[_Seen]:
        """The reports of one measure, as one of that unit looks at them."""
        levels, turning = row.levels, row.turning
        kinds = set(levels.kind)
        if not kinds <= {0, GONE} or str in map(type, levels.lo) or str in map(type, levels.hi):
            entries = list(self._one_by_one(levels, how, unit=unit, percent=percent))
        else:
            base = (SAME if how == "same" else 0) | (PERCENT if percent else 0)
            lo: Iterable[Any] = levels.lo if how != "whole" else repeat(None)
            hi: Iterable[Any] = levels.hi if how != "part" else repeat(None)
            kind: Iterable[int] = (
                (each | base for each in levels.kind) if GONE in kinds else repeat(base)
            )
            rows = zip(levels.latest, levels.position, levels.earliest, lo, hi, kind, strict=False)
            entries = list(map(Entry._make, rows))
        yield _Seen(entries, levels, row.id, how, percent)
        if turning.latest:
            late = list(self._one_by_one(turning, how, unit=unit, percent=percent))
            yield _Seen(late, turning, row.id, how, percent)

    def _one_by_one(
        self, levels: Levels, how: str, *, unit: str | None, percent: bool
    ) -> Iterator[Entry]:
        for at in range(len(levels.latest)):
            if levels.since and not levels.since[at] <= self._today < levels.until[at]:
                continue
            kind = levels.kind[at]
            if kind & PERCENT and unit is not None and not percent:
                continue  # a share of something, and no level of what is counted
            if kind & SCOPED and how == "whole":
                continue  # of some of the whole nobody knows whether they are in this part of it
            covers = _covers(how, kind)
            yield Entry(
                latest=levels.latest[at],
                position=levels.position[at],
                earliest=levels.earliest[at],
                lo=_number(levels.lo[at]) if covers != "whole" else None,
                hi=_number(levels.hi[at]) if covers != "part" else None,
                kind=kind & GONE
                | (SAME if covers == "same" else 0)
                | (PERCENT if percent or kind & PERCENT else 0),
            )


def _covers(how: str, kind: int) -> str:
    """A level of only some of what the measure counts is a part of it."""
    return "part" if kind & SCOPED and how == "same" else how


def _number(value: int | str | None) -> int | Decimal | None:
    return Decimal(value) if isinstance(value, str) else value


class _InFull:
    """Tells a report in full: looked up where it lies, once one is asked for."""

    def __init__(self, entries: list[Entry], seen: list[_Seen], today: int) -> None:
        self._entries = entries
        self._seen = seen
        self._today = today
        self._in_words: dict[int, tuple[Told, ...]] = {}

    @cached_property
    def _places(self) -> dict[int, tuple[int, int]]:
        return {
            position: (number, at)
            for number, part in enumerate(self._seen)
            for at, position in enumerate(part.levels.position)
            if not part.levels.since or part.levels.since[at] <= self._today < part.levels.until[at]
        }

    def __call__(self, index: int) -> Report:
        entry = self._entries[index]
        number, at = self._places[entry.position]
        part = self._seen[number]
        if number not in self._in_words:
            self._in_words[number] = _told(part.levels.told)
        id, raw, sources = self._in_words[number][at]
        levels, kind = part.levels, part.levels.kind[at]
        return Report(
            position=entry.position,
            id=id,
            earliest=dt.date.fromordinal(entry.earliest) if entry.earliest is not None else None,
            latest=dt.date.fromordinal(entry.latest),
            lo=decimal(_number(levels.lo[at])),
            hi=decimal(_number(levels.hi[at])),
            raw=raw,
            covers=_covers(part.how, kind),
            measure=part.measure,
            sources=sources,
            supported=not kind & GONE,
            percent=part.percent or bool(kind & PERCENT),
        )


def together(
    projections: Sequence[Projection],
    read: Callable[[Projection], Iterable[Any]],
    day: dt.date,
) -> Iterator[Any]:
    """The facts that a question is answered from: those of these projections, one after the other.

    `read` gives what the rows of a projection hold. Commitments come with the reports on their
    measures, measures with what was promised about them.
    """
    if COMMITMENTS not in projections and MEASURES not in projections:
        for projection in projections:
            yield from read(projection)
        return
    measurements = Measurements(read(MEASURES), day)
    for projection in projections:
        if projection is COMMITMENTS:
            yield from map(measurements.complete, read(COMMITMENTS))
        elif projection is MEASURES:
            yield from measurements.measures(map(measurements.complete, read(COMMITMENTS)))
        else:
            yield from read(projection)
