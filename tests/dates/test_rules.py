"""Each rule by its examples: they are what docs/dates.md prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.dates import RULES, read
from ledger.dates.page import given, tables
from ledger.dates.rules import SAID, Example

EXAMPLES = [(rule.id, example) for rule in RULES for example in rule.examples]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "dates.md"


def test_the_rules_are_those_of_the_domain_page() -> None:
    assert [rule.id for rule in RULES] == [f"R{number}" for number in range(1, 13)]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: str(value)[:60])
def test_an_example_is_read_as_it_says_by_its_rule(rule: str, example: Example) -> None:
    assert given(example) == example.expected
    found = read(example.phrase, anchor=SAID, direction=example.direction,
                 calendars=example.calendars)  # fmt: skip
    assert found.rule == rule
    assert found.explanation


def test_the_page_prints_every_rule_with_its_examples() -> None:
    """Where this fails: python -c 'from ledger.dates.page import tables; print(tables())'."""
    text = PAGE.read_text("utf-8")
    start, end = "<!-- rules: generated -->\n", "\n<!-- end of rules -->"
    assert text.split(start)[1].split(end)[0].strip() == tables()


def test_the_examples_stand_for_their_rules_in_the_contract() -> None:
    """docs/domain.md tells each rule with an example that the table must hold as well."""
    domain = (PAGE.parent / "domain.md").read_text("utf-8")
    for rule in RULES:
        assert f"| {rule.id} |" in domain, rule.id
