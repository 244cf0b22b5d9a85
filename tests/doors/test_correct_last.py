"""`correct last` and `retract last`: the event at the head, as it was when it was shown."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from ledger import Ledger
from tests.doors.running import PEOPLE, desk

SPEECH = "- {type: statement, id: hello, source: gazette, speaker: rudolf, says: Hello.}\n"


def test_the_last_event_is_corrected(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        ran = made.pledger("correct", "last", "--set", "says=Good day.", "--reason", "r", "--yes")
        rows = made.rows("said")

    assert ran.status == 0
    assert [row["words"] for row in rows] == ["Good day."]


def test_the_last_event_is_retracted(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        ran = made.pledger("retract", "last", "--reason", "never said", "--yes")
        rows = made.rows("said")

    assert (ran.status, rows) == (0, [])


def test_an_empty_ledger_has_no_last_event(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        ran = made.pledger("correct", "last", "--set", "says=x", "--reason", "r", "--yes")

    assert (ran.status, ran.out) == (3, "")
    assert ran.err == "error: there is no event 0: the ledger ends at position 0\n"


def test_what_somebody_recorded_while_we_thought_is_not_what_we_correct(tmp_path: Path) -> None:
    """The question is asked between looking and recording; meanwhile the head moves on."""

    def somebody_records(*_: object, **__: object) -> bool:
        with Ledger.open("ledger.db") as other:
            other.record(
                {"type": "statement", "id": "bye", "source": "gazette", "speaker": "rudolf",
                 "says": "Good bye."}
            )  # fmt: skip
        return True

    with desk(tmp_path, PEOPLE + SPEECH) as made:
        with patch("ledger.cli.records.agree", somebody_records):
            ran = made.pledger("correct", "last", "--set", "says=Good day.", "--reason", "r")
        rows = made.rows("said")

    assert ran.status == 0
    assert sorted(row["words"] for row in rows) == ["Good bye.", "Good day."]


def test_what_somebody_corrected_while_we_thought_is_a_conflict(tmp_path: Path) -> None:
    def somebody_corrects(*_: object, **__: object) -> bool:
        with Ledger.open("ledger.db") as other:
            other.correct("hello", {"says": "Hallo."}, reason="theirs")
        return True

    with desk(tmp_path, PEOPLE + SPEECH) as made:
        with patch("ledger.cli.records.agree", somebody_corrects):
            ran = made.pledger("correct", "last", "--set", "says=Good day.", "--reason", "ours")
        rows = made.rows("said")

    assert (ran.status, ran.out) == (4, "")
    assert "since position 5 this was recorded about the same: 6 (correction" in ran.err
    assert [row["words"] for row in rows] == ["Hallo."]
