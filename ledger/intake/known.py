"""What a document may refer to beyond itself: the ledger, as far as the way in needs to see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from ledger.model.day import Days
from ledger.model.event import Event


class Known(Protocol):
    """The ledger as the reader of a document sees it."""

    def kind_of(self, name: str) -> str | None:
        """The event type under this id, `commitment` for commitments, None where unknown."""
        ...

    def names(self, kind: str) -> Iterable[str]:
        """All ids of a kind (`event`: of every event, `thing`: all), to suggest from."""
        ...

    def published(self, source: str) -> Days | None:
        """The days of publication of a source, None where it is not recorded."""
        ...

    def events_named(self, words: str) -> Sequence[str]:
        """The ids of events about the world that bear this id, name or kind."""
        ...

    def text_of(self, source: str) -> str | None:
        """The text of a source, where it is at hand."""
        ...

    def event(self, id: str) -> Event | None:
        """An event as it stands; the id of a commitment stands for the event that makes it."""
        ...

    def without(self, id: str, correction: str) -> Event | None:
        """An event as it would stand without one of its corrections."""
        ...


class NothingKnown:
    """An empty ledger."""

    def kind_of(self, name: str) -> str | None:
        return None

    def names(self, kind: str) -> Iterable[str]:
        return ()

    def published(self, source: str) -> Days | None:
        return None

    def events_named(self, words: str) -> Sequence[str]:
        return ()

    def text_of(self, source: str) -> str | None:
        return None

    def event(self, id: str) -> Event | None:
        return None

    def without(self, id: str, correction: str) -> Event | None:
        return None


class KnownWithoutTexts:
    """A ledger whose sources' texts are not looked into: to read again what was read before."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.kind_of = known.kind_of
        self.names = known.names
        self.published = known.published
        self.events_named = known.events_named
        self.event = known.event
        self.without = known.without

    def text_of(self, source: str) -> str | None:
        return None
