"""Citing: the sources that each row of an answer rests on, in words that can be printed."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from ledger.model.answer import Answer, Row
from ledger.model.records import Source
from ledger.service.known import LedgerKnown
from ledger.service.thing import according_to
from ledger.store.store import Snapshot


def cited(snapshot: Snapshot, known: LedgerKnown, answer: Answer) -> Answer:
    """The answer with its citations, each row's in the order of the events that it rests on."""
    wanted = {position for row in answer for position in _positions(row)}
    told = {event.position: tuple(_told(event.id, known)) for event in snapshot.at(wanted)}
    return evolve(
        answer,
        citations=tuple(
            tuple(dict.fromkeys(text for at in _positions(row) for text in told.get(at, ())))
            for row in answer
        ),
    )


def _positions(row: Row) -> list[int]:
    """The events that led to a verdict, else the event that the row tells."""
    held = row.get("because") or row.get("position") or []
    return [held] if isinstance(held, int) else list(held)


def _told(id: str, known: LedgerKnown) -> Iterator[str]:
    """What an event cites; a source is cited itself."""
    found = known.standing(id)
    if found is None:
        return
    yield from according_to(found.event, known)
    if isinstance(found.event, Source):
        source = found.event
        day = source.published.edtf
        yield ", ".join(part for part in (source.publisher, f"“{source.title}”", day) if part)
