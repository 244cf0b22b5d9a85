"""What comes again by week or month, and words that choose among what comes again: this, next, last."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from attrs import evolve, frozen

from ledger.dates import calendar as cal
from ledger.dates.calendar import Period
from ledger.dates.meaning.value import Scene, Value, nearest, nowhere


@frozen
class Weekday(Value):
    """A day of the week, 0 for Monday."""

    number: int
    recurs: ClassVar[bool] = True

    def cycle(self, anchor: dt.date, number: int) -> Period:
        """That of the week so many weeks after the anchor's."""
        monday = cal.add(anchor, 7 * number - anchor.weekday(), "day")
        return cal.a_day(cal.add(monday, self.number, "day"))


@frozen
class DayOfMonth(Value):
    """The 1st to the 31st of a month."""

    number: int
    recurs: ClassVar[bool] = True

    def cycle(self, anchor: dt.date, number: int) -> Period | None:
        """That of the month so many months after the anchor's, where it has one."""
        period = cal.neighbour(anchor, "month", number)
        if self.number > period.last.day:
            return None
        return cal.a_day(period.first.replace(day=self.number))


@frozen
class Unit(Value):
    """The week, the weekend, the month … that comes again and again."""

    unit: str
    recurs: ClassVar[bool] = True

    def cycle(self, anchor: dt.date, number: int) -> Period:
        """That so many units after the anchor's."""
        return cal.neighbour(anchor, self.unit, number)


@frozen
class Matched(Value):
    """A day that also falls on a weekday: Friday the 13th; Monday, 18 February."""

    weekday: int
    inner: Value

    @property
    def absolute(self) -> bool:
        """Where the day is."""
        return self.inner.absolute

    def place(self, scene: Scene) -> Period:
        """The occurrence near the anchor that falls on the weekday.

        A day of the year that does so in no year close by is taken as it is: a weekday that does
        not fit its date is for the reader to see, and is never mended.
        """
        if not self.inner.recurs:
            return self.inner.place(scene)
        monthly = isinstance(self.inner, DayOfMonth)
        found = nearest(self.inner, scene)
        step = -1 if scene.back else 1
        near = range(1, 60) if monthly else (1, -1)
        if found.first.weekday() == self.weekday:
            return found
        for number in near:
            other = self.inner.cycle(found.first, step * number)
            if other is not None and other.first.weekday() == self.weekday:
                return other
        return found


@frozen
class Chosen(Value):
    """This, next, last, the one after next, the one before last of what comes again.

    `count` is 0 for this, 1 for next, 2 for the one after next, negative for the past. The next
    weekday is that of next week, where `by_week` holds, else the one that comes first.
    """

    inner: Value
    count: int
    by_week: bool = False

    def place(self, scene: Scene) -> Period:
        """The chosen one."""
        if self.count == 0:
            # This May is the one of this year, even where it has ended; so for winters and weeks.
            found = self.inner.cycle(scene.anchor, 0)
            if found is None:
                raise nowhere()
            before = self.inner.cycle(scene.anchor, -1)
            return before if before is not None and before.holds(scene.anchor) else found
        if self.by_week and isinstance(self.inner, Weekday):
            return self.inner.cycle(scene.anchor, self.count)
        look = evolve(scene, back=self.count < 0)
        return nearest(self.inner, look, strictly=True, skip=abs(self.count) - 1)

    def in_year(self, year: int) -> Period | None:
        """Not by year."""
        return None


@frozen
class Relative(Value):
    """The unit so many units after the anchor's: today, next month, last year."""

    unit: str
    count: int

    def place(self, scene: Scene) -> Period:
        """That unit."""
        return cal.neighbour(scene.anchor, self.unit, self.count)


@frozen
class Counted(Value):
    """So many weekdays from now: three Fridays from now, two Thursdays ago."""

    weekday: int
    count: int

    def place(self, scene: Scene) -> Period:
        """That day."""
        look = evolve(scene, back=self.count < 0)
        return nearest(Weekday(self.weekday), look, strictly=True, skip=abs(self.count) - 1)
