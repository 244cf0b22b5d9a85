"""The stored form of every event type is permanent: what was written must be written and read so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
import pytest

from ledger.errors import IntegrityError
from ledger.model.event import Event
from ledger.model.event_types import BY_NAME, EVENT_TYPES
from ledger.model.shape import defaults
from ledger.store.codec import encode
from tests.model.golden_examples import EXAMPLES, Example

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=str)


def dump(value: Any) -> Any:
    """Every field of an event, defaults too, as JSON holds it."""
    if attrs.has(type(value)):
        return {a.name: dump(getattr(value, a.name)) for a in attrs.fields(type(value))}
    if isinstance(value, tuple):
        return [dump(member) for member in value]
    return str(value) if isinstance(value, Decimal | dt.date) else value


def holders(value: Any) -> Iterator[Any]:
    """An event and all that is nested in it."""
    yield value
    for attribute in attrs.fields(type(value)):
        held = getattr(value, attribute.name)
        for member in held if isinstance(held, tuple) else (held,):
            if attrs.has(type(member)):
                yield from holders(member)


@every_example
def test_a_stored_event_reads_as_it_always_did(example: Example) -> None:
    """Every field, those left to their defaults too: a changed default would change old events."""
    assert dump(example.decoded().event) == example.reads


@every_example
def test_an_event_is_stored_in_the_same_bytes_as_ever(example: Example) -> None:
    """Ids and hashes are made over these bytes."""
    assert encode(example.decoded().event, run=None) == example.payload


def test_every_type_and_schema_has_its_golden_file() -> None:
    """Adding a type, or raising a schema, adds a file."""
    wanted = {(cls.TYPE, schema) for cls in EVENT_TYPES for schema in range(1, cls.SCHEMA + 1)}

    assert {(example.type, example.schema) for example in EXAMPLES} == wanted


def test_every_field_of_every_class_stands_in_a_golden_example() -> None:
    """A field that no example fills could change its shape unnoticed."""
    filled: set[tuple[type, str]] = set()
    classes: set[type] = set()
    for example in EXAMPLES:
        for holder in holders(example.decoded().event):
            cls = type(holder)
            classes.add(cls)
            filled |= {(cls, n) for n, d in defaults(cls).items() if getattr(holder, n) != d}
    envelope = {attribute.name for attribute in attrs.fields(Event)}
    own = {(cls, n) for cls in classes for n in defaults(cls)
           if not (issubclass(cls, Event) and n in envelope)}  # fmt: skip

    assert own - filled == set()
    assert envelope <= {name for cls, name in filled if issubclass(cls, Event)}
    assert set(EVENT_TYPES) <= classes


def test_a_type_or_schema_that_the_program_does_not_know_is_refused_by_name() -> None:
    """Nothing is skipped in silence."""
    example = next(example for example in EXAMPLES if example.type == "level")
    newer = attrs.evolve(example, schema=BY_NAME["level"].SCHEMA + 1)
    other = attrs.evolve(example, type="prophecy")

    with pytest.raises(IntegrityError, match="event 1 is a level of schema 2"):
        newer.decoded()
    with pytest.raises(IntegrityError, match="event 1 is a prophecy"):
        other.decoded()


@pytest.mark.parametrize(
    "payload", [b"{", b"[]", b'{"measure":"m"}', b'{"measure":"m","value":{"raw":1}}'],
)  # fmt: skip
def test_a_damaged_payload_is_told_with_its_position(payload: bytes) -> None:
    """What is read goes through the constructor, so it is validated again."""
    example = next(example for example in EXAMPLES if example.type == "level")

    with pytest.raises(IntegrityError, match="the payload of event 1 is damaged"):
        attrs.evolve(example, payload=payload).decoded()
