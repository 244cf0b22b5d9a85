"""The terms of a commitment, its days, and an answer: what they refuse, and how they are told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ledger.dates import Shift, read
from ledger.model.answer import Answer, Column
from ledger.model.commitment import Commitment, Given
from ledger.model.day import Day, Due
from ledger.model.facts import CommitmentFacts
from ledger.quantities import read_quantity
from tests.model.promises import promise

MANY = read_quantity("3,000")


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"id": "17", "title": "t"}, "is no id"),
        ({"title": "t", "measure": "m", "at_most": MANY, "down_by": MANY}, "one target at a time"),
        ({"title": "t", "at_most": MANY}, "at_most needs a measure"),
        ({"measure": "m"}, "needs a title"),
        ({"title": "t", "mode": "hope"}, "mode is one of"),
    ],
)
def test_terms_that_cannot_be_meant_are_refused(terms: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Commitment(**{"id": "c", "debtor": "us", **terms})


def test_a_condition_is_words_or_a_commitment_and_not_both() -> None:
    for given in ({}, {"words": "if so", "commitment": "c"}):
        with pytest.raises(ValueError, match="either words or a commitment"):
            Given(**given)


@pytest.mark.parametrize(
    ("terms", "label"),
    [
        ({"title": "fewer troops", "measure": "m", "at_most": MANY}, "fewer troops"),
        ({"measure": "m", "at_most": MANY}, "m: at most 3,000"),
        ({"measure": "m", "down_by": MANY, "baseline": read_quantity("about 5,200")},
         "m: from about 5,200 down by 3,000"),
        ({"measure": "m", "all_out": True}, "m: all out"),
    ],
)  # fmt: skip
def test_a_commitment_is_told_by_its_title_or_by_its_target(
    terms: dict[str, Any], label: str
) -> None:
    assert Commitment(id="c", debtor="us", **terms).label == label


def test_days_and_deadlines_run_forwards() -> None:
    late, early = dt.date(2020, 2, 2), dt.date(2020, 1, 1)
    with pytest.raises(ValueError, match="the earliest day lies after the latest"):
        Day(rule="given", earliest=late, latest=early)
    with pytest.raises(ValueError, match="due_lo lies after due_hi"):
        Due(rule="given", lo=late, hi=early)


def test_what_hangs_on_an_event_has_its_days_from_that_event_alone() -> None:
    """Undated while the event is; the deadline before an election known to a month is open in it."""
    said = dt.date(2020, 9, 9)
    due = Due.from_reading(
        read("ahead of the election", anchor=said, direction="due"), event="vote"
    )
    november = (dt.date(2020, 11, 1), dt.date(2020, 11, 30))

    assert (due.lo, due.hi, due.edtf) == (None, None, None)
    assert due.days(None) == due.days((None, None)) == (None, None)
    assert due.days(november) == (dt.date(2020, 10, 31), dt.date(2020, 11, 29))

    day = Day.from_reading(read("several days later", anchor=said, direction="date"), event="vote")
    assert day.days(None) == (None, None)
    assert day.days(november) == (dt.date(2020, 11, 4), dt.date(2020, 12, 10))


def test_what_hangs_on_nothing_has_its_own_days_whatever_it_is_asked_with() -> None:
    day = Day(rule="given", latest=dt.date(2020, 1, 1))
    due = Due(rule="given", hi=dt.date(2020, 1, 1))

    assert day.days((dt.date(2030, 1, 1), None)) == (None, dt.date(2020, 1, 1))
    assert due.days((dt.date(2030, 1, 1), None)) == (None, dt.date(2020, 1, 1))


def test_a_shift_is_of_a_known_kind() -> None:
    with pytest.raises(ValueError):
        Shift(kind="around")


@pytest.mark.parametrize(
    ("made", "listed"),
    [
        ("2020-09-01/2020-09-09", "2020-09-01"),
        ("../2020-09-09", "2020-09-09"),
        ("2020-09-05/..", "2020-09-05"),
    ],
)
def test_a_commitment_is_listed_from_its_earliest_day_and_with_an_open_start_from_its_latest(
    made: str, listed: str
) -> None:
    facts: CommitmentFacts = promise(made=made, at_most="1")
    first = dt.date.fromisoformat(listed)

    assert facts.listed_on(first)
    assert not facts.listed_on(first - dt.timedelta(days=1))


def test_an_answer_is_its_rows_and_a_line_that_can_be_printed_under_it() -> None:
    answer = Answer(
        question="said", title="Who said what", columns=(Column(name="id", help="the event"),),
        rows=({"id": "a"}, {"id": "b"}), as_of=dt.date(2020, 9, 9), known_by=None, recorded_by=7,
        head=9, today=dt.date(2026, 1, 1),
    )  # fmt: skip

    assert [row["id"] for row in answer] == ["a", "b"]
    assert len(answer) == 2
    assert answer.clocks == (
        "said · as of 2020-09-09 · all sources · recorded by position 7 · head 9 · asked 2026-01-01"
    )
