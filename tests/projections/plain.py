"""The plain way: all events in memory, indexed by tag, id and what they are about."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from ledger.model.done import Deployment, Withdrawal
from ledger.model.duties import Amendment
from ledger.model.event import RecordedEvent
from ledger.model.facts import CommitmentFacts
from ledger.model.history import History
from ledger.model.records import Measure
from ledger.model.sourced import About
from ledger.model.tags import declared_by
from ledger.projections.commitments import facts, reports
from ledger.projections.measurements import MeasureFacts
from ledger.projections.measures import Ends, Move
from ledger.projections.projection import Projection
from ledger.projector import EVENT, touched
from ledger.quantities import Quantity


class HeldEvents:
    """Gathers from events held in memory."""

    def __init__(self, events: Sequence[RecordedEvent]) -> None:
        self.by_tag: defaultdict[str, list[RecordedEvent]] = defaultdict(list)
        self.by_id: dict[str, RecordedEvent] = {}
        self._about: defaultdict[str, list[RecordedEvent]] = defaultdict(list)
        # Commitments are found by the event that makes them.
        makers: dict[str, RecordedEvent] = {}
        for recorded in events:
            self.by_id[recorded.id] = recorded
            makers.update((id, recorded) for id in declared_by(recorded.event))
            if isinstance(recorded.event, About):
                of = makers.get(recorded.event.of)
                self._about[of.id if of else recorded.event.of].append(recorded)
            for tag in touched(recorded, ChainMap(self.by_id, makers)):
                self.by_tag[tag].append(recorded)

    def fetch(self, tags: Collection[str], ids: Collection[str]) -> None:
        """All of it is at hand."""

    def history(self, tags: Collection[str], ids: Collection[str]) -> Iterable[RecordedEvent]:
        """Events with any of these tags or ids, and all records about them."""
        queue = [event for tag in tags for event in self.by_tag.get(tag, ())]
        queue += [self.by_id[id] for id in ids if id in self.by_id]
        seen: set[int] = set()
        while queue:
            found = queue.pop()
            if found.position not in seen:
                seen.add(found.position)
                queue += self._about.get(found.id, ())
                yield found


def every_subject(projection: Projection, held: HeldEvents) -> frozenset[str]:
    """Every subject that these events name."""
    return projection.subjects([*held.by_tag, *(f"{EVENT}{id}" for id in held.by_id)])


def commitments_on(history: History) -> list[CommitmentFacts]:
    """The facts of all commitments, each from the whole history of a day."""
    found = {terms.id: facts(terms.id, history) for _, terms in history.promises.values()}
    return [found[id] for id in sorted(found) if found[id] is not None]  # type: ignore[misc]


def measures_on(history: History) -> list[MeasureFacts]:
    """The measures that are declared, each from the whole history of a day."""
    return [
        MeasureFacts(
            id=event.id,
            unit=event.event.unit,
            place=event.event.place,
            part_of=event.event.part_of,
            position=event.position,
            reports=reports(event.id, history),
            promises=tuple(_promised(event.id, history)),
            moves=tuple(_moves(event.id, history)),
        )
        for event in sorted(history.standing, key=lambda one: one.id)
        if isinstance(event.event, Measure)
    ]


def _promised(id: str, history: History) -> Iterator[CommitmentFacts]:
    made = [terms.id for _, terms in history.promises.values() if terms.measure == id]
    amended = [
        event.event.commitment
        for event in history.standing
        if isinstance(event.event, Amendment) and event.event.measure == id
    ]
    for promised in dict.fromkeys([*made, *amended]):
        found = facts(promised, history)
        if found is not None:
            yield found


def _moves(id: str, history: History) -> Iterator[Move]:
    for event in history.standing:
        told = event.event
        if not isinstance(told, Withdrawal) or told.measure != id or not event.supported:
            continue
        yield Move(
            position=event.position,
            id=event.id,
            latest=event.latest,
            inwards=isinstance(told, Deployment),
            number=_ends(told.number),
            before=_ends(told.level_before),
            after=_ends(told.level_after),
            raw_number=told.number.raw if told.number else "",
            raw_before=told.level_before.raw if told.level_before else "",
            raw_after=told.level_after.raw if told.level_after else "",
            sources=tuple(citation.source for citation in told.sources),
        )


def _ends(quantity: Quantity | None) -> Ends | None:
    return (quantity.lo, quantity.hi) if quantity is not None else None
