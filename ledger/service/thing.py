"""Finds what is meant by an id or a position, and the people and publications around it."""

from __future__ import annotations

from attrs import frozen

from ledger.errors import NotFoundError
from ledger.intake.wording import meant
from ledger.model.event import Event, Party
from ledger.model.records import Actor, Source
from ledger.service.known import LedgerKnown
from ledger.store.event_data import StoredEvent
from ledger.store.store import Snapshot


@frozen(kw_only=True)
class Thing:
    """Something that has an id: an event, or a commitment that an event makes.

    `kind` is the event's type, or `commitment`; `stored` the event that bears or makes it.
    """

    id: str
    kind: str
    stored: StoredEvent


def find_thing(snapshot: Snapshot, known: LedgerKnown, name: str | int) -> Thing:
    """What a position (digits), an id or `last` names.

    Raises NotFoundError with the nearest id.
    """
    text = str(name).strip()
    if text == "last":
        text = str(snapshot.head())
    if text.isdecimal():
        found = snapshot.at([int(text)]) if len(text) < 18 else []
        if not found:
            raise NotFoundError(
                f"there is no event {text}: the ledger ends at position {snapshot.head()}"
            )
        return Thing(id=found[0].id, kind=found[0].type, stored=found[0])
    position = snapshot.find([text]).get(text)
    if position is None:
        near = meant(text, known.names("thing"))
        raise NotFoundError(
            f"nothing is recorded under {text!r}",
            hint=f"did you mean {near!r}?" if near else None,
        )
    stored = snapshot.at([position])[0]
    kind = stored.type if stored.id == text else "commitment"
    return Thing(id=text, kind=kind, stored=stored)


def name_of(party: Party, known: LedgerKnown) -> str:
    """The usual name of an actor, or the description of somebody who is not named."""
    if not isinstance(party, str):
        return party.described
    found = known.event(party)
    return found.name if isinstance(found, Actor) else party


def according_to(event: Event, known: LedgerKnown) -> list[str]:
    """Each source of an event: publisher, title, day of publication, and the place in it."""
    told = []
    for citation in event.sources:
        source = known.event(citation.source)
        if not isinstance(source, Source):
            told.append(citation.source)
            continue
        parts = [source.publisher, f"“{source.title}”", source.published.edtf, citation.at]
        passage = f"“{citation.passage}”" if citation.passage else None
        told.append(", ".join(part for part in (*parts, passage) if part))
    return told
