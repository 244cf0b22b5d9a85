"""Mappings handed in by a program are read like a document, and held to the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from ledger.errors import InputRefusedError
from ledger.intake.build import build
from ledger.intake.node import Entries, Listing, Scalar, from_builtins
from ledger.intake.problems import render
from tests.intake.documents import ledger


def refusal(value: Any) -> str:
    """The refusal of a value in an event, as it is shown."""
    with pytest.raises(InputRefusedError) as caught:
        from_builtins([value], "event 1")
    return render(caught.value.problems)


def plain(node: Any) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    assert isinstance(node, Entries)
    return {key.text: plain(value) for key, value in node.items}


def test_values_become_the_text_that_a_document_would_hold() -> None:
    node = from_builtins(
        {
            "text": "3,000",
            "whole": 3000,
            "exact": Decimal("1.50"),
            "round": Decimal("1E+3"),
            "yes": True,
            "day": dt.date(2020, 9, 9),
            "list": ["a", ("b",)],
            "map": {"a": {"b": 1}},
        }
    )

    assert plain(node) == {
        "text": "3,000", "whole": "3000", "exact": "1.50", "round": "1000", "yes": "yes",
        "day": "2020-09-09", "list": ["a", ["b"]], "map": {"a": {"b": "1"}},
    }  # fmt: skip


def test_nothing_is_no_value() -> None:
    node = from_builtins({"a": None, "b": [None]})

    assert plain(node) == {"b": []}
    assert isinstance(node, Entries)
    assert [key.text for key in node.blank] == ["a"]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (1.5, "a float cannot stand in an event"),
        (b"bytes", "a bytes cannot stand in an event"),
        ({1, 2}, "a set cannot stand in an event"),
        (object(), "an object cannot stand in an event"),
        pytest.param(10**100_000, "so long a number cannot stand in an event", id="long"),
        (-(10**40), "so long a number cannot stand in an event"),
        (Decimal("NaN"), "the decimal NaN cannot stand in an event"),
        (Decimal("Infinity"), "the decimal Infinity cannot stand in an event"),
        (Decimal("1E+999999"), "so long a number cannot stand in an event"),
        ({1: "a"}, "the key 1 is not text"),
        ({None: "a"}, "the key nothing is not text"),
        ("a\0b", "a NUL character cannot be recorded"),
        ({"a\0b": "c"}, "a NUL character cannot be recorded"),
        ("\ud800", "a lone surrogate (U+D800) is no character"),
        pytest.param(
            "x" * 2_000_000, "a text of 2,000,000 characters; the longest is 1,048,576", id="x"
        ),
    ],
)
def test_what_no_document_could_hold_is_refused(value: Any, says: str) -> None:
    assert refusal(value).startswith(f"event 1: error: {says}")


def test_what_is_nested_without_end_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    mapping: dict[str, Any] = {}
    mapping["a"] = mapping

    assert "nested more than 30 deep" in refusal(endless)
    assert "nested more than 30 deep" in refusal(mapping)


def test_problems_name_the_event_and_the_field_in_the_place_of_a_file() -> None:
    node = from_builtins({"type": "level", "source": "reprot", "value": "lots"}, "event 3")
    assert isinstance(node, Entries)
    with pytest.raises(InputRefusedError) as caught:
        build([node], ledger())

    assert render(caught.value.problems) == (
        "event 3, source: error: no source 'reprot' is known; did you mean 'report'?\n"
        "  hint: declare it: - {type: source, id: reprot, …}\n"
        "event 3: error: a level needs 'measure': id of the measure\n"
        "event 3, value: error: no quantity can be read from 'lots'\n"
        "  hint: write it as 3,000, about 5,200, more than 2,000, 2,000 to 3,000 or 1.5 million\n"
        "nothing recorded"
    )
