"""Every name a document may use: its own declarations together with what the ledger knows."""

from __future__ import annotations

from itertools import chain

from ledger.intake.declared import Declared, is_of
from ledger.intake.known import Known
from ledger.intake.wording import meant
from ledger.model.tags import called

MOST_GUESSES = 100
"""So many unknown names get a suggestion; a document with more has another trouble."""


class Names:
    """Ids with their kinds, of a document and the ledger together."""

    def __init__(self, declared: Declared, known: Known) -> None:
        self._declared = declared
        self._known = known
        self._found: dict[str, list[str]] = {}
        self._guesses: dict[tuple[str, str], str | None] = {}

    def kind_of(self, id: str) -> str | None:
        """The event type under an id, `commitment`, or None."""
        own = self._declared.kind_of(id)
        return self._known.kind_of(id) if own is None else own

    def fits(self, id: str, refers: str) -> bool:
        """Whether an id exists and names what the field refers to."""
        kind = self.kind_of(id)
        return kind is not None and is_of(kind, refers)

    def near(self, id: str, refers: str) -> str | None:
        """The known id of that kind that was probably meant."""
        key = (id, refers)
        if key not in self._guesses and len(self._guesses) < MOST_GUESSES:
            every = chain(self._declared.names(refers), self._known.names(refers))
            self._guesses[key] = meant(id, every)
        return self._guesses.get(key)

    def events_called(self, words: str) -> list[str]:
        """The ids of events about the world that bear this id, name or kind."""
        tag = called(words)
        if tag not in self._found:
            found = [*self._declared.events_called(tag), *self._known.events_named(words)]
            self._found[tag] = list(dict.fromkeys(found))
        return self._found[tag]

    def nameless(self, words: str) -> int | None:
        """The line of an event of this name or kind that has no id to be referred to by."""
        return self._declared.nameless(called(words))

    def forget(self) -> None:
        """Forget what was looked up, so that memory does not grow with the document."""
        self._found.clear()
