"""An interval of numbers with possibly open ends, and its arithmetic (docs/domain.md, section 5).

R. E. Moore, "Interval Analysis" (1966): the result holds every value that the operands allow.
Where a result has more digits than are kept, its ends are rounded outwards.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from attrs import field, frozen, validators

_decimal = validators.optional(validators.instance_of(Decimal))
_DOWN = Context(prec=60, rounding=ROUND_FLOOR)
_UP = Context(prec=60, rounding=ROUND_CEILING)


@frozen(kw_only=True)
class Span:
    """All numbers from `lo` to `hi`, both included; None is an open end."""

    lo: Decimal | None = field(default=None, validator=_decimal)
    hi: Decimal | None = field(default=None, validator=_decimal)

    def __attrs_post_init__(self) -> None:
        if self.lo is not None and self.hi is not None and self.lo > self.hi:
            raise ValueError(f"the interval {self.lo} … {self.hi} is empty")

    def __add__(self, other: Span) -> Span:
        return Span(
            lo=None if self.lo is None or other.lo is None else _DOWN.add(self.lo, other.lo),
            hi=None if self.hi is None or other.hi is None else _UP.add(self.hi, other.hi),
        )

    def __neg__(self) -> Span:
        return Span(lo=_negative(self.hi), hi=_negative(self.lo))

    def __sub__(self, other: Span) -> Span:
        return self + -other

    def __contains__(self, number: Decimal) -> bool:
        return (self.lo is None or self.lo <= number) and (self.hi is None or number <= self.hi)

    def scaled(self, factor: Decimal) -> Span:
        """Every number of it times `factor`; a negative factor turns it round."""
        if factor < 0:
            return (-self).scaled(factor.copy_negate())
        if not factor:
            return Span(lo=factor, hi=factor)
        return Span(
            lo=None if self.lo is None else _DOWN.multiply(self.lo, factor),
            hi=None if self.hi is None else _UP.multiply(self.hi, factor),
        )

    def overlaps(self, other: Span) -> bool:
        """Whether some number lies in both."""
        return (self.lo is None or other.hi is None or self.lo <= other.hi) and (
            other.lo is None or self.hi is None or other.lo <= self.hi
        )

    def within(self, other: Span) -> bool:
        """Whether every number of it lies in `other`."""
        return (other.lo is None or (self.lo is not None and other.lo <= self.lo)) and (
            other.hi is None or (self.hi is not None and self.hi <= other.hi)
        )


def _negative(number: Decimal | None) -> Decimal | None:
    return number.copy_negate() if number else number
