"""Unnamed events that sound like recorded ones: they may be the same, told in other words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from ledger.model.day import Days
from ledger.model.event import Event
from ledger.projections.happenings import parties, what
from ledger.service.known import LedgerKnown

ALIKE = 0.9
"""From this likeness on (difflib's ratio), two unnamed utterances of one day may be one."""

SHORTEST = 20
"""Shorter texts are alike too easily."""


def sounding_alike(events: Iterable[Event], known: LedgerKnown) -> Iterator[str]:
    """Unnamed events whose words, speaker, source and day are nearly those of a recorded one."""
    held: dict[tuple[str, str], list[tuple[int, Event, str]]] = {}
    for event in events:
        words = what(event)
        if len(words) < SHORTEST or not event.sources:
            continue
        source = event.sources[0].source
        key = source, event.TYPE
        if key not in held:
            held[key] = list(_told(*key, known))
        for position, other, others in held[key]:
            if (
                other.TYPE == event.TYPE
                and parties(other) == parties(event)
                and _days(other) == _days(event)
                and _near(words, others)
            ):
                yield (
                    f"{event.id} looks like event {position}; if it is the same, correct "
                    f"{position} instead, else give the new one an id"
                )
                break


def _told(source: str, type: str, known: LedgerKnown) -> Iterator[tuple[int, Event, str]]:
    """What the ledger holds of a type from a source: positions, events, words."""
    # Nothing cites a source that the ledger does not know.
    if known.kind_of(source) is not None:
        for one in known.history([f"source:{source}"], only=[type]).standing:
            yield one.position, one.event, what(one.event)


def _near(one: str, other: str) -> bool:
    """Whether the likeness of two texts reaches `ALIKE`; cheap bounds of it are looked at first."""
    matcher = difflib.SequenceMatcher(None, one, other)
    return (
        matcher.real_quick_ratio() >= ALIKE
        and matcher.quick_ratio() >= ALIKE
        and matcher.ratio() >= ALIKE
    )


def _days(event: Event) -> Days:
    day = event.occurred
    return (day.earliest, day.latest) if day is not None else (None, None)
