"""Holidays and observances, computed from their published rules.

Fixed days and nth weekdays; Easter by the Gregorian and the Julian computus (Meeus, Astronomical
Algorithms, chapter 8); Jewish holidays by the arithmetic of the Hebrew calendar and Islamic ones by
the tabular calendar (Dershowitz and Reingold, Calendrical Calculations). Islamic months begin when
the crescent is seen, so their days are kept uncertain by one day either side. What follows the
moon by observation elsewhere (Diwali, the Lunar New Year) is not here: it is an event, not a rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from ledger.dates import calendar as cal
from ledger.dates.calendar import Period

Build = Callable[[int], Period | None]


def _fixed(month: int, day: int) -> Build:
    return lambda year: cal.a_day(dt.date(year, month, day))


def _nth(month: int, weekday: int, number: int, then: int = 0) -> Build:
    """The nth weekday of a month (negative: from its end), and so many days later."""

    def build(year: int) -> Period:
        period = cal.month(year, month)
        if number > 0:
            first = cal.add(period.first, (weekday - period.first.weekday()) % 7, "day")
            day = cal.add(first, 7 * (number - 1), "day")
        else:
            day = cal.add(period.last, -((period.last.weekday() - weekday) % 7), "day")
        return cal.a_day(cal.add(day, then, "day"))

    return build


@lru_cache(maxsize=256)
def easter(year: int) -> dt.date:
    """Easter Sunday of the Western churches."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    lead = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * lead) // 451
    month, day = divmod(moon + lead - 7 * shift + 114, 31)
    return dt.date(year, month, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Easter Sunday of the Eastern churches, in the Gregorian calendar."""
    moon = (19 * (year % 19) + 15) % 30
    lead = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + lead + 114, 31)
    julian = dt.date(year, month, day + 1)
    return cal.add(julian, year // 100 - year // 400 - 2, "day")


def _from_easter(days: int, of: Callable[[int], dt.date] = easter) -> Build:
    return lambda year: cal.a_day(cal.add(of(year), days, "day"))


def _islamic(month: int, day: int, length: int = 1) -> Build:
    """A day, or days, of the tabular Islamic calendar, uncertain by one day either side."""

    def build(year: int) -> Period | None:
        for hijri in range(int((year - 623) * 1.0307), int((year - 620) * 1.0307) + 2):
            days = (hijri - 1) * 354 + (3 + 11 * hijri) // 30 + 29 * (month - 1) + month // 2 + day
            ordinal = 227014 + days
            if hijri < 1 or not 2 <= ordinal < dt.date.max.toordinal() - 40:
                continue
            first = dt.date.fromordinal(ordinal)
            if first.year == year:
                last = cal.add(first, length, "day")
                unit = "uncertain" if length == 1 else "observance"
                return Period(cal.before(first), last, unit)
        return None

    return build


def _hebrew_new_year(year: int) -> int:
    """The ordinal of 1 Tishri of a Hebrew year."""
    months = (235 * year - 234) // 19
    parts = 12084 + 13753 * months
    day = 29 * months + parts // 25920
    if 3 * (day + 1) % 7 < 3:
        day += 1
    return day


def _tishri(year: int) -> int:
    before, this, after = (_hebrew_new_year(number) for number in (year - 1, year, year + 1))
    # A year may not have 356 days, nor 382: the new year moves.
    move = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return this + move - 1373427


def _jewish(days: int, *, spring: bool = False, length: int = 1) -> Build:
    """So many days after 1 Tishri, or before the next one (in spring), from the evening before."""

    def build(year: int) -> Period | None:
        ordinal = _tishri(year + 3761) + days
        if not 1 <= ordinal <= dt.date.max.toordinal() - length:
            return None
        first = dt.date.fromordinal(ordinal)
        return Period(first, cal.add(first, length - 1, "day"), "day" if length == 1 else "span")

    return build


_TABLE: tuple[tuple[Build, tuple[str, ...]], ...] = (
    (_fixed(1, 1), ("new year", "new years", "new year's day", "new years day", "new year day")),
    (_fixed(12, 31), ("new year's eve", "new years eve")),
    (_fixed(1, 6), ("epiphany", "three kings day")),
    (_fixed(2, 2), ("groundhog day",)),
    (_fixed(2, 14), ("valentine's day", "valentine day", "valentines day", "valentine's",
                     "saint valentine's day")),
    (_fixed(3, 8), ("international women's day", "women's day")),
    (_fixed(3, 15), ("ides of march",)),
    (_fixed(3, 17), ("saint patrick", "saint patrick's day", "st patrick's day",
                     "st patricks day", "st patrick's")),
    (_fixed(4, 1), ("april fools", "april fool's day", "april fools day", "april fools' day")),
    (_fixed(4, 22), ("earth day",)),
    (_fixed(4, 25), ("anzac day",)),
    (_fixed(5, 1), ("international workers' day", "international workers day", "workers' day",
                    "may day", "labour day")),
    (_fixed(5, 8), ("ve day",)),
    (_fixed(5, 9), ("europe day",)),
    (_fixed(6, 6), ("d-day",)),
    (_fixed(6, 19), ("juneteenth", "jubilee day", "freedom day", "juneteenth day")),
    (_fixed(7, 1), ("canada day",)),
    (_fixed(7, 4), ("independence day", "us independence day")),
    (_fixed(7, 14), ("bastille day",)),
    (_fixed(10, 24), ("united nations day", "un day")),
    (_fixed(10, 31), ("halloween", "hallowe'en", "halloween day", "all hallows eve")),
    (_fixed(11, 1), ("all saints day", "all saints' day")),
    (_fixed(11, 2), ("all souls day", "all souls' day")),
    (_fixed(11, 5), ("guy fawkes night", "bonfire night", "guy fawkes day")),
    (_fixed(11, 11), ("veterans day", "veterans' day", "armistice day", "remembrance day")),
    (_fixed(12, 10), ("human rights day",)),
    (_fixed(12, 24), ("christmas eve", "xmas eve")),
    (_fixed(12, 25), ("christmas", "christmas day", "xmas", "xmas day")),
    (_fixed(12, 26), ("boxing day", "st stephen's day")),
    (_nth(1, 0, 3), ("martin luther king day", "martin luther king jr day", "mlk day",
                     "martin luther king's day", "martin luther king jr. day")),
    (_nth(2, 0, 3), ("presidents day", "presidents' day", "president's day",
                     "washington's birthday")),
    (_nth(5, 6, 2), ("mother's day", "mothers day", "mothers' day")),
    (_nth(6, 6, 3), ("father's day", "fathers day", "fathers' day")),
    (_nth(5, 0, -1), ("memorial day",)),
    (_nth(9, 0, 1), ("labor day",)),
    (_nth(10, 0, 2), ("columbus day", "indigenous peoples' day", "indigenous peoples day")),
    (_nth(11, 3, 4), ("thanksgiving", "thanksgiving day")),
    (_nth(11, 3, 4, then=1), ("black friday",)),
    (_nth(11, 3, 4, then=4), ("cyber monday",)),
    (_from_easter(0), ("easter", "easter sunday", "easter day")),
    (_from_easter(1), ("easter monday",)),
    (_from_easter(-2), ("good friday",)),
    (_from_easter(-3), ("maundy thursday", "holy thursday")),
    (_from_easter(-1), ("holy saturday",)),
    (_from_easter(-7), ("palm sunday",)),
    (_from_easter(-46), ("ash wednesday",)),
    (_from_easter(-47), ("shrove tuesday", "mardi gras", "pancake day")),
    (_from_easter(39), ("ascension day", "ascension")),
    (_from_easter(49), ("pentecost", "whit sunday", "whitsun")),
    (_from_easter(50), ("whit monday", "pentecost monday")),
    (_from_easter(60), ("corpus christi",)),
    (_from_easter(0, orthodox_easter), ("orthodox easter", "eastern easter")),
    (_islamic(9, 1, 30), ("ramadan", "holy month of ramadan", "month of ramadan")),
    (_islamic(10, 1), ("eid al fitr", "eid", "eid ul fitr")),
    (_islamic(12, 10), ("eid al adha", "eid ul adha")),
    (_islamic(1, 1), ("islamic new year", "hijri new year")),
    (_islamic(1, 10), ("ashura",)),
    (_islamic(3, 12), ("mawlid", "prophet's birthday", "mawlid al nabi")),
    (_jewish(-163), ("passover", "pesach")),
    (_jewish(0), ("rosh hashanah", "rosh hashana", "jewish new year")),
    (_jewish(9), ("yom kippur", "day of atonement")),
    (_jewish(14, length=7), ("sukkot",)),
)  # fmt: skip

OBSERVANCES: dict[str, Build] = {name: build for build, names in _TABLE for name in names}
"""Each name of an observance in lower case, and the rule that gives it for a year."""

LONGEST = max(len(name.split()) for name in OBSERVANCES)
