"""What is worked out once for all days comes to what is looked up anew for each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from typing import Any

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.model.case import Case, judge
from ledger.model.commitment import Commitment
from ledger.model.course import Course
from ledger.model.facts import CommitmentFacts
from ledger.model.judgement import Manner
from ledger.model.limits import limits
from ledger.model.report import Report
from ledger.model.reports import LATEST, POSITION, Reports, decimal, lower, number, upper
from ledger.model.share import TIMES
from ledger.model.target import meets
from ledger.model.terms import first_terms
from ledger.quantities import Quantity, Span, read_quantity
from tests.model import plain_evidence
from tests.model.promises import day, promise, report

VALUES = ("0", "2,900", "3,000", "3,100", "about 3,000", "more than 3,000", "thousands", "5,000",
          "2,999.5", "60%", "1e18", "1e-40", "fewer than 900")  # fmt: skip
DAYS = ("2020-08-01", "2020-09-08", "2020-09-09", "2020-09", "2020-09-20", "../2020-09-25",
        "2020-10-01", "2020-10-05", "2020-11", "9999-12-31")  # fmt: skip
TARGETS: tuple[dict[str, Any], ...] = (
    {"at_most": "3,000"}, {"at_most": "about 3,000"}, {"at_most": "thousands"},
    {"at_least": "2,950"}, {"at_least": "more than 3,000"}, {"all_out": True},
    {"down_by": "1,000"}, {"down_by": "about 1,000"}, {"down_by": "40%"}, {"down_by": "half"},
    {"up_by": "1,000"}, {"up_by": "40%"}, {"between": "2,950 to 3,050"}, {"at_least": "60%"},
    {"at_most": "0.1"}, {"down_by": "0.30"}, {},
)  # fmt: skip


@st.composite
def told(draw: st.DrawFn) -> list[Report]:
    """Reports on the measure, its parts and its wholes, some of which lost their sources."""
    found = []
    for position in range(50, 50 + draw(st.integers(0, 7))):
        value = draw(st.sampled_from(VALUES))
        one = report("2020-09-20", "1" if value.startswith("1e") else value, position=position,
                     covers=draw(st.sampled_from(["same", "same", "part", "whole"])))  # fmt: skip
        earliest, latest = _days(draw(st.sampled_from(DAYS)))
        odd = Decimal(value) if value.startswith("1e") else None
        found.append(
            evolve(
                one, earliest=earliest, latest=latest, supported=draw(st.integers(0, 9)) < 9,
                percent=value == "60%", lo=one.lo if odd is None else odd,
                hi=one.hi if odd is None else odd,
            )
        )  # fmt: skip
    return found


def _days(text: str) -> tuple[dt.date | None, dt.date]:
    made = report(text, "1")
    return made.earliest, made.latest


@st.composite
def promises(draw: st.DrawFn) -> CommitmentFacts:
    """Promises of every kind with reports on them."""
    terms = dict(draw(st.sampled_from(TARGETS)))
    mode = draw(st.sampled_from(["achieve", "achieve", "maintain", "avoid", "best_efforts"]))
    if draw(st.booleans()):
        terms["baseline"] = draw(st.sampled_from(["about 5,200", "5,000", "more than 4,000"]))
    made = promise(
        made=draw(st.sampled_from(["2020-09-09", "2020-09-01/2020-09-09", "../2020-09-09"])),
        due=draw(st.sampled_from(["2020-09-30", "2020-09-30/2020-10-31", "../2020-10-01", "vague",
                                  None, "9999-12-31"])),
        starts=draw(st.sampled_from([None, "2020-09-15", "2020-09-15/.."])),
        mode=mode, **terms,
    )  # fmt: skip
    done = [
        evolve(one, degree=draw(st.sampled_from(["full", "partial", "none"])), lo=None, hi=None,
               covers="same", percent=False, position=one.position + 100, raw="fulfilment")
        for one in draw(told())[:2]
    ]  # fmt: skip
    levels = tuple(sorted(draw(told()), key=lambda one: (one.latest, one.position)))
    if "at_most" in terms and draw(st.integers(0, 9)) == 0:
        twice = evolve(made.terms.at_most or read_quantity("2"), unit=TIMES)
        made = evolve(made, terms=evolve(made.terms, at_most=twice))
    return evolve(made, reports=levels, fulfilments=tuple(done))


ON = st.one_of(st.dates(dt.date(2020, 7, 20), dt.date(2020, 12, 31)),
               st.sampled_from([dt.date.min, dt.date.max, day("2020-09-09")]))  # fmt: skip
FIELDS = ("fulfilled", "lo", "hi", "contrary", "holds", "disputed", "stale", "progress", "last_on",
          "because", "reason")  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(promises(), st.lists(ON, min_size=1, max_size=6), st.sampled_from([0, 14, 40]))
def test_a_course_says_on_any_day_what_the_plain_way_says(
    facts: CommitmentFacts, on: list[dt.date], stale_after: int
) -> None:
    terms = first_terms(facts)
    course = Course(facts, terms)

    for each in on:
        found = course.on(each, stale_after)
        plain = plain_evidence.evidence(facts, terms, each, stale_after=stale_after)
        assert [getattr(found, name) for name in FIELDS] == [
            getattr(plain, name) for name in FIELDS
        ]
        assert sorted(found.unsupported) == sorted(plain.unsupported)


@settings(max_examples=300, deadline=None)
@given(promises(), st.lists(ON, min_size=1, max_size=5), st.booleans(), st.booleans())
def test_a_case_judges_on_many_days_as_it_does_on_each_alone(
    facts: CommitmentFacts, on: list[dt.date], closed: bool, original: bool
) -> None:
    case = Case(facts)
    manner = Manner(closed_world=closed, original=original)

    for each in on:
        found, alone = case.judge(each, manner), judge(facts, each, manner)
        assert (found, found.reasons) == (alone, alone.reasons)


SPANS = st.builds(
    lambda a, b, open_lo, open_hi: Span(
        lo=None if open_lo else min(a, b), hi=None if open_hi else max(a, b)
    ),
    st.decimals(-(10**6), 10**6, places=2), st.decimals(-(10**6), 10**6, places=2),
    st.booleans(), st.booleans(),
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from([target for target in TARGETS if target]), st.one_of(st.none(), SPANS),
    st.one_of(st.integers(-10, 10**4), st.decimals(-10, 10**4, places=3)), st.integers(0, 3000),
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
def test_limits_ask_the_same_as_the_target(
    target: dict[str, Any], base: Span | None, lo: int | Decimal, wide: int, open_lo: bool, open_hi: bool,
    percent: bool,
) -> None:  # fmt: skip
    terms = promise(**target).terms
    ends = (None if open_lo else lo, None if open_hi else lo + wide)
    said = Report(position=1, id="r", earliest=None, latest=day("2020-09-20"), raw="", percent=percent,
                  lo=decimal(ends[0]), hi=decimal(ends[1]))  # fmt: skip

    found = limits(terms, base)
    seen = lower(ends[0]), upper(ends[1])
    assert found is None or found.met(*seen, percent=percent) == meets(terms, said, base)


def test_limits_are_told_for_every_kind_of_target() -> None:
    """Else nothing would be quicker."""
    base = Span(lo=Decimal(5000), hi=Decimal(5200))

    def told(terms: Commitment) -> bool:
        return limits(terms, base) is not None

    assert all(told(promise(**target).terms) for target in TARGETS if target)
    huge = Quantity(raw="1e40", value=Decimal("1e40"), lo=Decimal("1e40"), hi=Decimal("1e40"))
    assert not told(evolve(promise(at_most="1").terms, at_most=huge))


def test_a_number_is_told_again_digit_by_digit() -> None:
    for text in ("0", "-0", "3000", "3E+3", "0.5", "12.0", "1000000000000000000", "-7", "NaN"):
        value = Decimal(text)
        assert str(decimal(number(value))) == str(value)
    assert (number(None), decimal(None)) == (None, None)


def test_reports_are_a_sequence_in_order_of_their_days() -> None:
    late, early = report("2020-10-01", "3"), report("2020-09-01", "5", position=51)
    told = Reports.of([late, early])

    assert list(told) == [early, late]
    assert (told[0], told[-1], told[:1], len(told)) == (early, late, (early,), 2)
    assert told == (early, late)
    assert told != (late, early)
    assert Reports.of(told) is told
    assert told.find(told.entries[1]) == late
    assert told.find((told.entries[1][LATEST], 99, *told.entries[1][2:])) is None
    first = day("2020-09-02").toordinal()
    assert list(told.where(first, first + 90, lambda _: True)) == [late]
    assert not told.where(first, first + 90, lambda entry: entry[POSITION] != 50)


def told_of(case: Case, day: dt.date, manner: Manner) -> tuple[Any, ...]:
    """All of a judgement that is more than words and counted days."""
    found = case.judge(day, manner)
    proof = found.evidence
    return (found.verdict, found.overdue, found.state, found.flags, found.due_lo, found.due_hi,
            proof.lo, proof.hi, proof.disputed, proof.stale, bool(proof.unsupported))  # fmt: skip


FEW = st.lists(
    st.tuples(st.sampled_from(["2020-09-10", "2020-09-20", "2020-09-28/2020-10-02", "2020-10-05",
                               "2020-10-10", "2020-11-02"]),
              st.sampled_from(["5,000", "5,000", "4,000", "3,000"])), max_size=5,
).map(lambda told: promise(
    *sorted((report(on, value, position=50 + n) for n, (on, value) in enumerate(told)),
            key=lambda one: (one.latest, one.position)),
    due="2020-09-30/2020-10-05", at_most="3,000", baseline="5,200"))  # fmt: skip
"""Promises that are mostly not kept, with reports around their deadline."""


@settings(max_examples=250, deadline=None)
@given(st.one_of(FEW, promises()), st.sampled_from([0, 14, 40]), st.integers(0, 149),
       st.one_of(st.none(), st.integers(1, 150)))  # fmt: skip
def test_nothing_is_judged_otherwise_but_on_its_edges(
    facts: CommitmentFacts, stale_after: int, since: int, length: int | None
) -> None:
    """From day to day, all through the time that is asked about."""
    case = Case(facts)
    manner = Manner(stale_after=stale_after)
    first = dt.date(2020, 7, 20).toordinal()
    until = None if length is None else first + since + length
    edges = case.edges(stale_after, first + since, until)

    days = [
        dt.date.fromordinal(first + number)
        for number in range(since, min(150, since + (length or 150)))
    ]
    for before, today in pairwise(days):
        if today.toordinal() not in edges:
            assert told_of(case, today, manner) == told_of(case, before, manner)
