"""The life of a commitment through the command line: verbs, differences, scales."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors.running import CASE, Desk, desk

TODAY = ("--today", "2026-01-01")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a ledger that holds the shipped case."""
    with desk(tmp_path / "desk", CASE.read_text("utf-8")) as made:
        yield made


VERBS = [
    ("amend", "foreign-forces-out", "--made-by", "debtor", "--due", "before 11 September 2021"),
    ("amend", "foreign-forces-out", "--made-by", "debtor", "--given", "none"),
    ("fulfil", "foreign-forces-out", "--degree", "full", "--date", "2020-09-01"),
    ("breach", "taliban-guarantees", "--date", "2020-05-04"),
    ("condition", "foreign-forces-out", "--met", "yes", "--date", "2020-09-01"),
    ("rescind", "partner-programs", "--date", "2020-09-01"),
    ("release", "foreign-forces-out", "--date", "2020-09-01"),
    ("suspend", "partner-programs", "--date", "2020-09-01"),
    ("resume", "partner-programs", "--date", "2020-09-01"),
    ("supersede", "end-endless-wars", "--by-commitment", "foreign-forces-out"),
    ("assess", "us-iraq-3000", "--assessor", "described=a fact-checker", "--verdict", "so so"),
]


@pytest.mark.parametrize("words", VERBS, ids=lambda words: f"{words[0]} {words[-2]}")
def test_each_verb_records_its_event(case: Desk, words: tuple[str, ...]) -> None:
    ran = case.pledger(*words, "--source", "nbc-2020-09-09", "--yes")

    assert (ran.status, ran.out[:4]) == (0, "34  "), ran.err
    history = case.pledger("show", words[1], "--as-of", "2021-01-01", "-o", "json", *TODAY)
    assert 34 in {position for row in history.rows for position in row["positions"]}


def test_a_verb_on_a_commitment_that_is_not_recorded_names_the_nearest(case: Desk) -> None:
    ran = case.pledger("fulfil", "us-iraq-300", "--degree", "full", "--yes")

    assert ran.status == 6
    assert "did you mean 'us-iraq-3000'?" in ran.err
    assert ran.out == ""


def test_diff_tells_what_changed_and_which_event_did_it(case: Desk) -> None:
    case.pledger("fulfil", "us-iraq-3000", "--degree", "full", "--date", "2020-09-28",
                 "--source", "nbc-2020-09-09", "--yes")  # fmt: skip

    recorded = case.pledger(
        "diff", "--recorded-from", "33", "--to", "2020-10-01", "-o", "json", *TODAY
    )
    changed = {row["what"]: (row["before"], row["after"]) for row in recorded.rows}
    assert changed["verdict"] == ("past-due-unverified", "kept")
    assert all(34 in row["by"] for row in recorded.rows)

    days = case.pledger("diff", "--from", "2020-09-09", "--to", "2020-11-30", "-o", "json", *TODAY)
    waited = [row for row in days.rows if row["id"] == "afghanistan-4000-out"]
    assert {row["what"] for row in waited} >= {"verdict", "clock"}
    assert all(row["by"] == [] for row in waited)


def test_diff_needs_something_to_differ(case: Desk) -> None:
    ran = case.pledger("diff")

    assert (ran.status, ran.out) == (2, "")
    assert "from when to when?" in ran.err


def test_verdicts_in_the_words_of_another_scale_say_what_that_loses(case: Desk) -> None:
    ran = case.pledger("commitments", "--as-of", "2020-10-01", "--scale", "politifact", *TODAY)

    assert "Not Yet Rated" in ran.out
    assert "politifact: a lossy mapping" in ran.out


def test_a_scale_of_the_settings_is_known_by_its_name(case: Desk) -> None:
    (case.folder / "pledger.toml").write_text('[scales.ours]\nopen = "we shall see"\n', "utf-8")

    ran = case.pledger("commitments", "--as-of", "2020-09-09", "--scale", "ours", *TODAY)

    assert "we shall see" in ran.out


def test_check_ends_with_ten_when_it_finds_something(case: Desk) -> None:
    found = case.pledger("check", *TODAY)
    nothing = case.pledger("check", "--lint", "weekday", *TODAY)

    assert (found.status, nothing.status) == (10, 0)
    assert "can never be overdue" in found.out
