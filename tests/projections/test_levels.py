"""Levels against promises: every report of a measure, and what was promised about it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from ledger.projections.measures import MEASURES
from tests.projections.asking import ask, given, only
from tests.projections.test_commitments import REPORT
from tests.telling import Telling


def test_a_measure_holds_its_reports_and_promises() -> None:
    facts = {each.id: each for each in given(MEASURES, REPORT)}

    assert list(facts) == ["foreign/afghanistan", "us/afghanistan", "us/iraq"]
    part = facts["us/afghanistan"]
    assert (part.unit, part.place, part.part_of) == ("troops", "Afghanistan", "foreign/afghanistan")
    assert [each.id for each in part.promises] == ["out-4000"]
    assert [(each.id, each.covers) for each in part.reports] == [("us-level", "same")]
    assert [each.covers for each in facts["foreign/afghanistan"].reports] == ["part"]


def test_a_report_that_hangs_on_an_event_has_its_days() -> None:
    """The anchor is no event about the measure, yet its day decides."""
    hung = """
- {type: withdrawal, id: after, source: paper, measure: us/iraq, level_after: 10, date: {phrase: several days later, event: vote}}
"""  # noqa: E501
    iraq = next(each for each in given(MEASURES, REPORT, hung) if each.id == "us/iraq")

    assert [(each.id, each.latest) for each in iraq.reports] == [
        ("iraq-level", dt.date(2020, 9, 9)), ("after", dt.date(2020, 12, 10))]  # fmt: skip


def test_a_measure_whose_record_was_retracted_has_no_row() -> None:
    rows = given(MEASURES, REPORT, "- {type: retraction, id: r, of: us/iraq, reason: no}")

    assert [each.id for each in rows] == ["foreign/afghanistan", "us/afghanistan"]


def test_each_report_and_promise_is_a_row_with_its_interval() -> None:
    rows = ask("levels", Telling(REPORT), "2020-10-01")

    assert only(rows, "measure", "kind", "about", "value", "lo", "hi", "verdict") == [
        ("foreign/afghanistan", "report", "us-level", "around 8600", Decimal(8550), None, None),
        ("foreign/afghanistan", "promise", "all-out", "all out", 0, 0, "conditional"),
        ("us/afghanistan", "report", "us-level", "around 8600", 8550, 8649, None),
        ("us/afghanistan", "promise", "out-4000", "down by 4000", 4550, 4649, "open"),
        ("us/iraq", "report", "iraq-level", "around 5200", 5150, 5249, None),
        ("us/iraq", "promise", "iraq-3000", "at most 3000", None, 3000, "past-due-unverified"),
    ]


def test_a_promise_in_words_about_a_measure_is_told_in_its_words() -> None:
    words = """
- type: statement
  id: more-words
  source: wire
  speaker: us
  says: fewer
  commits:
    - {id: fewer, title: fewer of them, debtor: us, measure: us/iraq}
    - {id: more, debtor: us, measure: us/iraq, up_by: 100}
    - {id: band, debtor: us, measure: us/iraq, between: 1000 to 2000}
    - {id: floor, debtor: us, measure: us/iraq, at_least: 1000}
"""
    rows = {row["about"]: row for row in ask("levels", Telling(REPORT, words), measure="us/iraq")}

    assert (rows["fewer"]["value"], rows["fewer"]["lo"], rows["fewer"]["hi"]) == (
        "fewer of them", None, None)  # fmt: skip
    assert (rows["more"]["lo"], rows["more"]["hi"]) == (5250, 5349)
    assert (rows["band"]["lo"], rows["band"]["hi"]) == (1000, 2000)
    assert (rows["floor"]["lo"], rows["floor"]["hi"]) == (1000, None)


@pytest.mark.parametrize(
    ("filters", "about"),
    [
        ({"measure": "us/iraq"}, ["iraq-level", "iraq-3000"]),
        ({"place": "iraq"}, ["iraq-level", "iraq-3000"]),
        ({"about": "foreign"}, ["us-level", "all-out"]),
        ({"from_": dt.date(2020, 9, 10)}, ["all-out", "out-4000", "iraq-3000"]),
        ({"to": dt.date(2020, 9, 9)}, ["us-level", "us-level", "iraq-level"]),
        ({"measure": "nothing"}, []),
    ],
)
def test_filters_narrow_the_levels(filters: dict[str, Any], about: list[str]) -> None:
    assert [row["about"] for row in ask("levels", Telling(REPORT), **filters)] == about


def test_what_was_reported_or_promised_later_is_not_shown_yet() -> None:
    rows = ask("levels", Telling(REPORT), "2020-08-01")

    assert [row["about"] for row in rows] == ["all-out", "out-4000"]
