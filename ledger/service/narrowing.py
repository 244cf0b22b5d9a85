"""Narrowing: commitments are found by their stages, and only those that are shown are judged.

What comes out is what judging all of them would give, row by row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from ledger.errors import IntegrityError
from ledger.model.answer import Row
from ledger.model.facts import CommitmentFacts
from ledger.model.sift import Between, Given, Sieve
from ledger.projections.asked import Asked
from ledger.projections.commitments import COMMITMENTS
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
from ledger.projections.stages import STAGES, Held, named_by
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
    passing = [*on_that_day(asked), Given("verdict"), *sieves]
    unsure = set(_to_be_judged(snapshot, asked))
    spots: list[Spot] = []
    if listing.keeps_stage is None and listing.order is by_deadline:
        count = snapshot.count(spec(STAGES), passing)
        most = None if limit is None else skip + limit
        found = snapshot.sift(spec(STAGES), passing, STAGE, order=IN_STAGES, most=most)
        spots = [spot_of(*row) for row in found]
    else:
        for row in snapshot.sift(spec(STAGES), passing, STAGE):
            spot = spot_of(*row)
            kept = listing.keeps_stage(spot, asked) if listing.keeps_stage else True
            if kept is None:
                unsure.add(spot.id)
            elif kept:
                spots.append(spot)
        count = len(spots)
    judged = listing.judged(facts_of(snapshot, unsure, asked), asked)
    every: list[tuple[tuple[Any, ...], Spot, Judged | None]] = [
        *((listing.order(spot, asked), spot, None) for spot in spots),
        *((listing.order(one.spot, asked), one.spot, one) for one in judged),
    ]
    every.sort(key=lambda each: each[0])
    page = every[skip : None if limit is None else skip + limit]
    wanted = {spot.id for _, spot, one in page if one is None}
    known = {one.spot.id: one for one in listing.judge(facts_of(snapshot, wanted, asked), asked)}
    rows = [
        listing.row(one or _as_found(known.get(spot.id), spot, listing, asked), asked)
        for _, spot, one in page
    ]
    return Listed(rows, count + len(judged))


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


def _to_be_judged(snapshot: Snapshot, asked: Asked) -> Iterator[str]:
    """The commitments of which no stage says how they are judged on that day."""
    sieves = [*on_that_day(asked), Given("verdict", missing=True)]
    return (row[0] for row in snapshot.sift(spec(STAGES), sieves, ["subject"]))


def tallied(snapshot: Snapshot, tally: Tally, asked: Asked) -> list[Row] | None:
    """The rows of a tally; None where stages cannot tell."""
    sieves = tally.sieves(asked)
    if sieves is None:
        return None
    passing = [*on_that_day(asked), Given("verdict"), *sieves]
    unsure = set(_to_be_judged(snapshot, asked))
    judged = tally.judge(facts_of(snapshot, unsure, asked), asked)
    return list(
        tally.rows([
            *(tally.of_stage(row, asked)
              for row in snapshot.sift(spec(STAGES), passing, tally.columns)),
            *(tally.of_judged(one, asked) for one in judged),
        ])
    )  # fmt: skip
