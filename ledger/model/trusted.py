"""Events made again from bytes that came from their constructor: the same objects, without asking anew.

Nearly all the time of reading an event back goes into validators that it passed when it was recorded,
and that the hash over its bytes vouches for since. `reader` leaves them out; `recheck` makes up for
it where the bytes are in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs
import msgspec

from ledger.model.event import Event

T = TypeVar("T")

Make = Callable[[Any], Any]


Read = Callable[[bytes, str], Event]


def _reader(cls: Any) -> Read:
    decode, make = msgspec.json.Decoder(_plain(cls)).decode, _making(cls)

    def read(payload: bytes, id: str) -> Event:
        plain: Any = decode(payload)
        plain.id = id
        made: Event = make(plain)
        return made

    return read


reader: Callable[[type[Event]], Read] = cache(_reader)  # type: ignore[assignment]
"""For a class of events: from a payload and an id to the event. Types are held to, validators not asked.

What it gives raises msgspec's errors for bytes that do not fit.
"""


def blank(cls: type[T], converters: Mapping[str, Make | None] | None = None) -> Callable[..., T]:
    """Makes objects from the values of all attributes of `cls`, in their order.

    Nothing is asked of the values. An object becomes one of `cls` by `made.__class__ = cls`, and must
    before anybody else has it.
    """
    converters = converters or {}
    return attrs.make_class(
        cls.__name__,
        {
            field.name: attrs.field(converter=converters.get(field.name))
            for field in attrs.fields(cls)  # type: ignore[arg-type]
        },
        bases=(cls,),
        class_body={
            # Attributes are set like any others. Both of these must be given, else Python goes the
            # long way round for each.
            "__setattr__": object.__setattr__,
            "__delattr__": object.__delattr__,
            "__attrs_post_init__": None,
        },
        eq=False,
        repr=False,
        slots=True,
        weakref_slot=False,
    )


@cache
def _plain(cls: type[Any]) -> type[msgspec.Struct]:
    """The same attributes without any behaviour, which is what msgspec decodes fastest."""
    hints = get_type_hints(cls)
    fields: list[tuple[Any, ...]] = []
    for field in attrs.fields(cls):
        kind = _plain_hint(hints[field.name])
        default: Any = field.default
        if default is attrs.NOTHING:
            fields.append((field.name, kind))
        elif isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            fields.append((field.name, kind, msgspec.field(default_factory=default.factory)))
        else:
            fields.append((field.name, kind, default))
    return msgspec.defstruct(cls.__name__, fields, kw_only=True)


def _plain_hint(hint: Any) -> Any:
    if attrs.has(hint):
        return _plain(hint)
    origin, members = get_origin(hint), get_args(hint)
    if origin is tuple:
        return tuple[tuple(_plain_hint(member) for member in members)]  # type: ignore[misc]
    if origin in (Union, UnionType):
        return Union[tuple(_plain_hint(member) for member in members)]  # noqa: UP007
    return hint


@cache
def _making(cls: type[Any]) -> Make:
    """From the plain object, or None, to one of the class."""
    hints = get_type_hints(cls)
    inside = {field.name: _inside(hints[field.name]) for field in attrs.fields(cls)}
    make, values_of = blank(cls, inside), msgspec.structs.astuple

    def making(plain: msgspec.Struct | None) -> Any:
        if plain is None:
            return None
        made = make(*values_of(plain))
        made.__class__ = cls
        return made

    return making


def _inside(hint: Any) -> Make | None:
    """How a value of this kind is made from its plain form; None where it is the same."""
    if attrs.has(hint):
        return _making(hint)
    origin, members = get_origin(hint), get_args(hint)
    if origin is tuple and (inside := _inside(members[0])) is not None:
        return lambda values: tuple([inside(value) for value in values]) if values else ()
    if origin in (Union, UnionType):
        if len(members) == 2 and type(None) in members:
            return _inside(members[0] if members[1] is type(None) else members[1])
        kinds: dict[type[Any], Make] = {
            _plain(each) if attrs.has(each) else tuple: inside
            for each in members
            if (inside := _inside(each)) is not None
        }
        if kinds:
            return lambda value: kinds[type(value)](value) if type(value) in kinds else value
    return None


def recheck(value: Any) -> None:
    """Ask the validators of an object after all, and of all that is inside it.

    Raises what they raise: ValueError or TypeError.
    """
    cls = type(value)
    values_of, attributes = _attributes(cls)  # type: ignore[arg-type]
    for held, (attribute, known, check, inner) in zip(values_of(value), attributes, strict=True):
        if held is known:
            continue
        if check is not None:
            check(value, attribute, held)
        if inner:
            for member in held if isinstance(held, tuple) else (held,):
                if not isinstance(member, str):
                    recheck(member)
    after = getattr(cls, "__attrs_post_init__", None)
    if after is not None:
        after(value)


@cache
def _attributes(cls: type[Any]) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[Any, ...]]:
    """How to get at the values of a class, and what belongs to each of them.

    That is its attribute, the default that is known to pass, its validator, and whether there may be
    objects inside that have validators too.
    """
    hints, fields = get_type_hints(cls), attrs.fields(cls)
    return attrgetter(*(field.name for field in fields)), tuple(
        (field, _passing(field), field.validator, _inside(hints[field.name]) is not None)
        for field in fields
    )


def _passing(field: attrs.Attribute[Any]) -> Any:
    if isinstance(field.default, attrs.Factory):  # type: ignore[arg-type]
        return attrs.NOTHING
    try:
        if field.validator is not None:
            field.validator(None, field, field.default)
    except (TypeError, ValueError):
        return attrs.NOTHING
    return field.default
