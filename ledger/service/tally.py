"""What became of a document that is recorded part by part: the first of everything, and counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from ledger.errors import Problem
from ledger.intake.build import MOST_WARNINGS, the_first
from ledger.intake.problems import in_order
from ledger.model.event import Event
from ledger.service.receipt import LISTED, Receipt, Recorded, doubt

T = TypeVar("T")


class Doubts(list[Problem]):
    """What may not be meant: of very much of it no more is kept than is told."""

    def __init__(self) -> None:
        super().__init__()
        self._more = 0

    def trim(self) -> None:
        """Keep those that are told, and count the others."""
        if len(self) > MOST_WARNINGS:
            self._more += len(self) - MOST_WARNINGS
            self[:] = in_order(self)[:MOST_WARNINGS]

    def told(self) -> list[str]:
        """The warnings, each in one line, and how many there are besides."""
        self.trim()
        return [doubt(one) for one in the_first(self, more=self._more)]


class Tally:
    """Adds up receipts: no more of them than `LISTED` events is kept."""

    def __init__(self) -> None:
        self._recorded: list[Recorded] = []
        self._events: list[Event] = []
        self._repeated: list[Recorded] = []
        self._warnings: list[str] = []
        self._counts = [0, 0, 0]

    @property
    def recorded(self) -> int:
        """How many events are recorded by now."""
        return self._counts[0]

    def add(
        self,
        *,
        recorded: Iterable[Recorded] = (),
        events: Iterable[Event] = (),
        repeated: Iterable[Recorded] = (),
        warnings: Iterable[str] = (),
    ) -> None:
        """What became of one part."""
        self._counts[0] += _keep(self._recorded, recorded, LISTED)
        _keep(self._events, events, LISTED)
        self._counts[1] += _keep(self._repeated, repeated, LISTED)
        self._counts[2] += _keep(self._warnings, warnings, MOST_WARNINGS)

    def receipt(self, head: int, doubts: Iterable[str]) -> Receipt:
        """The receipt of the whole document."""
        more = self._counts[2] - len(self._warnings)
        rest = [f"and {more:,} more warnings"] if more > 0 else []
        return Receipt(
            recorded=tuple(self._recorded),
            events=tuple(self._events),
            repeated=tuple(self._repeated),
            head=head,
            warnings=(*doubts, *self._warnings, *rest),
            unlisted=self._counts[0] - len(self._recorded),
            unlisted_repeats=self._counts[1] - len(self._repeated),
        )


def _keep(held: list[T], more: Iterable[T], most: int) -> int:
    """Keep as many as fit; how many there were."""
    count = 0
    for one in more:
        count += 1
        if len(held) < most:
            held.append(one)
    return count
