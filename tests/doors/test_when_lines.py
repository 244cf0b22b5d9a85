"""`pledger when -`: phrases line by line; and the strip of the calendar that one phrase gets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ledger.cli.strip import strip
from tests.doors.running import desk

SAID = ("--anchor", "2020-09-09")


def test_each_line_is_read_and_one_that_cannot_be_says_why(tmp_path: Path) -> None:
    lines = "by May next year\n\nahead of the election\nblah blub\n"
    with desk(tmp_path) as made:
        ran = made.pledger("when", "-", *SAID, "-o", "jsonl", stdin=lines)

    assert ran.status == 6
    may, election, nonsense = ran.rows
    assert (may["due_lo"], may["due_hi"], may["rule"]) == ("2021-04-30", "2021-05-31", "R3")
    assert (election["due_lo"], election["hangs_on"]) == (None, "election")
    assert nonsense["refused"] == "no rule reads the date 'blah blub'"


def test_lines_that_can_all_be_read_end_well_and_no_lines_show_nothing(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        assert made.pledger("when", "-", *SAID, stdin="by Friday\n").status == 0
        nothing = made.pledger("when", "-", *SAID, stdin="\n")

    assert (nothing.status, "nothing to show" in nothing.out) == (0, True)


def test_a_phrase_on_a_screen_gets_its_calendar_and_in_json_only_its_days(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        screen = made.pledger("when", "by May next year", *SAID)
        data = made.pledger("when", "by May next year", *SAID, "-o", "json")

    assert "2021-04    ·········· ·········· ··········" in screen.out
    assert "perhaps in time" in screen.out
    assert "calendar" not in {row["section"] for row in data.rows}


@pytest.mark.parametrize(
    ("first", "last", "due", "cells"),
    [
        ("2020-09-28", "2020-09-29", True, {"2020-09": "·········· ·········· ········▒×"}),
        ("2020-09-30", "2020-10-02", False,
         {"2020-09": "·········· ·········· ·········█", "2020-10": "██········ ·········· ···········"}),
        ("2029-12-31", "2030-12-31", True, {"2029": "············", "2030": "▒▒▒▒▒▒▒▒▒▒▒▒"}),
        ("2020-06-15", "2021-06-15", True, {"2020": "·····▒▒▒▒▒▒▒", "2021": "▒▒▒▒▒▒××××××"}),
    ],
)  # fmt: skip
def test_a_strip_shows_days_in_months_and_months_in_years(
    first: str, last: str, due: bool, cells: dict[str, str]
) -> None:
    found = strip(dt.date.fromisoformat(first), dt.date.fromisoformat(last), due=due)

    assert dict(found) == cells


def test_an_open_bound_has_no_strip() -> None:
    assert list(strip(None, dt.date(2020, 9, 9), due=False)) == []


def test_a_long_stretch_shows_its_first_and_last_year() -> None:
    assert [name for name, _ in strip(dt.date(1, 1, 1), dt.date(9999, 12, 31), due=False)] == [
        "1", "9999"]  # fmt: skip
