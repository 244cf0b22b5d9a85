"""The ledger as the reader of documents sees it: names, days of publication, texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from attrs import evolve

from ledger.errors import RefusedError
from ledger.evidence.redaction import REDACTION, covers
from ledger.intake.outline import RECORDS
from ledger.model.day import Days
from ledger.model.event import Event, RecordedEvent
from ledger.model.history import Effective, History, effective
from ledger.model.records import Source
from ledger.model.redacted import Redaction
from ledger.model.tags import called
from ledger.store.codec import decode
from ledger.store.event_data import StoredEvent
from ledger.store.store import Snapshot
from ledger.store.texts import Texts

FEW_NAMES = 200_000
"""The names of a ledger with no more events than this are held once they were asked for."""


class LedgerKnown:
    """What a snapshot and the texts beside it hold; looked up once each.

    `upto` makes it the ledger as it stood at that head, `apart` leaves events out: the rest is as
    if they had not been recorded.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        texts: Texts,
        *,
        upto: int | None = None,
        apart: Callable[[StoredEvent], bool] | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._texts = texts
        self._upto = upto
        self._apart = apart
        self._kinds: dict[str, str | None] = {}
        self._standing: dict[str, Effective | None] = {}
        self._every: list[tuple[str, str]] | None = None

    def kind_of(self, name: str) -> str | None:
        """The event type under this id, `commitment` for commitments, None where unknown."""
        if name not in self._kinds:
            found = self._at(name)
            self._kinds[name] = (
                None if found is None else found.type if found.id == name else "commitment"
            )
        return self._kinds[name]

    def names(self, kind: str) -> Iterator[str]:
        """All ids of a kind (`event`: of every event, `thing`: all), to suggest from.

        Where it is the ledger as it stood before, names that were added since may be among them.
        """
        if self._upto == 0:
            return
        every = self._every
        if every is None:
            every = self._snapshot.names()
            if len(every) <= FEW_NAMES:
                self._every = every
        for id, held in every:
            if kind in ("thing", held) or (kind == "event" and held != "commitment"):
                yield id

    def published(self, source: str) -> Days | None:
        """The days of publication of a source, None where it is not recorded."""
        found = self.standing(source)
        if found is None or not isinstance(found.event, Source):
            return None
        day = found.event.published
        return day.earliest, day.latest

    def events_named(self, words: str) -> Sequence[str]:
        """The ids of events about the world that bear this id, name or kind."""
        history = self.history([called(words)], ids=[words, words.replace(" ", "-")])
        wanted = called(words)
        return [
            event.id
            for event in history.standing
            if event.event.ABOUT_WORLD
            and wanted in {called(name) for name in _names_of(event.event) if name}
        ]

    def text_of(self, source: str) -> str | None:
        """The text of a source, where it is at hand."""
        found = self.standing(source)
        digest = found.event.text_sha256 if found and isinstance(found.event, Source) else None
        text = self._texts.get(digest) if digest else None
        return text.decode("utf-8", "replace") if text is not None else None

    def event(self, id: str) -> Event | None:
        """An event as it stands, to be read again. A commitment's id stands for its maker."""
        if self.kind_of(id) == "commitment":
            maker = self._at(id)
            assert maker is not None
            id = maker.id
        found = self.standing(id)
        if found is None or found.event.known_from is None:
            return found.event if found is not None else None
        return _as_told(found, self.history([], ids=[id]))

    def without(self, id: str, correction: str) -> Event | None:
        """An event as it would stand without one of its corrections."""
        stored = self._history([], [id])
        history = effective(decode(one) for one in stored if one.id != correction)
        found = history.get(id)
        return _as_told(found, history) if found is not None else None

    def standing(self, id: str) -> Effective | None:
        """An event as its records leave it, None where there is none; its days are its own."""
        if id not in self._standing:
            self._standing[id] = self.history([], ids=[id]).get(id)
        return self._standing[id]

    def look_up(self, ids: Collection[str]) -> None:
        """Bring in together what will be asked of each of these ids."""
        history = self.history([], ids=list(ids))
        for id in ids:
            found = history.get(id)
            self._standing[id] = found
            if found is not None:
                self._kinds[id] = found.recorded.type

    def forget(self) -> None:
        """Forget what was looked up, so that memory does not grow with what is asked."""
        self._kinds.clear()
        self._standing.clear()

    def recorded(self, id: str) -> RecordedEvent | None:
        """An event as it was recorded; of a commitment the one that makes it."""
        found = self._at(id)
        return decode(found) if found is not None else None

    def redaction(self, id: str) -> RecordedEvent | None:
        """The last redaction that removed words of this event, or of the one that makes this."""
        found = self._at(id)
        if found is None or found.payload:
            return None
        named = [one for one in self._snapshot.of_type(REDACTION) if found.id in covers(one.words)]
        return decode(named[-1]) if named else None

    def refuse_redacted(self, id: str) -> None:
        """Raises RefusedError where words of this event were redacted: they are not recorded anew."""
        redaction = self.redaction(id)
        if redaction is not None:
            assert isinstance(redaction.event, Redaction)
            raise RefusedError(
                f"words of {id} were redacted by event {redaction.position} "
                f"({redaction.event.basis}), so it is not recorded again",
                hint="take it out of the document",
            )

    def history(
        self, tags: Sequence[str], *, ids: Sequence[str] = (), only: Collection[str] | None = None
    ) -> History:
        """The effective history of these tags and ids: of all, or of `only` these stored types."""
        wanted = None if only is None else {*only, *RECORDS}
        return effective(
            decode(stored)
            for stored in self._history(tags, ids)
            if wanted is None or stored.type in wanted
        )

    def _history(self, tags: Sequence[str], ids: Sequence[str]) -> Iterable[StoredEvent]:
        if self._upto == 0:
            return ()
        found = self._snapshot.history(tags, ids=ids, upto=self._upto)
        apart = self._apart
        return found if apart is None else [one for one in found if not apart(one)]

    def _at(self, name: str) -> StoredEvent | None:
        """The event that bears or declares a name."""
        if self._upto == 0:
            return None
        position = self._snapshot.find([name]).get(name)
        if position is None or (self._upto is not None and position > self._upto):
            return None
        (found,) = self._snapshot.at([position])
        return None if self._apart is not None and self._apart(found) else found


def _as_told(found: Effective, history: History) -> Event:
    """An event with a `known_from` only where one was given.

    A correction of its source may have moved it. That follows from the source, and would follow
    from it no more if it were taken for given.
    """
    if found.recorded.event.known_from is not None:
        return found.event
    records = (history.at(position) for position in found.corrected_by)
    given = any("known_from" in getattr(one.event, "set", ()) for one in records if one)
    return found.event if given else evolve(found.event, known_from=None)


def _names_of(event: Event) -> tuple[str | None, ...]:
    return event.id, getattr(event, "name", None), getattr(event, "kind", None)
