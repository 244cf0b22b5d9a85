"""How a phrase hangs on an event, and its days once that event has some (R10)."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from attrs import field, frozen, validators

from ledger.dates.calendar import ONE_DAY, add

Days = tuple[dt.date | None, dt.date | None]
KINDS = ("before", "on", "within", "after", "since")


@frozen(kw_only=True)
class Shift:
    """`before`, `on`, `within` or `after` so many units of, or `since`, the event.

    "several days later" is after, least 3, most 10, unit day; "within two years of" is within,
    least 2, most 2, unit year.
    """

    kind: str = field(validator=validators.in_(KINDS))
    least: int = field(default=0, validator=validators.instance_of(int))
    most: int = field(default=0, validator=validators.instance_of(int))
    unit: str = field(default="day", validator=validators.in_(("day", "week", "month", "year")))


def resolve(
    shift: Shift,
    *,
    earliest: dt.date | None,
    latest: dt.date | None,
    anchor: dt.date | None,
    direction: Literal["date", "due", "ahead"],
) -> Days:
    """The days of a phrase that hangs on an event dated `earliest` … `latest`.

    In the direction `due` the result is due_lo, due_hi; else the days on which it can have
    happened, `since` cut at the day of the telling, `anchor`. Calendar arithmetic alone; None is
    an open end.
    """
    if shift.kind == "since":
        if direction == "date":
            # What happened since, or in the wake of, an event: its earliest day … the telling.
            return earliest, _later(anchor, earliest)
        return earliest, None
    if shift.kind == "before":
        if direction == "date" and not shift.most:
            return None, latest - ONE_DAY if latest else None
        return (
            _moved(earliest, -(shift.most or 1), shift.unit),
            _moved(latest, -(shift.least or 1), shift.unit),
        )
    if shift.kind == "within" and direction != "due":
        return earliest, _moved(latest, shift.most, shift.unit)
    return _moved(earliest, shift.least, shift.unit), _moved(latest, shift.most, shift.unit)


def _moved(day: dt.date | None, count: int, unit: str) -> dt.date | None:
    return None if day is None else add(day, count, unit)


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    if one is None or other is None:
        return one
    return max(one, other)
