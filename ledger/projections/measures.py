"""Measures: how high each stood when, by whose report, and what was promised about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from ledger.model.done import Deployment, Withdrawal
from ledger.model.duties import Amendment
from ledger.model.history import History
from ledger.model.records import Measure
from ledger.model.report import Report
from ledger.projections import commitments
from ledger.projections.projection import Projection, Row
from ledger.quantities import Quantity

Ends = tuple[Decimal | None, Decimal | None]


@frozen(kw_only=True)
class Move:
    """Something moved in or out, with the levels before and after it as far as they are told."""

    position: int
    id: str
    latest: dt.date | None
    inwards: bool
    number: Ends | None = None
    before: Ends | None = None
    after: Ends | None = None
    raw_number: str = ""
    raw_before: str = ""
    raw_after: str = ""
    sources: tuple[str, ...] = ()


@frozen(kw_only=True)
class MeasureFacts:
    """A measure, the reports of its level (its parts and wholes among them), and what was promised.

    `promises` are the ids of the commitments that name it, by their first terms or an amendment;
    their facts lie with the commitments, not here a second time.
    """

    id: str
    unit: str | None
    place: str | None
    part_of: str | None
    position: int | None
    reports: tuple[Report, ...]
    promises: tuple[str, ...]
    moves: tuple[Move, ...] = ()


def _promised(id: str, history: History) -> tuple[str, ...]:
    made = [terms.id for _, terms in history.promises.values() if terms.measure == id]
    amended = [
        event.event.commitment
        for event in history.standing_of(Amendment)
        if isinstance(event.event, Amendment) and event.event.measure == id
    ]
    return tuple(dict.fromkeys([*made, *amended]))


def needs(id: str, history: History) -> Iterator[str]:
    """Its own tag, its record, and its relatives, with the events on which their days hang."""
    yield f"measure:{id}"
    yield f"event:{id}"
    yield from (f"measure:{other}" for other in commitments.relatives(id, history))
    yield from commitments.anchors(history)


def _moves(id: str, history: History) -> Iterator[Move]:
    """What moved in and out, as far as sources that still stand tell it."""
    for event in history.standing_of(Withdrawal):
        told = event.event
        if not isinstance(told, Withdrawal) or told.measure != id or not event.supported:
            continue
        yield Move(
            position=event.position,
            id=event.id,
            latest=event.latest,
            inwards=isinstance(told, Deployment),
            number=_ends(told.number),
            before=_ends(told.level_before),
            after=_ends(told.level_after),
            raw_number=told.number.raw if told.number else "",
            raw_before=told.level_before.raw if told.level_before else "",
            raw_after=told.level_after.raw if told.level_after else "",
            sources=tuple(citation.source for citation in told.sources),
        )


def _ends(quantity: Quantity | None) -> Ends | None:
    return (quantity.lo, quantity.hi) if quantity is not None else None


def fold(id: str, history: History) -> Iterator[Row]:
    """The one row of a measure."""
    declared = history.get(id)
    measure = (
        declared.event
        if declared is not None and declared.stands and isinstance(declared.event, Measure)
        else None
    )
    # A measure is named by commitments and reports too; one that was never declared has no row.
    if measure is None or declared is None:
        return
    yield Row(
        facts=MeasureFacts(
            id=id,
            unit=measure.unit,
            place=measure.place,
            part_of=measure.part_of,
            position=declared.position,
            reports=commitments.reports(id, history),
            promises=_promised(id, history),
            moves=tuple(_moves(id, history)),
        ),
        columns={"place": measure.place},
    )


MEASURES = Projection(
    name="measures",
    version=2,
    prefix="measure",
    facts=MeasureFacts,
    columns=(("place", "TEXT"),),
    needs=needs,
    fold=fold,
)
