"""Stretches of two ends, or that roll on from today: from June to August, the next two years."""

from __future__ import annotations

from ledger.dates.duration import Duration
from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.lengths import length
from ledger.dates.grammar.relative import ROLLING, TODAY
from ledger.dates.meaning.cycles import DayOfMonth
from ledger.dates.meaning.spans import Between, Either, Offset, Window
from ledger.dates.meaning.value import Value

_PERIODS = ("period", "years", "timeframe")
_TO = frozenset(("to", "through", "thru", "until", "till", "til", "up"))


def rolls(cursor: Cursor) -> bool:
    """Whether "the next year", "the past decade", "the coming month" come next: counted from now."""
    place = 1 if cursor.at("the") else 0
    return (
        place == 1 or cursor.tokens[cursor.index - 1].text in ("within", "the")
    ) and cursor.peek(place).text in ROLLING


def rolling(cursor: Cursor) -> Value | None:
    """The next year, the past two decades: a window from today on, or back from it."""
    cursor.take("the")
    token = cursor.take_kind("choice")
    if token is None:
        return None
    sign = 1 if token.value > 0 else -1
    unit = cursor.peek()
    if unit.kind == "unit" and not unit.text.endswith("s") and unit.value not in (
        "weekend", "hour", "minute", "day", "half"
    ):  # fmt: skip
        cursor.index += 1
        return Window(Duration(least=1, most=1, unit=unit.value), sign, TODAY)
    counted = length(cursor)
    return None if counted is None else Window(counted, sign, TODAY)


def stretch(cursor: Cursor) -> Value | None:
    """A period, two joined by "to" or "and", or one "or" another."""
    named = cursor.index + cursor.at("the")
    if cursor.tokens[named : named + 1] and cursor.tokens[named].text in _PERIODS:
        cursor.index = named + 1  # the period from 2021 to 2027, the years 2021 to 2023
        cursor.take("of")
    cursor.take("either")
    between = cursor.take_any("between", "from")
    if cursor.peek().text in ("+", "-") and cursor.peek(1).kind == "number":
        return _added(cursor, TODAY)  # "+2 months"
    if not between and (cursor.at("first", "the") or cursor.at("both")):
        return None
    first = _end(cursor)
    if first is None:
        return None
    after_first = cursor.index
    joint = cursor.peek()
    joined = joint.kind == "dash" or joint.text in _TO or (between and joint.text == "and")
    if joined:
        cursor.index += 1
        cursor.take_any("to", "and", "including")
        cursor.take_any("including")
        cursor.take("the")
        second = _end(cursor) if not isinstance(first, Offset) or between else cursor.period()
        if second is not None:
            return Between(first, second)
        cursor.index = after_first
    if joint.text in ("or", "and", "/") and not between:
        cursor.index += 1
        cursor.take_any("in", "by", "on", "possibly", "during")
        second = cursor.period()
        if second is not None and not isinstance(first, DayOfMonth):
            return Either(first, second)
        cursor.index = after_first
    return _added(cursor, first)


def _end(cursor: Cursor) -> Value | None:
    """One end of a range: a period, today as "date", or the day of a month ("the third")."""
    if cursor.take("date") or cursor.take("current", "date"):
        return TODAY
    return cursor.period()


def _added(cursor: Cursor, first: Value) -> Value:
    """Next Tuesday + 10 days: a length after a period."""
    start = cursor.index
    sign = {"+": 1, "-": -1, "plus": 1, "minus": -1}.get(cursor.peek().text)
    if sign is not None:
        cursor.index += 1
        counted = length(cursor)
        if counted is not None:
            return Offset(counted, sign, first)
    cursor.index = start
    return first
