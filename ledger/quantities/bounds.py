"""What a qualifier makes of a number: the interval that the words allow.

Counts go up and down in ones, so more than 2,000 is 2,001 or more. What is measured (money,
percentages, lengths, times) has no next number: more than 5 % begins at 5 %, and the qualifier
says that the end itself is not meant.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from ledger.quantities.numeral import Number

Ends = tuple[Decimal | None, Decimal | None]
_ZERO = Decimal(0)
_ONE = Decimal(1)


def bounds(number: Number, qualifier: str, *, whole: bool) -> Ends:
    """The interval that a qualified number allows, both ends included.

    Half a unit of the last significant digit either side for approximations, never more than a
    tenth of the value; `whole` counts go up and down in ones.
    """
    value = number.value
    step = _ONE if whole and value == value.to_integral_value() else _ZERO
    match qualifier:
        case "more_than":
            return value + step, None
        case "at_least":
            return value, None
        case "up_to":
            return (_ZERO if value >= 0 else None), value
        case "fewer_than":
            below = value - step
            return (_ZERO if value > 0 else None), below
        case "about" | "nearly" | "just_over" | "odd":
            if value < 0:
                low, high = _near(-value, number.unit, step, qualifier)
                return -high, -low
            return _near(value, number.unit, step, qualifier)
        case _:
            return value, value


def _near(value: Decimal, unit: Decimal, step: Decimal, qualifier: str) -> tuple[Decimal, Decimal]:
    """The interval near a value that is not negative."""
    if qualifier == "odd":
        return value, max(value, value + unit - step)
    slack = min(unit / 2, value / 10)
    if step:
        slack = slack.to_integral_value(rounding=ROUND_FLOOR)
    above = max(value + slack - step, value)
    match qualifier:
        case "about":
            return value - slack, above
        case "just_over":
            return value + step, max(above, value + step)
        case _:
            return min(value - slack, value - step), value - step


def widened(inner: Ends, qualifier: str) -> Ends:
    """What a qualifier makes of an interval: "at least several hundred", "up to about 500"."""
    low, high = inner
    match qualifier:
        case "more_than" | "at_least":
            return low, None
        case "fewer_than" | "up_to":
            floor = None if low is not None and low < 0 else _ZERO
            return (None if high is not None and high < 0 else floor), high
        case _:
            return inner
