"""An interval of numbers with possibly open ends, and its arithmetic (docs/domain.md, section 5).

R. E. Moore, "Interval Analysis" (1966): the result holds every value that the operands allow.
"""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen, validators

_decimal = validators.optional(validators.instance_of(Decimal))


@frozen(kw_only=True)
class Span:
    """All numbers from `lo` to `hi`, both included; None is an open end."""

    lo: Decimal | None = field(default=None, validator=_decimal)
    hi: Decimal | None = field(default=None, validator=_decimal)

    def __attrs_post_init__(self) -> None:
        if self.lo is not None and self.hi is not None and self.lo > self.hi:
            raise ValueError(f"the interval {self.lo} … {self.hi} is empty")

    def __add__(self, other: Span) -> Span:
        return Span(lo=_sum(self.lo, other.lo), hi=_sum(self.hi, other.hi))

    def __neg__(self) -> Span:
        return Span(
            lo=None if self.hi is None else -self.hi, hi=None if self.lo is None else -self.lo
        )

    def __sub__(self, other: Span) -> Span:
        return self + -other

    def __contains__(self, number: Decimal) -> bool:
        return (self.lo is None or self.lo <= number) and (self.hi is None or number <= self.hi)

    def overlaps(self, other: Span) -> bool:
        """Whether some number lies in both."""
        return (self.lo is None or other.hi is None or self.lo <= other.hi) and (
            other.lo is None or self.hi is None or other.lo <= self.hi
        )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
