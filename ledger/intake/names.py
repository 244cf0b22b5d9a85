"""Every name a document may use: its own declarations together with what the ledger knows."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from ledger.errors import Problem
from ledger.intake.known import Known
from ledger.intake.node import Entries, Listing, Mark, Scalar
from ledger.model.event_types import BY_NAME
from ledger.model.fields import is_id
from ledger.model.tags import called


class Names:
    """Ids with their kinds, of a document and the ledger together."""

    def __init__(self, documents: Sequence[Entries], known: Known, problems: list[Problem]) -> None:
        self._known = known
        self._own: dict[str, tuple[str, Mark]] = {}
        self._called: dict[str, list[str]] = {}
        for entries in documents:
            self._enter(entries, problems)

    def _enter(self, entries: Entries, problems: list[Problem]) -> None:
        kind = _text(entries, "type") or ""
        id = _text(entries, "id")
        if id is not None:
            self._declare(id, kind, entries.get("id"), problems)
            if kind in BY_NAME and BY_NAME[kind].ABOUT_WORLD:
                for key in ("name", "kind"):
                    words = _text(entries, key)
                    if words:
                        self._called.setdefault(called(words), []).append(id)
        commits = entries.get("commits")
        members = commits.items if isinstance(commits, Listing) else (commits,)
        for member in members:
            if isinstance(member, Entries):
                made = _text(member, "id")
                if made is not None:
                    self._declare(made, "commitment", member.get("id"), problems)

    def _declare(self, id: str, kind: str, node: object, problems: list[Problem]) -> None:
        mark = node.mark if isinstance(node, Scalar) else Mark()
        if not is_id(id):
            problems.append(mark.problem(
                f"{id!r} is no id", hint="one word, not only digits: us-iraq-3000"))  # fmt: skip
        elif id in self._own:
            line = self._own[id][1].line
            where = f" (line {line} too)" if line else ""
            problems.append(mark.problem(f"the id {id!r} is given twice{where}"))
        else:
            self._own[id] = (kind, mark)

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
        own = [name for name, (kind, _) in self._own.items()
               if refers in ("thing", kind) or (refers == "event" and kind != "commitment")]  # fmt: skip
        every = [*own, *self._known.names(refers)]
        found = difflib.get_close_matches(id, every, n=1, cutoff=0.6)
        return found[0] if found else None

    def events_called(self, words: str) -> list[str]:
        """The ids of events that bear this id, name or kind."""
        key = called(words)
        found = list(self._called.get(key, ()))
        if any(called(id) == key and kind != "commitment" for id, (kind, _) in self._own.items()):
            found += [id for id in self._own if called(id) == key]
        found += self._known.events_named(words)
        return list(dict.fromkeys(found))


def _text(entries: Entries, name: str) -> str | None:
    node = entries.get(name)
    return node.text if isinstance(node, Scalar) else None
