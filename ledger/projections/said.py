"""Said: who said what when, in which office, to whom, according to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ledger.model.answer import Column, Row
from ledger.model.order import in_order
from ledger.projections.happenings import HAPPENINGS, SPEECH
from ledger.projections.question import ABOUT, FROM_TO, PLACE, Asked, Filter, Question

COLUMNS = (
    Column(name="earliest", help="first day it can have been said", title="from"),
    Column(name="latest", help="last day it can have been said", title="to"),
    Column(name="date_phrase", help="the day as the source tells it", shown=False),
    Column(name="speaker", help="who, by name or as described"),
    Column(name="speaker_id", help="the actor; none where only described", shown=False),
    Column(name="role", help="the post held at that time", roomy=1),
    Column(name="on_behalf_of", help="for whom", shown=False),
    Column(name="words", help="the exact words in quotation marks, else the sense", title="said"),
    Column(name="quote", help="the exact words", shown=False),
    Column(name="quote_kind", help="how much of them", shown=False),
    Column(name="says", help="the sense, in the recorder's words", shown=False),
    Column(name="kind", help="pledge, goal, rationale, aspiration …", roomy=3),
    Column(name="audience", help="to whom", roomy=2),
    Column(name="venue", help="where", shown=False),
    Column(name="asked", help="the question it answers", shown=False),
    Column(name="attribution", help="how the source attributes it", shown=False),
    Column(name="place", help="what place it is about", shown=False),
    Column(name="commits", help="the commitments it makes", shown=False),
    Column(name="according_to", help="who reports it", title="according to"),
    Column(name="sources", help="ids of the sources", shown=False),
    Column(name="known_from", help="published on", shown=False),
    Column(name="recorded_at", help="recorded in this ledger (UTC)", shown=False),
    Column(name="recorder", help="by whom", shown=False),
    Column(name="corrected_by", help="positions of the corrections", shown=False),
    Column(name="type", help="announcement or statement", shown=False),
    Column(name="id", help="the event", shown=False),
    Column(name="position", help="in the ledger", title="#"),
)


def _said(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    # All are put in order before any is left out: one that is not shown may order two that are.
    for one in in_order(every):
        if (
            one.speech is None
            or one.latest is None
            or one.latest > asked.as_of
            or not asked.within(one.earliest, one.latest)
            or not asked.finds("place", one.place)
            or not asked.lets("kind", one.speech["kind"])
            or not _by(one, asked)
            or not asked.finds(
                "about", one.id, one.place, one.speech["quote"], one.speech["says"], *one.commits
            )
        ):
            continue
        speech = one.speech
        speaker = one.who[0] if one.who else None
        yield {
            "earliest": one.earliest,
            "latest": one.latest,
            "date_phrase": one.phrase,
            "speaker": speaker.name if speaker else None,
            "speaker_id": speaker.id if speaker else None,
            "words": one.what,
            **{name: speech[name] for name in SPEECH},
            "place": one.place,
            "commits": list(one.commits),
            "according_to": ", ".join(one.publishers),
            "sources": list(one.sources),
            "known_from": one.known_from,
            "recorded_at": one.recorded_at,
            "recorder": one.recorder,
            "corrected_by": list(one.corrected_by),
            "type": one.type,
            "id": one.id,
            "position": one.position,
        }


def _by(one: Any, asked: Asked) -> bool:
    """An id names its speaker exactly; other words are looked for in the names."""
    return any(
        asked.lets("by", who.id) or asked.finds("by", who.name) for who in one.who
    ) or not asked.get("by")


SAID = Question(
    name="said",
    title="Who said what when",
    help="Who said what when, in which office, to whom, according to whom.",
    projection=HAPPENINGS,
    columns=COLUMNS,
    filters=(
        Filter(name="by", help="the speaker: an id, or a part of the name"),
        Filter(name="kind", help="pledge, goal, rationale, aspiration …"),
        PLACE,
        ABOUT,
        *FROM_TO,
    ),
    answer=_said,
    aliases=("statements",),
)
