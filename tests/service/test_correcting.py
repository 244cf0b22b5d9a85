"""Corrections and retractions: our record is mended by adding to it, and what leaned on it follows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ledger import ConflictError, InputRefusedError, NotFoundError, UsageError
from ledger.model.answer import Row
from ledger.service.service import Service
from tests.service.world import UNNAMED, a_ledger


def board(ledger: Service, **how: Any) -> Row:
    """The row of the one commitment."""
    (row,) = ledger.ask("commitments", **{"as_of": "2020-10-15", **how})
    return row


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_correction_through_the_id_of_a_commitment_names_its_terms_alone(ledger: Service) -> None:
    receipt = ledger.correct("down-to-3000", {"due": "by 15 October"}, reason="misheard")

    assert receipt.says == "1 event recorded at position 8"
    assert board(ledger)["due_hi"] == day("2020-10-15")
    assert board(ledger)["due_phrase"] == "by 15 October"


def test_a_correction_through_the_event_names_the_whole_path(ledger: Service) -> None:
    ledger.correct("reduction", {"commits.down-to-3000.due": "by 15 October"}, reason="misheard")

    assert board(ledger)["due_hi"] == day("2020-10-15")


def test_a_field_of_the_maker_is_reached_through_the_commitment_too(ledger: Service) -> None:
    ledger.correct("down-to-3000", {"venue": "Washington"}, reason="left out")

    (said,) = ledger.ask("said")
    assert said["venue"] == "Washington"


def test_none_removes_a_field(ledger: Service) -> None:
    ledger.correct("reduction", {"audience": None}, reason="nobody was named")

    (said,) = ledger.ask("said")
    assert said["audience"] is None


def test_what_leaned_on_a_corrected_day_is_read_again(ledger: Service) -> None:
    ledger.correct("reduction", {"date": "2020-08-05"}, reason="the day before last month")

    assert board(ledger)["due_hi"] == day("2020-09-30")
    assert board(ledger, as_of="2020-08-05")["verdict"] == "open"


@pytest.mark.parametrize("name", ["last", "7", 7, "level-before"])
def test_what_is_corrected_is_named_by_id_position_or_as_the_last(
    ledger: Service, name: str | int
) -> None:
    ledger.correct(name, {"value": "4,000"}, reason="misread")

    rows = {row["about"]: row for row in ledger.ask("levels")}
    assert rows["level-before"]["lo"] == 4000


def test_a_correction_says_nothing_new_is_refused(ledger: Service) -> None:
    with pytest.raises(InputRefusedError, match="already reads so"):
        ledger.correct("level-before", {"value": "around 5,200"}, reason="x")


def test_a_correction_without_a_field_is_a_usage_error(ledger: Service) -> None:
    with pytest.raises(UsageError, match="at least one field"):
        ledger.correct("level-before", {}, reason="x")


def test_a_field_that_does_not_exist_is_refused_with_the_nearest(ledger: Service) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        ledger.correct("level-before", {"valeu": "1"}, reason="x")
    assert refusal.value.problems[0].near == "value"


def test_the_latest_correction_of_a_field_wins_until_it_is_retracted(ledger: Service) -> None:
    ledger.correct("down-to-3000", {"due": "by 15 October"}, reason="first thought", id="first")
    ledger.correct("down-to-3000", {"due": "by 20 October"}, reason="second", id="second")
    assert board(ledger)["due_hi"] == day("2020-10-20")

    ledger.retract("second", reason="the first was right")
    assert board(ledger)["due_hi"] == day("2020-10-15")

    ledger.retract("last", reason="it was not")
    assert board(ledger)["due_hi"] == day("2020-10-20")


def test_a_correction_may_be_corrected(ledger: Service) -> None:
    ledger.correct("down-to-3000", {"due": "by 15 October"}, reason="misheard", id="first")
    changes = {"set.commits.down-to-3000.due": "by 25 October"}
    ledger.correct("first", changes, reason="misheard twice")

    assert board(ledger)["due_hi"] == day("2020-10-25")


def test_a_corrected_day_of_publication_corrects_what_leaned_on_it_in_the_same_transaction(
    ledger: Service,
) -> None:
    receipt = ledger.correct("report", {"published": "2020-10-14"}, reason="misread the date")

    assert [(one.position, one.type) for one in receipt.recorded] == [
        (8, "correction"), (9, "correction"), (10, "correction"),
    ]  # fmt: skip
    assert [one.id for one in receipt.recorded[1:]] == [
        "correction-of-6-at-8",
        "correction-of-7-at-8",
    ]
    # Wednesday, read against the new day, is that very Wednesday.
    (said,) = ledger.ask("said")
    assert (said["earliest"], said["known_from"]) == (day("2020-10-14"), day("2020-10-14"))
    assert ledger.ask("commitments", then="2020-10-13").rows == ()


def test_the_corrections_of_a_source_are_undone_with_it(ledger: Service) -> None:
    before = board(ledger, as_of="2020-11-01"), list(ledger.ask("said"))
    ledger.correct("report", {"published": "2020-10-14"}, reason="misread", id="moved")
    receipt = ledger.retract("moved", reason="it was right")

    assert len(receipt.recorded) == 3
    after = board(ledger, as_of="2020-11-01"), list(ledger.ask("said"))
    # What was corrected to and fro is named; all else is as it was.
    for old, new in zip((before[0], *before[1]), (after[0], *after[1]), strict=True):
        traces = {"because", "corrected_by"}
        assert {k: v for k, v in old.items() if k not in traces} == {
            k: v for k, v in new.items() if k not in traces
        }


def test_a_correction_of_the_correction_of_a_source_moves_what_leaned_again(
    ledger: Service,
) -> None:
    ledger.correct("report", {"published": "2020-10-14"}, reason="misread", id="moved")
    ledger.correct("moved", {"set.published": "2020-10-21"}, reason="misread again")

    (said,) = ledger.ask("said")
    assert said["latest"] == day("2020-10-21")


def test_another_field_of_a_source_moves_nothing(ledger: Service) -> None:
    assert len(ledger.correct("report", {"title": "Another"}, reason="x").recorded) == 1


def test_a_dry_run_of_a_correction_shows_all_and_keeps_nothing(ledger: Service) -> None:
    changes = {"published": "2020-10-14"}
    tried = ledger.correct("report", changes, reason="misread", dry_run=True)

    assert tried.says == "3 events would be recorded at positions 8 to 10"
    assert ledger.head == 7
    (said,) = ledger.ask("said")
    assert said["latest"] == day("2020-09-09")


def test_the_same_correction_again_is_refused_since_the_record_reads_so_already(
    ledger: Service,
) -> None:
    ledger.correct("level-before", {"value": "4,000"}, reason="misread")

    with pytest.raises(InputRefusedError, match="already reads so"):
        ledger.correct("level-before", {"value": "4,000"}, reason="misread")


def test_a_retracted_record_counts_nowhere_but_is_kept(ledger: Service) -> None:
    ledger.retract("reduction", reason="never said")

    assert ledger.ask("said").rows == ()
    assert board(ledger)["verdict"] == "void"
    assert [row["status"] for row in ledger.audit("reduction")] == [
        "retracted by event 8",
        "stands",
    ]


def test_a_retraction_twice_is_a_conflict_that_says_how_to_bring_it_back(ledger: Service) -> None:
    ledger.retract("level-before", reason="of another place")

    with pytest.raises(ConflictError) as refusal:
        ledger.retract("level-before", reason="really")
    assert refusal.value.sentence == "level-before is retracted already, by event 8"
    assert refusal.value.hint == "to bring it back: pledger retract 8"
    assert ledger.head == 8


def test_a_retraction_may_be_retracted(ledger: Service) -> None:
    ledger.retract("level-before", reason="of another place")
    ledger.retract(8, reason="no, of this one")

    assert {row["about"] for row in ledger.ask("levels")} == {"level-before", "down-to-3000"}


def test_a_commitment_is_not_retracted_by_itself(ledger: Service) -> None:
    with pytest.raises(UsageError, match="a record is retracted as a whole") as refusal:
        ledger.retract("down-to-3000", reason="x")
    assert refusal.value.hint == "pledger retract reduction, or correct the terms"


def test_last_in_an_empty_ledger_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        a_ledger().retract("last", reason="x")


def test_an_unnamed_event_is_corrected_by_its_position(ledger: Service) -> None:
    ledger.record(UNNAMED)
    ledger.correct(8, {"says": "They stand by it."}, reason="shorter")

    (said,) = ledger.ask("said", by="taliban")
    assert said["says"] == "They stand by it."
    assert said["corrected_by"] == [9]
