"""How a phrase hangs on an event, and its days once that event has some (R10)."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from attrs import field, frozen, validators

from ledger.dates.calendar import add, before

Days = tuple[dt.date | None, dt.date | None]
KINDS = ("before", "on", "within", "after", "since")
UNITS = ("day", "workday", "week", "month", "year")

_day = validators.optional(validators.instance_of(dt.date))


@frozen(kw_only=True)
class Shift:
    """`before`, `on`, `within` or `after` so many units of, or `since`, the event.

    "several days later" is after, least 3, most 10, unit day; "within two years of" is within,
    least 2, most 2, unit year; "no sooner than 30 days after" is since, least and most 30.
    `days` come on top ("a month and a half after": a month and 15 days). `not_after` and
    `not_before` bound what comes out: "by 30 June or 90 days after signature, whichever is
    earlier" is not after 30 June. Working days run from Monday to Friday.
    """

    kind: str = field(validator=validators.in_(KINDS))
    least: int = field(default=0, validator=validators.instance_of(int))
    most: int = field(default=0, validator=validators.instance_of(int))
    unit: str = field(default="day", validator=validators.in_(UNITS))
    days: int = field(default=0, validator=validators.instance_of(int))
    not_after: dt.date | None = field(default=None, validator=_day)
    not_before: dt.date | None = field(default=None, validator=_day)


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
    first, last = _resolved(shift, earliest, latest, anchor, direction)
    if first is not None and last is not None and first > last:
        first, last = last, first
    return _bounded(first, shift), _bounded(last, shift)


def _resolved(
    shift: Shift, earliest: dt.date | None, latest: dt.date | None, anchor: dt.date | None,
    direction: str,
) -> Days:  # fmt: skip
    if shift.kind == "since":
        first = _moved(earliest, shift.least, shift)
        # What happened since, or in the wake of, an event: its earliest day … the telling.
        return first, _later(anchor, first) if direction == "date" else None
    if shift.kind == "before":
        if direction == "date" and not shift.most and not shift.days:
            return None, before(latest) if latest else None
        return (
            _moved(earliest, -(shift.most or 1), shift, -1),
            _moved(latest, -(shift.least or 1), shift, -1),
        )
    if shift.kind == "within" and direction != "due":
        return earliest, _moved(latest, shift.most, shift)
    return _moved(earliest, shift.least, shift), _moved(latest, shift.most, shift)


def _moved(day: dt.date | None, count: int, shift: Shift, sign: int = 1) -> dt.date | None:
    if day is None:
        return None
    return add(add(day, count, shift.unit), sign * shift.days, "day")


def _bounded(day: dt.date | None, shift: Shift) -> dt.date | None:
    if day is None:
        return None
    if shift.not_after is not None:
        day = min(day, shift.not_after)
    if shift.not_before is not None:
        day = max(day, shift.not_before)
    return day


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    if one is None or other is None:
        return one
    return max(one, other)
