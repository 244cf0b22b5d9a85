"""Sources: what was published when and by whom, how much rests on it, whether its text is at hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ledger.model.answer import Column, Row
from ledger.projections.declarations import DECLARATIONS, Declaration
from ledger.projections.happenings import HAPPENINGS, Happening
from ledger.projections.question import FROM_TO, Asked, Filter, Question

TEXTS = ("none", "at hand", "not at hand", "changed")
"""No text named; the one named lies beside the ledger; it does not; what lies there is another."""

COLUMNS = (
    Column(name="published", help="day of publication, in EDTF"),
    Column(name="earliest", help="first day it can have been published", shown=False),
    Column(name="latest", help="last day it can have been published", shown=False),
    Column(name="publisher", help="who published it"),
    Column(name="credits", help="who is credited in it", roomy=3),
    Column(name="title", help="its headline or title"),
    Column(name="lang", help="its language", shown=False),
    Column(name="events", help="events that rest on it"),
    Column(name="alone", help="of these, those that no other source reports", roomy=1),
    Column(name="changes", help="what its publisher did to it since: edited, corrected, moved …"),
    Column(name="quotations", help="exact words taken from it", roomy=2),
    Column(name="text", help=f"its text beside the ledger: {', '.join(TEXTS)}"),
    Column(name="text_sha256", help="SHA-256 of its text", shown=False),
    Column(name="url", help="where it stands", shown=False),
    Column(name="archived_url", help="where a copy is kept", shown=False),
    Column(name="recorded_at", help="recorded in this ledger (UTC)", shown=False),
    Column(name="recorder", help="by whom", shown=False),
    Column(name="corrected_by", help="positions of the corrections", shown=False),
    Column(name="id", help="the source", roomy=2),
    Column(name="position", help="of its declaration", title="#"),
)


def _sources(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    declared: list[Declaration] = []
    resting: list[Happening] = []
    changes: defaultdict[str, list[str]] = defaultdict(list)
    for one in every:
        if isinstance(one, Declaration):
            if one.type == "source":
                declared.append(one)
        elif isinstance(one, Happening):
            if one.change is None:
                resting.append(one)
            elif one.latest is not None and one.latest <= asked.as_of:
                for id in one.sources:
                    changes[id].append(f"{one.change} ({one.latest})")
    cited, alone, quoted = _counted(resting)
    for source in sorted(declared, key=_by_day):
        text = asked.text(source.text_sha256) if source.text_sha256 else "none"
        if (
            asked.finds("publisher", source.publisher, *source.credits)
            and asked.finds("about", source.id, source.name, source.publisher, source.url)
            and asked.lets("text", text)
            and asked.within(source.earliest, source.latest)
        ):
            yield {
                "published": source.published,
                "earliest": source.earliest,
                "latest": source.latest,
                "publisher": source.publisher,
                "credits": list(source.credits),
                "title": source.name,
                "lang": source.lang,
                "events": cited[source.id],
                "alone": alone[source.id],
                "changes": changes[source.id],
                "quotations": quoted[source.id],
                "text": text,
                "text_sha256": source.text_sha256,
                "url": source.url,
                "archived_url": source.archived_url,
                "recorded_at": source.recorded_at,
                "recorder": source.recorder,
                "corrected_by": list(source.corrected_by),
                "id": source.id,
                "position": source.position,
            }


def _counted(
    resting: Iterable[Happening],
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """For each source the events that rest on it, those that rest on it alone, its quotations.

    What another source corroborates bears that one's name already, and counts once.
    """
    every = list(resting)
    borne = {one.id: set(one.sources) for one in every}
    cited: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    quoted: Counter[str] = Counter()
    for one in every:
        if one.of is not None:
            cited.update(set(one.sources) - borne.get(one.of, set()))
            continue
        cited.update(one.sources)
        if len(one.sources) == 1:
            alone.update(one.sources)
        if one.speech is not None and one.speech["quote"]:
            quoted.update(one.sources)
    return cited, alone, quoted


def _by_day(source: Declaration) -> tuple[dt.date, int]:
    return source.latest or dt.date.max, source.position


SOURCES = Question(
    name="sources",
    title="What the record rests on",
    help="What was published when and by whom, how many events rest on it, its text at hand or not.",
    projection=DECLARATIONS,
    also=(HAPPENINGS,),
    columns=COLUMNS,
    filters=(
        Filter(name="publisher", help="words of the publisher, or of who is credited"),
        Filter(name="text", help="how its text stands", choices=TEXTS),
        Filter(name="about", help="words of the id, the title, the publisher or the address"),
        *FROM_TO,
    ),
    answer=_sources,
)
