"""The plain way: all events in memory, indexed by tag, id and what they are about."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterable, Sequence

from ledger.model.event import RecordedEvent
from ledger.model.sourced import About
from ledger.model.tags import declared_by
from ledger.projections.projection import Projection
from ledger.projector import EVENT, touched


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
