"""What a whole document declares: ids, names, days of publication, also of what is not built yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from ledger.intake.known import Known
from ledger.intake.lookalike import skeleton
from ledger.intake.node import Entries, Mark, Node, Scalar
from ledger.intake.outline import COMMITMENT, Outline
from ledger.intake.problems import BadValueError
from ledger.intake.publication import publication
from ledger.model.day import Days
from ledger.model.fields import is_id
from ledger.model.records import Retraction


class Declared(Protocol):
    """A document as its own events may lean on it, wherever in it they stand."""

    def kind_of(self, id: str) -> str | None:
        """The event type under an id of the document, `commitment` for one, None where it is none."""
        ...

    def names(self, kind: str) -> Iterable[str]:
        """Its ids of a kind (`event`: of every event, `thing`: all)."""
        ...

    def before(self, id: str, node: Scalar) -> Mark | None:
        """Where an id was given before it is given here, None where this is the first time."""
        ...

    def events_called(self, tag: str) -> Sequence[str]:
        """The ids of its events about the world that bear an id, a name or a kind of this tag."""
        ...

    def nameless(self, tag: str) -> int | None:
        """The line of an event of this name or kind that has no id to be referred to by."""
        ...

    def published(self, source: str) -> Days | None:
        """The days of publication that it gives for a source."""
        ...

    def retracts(self, id: str) -> bool:
        """Whether it retracts what bears this id, and does not retract that retraction."""
        ...

    def alike(self, look: str) -> Sequence[str]:
        """The ids, of the document and the ledger, that look so (`lookalike.skeleton`)."""
        ...


class Own:
    """What a document declares that is at hand as a whole."""

    def __init__(self, outlines: Sequence[Outline], known: Known) -> None:
        self._known = known
        self._own: dict[str, tuple[str, Scalar]] = {}
        self._called: dict[str, list[str]] = {}
        self._nameless: dict[str, Entries] = {}
        self._published: dict[str, Node] = {}
        self._retractions: dict[str, list[str | None]] = {}
        self._looks: dict[str, list[str]] | None = None
        for one in outlines:
            self._enter(one)

    def _enter(self, one: Outline) -> None:
        for id, kind, node in one.declares:
            if is_id(id):
                self._own.setdefault(id, (kind, node))
        for tag in one.words:
            if one.id is not None:
                self._called.setdefault(tag, []).append(one.id)
            else:
                self._nameless.setdefault(tag, one.entries)
        if one.published is not None and one.id is not None:
            self._published[one.id] = one.published
        if one.kind == Retraction.TYPE and one.about is not None:
            self._retractions.setdefault(one.about, []).append(one.id)

    def kind_of(self, id: str) -> str | None:
        found = self._own.get(id)
        return found[0] if found else None

    def names(self, kind: str) -> Iterable[str]:
        return [id for id, (held, _) in self._own.items() if is_of(held, kind)]

    def before(self, id: str, node: Scalar) -> Mark | None:
        first = self._own[id][1]
        return None if first is node else first.mark

    def events_called(self, tag: str) -> Sequence[str]:
        return self._called.get(tag, ())

    def nameless(self, tag: str) -> int | None:
        found = self._nameless.get(tag)
        return found.mark.line if found is not None else None

    def published(self, source: str) -> Days | None:
        return given_days(self._published.get(source))

    def retracts(self, id: str) -> bool:
        return stands_retracted(id, lambda of: self._retractions.get(of, ()))

    def alike(self, look: str) -> Sequence[str]:
        if self._looks is None:
            # Only ids of other letters are asked for; of the ledger, no more than these are kept.
            self._looks = {skeleton(id): [] for id in self._own if not id.isascii()}
            for ids in (self._own, self._known.names("thing")):
                for id in ids:
                    held = self._looks.get(skeleton(id))
                    if held is not None and id not in held:
                        held.append(id)
        return self._looks.get(look, ())


def is_of(kind: str, wanted: str) -> bool:
    """Whether an id of this kind is one of the kind that is asked for (`Known.names`)."""
    return wanted in ("thing", kind) or (wanted == "event" and kind != COMMITMENT)


def given_days(node: Node | None) -> Days | None:
    """The days of publication that a document gives, None where it gives none that can be read."""
    if node is None:
        return None
    try:
        day = publication(node)
    except BadValueError:
        return None  # told where the source itself is read
    return day.earliest, day.latest


def stands_retracted(id: str, retractions: Callable[[str], Sequence[str | None]]) -> bool:
    """Whether an id is retracted by one that is not itself retracted.

    `retractions` gives the ids of the retractions of what bears an id, None for one without.
    """
    # What is retracted comes before its retractions; one that leads back to itself is refused
    # elsewhere, here it must only end.
    by: dict[str, Sequence[str | None]] = {id: retractions(id)}
    order = [id]
    for of in order:
        for one in by[of]:
            if one is not None and one not in by:
                by[one] = retractions(one)
                order.append(one)
    found: dict[str, bool] = {}
    for of in reversed(order):
        found[of] = any(one is None or not found.get(one, False) for one in by[of])
    return found[id]
