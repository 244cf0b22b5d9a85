"""Fiscal years among the tokens: FY2023, fiscal 2023, the next UK financial year, Q3 FY2023."""

from __future__ import annotations

from attrs import frozen

from ledger.dates.calendar import Period
from ledger.dates.calendars import PUBLISHED, FiscalCalendar
from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.numbers import century_of, digits, whole
from ledger.dates.meaning.value import Scene, Value, nowhere
from ledger.dates.reading import UnreadablePhraseError

_KINDS = ("fiscal", "financial", "tax", "budget")

_NAMED = {word: one for one in PUBLISHED for word in one.words}


@frozen
class FiscalYear(Value):
    """A fiscal year of a calendar: by number, or so many after the anchor's."""

    calendar: FiscalCalendar
    number: int | None = None
    count: int = 0

    @property
    def absolute(self) -> bool:
        """Where it bears a number."""
        return self.number is not None

    def place(self, scene: Scene) -> Period:
        """That year."""
        number = self.number
        if number is None:
            number = self.calendar.number(scene.anchor) + self.count
        found = self.calendar.year(number)
        if found is None:
            raise nowhere()
        return found


def fiscal(cursor: Cursor, *, count: int = 0) -> Value | None:
    """A fiscal year that begins here, moved past; else None.

    Raises UnreadablePhraseError where it is one but its calendar is not known.
    """
    start = cursor.index
    named = _NAMED.get(cursor.peek().text)
    if named is not None:
        cursor.index += 1
        cursor.take_any("of", "'s", "government", "federal")
        if cursor.peek().kind == "choice":
            count = cursor.peek().value
            cursor.index += 1
    kind = cursor.peek().text
    if cursor.take("fy"):
        number = _number(cursor)
        if number is None:
            cursor.index = start
            return None
    elif cursor.take_any(*_KINDS):
        if kind == "tax" and named is not None and named.name == "uk":
            named = next(one for one in PUBLISHED if one.name == "uk-tax")
        year = cursor.take("year")
        number = _number(cursor)
        if not year and number is None:
            cursor.index = start
            return None
    else:
        cursor.index = start
        return None
    return _year(_which(cursor, named), number, count)


def fiscal_behind(cursor: Cursor) -> Value | None:
    """The 2022 fiscal year, the 2021-22 UK financial year: the number stands before."""
    start = cursor.index
    number = _number(cursor)
    named = _NAMED.get(cursor.peek().text)
    if named is not None:
        cursor.index += 1
    if number is None or not cursor.take_any(*_KINDS) or not cursor.take("year"):
        cursor.index = start
        return None
    return _year(_which(cursor, named), number, 0)


def _number(cursor: Cursor) -> tuple[int, bool] | None:
    """The number of a year, and whether it names two ("2021-22"): then it is the first of them."""
    token = cursor.peek()
    if token.kind == "date" and token.value == "ym":
        cursor.index += 1
        return int(token.text[:4]), True
    if token.kind == "date" and token.value == "md" and len(token.text) == 5:
        cursor.index += 1
        return century_of(int(token.text[:2])), True  # FY21/22
    number = whole(token)
    if number is None or digits(token) not in (2, 4):
        return None
    cursor.index += 1
    double = cursor.peek().text in ("/", "-") and digits(cursor.peek(1)) in (2, 4)
    if double:
        cursor.index += 2
    return (century_of(number) if digits(token) == 2 else number), double


def _year(calendar: FiscalCalendar, number: tuple[int, bool] | None, count: int) -> FiscalYear:
    if number is None:
        return FiscalYear(calendar, None, count)
    year, double = number
    return FiscalYear(calendar, year + (double and calendar.named_by == "end"))


def _which(cursor: Cursor, named: FiscalCalendar | None) -> FiscalCalendar:
    if named is not None:
        return named
    if len(cursor.calendars) == 1:
        return cursor.calendars[0]
    known = ", ".join(one.name for one in PUBLISHED)
    raise UnreadablePhraseError(
        "a fiscal year needs its calendar, which is never guessed",
        hint=f"name one calendar (published: {known}), or give the days",
    )
