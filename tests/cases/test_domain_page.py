"""docs/domain.md against the program: what the page promises is what the classes and tables say."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from ledger.intake.build import build
from ledger.intake.document import read_document
from ledger.intake.known import NothingKnown
from ledger.model.commitment import Commitment
from ledger.model.event import RELATIONS, Event
from ledger.model.event_types import BY_NAME
from ledger.model.fields import key_of
from ledger.model.verdict import TABLE
from ledger.projections.board import BOARD
from ledger.quantities import read_quantity

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "domain.md").read_text("utf-8")


def section(number: int) -> str:
    """The text of one numbered section."""
    found = re.search(rf"^## {number}\. .*?(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0]


def test_the_example_document_is_read_as_printed() -> None:
    block = re.search(r"```yaml\n(.*?)```", section(9), re.DOTALL)
    assert block is not None
    events = build(read_document(block[1].encode(), "domain.md"), NothingKnown())
    assert [event.TYPE for event in events].count("level") == 1
    commits = [terms for event in events for terms in getattr(event, "commits", ())]
    due = {terms.id: (str(terms.due.lo), str(terms.due.hi)) for terms in commits if terms.due}
    assert due == {
        "us-iraq-3000": ("2020-09-30", "2020-09-30"),
        "foreign-forces-out": ("2021-04-30", "2021-05-31"),
    }


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_the_page_names_each_event_type_with_all_its_fields(name: str) -> None:
    text = section(2)
    lines = [line for line in text.splitlines() if line.startswith("|") and f"`{name}`" in line]
    assert lines, f"no row for {name}"
    common = {attribute.name for attribute in attrs.fields(Event)}
    for attribute in attrs.fields(BY_NAME[name]):
        if attribute.name not in common and attribute.name != "becomes":
            assert any(f"`{key_of(attribute)}`" in line for line in lines), attribute.name


def test_the_page_names_every_term_of_a_commitment() -> None:
    for attribute in attrs.fields(Commitment):
        assert f"`{key_of(attribute)}`" in section(3), attribute.name


def test_the_page_names_every_relation_and_no_other() -> None:
    listed = re.search(r"\*\*Relations\*\* are one of: (.*?)\. They", section(2), re.DOTALL)
    assert listed is not None
    assert tuple(re.findall(r"`(\w+)`", listed[1])) == RELATIONS


def test_the_verdict_table_of_the_page_is_the_table_of_the_program() -> None:
    row = re.compile(r"^\| (\d+) \| (.*?) \| (.*?) \| (.*?) \|.*\| (.*?) \|$", re.MULTILINE)
    rows = row.findall(section(6))
    printed = [(int(number), *cells, word.strip("`")) for number, *cells, word in rows]
    assert printed == [
        (row.number, row.lifecycle, row.mode, row.clock, row.verdict or "the word of the lifecycle")
        for row in TABLE
    ]


@pytest.mark.parametrize(
    ("words", "lo", "hi"),
    [
        ("3,000", 3000, 3000),
        ("about 5,200", 5150, 5249),
        ("around 8,600", 8550, 8649),
        ("about 5,000", 4500, 5499),
        ("about 10,000", 9000, 10999),
        ("more than 2,000", 2001, None),
        ("more than a dozen", 13, None),
        ("2,000 to 3,000", 2000, 3000),
        ("some", 2, None),
        ("dozens", 24, None),
        ("hundreds", 200, None),
        ("thousands", 2000, None),
    ],
)
def test_quantities_allow_what_the_page_says(words: str, lo: int, hi: int | None) -> None:
    found = read_quantity(words)
    assert found.lo == lo
    assert found.hi == hi


def test_the_keys_of_commitments_are_those_of_the_page() -> None:
    listed = section(10).split("`-o json`")[0].split("\n\n", 1)[1]
    assert re.findall(r"`(\w+)`", listed) == [column.name for column in BOARD.columns]
