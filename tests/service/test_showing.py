"""Showing one thing: its fields, its verdict with the reasons, its history, a reference that stays good."""

from __future__ import annotations

from typing import Any

import pytest

from ledger import Answer, NotFoundError
from ledger.service.service import Service
from tests.service.world import KEPT, UNNAMED


def told(answer: Answer, section: str) -> list[tuple[str, Any]]:
    """The names and values of one section."""
    return [(row["name"], row["value"]) for row in answer if row["section"] == section]


def test_a_commitment_is_shown_with_its_verdict_and_its_maker(ledger: Service) -> None:
    ledger.record(KEPT)
    shown = dict(told(ledger.show("down-to-3000", as_of="2020-10-10"), "commitment"))

    assert shown["verdict"] == "kept"
    assert shown["due_phrase"] == "during the month of September"
    assert shown["made by"] == "reduction"
    assert "because" not in shown
    assert None not in shown.values()


def test_why_lists_every_step_and_the_events_that_it_rests_on(ledger: Service) -> None:
    ledger.record(KEPT)
    answer = ledger.show("down-to-3000", why=True, as_of="2020-10-10")
    (row,) = ledger.ask("commitments", as_of="2020-10-10")

    steps = [one for one in answer if one["section"] == "why"]
    assert steps[-1]["name"] == "so"
    assert (steps[-1]["value"], steps[-1]["positions"]) == ("kept", row["because"])
    assert {p for step in steps for p in step["positions"]} == set(row["because"])
    assert "event 8, level level-after, according to The Paper, “A later report”, 2020-10-05" in [
        step["value"] for step in steps
    ]


def test_without_why_the_steps_are_left_out(ledger: Service) -> None:
    assert told(ledger.show("down-to-3000"), "why") == []


@pytest.mark.parametrize(
    ("clocks", "verdict"),
    [
        ({"as_of": "2020-09-20"}, "open"),
        ({"as_of": "2020-10-10"}, "kept"),
        ({"as_of": "2020-10-10", "known_by": "2020-10-01"}, "past-due-unverified"),
        ({"as_of": "2020-10-10", "recorded_by": 7}, "past-due-unverified"),
        ({"as_of": "2020-10-10", "recorded_by": 7, "closed_world": True}, "missed"),
    ],
)
def test_it_is_judged_under_the_clocks_and_in_the_manner_asked_for(
    ledger: Service, clocks: dict[str, Any], verdict: str
) -> None:
    ledger.record(KEPT)

    assert dict(told(ledger.show("down-to-3000", **clocks), "commitment"))["verdict"] == verdict
    rows = {row["id"]: row for row in ledger.ask("commitments", **clocks)}
    assert rows["down-to-3000"]["verdict"] == verdict


def test_what_was_not_known_under_the_clocks_is_not_found(ledger: Service) -> None:
    for name in ("down-to-3000", "reduction"):
        with pytest.raises(NotFoundError, match="was not known under these clocks"):
            ledger.show(name, known_by="2020-09-08")


def test_an_event_is_shown_in_its_own_words_and_as_they_were_read(ledger: Service) -> None:
    answer = ledger.show("reduction")

    fields = dict(told(answer, "announcement"))
    assert fields["quote"] == "we go down to 3,000 during the month of September"
    assert fields["date"] == "Wednesday"
    assert dict(told(answer, "read as")) == {
        "day": "2020-09-09", "rule": "R12", "against": told(answer, "read as")[2][1],
    }  # fmt: skip
    assert ("due, read as", "2020-09-30 … 2020-09-30 (R5)") in told(
        answer, "commitment down-to-3000"
    )
    assert dict(told(answer, "record"))["recorded by"] == "tester"


def test_a_corrected_event_shows_what_stands_and_who_changed_it(ledger: Service) -> None:
    ledger.correct("reduction", {"audience": "the press"}, reason="misread")
    answer = ledger.show("reduction")

    assert dict(told(answer, "announcement"))["audience"] == "the press"
    assert ("record", "corrects reduction: audience = the press: misread") in told(
        answer, "history"
    )


def test_a_retracted_event_says_so(ledger: Service) -> None:
    ledger.retract("reduction", reason="never said")

    assert dict(told(ledger.show("reduction"), "record"))["retracted"] == "by event 8"
    history = told(ledger.show("down-to-3000"), "history")
    assert any(words.endswith("(retracted by event 8)") for _, words in history)


def test_an_actor_a_source_and_a_measure_are_shown_with_what_names_them(ledger: Service) -> None:
    ledger.record(UNNAMED)
    for name, mentioned in (("taliban", "They stand by"), ("report", "we go down"),
                            ("us-forces/iraq", "around 5,200")):  # fmt: skip
        history = told(ledger.show(name), "history")
        assert any(mentioned in words for _, words in history), name


def test_the_reference_can_be_printed_and_stays_good(ledger: Service) -> None:
    leaf = ledger.audit("reduction").rows[0]["leaf_hash"]
    answer = ledger.show("down-to-3000", as_of="2020-10-10", recorded_by=6, known_by="2020-10-01")

    ((_, reference),) = told(answer, "reference")
    assert reference == (
        f"down-to-3000 @ 6, leaf {leaf}, as of 2020-10-10, known by 2020-10-01, recorded by 6"
    )
    ledger.record(KEPT)
    again = ledger.show("down-to-3000", as_of="2020-10-10", recorded_by=6, known_by="2020-10-01")
    assert again.rows == answer.rows


def test_an_unknown_name_is_not_found_with_the_nearest(ledger: Service) -> None:
    with pytest.raises(NotFoundError) as refusal:
        ledger.show("down-to-300")
    assert refusal.value.hint == "did you mean 'down-to-3000'?"


@pytest.mark.parametrize("name", ["0", "99", "9" * 40, 0])
def test_a_position_beyond_the_ledger_is_not_found(ledger: Service, name: str | int) -> None:
    with pytest.raises(NotFoundError, match="the ledger ends at position 7"):
        ledger.show(name)
