"""Words that look back from the day they were told."""

from __future__ import annotations

import datetime as dt

import pytest

from ledger.dates import read, read_between

TOLD = dt.date(2020, 9, 9)


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [
        ("on Monday", "2020-09-07"),
        ("last Wednesday", "2020-09-02"),
        ("the day before yesterday", "2020-09-07"),
        ("at 3 a.m. on Friday", "2020-09-04"),
        ("the night of 5 May", "2020-05-05"),
        ("this week", "2020-09-07/2020-09-09"),
        ("last weekend", "2020-09-05/2020-09-06"),
        ("in early January", "2020-01-01/2020-01-10"),
        ("in late 2019", "2019-09/2019-12"),
        ("last winter", "2019-12/2020-02"),
        ("in the summer of 2019", "2019-06/2019-08"),
        ("June last year", "2019-06"),
        ("the last week of August", "2020-08-24/2020-08-30"),
        ("since 2003", "2003-01-01/2020-09-09"),
        ("during the last three months", "2020-06-09/2020-09-09"),
        ("19 years ago", "2001-09-09"),
        ("nearly two decades ago", "2000-09-10/2005-09-09"),
        ("a year ago today", "2019-09-09"),
        ("so far this year", "2020-01-01/2020-09-09"),
        ("recently", "../2020-09-09"),
        ("until last month", "../2020-08-31"),
        ("the 1990s", "1990-01/1999-12"),
        ("in the early 1990s", "1990-01/1993-04"),
        ("at Easter", "2020-04-12"),
        ("from March to May", "2020-03/2020-05"),
    ],
)
def test_it_is_the_latest_that_has_begun(phrase: str, edtf: str) -> None:
    assert read(phrase, anchor=TOLD, direction="date").edtf == edtf


@pytest.mark.parametrize(
    "phrase",
    ["several days later", "the next day", "the following week", "that day", "on the same day",
     "later that day", "two months earlier", "days after the attack", "at the time", "the day after",
     "on Election Day", "shortly before the vote", "a week after that"],
)  # fmt: skip
def test_what_is_told_from_another_event_is_never_dated_from_the_telling(phrase: str) -> None:
    found = read(phrase, anchor=TOLD, direction="date")
    assert found.shift is not None
    assert (found.earliest, found.latest) == (None, None)


def test_nothing_told_lies_after_the_telling() -> None:
    for phrase in ("this month", "this year", "in September", "in 2020", "earlier this year"):
        assert read(phrase, anchor=TOLD, direction="date").latest == TOLD, phrase


def test_an_anchor_that_is_an_interval_is_read_at_both_ends() -> None:
    found = read_between("last month", anchor=(dt.date(2020, 8, 31), dt.date(2020, 9, 1)),
                         direction="date")  # fmt: skip
    assert (found.rule, found.edtf) == ("R11", "2020-07/2020-08")
    assert [str(other.earliest) for other in found.alternatives] == ["2020-07-01", "2020-08-01"]


def test_the_same_words_may_give_two_answers() -> None:
    assert read("in November", anchor=TOLD, direction="ahead").edtf == "2020-11"
    assert read("in November", anchor=TOLD, direction="date").edtf == "2019-11"
