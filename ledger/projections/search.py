"""Search: full text over quotations, paraphrases, names and notes; every word must occur."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from ledger.errors import UsageError
from ledger.model.answer import Column, Row
from ledger.projections.happenings import HAPPENINGS, Happening
from ledger.projections.question import FROM_TO, Asked, Filter, Question

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


def folded(text: str) -> str:
    """Text as it is searched: without case, accents and marks of quotation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return kept.replace("’", "'").replace("“", '"').replace("”", '"')


def _search(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    wanted = words(asked.get("words") or "")
    if not wanted:
        raise UsageError("search for which words?", hint="pledger search endless wars")
    for one in sorted(every, key=lambda each: each.position):
        known = one.latest is not None and one.latest <= asked.as_of
        if not (known or one.scheduled) or not asked.within(one.earliest, one.latest):
            continue
        found = _found(one, wanted)
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


def words(text: str) -> list[str]:
    """What must occur: words, and phrases in quotation marks."""
    parts = re.findall(r'"([^"]+)"|(\S+)', folded(text))
    return [" ".join((phrase or word).split()) for phrase, word in parts]


def _found(one: Happening, wanted: list[str]) -> tuple[str, str] | None:
    """The first field that holds the first of the words, with that place; None where one is missing."""
    texts = dict(_texts(one))
    whole = "\n".join(folded(text) for text in texts.values())
    if not all(word in whole for word in wanted):
        return None
    for name, text in texts.items():
        at = folded(text).find(wanted[0])
        if at >= 0:
            return name, _around(text, at, len(wanted[0]))
    return None


def _texts(one: Happening) -> Iterator[tuple[str, str]]:
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
)
