"""Happenings: every event about the world with its days, its people and its words, one row each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ledger.model.done import Consolidation, Occurrence, Withdrawal
from ledger.model.event import Event, Party
from ledger.model.event_types import BY_NAME
from ledger.model.history import Effective, History
from ledger.model.measured import Level
from ledger.model.records import Actor, Source
from ledger.model.said import Statement
from ledger.projections.projection import Projection, Row
from ledger.projections.wording import folded


@frozen(kw_only=True)
class Who:
    """Somebody named by id, or described and never matched to a person."""

    id: str | None
    name: str
    of: str | None = None


@frozen(kw_only=True)
class Happening:
    """One event about the world as it stands, with what a reader needs beside it."""

    position: int
    id: str
    type: str
    earliest: dt.date | None
    latest: dt.date | None
    phrase: str | None
    rule: str | None
    what: str
    who: tuple[Who, ...]
    place: str | None
    sources: tuple[str, ...]
    publishers: tuple[str, ...]
    known_from: dt.date | None
    recorded_at: dt.datetime
    recorder: str
    relations: tuple[tuple[str, str], ...]
    scheduled: bool = False
    corrected_by: tuple[int, ...] = ()
    speech: Mapping[str, Any] | None = None
    commits: tuple[str, ...] = ()
    of: str | None = None
    """What a corroboration is about."""
    change: str | None = None
    """What was done to a source."""
    text_sha256: str | None = None
    """The SHA-256 of its text since then."""
    titles: tuple[str, ...] = ()
    note: str | None = None
    against: tuple[tuple[int, str, str], ...] = ()
    """What other sources of the same give that contradicts it: position, field, value."""
    supported: bool = True
    """Whether a source of it still stands."""


def texts(one: Happening) -> Iterator[tuple[str, str]]:
    """What is searched of an event: the name of the field, and what it says."""
    speech = one.speech or {}
    for name in ("quote", "says", "asked"):
        if speech.get(name):
            yield name, speech[name]
    if not one.speech:
        yield "what", one.what
    if one.note:
        yield "note", one.note
    for title in one.titles:
        yield "commitment", title


def words(one: Happening) -> str:
    """All that is searched of an event, as it is searched."""
    return "\n".join(folded(text) for _, text in texts(one))


SPEECH = ("role", "on_behalf_of", "audience", "venue", "asked", "attribution", "quote",
          "quote_kind", "says", "kind")  # fmt: skip
"""What only utterances have."""


def needs(id: str, history: History) -> Iterator[str]:
    """The event, those its day hangs on, and the names of those whom it mentions."""
    yield f"event:{id}"
    for link in _chain(id, history):
        if link.event.occurred is not None and link.event.occurred.anchor_event:
            yield f"event:{link.event.occurred.anchor_event}"
    event = history.get(id)
    if event is not None:
        yield from (f"event:{party}" for party in parties(event.event) if isinstance(party, str))
        # The projector itself asks for the publications on which an event rests.


def _chain(id: str, history: History) -> list[Effective]:
    chain: list[Effective] = []
    link = history.get(id)
    while link is not None and link not in chain:
        chain.append(link)
        anchor = link.event.occurred.anchor_event if link.event.occurred else None
        link = history.get(anchor) if anchor else None
    return chain


def parties(event: Event) -> tuple[Party, ...]:
    """Everybody who speaks, agrees or acts in an event, in that order."""
    many = getattr(event, "parties", ()) or getattr(event, "actors", ())
    if many:
        return tuple(many)
    one = getattr(event, "speaker", None) or getattr(event, "actor", None)
    return (one,) if one else ()


def what(event: Event) -> str:
    """One line that says what happened."""
    if isinstance(event, Statement):
        return f"“{event.quote}”" if event.quote else event.says or ""
    if isinstance(event, Level):
        return f"{event.measure}: {event.value.raw}"
    says: str | None = getattr(event, "says", None)
    if isinstance(event, Occurrence):
        return event.name
    if says:
        return says
    if isinstance(event, Withdrawal):
        moved = event.number.raw if event.number else ""
        level = f"to {event.level_after.raw}" if event.level_after else ""
        return " ".join(part for part in (event.measure or "", moved, level) if part)
    if isinstance(event, Consolidation):
        return event.means or ""
    return str(getattr(event, "name", None) or event.TYPE)


def given_as(value: Any) -> str:
    """A stored value in the words it was given in."""
    if isinstance(value, Mapping):
        return str(value.get("raw") or value.get("phrase") or value.get("edtf") or dict(value))
    return str(value)


def fold(id: str, history: History) -> Iterator[Row]:
    """The one row of an event about the world that stands; none for others."""
    found = history.get(id)
    if found is None or not found.stands or not found.event.ABOUT_WORLD:
        return
    event = found.event
    occurred = event.occurred
    names = {
        actor.id: actor.event.name
        for actor in history.standing_of(Actor)
        if isinstance(actor.event, Actor)
    }
    cited = tuple(dict.fromkeys(citation.source for citation in event.sources))
    publications = [history.get(source) for source in cited]
    speech = (
        {name: getattr(event, name) for name in SPEECH} if isinstance(event, Statement) else None
    )
    who = tuple(
        Who(id=party, name=names.get(party, party))
        if isinstance(party, str)
        else Who(id=None, name=party.described, of=party.of)
        for party in parties(event)
    )
    yield Row(
        facts=Happening(
            position=found.position,
            id=id,
            type=found.recorded.type,
            earliest=found.earliest,
            latest=found.latest,
            phrase=occurred.phrase if occurred else None,
            rule=occurred.rule if occurred else None,
            what=what(event),
            who=who,
            place=event.place,
            sources=cited,
            publishers=tuple(
                publication.event.publisher or publication.id
                for publication in publications
                if publication is not None and isinstance(publication.event, Source)
            ),
            known_from=found.known_from,
            recorded_at=found.recorded.recorded_at,
            recorder=found.recorded.recorder,
            relations=tuple((relation.rel, relation.to) for relation in event.relations),
            scheduled=bool(getattr(event, "scheduled", False)),
            corrected_by=found.corrected_by,
            speech=speech,
            commits=tuple(terms.id for terms in getattr(event, "commits", ())),
            of=getattr(event, "of", None),
            change=getattr(event, "change", None),
            text_sha256=getattr(event, "text_sha256", None),
            titles=tuple(terms.label for terms in getattr(event, "commits", ())),
            note=event.note,
            against=tuple((o.position, o.path, given_as(o.value)) for o in found.against),
            supported=found.supported,
        ),
        columns={"type": found.recorded.type, "place": event.place},
        known_from=found.known_from,
    )


HAPPENINGS = Projection(
    name="happenings",
    version=11,
    prefix="event",
    facts=Happening,
    columns=(("type", "TEXT"), ("place", "TEXT")),
    needs=needs,
    fold=fold,
    types=frozenset(name for name, cls in BY_NAME.items() if cls.ABOUT_WORLD),
    words=words,
)
