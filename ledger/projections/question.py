"""What a question is: which view it reads, which filters it takes, and how rows become an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import field, frozen

from ledger.model.answer import Column, Row
from ledger.model.sift import Sieve
from ledger.projections.asked import Asked
from ledger.projections.listing import Listing, Tally
from ledger.projections.projection import Projection

__all__ = ["ABOUT", "FROM_TO", "PLACE", "Asked", "Filter", "Question"]


@frozen(kw_only=True)
class Filter:
    """One way to narrow a question. `kind` is text, day, flag or span (a number of days)."""

    name: str
    help: str
    kind: str = "text"
    choices: tuple[str, ...] = ()


@frozen(kw_only=True)
class Question:
    """A question that can be put to the ledger.

    `answer` turns the facts of a projection's rows, then those of the projections in `also`, into
    the rows of the answer; a question that lists judged commitments has a `listing` instead, which
    does. `judges` says that verdicts are part of it, so that --closed-world and the like make sense.
    """

    name: str
    title: str
    help: str
    projection: Projection
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    listing: Listing | None = None
    tally: Tally | None = None
    """How it counts commitments that are found by their stages, without judging them."""
    answer: Callable[[Iterable[Any], Asked], Iterable[Row]] = field()
    sieves: Callable[[Asked], list[Sieve] | None] | None = None
    """What every row of the projection passes of which the answer tells something, so that the others
    need not be read; None where their columns cannot tell."""
    judges: bool = False
    aliases: tuple[str, ...] = ()
    also: tuple[Projection, ...] = ()
    alarm: bool = False
    """Whether rows mean that something is found, so that a command ends with status 10."""

    @answer.default
    def _lists(self) -> Callable[[Iterable[Any], Asked], Iterable[Row]]:
        assert self.listing is not None
        return self.listing.rows

    @property
    def projections(self) -> tuple[Projection, ...]:
        """Every projection that it reads."""
        return self.projection, *self.also


FROM_TO = (
    Filter(name="from", help="not before this day", kind="day"),
    Filter(name="to", help="not after this day", kind="day"),
)
ABOUT = Filter(name="about", help="words in it: place, measure, title, what was said")
PLACE = Filter(name="place", help="where")
