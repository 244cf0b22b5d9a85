"""How each field of a class is read from a mapping, worked out once from what the class declares."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any

import attrs
from attrs import frozen

from ledger.model.fields import key_of

_NOT_GIVEN = frozenset({"becomes", "removes"})
"""Attributes that the ledger fills in itself."""


@frozen(kw_only=True)
class Plan:
    """How one field is read.

    `one` are the types of a single value; `each` those of a member, where it can hold several. A
    single value may stand for a list of one where `many` is all that it can hold.
    """

    attribute: attrs.Attribute[Any]
    key: str
    required: bool
    one: tuple[Any, ...]
    each: tuple[Any, ...] | None
    many: bool


hints: Callable[[type[Any]], dict[str, Any]] = cache(typing.get_type_hints)  # type: ignore[assignment]
"""The types of the fields of a class."""


def kinds(hint: Any) -> tuple[Any, ...]:
    """The members of a union without None."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return tuple(member for member in typing.get_args(hint) if member is not type(None))
    return (hint,)


def _plan(attribute: attrs.Attribute[Any], hint: Any) -> Plan:
    members = kinds(hint)
    many = next((m for m in members if typing.get_origin(m) is tuple), None)
    return Plan(
        attribute=attribute,
        key=key_of(attribute),
        required=attribute.default is attrs.NOTHING,
        one=tuple(member for member in members if member is not many),
        each=kinds(typing.get_args(many)[0]) if many is not None else None,
        many=len(members) == 1,
    )


def _plans(cls: type[Any], skip: tuple[str, ...], only: tuple[str, ...] | None) -> tuple[Plan, ...]:
    return tuple(
        _plan(one, hints(cls)[one.name])
        for one in attrs.fields(cls)
        if one.name not in skip and (only is None or one.name in only)
    )


Plans = Callable[[type[Any], tuple[str, ...], tuple[str, ...] | None], tuple[Plan, ...]]

plans: Plans = cache(_plans)  # type: ignore[assignment]
"""How the fields of a class are read, without those to `skip`, of those to read `only`."""


def _keys(cls: type[Any]) -> tuple[str, ...]:
    return tuple(key_of(one) for one in attrs.fields(cls) if one.name not in _NOT_GIVEN)


keys_of: Callable[[type[Any]], tuple[str, ...]] = cache(_keys)  # type: ignore[assignment]
"""The keys under which documents give the fields of a class."""


def _removable(cls: type[Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.name, key_of(one)) for one in attrs.fields(cls) if one.metadata.get("removable")
    )


removable: Callable[[type[Any]], tuple[tuple[str, str], ...]] = cache(_removable)  # type: ignore[assignment]
"""The terms of a class that may be given as `none`, by name and key."""
