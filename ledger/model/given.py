"""An event in the words it was given in: the document that would build it again.

Ids are derived from this form and repeats recognised by it, so it holds the words, never what they
resolve to (docs/domain.md, section 2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import attrs

from ledger.model.commitment import Given
from ledger.model.day import DEFAULT, GIVEN, Day, Due
from ledger.model.event import Citation, Event
from ledger.model.fields import key_of
from ledger.model.shape import defaults
from ledger.quantities import Quantity


def as_given(event: Event) -> dict[str, Any]:
    """The fields as given: without id, tags, places of passages, and defaults."""
    return {"type": event.TYPE, **_fields(event, all_of_it=False)}


def to_document(event: Event) -> dict[str, Any]:
    """The whole document mapping of an event, its id and tags too."""
    return {"type": event.TYPE, "id": event.id, **_fields(event, all_of_it=True)}


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The paths at which two forms as given differ."""
    found: list[str] = []
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) == new.get(key):
            continue
        if key == "commits" and _ids(old) == _ids(new):
            for before, after in zip(old[key], new[key], strict=True):
                found += [f"commits.{before['id']}.{path}" for path in differences(before, after)]
        else:
            found.append(key)
    return found


def at(document: Mapping[str, Any], path: str) -> Any:
    """The value at a path of a document, None where there is none."""
    head, _, rest = path.partition(".")
    if head == "commits" and rest:
        id, _, name = rest.rpartition(".")
        found: dict[str, Any] = next((c for c in document.get("commits", ()) if c["id"] == id), {})
        return found.get(name)
    if head in ("set", "becomes") and rest:
        return document.get(head, {}).get(rest)
    return document.get(head)


def _ids(document: Mapping[str, Any]) -> list[Any]:
    return [commitment.get("id") for commitment in document.get("commits", ())]


def _fields(value: Any, *, all_of_it: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, key, default in _givable(type(value), all_of_it=all_of_it):
        held = getattr(value, name)
        if held is default or held == default:
            continue
        plain = _plain(held, all_of_it=all_of_it)
        if plain is not None:
            found[key] = plain
    removed = getattr(value, "removes", ())
    if removed:
        names = {attribute.name: key_of(attribute) for attribute in attrs.fields(type(value))}
        found.update((names[name], "none") for name in removed)
    return found


def _told(cls: type[Any], *, all_of_it: bool) -> tuple[tuple[str, str, Any], ...]:
    """The attributes that a document gives: name, key, default."""
    default = defaults(cls)
    return tuple(
        (attribute.name, key_of(attribute), default[attribute.name])
        for attribute in attrs.fields(cls)
        if attribute.name not in ("becomes", "removes")
        and not (issubclass(cls, Event) and attribute.name == "id")
        and (all_of_it or attribute.metadata.get("given", True))
    )


_givable: Callable[..., tuple[tuple[str, str, Any], ...]] = cache(_told)


def _plain(value: Any, *, all_of_it: bool) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Quantity):
        return value.raw
    if isinstance(value, Day):
        return _day(value)
    if isinstance(value, Due):
        return _due(value)
    if isinstance(value, Given):
        return {"words": value.words} if value.words else {"commitment": value.commitment}
    if isinstance(value, tuple):
        return [_plain(member, all_of_it=all_of_it) for member in value]
    if isinstance(value, Mapping):
        return {path: "none" if held is None else held for path, held in value.items()}
    if isinstance(value, Citation):
        found = _fields(value, all_of_it=all_of_it)
        return found["source"] if set(found) == {"source"} else found
    return _fields(value, all_of_it=all_of_it)


def _day(day: Day) -> Any:
    if day.rule == DEFAULT:
        return None
    if day.anchor_event:
        return {"phrase": day.phrase, "event": day.anchor_event}
    if day.rule == GIVEN:
        return {"phrase": day.phrase, "edtf": day.edtf} if day.phrase else {"edtf": day.edtf}
    return day.phrase


def _due(due: Due) -> Any:
    if due.anchor_event:
        last = due.no_later_than
        more = {"no_later_than": last.isoformat()} if last else {}
        return {"phrase": due.phrase, "event": due.anchor_event, **more}
    if due.rule == GIVEN:
        bounds = {"lo": due.lo, "hi": due.hi}
        days = {name: day.isoformat() for name, day in bounds.items() if day}
        return {"phrase": due.phrase, **days} if due.phrase else days
    return due.phrase
