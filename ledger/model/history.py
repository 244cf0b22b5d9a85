"""Histories as they stand under the clocks: the one place that applies records about records.

Corrections and retractions are applied, not written over, and days that hang on another event are
computed from that event as it stands (docs/domain.md, sections 1 and 2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter

from ledger.model.alone import Alone
from ledger.model.commitment import Commitment
from ledger.model.day import Days
from ledger.model.effective import UNKNOWN, Effective
from ledger.model.event import Event, RecordedEvent
from ledger.model.standing import Standing

__all__ = ["UNKNOWN", "Alone", "Effective", "History", "effective", "needed_anchors"]

_position = attrgetter("position")


class History:
    """What stands, in order of position, under `known_by` and `recorded_by`.

    Retracted events are kept and say so; an event that was not yet published or recorded under the
    clocks is left out.
    """

    def __init__(
        self,
        events: Iterable[Effective],
        *,
        turns: Iterable[dt.date] = (),
        again: Callable[[dt.date], History] | None = None,
        latest_known: dt.date | None = None,
        moving: frozenset[str] = frozenset(),
        moved: Callable[[dt.date], Mapping[str, Effective]] | None = None,
    ) -> None:
        self.events = tuple(events)
        self.moving = moving
        """The ids of the events that may stand otherwise from one of the turns on."""
        self.latest_known = latest_known
        """The day by which all of it had been published: no later `known_by` hides any of it."""
        self.turns = tuple(sorted(set(turns)))
        """The days from which on other sources, or the loss of some, tell something else."""
        self._again = again
        self._moved = moved
        self._by_id = {event.recorded.id: event for event in self.events}
        self._of: dict[type[Event], tuple[Effective, ...]] = {}

    def __iter__(self) -> Iterator[Effective]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def on(self, day: dt.date) -> History:
        """The same history from what other sources had told by a day."""
        return self._again(day) if self._again is not None and self.turns else self

    def moved(self, day: dt.date) -> Mapping[str, Effective]:
        """Of the events in `moving` those that are shown by a day, as they stand then."""
        return self._moved(day) if self._moved is not None else {}

    def get(self, id: str) -> Effective | None:
        """The event with this id, or None."""
        return self._by_id.get(id)

    def at(self, position: int) -> Effective | None:
        """The event at this position, or None."""
        return next((event for event in self.events if event.position == position), None)

    @property
    def standing(self) -> Iterator[Effective]:
        """Those that are not retracted."""
        return (event for event in self.events if event.stands)

    def standing_of(self, kind: type[Event]) -> Sequence[Effective]:
        """Those of a class of events, and of its subclasses, that are not retracted; found once."""
        found = self._of.get(kind)
        if found is None:
            found = self._of[kind] = tuple(
                event
                for event in self.events
                if isinstance(event.event, kind) and event.retracted_by is None
            )
        return found

    @cached_property
    def promises(self) -> Mapping[str, tuple[Effective, Commitment]]:
        """Every commitment with the event that makes it, by its id, in order."""
        found: dict[str, tuple[Effective, Commitment]] = {}
        for event in self.events:
            for terms in getattr(event.event, "commits", ()):
                found.setdefault(terms.id, (event, terms))
        return found

    def days_of(self, id: str) -> Days:
        """The days of an event, both None when it is unknown, retracted or not dated."""
        event = self._by_id.get(id)
        return event.days if event is not None and event.stands else UNKNOWN


def effective(
    recorded: Iterable[RecordedEvent],
    *,
    known_by: dt.date | None = None,
    recorded_by: int | None = None,
    as_of: dt.date | None = None,
    alone: Alone | None = None,
) -> History:
    """The history as it stands under the clocks.

    `recorded` may come in any order and hold events of many subjects. What `known_by` hides are
    events about the world that were published later; records obey `recorded_by` alone. What other
    sources add, and that sources are retracted, counts from its own day on, `as_of` (None: always);
    only the date of an occurrence, on which deadlines may hang, is always as exact as it is known.

    `alone` spares work where the same events are in many histories.
    """
    seen = sorted(
        (r for r in recorded if recorded_by is None or r.position <= recorded_by), key=_position
    )
    standing = Standing(seen, known_by, Alone() if alone is None else alone)

    def on(day: dt.date | None) -> History:
        return History(
            standing.on(day),
            turns=standing.turns,
            again=on,
            latest_known=standing.latest_known,
            moving=standing.moving,
            moved=standing.moved,
        )

    return on(as_of)


def needed_anchors(events: Iterable[Event]) -> Iterator[str]:
    """The ids of the events on which the days of these events hang."""
    for event in events:
        if event.occurred is not None and event.occurred.anchor_event is not None:
            yield event.occurred.anchor_event
