"""From which day an event could be known: when the first of its sources was published."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ledger.intake.published import known_from
from tests.intake.documents import ledger, one, refused

INTERVAL = "- {type: source, id: vague, title: V, published: 2020-07}"


def known(document: str) -> dt.date | None:
    shelf = ledger(INTERVAL)
    return known_from(one(document, known=shelf), shelf.published)


def said(more: str) -> str:
    return f"- {{type: statement, speaker: taliban, says: x, {more}}}"


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ("source: report", "2020-09-09"),
        ("source: [report, earlier]", "2020-08-01"),
        ("source: [report, vague]", "2020-07-31"),
        ("source: report, date: 2020-01-05", "2020-09-09"),
        ("source: report, known_from: 2020-09-05", "2020-09-05"),
        ("date: 2020-01-05", "2020-01-05"),
        ("date: 2020-01", "2020-01-31"),
        ("date: 2020-01, known_from: 2020-06-01", "2020-06-01"),
    ],
)
def test_it_is_as_given_else_of_the_first_source_else_its_own_day(more: str, day: str) -> None:
    assert known(said(more)) == dt.date.fromisoformat(day)


def test_an_event_whose_day_hangs_on_another_and_that_has_no_source_has_none() -> None:
    shelf = ledger("- {type: occurrence, id: vote, name: vote, source: report}")
    event = one(said("date: {phrase: several days later, event: vote}"), known=shelf)

    assert known_from(event, shelf.published) is None


@pytest.mark.parametrize(
    "document",
    [
        "- {type: actor, id: x, name: X, kind: state, source: report}",
        "- {type: retraction, of: report, reason: x, source: report}",
    ],
)
def test_what_is_about_our_record_was_known_from_ever(document: str) -> None:
    assert known(document) is None


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2020-02-30", "2020-02-30 is no day of the calendar"),
        ("soon", "'soon' is no day"),
        ("2020-W01-1", "'2020-W01-1' is no day"),
        ("[2020-09-09]", "known_from takes one value, not a list"),
    ],
)
def test_it_is_one_day(value: Any, says: str) -> None:
    assert says in refused(said(f"source: report, known_from: {value}"), known=ledger())
