"""How fulfilled follows from reports: interval arithmetic, and nothing that is not sure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.course import evidence
from ledger.model.facts import CommitmentFacts
from ledger.model.fulfilment import Evidence
from ledger.model.report import Report
from ledger.model.target import baseline, meets
from ledger.model.terms import first_terms
from ledger.quantities import Span
from tests.model.promises import day, promise, report


def found(facts: CommitmentFacts, on: str, *, stale_after: int = 14) -> Evidence:
    """The evidence that counts on a day."""
    return evidence(facts, first_terms(facts), day(on), stale_after=stale_after)


BASE = "5,000"


@pytest.mark.parametrize(
    ("target", "value", "wanted"),
    [
        ({"at_most": "3,000"}, "3,000", "yes"),
        ({"at_most": "3,000"}, "3,001", "no"),
        ({"at_most": "3,000"}, "more than 3,000", "no"),
        ({"at_most": "3,000"}, "about 3,000", "unknown"),
        ({"at_most": "3,000"}, "fewer than 3,000", "yes"),
        ({"at_most": "3,000"}, "thousands", "unknown"),
        ({"at_most": "about 3,000"}, "3,100", "yes"),
        ({"at_most": "thousands"}, "3,000", "unknown"),
        ({"at_least": "2,500"}, "2,500", "yes"),
        ({"at_least": "2,500"}, "thousands", "unknown"),
        ({"at_least": "2,500"}, "at least 2,500", "yes"),
        ({"at_least": "2,500"}, "up to 2,400", "no"),
        ({"between": "2,000 to 3,000"}, "2,500", "yes"),
        ({"between": "2,000 to 3,000"}, "1,999", "no"),
        ({"between": "2,000 to 3,000"}, "2,500 to 3,500", "unknown"),
        ({"down_by": "1,000"}, "4,000", "yes"),
        ({"down_by": "1,000"}, "4,001", "no"),
        ({"down_by": "1,000"}, "about 4,000", "unknown"),
        ({"up_by": "1,000"}, "6,000", "yes"),
        ({"up_by": "more than 1,000"}, "6,000", "no"),
        ({"all_out": True}, "0", "yes"),
        ({"all_out": True}, "1", "no"),
        ({"all_out": True}, "fewer than 10", "unknown"),
    ],
)
def test_a_report_meets_a_target_where_its_whole_interval_does(
    target: dict[str, Any], value: str, wanted: str
) -> None:
    """Surely met, surely not, or neither: a word that sets no bound decides nothing."""
    told = report("2020-09-20", value)
    facts = promise(told, baseline=BASE, **target)

    assert meets(facts.terms, told, Span(lo=Decimal(5000), hi=Decimal(5000))) == wanted
    assert found(facts, "2020-09-20").fulfilled in {"yes": ["yes"], "no": ["no", "partial"],
                                                    "unknown": ["unknown"]}[wanted]  # fmt: skip


def test_without_a_baseline_a_change_is_neither_met_nor_not() -> None:
    only_part = report("2020-09-20", "3,000", covers="part")

    assert found(promise(only_part, down_by="1,000"), "2020-09-20").fulfilled == "unknown"


def test_a_report_on_a_part_is_the_least_that_the_whole_can_be() -> None:
    """So it can show that there are still too many, never that there are few enough."""
    low = report("2020-09-20", "2,000", covers="part")
    high = report("2020-09-20", "4,000", covers="part")

    assert found(promise(low, at_most="3,000"), "2020-09-20").fulfilled == "unknown"
    assert found(promise(high, at_most="3,000"), "2020-09-20").fulfilled == "no"
    assert found(promise(high, at_least="3,000"), "2020-09-20").fulfilled == "yes"


def test_a_report_on_the_whole_is_the_most_that_a_part_can_be() -> None:
    low = report("2020-09-20", "2,000", covers="whole")
    high = report("2020-09-20", "4,000", covers="whole")

    assert found(promise(low, at_most="3,000"), "2020-09-20").fulfilled == "yes"
    assert found(promise(high, at_most="3,000"), "2020-09-20").fulfilled == "unknown"
    assert found(promise(low, at_least="3,000"), "2020-09-20").fulfilled == "no"


def test_it_was_fulfilled_after_the_last_report_that_it_was_not_and_by_the_first_that_it_was() -> (
    None
):
    facts = promise(
        report("2020-09-12", "4,500", position=51), report("2020-09-15", "4,000", position=52),
        report("2020-09-20", "3,000", position=53), report("2020-09-22", "2,900", position=54),
        at_most="3,000",
    )  # fmt: skip

    told = found(facts, "2020-12-31")
    assert (told.fulfilled, told.lo, told.hi) == ("yes", day("2020-09-16"), day("2020-09-20"))
    assert told.because == (52, 53)
    assert found(facts, "2020-09-19").fulfilled == "partial"


def test_without_a_report_that_it_was_not_it_can_have_been_since_the_day_of_the_promise() -> None:
    before = report("2020-01-01", "9,000", position=51)
    facts = promise(before, report("2020-09-20", "3,000"), made="2020-09-01/2020-09-09",
                    at_most="3,000")  # fmt: skip

    told = found(facts, "2020-12-31")
    assert (told.lo, told.hi) == (day("2020-09-01"), day("2020-09-20"))


def test_a_report_of_uncertain_day_narrows_the_interval_only_as_far_as_it_is_sure() -> None:
    """The earliest day it can be of is what is sure; one of an open start tells nothing."""
    may_be_early = report("2020-09-10/2020-09-18", "4,000", position=51)
    may_be_old = report("../2020-09-19", "4,000", position=52)
    facts = promise(may_be_early, may_be_old, report("2020-09-20", "3,000"), at_most="3,000")

    assert found(facts, "2020-12-31").lo == day("2020-09-11")


def test_once_fulfilled_it_stays_so_whatever_comes_later() -> None:
    facts = promise(report("2020-09-20", "3,000"), report("2020-10-20", "9,000", position=51),
                    at_most="3,000")  # fmt: skip

    assert found(facts, "2020-12-31").fulfilled == "yes"


@pytest.mark.parametrize(
    "on", ["2014-06-01", "2020-09-08", "2020-09-01/2020-09-20", "../2020-10-01"]
)
def test_what_was_or_may_have_been_so_before_the_promise_does_not_fulfil_it(on: str) -> None:
    facts = promise(report(on, "100"), at_most="3,000")

    told = found(facts, "2020-10-02")
    assert told.fulfilled == "unknown"
    assert "before the promise" in told.reason


def test_a_report_of_the_very_day_of_the_promise_counts() -> None:
    facts = promise(report("2020-09-09", "3,000"), at_most="3,000")

    assert found(facts, "2020-09-09").fulfilled == "yes"


def test_a_report_that_counts_only_later_is_not_yet_seen() -> None:
    """An event counts from its latest day on."""
    facts = promise(report("2020-09-10/2020-09-20", "3,000"), at_most="3,000")

    assert found(facts, "2020-09-19") == Evidence()
    assert found(facts, "2020-09-20").fulfilled == "yes"


def test_before_the_deadline_a_report_speaks_for_fourteen_days() -> None:
    """Then it is stale, and whether it is fulfilled by now is unknown."""
    facts = promise(report("2020-09-10", "5,000"), due="2020-12-31", at_most="3,000")

    assert found(facts, "2020-09-24").fulfilled == "no"
    old = found(facts, "2020-09-25")
    assert (old.fulfilled, old.stale) == ("unknown", True)
    assert found(facts, "2020-09-25", stale_after=15).fulfilled == "no"
    assert found(promise(*facts.reports, due=None, at_most="3,000"), "2020-09-25").stale


def test_after_the_deadline_only_a_report_of_a_day_after_it_says_that_it_was_missed() -> None:
    early, late = report("2020-09-30", "5,000"), report("2020-10-01", "5,000", position=51)
    straddling = report("2020-09-30/2020-10-02", "5,000", position=52)
    open_start = report("../2020-10-02", "5,000", position=53)

    assert found(promise(early, at_most="3,000"), "2020-10-01").fulfilled == "unknown"
    assert found(promise(early, late, at_most="3,000"), "2030-01-01").fulfilled == "no"
    for unsure in (straddling, open_start):
        told = found(promise(unsure, at_most="3,000"), "2020-10-03")
        assert told.fulfilled == "unknown"
        assert "may be from before the deadline" in told.reason


def test_inside_what_the_words_leave_open_a_report_still_speaks_for_fourteen_days() -> None:
    """The deadline has passed only after its last possible day."""
    facts = promise(report("2020-10-05", "5,000"), due="2020-09-30/2020-10-31", at_most="3,000")

    assert found(facts, "2020-10-06").fulfilled == "no"
    assert found(facts, "2020-10-31").stale
    assert found(facts, "2020-11-01").fulfilled == "unknown"


def test_reports_of_one_day_that_disagree_leave_it_unknown_and_disputed() -> None:
    """Two sources differ: both stay."""
    facts = promise(report("2020-11-17", "3,000"), report("2020-11-17", "more than 3,000", position=51),
                    at_most="3,000")  # fmt: skip

    told = found(facts, "2020-11-20")
    assert (told.fulfilled, told.disputed, told.because) == ("unknown", True, (50, 51))
    later = promise(*facts.reports, report("2020-11-18", "2,900", position=52), at_most="3,000")
    assert (found(later, "2020-11-20").fulfilled, found(later, "2020-11-20").disputed) == (
        "yes",
        False,
    )


def test_a_report_that_straddles_the_target_after_others_leaves_it_unknown() -> None:
    facts = promise(report("2020-09-10", "5,000"), report("2020-09-12", "about 3,000", position=51),
                    at_most="3,000")  # fmt: skip

    assert found(facts, "2020-09-12").fulfilled == "unknown"


@pytest.mark.parametrize(
    ("terms", "value", "wanted"),
    [
        ({"baseline": "about 5,200", "at_most": "3,000"}, "4,000", "partial"),
        ({"baseline": "about 5,200", "at_most": "3,000"}, "about 5,200", "no"),
        ({"baseline": "about 5,200", "at_most": "3,000"}, "5,200", "no"),
        ({"baseline": "about 5,200", "at_most": "3,000"}, "6,000", "no"),
        ({"baseline": "more than 5,000", "at_most": "3,000"}, "4,000", "partial"),
        ({"baseline": "about 5,200", "at_most": "3,000"}, "more than 3,000", "no"),
        ({"baseline": "5,000", "all_out": True}, "10", "partial"),
        ({"baseline": "5,000", "down_by": "1,000"}, "4,500", "partial"),
        ({"baseline": "5,000", "up_by": "1,000"}, "5,500", "partial"),
        ({"baseline": "5,000", "up_by": "1,000"}, "4,500", "no"),
        ({"baseline": "2,000", "at_least": "3,000"}, "2,500", "partial"),
        ({"baseline": "5,000", "between": "2,000 to 3,000"}, "4,000", "partial"),
        ({"baseline": "1,000", "between": "2,000 to 3,000"}, "1,500", "partial"),
        ({"baseline": "1,000", "between": "2,000 to 3,000"}, "4,000", "no"),
        ({"at_most": "3,000"}, "4,000", "no"),
    ],
)
def test_partly_is_what_lies_surely_beyond_the_baseline_towards_the_target(
    terms: dict[str, Any], value: str, wanted: str
) -> None:
    """Without a baseline nothing can be beyond it: the report is the baseline then."""
    assert found(promise(report("2020-09-20", value), **terms), "2020-09-20").fulfilled == wanted


def test_a_part_that_fell_does_not_show_that_the_whole_did() -> None:
    facts = promise(report("2020-09-20", "4,000", covers="part"), baseline="5,000", at_most="3,000")

    assert found(facts, "2020-09-20").fulfilled == "no"


def test_the_baseline_is_the_one_stated_else_the_last_report_before_else_the_first_after() -> None:
    old, before = report("2020-07-01", "9,000"), report("2020-09-09", "8,600", position=51)
    after, later = (
        report("2020-10-01", "8,000", position=52),
        report("2020-11-01", "1", position=53),
    )

    def start(*reports: Report, **terms: Any) -> int | None:
        span = baseline(promise(*reports, down_by="1", **terms), list(reports))
        return None if span is None or span.lo is None else int(span.lo)

    assert start(old, before, after, baseline="7,000") == 7000
    assert start(old, before, after, later) == 8600
    assert start(after, later) == 8000
    assert start() is None
    assert start(report("2020-09-09", "8,600", covers="part")) is None


def test_sources_that_disagree_about_the_baseline_leave_it_open_between_them() -> None:
    """Which of them was recorded first says nothing about who is right."""
    one, other = report("2020-09-09", "8,600"), report("2020-09-09", "8,000", position=51)
    span = Span(lo=Decimal(8000), hi=Decimal(8600))

    assert baseline(promise(one, other, down_by="1"), [one, other]) == span
    facts = promise(one, other, report("2020-09-20", "7,500", position=52), down_by="1,000")
    assert found(facts, "2020-09-20").fulfilled == "unknown"


def test_progress_is_nought_while_the_last_report_is_the_baseline_and_one_at_the_target() -> None:
    def progress(value: str, **terms: Any) -> tuple[float, float] | None:
        told = found(promise(report("2020-09-20", value), **terms), "2020-09-20").progress
        return None if told is None else (round(float(told[0]), 3), round(float(told[1]), 3))

    assert progress("about 5,200", baseline="about 5,200", at_most="3,000") == (0, 0)
    assert progress("4,100", baseline="5,200", at_most="3,000") == (0.5, 0.5)
    assert progress("3,000", baseline="5,200", at_most="3,000") == (1, 1)
    assert progress("9,000", baseline="5,200", at_most="3,000") == (0, 0)
    assert progress("about 4,000", baseline="5,000", all_out=True) == (0.12, 0.28)
    assert progress("4,500", baseline="5,000", down_by="1,000") == (0.5, 0.5)
    assert progress("5,500", baseline="5,000", up_by="1,000") == (0.5, 0.5)
    assert progress("2,500", baseline="2,000", at_least="3,000") == (0.5, 0.5)
    assert progress("4,000", baseline="5,000", between="2,000 to 3,000") == (0.5, 0.5)
    assert progress("1,500", baseline="1,000", between="2,000 to 3,000") == (0.5, 0.5)
    assert progress("2,500", baseline="2,000", between="2,000 to 3,000") is None
    assert progress("4,000", baseline="1,000", between="2,000 to 3,000") is None
    assert progress("2,500", baseline="1,000", between="2,000 to 3,000") == (1, 1)
    assert progress("thousands", baseline="5,200", at_most="3,000") is None
    assert progress("3,000", baseline="2,000", at_most="3,000") is None


def duty(*reports: Report, **terms: Any) -> CommitmentFacts:
    """A promise to keep a level of at most 3,000 until the end of the year."""
    return promise(
        *reports, **{"mode": "maintain", "at_most": "3,000", "due": "2020-12-31", **terms}
    )


def test_a_duty_to_maintain_is_breached_by_one_sure_report_and_held_by_one_that_it_holds() -> None:
    holding = report("2020-10-01", "2,900")
    against = report("2020-11-01", "3,001", position=51)

    held = found(duty(holding), "2020-10-01")
    assert (held.holds, held.contrary, held.fulfilled) == (True, False, "unknown")
    broken = found(duty(holding, against), "2020-11-01")
    assert (broken.holds, broken.contrary, broken.because) == (False, True, (51,))
    assert found(duty(report("2020-10-01", "about 3,000")), "2020-10-01").holds is False


@pytest.mark.parametrize(
    "on", ["2020-09-08", "2020-09-01/2020-09-20", "../2020-10-01", "2021-01-01",
           "2020-12-20/2021-01-10"],
)  # fmt: skip
def test_a_report_that_may_be_of_before_or_after_a_duty_says_nothing_about_it(on: str) -> None:
    """Contrary is only what is surely of a day on which the duty bound its debtor."""
    told = found(duty(report(on, "9,000")), "2021-06-01")

    assert (told.contrary, told.holds, told.disputed) == (False, False, False)


def test_a_duty_that_begins_later_is_not_breached_before_it_begins() -> None:
    early = report("2020-10-01", "9,000")

    assert found(duty(early), "2020-10-01").contrary
    assert not found(duty(early, starts="2020-10-15"), "2020-10-01").contrary
    late = report("2020-10-15", "9,000", position=51)
    assert found(duty(early, late, starts="2020-10-15"), "2020-10-15").because == (51,)
    assert not found(duty(late, starts="2020-10-15/.."), "2020-10-15").contrary


def test_a_duty_without_an_end_goes_on_and_one_whose_end_is_open_is_not_surely_in_force() -> None:
    far = report("2035-01-01", "9,000")

    assert found(duty(far, due=None), "2035-01-01").contrary
    assert found(duty(far, due="vague"), "2035-01-01").contrary
    assert not found(duty(far, due="../2036-01-01"), "2035-01-01").contrary


def test_reports_of_one_day_that_disagree_settle_no_duty_either() -> None:
    one, other = report("2020-10-01", "3,000"), report("2020-10-01", "3,100", position=51)

    told = found(duty(one, other), "2020-10-01")
    assert (told.contrary, told.holds, told.disputed) == (False, False, True)
    later = report("2020-10-02", "2,000", position=52)
    assert found(duty(one, other, later), "2020-10-02").holds


VALUES = ("0", "2,900", "3,000", "3,100", "about 3,000", "more than 3,000", "thousands", "5,000")
DAYS = (
    "2020-08-01",
    "2020-09-09",
    "2020-09",
    "2020-09-20",
    "../2020-09-25",
    "2020-10-05",
    "2020-11",
)
_reports = st.lists(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(VALUES), st.sampled_from(["same", "part", "whole"])),
    max_size=6,
)  # fmt: skip
_terms = st.sampled_from(
    [{"at_most": "3,000"}, {"at_least": "2,950"}, {"all_out": True}, {"down_by": "1,000"},
     {"between": "2,950 to 3,050"}, {"mode": "maintain", "at_most": "3,000"}]
)  # fmt: skip
_days = st.dates(dt.date(2020, 7, 1), dt.date(2021, 1, 31))


@given(_reports, _terms, _days, st.randoms(use_true_random=False))
def test_the_order_of_recording_never_moves_an_answer(
    drawn: list[tuple[str, str, str]], terms: dict[str, Any], on: dt.date, shuffler: Any
) -> None:
    """Position only breaks ties of printing."""
    places = list(range(50, 50 + len(drawn)))
    first = [report(o, v, covers=c, position=p) for p, (o, v, c) in zip(places, drawn, strict=True)]
    shuffler.shuffle(places)
    other = [report(o, v, covers=c, position=p) for p, (o, v, c) in zip(places, drawn, strict=True)]

    def answer(reports: list[Report]) -> tuple[Any, ...]:
        facts = promise(*reports, **terms)
        told = evidence(facts, first_terms(facts), on, stale_after=14)
        return (told.fulfilled, told.lo, told.hi, told.contrary, told.holds, told.disputed,
                told.stale, told.progress, told.last_on)  # fmt: skip

    assert answer(first) == answer(other)


@given(_reports, _terms, _days)
def test_more_days_never_take_back_that_it_was_fulfilled_or_breached(
    drawn: list[tuple[str, str, str]], terms: dict[str, Any], on: dt.date
) -> None:
    """And where it was fulfilled, its days are an interval that ends by the day judged."""
    facts = promise(
        *(report(o, v, covers=c, position=p) for p, (o, v, c) in enumerate(drawn)), **terms
    )

    told = evidence(facts, first_terms(facts), on, stale_after=14)
    later = evidence(facts, first_terms(facts), on + dt.timedelta(days=60), stale_after=14)

    if told.fulfilled == "yes" and "baseline" not in terms and "down_by" not in terms:
        assert (later.fulfilled, later.lo, later.hi) == ("yes", told.lo, told.hi)
        assert told.hi is not None
        assert told.hi <= on
        assert told.lo is None or told.lo <= told.hi
    if told.contrary:
        assert later.contrary
