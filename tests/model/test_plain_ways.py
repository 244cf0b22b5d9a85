"""Shortcuts through the classes: what they give is what looking at every field would give."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

from ledger.model.event import Event
from ledger.model.event_types import EVENT_TYPES
from ledger.model.fields import key_of
from ledger.model.given import as_given, to_document
from ledger.model.records import Actor, Measure, Source
from ledger.model.redacted import REMOVED
from ledger.model.shape import to_builtins
from ledger.model.sourced import SourceUpdate
from ledger.model.tags import called, tags_of
from tests.model.golden_examples import EXAMPLES, Example
from tests.model.test_fields import classes
from tests.projections.lived import ledgers
from tests.telling import Telling


def plain_tags(event: Event) -> set[str]:
    """Every field of every object in an event is looked at."""
    tags = {*walk(event), *(f"tag:{mark}" for mark in event.tags)}
    if event.ABOUT_WORLD:
        names = (getattr(event, "name", None), getattr(event, "kind", None))
        tags |= {called(name) for name in names if name and name != REMOVED}
    for cls, kind in ((Source, "source"), (Actor, "actor"), (Measure, "measure")):
        if isinstance(event, cls):
            tags.add(f"{kind}:{event.id}")
    if isinstance(event, Source):
        tags.add(f"publication:{event.id}")
    if isinstance(event, SourceUpdate):
        tags |= {f"publication:{citation.source}" for citation in event.sources}
    return tags


def walk(value: Any) -> Iterator[str]:
    for attribute in attrs.fields(type(value)):
        held = getattr(value, attribute.name)
        refers = attribute.metadata.get("refers")
        for member in held if isinstance(held, tuple) else (held,):
            if isinstance(member, str) and refers:
                yield f"{'re' if refers == 'thing' else refers}:{member}"
            elif attrs.has(type(member)):
                yield from walk(member)
                if attribute.name == "commits":
                    yield f"commitment:{member.id}"


def plain_shape(value: Any) -> Any:
    """Every attribute is held against its default."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain_shape(member) for member in value]
    if isinstance(value, Mapping):
        return {key: plain_shape(member) for key, member in value.items()}
    if not attrs.has(type(value)):
        return value
    found = {}
    for attribute in attrs.fields(type(value)):
        default = attribute.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            default = default.factory()
        held = getattr(value, attribute.name)
        if held != default and not (isinstance(value, Event) and attribute.name == "id"):
            found[attribute.name] = plain_shape(held)
    return found


def hold(event: Event) -> None:
    assert tags_of(event) == plain_tags(event)
    assert to_builtins(event) == plain_shape(event)
    given, whole = as_given(event), to_document(event)
    left_out = {
        key_of(attribute)
        for attribute in attrs.fields(type(event))
        if not attribute.metadata.get("given", True)
    }
    assert given.keys() == whole.keys() - left_out
    assert whole.keys() >= {key for key in to_builtins(event) if key in whole}


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_event_of_each_type_is_read_as_by_looking_at_every_field(example: Example) -> None:
    hold(example.decoded().event)


@settings(deadline=None)
@given(ledgers)
def test_so_are_events_as_life_makes_them(told: Telling) -> None:
    for recorded in told.recorded:
        hold(recorded.event)


@pytest.mark.parametrize("cls", [*EVENT_TYPES, *classes()], ids=lambda cls: cls.__name__)
def test_what_a_field_holds_when_nothing_is_given_passes_its_own_checks(cls: type[Any]) -> None:
    """So they need not be made of it."""
    for attribute in attrs.fields(cls):
        checks = (
            inspect.getclosurevars(attribute.validator).nonlocals.get("every", ())
            if inspect.isfunction(attribute.validator)
            else ()
        )
        default = attribute.default
        if default is not attrs.NOTHING and not isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            for check in checks:
                check(None, attribute, default)
