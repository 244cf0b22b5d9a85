"""The symbolic value of date words: it is placed on the calendar once the day of the words is known.

What comes again (May, Friday, the 15th, Easter) has cycles, counted from the one of the anchor;
looking back it is the latest that has begun, looking ahead the next that has not ended
(docs/domain.md, R3 and R12).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import ClassVar

from attrs import frozen

from ledger.dates.calendar import FIRST, Period
from ledger.dates.reading import UnreadablePhraseError

_FARTHEST = 60
"""So many cycles are looked at: Friday the 13th and 29 February are never farther."""


@frozen
class Scene:
    """Where words stand: the day they were said (an interval is read at both ends), and the look."""

    anchor: dt.date
    back: bool


class Value:
    """Something that date words mean.

    `recurs`: it comes again and has cycles; `absolute`: it needs no anchor.
    """

    __slots__ = ()
    recurs: ClassVar[bool] = False

    @property
    def absolute(self) -> bool:
        """Whether it is the same whenever it is said."""
        return False

    def place(self, scene: Scene) -> Period:
        """The period that is meant. Raises UnreadablePhraseError where the calendar has none."""
        return nearest(self, scene)

    def cycle(self, anchor: dt.date, number: int) -> Period | None:
        """The occurrence `number` cycles after the anchor's; None where that one does not exist."""
        return None

    def in_year(self, year: int) -> Period | None:
        """The occurrence of a year; None where there is none, or it does not come yearly."""
        return None


def nearest(value: Value, scene: Scene, *, strictly: bool = False, skip: int = 0) -> Period:
    """The occurrence that the look of the scene finds; strictly: not one that holds the anchor.

    `skip` passes over so many that would do ("the Friday before last").
    """
    anchor, back = scene.anchor, scene.back
    step = -1 if back else 1
    for number in range(-step, step * _FARTHEST, step):
        found = value.cycle(anchor, number)
        if found is None:
            continue
        if back:
            fits = found.last < anchor if strictly else found.first <= anchor
        else:
            fits = found.first > anchor if strictly else found.last >= anchor
        if fits:
            if not skip:
                return found
            skip -= 1
    raise nowhere()


class NoSuchDayError(UnreadablePhraseError):
    """The words are understood, but the calendar has no such day."""


def nowhere() -> NoSuchDayError:
    """The refusal of words that name nothing on the calendar."""
    return NoSuchDayError(
        "these words name no day of the calendar", hint="check the month and the day"
    )


@frozen
class Fixed(Value):
    """A period that the words name wholly."""

    period: Period

    @property
    def absolute(self) -> bool:
        """Always."""
        return True

    def place(self, scene: Scene) -> Period:
        """The period."""
        return self.period


@frozen
class Recurring(Value):
    """What comes once a year, given by the period of a year."""

    build: Callable[[int], Period | None]
    recurs: ClassVar[bool] = True

    def cycle(self, anchor: dt.date, number: int) -> Period | None:
        """That of the anchor's year plus so many years."""
        return self.in_year(anchor.year + number)

    def in_year(self, year: int) -> Period | None:
        """That of a year."""
        return self.build(year) if FIRST.year <= year <= 9999 else None


@frozen
class InYear(Value):
    """What comes yearly, in a year that the words name."""

    inner: Value
    year: Value

    @property
    def absolute(self) -> bool:
        """Where the year is."""
        return self.year.absolute

    def place(self, scene: Scene) -> Period:
        """That of the year."""
        found = self.inner.in_year(self.year.place(scene).first.year)
        if found is None:
            raise nowhere()
        return found
