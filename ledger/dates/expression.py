"""Words for stretches of the calendar, read into a symbolic value that is resolved against an anchor.

"May next year", "the month of September", "mid-2021", "the first quarter", "last December". What
bears no year floats: looking back it is the latest that has begun, looking ahead the next that has
not ended (docs/domain.md, R3 and R12).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from attrs import evolve, frozen

from ledger.dates import calendar as cal
from ledger.dates.calendar import Period
from ledger.dates.reading import Direction, UnreadablePhraseError

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_STEPS = {"this": 0, "current": 0, "next": 1, "coming": 1, "following": 1, "last": -1,
          "past": -1, "previous": -1}  # fmt: skip
UNITS = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year",
         "decade": "decade"}  # fmt: skip
_PARTS = {"early": "early", "mid": "mid", "middle": "mid", "late": "late"}
_EDGES = {"end": "end", "close": "end", "start": "start", "beginning": "start"}


@frozen(kw_only=True)
class Expression:
    """A stretch of the calendar, not yet placed.

    `place` gives it for an anchor; a floating one gives the one in the anchor's own year (week for
    weekdays), which `resolve` moves to where the direction looks. `edge` is "start" or "end" where
    the words name an end of the period; `to_anchor` cuts it at the anchor ("earlier this year").
    """

    place: Callable[[dt.date], Period]
    floating: bool = False
    shift: int = 0
    part: str | None = None
    edge: str | None = None
    to_anchor: bool = False
    needs_anchor: bool = True

    def resolve(self, anchor: dt.date, direction: Direction) -> Period:
        """The period that is meant, seen from the anchor in a direction."""
        found = self.place(anchor)
        if self.floating and self.shift:
            # "last December", "next May": strictly on that side of the anchor.
            found = _nearest(found, anchor, back=self.shift < 0, strictly=True)
        elif self.floating:
            found = _nearest(found, anchor, back=direction == "date", strictly=False)
        return cal.third(found, self.part) if self.part else found


def _nearest(period: Period, anchor: dt.date, *, back: bool, strictly: bool) -> Period:
    """The latest that has begun by the anchor (back), or the next that has not ended."""
    if back:
        while period.first > anchor or (strictly and anchor in period):
            period = cal.step(period, -1)
        while cal.step(period, 1).first <= anchor and not (
            strictly and anchor in cal.step(period, 1)
        ):
            period = cal.step(period, 1)
        return period
    while period.last < anchor or (strictly and anchor in period):
        period = cal.step(period, 1)
    return period


def parse(words: list[str]) -> Expression | None:
    """The expression that all the words make up together, or None where they make none.

    Raises UnreadablePhraseError for a day that does not exist.
    """
    words = [word for word in words if word not in ("the", "of")]
    if not words:
        return None
    head, rest = words[0], words[1:]
    if head == "earlier" and rest[:1] == ["this"] and len(rest) == 2:
        inner = parse(rest)
        return evolve(inner, to_anchor=True) if inner else None
    if head in _PARTS and rest:
        inner = parse(rest)
        return evolve(inner, part=_PARTS[head]) if inner and inner.part is None else None
    if head in _EDGES and rest:
        inner = parse(rest)
        return evolve(inner, edge=_EDGES[head]) if inner and inner.edge is None else None
    if head in ("month", "year") and rest and rest[0] not in _STEPS:
        return parse(rest)
    return _relative(words) or _of_year(words) or _weekday(words)


def _relative(words: list[str]) -> Expression | None:
    match words:
        case ["today"] | ["now"] | ["currently"] | ["at", "present"] | ["day"]:
            return Expression(place=lambda anchor: cal.around(anchor, "day"))
        case ["tomorrow"]:
            return Expression(place=lambda anchor: cal.around(cal.add(anchor, 1, "day"), "day"))
        case ["yesterday"] | ["last", "night"]:
            return Expression(place=lambda anchor: cal.around(cal.add(anchor, -1, "day"), "day"))
        case [which, unit] if which in _STEPS and unit in UNITS:
            count = _STEPS[which]
            return Expression(place=lambda anchor: cal.step(cal.around(anchor, UNITS[unit]), count))
        case [which, *rest] if which in _STEPS:
            inner = _of_year(rest) or _weekday(rest)
            if inner and inner.floating and not inner.shift:
                return evolve(inner, shift=_STEPS[which])
    return None


def _weekday(words: list[str]) -> Expression | None:
    if len(words) != 1 or words[0] not in cal.WEEKDAYS:
        return None
    number = cal.WEEKDAYS[words[0]]

    def place(anchor: dt.date) -> Period:
        day = cal.week(anchor).first + dt.timedelta(days=number)
        return Period(day, day, "weekday")

    return Expression(place=place, floating=True)


def _of_year(words: list[str]) -> Expression | None:
    """What belongs to a year: a month, a day, a quarter, a season, a half, or the year itself."""
    year, body = _year(words)
    if year is None:
        return None
    build = _in_year(body)
    if build is None:
        return None
    if isinstance(year, str):  # next year, last year, this year
        count = _STEPS[year]
        return Expression(place=lambda anchor: build(anchor.year + count))
    if year:
        number = year
        build(number)
        return Expression(place=lambda _: build(number), needs_anchor=False)
    if not body:
        return None
    return Expression(place=lambda anchor: _placed(build, anchor.year), floating=True)


def _placed(build: Callable[[int], Period], number: int) -> Period:
    """The period in that year, or for 29 February in the next year that has one."""
    for later in range(9):
        try:
            return build(number + later)
        except UnreadablePhraseError:
            if later == 8:
                raise
    raise AssertionError("unreachable")


def _year(words: list[str]) -> tuple[int | str | None, list[str]]:
    """The year the words end in: a number, a step (next, last, this), 0 for none; and the rest."""
    if len(words) >= 2 and words[-1] == "year" and words[-2] in _STEPS:
        return words[-2], words[:-2]
    if words and re.fullmatch(r"[12]\d{3}", words[-1]):
        return int(words[-1]), words[:-1]
    return 0, words


def _in_year(words: list[str]) -> Callable[[int], Period] | None:
    match words:
        case []:
            return cal.year
        case [name] if name in cal.MONTHS or name in cal.SHORT_MONTHS:
            number = _month(name)
            return lambda year: _named(cal.month(year, number), "month-of-year")
        case [name] if name in cal.SEASONS:
            return lambda year: cal.season(year, name)
        case [code] if re.fullmatch(r"q[1-4]", code):
            return lambda year: _named(cal.quarter(year, int(code[1])), "quarter-of-year")
        case [which, "quarter"] if which in _ORDINALS:
            return lambda year: _named(cal.quarter(year, _ORDINALS[which]), "quarter-of-year")
        case [which, "half"] if which in ("first", "second"):
            return lambda year: cal.months(year, 1 if which == "first" else 7, 6, "quarter-of-year")
        case [one, other] | [_, one, other] if _day_month(one, other):
            if len(words) == 3 and words[0] not in cal.WEEKDAYS:
                return None
            day, number = _day_month(one, other) or (0, 0)
            return lambda year: _day(year, number, day)
    return None


def _named(period: Period, unit: str) -> Period:
    return Period(period.first, period.last, unit)


def _month(name: str) -> int:
    return cal.MONTHS.get(name) or cal.SHORT_MONTHS[name]


def _day_month(one: str, other: str) -> tuple[int, int] | None:
    for name, number in ((one, other), (other, one)):
        digits = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", number)
        if digits and (name in cal.MONTHS or name in cal.SHORT_MONTHS):
            return int(digits[1]), _month(name)
    return None


def _day(year: int, month: int, day: int) -> Period:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        name = next(name for name, number in cal.MONTHS.items() if number == month).title()
        raise UnreadablePhraseError(
            f"{day} {name} {year} is no day of the calendar", hint="check the month and the day"
        ) from None
    return Period(found, found, "day-of-year")
