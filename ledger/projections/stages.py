"""Stages: from which day to which a commitment is judged how, so that it is found by its verdict.

A commitment changes its verdict on few days of its life: when something is reported, when a
deadline passes, when a report grows old. Between two of these it stays the same, however many days
lie there. So for each such stretch of days one row says what a question can ask for. The rows find
commitments and never answer for them: what is shown is judged anew.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

import msgspec
from attrs import evolve

from ledger.model.facts import CommitmentFacts
from ledger.model.recurrence import periods, recurs
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.held import Held, Together, named_by
from ledger.projections.measures import FOREVER, MEASURES
from ledger.projections.projection import Before, Derived, Kept, Projection, Row, Rows
from ledger.projections.settled import Mark, digest
from ledger.projections.staging import (
    BEGINNING,
    TERMS,
    TO_BE_JUDGED,
    Part,
    Stage,
    Staged,
    same_numbers,
)

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
    ("marks", "TEXT"),
)
"""Days are ordinals. `first` is the first day of the stretch, `until` the day before which it ends.

Without a `verdict` the commitment has to be judged to know. `worded`: whether a deadline is told in
words; `silent`: the day since which nobody has reported, None where that changes inside the
stretch. `number` and `last` are of a duty that comes again: 0 for the whole, else which period it
is, with its last day. Texts are without case, `…_as` are names and ids, one a line. `marks`, in
the first row alone, tell up to which days the stages may be settled.
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

    def keep(self, rows: Sequence[Mapping[str, Any]], day: int) -> None:
        """The stages before a day, as rows that there are tell them."""
        for row in rows:
            first, until = row["first"], min(row["until"], day)
            if first < until:
                self.add(
                    Part(row["number"], row["last"], first, until, None), first, until, _in(row)
                )

    def rows(self, position: int) -> Iterator[Row]:
        """The rows of all of them."""
        for (number, last), runs in sorted(self._found.items()):
            for first, until, held in runs:
                given = held._asdict()
                columns = {**_BLANK, **dict(given.pop("terms")), **given}
                columns |= {"first": first, "until": until, "position": position}
                columns |= {"number": _none(number), "last": _none(last)}
                yield Row(facts=None, columns=columns)


def _in(row: Mapping[str, Any]) -> Stage:
    """The stage that a row tells of."""
    if row["verdict"] is None:
        return TO_BE_JUDGED
    told = {name: row[name] for name in Stage._fields if name != "terms"}
    return Stage(**told, terms=tuple((name, row[name]) for name in TERMS))


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _none(number: int) -> int | None:
    return None if number < 0 else number


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[Mark]).decode

_BLANK: dict[str, Any] = dict.fromkeys(name for name, _ in COLUMNS)


def derive(subjects: Sequence[str], rows: Rows, before: Before) -> Iterator[Derived]:
    """The stages of these commitments, from their rows and those of their measures.

    Where all that was told up to a day is as it was, those before it are kept.
    """
    told = dict(rows.of(COMMITMENTS, subjects))
    named = {
        subject: {measure for kept in each for measure in named_by(kept.facts)}
        for subject, each in told.items()
    }
    held = Held(rows, {measure for each in named.values() for measure in each})
    # Commitments about the same measures look at the same reports, one after the other.
    joined = {subject: held.around(named.get(subject, ())) for subject in subjects}
    in_order = sorted(subjects, key=lambda subject: sorted(joined[subject]))
    for around, group in groupby(in_order, joined.__getitem__):
        measured = held.some(around)
        reads = frozenset(f"{MEASURES.prefix}:{measure}" for measure in around)
        some = list(group)
        marked = {subject: _marks(before.get(subject, ())) for subject in some}
        settled = measured.settled({mark.day for marks in marked.values() for mark in marks})
        for subject in some:
            found = told.get(subject, ())
            last = held.last_report(kept.facts for kept in found)
            besides = digest([(kept.since, kept.body) for kept in found])
            upto = settled.until(marked[subject], besides, last)
            since = BEGINNING if upto is None else _finished(found, upto)
            made = list(_stages(found, measured, since, before.get(subject, ())))
            if made and last is not None:
                marks = _encode(settled.marks(besides, last)).decode()
                made[0] = evolve(made[0], columns={**made[0].columns, "marks": marks})
            yield Derived(subject, made, reads)


def _marks(rows: Sequence[Mapping[str, Any]]) -> list[Mark]:
    """The marks of the stages that there are."""
    return _decode(rows[0]["marks"]) if rows and rows[0]["marks"] else []


def _finished(told: Sequence[Kept], day: int) -> int:
    """The day, or the first day of a period of which something may still be told from that day on.

    Of a duty that comes again each period has reports of its own, and a last one of them.
    """
    upto = dt.date.fromordinal(day)
    open_ones = (
        period.first.toordinal()
        for kept in told
        if recurs(kept.facts)
        for period in periods(kept.facts, None, upto)
        if period.following >= upto
    )
    return min(open_ones, default=day)


def _stages(
    told: Sequence[Kept], measured: Together, since: int, before: Sequence[Mapping[str, Any]]
) -> Iterator[Row]:
    """The rows of one commitment, from its facts as they stand from some days on.

    Up to the day `since` they are those that there were `before`.
    """
    begin = {
        each.since.toordinal() if each.since is not None else BEGINNING: each.facts for each in told
    }
    earliest = min(begin, default=BEGINNING)
    merged = _Merged()
    merged.keep(before, since)
    if earliest > since:
        # How it stood before that is not kept.
        merged.add(Part(None, None, since, earliest, None), since, earliest, TO_BE_JUDGED)
    position = 0
    for first, until, slim, whole in _stretches(begin, measured, since):
        position = slim.position
        for each in Staged(whole, first, until).stages():
            merged.add(*each)
    yield from merged.rows(position)


_Stretch = tuple[int, int, CommitmentFacts, CommitmentFacts]


def _stretches(
    begin: Mapping[int, CommitmentFacts], measured: Together, since: int
) -> Iterator[_Stretch]:
    """From which day to before which, from a day on, a commitment would be judged from the same facts.

    They come as they are kept, and with their reports.
    """
    turns = sorted({BEGINNING, *begin, *measured.turns})
    # The last turn before the first day says what holds on it.
    bounds = [since, *turns[bisect_right(turns, since) :]]
    slim = next((begin[day] for day in reversed(turns) if day <= since and day in begin), None)
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


def _from_rows(*_: Any) -> Iterator[Any]:
    raise NotImplementedError("stages are folded from rows")


STAGES = Projection(
    name="stages",
    version=8,
    prefix="commitment",
    facts=type(None),
    columns=COLUMNS,
    needs=_from_rows,
    fold=_from_rows,
    of=(COMMITMENTS, MEASURES),
    derive=derive,
    indexes=(_FOUND_BY,),
)
