"""What became of a promise on a day: clock, condition, manner of judging, and the reasons told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from ledger.model.case import clock_on, judge
from ledger.model.facts import CommitmentFacts
from ledger.model.judgement import Judgement, Manner
from tests.model.promises import day, promise, report


def judged(facts: CommitmentFacts, on: str, **manner: Any) -> Judgement:
    """The judgement as of a day."""
    return judge(facts, day(on), Manner(**manner))


LO, HI = dt.date(2021, 4, 30), dt.date(2021, 5, 31)


@pytest.mark.parametrize(
    ("on", "lo", "hi", "wanted"),
    [
        ("2021-04-30", LO, HI, "not_due"),
        ("2021-05-01", LO, HI, "window"),
        ("2021-05-31", LO, HI, "window"),
        ("2021-06-01", LO, HI, "passed"),
        ("2021-04-30", LO, LO, "not_due"),
        ("2021-05-01", LO, LO, "passed"),
        ("2021-04-30", None, HI, "window"),
        ("2021-06-01", None, HI, "passed"),
        ("2021-04-30", LO, None, "not_due"),
        ("2099-01-01", LO, None, "window"),
    ],
)
def test_the_clock_stands_to_the_deadline_inclusive_of_its_days(
    on: str, lo: dt.date | None, hi: dt.date | None, wanted: str
) -> None:
    assert clock_on(day(on), lo, hi, promised=True) == wanted


def test_words_without_bounds_are_vague_and_no_words_are_no_deadline() -> None:
    assert clock_on(day("2021-01-01"), None, None, promised=True) == "vague"
    assert clock_on(day("2021-01-01"), None, None, promised=False) == "none"
    assert judged(promise(due="vague", at_most="1"), "2021-01-01").verdict == "unverifiable"
    assert judged(promise(due=None, at_most="1"), "2021-01-01").verdict == "no-deadline"


def test_days_are_counted_to_the_deadline_and_from_it() -> None:
    facts = promise(due="2021-04-30/2021-05-31", at_most="3,000")

    def days(on: str) -> tuple[int | None, int | None]:
        found = judged(facts, on)
        return found.days_left, found.days_past

    assert [days(on) for on in ("2021-04-29", "2021-04-30", "2021-05-01", "2021-05-31",
                                "2021-06-01")] == [
        (1, None), (0, None), (None, None), (None, None), (None, 1)]  # fmt: skip


def test_a_moved_deadline_shows_how_late_it_was_kept_as_an_interval() -> None:
    """Hard case 1: done on 30 August 2021, promised by May: 91 to 122 days late."""
    facts = promise(
        report("2021-08-29", "9", position=51), report("2021-08-30", "0", position=52),
        due="2021-04-30/2021-05-31", all_out=True,
    )  # fmt: skip

    found = judged(facts, "2021-09-01")
    assert (found.verdict, found.days_late) == ("kept-late", (91, 122))
    assert judged(attrs.evolve(facts, due_lo=day("2021-08-31"), due_hi=day("2021-08-31")),
                  "2021-09-01").verdict == "kept"  # fmt: skip


@pytest.mark.parametrize(
    ("unmet", "met", "due", "wanted"),
    [
        ("2020-09-10", "2020-09-30", "2020-09-30", "kept"),
        ("2020-09-10", "2020-10-05", "2020-09-30", "kept-timing-unknown"),
        ("2020-09-30", "2020-10-05", "2020-09-30", "kept-late"),
        ("2020-09-29", "2020-10-05", "2020-09-30", "kept-timing-unknown"),
        ("2020-09-10", "2020-10-05", "2020-09-30/2020-10-31", "kept-timing-unknown"),
        ("2020-09-10", "2020-10-05", "vague", "kept"),
        ("2020-09-10", "2020-10-05", None, "kept"),
        ("2020-09-10", "2020-10-05", "../2020-10-31", "kept-timing-unknown"),
    ],
)
def test_it_was_kept_in_time_or_late_only_where_its_days_say_so_surely(
    unmet: str, met: str, due: str | None, wanted: str
) -> None:
    facts = promise(report(unmet, "5,000"), report(met, "3,000", position=51), due=due,
                    at_most="3,000")  # fmt: skip

    assert judged(facts, "2020-12-31").verdict == wanted


def test_strict_judges_by_the_first_day_of_the_deadline_and_lenient_by_the_last() -> None:
    facts = promise(report("2020-10-05", "5,000"), due="2020-09-30/2020-10-31", at_most="3,000")

    assert judged(facts, "2020-10-06").verdict == "possibly-overdue"
    strict = judged(facts, "2020-10-06", strict=True)
    assert (strict.verdict, strict.overdue, strict.due_hi) == ("missed", "yes", day("2020-09-30"))
    assert judged(facts, "2020-10-06", lenient=True).verdict == "open"


def test_silence_after_a_deadline_is_unknown_and_in_a_closed_world_not_done() -> None:
    facts = promise(at_most="3,000")

    open_world = judged(facts, "2020-10-01")
    assert (open_world.verdict, open_world.overdue) == ("past-due-unverified", "unknown")
    closed = judged(facts, "2020-10-01", closed_world=True)
    assert (closed.verdict, closed.overdue) == ("missed", "yes")
    best = promise(mode="best_efforts", at_most="3,000")
    assert judged(best, "2020-10-01", closed_world=True).verdict == "past-due-unverified"


def test_a_closed_world_changes_nothing_that_a_report_says() -> None:
    done = promise(report("2020-09-20", "3,000"), at_most="3,000")
    assert judged(done, "2020-10-01", closed_world=True) == judged(done, "2020-10-01")

    disputed = promise(report("2020-10-05", "3,000"), report("2020-10-05", "3,001", position=51),
                       at_most="3,000")  # fmt: skip
    found = judged(disputed, "2020-10-06", closed_world=True)
    assert (found.verdict, found.flags) == ("past-due-unverified", ("disputed",))


def test_a_duty_to_go_on_is_held_kept_or_breached_and_never_overdue() -> None:
    def verdict(*reports: Any, on: str, **manner: bool) -> str:
        facts = promise(*reports, mode="avoid", at_most="3,000", due="2020-12-31")
        found = judged(facts, on, **manner)
        assert found.overdue == "no"
        return found.verdict

    low, high = report("2020-10-01", "2,000"), report("2020-10-01", "4,000")
    assert verdict(on="2020-10-01") == "open"
    assert verdict(low, on="2020-10-01") == "holding"
    assert verdict(high, on="2020-10-01") == "breached"
    assert verdict(low, on="2021-01-01") == "past-due-unverified"
    assert verdict(on="2020-10-01", closed_world=True) == "holding"
    assert verdict(on="2021-01-01", closed_world=True) == "kept"
    assert verdict(high, on="2021-01-01", closed_world=True) == "breached"


def test_a_condition_in_words_keeps_overdue_unknown() -> None:
    """Hard case 2: nobody can say yet whether it was met."""
    facts = promise(report("2020-10-05", "5,000"), given="if the roads are open", at_most="3,000")

    assert judged(facts, "2020-09-15").verdict == "conditional"
    found = judged(facts, "2020-10-06", closed_world=True)
    assert (found.state.condition, found.overdue) == ("unknown", "unknown")
    assert found.verdict == "past-due-unverified"


@pytest.mark.parametrize(
    ("reports", "status", "lifecycle"),
    [
        ([("2020-09-12", "0")], "yes", "active"),
        ([("2020-09-20", "9"), ("2020-09-21", "0")], "yes", "active"),
        ([("2020-09-21", "0")], "unknown", "conditional"),
        ([("2020-09-22", "9")], "no", "expired"),
        ([], "unknown", "conditional"),
    ],
    ids=["kept", "kept late", "kept, timing unknown", "missed", "silence"],
)
def test_the_condition_is_met_when_the_other_promise_is_kept_and_failed_when_it_is_missed(
    reports: list[tuple[str, str]], status: str, lifecycle: str
) -> None:
    told = [report(on, value, position=60 + n) for n, (on, value) in enumerate(reports)]
    other = promise(*told, id="other", due="2020-09-15", all_out=True)
    facts = promise(given=other, at_most="3,000")

    found = judged(facts, "2020-09-22")
    assert (found.state.condition, found.state.lifecycle) == (status, lifecycle)
    assert {10, *(each.position for each in told[-1:])} <= set(found.because)


def test_the_condition_of_a_condition_is_not_looked_at_so_reciprocal_pairs_end() -> None:
    """Each of two promises may be the other's condition; the facts of one hold no third."""
    other = promise(report("2020-09-12", "0"), id="other", due="2020-09-15", all_out=True)
    facts = promise(given=other, at_most="3,000")

    assert [each.conditions for each in facts.conditions] == [()]
    assert judged(facts, "2020-09-20").state.condition == "yes"


def test_silence_about_a_condition_does_not_settle_it_even_in_a_closed_world() -> None:
    other = promise(id="other", due="2020-09-15", all_out=True)

    found = judged(promise(given=other, at_most="3,000"), "2020-10-06", closed_world=True)
    assert (found.state.condition, found.overdue) == ("unknown", "unknown")


def test_a_condition_that_is_not_recorded_or_void_is_unknown() -> None:
    void = promise(report("2020-09-12", "0"), id="other", due="2020-09-15", all_out=True)
    facts = promise(given=attrs.evolve(void, retracted_by=90), at_most="3,000")

    assert judged(facts, "2020-09-20").state.condition == "unknown"
    assert judged(attrs.evolve(facts, conditions=()), "2020-09-20").state.condition == "unknown"


def test_a_promise_whose_record_or_only_source_was_retracted_is_void() -> None:
    facts = promise(report("2020-10-05", "5,000"), at_most="3,000")

    for gone in ({"retracted_by": 99}, {"unsourced_by": (99,)}):
        found = judged(attrs.evolve(facts, **gone), "2020-10-06")
        assert (found.verdict, found.overdue) == ("void", "no")
        assert 99 in found.because


def test_the_reasons_name_every_event_that_led_to_the_verdict() -> None:
    facts = attrs.evolve(
        promise(report("2020-10-05", "5,000", position=52), at_most="3,000"),
        corrected_by=(30, 31), due_anchor=7,
    )  # fmt: skip

    found = judged(facts, "2020-10-06")
    assert found.because == (7, 10, 30, 31, 52)
    assert all(reason.says for reason in found.reasons)


def test_a_stale_report_is_flagged_while_the_promise_is_open() -> None:
    facts = promise(report("2020-09-10", "5,000"), due="2020-12-31", at_most="3,000")

    assert judged(facts, "2020-11-01").flags == ("stale",)
    assert judged(attrs.evolve(facts, retracted_by=9), "2020-11-01").flags == ()
    assert judged(facts, "2020-11-01", stale_after=100).flags == ()
