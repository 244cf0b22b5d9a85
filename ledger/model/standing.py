"""What stands, as other sources had told it by any day: the part of a history that depends on days.

Most events are told once and stay as they are. Only what another source tells too, what lost a
source, and what hangs on such an event is worked out again for each day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from ledger.model.alone import Alone
from ledger.model.corroborated import OCCURRED, Offer, corroborated, days_of, narrow, within
from ledger.model.day import Days
from ledger.model.done import Occurrence
from ledger.model.effective import UNKNOWN, Effective
from ledger.model.event import RecordedEvent
from ledger.model.records import Source
from ledger.model.settled import Settled, settled
from ledger.model.sourced import Corroboration, SourceUpdate

_ALWAYS = None
"""In place of a day: what other sources add counts whenever it was told."""


class Standing:
    """What stands of some events under `known_by`, told in order of position.

    `turns` are the days from which on other sources, or the loss of some, tell something else;
    `moving` the ids of the events of which they may; `latest_known` the day by which all of it had
    been published.
    """

    def __init__(
        self, seen: Sequence[RecordedEvent], known_by: dt.date | None, alone: Alone
    ) -> None:
        self._alone = alone
        self._made: dict[tuple[Any, ...], Effective] = {}
        self._every = settled(seen, alone.settled)
        self._shown = (
            self._every
            if known_by is None
            else {id: one for id, one in self._every.items() if _known(one, known_by)}
        )
        self._reports = self._corroborations()
        self._updates = [
            one
            for one in self._shown.values()
            if type(one.event) is SourceUpdate and one.stands and one.event.change == "retracted"
        ]
        self._retracted = {
            id: one.retracted_by
            for id, one in self._every.items()
            if one.retracted_by is not None and isinstance(one.event, Source)
        }
        told = [one for reports in self._reports.values() for one in reports]
        self.turns = tuple(sorted({day for one in (*told, *self._updates) for day in _turn(one)}))
        self.moving = self._moving()
        self.latest_known = max(
            (
                one.known_from
                for one in self._every.values()
                if one.known_from is not None and one.recorded.event.ABOUT_WORLD
            ),
            default=None,
        )
        self._moving_ids = [id for id in self._every if id in self.moving]
        self._steady = self._told([id for id in self._every if id not in self.moving], _ALWAYS, {})

    def on(self, as_of: dt.date | None) -> Iterator[Effective]:
        """The events as other sources had told them by a day; None: as all of them tell them."""
        if not self.moving:
            return iter(self._steady.values())
        told = self._told(self._moving_ids, as_of, self._steady)
        both = (self._steady.get(id) or told.get(id) for id in self._every)
        return (event for event in both if event is not None)

    def moved(self, as_of: dt.date) -> Mapping[str, Effective]:
        """Of these events those that may stand otherwise on other days, as they stand by a day."""
        return self._told(self._moving_ids, as_of, self._steady)

    def _told(
        self, ids: Iterable[str], as_of: dt.date | None, steady: Mapping[str, Effective]
    ) -> dict[str, Effective]:
        """These events on a day, those that the others are known of already being left out."""
        lost = self._lost(as_of)
        found: dict[str, Effective] = {}
        visible: dict[str, Effective] = {}
        for id in ids:
            one = self._every[id]
            # Another source may have told it earlier.
            if id not in self._shown and not self._told_elsewhere(id, as_of):
                continue
            occurred = one.event.occurred
            hangs = occurred is not None and occurred.anchor_event is not None
            if hangs or id in self._reports or (lost and _cites(one, lost)):
                found[id] = visible[id] = self._sourced(one, lost, as_of)
            else:
                found[id] = self._alone.standing(one)
        if visible:
            found.update((each.id, each) for each in self._dated(visible, found, steady))
        return found

    def _corroborations(self) -> dict[str, tuple[Settled, ...]]:
        """The corroborations that stand and are known, by the id of the event they are about."""
        every = [
            one for one in self._shown.values() if type(one.event) is Corroboration and one.stands
        ]
        if not every:
            return {}
        makers = {
            terms.id: id
            for id, one in self._every.items()
            for terms in getattr(one.event, "commits", ())
        }
        found: defaultdict[str, list[Settled]] = defaultdict(list)
        for one in every:
            assert isinstance(one.event, Corroboration)
            of = makers.get(one.event.of, one.event.of)
            if of in self._every:
                found[of].append(one)
        return {id: tuple(them) for id, them in found.items()}

    def _moving(self) -> frozenset[str]:
        """The events that other sources tell too or that lose one, and all that hang on them."""
        gone = {citation.source for one in self._updates for citation in one.event.sources}
        found = set(self._reports)
        hanging: defaultdict[str, list[str]] = defaultdict(list)
        for id, one in self._every.items():
            if gone and any(citation.source in gone for citation in one.event.sources):
                found.add(id)
            occurred = one.event.occurred
            if occurred is not None and occurred.anchor_event is not None:
                hanging[occurred.anchor_event].append(id)
        queue = list(found)
        while queue:
            new = [id for id in hanging.get(queue.pop(), ()) if id not in found]
            found.update(new)
            queue += new
        return frozenset(found)

    def _lost(self, as_of: dt.date | None) -> dict[str, int]:
        """Sources that were retracted, by their publisher or in our record: id → position."""
        lost = dict(self._retracted)
        for one in self._updates:
            if _counts(one, as_of):
                lost.update(
                    (citation.source, one.recorded.position) for citation in one.event.sources
                )
        return lost

    def _told_elsewhere(self, id: str, as_of: dt.date | None) -> bool:
        """Whether another source tells it by a day; of an occurrence, whether one does at all."""
        always = isinstance(self._every[id].event, Occurrence)
        return any(always or _counts(report, as_of) for report in self._reports.get(id, ()))

    def _sourced(self, one: Settled, lost: Mapping[str, int], as_of: dt.date | None) -> Effective:
        """The event with what other sources give, and with the loss of its sources; undated."""
        reports = self._reports.get(one.recorded.id, ())
        counted = [report for report in reports if _counts(report, as_of)]
        gone: tuple[int, ...] = ()
        if lost and self._bereft(one, counted, lost):
            cited = (*one.event.sources, *(c for r in counted for c in r.event.sources))
            gone = tuple(sorted({lost[citation.source] for citation in cited}))
        # On most days the same reports count, and the same sources are lost, as on the day before.
        key = (one.recorded.position, gone, *(report.recorded.position for report in counted))
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._together(one, reports, counted, gone)
        return found

    def _bereft(self, one: Settled, counted: Sequence[Settled], lost: Mapping[str, int]) -> bool:
        """Whether it has sources, and has lost all of them."""
        cited = [*one.event.sources, *(c for r in counted for c in r.event.sources)]
        return bool(cited) and all(citation.source in lost for citation in cited)

    def _together(
        self,
        one: Settled,
        reports: Sequence[Settled],
        counted: Sequence[Settled],
        gone: tuple[int, ...],
    ) -> Effective:
        told = one.event
        against: tuple[Offer, ...] = ()
        if counted:
            own = {citation.source for citation in told.sources}
            more = (c for r in counted for c in r.event.sources if c.source not in own)
            told, against = corroborated(told, [offer for r in counted for offer in _offers(r)])
            told = evolve(told, sources=(*told.sources, *dict.fromkeys(more)))
        known = [report.known_from for report in reports if report.known_from is not None]
        return Effective(
            recorded=one.recorded,
            event=told,
            known_from=min([one.known_from, *known])
            if one.known_from and known
            else one.known_from,
            days=UNKNOWN,
            corrected_by=one.corrected_by,
            retracted_by=one.retracted_by,
            corroborated_by=tuple(report.recorded.position for report in counted),
            against=against,
            unsourced_by=gone,
        )

    def _dated(
        self, events: Mapping[str, Effective], *dated: Mapping[str, Effective]
    ) -> Iterator[Effective]:
        """The events with their days; what hangs on an event takes them from that event.

        `dated` are others, whose days are known already.
        """
        known: dict[str, Days] = {}
        against: dict[str, tuple[Offer, ...]] = {}
        for id, event in events.items():
            # Follow the chain of anchors down to what is dated by itself, then date it upwards
            # again. A chain that bites its own tail, or ends in nothing that stands, dates nothing.
            chain: dict[str, None] = {}
            below: Days = UNKNOWN
            next_id: str | None = id
            while next_id is not None and next_id not in chain:
                if next_id in known:
                    below = known[next_id]
                    break
                anchor = events.get(next_id)
                held = None
                if anchor is None:
                    anchor = held = next((d[next_id] for d in dated if next_id in d), None)
                if anchor is None or (chain and not anchor.stands):
                    break
                if held is not None:
                    below = held.days
                    break
                chain[next_id] = None
                occurred = anchor.event.occurred
                next_id = occurred.anchor_event if occurred is not None else None
            else:
                below = UNKNOWN
            for link in reversed(chain):
                occurred = events[link].event.occurred
                below = occurred.days(below) if occurred is not None else UNKNOWN
                offers = self._days_offered(events[link])
                if offers:
                    against[link] = tuple(o for o in offers if not within(days_of(o.value), below))
                    below = narrow(below, [days_of(offer.value) for offer in offers])
                if events[link].stands:
                    known[link] = below
            days, contrary = known.get(id, below), against.get(id, ())
            yield event.dated(days, contrary)

    def _days_offered(self, event: Effective) -> list[Offer]:
        """The days that other sources give: of an occurrence all of them, else those that count."""
        always = isinstance(event.event, Occurrence)
        return [
            offer
            for report in self._reports.get(event.id, ())
            if always or report.recorded.position in event.corroborated_by
            for offer in _offers(report)
            if offer.path == OCCURRED
        ]


def _cites(one: Settled, lost: Mapping[str, int]) -> bool:
    return any(citation.source in lost for citation in one.event.sources)


def _known(one: Settled, known_by: dt.date) -> bool:
    return (
        not one.recorded.event.ABOUT_WORLD or one.known_from is None or one.known_from <= known_by
    )


def _turn(one: Settled) -> Iterator[dt.date]:
    occurred = one.event.occurred
    if occurred is not None and occurred.latest is not None:
        yield occurred.latest


def _counts(one: Settled, as_of: dt.date | None) -> bool:
    return as_of is None or any(day <= as_of for day in _turn(one))


def _offers(report: Settled) -> Iterator[Offer]:
    assert isinstance(report.event, Corroboration)
    for path, value in report.event.becomes.items():
        yield Offer(position=report.recorded.position, path=path, value=value)
