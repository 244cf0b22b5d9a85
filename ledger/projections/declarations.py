"""Declarations: who and what the record names, a row for each actor, alias, tenure and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from ledger.model.event import Event
from ledger.model.history import Effective, History
from ledger.model.records import Actor, Alias, Source, Tenure
from ledger.projections.projection import Projection, Row


@frozen(kw_only=True)
class Declaration:
    """An actor, an alias, a tenure or a source as the record has it; what others have stays empty.

    `type` tells which; `of` is the actor of an alias or a tenure; `name` the post of a tenure, the
    title of a source. `earliest` and `latest` are the days between which a source was published,
    or a post was held.
    """

    position: int
    id: str
    type: str
    name: str
    kind: str | None = None
    of: str | None = None
    aliases: tuple[str, ...] = ()
    organisation: str | None = None
    publisher: str | None = None
    credits: tuple[str, ...] = ()
    published: str | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    lang: str | None = None
    url: str | None = None
    archived_url: str | None = None
    text_sha256: str | None = None
    recorded_at: dt.datetime
    recorder: str
    corrected_by: tuple[int, ...] = ()


def needs(id: str, history: History) -> Iterator[str]:
    """The declaration itself: what leans on it is counted when a question is asked."""
    yield f"event:{id}"


def fold(id: str, history: History) -> Iterator[Row]:
    """The one row of a declaration that stands; none for other events."""
    found = history.get(id)
    if found is None or not found.stands:
        return
    row = _row(found, found.event)
    if row is not None:
        yield Row(facts=row, columns={"type": row.type})


def _row(found: Effective, event: Event) -> Declaration | None:
    position, recorded = found.position, found.recorded
    if isinstance(event, Actor):
        return Declaration(
            position=position, id=found.id, type=event.TYPE, name=event.name, kind=event.kind,
            aliases=event.aliases, recorded_at=recorded.recorded_at, recorder=recorded.recorder,
            corrected_by=found.corrected_by,
        )  # fmt: skip
    if isinstance(event, Alias):
        return Declaration(
            position=position, id=found.id, type=event.TYPE, name=event.name, kind=event.kind,
            of=event.actor, recorded_at=recorded.recorded_at, recorder=recorded.recorder,
            corrected_by=found.corrected_by,
        )  # fmt: skip
    if isinstance(event, Tenure):
        starts, ends = event.starts, event.ends
        return Declaration(
            position=position, id=found.id, type=event.TYPE, name=event.post, of=event.person,
            organisation=event.organisation, earliest=starts.earliest or starts.latest if starts
            else None, latest=ends.latest if ends else None, recorded_at=recorded.recorded_at,
            recorder=recorded.recorder, corrected_by=found.corrected_by,
        )  # fmt: skip
    if isinstance(event, Source):
        day = event.published
        return Declaration(
            position=position, id=found.id, type=event.TYPE, name=event.title,
            publisher=event.publisher, credits=event.credits, published=day.edtf or day.phrase,
            earliest=day.earliest, latest=day.latest, lang=event.lang, url=event.url,
            archived_url=event.archived_url, text_sha256=event.text_sha256,
            recorded_at=recorded.recorded_at, recorder=recorded.recorder,
            corrected_by=found.corrected_by,
        )  # fmt: skip
    return None


DECLARATIONS = Projection(
    name="declarations",
    version=5,
    prefix="event",
    facts=Declaration,
    columns=(("type", "TEXT"),),
    needs=needs,
    fold=fold,
    types=frozenset(cls.TYPE for cls in (Actor, Alias, Tenure, Source)),
)
