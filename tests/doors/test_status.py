"""`pledger status`, and `pledger doctor` seen from its door."""

from __future__ import annotations

import re
from pathlib import Path

from tests.doors.running import CASE, PEOPLE, desk

MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC|\d{4}-\d\d-\d\d(?=\n)")


def test_status_tells_what_the_ledger_is(tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")) as made:
        ran = made.pledger("--recorder", "clerk", "retract", "axios-remark", "--reason", "x", "-y")
        assert ran.status == 0
        ran = made.pledger("status")

    assert (ran.status, ran.err) == (0, "")
    assert (
        MOMENT.sub("…", ran.out)
        == """\
Ledger ledger.db

ledger
  place           ledger.db
  program         0.1.0
  head            34
  first recorded  …  [1]
  last recorded   …  [34]
  last recorder   clerk  [34]

events
  actor           7
  agreement       1
  alias           1
  announcement    1
  consolidation   1
  deployment      1
  level           2
  measure         4
  occurrence      6
  retraction      1
  source          1
  statement       7
  withdrawal      1

views
  commitments     up to date, at position 34
  measures        up to date, at position 34
  happenings      up to date, at position 34
  declarations    up to date, at position 34
  stages          up to date, at position 34

texts of sources
  none            1
status · head 34 · asked …
"""
    )


def test_status_of_an_empty_ledger_has_no_first_event(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        rows = made.rows("status")

    told = {row["name"]: row["value"] for row in rows}
    assert told["head"] == 0
    assert "first_recorded" not in told
    assert told["commitments"] == "to be built by the next question"


def test_status_counts_the_texts_that_are_at_hand(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        made.pledger("source", "text", "gazette", made.write("gazette.txt", "All was quiet.\n"))
        rows = made.rows("status")

    assert [(r["name"], r["value"]) for r in rows if r["section"] == "texts of sources"] == [
        ("at hand", 1)
    ]


def test_status_and_doctor_of_no_ledger_say_how_to_make_one(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        for command in ("status", "doctor"):
            ran = made.pledger(command, "--db", "elsewhere.db")

            assert (ran.status, ran.out) == (3, "")
            assert ran.err == (
                "error: there is no ledger at elsewhere.db\nhint: make one with: pledger init\n"
            )


def test_the_doctor_finds_nothing_wrong_with_a_sound_ledger(tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")) as made:
        ran = made.pledger("doctor")
        rows = made.rows("doctor")

    assert (ran.status, ran.err) == (0, "")
    assert {row["level"] for row in rows} <= {"ok", "warn"}
    assert {"sentence": "33 events, without a gap", "topic": "events", "level": "ok",
            "hint": None} in rows  # fmt: skip
    assert "What endangers the record" in ran.out


def test_the_doctor_ends_with_10_when_something_endangers_the_record(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        made.pledger("source", "text", "gazette", made.write("gazette.txt", "All was quiet.\n"))
        [file] = (tmp_path / "ledger.db.texts").iterdir()
        file.write_text("All was in uproar.\n")
        ran = made.pledger("doctor", "-o", "jsonl")

    assert ran.status == 10
    assert {
        "level": "danger",
        "topic": "texts",
        "sentence": "not the text that the record names: gazette",
        "hint": "put the text beside the ledger again: pledger source text ID FILE",
    } in ran.rows


def test_the_doctor_looks_also_at_what_cannot_be_opened(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        made.write("letter.db", "Dear Flavia,\n" * 100)
        ran = made.pledger("doctor", "--db", "letter.db", "-o", "jsonl")

    assert ran.status == 10
    assert ran.rows[0]["level"] == "danger"
    assert "letter.db" in ran.rows[0]["sentence"]


def test_a_deep_look_reads_the_whole_file(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        rows = made.rows("doctor", "--deep")

    assert ("file", "every page and row is sound") in [
        (row["topic"], row["sentence"]) for row in rows
    ]
