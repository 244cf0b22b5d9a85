"""Calendar arithmetic on days and periods: months are calendar months, clamped to their last day."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from typing import NamedTuple

FIRST, LAST = dt.date.min, dt.date.max
ONE_DAY = dt.timedelta(days=1)

_LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
"""Units that are whole months."""
_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
UNITS = (*_DAYS, "workday", *_LENGTHS)
"""Every unit of the calendar that words name."""


class Period(NamedTuple):
    """A stretch of the calendar, both ends included, and the unit that it is one of.

    Of unit `uncertain` it is one day that is not exactly known: it lies in the stretch.
    """

    first: dt.date
    last: dt.date
    unit: str

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


def a_day(day: dt.date, unit: str = "day") -> Period:
    """One day."""
    return Period(day, day, unit)


def span(first: dt.date, last: dt.date, unit: str = "span") -> Period:
    """A stretch between two days; the wrong way round it is put right."""
    return Period(first, last, unit) if first <= last else Period(last, first, unit)


def month(year: int, number: int) -> Period:
    """A calendar month."""
    last = gregorian.monthrange(year, number)[1]
    return Period(dt.date(year, number, 1), dt.date(year, number, last), "month")


def months(year: int, first: int, count: int, unit: str) -> Period:
    """So many months in a row, from month `first` of `year` on."""
    start = dt.date(year, first, 1)
    return Period(start, before(add(start, count, "month")), unit)


def year(number: int) -> Period:
    """A calendar year."""
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31), "year")


def years(first: int, count: int, unit: str) -> Period:
    """So many calendar years in a row."""
    return Period(dt.date(max(first, 1), 1, 1), dt.date(first + count - 1, 12, 31), unit)


def week(day: dt.date) -> Period:
    """The week from Monday to Sunday that holds a day (ISO 8601)."""
    monday = add(day, -day.weekday(), "day")
    return Period(monday, add(monday, 6, "day"), "week")


def around(day: dt.date, unit: str) -> Period:
    """The day, week, weekend, month, quarter, half, year, decade or century that holds a day.

    The weekend is Saturday and Sunday of the day's week. A decade begins with a year that ends in
    0, a century with one that ends in 00.
    """
    if unit == "week":
        return week(day)
    if unit == "fortnight":
        monday = week(day).first
        return Period(monday, add(monday, 13, "day"), "fortnight")
    if unit == "weekend":
        monday = week(day).first
        return Period(add(monday, 5, "day"), add(monday, 6, "day"), "weekend")
    if unit == "month":
        return month(day.year, day.month)
    if unit in ("quarter", "half"):
        size = _LENGTHS[unit]
        return months(day.year, (day.month - 1) // size * size + 1, size, unit)
    if unit == "year":
        return year(day.year)
    if unit in ("decade", "century"):
        count = 10 if unit == "decade" else 100
        return years(day.year // count * count, count, unit)
    return a_day(day)


def neighbour(day: dt.date, unit: str, count: int) -> Period:
    """The period that lies `count` units after the one that holds the day (before: negative)."""
    if unit == "workday":
        return a_day(add(day, count, "workday"))
    size = "week" if unit == "weekend" else unit
    return around(add(around(day, size).first, count, size), unit)


def add(day: dt.date, count: int, unit: str) -> dt.date:
    """`day` plus so many units; months and years are clamped to the last day of the month.

    Working days run from Monday to Friday. What would leave the calendar (years 1 to 9999) ends
    at its edge.
    """
    try:
        if unit in _DAYS:
            return day + dt.timedelta(days=count * _DAYS[unit])
        if unit == "workday":
            return _working(day, count)
        index = day.year * 12 + day.month - 1 + count * _LENGTHS[unit]
        number, rest = divmod(index, 12)
        if day.day <= 28:
            return dt.date(number, rest + 1, day.day)
        last = gregorian.monthrange(number, rest + 1)[1]
        return dt.date(number, rest + 1, min(day.day, last))
    except (OverflowError, ValueError):
        return LAST if count > 0 else FIRST


def before(day: dt.date) -> dt.date:
    """The day before; the calendar's first stays."""
    return day - ONE_DAY if day > FIRST else day


def after(day: dt.date) -> dt.date:
    """The day after; the calendar's last stays."""
    return day + ONE_DAY if day < LAST else day


def _working(day: dt.date, count: int) -> dt.date:
    """So many days from Monday to Friday further on."""
    weeks, rest = divmod(abs(count), 5)
    step = 1 if count > 0 else -1
    day += dt.timedelta(weeks=weeks * step)
    if not rest:
        # Whole weeks from a Saturday or Sunday still end on a working day.
        while count and day.weekday() > 4:
            day -= step * ONE_DAY
    while rest:
        day += step * ONE_DAY
        rest -= day.weekday() < 5
    return day


def cut(period: Period, parts: int, which: int) -> Period:
    """Part number `which` (from 0) of a period cut into equal parts.

    Cut by whole months where it divides into them, else by days.
    """
    length = whole_months(period)
    unit = {2: "half", 3: "third", 4: "quarter"}.get(parts, "part")
    if length and length % parts == 0:
        size = length // parts
        start = add(period.first, which * size, "month")
        return Period(start, before(add(start, size, "month")), unit)
    days = (period.last - period.first).days + 1
    start = add(period.first, days * which // parts, "day")
    return Period(start, add(period.first, max(days * (which + 1) // parts - 1, 0), "day"), unit)


def third(period: Period, which: str) -> Period:
    """The early, middle or late third of a period (R7).

    Of a month: to the 10th, from the 10th to the 20th, from the 20th. Of a week: three days from
    its first, its third and its fifth. Else by whole months where it divides into them.
    """
    number = ("early", "mid", "late").index(which)
    if whole_months(period) == 1:
        start, end = ((1, 10), (10, 20), (20, period.last.day))[number]
        return Period(period.first.replace(day=start), period.first.replace(day=end), "third")
    if (period.last - period.first).days == 6:
        start = 2 * number
        return Period(add(period.first, start, "day"), add(period.first, start + 2, "day"), "third")
    return cut(period, 3, number)


def whole_months(period: Period) -> int:
    """How many whole calendar months it is, or 0."""
    if period.first.day != 1 or (period.last < LAST and (period.last + ONE_DAY).day != 1):
        return 0
    return (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
