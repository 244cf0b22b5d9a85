"""Interval arithmetic and its laws: whatever the operands allow, the result allows."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.quantities import Span

DECIMALS = st.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=3
)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """An interval, its ends open or not."""
    low, high = sorted((draw(DECIMALS), draw(DECIMALS)))
    return Span(lo=draw(st.sampled_from([low, None])), hi=draw(st.sampled_from([high, None])))


@st.composite
def members(draw: st.DrawFn) -> tuple[Span, Decimal]:
    """An interval and a number in it."""
    span = draw(spans())
    low = -(10**13) if span.lo is None else span.lo
    high = 10**13 if span.hi is None else span.hi
    return span, draw(st.decimals(min_value=low, max_value=high, places=3))


@given(members(), members())
def test_every_sum_and_difference_of_members_is_in_the_result(
    one: tuple[Span, Decimal], other: tuple[Span, Decimal]
) -> None:
    assert one[1] + other[1] in one[0] + other[0]
    assert one[1] - other[1] in one[0] - other[0]
    assert -one[1] in -one[0]


@given(members(), DECIMALS)
def test_every_multiple_of_a_member_is_in_the_scaled_interval(
    one: tuple[Span, Decimal], factor: Decimal
) -> None:
    with localcontext() as exact:
        exact.prec = 60
        product = one[1] * factor
    assert product in one[0].scaled(factor)


@given(spans(), spans(), spans())
def test_addition_is_commutative_and_associative(one: Span, two: Span, three: Span) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)


@given(spans(), spans())
def test_subtraction_adds_the_opposite(one: Span, two: Span) -> None:
    assert one - two == one + -two
    opposite = -one
    assert -opposite == one
    assert -(one - two) == two - one


@given(spans())
def test_zero_changes_nothing(one: Span) -> None:
    assert one + Span(lo=Decimal(0), hi=Decimal(0)) == one
    assert one.scaled(Decimal(1)) == one


@given(spans(), spans(), spans(), spans(), DECIMALS)
def test_wider_operands_give_a_wider_result(
    one: Span, two: Span, three: Span, four: Span, factor: Decimal
) -> None:
    """Inclusion monotonicity, the law that lets what is open stay open."""
    if one.within(three) and two.within(four):
        assert (one + two).within(three + four)
        assert (one - two).within(three - four)
        assert one.scaled(factor).within(three.scaled(factor))


@given(spans(), DECIMALS, DECIMALS)
def test_a_narrower_interval_lies_within(one: Span, first: Decimal, second: Decimal) -> None:
    """Widened on both sides by construction, so that the law above is tried on real inclusions."""
    wider = Span(
        lo=None if one.lo is None else one.lo - abs(first),
        hi=None if one.hi is None else one.hi + abs(second),
    )
    assert one.within(wider)
    assert (one + one).within(wider + wider)
    assert (one - one).within(wider - wider)
    assert one.overlaps(wider)


@given(spans(), spans())
def test_two_intervals_overlap_where_their_difference_holds_zero(one: Span, two: Span) -> None:
    assert one.overlaps(two) == (Decimal(0) in one - two) == two.overlaps(one)


def test_an_interval_minus_itself_is_not_zero() -> None:
    """About 5,200 less about 5,200 may be anything up to a hundred either way."""
    about = Span(lo=Decimal(5150), hi=Decimal(5249))

    assert about - about == Span(lo=Decimal(-99), hi=Decimal(99))


def test_ends_with_more_digits_than_are_kept_are_rounded_outwards() -> None:
    tiny = Decimal("1e-70")
    total = Span(lo=Decimal(1), hi=Decimal(1)) + Span(lo=-tiny, hi=tiny)
    assert total.lo is not None
    assert total.hi is not None
    assert total.lo < 1 < total.hi


def test_an_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="is empty"):
        Span(lo=Decimal(2), hi=Decimal(1))
