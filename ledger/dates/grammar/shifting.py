"""A length of time as the shift from an event."""

from __future__ import annotations

from ledger.dates.duration import Duration
from ledger.dates.shift import Shift


def shifted(kind: str, counted: Duration) -> Shift:
    """The shift by a length of time."""
    least, most, unit, days = counted.least, counted.most, counted.unit, 0
    size = {"fortnight": 2, "quarter": 3, "half": 6, "decade": 10, "century": 100}.get(unit, 1)
    unit = {"fortnight": "week", "weekend": "week", "quarter": "month", "half": "month", "decade": "year",
            "century": "year"}.get(unit, unit)  # fmt: skip
    least, most = least * size, most * size
    if counted.half:
        half = {"year": 6, "week": 3, "month": 15}.get(unit, 0) * (size if unit == "year" else 1)
        if unit == "year":
            least, most, unit = least * 12 + half, most * 12 + half, "month"
        else:
            days = half
    extra = counted.plus
    if extra is not None:
        factor = {("year", "month"): (12, "month"), ("week", "day"): (7, "day")}.get(
            (unit, extra.unit)
        )
        if factor is not None:
            least, most = least * factor[0] + extra.least, most * factor[0] + extra.most
            unit = factor[1]
        else:
            days += extra.least * {"week": 7, "day": 1, "month": 30}.get(extra.unit, 0)
    if counted.loose:
        return _loosened(kind, least, most, unit, days, counted.loose)
    return Shift(kind=kind, least=least, most=most, unit=unit, days=days)


def _loosened(kind: str, least: int, most: int, unit: str, days: int, loose: str) -> Shift:
    """Half a unit more or less, in the next finer unit (R9)."""
    size, finer, half = {
        "year": (12, "month", 6),
        "month": (30, "day", 15),
        "week": (7, "day", 3),
    }.get(unit, (1, unit, 0))
    least, most = least * size, most * size
    if loose in ("over", "about"):
        most += half
    if loose in ("under", "about"):
        least -= half
    return Shift(kind=kind, least=max(least, 0), most=most, unit=finer, days=days)
