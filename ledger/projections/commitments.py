"""Commitments: what was promised by whom, by when, and all that says what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.model.commitment import Commitment
from ledger.model.done import Withdrawal
from ledger.model.event import Party
from ledger.model.facts import CommitmentFacts
from ledger.model.history import Effective, History, needed_anchors
from ledger.model.measured import Level
from ledger.model.records import Actor, Measure
from ledger.model.report import Report
from ledger.model.share import PERCENT, counts_percent
from ledger.projections.life import (
    amendments,
    assessments,
    changes,
    conditions,
    due_days,
    followed,
    fulfilments,
)
from ledger.projections.projection import Projection, Row
from ledger.quantities import Quantity

COLUMNS = (
    ("debtor", "TEXT"),
    ("creditor", "TEXT"),
    ("mode", "TEXT"),
    ("measure", "TEXT"),
    ("place", "TEXT"),
    ("due_lo", "TEXT"),
    ("due_hi", "TEXT"),
)


def needs(id: str, history: History) -> Iterator[str]:
    """Its own tag, its anchors, its measures with parts and wholes, its conditions, who is named.

    The conditions' own conditions are left out, so that reciprocal pairs end.
    """
    yield f"commitment:{id}"
    found = history.promises.get(id)
    if found is None:
        return
    yield from anchors(history)
    yield from _needed_by(*found, history)
    for condition in conditions(id, found[1], history):
        yield f"commitment:{condition}"
        other = history.promises.get(condition)
        if other is not None:
            yield from _needed_by(*other, history)


def _needed_by(event: Effective, terms: Commitment, history: History) -> Iterator[str]:
    yield from (f"event:{earlier}" for earlier in followed(terms.id, history))
    changed = amendments(terms.id, history)
    for day in (terms.due, terms.starts, *(change.due for _, change in changed)):
        if day is not None and day.anchor_event is not None:
            yield f"event:{day.anchor_event}"
    parties = {terms.debtor, terms.creditor, *_speakers(event)}
    parties |= {party for _, change in changed for party in (change.debtor, change.creditor)}
    for actor in parties:
        if actor:
            yield f"event:{actor}"
    for measure in {terms.measure, *(change.measure for _, change in changed)}:
        if measure:
            yield f"measure:{measure}"
            for related in relatives(measure, history):
                yield f"measure:{related}"


def anchors(history: History) -> Iterator[str]:
    """The events on which the days of these events hang."""
    yield from (f"event:{id}" for id in needed_anchors(event.event for event in history))


def relatives(measure: str, history: History) -> dict[str, str]:
    """The measures around this one: id → `whole` it is a part of, `part` of it, or `both`.

    Measures that are parts of each other in a circle are both.
    """
    part_of = {
        event.id: event.event.part_of
        for event in history.standing_of(Measure)
        if isinstance(event.event, Measure) and event.event.part_of is not None
    }
    found = dict.fromkeys(_above(measure, part_of), "whole")
    for other in part_of:
        if measure in _above(other, part_of):
            found[other] = "both" if other in found else "part"
    found.pop(measure, None)
    return found


def _above(measure: str, part_of: dict[str, str]) -> list[str]:
    """The wholes that a measure is a part of, nearest first; a circle ends where it closes."""
    chain: list[str] = []
    while (up := part_of.get(measure)) is not None and up not in chain:
        chain.append(up)
        measure = up
    return chain


def _speakers(event: Effective) -> tuple[str, ...]:
    said = event.event
    parties: tuple[Party, ...] = getattr(said, "parties", ()) or (
        (said.speaker,) if hasattr(said, "speaker") else ()
    )
    return tuple(party for party in parties if isinstance(party, str))


def by(event: Effective) -> tuple[str, ...]:
    """Who made it: ids of speakers or parties, descriptions where nobody is named."""
    said = event.event
    parties: tuple[Party, ...] = getattr(said, "parties", ()) or (
        (said.speaker,) if hasattr(said, "speaker") else ()
    )
    return tuple(party if isinstance(party, str) else party.described for party in parties)


def reports(measure: str, history: History) -> tuple[Report, ...]:
    """What the standing events say about the level of a measure, its parts and its wholes."""
    # What is part and whole of the measure at once bounds it neither way.
    related = relatives(measure, history)
    covers = {measure: "same"} | {id: how for id, how in related.items() if how != "both"}
    own_unit = history.get(measure)
    unit = own_unit.event.unit if own_unit and isinstance(own_unit.event, Measure) else None
    percent = counts_percent(unit)
    found = []
    # Sorted below, so that the order in which the two kinds come here makes no difference.
    for event in (*history.standing_of(Level), *history.standing_of(Withdrawal)):
        told = event.event
        value: Quantity | None = told.value if isinstance(told, Level) else told.level_after  # type: ignore[attr-defined]
        if value is None or told.measure not in covers or event.latest is None:  # type: ignore[attr-defined]
            continue
        if value.unit == PERCENT and unit is not None and not percent:
            continue  # a share of something, and no level of what is counted
        own = covers[told.measure]  # type: ignore[attr-defined]
        scoped = told.scope is not None  # type: ignore[attr-defined]
        if scoped and own == "whole":
            continue  # of some of the whole nobody knows whether they are in this part of it
        found.append(
            Report(
                position=event.position,
                id=event.id,
                earliest=event.earliest,
                latest=event.latest,
                lo=value.lo,
                hi=value.hi,
                raw=value.raw,
                # A level of only some of what the measure counts is a part of it.
                covers="part" if scoped and own == "same" else own,
                measure=told.measure,  # type: ignore[attr-defined]
                sources=tuple(citation.source for citation in told.sources),
                supported=event.supported,
                percent=percent or value.unit == PERCENT,
            )
        )
    return tuple(sorted(found, key=lambda report: (report.latest, report.position)))


def facts(id: str, history: History, *, with_conditions: bool = True) -> CommitmentFacts | None:
    """The facts of a commitment, or None where the history does not make it."""
    found = history.promises.get(id)
    if found is None:
        return None
    event, terms = found
    due, starts = terms.due, terms.starts
    due_lo, due_hi = due_days(due, history)
    begins = starts.anchor_event if starts else None
    starts_days = starts.days(history.days_of(begins) if begins else None) if starts else None
    anchored = history.get(due.anchor_event) if due and due.anchor_event else None
    changed = amendments(id, history)
    named = conditions(id, terms, history) if with_conditions else ()
    others = {change.measure for _, change in changed if change.measure} - {terms.measure}
    people = {terms.debtor, terms.creditor, *_speakers(event)}
    people |= {party for _, change in changed for party in (change.debtor, change.creditor)}
    return CommitmentFacts(
        id=id,
        terms=terms,
        position=event.position,
        maker=event.id,
        maker_type=event.recorded.type,
        by=by(event),
        earliest=event.earliest,
        latest=event.latest,
        sources=tuple(citation.source for citation in event.event.sources),
        place=event.event.place,
        corrected_by=event.corrected_by,
        retracted_by=event.retracted_by,
        unsourced_by=event.unsourced_by,
        starts_hi=starts_days[1] if starts_days else None,
        due_lo=due_lo,
        due_hi=due_hi,
        due_anchor=anchored.position if anchored is not None and anchored.stands else None,
        reports=reports(terms.measure, history) if terms.measure else (),
        other_reports={measure: reports(measure, history) for measure in sorted(others)},
        fulfilments=tuple(fulfilments(id, history)),
        changes=tuple(changes(id, history)),
        conditions=tuple(
            condition
            for other in named
            if (condition := facts(other, history, with_conditions=False)) is not None
        ),
        assessments=assessments(id, history),
        names={
            actor.id: actor.event.name
            for actor in history.standing_of(Actor)
            if isinstance(actor.event, Actor) and actor.id in people
        },
    )


def fold(id: str, history: History) -> Iterator[Row]:
    """The one row of a commitment."""
    found = facts(id, history)
    if found is None:
        return
    columns: dict[str, Any] = {
        "debtor": found.terms.debtor,
        "creditor": found.terms.creditor,
        "mode": found.terms.mode,
        "measure": found.terms.measure,
        "place": found.place,
        "due_lo": found.due_lo.isoformat() if found.due_lo else None,
        "due_hi": found.due_hi.isoformat() if found.due_hi else None,
    }
    yield Row(facts=found, columns=columns)


COMMITMENTS = Projection(
    name="commitments",
    version=3,
    prefix="commitment",
    facts=CommitmentFacts,
    columns=COLUMNS,
    needs=needs,
    fold=fold,
)
