"""Dates written in digits alone: 2021-05-01, 5/1/2021, 15.06.2021, 5/2021, 20210501."""

from __future__ import annotations

import datetime as dt
import re

from ledger.dates import calendar as cal
from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.explicit import day_of_year
from ledger.dates.grammar.numbers import century_of
from ledger.dates.meaning.value import Fixed, Value, nowhere

_PARTS = re.compile(r"\d+")


def numeric(cursor: Cursor) -> Value | None:
    """A date in digits: ISO, or month first, or day first where that alone fits."""
    token = cursor.peek()
    if token.kind != "date":
        return None
    numbers = [int(piece) for piece in _PARTS.findall(token.text)]
    cursor.index += 1
    if token.value == "packed":
        return _exact(numbers[0] // 10000, numbers[0] // 100 % 100, numbers[0] % 100)
    if token.value == "ymd":
        first, second = numbers[1], numbers[2]
        return _exact(numbers[0], *((first, second) if first <= 12 else (second, first)))
    if token.value == "ym":
        return _year_month(numbers[0], numbers[1])
    if token.value == "my":
        return _year_month(numbers[1], numbers[0])
    month, day = _ordered(cursor, numbers[0], numbers[1])
    if token.value == "md":
        return day_of_year(month, day)
    written = token.text[-4:]
    number = numbers[2] if written.isdigit() else century_of(numbers[2])
    return _exact(number, month, day)


def _ordered(cursor: Cursor, one: int, other: int) -> tuple[int, int]:
    """Month and day: month first as in the United States, unless only the other way fits."""
    if one > 12 or (cursor.taste.day_first and other <= 12):
        month, day = other, one
    else:
        month, day = one, other
    if one <= 12 and other <= 12 and one != other:
        cursor.notes.add("order")
    return month, day


def _exact(number: int, month: int, day: int) -> Fixed:
    try:
        return Fixed(cal.a_day(dt.date(number, month, day)))
    except ValueError:
        raise nowhere() from None


def _year_month(number: int, month: int) -> Value | None:
    if 1 <= month <= 12 and number:
        return Fixed(cal.month(number, month))
    # 2021-22: two years, as of a school or fiscal year.
    if month == (number + 1) % 100:
        return Fixed(cal.years(number, 2, "span"))
    return None
