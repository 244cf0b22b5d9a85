"""EDTF, the notation for uncertain dates (ISO 8601-2; Library of Congress, 2019), in and out.

Days, months, years and intervals (level 0); the qualifiers ? ~ %, unspecified digits X, open and
unknown ends, seasons, and years of five digits and more, which are refused (level 1); qualified
parts, sets and lists as the span they cover, quarters, halves and thirds (level 2). The bounds are
the strict ones: a qualifier says how sure a date is, and widens nothing. Times are cut to their
day. Years run from 1 to 9999.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress

from ledger.dates.calendar import LAST, Period, month, months, year
from ledger.dates.reading import UnreadablePhraseError

Days = tuple[dt.date | None, dt.date | None]

_Q = "[?~%]?"
_YEAR = rf"{_Q}(?P<y>[\dX]{{4}}){_Q}"
_DATE = re.compile(
    rf"{_YEAR}(?:-{_Q}(?P<m>[\dX]{{2}}){_Q}(?:-{_Q}(?P<d>[\dX]{{2}}){_Q})?)?"
    r"(?P<t>T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4])(?::[0-5]\d)?)?"
    r"|T24:00:00)?",
    re.ASCII,
)
_PLAIN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
"""One whole day: what nearly every date is."""
_LOOKS = re.compile(
    r"[\[{].*[\]}]|\.\./?.*|.*/\.\.|/.+"
    r"|[?~%]?-?[\dX]{4,}[?~%]?(?:-[?~%]?[\dX]{2}[?~%]?){0,2}(?:T\d\d:.*)?"
    r"(?:/(?:\.\.|[?~%]?-?[\dX]{4,}[?~%]?(?:-[?~%]?[\dX]{2}[?~%]?){0,2}.*)?)?|Y-?\d+.*",
    re.ASCII,
)
_SEASONS = {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3), 25: (3, 3), 26: (6, 3), 27: (9, 3),
            28: (12, 3), 29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3), 33: (1, 3), 34: (4, 3),
            35: (7, 3), 36: (10, 3), 37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6),
            41: (7, 6)}  # fmt: skip
"""First month and number of months of each code: seasons (of the north; 29 to 32 of the south),
quarters, thirds and halves."""


def looks_like_edtf(text: str) -> bool:
    """Whether the text is meant as EDTF rather than as words."""
    if " " in text and text[:1] not in ("[", "{"):
        return False
    return _LOOKS.fullmatch(text) is not None and not re.fullmatch(r"\d{5,}", text, re.ASCII)


def parse_edtf(text: str) -> Days:
    """Earliest and latest day of an EDTF string; None is an open or unknown end.

    Raises UnreadablePhraseError for what is no EDTF, or a day that does not exist.
    """
    body = text.strip()
    if _PLAIN.fullmatch(body) is not None:
        with suppress(ValueError):
            day = dt.date.fromisoformat(body)
            return day, day
        # A season, or no day at all: that is told below.
    if len(body) > 300:
        raise _wrong(f"{body[:57]}…")
    if body[:1] in ("[", "{"):
        if body[-1:] != {"[": "]", "{": "}"}[body[0]]:
            raise _wrong(text)
        return _set(body[1:-1], text)
    if "/" in body:
        return _interval(body, text)
    return _one(body, text)


def _interval(body: str, text: str) -> Days:
    start, _slash, end = body.partition("/")
    if "/" in end or "T" in body:
        raise _wrong(text)
    first = None if start in ("", "..") else _one(start, text)[0]
    last = None if end in ("", "..") else _one(end, text)[1]
    if first is None and last is None:
        raise _wrong(text)
    if first and last and first > last:
        raise UnreadablePhraseError(
            f"the interval {text!r} ends before it begins", hint="write the earlier day first"
        )
    return first, last


def _set(body: str, text: str) -> Days:
    members = [member.strip() for member in body.split(",")]
    open_start, open_end = members[0].startswith(".."), members[-1].endswith("..")
    days = [_one(part, text) for m in members for part in m.split("..") if part]
    if not days:
        raise _wrong(text)
    earliest = min(day[0] for day in days)
    latest = max(day[1] for day in days)
    return (None if open_start else earliest), (None if open_end else latest)


def _one(part: str, text: str) -> tuple[dt.date, dt.date]:
    match = _DATE.fullmatch(part)
    if match is None or (match["t"] and match["d"] is None):
        raise _wrong(text)
    years, of_year, of_month = match["y"], match["m"], match["d"]
    try:
        # Year 0 and what lies before it is not on this calendar.
        first_year = int(years.replace("X", "0")) or ("X" in years) * 1
        last_year = int(years.replace("X", "9"))
        if of_year is None:
            return year(first_year).first, year(last_year).last
        if of_year.isdecimal() and int(of_year) in _SEASONS:
            if of_month is not None:
                raise _wrong(text)
            return (_season(first_year, int(of_year)).first, _season(last_year, int(of_year)).last)
        fitting = [m for m in range(1, 13) if _fits(of_year, m)]
        if of_month is None:
            return month(first_year, fitting[0]).first, month(last_year, fitting[-1]).last
        days = [d for d in range(1, 32) if _fits(of_month, d)]
        return _extreme(first_year, fitting, days), _extreme(last_year, fitting[::-1], days[::-1])
    except (ValueError, IndexError):
        raise UnreadablePhraseError(
            f"{part} is no day of the calendar", hint="check the month and the day"
        ) from None


def _extreme(of_year: int, fitting: list[int], days: list[int]) -> dt.date:
    """The first day that exists, months and days taken in the order given."""
    for number in fitting:
        length = month(of_year, number).last.day
        for day in days:
            if day <= length:
                return dt.date(of_year, number, day)
    raise ValueError(of_year)


def _fits(pattern: str, number: int) -> bool:
    return all(p in ("X", d) for p, d in zip(pattern, f"{number:02}", strict=True))


def _season(of_year: int, code: int) -> Period:
    first, count = _SEASONS[code]
    return months(of_year, first, count, "season")


def _wrong(text: str) -> UnreadablePhraseError:
    return UnreadablePhraseError(
        f"{text!r} is no EDTF date",
        hint="write 2020-09-09, 2020-09, 2020, 2020-01/2020-03 or ../2020-09-09",
    )


def format_edtf(earliest: dt.date | None, latest: dt.date | None) -> str:
    """The shortest EDTF string for an interval of days."""
    if earliest is None and latest is None:
        return ".."
    if earliest is None or latest is None:
        return f"{_short(earliest) or '..'}/{_short(latest) or '..'}"
    if earliest == latest:
        return earliest.isoformat()
    whole = _whole(earliest, latest)
    if whole:
        return whole
    start, end = earliest.isoformat(), latest.isoformat()
    following = latest + dt.timedelta(days=1) if latest < LAST else latest
    if earliest.day == 1 and following.day == 1:
        start, end = start[:7], end[:7]
    return f"{start}/{end}"


def _short(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _whole(earliest: dt.date, latest: dt.date) -> str | None:
    if earliest.year == latest.year:
        if (earliest, latest) == (year(earliest.year).first, year(earliest.year).last):
            return f"{earliest.year:04}"
        if month(earliest.year, earliest.month) == Period(earliest, latest, "month"):
            return earliest.isoformat()[:7]
    return None
