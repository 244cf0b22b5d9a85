"""Values made of two others, or of a length of time: from … to, or, so long after, the next so many."""

from __future__ import annotations

from attrs import frozen

from ledger.dates import calendar as cal
from ledger.dates.calendar import Period
from ledger.dates.duration import Duration
from ledger.dates.meaning.cycles import DayOfMonth
from ledger.dates.meaning.parts import Edge
from ledger.dates.meaning.value import Scene, Value, nearest


@frozen
class Between(Value):
    """From one to another, both included.

    The end that names more settles the other: "June to August 2021", "10 August 2013 to 12
    September", "from 27 April to the third".
    """

    start: Value
    end: Value

    @property
    def absolute(self) -> bool:
        """Where one end is and the other is, or follows from it."""
        return (self.start.absolute and (self.end.absolute or self.end.recurs)) or (
            self.end.absolute and self.start.recurs
        )

    def place(self, scene: Scene) -> Period:
        """The first day of the one to the last day of the other."""
        # What names less is settled by what names more: a day of the month by the month.
        follows = isinstance(self.end, DayOfMonth) and not isinstance(self.start, DayOfMonth)
        if self.end.recurs and (not self.start.recurs or scene.back or follows):
            start = self._start(scene)
            end = nearest(self.end, Scene(start.first, back=False))
        else:
            end = self._end(scene)
            start = self.start.place(scene)
            if self.start.recurs:
                start = nearest(self.start, Scene(end.last, back=True))
        if isinstance(self.end, Edge) and self.end.which == "start":
            return cal.span(start.first, cal.before(end.first))  # up to the start of it (R2)
        return cal.span(start.first, end.last)

    def _start(self, scene: Scene) -> Period:
        return nearest(self.start, scene) if self.start.recurs else self.start.place(scene)

    def _end(self, scene: Scene) -> Period:
        return self.end.place(scene)


@frozen
class Either(Value):
    """One or the other; `choice` is "earlier" or "later" where the words say which counts."""

    one: Value
    other: Value
    choice: str | None = None

    @property
    def absolute(self) -> bool:
        """Where both are."""
        return self.one.absolute and self.other.absolute

    def place(self, scene: Scene) -> Period:
        """The one that counts, or the stretch over both."""
        one, other = self.one.place(scene), self.other.place(scene)
        if self.choice is None:
            return cal.span(min(one.first, other.first), max(one.last, other.last))
        pick = min if self.choice == "earlier" else max
        return pick(one, other, key=lambda period: (period.last, period.first))


@frozen
class Offset(Value):
    """So long after (sign 1) or before (sign -1) something: two weeks after 1 May, a month ago."""

    length: Duration
    sign: int
    base: Value

    @property
    def absolute(self) -> bool:
        """Where the base is."""
        return self.base.absolute

    def place(self, scene: Scene) -> Period:
        """The day, or the days among which it lies where the base or the length is not exact."""
        base = self.base.place(scene)
        first, last = self.length.shifted(base.first, base.last, self.sign)
        return cal.a_day(first) if first == last else cal.span(first, last, "uncertain")


@frozen
class Window(Value):
    """A stretch as long as a length of time, from a base onwards or back to it.

    `gap` days lie between: the next three days begin tomorrow, and so 1.
    """

    length: Duration
    sign: int
    base: Value
    gap: int = 0

    @property
    def absolute(self) -> bool:
        """Where the base is."""
        return self.base.absolute

    def place(self, scene: Scene) -> Period:
        """The stretch, with the widest end that the length allows."""
        base = self.base.place(scene)
        if self.sign > 0:
            _near, far = self.length.shifted(base.first, base.last, 1)
            return cal.span(cal.add(base.first, self.gap, "day"), far)
        far, _near = self.length.shifted(base.first, base.last, -1)
        return cal.span(far, cal.add(base.last, -self.gap, "day"))

    def ends(self, scene: Scene) -> Period:
        """The days among which its end lies (looking ahead)."""
        base = self.base.place(scene)
        first, last = self.length.shifted(base.first, base.last, 1)
        return cal.span(first, last, "uncertain")


@frozen
class Running(Value):
    """So many units from one day on, that day counted: three days starting next Monday."""

    length: Duration
    base: Value

    @property
    def absolute(self) -> bool:
        """Where the base is."""
        return self.base.absolute

    def place(self, scene: Scene) -> Period:
        """From the first day on."""
        start = self.base.place(scene).first
        _near, far = self.length.shifted(start, start, 1)
        return cal.span(start, max(cal.before(far), start))


@frozen
class Whole(Value):
    """So many whole units of the calendar beside the anchor's: the last two quarters."""

    unit: str
    count: int

    def place(self, scene: Scene) -> Period:
        """From the first to the last of them."""
        near = cal.neighbour(scene.anchor, self.unit, 1 if self.count > 0 else -1)
        far = cal.neighbour(scene.anchor, self.unit, self.count)
        return cal.span(min(near.first, far.first), max(near.last, far.last))


@frozen
class Approximate(Value):
    """Around something: the same days, marked as approximate."""

    inner: Value

    @property
    def absolute(self) -> bool:
        """Where the inner is."""
        return self.inner.absolute

    def place(self, scene: Scene) -> Period:
        """The days of the inner."""
        return self.inner.place(scene)
