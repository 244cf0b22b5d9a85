"""A day that is not exactly known, and a deadline: words as said, and what they were read as.

The words are read once, when the event is recorded (docs/domain.md, section 4). What hangs on
another event is kept as that event's id and a shift; its days are computed whenever asked.
"""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ledger.dates import Alternative, Direction, Reading, Shift, resolve
from ledger.model.fields import told

Days = tuple[dt.date | None, dt.date | None]
"""An interval of days, both ends inclusive; None is an open end."""

DEFAULT = "source"
"""The rule of a day that was not given: the day of publication of the event's source."""

GIVEN = "given"
"""The rule of days that the writer gave explicitly beside the words."""


@frozen(kw_only=True)
class Day:
    """One day not exactly known, never a duration: it lies in `earliest` … `latest`."""

    phrase: str | None = told("the words, as said", default=None, of=str)
    edtf: str | None = told("ISO 8601-2 notation", default=None, of=str)
    earliest: dt.date | None = told("first day it can be", default=None, of=dt.date)
    latest: dt.date | None = told("last day it can be", default=None, of=dt.date)
    rule: str = told("the rule that read it", of=str)
    anchor: dt.date | None = told("the day it was read against", default=None, of=dt.date)
    anchor_event: str | None = told("id of the event it hangs on", default=None, refers="event")
    shift: Shift | None = told("how it hangs on that event", default=None, of=Shift)
    ahead: bool = told("looks ahead (a scheduled day)", default=False, of=bool)

    def __attrs_post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("the earliest day lies after the latest")

    @classmethod
    def from_reading(cls, reading: Reading, *, event: str | None = None) -> Day:
        """What a reading says, hung on `event` where the reading needs one."""
        hung = reading.shift if event else None
        return cls(
            phrase=reading.phrase,
            edtf=None if hung else reading.edtf,
            earliest=None if hung else reading.earliest,
            latest=None if hung else reading.latest,
            rule=reading.rule,
            anchor=reading.anchor,
            anchor_event=event,
            shift=hung,
            ahead=reading.direction == "ahead",
        )

    def days(self, anchor_days: Days | None) -> Days:
        """The days it can be, given the days of the event it hangs on (None: not yet dated)."""
        if self.shift is None:
            return self.earliest, self.latest
        if anchor_days is None or anchor_days == (None, None):
            return None, None
        direction: Direction = "ahead" if self.ahead else "date"
        return resolve(
            self.shift,
            earliest=anchor_days[0],
            latest=anchor_days[1],
            anchor=self.anchor,
            direction=direction,
        )


@frozen(kw_only=True)
class Due:
    """A deadline: certainly not past due up to `lo`, possibly in time up to `hi`, inclusive.

    Both are None where the words set no bounds (vague), or while the event they hang on has no
    day.
    """

    phrase: str | None = told("the words, as said", default=None, of=str)
    rule: str = told("the rule that read it", of=str)
    anchor: dt.date | None = told("the day it was read against", default=None, of=dt.date)
    edtf: str | None = told("ISO 8601-2 notation of what it denotes", default=None, of=str)
    lo: dt.date | None = told("last day certainly not past due", default=None, of=dt.date)
    hi: dt.date | None = told("last day possibly in time", default=None, of=dt.date)
    vague: bool = told("sets no bounds", default=False, of=bool)
    alternatives: tuple[Alternative, ...] = told("other readings", default=(), of=Alternative)
    anchor_event: str | None = told("id of the event it hangs on", default=None, refers="event")
    shift: Shift | None = told("how it hangs on that event", default=None, of=Shift)
    no_later_than: dt.date | None = told("the last day, whatever becomes of that event",
                                         default=None, of=dt.date)  # fmt: skip

    def __attrs_post_init__(self) -> None:
        if self.no_later_than and not self.anchor_event:
            raise ValueError("no_later_than goes with an event")
        if self.lo and self.hi and self.lo > self.hi:
            raise ValueError("due_lo lies after due_hi")

    @classmethod
    def from_reading(cls, reading: Reading, *, event: str | None = None) -> Due:
        """What a reading in the direction `due` says, hung on `event` where it needs one."""
        hung = reading.shift if event else None
        return cls(
            phrase=reading.phrase,
            rule=reading.rule,
            anchor=reading.anchor,
            edtf=None if hung else reading.edtf,
            lo=None if hung else reading.lo,
            hi=None if hung else reading.hi,
            vague=reading.vague,
            alternatives=() if hung else reading.alternatives,
            anchor_event=event,
            shift=hung,
        )

    def days(self, anchor_days: Days | None) -> Days:
        """`due_lo`, `due_hi`, given the days of the event it hangs on (None: not yet dated).

        Of "the earlier of the event and 31 December" the fixed day alone binds until the event has
        a day; of the later of both, nothing is due before the fixed day.
        """
        if self.shift is None:
            return self.lo, self.hi
        caps = [day for day in (self.no_later_than, self.shift.not_after) if day is not None]
        cap, floor = min(caps, default=None), self.shift.not_before
        if anchor_days is None or anchor_days == (None, None):
            return (cap, cap) if cap is not None else (floor, None)
        lo, hi = resolve(
            self.shift,
            earliest=anchor_days[0],
            latest=anchor_days[1],
            anchor=self.anchor,
            direction="due",
        )
        if cap is not None:
            lo, hi = (min(lo, cap) if lo else None), (min(hi, cap) if hi else cap)
        return lo or floor, hi
