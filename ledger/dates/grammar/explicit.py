"""Dates and periods that name themselves: 1 May 2021, 5/31/2024, May 2021, 2021, Q3, the 1990s."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from ledger.dates import calendar as cal
from ledger.dates.calendar import Period
from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.fiscal import fiscal
from ledger.dates.grammar.numbers import century_of, day_number, digits, whole, year_number
from ledger.dates.meaning.cycles import Chosen, DayOfMonth, Relative
from ledger.dates.meaning.parts import Cut
from ledger.dates.meaning.spans import Between
from ledger.dates.meaning.value import Fixed, InYear, Recurring, Value, nowhere

_SEPARATORS = ("/", "-")


@lru_cache(maxsize=512)
def day_of_year(month: int, day: int) -> Recurring:
    """A day of a month, every year that has it. Raises UnreadablePhraseError where none has."""
    if not 1 <= month <= 12 or day > cal.month(2000, month).last.day or day < 1:
        raise nowhere()

    def build(year: int) -> Period | None:
        try:
            return cal.a_day(dt.date(year, month, day))
        except ValueError:
            return None  # 29 February

    return Recurring(build)


@lru_cache(maxsize=64)
def month_of_year(number: int) -> Recurring:
    """A month, every year."""
    return Recurring(lambda year: cal.month(year, number))


@lru_cache(maxsize=64)
def months_of_year(first: int, count: int, unit: str) -> Recurring:
    """So many months from a month on, every year: a quarter, a half, a season."""
    return Recurring(lambda year: cal.months(year, first, count, unit))


def season_of_year(first: int) -> Recurring:
    """A season of the northern, meteorological year, named by the year in which it begins."""
    return months_of_year(first, 3, "season")


def year(number: int) -> Fixed:
    """A calendar year."""
    return Fixed(cal.year(number))


def month_first(cursor: Cursor) -> Value | None:
    """May; May 1; May 1st, 2021; May the 15th; May 2021; May 10 to 22."""
    token = cursor.take_kind("month")
    if token is None:
        return None
    start = cursor.index
    _separator(cursor)
    cursor.take("the")
    written = digits(cursor.peek())
    day = day_number(cursor)
    after = cursor.peek()
    if day is not None and not (written and after.kind in ("unit", "month") and after.text != "d"):
        return _days(cursor, token.value, day)
    cursor.index = start
    _separator(cursor)
    number = year_number(cursor)
    if number is None and digits(cursor.peek()) == 2 and (whole(cursor.peek()) or 0) > 31:
        number = year_number(cursor, short=True)
    if number is not None:
        return Fixed(cal.month(number, token.value))
    cursor.index = start
    return month_of_year(token.value)


def _separator(cursor: Cursor) -> None:
    """Moves past the sign between the parts of 05-aug-2016 or jan/3, which stands close."""
    token, after = cursor.peek(), cursor.peek(1)
    if token.text not in _SEPARATORS or after.kind not in ("number", "month"):
        return
    if cursor.index and cursor.tokens[cursor.index - 1].end == token.start == after.start - 1:
        cursor.index += 1


def _days(cursor: Cursor, month: int, day: int) -> Value:
    """What follows a month and its day: a second day, a year."""
    first = day_of_year(month, day)
    start = cursor.index
    if cursor.peek().kind == "dash" or cursor.peek().text in ("to", "through", "thru", "and", "or"):
        cursor.index += 1
        cursor.take("the")
        other = day_number(cursor) if digits(cursor.peek()) < 3 else None
        if other is not None and cursor.peek().kind not in ("month", "of", "unit") and other > day:
            number = _year_after(cursor)
            last: Value = day_of_year(month, other)
            return Between(first, InYear(last, year(number)) if number else last)
        cursor.index = start
    number = _year_after(cursor)
    return first if number is None else InYear(first, year(number))


def _year_after(cursor: Cursor) -> int | None:
    """A year after a day and a month, maybe after "of", "in" or a sign; moved past, else None."""
    start = cursor.index
    cursor.take_any("of", "in")
    _separator(cursor)
    number = _with_era(cursor) or year_number(cursor, short=True)
    if number is None:
        cursor.index = start
    return number


def _with_era(cursor: Cursor) -> int | None:
    """A year with its era, 88 CE, moved past; else None."""
    number = whole(cursor.peek())
    if number is None or not 1 <= number <= 9999 or cursor.peek(1).text not in ("ad", "ce"):
        return None
    cursor.index += 2
    return number


def day_first(cursor: Cursor) -> Value | None:
    """1 May; the 1st of May 2021; 10 to 22 August; 2018 March 18 is read by `year_first`."""
    start = cursor.index
    day = day_number(cursor)
    if day is None:
        return None
    if cursor.take("day") and not cursor.at("of"):
        cursor.index = start
        return None
    other = None
    joint = cursor.index
    if cursor.peek().kind == "dash" or cursor.peek().text in ("to", "through", "thru", "till",
                                                              "until", "and"):  # fmt: skip
        cursor.index += 1
        cursor.take("the")
        other = day_number(cursor)
        if other is None:
            cursor.index = joint
    cursor.take_any("of", "day")
    _separator(cursor)
    token = cursor.take_kind("month")
    if token is None or (other is not None and other <= day):
        cursor.index = start
        return None
    _separator(cursor)
    number = _year_after(cursor)
    last: Value = day_of_year(token.value, other or day)
    if number is not None:
        last = InYear(last, year(number))
    return last if other is None else Between(day_of_year(token.value, day), last)


def year_first(cursor: Cursor) -> Value | None:
    """2021; 2021 Q3; 2018 March 18; 2019-aug-1."""
    named = cursor.take_any("calendar", "cy")
    cursor.take_any("ad", "ce")
    if cursor.at("year") and cursor.peek(1).kind == "number":
        cursor.index += 1
    number = _with_era(cursor) or year_number(
        cursor, short=named or cursor.peek(1).text in ("q", "h")
    )
    if number is None:
        return Relative("year", 0) if named and cursor.take("year") else None
    cursor.take_any("ad", "ce", "a.d")
    start = cursor.index
    _separator(cursor)
    if cursor.peek().kind == "dash" and cursor.peek(1).text in ("q", "h"):
        cursor.index += 1
    inner = lettered(cursor)
    if inner is not None:
        return InYear(inner, year(number))
    day = None
    if cursor.peek().kind == "number" and cursor.peek(1).text in _SEPARATORS:
        day = day_number(cursor)  # 2020/23/sep
        _separator(cursor)
    token = cursor.take_kind("month")
    if token is None:
        cursor.index = start
        return year(number)
    _separator(cursor)
    day = day or (day_number(cursor) if digits(cursor.peek()) <= 2 else None)
    if day is None:
        return Fixed(cal.month(number, token.value))
    return InYear(day_of_year(token.value, day), year(number))


def quarter_first(cursor: Cursor) -> Value | None:
    """1Q21, as company reports write it."""
    number = whole(cursor.peek())
    if number is None or not 1 <= number <= 4 or cursor.peek(1).text != "q":
        return None
    cursor.index += 2
    of_year = year_number(cursor, short=True)
    return None if of_year is None else InYear(
        months_of_year(3 * number - 2, 3, "quarter"), year(of_year))  # fmt: skip


def lettered(cursor: Cursor) -> Value | None:
    """Q1 to Q4 and H1 or H2, alone or with a year after them."""
    start = cursor.index
    if not cursor.take_any("q", "h"):
        return None
    letter = cursor.tokens[start].text
    number = whole(cursor.peek())
    if number is None or not 1 <= number <= (4 if letter == "q" else 2):
        cursor.index = start
        return None
    cursor.index += 1
    start = cursor.index
    cursor.take_any("of", "in")
    year_of = fiscal(cursor)
    if year_of is not None:
        return Cut(year_of, 4 if letter == "q" else 2, number - 1)
    cursor.index = start
    size = 3 if letter == "q" else 6
    unit = "quarter" if letter == "q" else "half"
    return months_of_year(size * (number - 1) + 1, size, unit)


def season(cursor: Cursor) -> Value | None:
    """Spring, summer, autumn or fall, winter."""
    token = cursor.take_kind("season")
    return None if token is None else season_of_year(token.value)


_DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
            "seventies": 70, "eighties": 80, "nineties": 90}  # fmt: skip


def decade_word(cursor: Cursor) -> Value | None:
    """The nineties: those that two digits mean."""
    tens = _DECADES.get(cursor.peek().text)
    if tens is None:
        return None
    cursor.index += 1
    return Fixed(cal.years(1960 if tens == 60 else century_of(tens), 10, "decade"))


def decade(cursor: Cursor) -> Value | None:
    """The 1990s, the 90s, the 1800s."""
    token = cursor.take_kind("decade")
    if token is None:
        return None
    number = int(token.value)
    if len(token.value) == 4 and number % 100 == 0 and number < 2000:
        return Fixed(cal.years(number, 100, "century"))
    if number % 10 or len(token.value) == 3:
        return None
    if len(token.value) == 2:
        number = century_of(number) if number != 60 else 1960
    return Fixed(cal.years(number, 10, "decade"))


def with_year(cursor: Cursor, inner: Value) -> Value:
    """What comes yearly, with the year that follows it: "of 2021", "next year", "in the same year"."""
    start = cursor.index
    cursor.take_any("of", "in")
    _separator(cursor)
    cursor.take("the")
    cursor.take("year")
    number = year_number(cursor)
    if number is None and cursor.index > start:
        number = year_number(cursor, short=True)
    if number is not None:
        cursor.take_any("ad", "ce")
        return InYear(inner, year(number))
    if cursor.tokens[cursor.index - 1].text == "year" and cursor.index - start >= 2:
        return InYear(inner, Relative("year", 0))
    choice = cursor.peek()
    if choice.kind == "choice" and cursor.peek(1).text == "year":
        cursor.index += 2
        return InYear(inner, Relative("year", choice.value))
    if cursor.take("year", "after", "next"):
        return InYear(inner, Relative("year", 2))
    cursor.index = start
    if cursor.take("after", "next"):
        return Chosen(inner, 2)
    if cursor.take("before", "last"):
        return Chosen(inner, -2)
    return inner


Reader = Callable[[Cursor], Value | None]


def month_day_number(cursor: Cursor) -> Value | None:
    """The 15th, the twenty-first: a day of a month that is not named."""
    token = cursor.peek()
    if token.kind != "ordinal" or not 1 <= token.value <= 31:
        return None
    cursor.index += 1
    return DayOfMonth(token.value)
