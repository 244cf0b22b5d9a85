"""The stored shape of an event: JSON builtins without defaults, and back through the constructor.

Days are YYYY-MM-DD, decimals strings, tuples lists; the id stays in the envelope. What is read
passes the validators again. Registered hooks only: nothing is coerced on the way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import attrs
import msgspec

from ledger.model.event import Event
from ledger.model.event_types import BY_NAME

OUTSIDE = "id"
"""The one attribute of an event that lives in the envelope alone."""


def _read_defaults(cls: type[Any]) -> Mapping[str, Any]:
    """Attribute names with their default values (factories called once: all are immutable)."""

    def default(attribute: attrs.Attribute[Any]) -> Any:
        made: Any = attribute.default
        return made.factory() if isinstance(made, attrs.Factory) else made  # type: ignore[arg-type]

    return {attribute.name: default(attribute) for attribute in attrs.fields(cls)}


defaults: Callable[[type[Any]], Mapping[str, Any]] = cache(_read_defaults)  # type: ignore[assignment]
"""The attribute names of a class with their default values (attrs.NOTHING where required)."""


def value_to_builtins(value: Any) -> Any:
    """The stored form of one value: of an attrs object, the dict of what differs from its defaults."""
    if value is None or isinstance(value, (str, bool, int, msgspec.Raw)):
        return value
    if isinstance(value, (tuple, list)):
        return [value_to_builtins(member) for member in value]
    cls = type(value)
    if attrs.has(cls):
        found = {}
        for name, default in defaults(cls).items():
            held = getattr(value, name)
            if held is not default and held != default:
                found[name] = value_to_builtins(held)
        return found
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: value_to_builtins(member) for key, member in value.items()}
    raise TypeError(f"{cls.__name__} has no stored form")


def to_builtins(event: Event) -> dict[str, Any]:
    """The payload of an event as JSON builtins."""
    shape: dict[str, Any] = value_to_builtins(event)
    shape.pop(OUTSIDE, None)
    return shape


def from_builtins(type_name: str, shape: Mapping[str, Any], *, id: str) -> Event:
    """The event that a payload holds. Raises ValueError where it does not fit its type."""
    try:
        event: Event = msgspec.convert({**shape, OUTSIDE: id}, type=BY_NAME[type_name])
    except (msgspec.ValidationError, TypeError) as error:
        raise ValueError(str(error)) from error
    return event
