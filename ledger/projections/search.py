"""Search: full text over quotations, paraphrases, names and notes; every word must occur."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from ledger.errors import UsageError
from ledger.model.answer import Column, Row
from ledger.model.sift import WORDS, Among, Holds, Sieve
from ledger.projections.happenings import HAPPENINGS, Happening, texts
from ledger.projections.question import FROM_TO, Asked, Filter, Question
from ledger.projections.wording import folded, wanted

AROUND = 40
"""So many characters either side of the first word found are shown."""

COLUMNS = (
    Column(name="earliest", help="first day it can have happened", title="from", roomy=1),
    Column(name="latest", help="last day it can have happened", title="to"),
    Column(name="type", help="what kind of event", roomy=2),
    Column(name="who", help="by whom"),
    Column(name="found_in", help="the field: quote, says, name, note …", title="in"),
    Column(name="text", help="the words around what was found"),
    Column(name="according_to", help="who reports it", shown=False),
    Column(name="sources", help="ids of the sources", shown=False),
    Column(name="id", help="the event", roomy=3),
    Column(name="position", help="in the ledger", title="#"),
)


def _search(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    # Of a common word there are many: only what is told of each is held until it can be sorted.
    return iter(sorted(_rows(every, _parts(asked), asked), key=itemgetter("position")))


def _rows(every: Iterable[Happening], parts: list[str], asked: Asked) -> Iterator[Row]:
    for one in every:
        known = one.latest is not None and one.latest <= asked.as_of
        if not (known or one.scheduled) or not asked.within(one.earliest, one.latest):
            continue
        found = _found(one, parts)
        if found is not None and asked.lets("type", one.type):
            yield {
                "earliest": one.earliest,
                "latest": one.latest,
                "type": one.type,
                "who": [who.name for who in one.who],
                "found_in": found[0],
                "text": found[1],
                "according_to": ", ".join(one.publishers),
                "sources": list(one.sources),
                "id": one.id,
                "position": one.position,
            }


def _parts(asked: Asked) -> list[str]:
    """What must occur. Raises UsageError where that is nothing."""
    parts = wanted(asked.get("words") or "")
    if not parts:
        raise UsageError("search for which words?", hint="pledger search endless wars")
    return parts


def _sieves(asked: Asked) -> list[Sieve] | None:
    parts = _parts(asked)
    if not all(parts):
        return None
    sieves: list[Sieve] = [Holds(WORDS, part) for part in parts]
    if asked.get("type") is not None:
        sieves.append(Among("type", (asked.get("type").casefold(),)))
    return sieves


def _found(one: Happening, parts: list[str]) -> tuple[str, str] | None:
    """The first field that holds the first of the words, with that place; None where one is missing."""
    fields = [(name, text, folded(text)) for name, text in texts(one)]
    if not all(any(part in plain for _, _, plain in fields) for part in parts):
        return None
    for name, text, plain in fields:
        at = plain.find(parts[0])
        if at >= 0:
            return name, _around(text, at, len(parts[0]))
    return None


def _around(text: str, at: int, length: int) -> str:
    start, end = max(at - AROUND, 0), min(at + length + AROUND, len(text))
    cut = text[start:end].strip()
    return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"


SEARCH = Question(
    name="search",
    title="Where the words were found",
    help="Full text over quotations, paraphrases, names, notes and titles of commitments.",
    projection=HAPPENINGS,
    columns=COLUMNS,
    filters=(
        Filter(name="words", help='words that must all occur; "a phrase" in quotation marks'),
        Filter(name="type", help="announcement, statement, level …"),
        *FROM_TO,
    ),
    answer=_search,
    sieves=_sieves,
)
