"""The plain way to a history as it stands: every step for every event, nothing spared or shared."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from ledger.model.corroborated import corroborated, days_of, narrow, within
from ledger.model.dating import days_offered
from ledger.model.day import Days
from ledger.model.effective import UNKNOWN, Effective, offers_of, settle
from ledger.model.event import RecordedEvent
from ledger.model.history import _known
from ledger.model.records import Correction, Retraction
from ledger.model.sourced import Corroboration
from ledger.model.support import counts, lost_sources, told_elsewhere


def plainly_effective(
    recorded: Iterable[RecordedEvent],
    *,
    known_by: dt.date | None = None,
    recorded_by: int | None = None,
    as_of: dt.date | None = None,
) -> list[Effective]:
    """What `effective` gives, in order of position."""
    seen = sorted(
        (r for r in recorded if recorded_by is None or r.position <= recorded_by),
        key=lambda r: r.position,
    )
    about: defaultdict[str, list[Effective]] = defaultdict(list)
    standing: dict[str, Effective] = {}
    for one in reversed(seen):
        state = evolve(settle(one, about.pop(one.id, [])), days=UNKNOWN)
        standing = {one.id: state, **standing}
        if isinstance(state.event, Correction | Retraction):
            about[state.event.of].append(state)
    shown = {id: event for id, event in standing.items() if _known(event, known_by)}
    reports = _reports(shown, standing)
    lost = lost_sources(shown, standing, as_of)
    visible = {
        id: _sourced(event, reports.get(id, ()), lost, as_of)
        for id, event in standing.items()
        if id in shown or told_elsewhere(event, reports.get(id, ()), as_of)
    }
    return [_dated(id, visible, reports) for id in visible]


def _reports(
    shown: Mapping[str, Effective], standing: Mapping[str, Effective]
) -> dict[str, list[Effective]]:
    found: dict[str, list[Effective]] = {}
    for event in shown.values():
        if event.stands and isinstance(event.event, Corroboration):
            for id, other in standing.items():
                made = [terms.id for terms in getattr(other.event, "commits", ())]
                if event.event.of in (id, *made):
                    found.setdefault(id, []).append(event)
    return found


def _sourced(
    event: Effective,
    reports: Sequence[Effective],
    lost: Mapping[str, int],
    as_of: dt.date | None,
) -> Effective:
    counted = [report for report in reports if counts(report, as_of)]
    told, against = corroborated(event.event, [o for r in counted for o in offers_of(r)])
    own = {citation.source for citation in event.event.sources}
    more = dict.fromkeys(c for r in counted for c in r.event.sources if c.source not in own)
    told = evolve(told, sources=(*told.sources, *more))
    cited = {citation.source for citation in told.sources}
    days = [day for day in (event.known_from, *(r.known_from for r in reports)) if day]
    return evolve(
        event,
        event=told,
        known_from=min(days) if event.known_from else None,
        corroborated_by=tuple(report.position for report in counted),
        against=against,
        unsourced_by=tuple(sorted({lost[source] for source in cited}))
        if cited and cited <= set(lost)
        else (),
    )


def _dated(
    id: str, events: Mapping[str, Effective], reports: Mapping[str, Sequence[Effective]]
) -> Effective:
    chain = list(_chain(id, events))
    below: Days = UNKNOWN
    against = []
    # A chain that bites its own tail dates nothing.
    bites = chain and _next(events[chain[-1]]) in chain
    for link in reversed(chain):
        occurred = events[link].event.occurred
        below = (
            occurred.days(UNKNOWN if bites and link == chain[-1] else below)
            if occurred
            else UNKNOWN
        )
        offers = days_offered(events[link], reports.get(link, ()))
        against = [offer for offer in offers if not within(days_of(offer.value), below)]
        below = narrow(below, [days_of(offer.value) for offer in offers])
    return evolve(events[id], days=below, against=(*events[id].against, *against))


def _chain(id: str, events: Mapping[str, Effective]) -> Iterator[str]:
    seen: list[str] = []
    at: str | None = id
    while at is not None and at not in seen and at in events:
        if seen and not events[at].stands:
            return
        seen.append(at)
        yield at
        at = _next(events[at])


def _next(event: Effective) -> str | None:
    return event.event.occurred.anchor_event if event.event.occurred else None
