"""docs/documents.md against the program: its refusals are printed as they are, its bounds are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.intake import build, correction, csv_document, document, json_lines, node, problems
from ledger.service import document as long_document
from ledger.service import receipt, repeats
from tests.intake.documents import refused

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "documents.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```\n\n```text\n(.*?)\n```", PAGE, re.DOTALL)

BOUNDS = {
    "nesting": (node.DEEPEST,),
    "one text": (node.LONGEST_TEXT,),
    "one event of JSON Lines": (json_lines.LONGEST_LINE, json_lines.MOST_IN_EVENT),
    "YAML, JSON and tables, as a whole": (document.LARGEST, document.MOST_VALUES),
    "JSON Lines with `--correct`, as a whole": (document.LARGEST, document.MOST_IN_LINES),
    "a table": (csv_document.MOST_COLUMNS,),
    "corrections one upon the other": (correction.DEEPEST_CHAIN,),
    "problems before reading stops": (problems.MOST,),
    "conflicts shown": (repeats.MOST_CONFLICTS,),
    "warnings shown": (build.MOST_WARNINGS,),
}


def test_the_page_has_examples_of_refusals() -> None:
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize(("example", "output"), EXAMPLES)
def test_each_refusal_is_printed_as_the_program_prints_it(example: str, output: str) -> None:
    assert refused(example) == output


def test_the_bounds_are_those_of_the_program() -> None:
    rows = dict(
        re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|$", PAGE.split("## Bounds")[1], re.MULTILINE)
    )
    printed = {
        what: tuple(int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", most))
        for what, most in rows.items()
        if what in BOUNDS
    }

    assert printed == BOUNDS
    assert set(rows) - set(BOUNDS) == {"what", "---"}


def test_long_documents_are_those_that_the_page_says() -> None:
    told = PAGE.split("## Long documents")[1].split("## ")[0]

    assert f"more than {long_document.PART:,} events" in told
    assert f"the first {receipt.LISTED:,} events" in told
    assert f"more than {build.MOST_WARNINGS} warnings or conflicts" in told
    assert repeats.MOST_CONFLICTS == build.MOST_WARNINGS
