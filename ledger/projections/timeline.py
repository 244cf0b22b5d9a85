"""Timeline: everything that happened, in order of happening, with how its order is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ledger.model.answer import Column, Row
from ledger.model.order import in_order
from ledger.projections.happenings import HAPPENINGS
from ledger.projections.question import ABOUT, FROM_TO, PLACE, Asked, Filter, Question

COLUMNS = (
    Column(name="earliest", help="first day it can have happened", title="from"),
    Column(name="latest", help="last day it can have happened", title="to"),
    Column(name="date_phrase", help="the day as told", title="as told", roomy=3),
    Column(name="rule", help="the rule that read it", shown=False),
    Column(name="type", help="what kind of event"),
    Column(name="what", help="what happened"),
    Column(name="who", help="by whom"),
    Column(name="place", help="where", shown=False),
    Column(name="scheduled", help="yes where it lies ahead of its report", shown=False),
    Column(name="relations", help="how it stands to others", roomy=4),
    Column(name="according_to", help="who reports it", shown=False),
    Column(name="sources", help="ids of the sources", shown=False),
    Column(name="known_from", help="published on", shown=False),
    Column(name="id", help="the event", roomy=2),
    Column(name="position", help="in the ledger", title="#"),
)


def _timeline(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    # All are put in order before any is left out: one that is not shown may order two that are.
    for one in in_order(every):
        # What is scheduled lies ahead and counts as a date only: it is shown, marked as such.
        happened = one.latest is not None and one.latest <= asked.as_of
        if not (happened or one.scheduled) or not asked.within(one.earliest, one.latest):
            continue
        if not (
            asked.lets("type", one.type)
            and asked.finds("place", one.place)
            and asked.finds("about", one.id, one.what, one.place, *(who.name for who in one.who))
            and (not asked.get("by") or any(asked.lets("by", who.id, who.name) for who in one.who))
        ):
            continue
        yield {
            "earliest": one.earliest,
            "latest": one.latest,
            "date_phrase": one.phrase,
            "rule": one.rule,
            "type": one.type,
            "what": one.what,
            "who": [who.name for who in one.who],
            "place": one.place,
            "scheduled": "yes" if one.scheduled else "no",
            "relations": [f"{rel} {to}" for rel, to in one.relations],
            "according_to": ", ".join(one.publishers),
            "sources": list(one.sources),
            "known_from": one.known_from,
            "id": one.id,
            "position": one.position,
        }


TIMELINE = Question(
    name="timeline",
    title="What happened, in order",
    help="Everything that happened, in order of happening.",
    projection=HAPPENINGS,
    columns=COLUMNS,
    filters=(
        Filter(name="type", help="announcement, statement, level …"),
        Filter(name="by", help="an actor: id or name"),
        PLACE,
        ABOUT,
        *FROM_TO,
    ),
    answer=_timeline,
)
