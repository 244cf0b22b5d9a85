"""Listings: questions that tell of judged commitments, row by row, each in an order of its own.

A listing says the same twice: of a commitment that was judged, and of the stages by which it is
found without being judged. The first is what it means; a test holds the second to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from attrs import frozen

from ledger.model.answer import Row
from ledger.model.case import Case
from ledger.model.facts import CommitmentFacts
from ledger.model.judgement import Judgement
from ledger.model.sift import Sieve
from ledger.projections.asked import Asked


class Spot(NamedTuple):
    """What decides where a commitment stands among others, and whether it is listed: days as ordinals.

    `hi`, `lo` and `position`, `id` are of the whole commitment, of which this may be a period, the
    one of that `number` (0: the whole); `own_…` are its own. `silent` is the day of the last report,
    or of the promise where there is none; None where nobody knows that day.
    """

    hi: int | None
    lo: int | None
    position: int
    id: str
    number: int
    own_hi: int | None
    own_lo: int | None
    own_id: str
    silent: int | None


def by_deadline(spot: Spot, _: Asked) -> tuple[Any, ...]:
    """In order of the deadlines in force; the periods of a recurring duty follow it."""
    return *open_last(spot.hi), *open_last(spot.lo), spot.position, spot.id, spot.number


IN_STAGES = ("due_hi", "due_lo", "position", "subject")
"""The columns of a stage by which `by_deadline` puts them in order, those without a value last."""


def open_last(day: int | None) -> tuple[bool, int]:
    """A bound as it is put in order: an open one comes last."""
    return day is None, day or 0


class Judged(NamedTuple):
    """A commitment, or a period of one, as it is judged on the day asked for."""

    case: Case
    found: Judgement
    spot: Spot


Only = Collection[tuple[str, int]]
"""Which periods are wanted: the id of the commitment, and their numbers."""


class Judge(Protocol):
    """Judges commitments and the periods of duties that come again, all or some of them."""

    def __call__(
        self, every: Iterable[CommitmentFacts], asked: Asked, only: Only | None = None
    ) -> Iterator[Judged]:
        """Those that are listed on the day asked for and pass the filters."""
        ...


@frozen(kw_only=True)
class Listing:
    """Which judged commitments a question lists, in which order, and what it tells of each.

    `keeps` decides it for one that was judged. `sieves` and `keeps_stage` decide it for a stage:
    `sieves` let through all that may be listed, and `keeps_stage` says whether one of them is (None:
    it has to be judged to know); without it they are all listed. `sieves` gives None where stages
    cannot tell what is asked.
    """

    judge: Judge
    keeps: Callable[[Judged, Asked], bool]
    row: Callable[[Judged, Asked], Row]
    order: Callable[[Spot, Asked], tuple[Any, ...]] = by_deadline
    sieves: Callable[[Asked], list[Sieve] | None]
    keeps_stage: Callable[[Spot, Asked], bool | None] | None = None

    def judged(self, every: Iterable[CommitmentFacts], asked: Asked) -> list[Judged]:
        """Those of these commitments that are listed, judged and in order."""
        kept = [one for one in self.judge(every, asked) if self.keeps(one, asked)]
        return sorted(kept, key=lambda one: self.order(one.spot, asked))

    def rows(self, every: Iterable[CommitmentFacts], asked: Asked) -> Iterator[Row]:
        """What is told of them, each by itself: the plain way."""
        return (self.row(one, asked) for one in self.judged(every, asked))


STAGE = ("due_hi", "due_lo", "position", "subject", "silent", "number", "last")
"""The columns of a stage from which `spot_of` makes a spot."""

Bounds = tuple[int | None, int | None]


def spot_of(row: tuple[Any, ...], whole: Bounds | None = None) -> Spot:
    """Where the commitment or the period of a stage stands; `whole` are the bounds of its whole."""
    hi, lo, position, id, silent, number, last = row
    if number is None:
        return Spot(hi, lo, position, id, 0, hi, lo, id, silent)
    own_id = id if last is None else f"{id}@{dt.date.fromordinal(last)}"
    of_hi, of_lo = whole or (hi, lo)
    return Spot(of_hi, of_lo, position, id, number, hi, lo, own_id, silent)


@frozen(kw_only=True)
class Tally:
    """How a question counts judged commitments, and what it tells of the counts.

    `of_judged` says what is counted of one that was judged, `of_stage` of one that was found by its
    stage, from the values of `columns` besides; `rows` makes the answer of both. `sieves` are as in
    a listing.
    """

    judge: Judge
    of_judged: Callable[[Judged, Asked], Any]
    columns: tuple[str, ...]
    of_stage: Callable[[Spot, tuple[Any, ...], Asked], Any]
    rows: Callable[[Iterable[Any]], Iterator[Row]]
    sieves: Callable[[Asked], list[Sieve] | None]
