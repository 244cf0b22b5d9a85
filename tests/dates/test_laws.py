"""What holds for every phrase, whatever it says."""

from __future__ import annotations

import datetime as dt
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.dates import Direction, Reading, UnreadablePhraseError, parse_edtf, read
from tests.dates.phrases import ANCHORS, PERIODS, babble, sensible

DIRECTIONS: tuple[Direction, ...] = ("date", "due", "ahead")
SEEDS = st.integers(min_value=0, max_value=2**32)
DAYS = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31))


def check(phrase: str, anchor: dt.date, direction: Direction) -> Reading | None:
    """Reads twice and checks what holds for every reading; None where it is refused."""
    try:
        found = read(phrase, anchor=anchor, direction=direction)
    except UnreadablePhraseError:
        return None
    assert found == read(phrase, anchor=anchor, direction=direction)
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest
    assert found.lo is None or found.hi is None or found.lo <= found.hi
    for other in found.alternatives:
        assert other.lo is None or other.hi is None or other.lo <= other.hi
    if found.shift is not None:
        assert (found.earliest, found.latest, found.lo, found.hi) == (None,) * 4
        assert found.anchor_event is not None
    elif direction == "due":
        assert found.vague or found.hi is not None
    if found.edtf and found.edtf != "..":
        parse_edtf(found.edtf)
    return found


@settings(max_examples=400, deadline=None)
@given(seed=SEEDS, anchor=st.sampled_from(ANCHORS), direction=st.sampled_from(DIRECTIONS))
def test_words_of_the_calendar_in_any_order_are_read_or_refused(
    seed: int, anchor: dt.date, direction: Direction
) -> None:
    check(babble(random.Random(seed)), anchor, direction)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=120), direction=st.sampled_from(DIRECTIONS))
def test_any_text_is_read_or_refused(text: str, direction: Direction) -> None:
    check(text, ANCHORS[0], direction)


@settings(max_examples=200, deadline=None)
@given(seed=SEEDS, anchor=DAYS, direction=st.sampled_from(DIRECTIONS))
def test_a_form_and_a_period_keep_their_order(
    seed: int, anchor: dt.date, direction: Direction
) -> None:
    check(sensible(random.Random(seed)), anchor, direction)


@settings(max_examples=200, deadline=None)
@given(period=st.sampled_from([name for name in PERIODS if "start of" not in name]), anchor=DAYS)
def test_before_is_never_later_than_by_and_by_ends_with_the_period(
    period: str, anchor: dt.date
) -> None:
    """But by the start of a period is before it (R2), so those are left out."""
    by = read(f"by {period}", anchor=anchor, direction="due")
    before = read(f"before {period}", anchor=anchor, direction="due")
    during = read(period, anchor=anchor, direction="due")
    assert by.lo is not None
    assert by.hi is not None
    assert before.hi is not None
    assert during.hi is not None
    assert before.hi <= by.hi
    assert by.hi == during.hi


@settings(max_examples=200, deadline=None)
@given(count=st.integers(min_value=1, max_value=400), unit=st.sampled_from(("day", "week")),
       anchor=DAYS)  # fmt: skip
def test_so_many_units_from_now_and_as_many_ago_meet(
    count: int, unit: str, anchor: dt.date
) -> None:
    ahead = read(f"in {count} {unit}s", anchor=anchor, direction="due").hi
    assert ahead is not None
    assert read(f"{count} {unit}s ago", anchor=ahead, direction="date").latest == anchor


@settings(max_examples=200, deadline=None)
@given(day=DAYS)
def test_a_day_is_read_alike_however_it_is_written(day: dt.date) -> None:
    month = f"{day:%B}"
    for phrase in (
        str(day), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}",
        f"{day:%A}, {month[:3]}. {day.day}, {day.year}", f"the {day.day}th of {month} {day.year}",
        f"{day.month}/{day.day}/{day.year}", f"{day:%Y%m%d}", f"{day:%d-%b-%Y}",
    ):  # fmt: skip
        found = read(phrase, anchor=ANCHORS[0], direction="date")
        assert (found.earliest, found.latest) == (day, day), phrase


HOSTILE = (
    "1" * 100_000, "," * 100_000, "the " * 25_000, "1,000," * 20_000, "by " * 40_000,
    "early mid late " * 7_000, "../" * 30_000, "[1667,2" * 14_000, "2020-" * 20_000, " " * 100_000,
    "a" * 100_000, "end of " * 42, "1 2 " * 75, "two weeks after " * 18, "the day before " * 19,
    "A or " * 59, "half " * 60, "one hundred " * 25, "twenty " * 42, "from " * 59, "Q1 " * 99,
    "whichever or earlier " * 14, "the later of " * 23, "'" * 299, "1-" * 149, "first " * 49,
)  # fmt: skip


@pytest.mark.parametrize("phrase", HOSTILE, ids=lambda phrase: phrase[:12].strip() or "blanks")
def test_no_phrase_takes_long(phrase: str) -> None:
    """Far under a second each, on a busy machine too: a pattern that explodes takes minutes."""
    start = time.process_time()
    for direction in DIRECTIONS:
        check(phrase, ANCHORS[0], direction)
    assert time.process_time() - start < 1


@pytest.mark.soak
def test_a_million_phrases_are_read_or_refused() -> None:
    source = random.Random(2020)
    for number in range(1_000_000):
        phrase = babble(source) if number % 5 else sensible(source)
        check(phrase, source.choice(ANCHORS), source.choice(DIRECTIONS))
