"""Narrowing: commitments are found by their stages, and only those that are shown are judged.

What comes out is what judging all of them would give, row by row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ledger.errors import IntegrityError
from ledger.model.answer import Row
from ledger.model.facts import CommitmentFacts
from ledger.model.sift import Among, Between, Given, Sieve
from ledger.projections.asked import Asked
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.held import Held, named_by
from ledger.projections.listing import (
    IN_STAGES,
    STAGE,
    Judged,
    Listing,
    Spot,
    Tally,
    by_deadline,
    spot_of,
)
from ledger.projections.measurements import Measurements
from ledger.projections.measures import MEASURES
from ledger.projections.stages import STAGES
from ledger.projector import KeptRows, read_rows, spec
from ledger.store.store import Snapshot


class Listed(NamedTuple):
    """The rows that were asked for, and how many there are in all."""

    rows: list[Row]
    total: int


def can_narrow(snapshot: Snapshot) -> bool:
    """Whether the views that it takes have read everything."""
    head = snapshot.head()
    return all(snapshot.progress(spec(view)) == head for view in (COMMITMENTS, MEASURES, STAGES))


def facts_of(snapshot: Snapshot, ids: Collection[str], asked: Asked) -> Iterator[CommitmentFacts]:
    """The facts of these commitments with the reports on their measures, in order of id."""
    found = list(read_rows(snapshot, COMMITMENTS, asked.as_of, ids)) if ids else []
    held = Held(KeptRows(snapshot), {m for facts in found for m in named_by(facts)})
    measurements = Measurements(held.rows, asked.as_of)
    return map(measurements.complete, found)


def on_that_day(asked: Asked) -> list[Sieve]:
    """What the stages pass that hold on the day asked for."""
    day = asked.as_of.toordinal()
    return [Between("until", low=day + 1), Between("first", high=day)]


def listed(
    snapshot: Snapshot, listing: Listing, asked: Asked, skip: int, limit: int | None
) -> Listed | None:
    """At most `limit` rows of a listing after the first `skip`; None where stages cannot tell.

    Raises IntegrityError where a stage says otherwise than the judgement of what it finds.
    """
    sieves = listing.sieves(asked)
    if sieves is None:
        return None
    stages = _Stages(snapshot, asked, sieves)
    end = None if limit is None else skip + limit
    unsure = set(stages.to_be_judged)
    runs: list[_Run] = []
    if listing.keeps_stage is None and listing.order is by_deadline:
        runs += stages.ordinary(end)
        runs += stages.repeated()
        count = stages.count()
    else:
        for spot, _ in stages.spots():
            kept = listing.keeps_stage(spot, asked) if listing.keeps_stage else True
            if kept is None:
                unsure.add(spot.id)
            elif kept:
                runs.append(_Run(listing.order(spot, asked), 1, spot=spot))
        # Of one that has to be judged nothing is taken from its stages.
        runs = [run for run in runs if run.spot is None or run.spot.id not in unsure]
        count = len(runs)
    judged = listing.judged(facts_of(snapshot, unsure, asked), asked)
    runs += [_Run(listing.order(one.spot, asked), 1, judged=one) for one in judged]
    page = list(_cut(sorted(runs, key=lambda run: run.key), skip, end, stages))
    only = {(found.id, found.number) for found in page if isinstance(found, Spot)}
    every = facts_of(snapshot, {id for id, _ in only}, asked)
    known = {(one.spot.id, one.spot.number): one for one in listing.judge(every, asked, only)}
    shown = (
        _as_found(known.get((found.id, found.number)), found, listing, asked)
        if isinstance(found, Spot)
        else found
        for found in page
    )
    return Listed([listing.row(one, asked) for one in shown], count + len(judged))


class _Run(NamedTuple):
    """Rows that stand together: one that was judged, one that was found, or those of a duty."""

    key: tuple[Any, ...]
    rows: int
    spot: Spot | None = None
    judged: Judged | None = None
    duty: str | None = None


class _Stages:
    """The stages that hold on the day asked for and pass the sieves of a question."""

    def __init__(self, snapshot: Snapshot, asked: Asked, sieves: list[Sieve]) -> None:
        self._snapshot = snapshot
        self._asked = asked
        self._on_day = on_that_day(asked)
        self._passing = [*self._on_day, Given("verdict"), *sieves]
        self._view = spec(STAGES)

    @property
    def to_be_judged(self) -> Iterator[str]:
        """The commitments of which no stage says how they are judged on that day."""
        sieves = [*self._on_day, Given("verdict", missing=True)]
        return (row[0] for row in self._snapshot.sift(self._view, sieves, ["subject"]))

    def count(self) -> int:
        """How many there are."""
        return self._snapshot.count(self._view, self._passing)

    def ordinary(self, most: int | None) -> Iterator[_Run]:
        """Those of commitments that do not come again: at most so many, in order of deadline."""
        found = self._snapshot.sift(
            self._view, [*self._passing, Given("number", missing=True)], STAGE, order=IN_STAGES,
            most=most,
        )  # fmt: skip
        for row in found:
            spot = spot_of(row)
            yield _Run(by_deadline(spot, self._asked), 1, spot=spot)

    def repeated(self) -> Iterator[_Run]:
        """The duties that come again, each with the number of its rows."""
        found = self._snapshot.sift(self._view, [*self._passing, Given("number")], ["subject"])
        rows = Counter(row[0] for row in found)
        for id, number in rows.items():
            hi, lo, position = self._wholes[id]
            spot = Spot(hi, lo, position, id, 0, hi, lo, id, None)
            yield _Run(by_deadline(spot, self._asked), number, duty=id)

    def of_duty(self, id: str) -> list[Spot]:
        """The rows of one duty that comes again."""
        return sorted((spot for spot, _ in self.spots(id=id)), key=lambda spot: spot.number)

    def spots(
        self, columns: Sequence[str] = (), id: str | None = None
    ) -> Iterator[tuple[Spot, tuple[Any, ...]]]:
        """All of them, or those of one commitment, each with more of its columns."""
        own: list[Sieve] = [] if id is None else [Among("subject", (id,))]
        for row in self._snapshot.sift(self._view, [*self._passing, *own], [*STAGE, *columns]):
            stage, rest = row[: len(STAGE)], row[len(STAGE) :]
            again = row[_NUMBER] is not None
            yield spot_of(stage, self._wholes[row[_ID]][:2] if again else None), rest

    @cached_property
    def _wholes(self) -> dict[str, tuple[int | None, int | None, int]]:
        """Of each duty that comes again the deadline of the whole on that day, and its position."""
        sieves = [*self._on_day, Between("number", low=0, high=0)]
        columns = ["subject", "due_hi", "due_lo", "position"]
        return {row[0]: row[1:] for row in self._snapshot.sift(self._view, sieves, columns)}


_ID, _NUMBER = STAGE.index("subject"), STAGE.index("number")


def _cut(
    runs: Iterable[_Run], skip: int, end: int | None, stages: _Stages
) -> Iterator[Spot | Judged]:
    """What lies on a page."""
    at = 0
    for run in runs:
        first, after = at, at + run.rows
        at = after
        if after <= skip:
            continue
        if end is not None and first >= end:
            return
        if run.duty is not None:
            yield from stages.of_duty(run.duty)[
                max(skip - first, 0) : None if end is None else end - first
            ]
        elif run.judged is not None:
            yield run.judged
        elif run.spot is not None:
            yield run.spot


def _as_found(one: Judged | None, spot: Spot, listing: Listing, asked: Asked) -> Judged:
    """What was found by its stage, once it is judged; it must be what the stage says."""
    if one is None or not listing.keeps(one, asked):
        raise _differs(spot.id)
    if listing.order(one.spot, asked) != listing.order(spot, asked):
        raise _differs(spot.id)
    return one


def _differs(id: str) -> IntegrityError:
    return IntegrityError(
        f"the view 'stages' says otherwise of {id} than its events do",
        hint="pledger rebuild makes the views anew; pledger verify tells whether the events are whole",
    )


def tallied(snapshot: Snapshot, tally: Tally, asked: Asked) -> list[Row] | None:
    """The rows of a tally; None where stages cannot tell."""
    sieves = tally.sieves(asked)
    if sieves is None:
        return None
    stages = _Stages(snapshot, asked, sieves)
    counted = [tally.of_stage(spot, row, asked) for spot, row in stages.spots(tally.columns)]
    judged = tally.judge(facts_of(snapshot, set(stages.to_be_judged), asked), asked)
    counted += [tally.of_judged(one, asked) for one in judged]
    return list(tally.rows(counted))
