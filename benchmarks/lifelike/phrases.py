"""Days, deadlines and numbers in words, read once by the ledger's own readers and remembered."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from benchmarks.lifelike.dice import Dice
from ledger.dates import Direction, Reading, read, read_between
from ledger.model.day import DEFAULT, Day, Days, Due
from ledger.quantities import Quantity, read_quantity

DATES = ("Monday", "Wednesday", "last week", "last month", "yesterday", "earlier this month",
         "last Friday", "late last year")  # fmt: skip
DUES = (
    "within 90 days", "within six months", "by mid-October", "by the end of the year",
    "by the end of next year", "by next summer", "by Christmas", "until further notice",
    "as soon as possible", "in the coming weeks", "in two years", "during the month of September",
)  # fmt: skip
HUNG_DATES = ("a week after it", "several days later", "the day before")
HUNG_DUES = ("ahead of it", "within a week of it")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip


@lru_cache(maxsize=65536)
def reading(phrase: str, against: Days, direction: Direction) -> Reading:
    """What a phrase means, read against one day or against days that are not exactly known."""
    first, last = against
    first = first or last
    if first is not None and last is not None and first != last:
        return read_between(phrase, anchor=(first, last), direction=direction)
    return read(phrase, anchor=last or first, direction=direction)


@lru_cache(maxsize=65536)
def quantity(words: str) -> Quantity:
    """What a number in words allows."""
    return read_quantity(words)


@lru_cache(maxsize=65536)
def day(phrase: str, against: Days, *, event: str | None = None, ahead: bool = False) -> Day:
    """A day as said."""
    direction: Direction = "ahead" if ahead else "date"
    return Day.from_reading(reading(phrase, against, direction), event=event)


@lru_cache(maxsize=65536)
def due(phrase: str, against: Days, *, event: str | None = None) -> Due:
    """A deadline as said."""
    return Due.from_reading(reading(phrase, against, "due"), event=event)


@lru_cache(maxsize=65536)
def published(on: dt.date) -> Day:
    """The day of a publication."""
    text = on.isoformat()
    return Day(phrase=text, edtf=text, earliest=on, latest=on, rule="EDTF")


@lru_cache(maxsize=65536)
def as_published(on: dt.date) -> Day:
    """The day of an event for which none is given: that of its source."""
    return Day(edtf=None, earliest=on, latest=on, rule=DEFAULT)


def day_words(dice: Dice, happened: dt.date) -> str:
    """A day in the notation, exact, or as a month, or as a span."""
    form = dice.roll()
    if form < 0.8:
        return happened.isoformat()
    if form < 0.92:
        return happened.isoformat()[:7]
    return f"{happened.isoformat()}/{(happened + dt.timedelta(days=dice.whole(3, 40))).isoformat()}"


def due_words(dice: Dice, said: dt.date) -> str:
    """A deadline in words: a date, a year, or one of the usual phrases."""
    form = dice.roll()
    end = said + dt.timedelta(days=dice.whole(30, 1200))
    if form < 0.35:
        return f"by {end.day} {MONTHS[end.month - 1]} {end.year}"
    if form < 0.55:
        return f"by the end of {end.year}"
    return dice.pick(DUES)


def number_words(dice: Dice, number: int) -> str:
    """A number as reports give it: as it is, or rounded, with a word that says which way."""
    form = dice.roll()
    if form < 0.55:
        return f"{number:,}"
    step = 10 ** max(0, len(str(number)) - dice.whole(1, 2))
    if form < 0.75:
        return f"about {max(1, round(number / step)) * step:,}"
    if form < 0.85:
        return f"{dice.pick(('more than', 'at least'))} {max(2, (number - 1) // step * step):,}"
    if form < 0.95:
        return f"{dice.pick(('fewer than', 'nearly', 'up to'))} {(number // step + 1) * step:,}"
    return f"{number:,} to {number + max(2, number // 5):,}"


def later(day: dt.date, days: int) -> dt.date:
    """So many days after a day."""
    return day + dt.timedelta(days=days)
