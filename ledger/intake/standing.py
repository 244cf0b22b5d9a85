"""The ledger together with the events of a document that is about to be recorded, as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ledger.intake.known import Known
from ledger.intake.node import Mark
from ledger.model.day import Days
from ledger.model.event import Event
from ledger.model.paths import patched
from ledger.model.records import Correction, Retraction, Source
from ledger.model.tags import called, declared_by


class Together:
    """What will be known once the document is recorded: each event as its records leave it.

    So a correction is read against what the corrections before it have made of its event, in the
    ledger or in the same document.
    """

    def __init__(
        self,
        known: Known,
        events: Iterable[Event],
        *,
        declared: Mapping[str, tuple[str, Mark]] | None = None,
    ) -> None:
        """`declared` are the ids of the document with their kinds, of events not read yet too."""
        self._known = known
        self._own: dict[str, Event] = {}
        self._kinds = {id: kind for id, (kind, _) in (declared or {}).items()}
        self._called: dict[str, list[str]] = {}
        self._corrections: dict[str, list[str]] = {}
        self._retracted: set[str] = set()
        self._now: dict[str, Event | None] = {}
        self._makers: dict[str, str] = {}
        self.text_of = known.text_of
        every = list(events)
        for event in every:
            if isinstance(event, Retraction):
                self._retracted.add(event.of)
        # A retraction that is itself retracted takes nothing back.
        for event in every:
            if isinstance(event, Retraction) and event.id in self._retracted:
                self._retracted.discard(event.of)
        for event in every:
            self.add(event)

    def add(self, event: Event) -> None:
        """One more event of the document; a correction after what it is of."""
        if event.id:
            self._own[event.id] = event
            self._kinds[event.id] = event.TYPE
            if event.ABOUT_WORLD:
                names = {called(name) for name in _names_of(event)}
                for name in names:
                    self._called.setdefault(name, []).append(event.id)
        for made in declared_by(event):
            self._kinds[made] = "commitment"
            self._makers[made] = event.id
        if isinstance(event, Correction):
            self._enter(event)

    def _enter(self, correction: Correction) -> None:
        of = correction.of
        target = self.event(of)
        if correction.id:
            self._corrections.setdefault(of, []).append(correction.id)
        if not isinstance(target, Correction):
            # The usual case, kept short: one more change on what stands.
            if target is not None and correction.id not in self._retracted:
                self._now[of] = patched(target, correction.becomes)
            return
        # What a correction brought about is worked out anew, all the way down.
        while isinstance(target, Correction):
            self._now.pop(of, None)
            if of not in self._own and of not in self._corrections.setdefault(target.of, []):
                self._corrections[target.of].insert(0, of)
            of = target.of
            target = self._own.get(of) or self._known.event(of)
        self._now.pop(of, None)

    def event(self, id: str) -> Event | None:
        """An event as it stands; of a commitment the one that makes it.

        Raises ValueError where its corrections do not go together.
        """
        id = self._makers.get(id, id)
        if id not in self._now:
            self._now[id] = self._corrected(id, self._own.get(id) or self._known.event(id))
        return self._now[id]

    def without(self, id: str, correction: str) -> Event | None:
        """An event as it would stand without one of its corrections."""
        found = self._own.get(id) or self._known.without(id, correction)
        return self._corrected(id, found, but=correction)

    def _corrected(self, id: str, event: Event | None, *, but: str | None = None) -> Event | None:
        for name in self._corrections.get(id, ()):
            if event is None or name == but or name in self._retracted:
                continue
            correction = self.event(name)
            if isinstance(correction, Correction):
                event = patched(event, correction.becomes)
        return event

    def kind_of(self, name: str) -> str | None:
        return self._kinds.get(name) or self._known.kind_of(name)

    def names(self, kind: str) -> Sequence[str]:
        own = [id for id, held in self._kinds.items()
               if kind in ("thing", held) or (kind == "event" and held != "commitment")]  # fmt: skip
        return [*own, *self._known.names(kind)]

    def published(self, source: str) -> Days | None:
        if source not in self._own and source not in self._corrections:
            return self._known.published(source)
        event = self.event(source)
        if not isinstance(event, Source):
            return None
        return event.published.earliest, event.published.latest

    def events_named(self, words: str) -> Sequence[str]:
        own = self._called.get(called(words), ())
        return list(dict.fromkeys([*own, *self._known.events_named(words)]))


def _names_of(event: Event) -> list[str]:
    names = (event.id, getattr(event, "name", None), getattr(event, "kind", None))
    return [name for name in names if name]
