"""Calendar arithmetic on days and periods: months are calendar months, clamped to their last day."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt

from attrs import frozen

FIRST, LAST = dt.date.min, dt.date.max
ONE_DAY = dt.timedelta(days=1)

MONTHS = {name.casefold(): n for n, name in enumerate(
    ("January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"), 1)}  # fmt: skip
SHORT_MONTHS = {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name: n for n, name in enumerate(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month in which a season of the northern, meteorological year begins."""


@frozen
class Period:
    """A stretch of the calendar, both ends included, and the unit by which it comes again."""

    first: dt.date
    last: dt.date
    unit: str

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def month(year: int, number: int) -> Period:
    """A calendar month."""
    last = gregorian.monthrange(year, number)[1]
    return Period(dt.date(year, number, 1), dt.date(year, number, last), "month")


def months(year: int, first: int, count: int, unit: str) -> Period:
    """So many months in a row, from month `first` of `year` on."""
    start = dt.date(year, first, 1)
    return Period(start, add(start, count, "month") - ONE_DAY, unit)


def year(number: int) -> Period:
    """A calendar year."""
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31), "year")


def quarter(number: int, which: int) -> Period:
    """A calendar quarter, 1 to 4, of a year."""
    return months(number, 3 * which - 2, 3, "quarter")


def season(number: int, name: str) -> Period:
    """A season, named by the year in which it begins."""
    return months(number, SEASONS[name], 3, "season")


def week(day: dt.date) -> Period:
    """The week from Monday to Sunday that holds a day (ISO 8601)."""
    monday = day - dt.timedelta(days=day.weekday())
    return Period(monday, monday + dt.timedelta(days=6), "week")


def around(day: dt.date, unit: str) -> Period:
    """The day, week, month, quarter, year or decade that holds a day."""
    if unit == "day":
        return Period(day, day, "day")
    if unit == "week":
        return week(day)
    if unit == "month":
        return month(day.year, day.month)
    if unit == "quarter":
        return quarter(day.year, (day.month + 2) // 3)
    if unit == "decade":
        start = day.year - day.year % 10
        return Period(dt.date(start, 1, 1), dt.date(start + 9, 12, 31), "decade")
    return year(day.year)


def step(period: Period, count: int) -> Period:
    """The period of the same kind that lies `count` further on (back where negative)."""
    if period.unit in ("month-of-year", "season", "quarter-of-year"):
        moved = add(period.first, count, "year")
        length = (period.last.year - period.first.year) * 12 + period.last.month
        return months(moved.year, moved.month, length - period.first.month + 1, period.unit)
    if period.unit == "day-of-year":
        moved = add(period.first, count, "year")
        return Period(moved, moved, period.unit)
    if period.unit == "weekday":
        moved = period.first + dt.timedelta(weeks=count)
        return Period(moved, moved, period.unit)
    return around(add(period.first, count, period.unit), period.unit)


def add(day: dt.date, count: int, unit: str) -> dt.date:
    """`day` plus so many units; months and years are clamped to the last day of the month.

    What would leave the calendar (years 1 to 9999) ends at its edge.
    """
    try:
        if unit == "day":
            return day + dt.timedelta(days=count)
        if unit == "week":
            return day + dt.timedelta(weeks=count)
        size = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
        index = day.year * 12 + day.month - 1 + count * size
        number, rest = divmod(index, 12)
        last = gregorian.monthrange(number, rest + 1)[1]
        return dt.date(number, rest + 1, min(day.day, last))
    except (OverflowError, ValueError):
        return LAST if count > 0 else FIRST


def third(period: Period, which: str) -> Period:
    """The early, middle or late third of a period (R7).

    Of a month: to the 10th, from the 10th to the 20th, from the 20th; else by whole months where
    the period divides into them.
    """
    if period.first.day == 1 and (period.last - period.first).days < 31:
        ends = {"early": (1, 10), "mid": (10, 20), "late": (20, period.last.day)}[which]
        return Period(period.first.replace(day=ends[0]), period.first.replace(day=ends[1]), "third")
    span = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    size = span // 3
    start = {"early": 0, "mid": size, "late": 2 * size}[which]
    found = add(period.first, start, "month")
    return Period(found, add(found, size, "month") - ONE_DAY, "third")
