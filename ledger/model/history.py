"""Histories as they stand under the clocks: the one place that applies records about records.

Corrections and retractions are applied, not written over: the latest correction of a field that is
not itself retracted wins, and a retraction may be retracted (docs/domain.md, sections 1 and 2).
Days that hang on another event are computed here, from that event as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from ledger.errors import ConflictError
from ledger.model.day import Days
from ledger.model.event import Event, RecordedEvent
from ledger.model.paths import patched
from ledger.model.records import Correction, Retraction

UNKNOWN: Days = (None, None)

KNOWN_FROM = "known_from"
"""The path under which a correction tells from which day the event could be known."""


@frozen(kw_only=True)
class Effective:
    """An event as it stands: corrected, its days computed.

    `retracted_by` is the position of the retraction that stands, or None; `corrected_by` the
    positions of the corrections applied, in order.
    """

    recorded: RecordedEvent
    event: Event
    known_from: dt.date | None
    days: Days
    corrected_by: tuple[int, ...] = ()
    retracted_by: int | None = None

    @property
    def position(self) -> int:
        return self.recorded.position

    @property
    def id(self) -> str:
        return self.recorded.id

    @property
    def earliest(self) -> dt.date | None:
        return self.days[0]

    @property
    def latest(self) -> dt.date | None:
        return self.days[1]

    @property
    def stands(self) -> bool:
        """Not retracted."""
        return self.retracted_by is None


class History:
    """What stands, in order of position, under `known_by` and `recorded_by`.

    Retracted events are kept and say so; an event that was not yet published or recorded under the
    clocks is left out.
    """

    def __init__(self, events: Iterable[Effective]) -> None:
        self.events = tuple(events)
        self._by_id = {event.id: event for event in self.events}

    def __iter__(self) -> Iterator[Effective]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

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

    def days_of(self, id: str) -> Days:
        """The days of an event, both None when it is unknown, retracted or not dated."""
        event = self._by_id.get(id)
        return event.days if event is not None and event.stands else UNKNOWN


def effective(
    recorded: Iterable[RecordedEvent],
    *,
    known_by: dt.date | None = None,
    recorded_by: int | None = None,
) -> History:
    """The history as it stands under the clocks.

    `recorded` may come in any order and hold events of many subjects. What `known_by` hides are
    events about the world that were published later; records obey `recorded_by` alone.
    """
    seen = sorted(
        (r for r in recorded if recorded_by is None or r.position <= recorded_by),
        key=lambda r: r.position,
    )
    standing = _apply_records(seen)
    visible = {
        id: event
        for id, event in standing.items()
        if not event.recorded.event.ABOUT_WORLD
        or known_by is None
        or event.known_from is None
        or event.known_from <= known_by
    }
    return History(_dated(visible))


def _apply_records(seen: list[RecordedEvent]) -> dict[str, Effective]:
    """Every event as its records leave it.

    A record is always younger than what it is about, so going backwards each record is itself
    settled before it is applied.
    """
    about: defaultdict[str, list[Effective]] = defaultdict(list)
    settled: dict[str, Effective] = {}
    for recorded in reversed(seen):
        state = _settle(recorded, about.pop(recorded.id, []))
        settled[recorded.id] = state
        if isinstance(state.event, Correction | Retraction):
            about[state.event.of].append(state)
    return {recorded.id: settled[recorded.id] for recorded in seen}


def _settle(recorded: RecordedEvent, records: list[Effective]) -> Effective:
    corrected_by: list[int] = []
    retracted_by: int | None = None
    known_from = recorded.known_from
    changes: dict[str, Any] = {}
    for record in sorted(records, key=lambda r: r.position):
        if not record.stands:
            continue
        if isinstance(record.event, Retraction):
            retracted_by = retracted_by or record.position
        elif isinstance(record.event, Correction):
            becomes = dict(record.event.becomes)
            if record.event.set.get(KNOWN_FROM) is None and becomes.get(KNOWN_FROM) is not None:
                # The day follows from other sources or days; it is not one that was given.
                known_from = dt.date.fromisoformat(becomes.pop(KNOWN_FROM))
                if KNOWN_FROM in record.event.set:
                    becomes[KNOWN_FROM] = None
            # Later corrections of a path win; one of a whole field takes its parts with it.
            for path, value in becomes.items():
                changes = {p: v for p, v in changes.items() if not p.startswith(f"{path}.")}
                changes[path] = value
            corrected_by.append(record.position)
    event = _corrected(recorded, changes, corrected_by) if changes else recorded.event
    return Effective(
        recorded=recorded,
        event=event,
        known_from=event.known_from or known_from,
        days=UNKNOWN,
        corrected_by=tuple(corrected_by),
        retracted_by=retracted_by,
    )


def _corrected(recorded: RecordedEvent, changes: Mapping[str, Any], by: list[int]) -> Event:
    try:
        return patched(recorded.event, changes)
    except ValueError as error:
        # Corrections that fit one after the other need not fit once one of them is retracted.
        positions = ", ".join(str(position) for position in by)
        raise ConflictError(
            f"event {recorded.position} ({recorded.id}) as corrected by {positions} is no "
            f"{recorded.type} any more: {error}",
            hint="correct or retract these records together so that what is left fits",
        ) from error


def _dated(events: Mapping[str, Effective]) -> Iterator[Effective]:
    """The events with their days; what hangs on an event takes them from that event."""
    known: dict[str, Days] = {}
    for id, event in events.items():
        # Follow the chain of anchors down to what is dated by itself, then date it upwards again.
        # A chain that bites its own tail, or ends in nothing that stands, dates nothing.
        chain: dict[str, None] = {}
        below: Days = UNKNOWN
        next_id: str | None = id
        while next_id is not None and next_id not in chain:
            if next_id in known:
                below = known[next_id]
                break
            anchor = events.get(next_id)
            if anchor is None or (chain and not anchor.stands):
                break
            chain[next_id] = None
            occurred = anchor.event.occurred
            next_id = occurred.anchor_event if occurred is not None else None
        else:
            below = UNKNOWN
        for link in reversed(chain):
            occurred = events[link].event.occurred
            below = occurred.days(below) if occurred is not None else UNKNOWN
            if events[link].stands:
                known[link] = below
        days = known.get(id, below)
        yield event if days == UNKNOWN else evolve(event, days=days)


def needed_anchors(events: Iterable[Event]) -> Iterator[str]:
    """The ids of the events on which the days of these events hang."""
    for event in events:
        if event.occurred is not None and event.occurred.anchor_event is not None:
            yield event.occurred.anchor_event
