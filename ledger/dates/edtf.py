"""EDTF, the notation for uncertain dates (ISO 8601-2; Library of Congress, 2019), in and out.

Level 0 days, months, years and intervals; of levels 1 and 2 the qualifiers ? ~ %, unspecified
digits X, open and unknown ends, seasons and quarters (21 to 24, 33 to 36), and sets as the span
they cover. Times are cut to their day.
"""

from __future__ import annotations

import datetime as dt
import re

from ledger.dates.calendar import LAST, Period, month, months, quarter, year
from ledger.dates.reading import UnreadablePhraseError

Days = tuple[dt.date | None, dt.date | None]

_DATE = re.compile(r"([\dX]{4})(?:-([\dX]{2}))?(?:-([\dX]{2}))?(?:T[\d:.Z+-]+)?")
_LOOKS = re.compile(r"\[?\{?(?:\.\.)?/?[\dX]{4}(?:-[\dX]{2}|[/?~%.TX]|$|[,\]}])|\.\./")


def looks_like_edtf(text: str) -> bool:
    """Whether the text is meant as EDTF rather than as words."""
    return _LOOKS.match(text) is not None and " " not in text.strip("[]{}").replace(", ", ",")


def parse_edtf(text: str) -> Days:
    """Earliest and latest day of an EDTF string; None is an open or unknown end.

    Raises UnreadablePhraseError for what is no EDTF, or a day that does not exist.
    """
    body = text.strip()
    if body[:1] in "[{" and body[-1:] in "]}":
        return _set(body[1:-1], text)
    if "/" in body:
        start, _slash, end = body.partition("/")
        if "/" in end:
            raise _wrong(text)
        first = None if start in ("", "..") else _one(start, text)[0]
        last = None if end in ("", "..") else _one(end, text)[1]
        if (first is None and start not in ("", "..")) or (last is None and end not in ("", "..")):
            raise _wrong(text)
        if first is None and last is None:
            raise _wrong(text)
        if first and last and first > last:
            raise UnreadablePhraseError(
                f"the interval {text!r} ends before it begins", hint="write the earlier day first"
            )
        return first, last
    return _one(body, text)


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
    body = re.sub(r"[?~%]", "", part)
    match = _DATE.fullmatch(body)
    if match is None:
        raise _wrong(text)
    years, of_year, of_month = match.groups()
    try:
        first_year = int(years.replace("X", "0")) or 1
        last_year = int(years.replace("X", "9"))
        if of_year is None:
            return year(first_year).first, year(last_year).last
        if of_year.isdecimal() and 21 <= int(of_year) <= 36 and of_month is None:
            found = _season(first_year, int(of_year))
            return found.first, found.last
        low = [m for m in range(1, 13) if _fits(of_year, m)]
        if not low:
            raise ValueError(of_year)
        if of_month is None:
            return month(first_year, low[0]).first, month(last_year, low[-1]).last
        days = [d for d in range(1, 32) if _fits(of_month, d)]
        whole = month(last_year, low[-1]).last.day
        fitting = [d for d in days if d <= whole]
        return dt.date(first_year, low[0], days[0]), dt.date(last_year, low[-1], fitting[-1])
    except (ValueError, IndexError):
        raise UnreadablePhraseError(
            f"{part} is no day of the calendar", hint="check the month and the day"
        ) from None


def _fits(pattern: str, number: int) -> bool:
    return all(p in ("X", d) for p, d in zip(pattern, f"{number:02}", strict=True))


def _season(of_year: int, code: int) -> Period:
    if 21 <= code <= 24:
        return months(of_year, (3, 6, 9, 12)[code - 21], 3, "season")
    if 33 <= code <= 36:
        return quarter(of_year, code - 32)
    raise ValueError(code)


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
