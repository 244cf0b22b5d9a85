"""Histories as they stand under the clocks: what is shown, what others add, and on which days.

Corrections and retractions are applied, not written over: the latest correction of a field that is
not itself retracted wins, and a retraction may be retracted (docs/domain.md, sections 1 and 2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter

from ledger.model.commitment import Commitment
from ledger.model.dating import dated_by, needed_anchors
from ledger.model.day import Days
from ledger.model.effective import UNKNOWN, Alone, Effective, apply_records
from ledger.model.event import Event, RecordedEvent
from ledger.model.sourced import SourceUpdate
from ledger.model.support import cites, corroborations, lost_sources, sourced, told_elsewhere, turn

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
        by_id: Mapping[str, Effective] | None = None,
    ) -> None:
        self.events = tuple(events)
        self.latest_known = latest_known
        """The day by which all of it had been published: no later `known_by` hides any of it."""
        self.turns = tuple(sorted(set(turns)))
        """The days from which on other sources, or the loss of some, tell something else."""
        self._again = again
        self._by_id = {event.id: event for event in self.events} if by_id is None else by_id
        self._of: dict[type[Event], tuple[Effective, ...]] = {}

    def __iter__(self) -> Iterator[Effective]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def on(self, day: dt.date) -> History:
        """The same history from what other sources had told by a day."""
        return self._again(day) if self._again is not None and self.turns else self

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

    `alone` spares work where the same events are in many histories: it is filled with how each
    stands that no record is about, which nothing else changes.
    """
    alone = Alone() if alone is None else alone
    seen = sorted(
        (r for r in recorded if recorded_by is None or r.position <= recorded_by),
        key=_position,
    )
    standing = apply_records(seen, alone)
    shown = standing
    if known_by is not None:
        shown = {id: event for id, event in standing.items() if _known(event, known_by)}
    reports = corroborations(shown, standing)
    visible = shown
    if len(shown) < len(standing) and reports:
        visible = {
            id: event
            for id, event in standing.items()
            # Another source may have told it earlier.
            if id in shown or told_elsewhere(event, reports.get(id, ()), as_of)
        }
    lost = lost_sources(shown, standing, as_of)
    if reports or lost:
        visible = {
            id: sourced(event, reports.get(id, ()), lost, as_of, alone)
            if id in reports or (lost and cites(event.event, lost))
            else event
            for id, event in visible.items()
        }
    turns = [
        *(day for them in reports.values() for each in them for day in turn(each)),
        *(
            day
            for event in shown.values()
            if type(event.event) is SourceUpdate and event.retracted_by is None
            for day in turn(event)
        ),
    ]
    dated = dated_by(visible, reports)
    return History(
        dated.values(),
        by_id=dated,
        turns=turns,
        again=lambda day: effective(
            seen, known_by=known_by, recorded_by=recorded_by, as_of=day, alone=alone
        ),
        latest_known=max(
            (
                event.known_from
                for event in standing.values()
                if event.known_from is not None and event.event.ABOUT_WORLD
            ),
            default=None,
        ),
    )


def _known(event: Effective, known_by: dt.date | None) -> bool:
    return (
        not event.recorded.event.ABOUT_WORLD
        or known_by is None
        or event.known_from is None
        or event.known_from <= known_by
    )
