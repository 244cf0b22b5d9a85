"""Calendar arithmetic: months clamped, working days, thirds and parts of periods."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.dates import calendar as cal
from ledger.dates.observances import OBSERVANCES, easter, orthodox_easter

DAYS = st.dates()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        ("2021-01-31", 1, "month", "2021-02-28"),
        ("2020-02-29", 1, "year", "2021-02-28"),
        ("2020-09-09", -8, "month", "2020-01-09"),
        ("2020-09-11", 1, "workday", "2020-09-14"),
        ("2020-09-12", 1, "workday", "2020-09-14"),
        ("2020-09-12", -1, "workday", "2020-09-11"),
        ("2020-09-13", 5, "workday", "2020-09-18"),
        ("2020-09-09", 10, "workday", "2020-09-23"),
        ("2020-09-09", 1, "century", "2120-09-09"),
        ("9999-12-31", 1, "day", "9999-12-31"),
        ("0001-01-01", -1, "month", "0001-01-01"),
    ],
)
def test_a_day_plus_so_many_units(start: str, count: int, unit: str, end: str) -> None:
    assert cal.add(day(start), count, unit) == day(end)


@settings(deadline=None)
@given(start=DAYS, unit=st.sampled_from(cal.UNITS), count=st.integers(-5000, 5000))
def test_adding_goes_the_way_it_is_told(start: dt.date, unit: str, count: int) -> None:
    moved = cal.add(start, count, unit)
    assert (moved >= start) if count >= 0 else (moved <= start)


@settings(deadline=None)
@given(start=DAYS, unit=st.sampled_from(cal.UNITS))
def test_the_unit_around_a_day_holds_it(start: dt.date, unit: str) -> None:
    found = cal.around(start, unit)
    assert found.first <= found.last
    # The weekend of a weekday is the one that its week ends with.
    assert found.holds(start) or unit == "weekend"


@settings(deadline=None)
@given(start=DAYS, unit=st.sampled_from(("week", "month", "quarter", "half", "year", "decade")),
       parts=st.sampled_from((2, 3, 4)))  # fmt: skip
def test_the_parts_of_a_period_make_up_the_period(start: dt.date, unit: str, parts: int) -> None:
    whole = cal.around(start, unit)
    found = [cal.cut(whole, parts, number) for number in range(parts)]
    assert found[0].first == whole.first
    assert found[-1].last == whole.last
    for one, other in itertools.pairwise(found):
        assert other.first == cal.after(one.last)


def test_the_thirds_of_a_month_share_the_tenth_and_the_twentieth() -> None:
    july = cal.month(2020, 7)
    assert [
        (part.first.day, part.last.day)
        for part in (cal.third(july, which) for which in ("early", "mid", "late"))
    ] == [(1, 10), (10, 20), (20, 31)]


@pytest.mark.parametrize(
    ("year", "west", "east"),
    [(2019, "2019-04-21", "2019-04-28"), (2020, "2020-04-12", "2020-04-19"),
     (2024, "2024-03-31", "2024-05-05"), (2025, "2025-04-20", "2025-04-20")],
)  # fmt: skip
def test_easter_of_both_churches(year: int, west: str, east: str) -> None:
    assert (easter(year), orthodox_easter(year)) == (day(west), day(east))


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        # As announced in Saudi Arabia.
        ("eid al fitr", "2020-05-24"), ("eid al fitr", "2021-05-13"), ("eid al fitr", "2022-05-02"),
        ("eid al fitr", "2023-04-21"), ("eid al fitr", "2024-04-10"), ("eid al adha", "2021-07-20"),
        ("ramadan", "2024-03-11"), ("ramadan", "2021-04-13"),
        ("rosh hashanah", "2020-09-19"), ("rosh hashanah", "2023-09-16"), ("yom kippur", "2021-09-16"),
        ("thanksgiving", "2020-11-26"), ("memorial day", "2021-05-31"), ("good friday", "2021-04-02"),
    ],
)  # fmt: skip
def test_an_observance_lies_where_it_was_kept(name: str, seen: str) -> None:
    kept = day(seen)
    found = OBSERVANCES[name](kept.year)
    assert found is not None
    assert found.holds(kept)


@settings(deadline=None)
@given(year=st.integers(1, 9999), name=st.sampled_from(sorted(OBSERVANCES)))
def test_an_observance_begins_in_its_year(year: int, name: str) -> None:
    found = OBSERVANCES[name](year)
    if found is not None:
        assert found.first <= found.last
        assert abs(found.first.year - year) <= 1
