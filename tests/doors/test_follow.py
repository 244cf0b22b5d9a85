"""`pledger follow`: what is recorded is printed once, in order, until somebody ends it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ledger import Ledger
from ledger.cli import follow as door
from tests.doors.running import CASE, PEOPLE, desk

MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")


def test_once_prints_what_there_is_a_line_an_event(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("follow", "--from", "2", "--once")

    assert (ran.status, ran.err) == (0, "")
    assert MOMENT.sub("…", ran.out) == (
        "2  …  actor ruritania: Ruritania\n"
        "3  …  actor rudolf: Rudolf Rassendyll\n"
        "4  …  measure guards/strelsau: measure\n"
    )


def test_without_a_position_only_what_comes_is_printed(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("follow", "--once")

    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_lines_of_json_hold_the_document_that_would_record_each_event_again(tmp_path: Path) -> None:
    with desk(tmp_path / "one", CASE.read_text("utf-8")) as made:
        ran = made.pledger("follow", "--from", "1", "--once", "-o", "jsonl")
        levels = made.rows("levels", "--as-of", "2021-06-01")
    rows = ran.rows
    with desk(tmp_path / "two") as made:
        lines = "".join(f"{json.dumps(row['event'])}\n" for row in rows)
        again = made.pledger("import", made.write("again.jsonl", lines))
        assert again.status == 0, again.err
        rebuilt = made.rows("levels", "--as-of", "2021-06-01")

    assert [row["position"] for row in rows] == list(range(1, 34))
    assert rebuilt == levels


def test_a_correction_says_what_it_corrects(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        made.pledger("correct", "rudolf", "--set", "name=Rudolf R.", "--reason", "shy", "--yes")
        ran = made.pledger("follow", "--from", "5", "--once")

    assert ran.out.endswith(": corrects rudolf: name = Rudolf R. (shy)\n")


def test_it_goes_on_where_others_record_and_prints_nothing_twice(tmp_path: Path) -> None:
    names = iter(["fritz", "sapt"])
    with desk(tmp_path, PEOPLE), Ledger.open("ledger.db") as ledger:

        def somebody_records() -> None:
            name = next(names, None)
            if name is None:
                raise KeyboardInterrupt
            with Ledger.open("ledger.db") as other:
                other.record({"type": "actor", "id": name, "name": name.title(), "kind": "person"})

        printed: list[int] = []
        with pytest.raises(KeyboardInterrupt):
            for batch in door.batches(ledger, 2, somebody_records):
                printed += [row["position"] for row in batch]

    assert printed == [3, 4, 5, 6]


def test_more_events_than_are_read_at_once_all_come(tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")), Ledger.open("ledger.db") as ledger:
        few = [row["position"] for row in ledger.since(30, most=2)]
        rest = [row["position"] for row in ledger.since(32, most=2)]

    assert (few, rest) == ([31, 32], [33])


def test_who_ends_it_is_told_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupted)
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("follow", "--from", "4")

    assert (ran.status, len(ran.out.splitlines())) == (130, 1)
    assert ran.err == "ended; go on with: pledger follow --from 5\n"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--from", "9"), "--from 9: the ledger ends at position 4"),
        (("--from", "0"), "Invalid value for '--from': 0 is not in the range x>=1."),
        (("--from", "x"), "Invalid value for '--from': 'x' is not a valid integer range."),
        (("--every", "0"), "Invalid value for '--every': 0.0 is not in the range 0.1<=x<=3600."),
        (
            ("-o", "csv"),
            "Invalid value for '-o' / '--output': 'csv' is not one of 'lines', 'jsonl'.",
        ),
    ],
)
def test_a_mistake_of_use_is_told(given: tuple[str, ...], says: str, tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("follow", *given)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == f"error: {says}"


def test_what_comes_from_outside_cannot_command_the_terminal(tmp_path: Path) -> None:
    evil = '- {type: actor, id: evil, name: "red \\e[31m alert", kind: person}\n'
    with desk(tmp_path, evil) as made:
        ran = made.pledger("follow", "--from", "1", "--once")

    assert "\x1b" not in ran.out
    assert "␛[31m" in ran.out
