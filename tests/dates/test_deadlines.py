"""Deadlines as officials and treaties set them, beyond the examples of the rules."""

from __future__ import annotations

import datetime as dt

import pytest

from ledger.dates import UnreadablePhraseError, read

SAID = dt.date(2020, 9, 9)


def window(phrase: str, said: dt.date = SAID) -> str:
    found = read(phrase, anchor=said, direction="due")
    assert found.shift is None, found
    if found.vague:
        return "vague"
    return str(found.lo) if found.lo == found.hi else f"{found.lo}…{found.hi}"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("by 31 December 2020 at 23:59 CET", "2020-12-31"),
        ("by noon on January 20", "2021-01-20"),
        ("by 20 January 2021 at noon", "2021-01-20"),
        ("at 11:59 p.m. ET on December 31", "2020-12-31"),
        ("by EOD Friday", "2020-09-11"),
        ("by end of day", "2020-09-09"),
        ("by midnight tonight", "2020-09-09"),
        ("by Tuesday, Nov. 3", "2020-11-03"),
        ("2020/11/03", "2020-11-03"),
        ("on the 3rd of November", "2020-11-03"),
        ("by June 30th, 2021 at the latest", "2021-06-30"),
        ("on or before December 31, 2020", "2020-12-31"),
        ("no later than the end of 2022", "2022-12-31"),
        ("no later than the second quarter of 2022", "2022-03-31…2022-06-30"),
        ("by around 2030", "2029-12-31…2030-12-31"),
        ("by November '21", "2021-10-31…2021-11-30"),
        ("in May or June 2021", "2021-06-30"),
        ("in spring/summer 2021", "2021-08-31"),
        ("mid-to-late 2021", "2021-12-31"),
        ("within thirty (30) days", "2020-10-09"),
        ("within less than two years", "2022-09-09"),
        ("in a year and a half", "2022-03-09"),
        ("half a year from now", "2021-03-09"),
        ("by half a decade from now", "2025-09-09"),
        ("within a period of six months", "2021-03-09"),
        ("for the next three years", "2023-09-09"),
        ("for the rest of the year", "2020-12-31"),
        ("in the next 24 hours", "2020-09-10"),
        ("within 36 hours", "2020-09-10…2020-09-11"),
        ("within the next two to three weeks", "2020-09-23…2020-09-30"),
        ("between now and 2030", "2030-12-31"),
        ("from now until the end of the year", "2020-12-31"),
        ("two weeks after Labor Day 2021", "2021-09-20"),
        ("by 30 June or 30 days from now, whichever is earlier", "2020-10-09"),
        ("by 30 June or 30 days from now, whichever is later", "2021-06-30"),
        ("by the first of the month", "2020-10-01"),
        ("by mid-century", "2033-04-30…2066-08-31"),
        ("before midnight on Dec 31", "2020-12-31"),
        ("before 5 p.m. on Friday", "2020-09-11"),
        ("before Monday morning", "2020-09-13"),
        ("within a 90-day period", "2020-12-08"),
        ("in 1Q21", "2021-03-31"),
        ("by 2030 compared with 1990 levels", "2029-12-31…2030-12-31"),
        ("in May as planned", "2021-05-31"),
        ("no earlier than June and no later than August", "2021-07-31…2021-08-31"),
        ("by some point in 2022", "2021-12-31…2022-12-31"),
        ("in the first few months of 2021", "2021-04-30"),
        ("over the period 2021-2025", "2025-12-31"),
        ("by Memorial Day weekend", "2021-05-28…2021-05-31"),
        ("before Passover", "2021-03-27"),
        ("at 0001 GMT on Monday", "2020-09-14"),
        ("at the earliest opportunity", "vague"),
        ("over the months and years ahead", "vague"),
        ("in a matter of days", "vague"),
        ("from 2025 onwards", "vague"),
        ("after Labor Day", "vague"),
        ("no sooner than the end of the year", "vague"),
    ],
)
def test_the_window_is_what_the_words_allow(phrase: str, expected: str) -> None:
    assert window(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "kind", "least", "most", "unit", "event"),
    [
        ("ahead of the November election", "before", 0, 0, "day", "November election"),
        ("before the 2020 election", "before", 0, 0, "day", "2020 election"),
        ("ahead of Thursday’s summit", "before", 0, 0, "day", "Thursday’s summit"),
        ("by the start of the school year", "before", 0, 0, "day", "start of the school year"),
        ("before the end of his term", "on", 0, 0, "day", "end of his term"),
        ("at least 60 days prior to the expiry", "before", 60, 60, "day", "expiry"),
        ("two weeks before the summit", "before", 2, 2, "week", "summit"),
        ("within 10 working days of receipt", "within", 10, 10, "workday", "receipt"),
        ("within 72 hours of the agreement", "within", 3, 3, "day", "agreement"),
        ("nine and a half months after signing", "after", 9, 9, "month", "signing"),
        ("on the twentieth day following publication", "after", 20, 20, "day", "publication"),
        ("six months after the date of entry into force", "after", 6, 6, "month",
         "entry into force"),
        ("three months thereafter", "after", 3, 3, "month", ""),
        ("on the eve of the summit", "before", 1, 1, "day", "summit"),
        ("by COP27", "on", 0, 0, "day", "COP27"),
        ("once the vaccine is available", "since", 0, 0, "day", "vaccine is available"),
        ("until after the election", "since", 0, 0, "day", "election"),
        ("no later than the 20th anniversary of 9/11", "after", 20, 20, "year", "9/11"),
        ("in his first 100 days in office", "within", 100, 100, "day", ""),
    ],
)  # fmt: skip
def test_what_hangs_on_an_event_has_no_day_of_its_own(
    phrase: str, kind: str, least: int, most: int, unit: str, event: str
) -> None:
    found = read(phrase, anchor=SAID, direction="due")
    assert found.shift is not None
    assert (found.shift.kind, found.shift.least, found.shift.most, found.shift.unit) == (
        kind, least, most, unit,
    )  # fmt: skip
    assert found.anchor_event == event
    assert (found.earliest, found.latest, found.lo, found.hi) == (None, None, None, None)


def test_a_half_month_after_an_event_is_fifteen_days() -> None:
    found = read("nine and a half months after signing", anchor=SAID, direction="due")
    assert found.shift is not None
    assert found.shift.days == 15


def test_the_earlier_of_a_day_and_an_event_is_never_after_the_day() -> None:
    phrase = "by 30 June 2021 or 90 days after signature, whichever is earlier"
    found = read(phrase, anchor=SAID, direction="due")
    assert found.shift is not None
    assert found.shift.not_after == dt.date(2021, 6, 30)


@pytest.mark.parametrize(
    "phrase",
    ["", "qwerty", "by 31 February 2021", "by 31 April", "by Janury", "by the 32nd of May", "13/13/2020",
     "every year", "by the end of each year", "by 5 Friday", "FY2023", "7 - 8", "by the next fiscal year",
     "ten thirty", "x" * 400, "2020-02-30", "by 30 June or or 5 July"],
)  # fmt: skip
def test_what_no_rule_reads_is_refused_with_a_hint(phrase: str) -> None:
    with pytest.raises(UnreadablePhraseError) as refused:
        read(phrase, anchor=SAID, direction="due")
    assert refused.value.sentence
    assert refused.value.hint


def test_a_refusal_names_the_nearest_forms() -> None:
    with pytest.raises(UnreadablePhraseError) as refused:
        read("by Maay nxt yeer", anchor=SAID, direction="due")
    assert "by May next year" in refused.value.nearest


def test_what_it_denotes_is_kept_apart_from_what_it_allows() -> None:
    found = read("by May next year", anchor=SAID, direction="due")
    assert (found.earliest, found.latest) == (dt.date(2021, 5, 1), dt.date(2021, 5, 31))
    assert (found.lo, found.hi) == (dt.date(2021, 4, 30), dt.date(2021, 5, 31))
    assert found.granularity == "month"


def test_both_readings_of_next_friday_are_kept() -> None:
    found = read("by next Friday", anchor=SAID, direction="due")
    assert found.rule == "R11"
    assert found.latest == dt.date(2020, 9, 18)
    assert [other.latest for other in found.alternatives] == [dt.date(2020, 9, 11)]


def test_next_friday_said_on_a_friday_has_one_reading() -> None:
    found = read("by next Friday", anchor=dt.date(2020, 9, 11), direction="due")
    assert (found.rule, found.lo, found.alternatives) == ("R1", dt.date(2020, 9, 18), ())


def test_the_fiscal_year_is_that_of_the_calendar_given_or_named() -> None:
    given = read("by the end of FY2021", anchor=SAID, direction="due", calendars=("uk",))
    assert given.hi == dt.date(2022, 3, 31)
    named = read("by the end of the current US fiscal year", anchor=SAID, direction="due")
    assert named.hi == dt.date(2020, 9, 30)


def test_a_calendar_that_is_not_known_is_refused_by_name() -> None:
    with pytest.raises(UnreadablePhraseError, match="'mars'"):
        read("FY2021", anchor=SAID, direction="due", calendars=("mars",))


def test_a_phrase_that_needs_the_day_it_was_said_says_so() -> None:
    with pytest.raises(UnreadablePhraseError, match="needs the day"):
        read("next week", anchor=None, direction="due")
    assert read("by May 2021", anchor=None, direction="due").hi == dt.date(2021, 5, 31)
