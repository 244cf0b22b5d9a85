"""Every name a document may use: its own declarations together with what the ledger knows."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.errors import Problem
from ledger.intake.known import Known
from ledger.intake.node import Entries, Listing, Mark, Scalar
from ledger.intake.wording import meant, quoted
from ledger.model.event_types import BY_NAME
from ledger.model.fields import is_id
from ledger.model.tags import called

MOST_GUESSES = 100
"""So many unknown names get a suggestion; a document with more has another trouble."""


class Names:
    """Ids with their kinds, of a document and the ledger together."""

    def __init__(self, documents: Sequence[Entries], known: Known, problems: list[Problem]) -> None:
        self._known = known
        self._own: dict[str, tuple[str, Mark]] = {}
        self._called: dict[str, list[str]] = {}
        self._nameless: dict[str, Mark] = {}
        self._found: dict[str, list[str]] = {}
        self._guesses: dict[tuple[str, str], str | None] = {}
        for entries in documents:
            self._enter(entries, problems)

    def _enter(self, entries: Entries, problems: list[Problem]) -> None:
        kind = entries.word("type") or ""
        id = entries.word("id")
        if id is not None:
            self._declare(id, kind, entries.get("id"), problems)
        if kind in BY_NAME and BY_NAME[kind].ABOUT_WORLD:
            for words in (id, entries.word("name"), entries.word("kind")):
                if words and id is not None:
                    self._called.setdefault(called(words), []).append(id)
                elif words:
                    self._nameless.setdefault(called(words), entries.mark)
        commits = entries.get("commits")
        members = commits.items if isinstance(commits, Listing) else (commits,)
        for member in members:
            if isinstance(member, Entries):
                made = member.word("id")
                if made is not None:
                    self._declare(made, "commitment", member.get("id"), problems)

    def _declare(self, id: str, kind: str, node: object, problems: list[Problem]) -> None:
        mark = node.mark if isinstance(node, Scalar) else Mark()
        if not is_id(id):
            problems.append(mark.problem(
                f"{quoted(id)} is no id", hint="one word, not only digits: us-iraq-3000"))  # fmt: skip
        elif id in self._own:
            line = self._own[id][1].line
            where = f" (line {line} too)" if line else ""
            problems.append(mark.problem(f"the id {quoted(id)} is given twice{where}"))
        else:
            self._own[id] = (kind, mark)

    @property
    def own(self) -> dict[str, tuple[str, Mark]]:
        """The ids that the document declares, with their kinds and places."""
        return self._own

    def kind_of(self, id: str) -> str | None:
        """The event type under an id, `commitment`, or None."""
        own = self._own.get(id)
        return own[0] if own else self._known.kind_of(id)

    def fits(self, id: str, refers: str) -> bool:
        """Whether an id exists and names what the field refers to."""
        kind = self.kind_of(id)
        if kind is None:
            return False
        if refers == "thing":
            return True
        return kind != "commitment" if refers == "event" else kind == refers

    def near(self, id: str, refers: str) -> str | None:
        """The known id of that kind that was probably meant."""
        key = (id, refers)
        if key not in self._guesses and len(self._guesses) < MOST_GUESSES:
            own = [name for name, (kind, _) in self._own.items()
                   if refers in ("thing", kind) or (refers == "event" and kind != "commitment")]  # fmt: skip
            self._guesses[key] = meant(id, [*own, *self._known.names(refers)])
        return self._guesses.get(key)

    def events_called(self, words: str) -> list[str]:
        """The ids of events about the world that bear this id, name or kind."""
        key = called(words)
        if key not in self._found:
            found = [*self._called.get(key, ()), *self._known.events_named(words)]
            self._found[key] = list(dict.fromkeys(found))
        return self._found[key]

    def nameless(self, words: str) -> Mark | None:
        """Where an event of this name or kind stands that has no id to be referred to by."""
        return self._nameless.get(called(words))
