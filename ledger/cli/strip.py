"""A strip of the calendar in characters: which days are surely in time, which perhaps, which late."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterator

LONGEST = 8
"""Months at most; of a longer stretch the years are shown, a character a month."""

MEANING = {
    "due": "· in time   ▒ perhaps in time   × past due",
    "date": "█ in it   · outside",
}


def strip(first: dt.date | None, last: dt.date | None, *, due: bool) -> Iterator[tuple[str, str]]:
    """Name and cells of each month (or year) around two bounds; nothing where one is open.

    Of a deadline the bounds are due_lo and due_hi; else the first and the last day.
    """
    if first is None or last is None:
        return
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    mark = _of_deadline(first, last) if due else _of_days(first, last)
    if months <= LONGEST:
        for number in range(months):
            year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
            days = calendar.monthrange(year, month + 1)[1]
            cells = [mark(*(dt.date(year, month + 1, day),) * 2) for day in range(1, days + 1)]
            yield f"{year}-{month + 1:02}", _by_tens(cells)
        return
    years = range(first.year, last.year + 1)
    for year in years if len(years) <= 3 * LONGEST else (first.year, last.year):
        cells = [
            mark(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))
            for month in range(1, 13)
        ]
        yield f"{year}", "".join(cells)


def _of_deadline(lo: dt.date, hi: dt.date) -> Callable[[dt.date, dt.date], str]:
    return lambda start, end: "·" if end <= lo else "×" if start > hi else "▒"


def _of_days(first: dt.date, last: dt.date) -> Callable[[dt.date, dt.date], str]:
    return lambda start, end: "█" if end >= first and start <= last else "·"


def _by_tens(cells: list[str]) -> str:
    """The days of a month, a space after the 10th and the 20th."""
    return " ".join("".join(part) for part in (cells[:10], cells[10:20], cells[20:]))
