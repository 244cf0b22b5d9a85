"""Small documents as text, and what becomes of them: events, or the whole refusal as it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent
from typing import Any

from ledger.errors import InputRefusedError, Problem
from ledger.intake.build import build
from ledger.intake.document import read_document
from ledger.intake.known import Known, NothingKnown
from ledger.intake.problems import render
from ledger.intake.standing import Together
from ledger.model.event import Event


class TextsAlone(NothingKnown):
    """An empty ledger beside which the texts of sources lie."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def text_of(self, source: str) -> str | None:
        return self._texts.get(source)


def recorded(document: str, *, texts: Mapping[str, str] | None = None) -> Known:
    """A ledger that holds the events of a document, and texts of its sources."""
    known = TextsAlone(texts or {})
    return Together(known, read(document, known=known))


LEDGER_DOCUMENT = """
- {type: source, id: report, title: A report, published: 2020-09-09}
- {type: source, id: earlier, title: An earlier report, published: 2020-08-01}
- {type: actor, id: united-states, name: United States, kind: state}
- {type: actor, id: taliban, name: Taliban, kind: organisation}
- {type: actor, id: frank-mckenzie, name: Frank McKenzie, kind: person}
- {type: measure, id: us-forces/iraq, unit: troops}
"""


def ledger(more: str = "", **texts: str) -> Known:
    """A ledger with two sources, three actors and a measure, more events, and texts by source."""
    return recorded(LEDGER_DOCUMENT + dedent(more).lstrip("\n"), texts=texts)


def read(
    document: str | bytes, *, name: str = "doc.yaml", known: Known | None = None
) -> list[Event]:
    """The events of a document."""
    return build(read_document(as_bytes(document), name), known or NothingKnown())


def one(document: str | bytes, *, name: str = "doc.yaml", known: Known | None = None) -> Any:
    """The only event of a document."""
    (event,) = read(document, name=name, known=known)
    return event


def by_id(
    document: str | bytes, *, name: str = "doc.yaml", known: Known | None = None
) -> dict[str, Any]:
    """The events of a document by their ids."""
    return {event.id: event for event in read(document, name=name, known=known)}


def refused(document: str | bytes, *, name: str = "doc.yaml", known: Known | None = None) -> str:
    """The refusal of a document, as it is shown."""
    try:
        events = read(document, name=name, known=known)
    except InputRefusedError as error:
        return render(error.problems)
    raise AssertionError(f"it was read: {events}")


def warned(document: str | bytes, *, name: str = "doc.yaml", known: Known | None = None) -> str:
    """The warnings that a document is recorded with, as they are shown."""
    warnings: list[Problem] = []
    build(read_document(as_bytes(document), name), known or NothingKnown(), warnings)
    return render(warnings)


def shown(text: str) -> str:
    """An expected output, written indented in a test."""
    return dedent(text).strip("\n")


def as_bytes(document: str | bytes) -> bytes:
    return document if isinstance(document, bytes) else dedent(document).lstrip("\n").encode()
