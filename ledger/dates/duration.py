"""Lengths of time: "two weeks", "just over a month", "nine and a half months" (R6, R9)."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ledger.dates import calendar as cal

HALF_DAYS = {"day": 0, "workday": 0, "week": 3, "weekend": 3, "fortnight": 7, "month": 15, "quarter": 45,
             "half": 91, "year": 182, "decade": 1826, "century": 18262}  # fmt: skip
"""Half a unit in days; half a month is 15 days by rule (docs/domain.md, R6)."""


@frozen(kw_only=True)
class Duration:
    """From `least` to `most` units, and half a unit more where `half` holds.

    `loose` widens it by half a unit: about, over or under. `plus` comes on top ("and two weeks").
    `finer`: some hours more, so that it may end on the next day.
    """

    least: int
    most: int
    unit: str
    half: bool = False
    loose: str | None = None
    plus: Duration | None = None
    finer: bool = False

    @property
    def exact(self) -> bool:
        """Whether it names one length."""
        return (
            self.least == self.most
            and self.loose is None
            and (self.plus is None or self.plus.exact)
        )

    def shifted(self, first: dt.date, last: dt.date, sign: int) -> tuple[dt.date, dt.date]:
        """The first and the last day that lie this far after (sign 1) or before (-1) two days."""
        if sign > 0:
            near, far = self.moved(first, 1)[0], self.moved(last, 1)[1]
        else:
            near, far = self.moved(first, -1)[1], self.moved(last, -1)[0]
        return (near, far) if near <= far else (far, near)

    def moved(self, day: dt.date, sign: int) -> tuple[dt.date, dt.date]:
        """The near and the far end of this length, counted from a day."""
        near = cal.add(day, sign * self.least, self.unit)
        far = cal.add(day, sign * self.most, self.unit)
        if self.half:
            near, far = self._halved(near, sign), self._halved(far, sign)
        if self.plus is not None:
            near, far = self.plus.moved(near, sign)[0], self.plus.moved(far, sign)[1]
        slack = HALF_DAYS[self.unit]
        if slack and self.loose in ("over", "about"):
            far = cal.add(far, sign * slack, "day")
        if slack and self.loose in ("under", "about"):
            near = cal.add(near, -sign * slack, "day")
        # "Over" and "under" leave out the round number itself.
        if slack and self.loose == "over":
            near = cal.add(near, sign, "day")
        if slack and self.loose == "under":
            far = cal.add(far, -sign, "day")
        return near, far

    def _halved(self, day: dt.date, sign: int) -> dt.date:
        # Half a year is six months; half of what is not whole months is days.
        whole = {"year": (6, "month"), "decade": (5, "year"), "century": (50, "year")}
        count, unit = whole.get(self.unit, (HALF_DAYS[self.unit], "day"))
        return cal.add(day, sign * count, unit)
