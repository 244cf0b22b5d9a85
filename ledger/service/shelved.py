"""What a long document declares, as the reader of its parts asks for it: kept on a shelf."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from ledger.intake.declared import given_days, is_of, stands_retracted
from ledger.intake.known import Known
from ledger.intake.lookalike import skeleton
from ledger.intake.node import Mark, Scalar
from ledger.intake.outline import Outline
from ledger.intake.problems import MOST
from ledger.model.day import Days
from ledger.model.event_types import BY_NAME
from ledger.model.fields import is_id
from ledger.model.records import Retraction
from ledger.model.tags import called
from ledger.store.shelf import Day, Name, Shelf, Word

TOGETHER = 1000
"""So many events are laid down at a time."""

_CALLED = called("")


class Filler:
    """Lays down what the events of a document declare, one after the other."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.count = 0
        self.foreign = False
        """Whether an id is spelt with other letters than those of ASCII."""
        self._clear()

    def _clear(self) -> None:
        self._names: list[Name] = []
        self._words: list[Word] = []
        self._days: list[Day] = []
        self._retractions: list[tuple[str, str | None]] = []
        self._looks: list[Name] = []

    def add(self, one: Outline, line: int) -> None:
        """Lay down what an event declares; what several have of one kind goes together."""
        for id, kind, _ in one.declares:
            if is_id(id):
                self._names.append((id, kind, line))
                look = skeleton(id)
                if look != id:
                    self._looks.append((look, id, line))
                self.foreign = self.foreign or not id.isascii()
        # Most events are called by their id alone: that is found among the names.
        own = f"{_CALLED}{one.id}"
        self._words += ((tag, one.id, line) for tag in one.words if tag != own)
        days = given_days(one.published) if one.id is not None else None
        if days is not None and one.id is not None:
            self._days.append((one.id, _iso(days[0]), _iso(days[1])))
        if one.kind == Retraction.TYPE and one.about is not None:
            self._retractions.append((one.about, one.id))
        self.count += 1
        if self.count % TOGETHER == 0:
            self.flush()

    def flush(self) -> None:
        """Lay down what is still held back."""
        self._shelf.add(
            names=self._names, words=self._words, days=self._days,
            retractions=self._retractions, looks=self._looks,
        )  # fmt: skip
        self._clear()


class Shelved:
    """A document on a shelf, as `intake.declared.Declared`: what is looked up is kept for one part.

    `foreign` says whether ids of it may look like others; then those of the ledger are looked at
    too.
    """

    def __init__(self, shelf: Shelf, known: Known, *, foreign: bool) -> None:
        self._shelf = shelf
        self._firsts: dict[str, tuple[str, int] | None] = {}
        self._days: dict[str, Days | None] = {}
        # Of more than these, reading stops before the last one is come by.
        self._twice = shelf.twice(MOST + 1)
        self._given: set[str] = set()
        if foreign:
            self._look_at(known)

    def _look_at(self, known: Known) -> None:
        """Lay down the ids of the ledger that look like one of the document."""
        for id in known.names("thing"):
            look = skeleton(id)
            if self._shelf.first(id) is None and (
                self._shelf.looking(look) or self._shelf.first(look) is not None
            ):
                self._shelf.add(looks=[(look, id, _LAST)])

    def forget(self) -> None:
        """Forget what was looked up, so that memory does not grow with the document."""
        self._firsts.clear()
        self._days.clear()

    def _first(self, id: str) -> tuple[str, int] | None:
        if id not in self._firsts:
            self._firsts[id] = self._shelf.first(id)
        return self._firsts[id]

    def kind_of(self, id: str) -> str | None:
        found = self._first(id)
        return found[0] if found is not None else None

    def line_of(self, id: str) -> int | None:
        """The line in which an id is given first, None where it is not."""
        found = self._first(id)
        return found[1] if found is not None else None

    def names(self, kind: str) -> Iterator[str]:
        return (id for id, held in self._shelf.names() if is_of(held, kind))

    def before(self, id: str, node: Scalar) -> Mark | None:
        first = self._twice.get(id)
        if first is None:
            return None
        if (node.mark.line or 0) == first and id not in self._given:
            self._given.add(id)
            return None
        return Mark(line=first or None)

    def events_called(self, tag: str) -> Sequence[str]:
        found = self._shelf.bearing(tag)
        id = tag.removeprefix(_CALLED)
        own = self._first(id)
        cls = BY_NAME.get(own[0]) if own is not None else None
        if own is not None and cls is not None and cls.ABOUT_WORLD:
            found = sorted([*found, (id, own[1])], key=lambda one: one[1])
        return [id for id, _ in found]

    def nameless(self, tag: str) -> int | None:
        return self._shelf.nameless(tag)

    def published(self, source: str) -> Days | None:
        if source not in self._days:
            found = self._shelf.days(source)
            self._days[source] = (_day(found[0]), _day(found[1])) if found else None
        return self._days[source]

    def retracts(self, id: str) -> bool:
        return stands_retracted(id, self._shelf.retractions)

    def alike(self, look: str) -> Sequence[str]:
        found = self._shelf.looking(look)
        own = self._first(look)
        if own is not None:
            found = sorted([(look, own[1]), *found], key=lambda one: one[1])
        return list(dict.fromkeys(id for id, _ in found))


_LAST = 2**62
"""After every line of the document."""


def declare(shelf: Shelf, outlines: Iterable[Outline]) -> None:
    """Lay down what is declared before the first line of a document."""
    filler = Filler(shelf)
    for one in outlines:
        filler.add(one, 0)
    filler.flush()


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text is not None else None
