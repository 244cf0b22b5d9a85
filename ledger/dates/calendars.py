"""Fiscal years: calendars that a caller names; which one is meant is never guessed."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen, validators

from ledger.dates import calendar as cal
from ledger.dates.calendar import Period


@frozen(kw_only=True)
class FiscalCalendar:
    """A fiscal year that begins on a day of the year.

    `named_by` says whether year N is the one that ends in N (`end`, as the United States count)
    or begins in N (`start`).
    """

    name: str = field(validator=validators.instance_of(str))
    month: int = field(validator=validators.and_(validators.ge(1), validators.le(12)))
    day: int = field(default=1, validator=validators.and_(validators.ge(1), validators.le(28)))
    named_by: str = field(default="end", validator=validators.in_(("start", "end")))
    words: tuple[str, ...] = ()

    def year(self, number: int) -> Period | None:
        """Fiscal year N; None outside the years 1 to 9999."""
        first = (
            number - 1 if self.named_by == "end" and (self.month, self.day) != (1, 1) else number
        )
        if not 1 <= first < 9999:
            return None
        start = dt.date(first, self.month, self.day)
        return Period(start, cal.before(cal.add(start, 1, "year")), "fiscal-year")

    def number(self, day: dt.date) -> int:
        """The number of the fiscal year that holds a day."""
        found = self.year(day.year)
        if found is None:
            return day.year
        if day > found.last:
            return day.year + 1
        return day.year - 1 if day < found.first else day.year


PUBLISHED: tuple[FiscalCalendar, ...] = (
    # The United States Code, title 31, section 1102: 1 October to 30 September.
    FiscalCalendar(name="us-federal", month=10, words=("us", "u.s", "federal", "american")),
    # The United Kingdom's government: 1 April to 31 March; its taxpayers: 6 April to 5 April.
    FiscalCalendar(name="uk", month=4, named_by="start", words=("uk", "british", "u.k")),
    FiscalCalendar(name="uk-tax", month=4, day=6, named_by="start", words=("tax",)),
    # The Constitution of India's General Clauses Act, section 3(21): from 1 April.
    FiscalCalendar(name="india", month=4, named_by="start", words=("india", "indian")),
    # Canada's Financial Administration Act, section 2; Japan's Public Finance Act, article 11.
    FiscalCalendar(name="canada", month=4, named_by="start", words=("canada", "canadian")),
    FiscalCalendar(name="japan", month=4, named_by="start", words=("japan", "japanese")),
    # Australia: 1 July to 30 June.
    FiscalCalendar(name="australia", month=7, words=("australia", "australian")),
    FiscalCalendar(name="eu", month=1, words=("eu", "european")),
)
"""Fiscal calendars of governments, by name."""

Calendars = tuple[FiscalCalendar, ...]


def calendar_named(name: str) -> FiscalCalendar | None:
    """The published calendar of a name, or None."""
    return next((one for one in PUBLISHED if one.name == name), None)
