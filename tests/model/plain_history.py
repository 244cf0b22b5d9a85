"""The plain way to a history: all of it worked out anew for every day, nothing kept.

Corrections and retractions are applied, not written over: the latest correction of a field that is
not itself retracted wins, and a retraction may be retracted (docs/domain.md, sections 1 and 2).
Days that hang on another event are computed here, from that event as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from ledger.errors import ConflictError
from ledger.model.corroborated import OCCURRED, Offer, corroborated, days_of, narrow, within
from ledger.model.day import Days
from ledger.model.done import Occurrence
from ledger.model.effective import UNKNOWN, Effective
from ledger.model.event import Event, RecordedEvent
from ledger.model.paths import patched
from ledger.model.records import Correction, Retraction, Source
from ledger.model.settled import KNOWN_FROM
from ledger.model.sourced import Corroboration, SourceUpdate


def events_as_told(
    recorded: Iterable[RecordedEvent],
    *,
    known_by: dt.date | None = None,
    recorded_by: int | None = None,
    as_of: dt.date | None = None,
) -> list[Effective]:
    """The events as they stand under the clocks; see ledger.model.history."""
    seen = sorted(
        (r for r in recorded if recorded_by is None or r.position <= recorded_by),
        key=lambda r: r.position,
    )
    standing = _apply_records(seen)
    shown = {id: event for id, event in standing.items() if _known(event, known_by)}
    reports = _corroborations(shown, standing)
    visible = {
        id: event
        for id, event in standing.items()
        # Another source may have told it earlier.
        if id in shown or _told_elsewhere(event, reports.get(id, ()), as_of)
    }
    lost = _lost_sources(shown, standing, as_of)
    supported = {
        id: _sourced(event, reports.get(id, ()), lost, as_of) for id, event in visible.items()
    }
    return list(_dated(supported, reports))


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
    makers = {
        terms.id: id
        for id, event in standing.items()
        for terms in getattr(event.event, "commits", ())
    }
    found: defaultdict[str, list[Effective]] = defaultdict(list)
    for event in shown.values():
        if event.stands and isinstance(event.event, Corroboration):
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
) -> Effective:
    """The event with what other sources give, and with the loss of its sources."""
    counted = [report for report in reports if _counts(report, as_of)]
    told = event.event
    against: tuple[Offer, ...] = ()
    if counted:
        own = {citation.source for citation in told.sources}
        more = tuple(c for report in counted for c in report.event.sources if c.source not in own)
        told, against = corroborated(told, [offer for r in counted for offer in _offers(r)])
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


def _offers(report: Effective) -> Iterator[Offer]:
    assert isinstance(report.event, Corroboration)
    for path, value in report.event.becomes.items():
        yield Offer(position=report.position, path=path, value=value)


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


def _dated(
    events: Mapping[str, Effective], reports: Mapping[str, Sequence[Effective]]
) -> Iterator[Effective]:
    """The events with their days; what hangs on an event takes them from that event."""
    known: dict[str, Days] = {}
    against: dict[str, tuple[Offer, ...]] = {}
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
            offers = _days_offered(events[link], reports.get(link, ()))
            against[link] = tuple(o for o in offers if not within(days_of(o.value), below))
            below = narrow(below, [days_of(offer.value) for offer in offers])
            if events[link].stands:
                known[link] = below
        days, contrary = known.get(id, below), against.get(id, ())
        same = days == UNKNOWN and not contrary
        yield event if same else evolve(event, days=days, against=(*event.against, *contrary))


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
