"""What several sources of the same thing allow together: narrower days, numbers and deadlines.

What lies inside what the first source left open narrows it; what does not is kept as an
alternative, for `contradictions` to list (docs/domain.md, section 2). The order in which the other
sources were recorded makes no difference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from attrs import frozen

from ledger.model.day import Days
from ledger.model.event import Event
from ledger.model.paths import patched
from ledger.model.shape import to_builtins


class _Ordered(Protocol):
    def __le__(self, other: Any, /) -> bool: ...
    def __lt__(self, other: Any, /) -> bool: ...


B = TypeVar("B", bound=_Ordered)
Ends = tuple[B | None, B | None]

OCCURRED = "occurred"
_BOUNDS = ("lo", "hi")


@frozen(kw_only=True)
class Offer:
    """What one corroboration gives for one field, in its stored form."""

    position: int
    path: str
    value: Any


def within(offer: Ends[B], whole: Ends[B]) -> bool:
    """Whether an interval lies inside another; None is an open end."""
    below = whole[0] is None or (offer[0] is not None and whole[0] <= offer[0])
    above = whole[1] is None or (offer[1] is not None and offer[1] <= whole[1])
    return below and above


def narrow(whole: Ends[B], offers: Iterable[Ends[B]]) -> Ends[B]:
    """The interval as these others narrow it.

    Those that lie inside it are intersected; where they have nothing in common, it is narrowed to
    the smallest interval that holds all of them.
    """
    inside = [offer for offer in offers if within(offer, whole)]
    if not inside:
        return whole
    lows = [low for low, _ in inside if low is not None]
    highs = [high for _, high in inside if high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and high < low:
        return min(lows), max(highs)
    return low, high


def days_of(value: Any) -> Days:
    """The days of a stored date."""
    held = value if isinstance(value, Mapping) else {}
    ends = (held.get("earliest"), held.get("latest"))
    return (
        dt.date.fromisoformat(ends[0]) if ends[0] else None,
        dt.date.fromisoformat(ends[1]) if ends[1] else None,
    )


def corroborated(event: Event, offers: Sequence[Offer]) -> tuple[Event, tuple[Offer, ...]]:
    """The event with its numbers, deadlines and missing fields as other sources give them.

    Its day is narrowed apart, where days that hang on other events are known. The second value
    holds the offers that contradict what is there.
    """
    shape = to_builtins(event)
    changes: dict[str, Any] = {}
    against: list[Offer] = []
    for path in sorted({offer.path for offer in offers if offer.path != OCCURRED}):
        given = [offer for offer in offers if offer.path == path]
        there = _at(shape, path)
        if there is None:
            forms = {repr(offer.value): offer for offer in given}
            first = forms[min(forms)]
            changes[path] = first.value
            against += [offer for offer in given if offer.value != first.value]
        elif isinstance(there, Mapping) and any(end in there for end in _BOUNDS):
            ends = _ends(there)
            against += [offer for offer in given if not within(_ends(offer.value), ends)]
            low, high = narrow(ends, [_ends(offer.value) for offer in given])
            if (low, high) != ends:
                changes[path] = {**there, **_stored(low, high)}
        else:
            against += [offer for offer in given if offer.value != there]
    return (patched(event, changes) if changes else event), tuple(against)


def _ends(value: Any) -> Ends[Any]:
    held = value if isinstance(value, Mapping) else {}
    return _end(held.get("lo")), _end(held.get("hi"))


def _end(text: Any) -> Any:
    """A bound from its stored form: a day, or a number."""
    if text is None:
        return None
    if isinstance(text, str) and len(text) == 10 and text[4] == text[7] == "-":
        return dt.date.fromisoformat(text)
    return Decimal(str(text))


def _stored(low: Any, high: Any) -> dict[str, str]:
    return {name: str(end) for name, end in (("lo", low), ("hi", high)) if end is not None}


def _at(shape: Mapping[str, Any], path: str) -> Any:
    head, _, rest = path.partition(".")
    if head == "commits" and rest:
        id, _, name = rest.rpartition(".")
        found: Mapping[str, Any] = next(
            (terms for terms in shape.get("commits", ()) if terms["id"] == id), {}
        )
        return found.get(name)
    return shape.get(head)
