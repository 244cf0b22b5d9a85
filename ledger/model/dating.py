"""The days of events, also of those that hang on others, from these as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from ledger.model.corroborated import OCCURRED, Offer, days_of, narrow, within
from ledger.model.day import Days
from ledger.model.done import Occurrence
from ledger.model.effective import UNKNOWN, Effective, offers_of
from ledger.model.event import Event


def dated_by(
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
            offers = days_offered(events[link], reports.get(link, ()))
            against[link] = tuple(o for o in offers if not within(days_of(o.value), below))
            below = narrow(below, [days_of(offer.value) for offer in offers])
            if events[link].stands:
                known[link] = below
        days, contrary = known.get(id, below), against.get(id, ())
        same = days == event.days and not contrary
        if not same:
            dated[id] = evolve(event, days=days, against=(*event.against, *contrary))
    return dated


def days_offered(event: Effective, reports: Sequence[Effective]) -> list[Offer]:
    """The days that other sources give: of an occurrence all of them, else those that count."""
    always = isinstance(event.event, Occurrence)
    return [
        offer
        for report in reports
        if always or report.position in event.corroborated_by
        for offer in offers_of(report)
        if offer.path == OCCURRED
    ]


def needed_anchors(events: Iterable[Event]) -> Iterator[str]:
    """The ids of the events on which the days of these events hang."""
    for event in events:
        if event.occurred is not None and event.occurred.anchor_event is not None:
            yield event.occurred.anchor_event
