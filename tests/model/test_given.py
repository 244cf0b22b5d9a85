"""An event and its document: the words as given build the event again, and ids follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from ledger.intake.build import rebuild
from ledger.intake.node import Entries, from_builtins
from ledger.model.event import Event
from ledger.model.given import as_given, at, differences, to_document
from ledger.model.records import Correction
from ledger.model.redacted import Redaction
from ledger.model.sourced import Corroboration
from tests.model.golden_examples import EXAMPLES, Example
from tests.telling import Telling

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=str)


@pytest.fixture(scope="module")
def told() -> Telling:
    """A ledger that holds all golden examples."""
    telling = Telling()
    records = ("correction", "retraction", "corroboration", "redaction")
    telling.tell([each.document for each in EXAMPLES if each.type not in records])
    telling.tell([each.document for each in EXAMPLES if each.type in records])
    return telling


def recorded(told: Telling, example: Example) -> Event:
    """The event of an example."""
    return next(each.event for each in told.recorded if each.id == example.id)


def read_again(document: dict[str, Any], told: Telling) -> Event:
    """The event that the way in makes of a document; a correction without what it becomes."""
    node = from_builtins(document)
    assert isinstance(node, Entries)
    return rebuild(node, told)


@every_example
def test_the_document_of_an_example_still_builds_it(told: Telling, example: Example) -> None:
    """The way in makes of the words what it made of them when the example was written."""
    event = example.decoded().event
    if isinstance(event, Redaction):
        # What it restates is computed where the words are removed.
        event = attrs.evolve(event, restates={})
    assert recorded(told, example) == event


@every_example
def test_the_document_of_an_event_builds_it_again(told: Telling, example: Example) -> None:
    """Corrections read an event's document again, so nothing may be lost or change on the way."""
    event = recorded(told, example)

    again = read_again(to_document(event), told)

    if isinstance(event, Correction | Corroboration):
        event = attrs.evolve(event, becomes={})
    assert again == event


@every_example
def test_the_form_as_given_survives_the_way_round(told: Telling, example: Example) -> None:
    """So a document recorded twice is recognised, however it was written."""
    event = recorded(told, example)

    again = read_again({**as_given(event), "id": event.id}, told)

    assert as_given(again) == as_given(event)


@every_example
def test_the_form_as_given_holds_the_words_and_not_what_they_resolve_to(
    told: Telling, example: Example
) -> None:
    """Ids are derived from it: they must not hang on how well the reader reads today."""
    form = as_given(recorded(told, example))

    assert not {"id", "tags", "becomes", "occurred", "sources", "schema"} & set(form)
    for words in _leaves({k: v for k, v in form.items() if k not in ("set", "type")}):
        # Days that were given as such have one form, however they were given.
        assert words in {*_leaves(example.document), "yes", "2020-01/2020-06"}


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for member in value.values():
            yield from _leaves(member)
    elif isinstance(value, list):
        for member in value:
            yield from _leaves(member)
    else:
        yield value


def test_marks_and_the_place_of_a_passage_are_not_part_of_the_form_as_given(told: Telling) -> None:
    """They are found or changed later without making it another event."""
    event = next(each.event for each in told.recorded if each.id == "reduction")
    plain = attrs.evolve(
        event, id="other", tags=(), sources=(attrs.evolve(event.sources[0], at=None),)
    )

    assert as_given(plain) == as_given(event)


def test_a_value_that_a_correction_removes_is_given_as_none(told: Telling) -> None:
    """Else the document of a correction could not be read again."""
    event = next(each.event for each in told.recorded if each.id == "quote-corrected")

    assert to_document(event)["set"]["note"] == "none"


def test_two_forms_differ_at_the_paths_that_a_correction_would_name(told: Telling) -> None:
    """Field by field, inside a commitment too; the values are found at these paths."""
    old = to_document(next(each.event for each in told.recorded if each.id == "reduction"))
    terms = {**old["commits"][0], "due": "in October"}
    new = {**old, "venue": "in a hall", "commits": [terms]}

    assert differences(old, new) == ["venue", "commits.us-3000.due"]
    assert [at(new, path) for path in differences(old, new)] == ["in a hall", "in October"]
    assert differences(old, old) == []
    assert differences(old, {**old, "commits": []}) == ["commits"]
    assert at(old, "commits.nobody.due") is None
