"""The ledger together with the events of a document that is about to be recorded, as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Protocol

from ledger.intake.declared import Declared, is_of, stands_retracted
from ledger.intake.known import Known
from ledger.model.day import Days
from ledger.model.event import Event
from ledger.model.paths import patched
from ledger.model.records import Correction, Retraction, Source
from ledger.model.tags import called, declared_by


class Earlier(Protocol):
    """The part of a document that is recorded already, where it is recorded part by part."""

    def around(self, id: str) -> Sequence[Event]:
        """An event of it with all records about it, and what it is itself about, in order.

        The events of the ledger before the document are none of them.
        """
        ...


class Together:
    """What will be known once the document is recorded: each event as its records leave it.

    So a correction is read against what the corrections before it have made of its event, in the
    ledger or in the same document. `declared` is the whole document, also what is not read yet;
    `earlier` what was read and recorded before these events.
    """

    def __init__(
        self,
        known: Known,
        events: Iterable[Event],
        *,
        declared: Declared | None = None,
        earlier: Earlier | None = None,
    ) -> None:
        self._known = known
        self._declared = declared
        self._earlier = earlier
        self._own: dict[str, Event] = {}
        self._kinds: dict[str, str] = {}
        self._called: dict[str, list[str]] = {}
        self._retractions: dict[str, list[str | None]] = {}
        self._corrections: dict[str, list[Correction]] = {}
        self._now: dict[str, Event | None] = {}
        self._makers: dict[str, str] = {}
        self._looked_up: set[str] = set()
        self.text_of = known.text_of
        every = list(events)
        for event in every:
            if isinstance(event, Retraction):
                self._retractions.setdefault(event.of, []).append(event.id or None)
        for event in every:
            self.add(event)

    def add(self, event: Event) -> None:
        """One more event of the document; a correction after what it is of."""
        # An event without an id is found by the commitments that it makes.
        name = event.id or f"\0{len(self._own)}"
        self._own[name] = event
        if event.id:
            self._kinds[event.id] = event.TYPE
            if event.ABOUT_WORLD:
                names = {called(name) for name in _names_of(event)}
                for name in names:
                    self._called.setdefault(name, []).append(event.id)
        for made in declared_by(event):
            self._kinds[made] = "commitment"
            self._makers[made] = name
        if isinstance(event, Correction):
            self._enter(event)

    def _enter(self, correction: Correction) -> None:
        of = correction.of
        target = self.event(of)
        self._corrections.setdefault(of, []).append(correction)
        if not isinstance(target, Correction):
            # The usual case, kept short: one more change on what stands.
            if target is not None and not self._is_retracted(correction):
                self._now[of] = patched(target, correction.becomes)
            return
        # What a correction brought about is worked out anew, all the way down.
        while isinstance(target, Correction):
            self._now.pop(of, None)
            known = self._corrections.setdefault(target.of, [])
            if of not in self._own and all(one.id != of for one in known):
                known.insert(0, target)
            of = target.of
            target = self._own.get(of) or self._known.event(of)
        self._now.pop(of, None)

    def _is_retracted(self, correction: Correction) -> bool:
        if not correction.id:
            return False
        if self._declared is not None:
            return self._declared.retracts(correction.id)
        return stands_retracted(correction.id, lambda of: self._retractions.get(of, ()))

    def _look_up(self, id: str) -> None:
        """Bring in what was recorded before of this event and of the records around it."""
        if self._earlier is None or id in self._own or id in self._looked_up:
            return
        self._looked_up.add(id)
        found = self._earlier.around(id)
        # All of these are looked up with the first: they are entered in the order of the document.
        self._looked_up.update(event.id for event in found)
        for event in found:
            if event.id not in self._own:
                self.add(event)

    def event(self, id: str) -> Event | None:
        """An event as it stands; of a commitment the one that makes it.

        Raises ValueError where its corrections do not go together.
        """
        self._look_up(id)
        id = self._makers.get(id, id)
        if id not in self._now:
            self._now[id] = self._corrected(id, self._own.get(id) or self._known.event(id))
        return self._now[id]

    def without(self, id: str, correction: str) -> Event | None:
        """An event as it would stand without one of its corrections."""
        self._look_up(id)
        found = self._own.get(id) or self._known.without(id, correction)
        return self._corrected(id, found, but=correction)

    def _corrected(self, id: str, event: Event | None, *, but: str | None = None) -> Event | None:
        for correction in self._corrections.get(id, ()):
            if event is None or correction.id == but or self._is_retracted(correction):
                continue
            now = self.event(correction.id) if correction.id else correction
            if isinstance(now, Correction):
                event = patched(event, now.becomes)
        return event

    def kind_of(self, name: str) -> str | None:
        own = self._kinds.get(name)
        if own is None and self._declared is not None:
            own = self._declared.kind_of(name)
        return self._known.kind_of(name) if own is None else own

    def names(self, kind: str) -> Iterable[str]:
        own = (
            [id for id, held in self._kinds.items() if is_of(held, kind)]
            if self._declared is None
            else self._declared.names(kind)
        )
        return chain(own, self._known.names(kind))

    def published(self, source: str) -> Days | None:
        self._look_up(source)
        if source not in self._own and source not in self._corrections:
            given = self._declared.published(source) if self._declared is not None else None
            return given or self._known.published(source)
        event = self.event(source)
        if not isinstance(event, Source):
            return None
        return event.published.earliest, event.published.latest

    def events_named(self, words: str) -> Sequence[str]:
        tag = called(words)
        own = (
            self._called.get(tag, ())
            if self._declared is None
            else self._declared.events_called(tag)
        )
        return list(dict.fromkeys([*own, *self._known.events_named(words)]))


def _names_of(event: Event) -> list[str]:
    names = (event.id, getattr(event, "name", None), getattr(event, "kind", None))
    return [name for name in names if name]
