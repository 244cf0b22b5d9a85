"""Where histories are gathered from: a snapshot, looked up for many subjects at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from ledger.model.event import RecordedEvent
from ledger.model.event_types import BY_NAME
from ledger.store.store import Snapshot

_RECORDS = frozenset(name for name, cls in BY_NAME.items() if not cls.ABOUT_WORLD)
"""The types that are known from when they were recorded, whatever their sources."""


class Events(Protocol):
    """Where a history is gathered from."""

    def fetch(self, tags: Collection[str], ids: Collection[str]) -> None:
        """Make ready what `history` will be asked for: for many subjects in one go."""
        ...

    def history(self, tags: Collection[str], ids: Collection[str]) -> Iterable[RecordedEvent]:
        """Events with any of these tags or ids, and all records about them; each once."""
        ...


class StoredEvents:
    """The events of a snapshot up to a position, each looked up and decoded once.

    With `known_by` an event about the world is left out that was published later and that no other
    is about: nothing shows it then, and nothing else depends on it.

    What was looked up is held until this is forgotten: for many subjects use one for some at a
    time, so that memory stays as it is. `held` says how many events that is.
    """

    def __init__(
        self, snapshot: Snapshot, *, upto: int | None = None, known_by: dt.date | None = None
    ) -> None:
        self._snapshot = snapshot
        self._known_by = known_by
        self._upto = snapshot.head() if upto is None else upto
        self._by_tag: dict[str, list[int]] = {}
        self._by_id: dict[str, int | None] = {}
        self._about: defaultdict[int, list[int]] = defaultdict(list)
        self._events: dict[int, RecordedEvent] = {}
        self._hidden: set[int] = set()

    @property
    def held(self) -> int:
        """How many events are in memory."""
        return len(self._events)

    def fetch(self, tags: Collection[str], ids: Collection[str]) -> None:
        """Look up what is not known yet of these tags and ids, with all records about it."""
        frontier: set[int] = set()
        new = [tag for tag in tags if tag not in self._by_tag]
        if new:
            self._by_tag.update((tag, []) for tag in new)
            for tag, position in self._snapshot.tagged(new):
                if position <= self._upto:
                    self._by_tag[tag].append(position)
                    frontier.add(position)
        unknown = [id for id in ids if id not in self._by_id]
        if unknown:
            found = self._snapshot.find(unknown)
            for id in unknown:
                position_of = found.get(id)
                if position_of is not None and position_of > self._upto:
                    position_of = None
                self._by_id[id] = position_of
                if position_of is not None:
                    frontier.add(position_of)
        if not frontier:
            return
        fresh: set[int] = set()
        frontier = frontier - self._events.keys() - self._hidden
        while frontier:
            fresh |= frontier
            records: set[int] = set()
            for about, position in self._snapshot.records_about(frontier):
                if position <= self._upto:
                    self._about[about].append(position)
                    records.add(position)
            frontier = records - fresh - self._events.keys() - self._hidden
        if self._known_by is not None:
            bare = fresh - self._about.keys()
            self._hidden |= self._snapshot.later(bare, self._known_by, _RECORDS)
            fresh -= self._hidden
        if fresh:
            for recorded in self._snapshot.recorded_at(fresh):
                self._events[recorded.position] = recorded

    def history(self, tags: Collection[str], ids: Collection[str]) -> Iterator[RecordedEvent]:
        """Events with any of these tags or ids, and all records about them; each once."""
        self.fetch(tags, ids)
        queue = [position for tag in tags for position in self._by_tag[tag]]
        queue += [position for id in ids if (position := self._by_id[id]) is not None]
        seen: set[int] = set()
        while queue:
            position = queue.pop()
            if position not in seen:
                seen.add(position)
                queue += self._about.get(position, ())
                if position not in self._hidden:
                    yield self._events[position]
