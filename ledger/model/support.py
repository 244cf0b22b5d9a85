"""What other sources add to events from their own days on, and what the loss of sources takes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from ledger.model.corroborated import Offer
from ledger.model.done import Occurrence
from ledger.model.effective import Alone, Effective
from ledger.model.event import Event
from ledger.model.records import Source
from ledger.model.sourced import Corroboration, SourceUpdate


def turn(event: Effective) -> Iterator[dt.date]:
    """The day from which on a report, or an update of a source, counts."""
    occurred = event.event.occurred
    if occurred is not None and occurred.latest is not None:
        yield occurred.latest


def counts(event: Effective, as_of: dt.date | None) -> bool:
    """Whether it counts by a day; None is always."""
    return as_of is None or any(day <= as_of for day in turn(event))


def told_elsewhere(event: Effective, reports: Sequence[Effective], as_of: dt.date | None) -> bool:
    """Whether another source tells it by a day; of an occurrence, whether one does at all."""
    always = isinstance(event.event, Occurrence)
    return any(always or counts(report, as_of) for report in reports)


def corroborations(
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


def lost_sources(
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
            and counts(event, as_of)
        ):
            lost.update((citation.source, event.position) for citation in update.sources)
    return lost


def sourced(
    event: Effective,
    reports: Sequence[Effective],
    lost: Mapping[str, int],
    as_of: dt.date | None,
    alone: Alone,
) -> Effective:
    """The event with what other sources give, and with the loss of its sources."""
    counted = [report for report in reports if counts(report, as_of)]
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


def cites(event: Event, sources: Mapping[str, int]) -> bool:
    """Whether an event rests on one of these sources."""
    return any(citation.source in sources for citation in event.sources)
