"""Parts of a period: its third, half or quarter, an edge, a counted member, what is left of it."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ledger.dates import calendar as cal
from ledger.dates.calendar import Period
from ledger.dates.meaning.value import Scene, Value, nearest, nowhere


class Part(Value):
    """Something inside another value; it comes again where that does."""

    __slots__ = ()
    inner: Value

    @property
    def absolute(self) -> bool:
        """Where the whole is."""
        return self.inner.absolute

    @property
    def recurs(self) -> bool:  # type: ignore[override]
        """Where the whole does."""
        return self.inner.recurs

    def of(self, period: Period) -> Period | None:
        """The part of a period; None where it has no such part."""
        raise NotImplementedError

    def place(self, scene: Scene) -> Period:
        """The part of the whole as that is placed, or the nearest one where the whole recurs."""
        if self.recurs:
            return nearest(self, scene)
        found = self.of(self.inner.place(scene))
        if found is None:
            raise nowhere()
        return found

    def cycle(self, anchor: dt.date, number: int) -> Period | None:
        """The part of that cycle of the whole."""
        whole = self.inner.cycle(anchor, number)
        return None if whole is None else self.of(whole)

    def in_year(self, year: int) -> Period | None:
        """The part of that year's whole."""
        whole = self.inner.in_year(year)
        return None if whole is None else self.of(whole)


@frozen
class Third(Part):
    """Early, mid or late in a period (R7)."""

    inner: Value
    which: str

    def of(self, period: Period) -> Period:
        """That third."""
        return cal.third(period, self.which)


@frozen
class Cut(Part):
    """One of so many equal parts: the first half, the third quarter."""

    inner: Value
    parts: int
    which: int

    def of(self, period: Period) -> Period:
        """That part."""
        return cal.cut(period, self.parts, self.which)


@frozen
class Edge(Part):
    """The start or the end of a period: as a deadline its first or last day, else its third."""

    inner: Value
    which: str

    def of(self, period: Period) -> Period:
        """Where something may lie that happened at that edge: the early or late third."""
        if period.first == period.last:
            return period
        return cal.third(period, "early" if self.which == "start" else "late")

    def whole(self, scene: Scene) -> Period:
        """The period whose edge it is."""
        if not self.inner.recurs:
            return self.inner.place(scene)
        return nearest(self.inner, scene)


@frozen
class Nth(Part):
    """A counted day, weekday, week, weekend, month … of a period; negative numbers from its end.

    A week belongs to the period that holds its Thursday (ISO 8601).
    """

    inner: Value
    number: int
    unit: str
    weekday: int = 0

    def of(self, period: Period) -> Period | None:
        """That member, where there is one."""
        if self.unit == "weekday":
            return self._weekday(period, self.weekday)
        if self.unit == "week":
            thursday = self._weekday(period, 3)
            return None if thursday is None else cal.week(thursday.first)
        if self.unit == "weekend":
            saturday = self._weekday(period, 5)
            return None if saturday is None else cal.around(saturday.first, "weekend")
        start = period.first if self.number > 0 else period.last
        count = self.number - 1 if self.number > 0 else self.number + 1
        found = cal.neighbour(start, self.unit, count)
        return found if found.first <= period.last and found.last >= period.first else None

    def _weekday(self, period: Period, weekday: int) -> Period | None:
        if self.number > 0:
            ahead = (weekday - period.first.weekday()) % 7 + 7 * (self.number - 1)
            day = cal.add(period.first, ahead, "day")
        else:
            back = (period.last.weekday() - weekday) % 7 + 7 * (-self.number - 1)
            day = cal.add(period.last, -back, "day")
        return cal.a_day(day) if period.holds(day) else None


@frozen
class Stretch(Part):
    """The first or the last so many units of a period: the first ten days, the last three months."""

    inner: Value
    count: int
    unit: str
    last: bool = False

    def of(self, period: Period) -> Period:
        """That stretch, which never leaves the period."""
        if self.last:
            first = cal.after(cal.add(period.last, -self.count, self.unit))
            if cal.whole_months(period) and self.unit not in ("day", "week", "workday"):
                first = cal.add(cal.after(period.last), -self.count, self.unit)
            return cal.span(max(first, period.first), period.last)
        last = cal.before(cal.add(period.first, self.count, self.unit))
        return cal.span(period.first, min(max(last, period.first), period.last))


@frozen
class Around(Part):
    """The unit that a day lies in: the week of 6 October, the weekend of the 18th.

    A weekend that begins after the day is the one meant, unless the day lies in one.
    """

    inner: Value
    unit: str

    def of(self, period: Period) -> Period:
        """That unit."""
        return cal.around(period.first, self.unit)


@frozen
class LongWeekend(Part):
    """The weekend of a holiday, with the holiday and the days between: Labor Day weekend."""

    inner: Value

    def of(self, period: Period) -> Period:
        """From Saturday, or the holiday, to Sunday, or the holiday."""
        day = period.first
        monday = cal.week(day).first
        # Monday and Tuesday lean on the weekend before, the days from Wednesday on the next one.
        saturday = cal.add(monday, -2 if day.weekday() < 2 else 5, "day")
        sunday = cal.add(saturday, 1, "day")
        return cal.span(min(day, saturday), max(period.last, sunday), "weekend")


@frozen
class SoFar(Value):
    """What of a period has passed: earlier this year, the year to date."""

    inner: Value

    def place(self, scene: Scene) -> Period:
        """Its first day to the anchor, or all of it where it has passed."""
        whole = self.inner.place(scene)
        if whole.first > scene.anchor:
            return whole
        return cal.span(whole.first, min(scene.anchor, whole.last))


@frozen
class Rest(Value):
    """What is left of a period: later this year, the rest of the week."""

    inner: Value

    def place(self, scene: Scene) -> Period:
        """The anchor to its last day, or all of it where it lies ahead."""
        whole = self.inner.place(scene)
        if whole.last < scene.anchor:
            return whole
        return cal.span(max(scene.anchor, whole.first), whole.last)


@frozen
class Turn(Part):
    """The turn of a year, a decade, a century: the day on which it ends."""

    inner: Value

    def of(self, period: Period) -> Period:
        """The last day and the next, as one day not exactly known."""
        return cal.span(period.last, cal.after(period.last), "uncertain")
