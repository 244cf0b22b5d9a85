"""`--limit` and `--skip`: a page of any question, and how it says that it is one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.service.asking import QUESTIONS
from tests.doors.running import CASE, Desk, desk

TODAY = ("--today", "2026-01-01", "--as-of", "2020-10-01")


@pytest.fixture(name="case", scope="module")
def _case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("case"), CASE.read_text("utf-8")) as made:
        yield made


def rows(case: Desk, *arguments: str) -> list[Any]:
    """The rows of an answer, whatever was found."""
    return list(case.pledger(*arguments, *TODAY, "-o", "json").rows)


@pytest.mark.parametrize("question", [each.name for each in QUESTIONS])
def test_pages_put_together_are_the_whole_answer(case: Desk, question: str) -> None:
    words = ("troops",) if question == "search" else ()
    every = rows(case, question, *words)
    size = max(1, len(every) // 3)

    pages = [
        rows(case, question, *words, "--limit", str(size), "--skip", str(skip))
        for skip in range(0, len(every) + 1, size)
    ]
    assert [row for page in pages for row in page] == every
    assert all(len(page) <= size for page in pages)


def test_a_table_says_under_it_which_rows_it_shows(case: Desk) -> None:
    def under(*page: str) -> str:
        lines = case.pledger("commitments", *TODAY, *page).out.splitlines()
        return next((line for line in lines if line.startswith(("row", "no rows"))), "")

    assert under("--limit", "2") == "rows 1 to 2 of 6"
    assert under("--limit", "2", "--skip", "4") == "rows 5 to 6 of 6"
    assert under("--skip", "5") == "row 6 of 6"
    assert under("--skip", "17") == "no rows after the first 17: there are 6 in all"
    assert under() == ""
    assert under("--debtor", "nobody", "--limit", "5") == ""


def test_json_says_which_rows_they_are_and_the_rows_alone_say_it_beside(case: Desk) -> None:
    whole = json.loads(case.pledger("commitments", *TODAY, "--limit", "1", "-o", "json").out)
    assert whole["page"] == {"skip": 0, "limit": 1, "total": 6}
    assert "page" not in json.loads(case.pledger("commitments", *TODAY, "-o", "json").out)

    for form in ("jsonl", "csv"):
        told = case.pledger("commitments", *TODAY, "--limit", "1", "-o", form)
        assert "rows 1" not in told.out
        assert told.err == "row 1 of 6\n"


@pytest.mark.parametrize(("option", "value"), [("--limit", "0"), ("--limit", "-1"), ("--limit", "x"),
                                               ("--skip", "-1"), ("--skip", "1.5"),
                                               ("--limit", "9" * 30)])  # fmt: skip
def test_what_is_no_number_of_rows_is_refused(case: Desk, option: str, value: str) -> None:
    told = case.pledger("commitments", option, value)

    assert (told.status, told.out) == (2, "")
    assert f"{option.removeprefix('--')}: '{value}' is no number of rows" in told.err


def test_a_check_that_found_something_says_so_on_every_page(case: Desk) -> None:
    """The status is that of the whole."""
    assert case.pledger("check", "--limit", "1").status == 10
    assert case.pledger("check", "--skip", "99999").status == 10
    assert case.pledger("check", "--limit", "1", "--about", "no such thing").status == 0


def test_the_board_is_narrowed_by_what_to_beware_of(case: Desk) -> None:
    every = case.rows("commitments", "--as-of", "2020-11-15", "--today", "2026-01-01")
    stale = case.rows("commitments", "--flag", "stale", "--as-of", "2020-11-15",
                      "--today", "2026-01-01")  # fmt: skip

    assert stale == [row for row in every if "stale" in row["flags"]]
    assert stale
    assert case.pledger("commitments", "--flag", "stele").status == 2
