"""Parts of periods among the tokens: early 2022, the end of June, the last Friday of May, Q3."""

from __future__ import annotations

from ledger.dates import calendar as cal
from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.explicit import day_first, month_day_number, months_of_year, with_year
from ledger.dates.grammar.lexicon import LEXICON
from ledger.dates.grammar.numbers import whole
from ledger.dates.meaning.cycles import DayOfMonth, Relative
from ledger.dates.meaning.parts import Cut, Edge, Nth, Rest, SoFar, Stretch, Third, Turn
from ledger.dates.meaning.spans import Between
from ledger.dates.meaning.value import Fixed, Recurring, Value

_SHORT_EDGES = {"eoy": ("year", "end"), "eom": ("month", "end"), "eow": ("week", "end"),
                "eoq": ("quarter", "end"), "boy": ("year", "start"),
                "bom": ("month", "start"), "boq": ("quarter", "start")}  # fmt: skip


def third(cursor: Cursor) -> Value | None:
    """Early, mid or late in a period; early to mid; the middle of."""
    token = cursor.take_kind("third")
    if token is None:
        return None
    other = None
    _joint(cursor)
    if cursor.at("to") or cursor.at("or"):
        cursor.index += 1
        _joint(cursor)
        other = cursor.take_kind("third")
        if other is None:
            return None
        _joint(cursor)
    cursor.take_any("in", "of", "on", "through")
    if cursor.take("the") and cursor.take_any("part", "days") and not cursor.take("of"):
        return None
    inner = _whole_or_unit(cursor)
    if inner is None:
        return None
    if isinstance(inner, Third | Edge):
        return None
    first = Third(inner, token.value)
    return first if other is None else Between(first, Third(inner, other.value))


def _joint(cursor: Cursor) -> None:
    if cursor.peek().kind == "dash":
        cursor.index += 1


def _whole_or_unit(cursor: Cursor) -> Value | None:
    """A period, or a bare unit that then means the present one: mid-year, end of month."""
    cursor.take("the")
    token = cursor.peek()
    if token.kind == "unit" and token.text in cal.UNITS:
        start = cursor.index
        found = cursor.period()
        if found is not None:
            return found
        cursor.index = start + 1
        return with_year(cursor, Relative(token.value, 0))
    return cursor.period()


def prefixed(cursor: Cursor) -> Value | None:
    """Midyear, midweek, midsummer, midcentury; eoy, eom: a part and its whole in one word."""
    text = cursor.peek().text
    if text in _SHORT_EDGES:
        cursor.index += 1
        unit, edge = _SHORT_EDGES[text]
        return Edge(Relative(unit, 0), edge)
    if not text.startswith("mid") or text[3:] not in LEXICON:
        return None
    kind, value = LEXICON[text[3:]]
    cursor.index += 1
    if kind == "unit":
        number = cursor.period()
        inner: Value = number if number is not None else Relative(value, 0)
    elif kind == "season":
        inner = with_year(cursor, months_of_year(value, 3, "season"))
    else:
        return None
    return Third(inner, "mid")


def edge(cursor: Cursor) -> Value | None:
    """The start or the end of a period: end of June, end-2021, the beginning of next year."""
    token = cursor.take_kind("edge")
    if token is None:
        return None
    _joint(cursor)
    marked = cursor.take_any("of", "to")
    if not marked and token.text != "end":
        return None
    inner = _whole_or_unit(cursor)
    return None if inner is None or isinstance(inner, Edge) else Edge(inner, token.value)


def ordinal(cursor: Cursor) -> Value | None:
    """What begins with an ordinal: first quarter, 21st century, third Tuesday of May, 1st of May."""
    start = cursor.index
    dated = day_first(cursor)
    if dated is not None:
        return dated
    number = cursor.peek().value
    cursor.index += 1
    if cursor.take("to", "last") or cursor.take("last"):
        number = -number
    counted = cursor.index
    month = day_of_a_month(cursor, number)
    if month is not None:
        return month
    cursor.index = counted
    found = counted_part(cursor, number)
    if found is not None:
        return found
    cursor.index = start
    return month_day_number(cursor) if not _followed(cursor) else None


def day_of_a_month(cursor: Cursor, number: int) -> Value | None:
    """After a number: "of next month", "day of the month"; else None."""
    cursor.take("day")
    if not cursor.at("of"):
        return None
    if cursor.take("of", "the", "month") or cursor.take("of", "month"):
        return DayOfMonth(number) if number > 0 else Nth(Relative("month", 0), number, "day")
    inner = _of(cursor)
    return (
        Nth(inner, number, "day") if isinstance(inner, Relative) and inner.unit == "month" else None
    )


def _followed(cursor: Cursor) -> bool:
    """Whether a unit comes after the ordinal: then it is no day of a month."""
    return cursor.peek(1).kind in ("unit", "weekday")


def last(cursor: Cursor) -> Value | None:
    """The last or final … of a period; else None (last Friday is chosen, not counted)."""
    start = cursor.index
    if not cursor.take_any("last", "final", "closing", "latter"):
        return None
    found = counted_part(cursor, -1)
    if found is None:
        cursor.index = start
    return found


def counted_part(cursor: Cursor, number: int) -> Value | None:
    """After an ordinal: the unit, and of what."""
    start = cursor.index
    token = cursor.peek()
    count = whole(token)
    if count is not None and 1 <= count <= 9999 and cursor.peek(1).kind == "unit":
        unit = cursor.peek(1).value
        cursor.index += 2
        inner = _of(cursor)
        if inner is None or abs(number) != 1 or unit in ("hour", "minute", "half"):
            return None
        return Stretch(inner, count, unit, last=number < 0)
    cursor.index += 1
    if token.text in ("few", "couple") and abs(number) == 1:
        cursor.take("of")
        token = cursor.peek()  # the first few months of 2021
        cursor.index += 1
    if token.kind == "unit":
        return _unit_part(cursor, token.value, token.text, number)
    if token.kind == "weekday":
        inner = _of(cursor)
        if inner is not None:
            return Nth(inner, number, "weekday", token.value)
    if token.text == "part" and number in (1, -1):
        inner = _of(cursor)
        return None if inner is None else Cut(inner, 2, 0 if number == 1 else 1)
    cursor.index = start
    return None


def _unit_part(cursor: Cursor, unit: str, text: str, number: int) -> Value | None:
    plural = text.endswith("s")
    if unit == "century" and number > 0:
        return Fixed(cal.years(100 * (number - 1), 100, "century")) if number <= 99 else None
    inner = _of(cursor)
    if unit in ("quarter", "half"):
        parts = 4 if unit == "quarter" else 2
        which = number - 1 if number > 0 else parts + number
        if not 0 <= which < parts:
            return None
        if inner is not None:
            return Cut(inner, parts, which)
        if number < 0:
            return None
        size = 12 // parts
        return with_year(cursor, months_of_year(size * which + 1, size, unit))
    if inner is None or unit in ("hour", "minute"):
        return None
    if plural:
        # The first weeks of a period, the closing days of it: its early or late third.
        return Third(inner, "early" if number > 0 else "late") if abs(number) == 1 else None
    if unit == "day" and isinstance(inner, Recurring) and inner.recurs:
        return Nth(inner, number, "day")
    return Nth(inner, number, unit)


def _of(cursor: Cursor) -> Value | None:
    """The period after "of" or "in"; None where there is none."""
    start = cursor.index
    if not cursor.take_any("of", "in"):
        return None
    inner = _whole_or_unit(cursor)
    if inner is None:
        cursor.index = start
    return inner


def rest(cursor: Cursor) -> Value | None:
    """The rest of the year; later this month; earlier in the week; the turn of the century."""
    if cursor.take_any("rest", "remainder", "balance"):
        inner = _of(cursor)
        return None if inner is None else Rest(inner)
    if cursor.take("turn", "of"):
        inner = _whole_or_unit(cursor)
        return None if inner is None else Turn(inner)
    if cursor.take("so", "far"):
        inner = _whole_or_unit(cursor)
        return None if inner is None else SoFar(inner)
    later = cursor.at("later")
    if not cursor.take_any("later", "earlier"):
        return None
    cursor.take("on")
    cursor.take_any("in", "on", "during")
    inner = _whole_or_unit(cursor)
    if inner is None:
        return None
    return Rest(inner) if later else SoFar(inner)
