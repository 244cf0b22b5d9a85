"""The rules of docs/quantities.md: every example is read as the page says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ledger.quantities import Quantity, UnreadableQuantityError, read_quantity
from ledger.quantities.quantity import QUALIFIERS
from ledger.quantities.rules import RULES, nearest, page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "quantities.md"
EXAMPLES = [
    pytest.param(words, allows, id=f"{rule.name} {words}")
    for rule in RULES
    for words, allows in rule.examples
]


def told(quantity: Quantity) -> str:
    """The interval and the unit as the rules write them."""
    ends = [
        "" if end is None else f"{end.normalize():f}" for end in (quantity.lo, quantity.hi)
    ]  # fmt: skip
    interval = " … ".join(ends) if any(ends) else ""
    return f"{interval} {quantity.unit or ''}".strip()


@pytest.mark.parametrize(("words", "allows"), EXAMPLES)
def test_an_example_is_read_as_its_rule_says(words: str, allows: str) -> None:
    assert told(read_quantity(words)) == allows.strip()


def test_the_page_prints_the_rules_of_the_program() -> None:
    """To renew it, print `ledger.quantities.rules.page()` between the two marks of the page."""
    text = PAGE.read_text(encoding="utf-8")
    printed = text.split("<!-- rules -->\n\n")[1].split("\n<!-- end of rules -->")[0]
    assert printed == page()


def test_every_qualifier_has_an_example() -> None:
    read = {read_quantity(words).qualifier for rule in RULES for words, _ in rule.examples}
    assert read == set(QUALIFIERS)


def test_the_page_names_every_qualifier() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [word for word in QUALIFIERS if f"`{word}`" not in text] == []


def test_a_refusal_shows_the_nearest_forms() -> None:
    with pytest.raises(UnreadableQuantityError) as refused:
        read_quantity("hundreds of troops by the end of the year")
    assert refused.value.hint is not None
    assert "thousands of troops" in refused.value.hint


def test_words_like_none_of_the_examples_have_no_nearest() -> None:
    assert nearest(["xyzzy"]) == []


def test_the_ends_of_an_example_are_whole_decimals() -> None:
    found = read_quantity("about 1.5 million")
    assert (str(found.value), str(found.lo), str(found.hi)) == ("1500000", "1450000", "1549999")
    assert isinstance(found.lo, Decimal)
