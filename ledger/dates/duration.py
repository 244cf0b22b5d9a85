"""Lengths of time in words: "two weeks", "just over a month", "nine and a half months" (R6, R9)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from attrs import frozen

from ledger.dates import calendar as cal
from ledger.quantities.number import read_number

UNITS = {"day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month",
         "months": "month", "year": "year", "years": "year"}  # fmt: skip
_LOOSE = {("just", "over"): "over", ("just", "under"): "under", ("more", "than"): "over",
          ("less", "than"): "under", ("about",): "about", ("around",): "about",
          ("roughly",): "about", ("approximately",): "about", ("some",): "about",
          ("nearly",): "under", ("almost",): "under", ("over",): "over"}  # fmt: skip
_HALF_DAYS = {"day": 0, "week": 3, "month": 15, "year": 182}
"""Half a unit in days; half a month is 15 days by rule."""


@frozen(kw_only=True)
class Duration:
    """From `least` to `most` units; `loose` widens it by half a unit: about, over or under."""

    least: int
    most: int
    unit: str
    half: bool = False
    loose: str | None = None

    @property
    def exact(self) -> bool:
        """Whether it names one length."""
        return self.least == self.most and self.loose is None

    def ahead(self, day: dt.date) -> tuple[dt.date, dt.date]:
        """The first and the last day that lie this far after `day`."""
        return self._moved(day, 1)

    def back(self, day: dt.date) -> tuple[dt.date, dt.date]:
        """The first and the last day that lie this far before `day`."""
        late, early = self._moved(day, -1)
        return early, late

    def _moved(self, day: dt.date, sign: int) -> tuple[dt.date, dt.date]:
        """The near and the far end."""
        extra = _HALF_DAYS[self.unit] if self.half else 0
        near = cal.add(cal.add(day, sign * self.least, self.unit), sign * extra, "day")
        far = cal.add(cal.add(day, sign * self.most, self.unit), sign * extra, "day")
        slack = _HALF_DAYS[self.unit]
        if self.loose in ("over", "about"):
            far = cal.add(far, sign * slack, "day")
        if self.loose in ("under", "about"):
            near = cal.add(near, -sign * slack, "day")
        if slack and self.loose == "over":
            near = cal.add(near, sign, "day")
        if slack and self.loose == "under":
            far = cal.add(far, -sign, "day")
        return near, far


def take_duration(words: list[str]) -> tuple[Duration, list[str]] | None:
    """The length of time that the words begin with, and the words after it, or None."""
    loose = None
    for marks, word in _LOOSE.items():
        if tuple(words[: len(marks)]) == marks:
            loose, words = word, words[len(marks) :]
            break
    words = [word for word in words[:1] if word != "the"] + words[1:]
    if words[:1] == ["remaining"]:
        words = words[1:]
    match words:
        case ["several", unit, *rest] if unit in UNITS:
            return Duration(least=3, most=10, unit=UNITS[unit], loose=loose), rest
        case ["a", "few", unit, *rest] | ["few", unit, *rest] if unit in UNITS:
            return Duration(least=2, most=5, unit=UNITS[unit], loose=loose), rest
        case ["a", "couple", "of", unit, *rest] | ["couple", "of", unit, *rest] if unit in UNITS:
            return Duration(least=2, most=2, unit=UNITS[unit], loose=loose), rest
        case ["half", "a", unit, *rest] if unit in UNITS:
            return Duration(least=0, most=0, unit=UNITS[unit], half=True, loose=loose), rest
    found = read_number(words)
    if found is None:
        return None
    number, taken = found
    rest = words[taken:]
    whole = int(number.value)
    part = number.value - whole
    if not rest or rest[0] not in UNITS or part not in (0, Decimal("0.5")) or whole > 9999:
        return None
    return Duration(
        least=whole, most=whole, unit=UNITS[rest[0]], half=part != 0, loose=loose
    ), rest[1:]
