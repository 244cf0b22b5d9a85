"""The three clocks, alone and in any mix; and that views and replays give the same answers."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import pytest

from ledger import UsageError
from ledger.service.asking import QUESTIONS
from ledger.service.service import Service
from tests.service.world import (
    BEFORE,
    HOUR,
    KEPT,
    NAMES,
    PROMISE,
    Clock,
    a_ledger,
    asked_with,
    memory,
)

DAYS = ("2020-09-08", "2020-09-09", "2020-09-30", "2020-10-01", "2020-10-05", "2021-06-01")


@pytest.fixture
def told(clock: Clock) -> Service:
    """The names at noon, an hour later the promise, an hour later what became of it."""
    ledger = a_ledger(memory(), clock)
    for events in (NAMES, (PROMISE, BEFORE), (KEPT,)):
        ledger.record(events)
        clock.forward()
    return ledger


def verdict(ledger: Service, **how: Any) -> str | None:
    """The verdict of the one commitment, None where it is not listed."""
    rows = ledger.ask("commitments", **how).rows
    return rows[0]["verdict"] if rows else None


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2020-09-08", None), ("2020-09-09", "open"), ("2020-09-28", "kept"), ("2026-01-31", "kept")],
)
def test_as_of_is_the_day_judged(told: Service, as_of: str, expected: str | None) -> None:
    assert verdict(told, as_of=as_of) == expected


@pytest.mark.parametrize(
    ("known_by", "expected"),
    [("2020-09-08", None), ("2020-10-04", "past-due-unverified"), ("2020-10-05", "kept")],
)
def test_known_by_leaves_out_what_was_published_later(
    told: Service, known_by: str, expected: str | None
) -> None:
    assert verdict(told, as_of="2020-10-10", known_by=known_by) == expected


@pytest.mark.parametrize(
    ("recorded_by", "expected"),
    [
        (5, None), (6, "past-due-unverified"), ("7", "past-due-unverified"), ("8", "kept"),
        ("2026-01-31T12:59:59", None), ("2026-01-31T13", "past-due-unverified"),
        ("2026-01-31T13:00", "past-due-unverified"), ("2026-01-31T14:00:00Z", "kept"),
        ("2026-01-31T15:00+01:00", "kept"), ("2026-01-31T08:59-05:00", "past-due-unverified"),
        ("2026-01-31T13:59:59.999999", "past-due-unverified"), ("2026-01-31", "kept"),
        ("2026-01-30", None), (dt.datetime(2026, 1, 31, 13, 30),  # noqa: DTZ001 - UTC is meant
         "past-due-unverified"),
        (dt.datetime(2026, 1, 31, 14, tzinfo=dt.UTC), "kept"),
    ],
)  # fmt: skip
def test_recorded_by_is_a_position_or_the_end_of_a_time_in_utc(
    told: Service, recorded_by: Any, expected: str | None
) -> None:
    assert verdict(told, as_of="2020-10-10", recorded_by=recorded_by) == expected


def test_then_is_both_as_of_and_known_by(told: Service) -> None:
    for day in DAYS:
        both = told.ask("commitments", as_of=day, known_by=day)
        assert told.ask("commitments", then=day).rows == both.rows


def test_on_the_day_after_the_deadline_nobody_knew(told: Service) -> None:
    assert verdict(told, then="2020-10-01") == "past-due-unverified"
    assert verdict(told, as_of="2020-10-01") == "kept"


def test_today_is_the_now_of_a_question_and_hides_what_came_later(told: Service) -> None:
    answer = told.ask("commitments", today="2020-10-01")

    assert (answer.as_of, answer.today) == (dt.date(2020, 10, 1), dt.date(2020, 10, 1))
    assert [row["verdict"] for row in answer] == ["past-due-unverified"]


def test_today_gives_way_to_the_clocks_that_are_set(told: Service) -> None:
    assert verdict(told, today="2020-09-20", as_of="2020-10-10", known_by="2020-10-05") == "kept"


def test_today_never_changes_when_something_is_recorded(told: Service) -> None:
    told.ask("commitments", today="2020-10-01")

    told.record({"type": "actor", "id": "iran", "name": "Iran", "kind": "state"})

    (row,) = told.audit("iran")
    assert row["recorded_at"] == dt.datetime(2026, 1, 31, 15, tzinfo=dt.UTC)


def test_an_answer_carries_its_clocks_and_the_head(told: Service) -> None:
    answer = told.ask("commitments", as_of="2020-10-10", known_by="2020-10-06", recorded_by=7)

    assert answer.clocks == (
        "commitments · as of 2020-10-10 · known by 2020-10-06 · recorded by position 7 · head 8 · "
        "asked 2026-01-31"
    )


@pytest.mark.parametrize(
    "how",
    [
        {"as_of": "2020-02-30"}, {"as_of": "2020"}, {"as_of": "yesterday"}, {"known_by": ""},
        {"then": "2020-10-01", "as_of": "2020-10-01"}, {"today": "2020-13-01"},
        {"recorded_by": 9}, {"recorded_by": -1}, {"recorded_by": "9" * 5000},
        {"recorded_by": "noon"}, {"recorded_by": "2026-02-30"}, {"recorded_by": "2026-01"},
        {"recorded_by": "0001-01-01T00:00+14:00"}, {"recorded_by": "9999-12-31T23:59:59-01:00"},
        {"strict": True, "lenient": True},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_day_position_or_time_is_a_usage_error(told: Service, how: Any) -> None:
    with pytest.raises(UsageError):
        told.ask("commitments", **how)


def test_the_last_day_of_the_calendar_is_a_time_like_others(told: Service) -> None:
    assert verdict(told, as_of="2020-10-10", recorded_by="9999-12-31") == "kept"


def test_a_record_about_a_record_is_hidden_by_recorded_by_alone(told: Service) -> None:
    told.correct("down-to-3000", {"due": "by 15 October"}, reason="misheard")

    for known_by in ("2020-09-09", "2026-01-31"):
        (row,) = told.ask("commitments", known_by=known_by)
        assert row["due_phrase"] == "by 15 October"
    (row,) = told.ask("commitments", recorded_by=8)
    assert row["due_phrase"] == "during the month of September"


@pytest.mark.parametrize("question", [question.name for question in QUESTIONS])
@pytest.mark.parametrize("kind", ["told", "filed"])
def test_views_and_replays_give_the_same_answer_to_every_question(
    question: str, kind: str, request: pytest.FixtureRequest
) -> None:
    ledger: Service = request.getfixturevalue(kind)
    ledger.record(KEPT)
    ledger.correct("down-to-3000", {"due": "by 15 October"}, reason="misheard", id="later-due")
    ledger.correct("report", {"published": "2020-09-16"}, reason="misread")
    ledger.retract("later-due", reason="it was right")
    ledger.retract("level-before", reason="of another place")
    judges = next(each.judges for each in QUESTIONS if each.name == question)
    manners: list[dict[str, Any]] = [{}, *({one: True} for one in
               ("closed_world", "strict", "lenient") if judges)]  # fmt: skip
    words = asked_with(question)
    for day, manner in product(DAYS, manners):
        view = ledger.ask(question, as_of=day, **manner, **words)
        for clock in ({"recorded_by": ledger.head}, {"known_by": "2026-01-31"}):
            assert ledger.ask(question, as_of=day, **manner, **clock, **words).rows == view.rows


@pytest.mark.parametrize("question", [question.name for question in QUESTIONS])
def test_a_replay_to_a_position_is_what_the_view_said_then(question: str, clock: Clock) -> None:
    ledger = a_ledger(memory(), clock)
    said: dict[int, Any] = {}

    def note() -> None:
        said[ledger.head] = ledger.ask(question, as_of="2020-10-10", **asked_with(question)).rows
        clock.forward(HOUR)

    for event in (*NAMES, PROMISE, BEFORE, KEPT):
        ledger.record(event)
        note()
    ledger.correct("down-to-3000", {"at_most": "2,500"}, reason="misheard")
    note()
    ledger.retract("level-after", reason="of another place")
    note()

    assert len(said) == 10
    for position, rows in said.items():
        assert (
            ledger.ask(
                question, as_of="2020-10-10", recorded_by=position, **asked_with(question)
            ).rows
            == rows
        )
        moment = dt.datetime(2026, 1, 31, 11, 59, 59, tzinfo=dt.UTC) + position * HOUR
        assert (
            ledger.ask(
                question, as_of="2020-10-10", recorded_by=moment, **asked_with(question)
            ).rows
            == rows
        )
