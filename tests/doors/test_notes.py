"""`-o markdown --notes`: the sources of every row as numbered footnotes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.doors.running import CASE, PEOPLE, desk

TWO = """
- {type: source, id: mirror, title: "Court *news*", publisher: Mirror, published: 2020-09-10}
- {type: statement, id: first, source: {source: gazette, at: page 3}, speaker: rudolf, says: Yes.}
- {type: statement, id: second, source: [{source: gazette, at: page 3}, mirror], speaker: rudolf,
   says: Yes again.}
- {type: statement, id: third, date: 2020-09-11, speaker: rudolf, says: Nobody reports this.}
"""


def test_each_source_gets_one_number_and_one_footnote(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + TWO) as made:
        ran = made.pledger(
            "said", "-o", "markdown", "--notes", "--as-of", "2020-12-31", "--today", "2026-01-01"
        )

    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[2].endswith("| rests on |")
    assert [re.findall(r"\[\^\d\]", line) for line in lines[4:7]] == [
        ["[^1]"], ["[^1]", "[^2]"], []
    ]  # fmt: skip
    assert lines[-4:] == [
        "",
        "[^1]: The Gazette, “Official gazette”, 2020-09-09, page 3",
        "",
        "[^2]: Mirror, “Court \\*news\\*”, 2020-09-10",
    ]


def test_a_verdict_cites_what_led_to_it(tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")) as made:
        ran = made.pledger(
            "commitments", "--about", "us-iraq-3000", "--as-of", "2020-10-01", "-o", "markdown",
            "--notes",
        )  # fmt: skip

    report = "NBC News, “U.S. to withdraw more than 2,000 troops from Iraq”, 2020-09-09"
    assert [line for line in ran.out.splitlines() if line.startswith("[^")] == [
        f"[^1]: {report}, paragraph 2",
        f"[^2]: {report}, paragraph 12",
    ]


def test_a_source_cites_itself(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("sources", "-o", "markdown", "--notes")

    assert ran.out.endswith("\n[^1]: The Gazette, “Official gazette”, 2020-09-09\n")


def test_without_the_option_there_is_no_column_for_it(tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")) as made:
        ran = made.pledger("said", "-o", "markdown")

    assert "rests on" not in ran.out
    assert "[^" not in ran.out


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_other_formats_have_no_footnotes(form: str, tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("said", "-o", form, "--notes")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "error: --notes belongs to -o markdown\nhint: add: -o markdown\n"
