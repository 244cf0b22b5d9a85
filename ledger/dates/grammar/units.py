"""What begins with a unit of the calendar: the week of 6 October, week 31, the year, year-end."""

from __future__ import annotations

from ledger.dates import calendar as cal
from ledger.dates.calendar import Period
from ledger.dates.duration import Duration
from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.explicit import with_year
from ledger.dates.grammar.numbers import digits, whole
from ledger.dates.grammar.relative import TODAY
from ledger.dates.meaning.cycles import Relative, Unit
from ledger.dates.meaning.parts import Around, Edge, SoFar
from ledger.dates.meaning.spans import Offset, Running, Window
from ledger.dates.meaning.value import Recurring, Value


def unit(cursor: Cursor, *, article: bool) -> Value | None:
    """What begins with a unit: the week of 6 October, week 31, the day after tomorrow, the year."""
    token = cursor.take_kind("unit")
    if token is None or token.value in ("hour", "minute"):
        return None
    name = token.value
    if token.text == "w" and cursor.take("/", "c"):
        inner = cursor.period()
        return None if inner is None else Running(Duration(least=1, most=1, unit=name), inner)
    if cursor.take("after", "next"):
        return Relative(name, 2)
    if cursor.take("before", "last"):
        return Relative(name, -2)
    if token.text.endswith("s"):
        return None
    if cursor.take("to", "date"):
        return SoFar(Relative(name, 0))
    if name != "weekend" and cursor.take("ahead"):
        return Window(Duration(least=1, most=1, unit=name), 1, TODAY, gap=1)
    if cursor.peek().text in ("after", "before", "following", "from"):
        sign = -1 if cursor.peek().text == "before" else 1
        start = cursor.index
        cursor.index += 1
        base = cursor.period()
        if base is not None and name not in ("half", "weekend"):
            return Offset(Duration(least=1, most=1, unit=name), sign, base)
        cursor.index = start
        return None
    if cursor.peek().text in ("of", "beginning", "commencing", "starting", "ending", "in"):
        return _of_a_day(cursor, name)
    number = whole(cursor.peek())
    if name == "week" and number is not None and 1 <= number <= 53 and digits(cursor.peek()) < 3:
        cursor.index += 1
        return with_year(cursor, iso_week(number))
    start = cursor.index
    cursor.take("'s")
    if cursor.peek().kind == "dash":
        cursor.index += 1
    end = cursor.take_kind("edge")
    if end is not None and end.value == "end":
        numbered = name == "year" and cursor.peek().kind == "number"
        whole_year = cursor.period() if numbered else None
        return Edge(whole_year or Relative(name, 0), "end")
    cursor.index = start
    if not article or name == "half":
        return Unit(name) if name == "weekend" else None
    if name in ("decade", "century", "year", "month", "week", "weekend", "quarter", "day"):
        return Unit(name) if name == "weekend" else Relative(name, 0)
    return None


def _of_a_day(cursor: Cursor, name: str) -> Value | None:
    start = cursor.index
    word = cursor.peek().text
    cursor.index += 1
    cursor.take_any("on", "with", "from", "of")
    inner = cursor.period()
    if inner is None or name in ("half", "quarter", "day", "decade", "century"):
        cursor.index = start
        return None
    if word in ("of", "in"):
        if cursor.peek().text == "and" and cursor.peek(1).kind in ("ordinal", "number"):
            cursor.index += 2  # the weekend of 18 and 19 July
        return Around(inner, name) if name in ("week", "weekend") else inner
    if word == "ending":
        return Window(Duration(least=6, most=6, unit="day"), -1, inner) if name == "week" else None
    return Running(Duration(least=1, most=1, unit=name), inner)


def iso_week(number: int) -> Recurring:
    """Week 1 to 53 of the ISO calendar, every year that has it."""

    def build(year: int) -> Period | None:
        fourth = cal.week(cal.month(year, 1).first.replace(day=4)).first
        found = cal.week(cal.add(fourth, 7 * (number - 1), "day"))
        thursday = cal.add(found.first, 3, "day")
        return found if thursday.year == year else None

    return Recurring(build)
