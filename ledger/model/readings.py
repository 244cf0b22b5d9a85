"""What the words of an event were read as: each date, deadline and quantity beside its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import frozen

from ledger.model.day import DEFAULT, Day, Due
from ledger.model.event import Event
from ledger.model.fields import key_of
from ledger.quantities import Quantity


@frozen(kw_only=True)
class Read:
    """Words in a field, and what they were read as, in one line."""

    path: str
    words: str
    reading: str


def readings(event: Event) -> Iterator[Read]:
    """Every date, deadline and quantity of an event, in the order of its fields."""
    yield from _walk(event, "")


def read_again(changes: Mapping[str, Any]) -> Iterator[Read]:
    """What a correction brings about, from its stored forms: words and what they are read as now."""
    for path, value in changes.items():
        words, reading = "", value
        if isinstance(value, Mapping):
            words = str(value.get("raw") or value.get("phrase") or value.get("edtf") or "")
            ends = [
                value.get(name) for name in ("lo", "earliest", "hi", "latest") if value.get(name)
            ]
            reading = " … ".join(dict.fromkeys(str(end) for end in ends)) or "no bounds"
            if value.get("rule"):
                reading += f" ({value['rule']})"
        yield Read(path=path, words=words, reading="removed" if value is None else str(reading))


def _walk(value: Any, before: str) -> Iterator[Read]:
    for attribute in attrs.fields(type(value)):
        held = getattr(value, attribute.name)
        path = f"{before}{key_of(attribute)}"
        for member in held if isinstance(held, tuple) else (held,):
            if isinstance(member, Day | Due | Quantity):
                yield from _one(member, path)
            elif attrs.has(type(member)):
                inner = f"{path}.{member.id}" if attribute.name == "commits" else path
                yield from _walk(member, f"{inner}.")


def _one(value: Day | Due | Quantity, path: str) -> Iterator[Read]:
    if isinstance(value, Quantity):
        span = f"{_number(value.lo)} … {_number(value.hi)}" if value.lo != value.hi else ""
        yield Read(path=path, words=value.raw, reading=span or _number(value.lo))
        return
    if value.shift is not None:
        reading = f"hangs on {value.anchor_event} ({value.rule}: {value.shift.kind})"
    elif isinstance(value, Due):
        bounds = f"{value.lo}" if value.lo == value.hi else f"{value.lo} … {value.hi}"
        reading = "no bounds" if value.vague else f"{bounds} ({value.rule})"
    else:
        days = (
            f"{value.latest}"
            if value.earliest == value.latest
            else f"{value.earliest or 'open'} … {value.latest or 'open'}"
        )
        reading = f"{days} ({'the day of its source' if value.rule == DEFAULT else value.rule})"
    words = value.phrase or value.edtf or ""
    if words != reading.partition(" (")[0]:
        yield Read(path=path, words=words or "not given", reading=reading)


def _number(value: Any) -> str:
    return "open" if value is None else f"{value:,}"
