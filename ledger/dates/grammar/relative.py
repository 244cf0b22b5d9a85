"""What leans on the day of the words: tomorrow, next month, the last three years, two weeks ago."""

from __future__ import annotations

from ledger.dates.duration import Duration
from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.daytime import daytime
from ledger.dates.grammar.explicit import with_year
from ledger.dates.grammar.fiscal import fiscal
from ledger.dates.grammar.lengths import length
from ledger.dates.grammar.numbers import whole
from ledger.dates.meaning.cycles import Chosen, Counted, Matched, Relative, Unit, Weekday
from ledger.dates.meaning.parts import Around, Edge, Nth
from ledger.dates.meaning.spans import Offset, Running, Whole, Window
from ledger.dates.meaning.value import InYear, Value

TODAY = Relative("day", 0)
_WHOLE = ("quarter", "half", "weekend")
"""Units counted as the calendar's, not from today: the last two quarters."""
ROLLING = ("past", "next", "coming", "last", "upcoming", "previous", "following")


def today(cursor: Cursor) -> Value | None:
    """Today, now, tomorrow, yesterday, tonight."""
    token = cursor.take_kind("today")
    return None if token is None else Relative("day", token.value)


def chosen(cursor: Cursor) -> Value | None:
    """This, next, last … and what it chooses."""
    token = cursor.take_kind("choice")
    if token is None:
        return None
    text, count = token.text, token.value
    if text == "this" and cursor.peek().kind == "choice":
        token = cursor.peek()
        cursor.index += 1
        text, count = f"this {token.text}", token.value
    if text == "this" and (cursor.take("time") or cursor.take("day")):
        # This time next year: as long ahead of today as the words say.
        then = cursor.take_kind("choice")
        unit = cursor.take_kind("unit") if then is not None and then.value else None
        if then is None or unit is None:
            return None
        return Offset(Duration(least=1, most=1, unit=unit.value), then.value, TODAY)
    following = cursor.peek()
    if following.kind == "unit" and following.value not in ("hour", "minute"):
        return _unit(cursor, text, count)
    if following.kind == "weekday":
        return _weekday(cursor, text, count)
    if following.kind == "daytime":
        # Last night is yesterday's; this morning is today's.
        cursor.index += 1
        daytime(cursor)
        return Relative("day", count)
    counted = length(cursor)
    if counted is not None:
        return window(counted, 1 if count >= 0 else -1, whole_units=text)
    found = fiscal(cursor, count=count) or _inner(cursor)
    if found is None or not (found.recurs or isinstance(found, InYear) or found.absolute is False):
        return None
    return Chosen(found, count) if found.recurs else found


def _inner(cursor: Cursor) -> Value | None:
    if cursor.peek().kind in ("edge", "third", "choice"):
        return None
    if cursor.take_any("calendar") and cursor.take_kind("unit"):
        return Relative("year", cursor.tokens[cursor.index - 3].value)
    return cursor.period()


def window(counted: Duration, sign: int, *, whole_units: str = "", gap: int = 1) -> Value:
    """The next or last so many units: whole quarters of the calendar, else counted from today."""
    if counted.unit in _WHOLE and counted.exact and counted.least:
        return Whole(counted.unit, sign * counted.least)
    return Window(counted, sign, TODAY, gap=gap)


def _unit(cursor: Cursor, text: str, count: int) -> Value | None:
    unit = cursor.peek().value
    # Days or weeks without a number ("the coming weeks") are no stretch of the calendar.
    if cursor.peek().text.endswith("s"):
        return None
    cursor.index += 1
    found: Value
    if unit == "fortnight":
        found = Window(Duration(least=1, most=1, unit=unit), 1 if count >= 0 else -1, TODAY, gap=1)
    elif unit == "weekend" and count < 0:
        found = Chosen(Unit(unit), count)
    else:
        found = Relative(unit, count)
    start = cursor.index
    possessive = cursor.take("'s")
    cursor.take_any("on", "dash")
    if cursor.peek().kind == "dash":
        cursor.index += 1
    token = cursor.take_kind("weekday")
    if token is not None and unit in ("week", "month"):
        daytime(cursor)
        return Nth(found, 1, "weekday", token.value)
    cursor.index = start
    if possessive:
        cursor.index += 1
        edge = cursor.take_kind("edge")
        if edge is not None:
            return Edge(found, edge.value)
        inner = cursor.period()
        if inner is not None and inner.recurs and unit == "year":
            return InYear(inner, found)
        cursor.index = start
    return found


def _weekday(cursor: Cursor, text: str, count: int) -> Value:
    number = cursor.peek().value
    cursor.index += 1
    # A date after the weekday says which one it is: this Friday, 5 June.
    start = cursor.index
    if cursor.peek().kind in ("date", "month", "number", "ordinal"):
        date = cursor.period()
        if date is not None and not isinstance(date, Offset):
            return Matched(number, date)
    cursor.index = start
    if text == "this":
        return Weekday(number)
    by_week = text in ("next", "following") and cursor.taste.next_by_week
    if text in ("next", "following"):
        cursor.notes.add("next-weekday")
    return Chosen(Weekday(number), count, by_week)


def offset(cursor: Cursor) -> Value | None:
    """Two weeks ago; a month from now; three days after Easter; 3 Fridays from now."""
    start = cursor.index
    if cursor.peek(1).kind == "weekday" and whole(cursor.peek()):
        return _counted(cursor)
    counted = length(cursor)
    if counted is None:
        return _upcoming(cursor)
    cursor.take("time")
    sign, given = _connector(cursor)
    if sign == 0:
        cursor.index = start
        return None
    if given:
        cursor.take_any("today") or cursor.take("this", "week") or cursor.take("this", "month")
        return Offset(counted, sign, TODAY)
    if cursor.take_any("starting", "beginning", "commencing"):
        cursor.take_any("from", "on")
        base = cursor.period()
        return None if base is None else Running(counted, base)
    base = cursor.period()
    if base is None:
        cursor.index = start
        return None
    return Offset(counted, sign, base)


def _connector(cursor: Cursor) -> tuple[int, bool]:
    """Which way the length counts (0: no way), and whether it counts from today without saying."""
    if cursor.take_any("ago", "back"):
        return -1, True
    if cursor.take("hence"):
        return 1, True
    if cursor.at("starting") or cursor.at("beginning") or cursor.at("commencing"):
        return 1, False
    if cursor.take_any("after", "from", "following", "since", "past") or cursor.take(
        "subsequent", "to"
    ):
        return 1, False
    if (
        cursor.take("before")
        or cursor.take("prior", "to")
        or cursor.take("ahead", "of")
        or cursor.take("in", "advance", "of")
    ):
        return -1, False
    return 0, False


def _counted(cursor: Cursor) -> Value | None:
    number = whole(cursor.peek())
    weekday = cursor.peek(1).value
    start = cursor.index
    cursor.index += 2
    sign, given = _connector(cursor)
    if sign and not given:
        sign = sign if cursor.take_any("now", "today") else 0
    if sign and number and number < 5000:
        return Counted(weekday, sign * number)
    cursor.index = start
    return None


def _upcoming(cursor: Cursor) -> Value | None:
    """Two upcoming months; 5 past years: the number before the word."""
    start = cursor.index
    number = whole(cursor.peek())
    if number is None or cursor.peek(1).kind != "choice" or cursor.peek(2).kind != "unit":
        return None
    sign = 1 if cursor.peek(1).value >= 0 else -1
    unit = cursor.peek(2).value
    if unit in ("hour", "minute", "half") or not 1 <= number <= 9999:
        cursor.index = start
        return None
    cursor.index += 3
    return window(Duration(least=number, most=number, unit=unit), sign)


def weekday(cursor: Cursor) -> Value | None:
    """Friday; Friday, 5 June 2020; Friday the 13th; Friday next week; the Friday before last."""
    token = cursor.take_kind("weekday")
    if token is None:
        return None
    cursor.take_any("morning", "afternoon", "evening", "night")
    start = cursor.index
    cursor.take("the")
    following = cursor.peek()
    if following.kind in ("date", "month", "ordinal"):
        date = cursor.period()
        if date is not None:
            return Matched(token.value, date)
    elif following.kind == "number":
        date = cursor.period() if cursor.peek(1).kind in ("month", "of") else _bare_day(cursor)
        if date is None and cursor.peek(1).kind == "unit":
            away = offset(cursor)  # Monday, two weeks from now: that of the week so far away
            if away is not None:
                return Nth(Around(away, "week"), 1, "weekday", token.value)
        if date is not None:
            return Matched(token.value, date)
    cursor.index = start
    cursor.take_any("of", "in", "from")
    cursor.take("the")
    if cursor.peek().kind == "choice" and cursor.peek(1).value == "week":
        week = cursor.period()
        if week is not None:
            return Nth(week, 1, "weekday", token.value)
    if cursor.take("week", "after", "next"):
        return Nth(Relative("week", 2), 1, "weekday", token.value)
    cursor.index = start
    if cursor.take("week"):
        return Offset(Duration(least=1, most=1, unit="week"), 1, Weekday(token.value))
    following = cursor.peek()
    if following.kind == "choice" and following.text in ("next", "last") and (
        cursor.peek(1).kind == "end"
    ):  # fmt: skip
        cursor.index += 1
        return Chosen(Weekday(token.value), following.value)
    return with_year(cursor, Weekday(token.value)) if following.text in ("after", "before") and (
        cursor.peek(1).text in ("next", "last")
    ) else Weekday(token.value)  # fmt: skip


def _bare_day(cursor: Cursor) -> Value | None:
    from ledger.dates.meaning.cycles import DayOfMonth

    number = whole(cursor.peek())
    if number is None or not 1 <= number <= 31 or cursor.peek(1).kind in ("unit", "clock"):
        return None
    if cursor.peek(1).text in ("am", "pm", ":"):
        return None
    cursor.index += 1
    return DayOfMonth(number)
