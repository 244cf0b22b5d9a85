"""The days of what hangs on an event, once that event has some."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.dates import Direction, Shift, resolve
from ledger.dates.shift import KINDS, UNITS

SIGNED = dt.date(2021, 2, 28)
TOLD = dt.date(2021, 9, 9)


def days(shift: Shift, direction: Direction = "due") -> tuple[dt.date | None, dt.date | None]:
    return resolve(shift, earliest=SIGNED, latest=SIGNED, anchor=TOLD, direction=direction)


def test_within_and_after_so_many_months_end_on_the_calendar_day() -> None:
    shift = Shift(kind="within", least=6, most=6, unit="month")
    assert days(shift) == (dt.date(2021, 8, 28),) * 2
    assert days(shift, "date") == (SIGNED, dt.date(2021, 8, 28))


def test_days_come_on_top_of_the_units() -> None:
    shift = Shift(kind="after", least=9, most=9, unit="month", days=15)
    assert days(shift) == (dt.date(2021, 12, 13),) * 2


def test_working_days_pass_over_the_weekend() -> None:
    """28 February 2021 is a Sunday."""
    assert days(Shift(kind="after", least=5, most=5, unit="workday")) == (dt.date(2021, 3, 5),) * 2


def test_before_is_the_day_before_unless_it_says_how_long() -> None:
    assert days(Shift(kind="before")) == (dt.date(2021, 2, 27),) * 2
    assert days(Shift(kind="before", least=2, most=2, unit="week")) == (dt.date(2021, 2, 14),) * 2


def test_since_an_event_has_a_first_day_and_told_of_the_past_ends_with_the_telling() -> None:
    shift = Shift(kind="since", least=30, most=30)
    assert days(shift) == (dt.date(2021, 3, 30), None)
    assert days(shift, "date") == (dt.date(2021, 3, 30), TOLD)


def test_whichever_is_earlier_is_never_after_the_day_and_later_never_before() -> None:
    early = Shift(kind="after", least=90, most=90, not_after=dt.date(2021, 5, 1))
    late = Shift(kind="after", least=90, most=90, not_before=dt.date(2021, 6, 30))
    assert days(early) == (dt.date(2021, 5, 1),) * 2
    assert days(late) == (dt.date(2021, 6, 30),) * 2


COUNTS = st.integers(min_value=0, max_value=5000)
BORDERS = st.none() | st.dates()


@settings(deadline=None)
@given(kind=st.sampled_from(KINDS), unit=st.sampled_from(UNITS), least=COUNTS, more=COUNTS,
       extra=st.integers(-40, 40), first=st.dates(), length=COUNTS,
       direction=st.sampled_from(("date", "due", "ahead")), border=BORDERS)  # fmt: skip
def test_the_first_day_is_never_after_the_last(
    kind: str, unit: str, least: int, more: int, extra: int, first: dt.date, length: int,
    direction: Direction, border: dt.date | None,
) -> None:  # fmt: skip
    last = min(first.toordinal() + length, dt.date.max.toordinal())
    shift = Shift(
        kind=kind, least=least, most=least + more, unit=unit, days=extra, not_after=border
    )
    found = resolve(shift, earliest=first, latest=dt.date.fromordinal(last), anchor=TOLD,
                    direction=direction)  # fmt: skip
    assert found[0] is None or found[1] is None or found[0] <= found[1]
