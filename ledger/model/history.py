"""Histories as they stand under the clocks: the one place that applies records about records.

Corrections and retractions are applied, not written over: the latest correction of a field that is
not itself retracted wins, and a retraction may be retracted (docs/domain.md, sections 1 and 2).
Days that hang on another event are computed here, from that event as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

from attrs import define, evolve, field, frozen

from ledger.errors import ConflictError
from ledger.model.commitment import Commitment
from ledger.model.corroborated import OCCURRED, Offer, corroborated, days_of, narrow, within
from ledger.model.day import Days
from ledger.model.done import Occurrence
from ledger.model.event import Event, RecordedEvent
from ledger.model.paths import patched
from ledger.model.records import Correction, Retraction, Source
from ledger.model.sourced import Corroboration, SourceUpdate

UNKNOWN: Days = (None, None)

KNOWN_FROM = "known_from"
"""The path under which a correction tells from which day the event could be known."""


@frozen(kw_only=True)
class Effective:
    """An event as it stands: corrected, its days computed.

    `retracted_by` is the position of the retraction that stands, or None; `corrected_by` the
    positions of the corrections applied, in order. `corroborated_by` are the positions of other
    sources' reports of the same, `against` what they give that contradicts it; `unsourced_by` are
    the positions of the events that left it without a source, none while one stands.
    """

    recorded: RecordedEvent
    event: Event
    known_from: dt.date | None
    days: Days
    corrected_by: tuple[int, ...] = ()
    retracted_by: int | None = None
    corroborated_by: tuple[int, ...] = ()
    against: tuple[Offer, ...] = ()
    unsourced_by: tuple[int, ...] = ()

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

    @property
    def supported(self) -> bool:
        """Whether a source of it still stands, or it never had one."""
        return not self.unsourced_by


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
    standing = _apply_records(seen, alone)
    shown = standing
    if known_by is not None:
        shown = {id: event for id, event in standing.items() if _known(event, known_by)}
    reports = _corroborations(shown, standing)
    visible = shown
    if len(shown) < len(standing) and reports:
        visible = {
            id: event
            for id, event in standing.items()
            # Another source may have told it earlier.
            if id in shown or _told_elsewhere(event, reports.get(id, ()), as_of)
        }
    lost = _lost_sources(shown, standing, as_of)
    if reports or lost:
        visible = {
            id: _sourced(event, reports.get(id, ()), lost, as_of, alone)
            if id in reports or (lost and _cites(event.event, lost))
            else event
            for id, event in visible.items()
        }
    turns = [
        *(day for them in reports.values() for each in them for day in _turn(each)),
        *(
            day
            for event in shown.values()
            if type(event.event) is SourceUpdate and event.retracted_by is None
            for day in _turn(event)
        ),
    ]
    dated = _dated(visible, reports)
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


@define
class Alone:
    """What was worked out of events by themselves and of their records: the same in any history.

    Only what is of the same objects is taken for the same, and these are held as long as this is.
    """

    bare: dict[int, Effective] = field(factory=dict)
    """By position: how events stand that no record is about."""
    corrected: dict[tuple[int, ...], tuple[Effective, Sequence[Effective]]] = field(factory=dict)
    """By position and by the records applied: how the others stand."""
    corroborated: dict[tuple[int, ...], tuple[Event, tuple[Offer, ...], Any]] = field(factory=dict)
    """By event and by the reports of others: what these allow together."""

    def settled(self, recorded: RecordedEvent, records: Sequence[Effective] | None) -> Effective:
        """How an event stands under its records."""
        if records is None:
            known = self.bare.get(recorded.position)
            if known is None or known.recorded is not recorded:
                known = self.bare[recorded.position] = _settle(recorded, ())
            return known
        key = (id(recorded), *map(id, records))
        found = self.corrected.get(key)
        if found is None:
            found = self.corrected[key] = (_settle(recorded, records), records)
        return found[0]

    def together(
        self, event: Event, reports: Sequence[Effective]
    ) -> tuple[Event, tuple[Offer, ...]]:
        """An event as the reports of other sources allow it."""
        key = (id(event), *map(id, reports))
        found = self.corroborated.get(key)
        if found is None:
            told, against = corroborated(event, [o for each in reports for o in _offers(each)])
            # Held with it: another event or report never takes the same place in memory.
            found = self.corroborated[key] = (told, against, (event, reports))
        return found[0], found[1]


_position = attrgetter("position")


def _known(event: Effective, known_by: dt.date | None) -> bool:
    return (
        not event.recorded.event.ABOUT_WORLD
        or known_by is None
        or event.known_from is None
        or event.known_from <= known_by
    )


def _turn(event: Effective) -> Iterator[dt.date]:
    occurred = event.event.occurred
    if occurred is not None and occurred.latest is not None:
        yield occurred.latest


def _counts(event: Effective, as_of: dt.date | None) -> bool:
    return as_of is None or any(day <= as_of for day in _turn(event))


def _told_elsewhere(event: Effective, reports: Sequence[Effective], as_of: dt.date | None) -> bool:
    """Whether another source tells it by a day; of an occurrence, whether one does at all."""
    always = isinstance(event.event, Occurrence)
    return any(always or _counts(report, as_of) for report in reports)


def _corroborations(
    shown: Mapping[str, Effective], standing: Mapping[str, Effective]
) -> dict[str, tuple[Effective, ...]]:
    """The corroborations that stand and are known, by the id of the event that they are about."""
    told = [
        event
        for event in shown.values()
        if type(event.event) is Corroboration and event.retracted_by is None
    ]
    if not told:
        return {}
    makers = {
        terms.id: id
        for id, event in standing.items()
        for terms in getattr(event.event, "commits", ())
    }
    found: defaultdict[str, list[Effective]] = defaultdict(list)
    for event in told:
        assert isinstance(event.event, Corroboration)
        of = makers.get(event.event.of, event.event.of)
        if of in standing:
            found[of].append(event)
    return {id: tuple(them) for id, them in found.items()}


def _lost_sources(
    shown: Mapping[str, Effective], standing: Mapping[str, Effective], as_of: dt.date | None
) -> dict[str, int]:
    """Sources that were retracted, by their publisher or in our record: id → position."""
    lost = {
        id: event.retracted_by
        for id, event in standing.items()
        if isinstance(event.event, Source) and event.retracted_by is not None
    }
    for event in shown.values():
        update = event.event
        if (
            isinstance(update, SourceUpdate)
            and event.stands
            and update.change == "retracted"
            and _counts(event, as_of)
        ):
            lost.update((citation.source, event.position) for citation in update.sources)
    return lost


def _sourced(
    event: Effective,
    reports: Sequence[Effective],
    lost: Mapping[str, int],
    as_of: dt.date | None,
    alone: Alone,
) -> Effective:
    """The event with what other sources give, and with the loss of its sources."""
    counted = [report for report in reports if _counts(report, as_of)]
    told = event.event
    against: tuple[Offer, ...] = ()
    if counted:
        own = {citation.source for citation in told.sources}
        more = tuple(c for report in counted for c in report.event.sources if c.source not in own)
        told, against = alone.together(told, counted)
        told = evolve(told, sources=(*told.sources, *dict.fromkeys(more)))
    cited = {citation.source for citation in told.sources}
    gone = tuple(sorted({lost[source] for source in cited if source in lost}))
    known = [report.known_from for report in reports if report.known_from is not None]
    return evolve(
        event,
        event=told,
        known_from=min([event.known_from, *known])
        if event.known_from and known
        else event.known_from,
        corroborated_by=tuple(report.position for report in counted),
        against=against,
        unsourced_by=gone if cited and cited <= set(lost) else (),
    )


def _cites(event: Event, sources: Mapping[str, int]) -> bool:
    for citation in event.sources:
        if citation.source in sources:
            return True
    return False


def _offers(report: Effective) -> Iterator[Offer]:
    assert isinstance(report.event, Corroboration)
    for path, value in report.event.becomes.items():
        yield Offer(position=report.position, path=path, value=value)


def _apply_records(seen: Sequence[RecordedEvent], alone: Alone) -> dict[str, Effective]:
    """Every event as its records leave it.

    A record is always younger than what it is about, so going backwards each record is itself
    settled before it is applied.
    """
    about: defaultdict[str, list[Effective]] = defaultdict(list)
    settled: dict[str, Effective] = {}
    for recorded in reversed(seen):
        state = alone.settled(recorded, about.pop(recorded.id, None))
        settled[recorded.id] = state
        if type(state.event) in _RECORDS:
            about[state.event.of].append(state)  # type: ignore[attr-defined]
    return dict(reversed(settled.items()))


_RECORDS = frozenset({Correction, Retraction})
"""What changes how another event stands."""


def _settle(recorded: RecordedEvent, records: Sequence[Effective]) -> Effective:
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
        days=_own_days(event),
        corrected_by=tuple(corrected_by),
        retracted_by=retracted_by,
    )


def _own_days(event: Event) -> Days:
    """The days of an event by itself; what hangs on another has none yet."""
    occurred = event.occurred
    if occurred is None or occurred.anchor_event is not None:
        return UNKNOWN
    return occurred.days(UNKNOWN)


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


def _dated(
    events: Mapping[str, Effective], reports: Mapping[str, Sequence[Effective]]
) -> dict[str, Effective]:
    """The events with their days; what hangs on an event takes them from that event."""
    dated = dict(events)
    known: dict[str, Days] = {}
    against: dict[str, tuple[Offer, ...]] = {}
    for id, event in events.items():
        occurred = event.event.occurred
        if id not in reports and (occurred is None or occurred.anchor_event is None):
            continue
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
            offers = _days_offered(events[link], reports.get(link, ()))
            against[link] = tuple(o for o in offers if not within(days_of(o.value), below))
            below = narrow(below, [days_of(offer.value) for offer in offers])
            if events[link].stands:
                known[link] = below
        days, contrary = known.get(id, below), against.get(id, ())
        same = days == event.days and not contrary
        if not same:
            dated[id] = evolve(event, days=days, against=(*event.against, *contrary))
    return dated


def _days_offered(event: Effective, reports: Sequence[Effective]) -> list[Offer]:
    """The days that other sources give: of an occurrence all of them, else those that count."""
    always = isinstance(event.event, Occurrence)
    return [
        offer
        for report in reports
        if always or report.position in event.corroborated_by
        for offer in _offers(report)
        if offer.path == OCCURRED
    ]


def needed_anchors(events: Iterable[Event]) -> Iterator[str]:
    """The ids of the events on which the days of these events hang."""
    for event in events:
        if event.occurred is not None and event.occurred.anchor_event is not None:
            yield event.occurred.anchor_event
