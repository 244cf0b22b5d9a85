"""Paths into an event, as corrections name them: `quote`, `commits.us-iraq-3000.due`, `set.quote`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import cache
from typing import Any, get_type_hints

import attrs
import msgspec

from ledger.model.commitment import Commitment
from ledger.model.event import Event
from ledger.model.shape import OUTSIDE, defaults, from_builtins, to_builtins

_hints: Callable[[type[Any]], dict[str, Any]] = cache(get_type_hints)  # type: ignore[assignment]

TABLES = ("set", "becomes")
"""A correction's own tables: what follows their name in a path is one key of theirs."""


def patched(event: Event, changes: Mapping[str, Any]) -> Event:
    """The event with the fields at these paths replaced by their stored forms (None removes).

    Raises ValueError where a path leads nowhere or the result does not fit the event's type.
    """
    shape = to_builtins(event)
    for path, value in changes.items():
        holder, key = _place(type(event), shape, path)
        if value is None:
            holder.pop(key, None)
        else:
            holder[key] = value
    return from_builtins(event.TYPE, shape, id=event.id)


def overlaid(event: Event, changes: Mapping[str, Any]) -> Event:
    """The event with these fields replaced one by one, whether or not they fit together.

    For finding out what new values touch: each value fits its field, but the whole may break the
    rules of its type, since it need never have read so. Raises ValueError as `patched` does.
    """
    found = copy(event)
    for path, value in changes.items():
        head, dot, rest = path.partition(".")
        if head in TABLES and dot:
            _check(type(event), head)
            table = {key: held for key, held in getattr(found, head).items() if key != rest}
            object.__setattr__(found, head, table if value is None else {**table, rest: value})
        elif head == "commits" and dot:
            id, _, name = rest.rpartition(".")
            _commitment({"commits": to_builtins(event).get("commits", ())}, id)
            members = [copy(member) for member in getattr(found, head)]
            for member in members:
                if member.id == id:
                    _replace(member, name, value)
            object.__setattr__(found, head, tuple(members))
        else:
            _replace(found, path, value)
    return found


def _replace(holder: Any, name: str, value: Any) -> None:
    _check(type(holder), name)
    if value is None:
        object.__setattr__(holder, name, defaults(type(holder))[name])
        return
    try:
        object.__setattr__(holder, name, msgspec.convert(value, type=_hints(type(holder))[name]))
    except msgspec.ValidationError as error:
        raise ValueError(f"{name}: {error}") from error


def _check(cls: type[Any], name: str) -> None:
    # Unknown names would be dropped in silence when the shape is read again.
    if name == OUTSIDE or name not in attrs.fields_dict(cls):
        raise ValueError(f"a {getattr(cls, 'TYPE', 'commitment')} has no {name!r} to correct")


def _place(cls: type[Any], shape: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """The dict in `shape` that holds what the path names, and its key there."""
    head, dot, rest = path.partition(".")
    _check(cls, head)
    if not dot:
        return shape, head
    if head in TABLES:
        return shape.setdefault(head, {}), rest
    if head == "commits":
        # Ids may hold dots; field names do not.
        id, _, name = rest.rpartition(".")
        _check(Commitment, name)
        return _commitment(shape, id), name
    raise ValueError(f"{path!r} leads nowhere")


def _commitment(shape: Mapping[str, Any], id: str) -> dict[str, Any]:
    for commitment in shape.get("commits", ()):
        if commitment["id"] == id:
            found: dict[str, Any] = commitment
            return found
    raise ValueError(f"no commitment {id!r} in this event")
