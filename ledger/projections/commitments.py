"""Commitments: what was promised by whom, by when, and what changed it or judged it since.

A row holds the life of the commitment itself. The reports of its measure lie with the measures
(`ledger.projections.measures`), and are put beside it for whoever asks
(`ledger.projections.measurements`); `facts` puts both together from one whole history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from ledger.model.commitment import Commitment
from ledger.model.done import Withdrawal
from ledger.model.duties import Amendment
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


def needs(id: str, history: History) -> Iterator[str]:
    """Its own tag, its anchors, its conditions, who is named.

    The conditions' own conditions are left out, so that reciprocal pairs end.
    """
    yield f"commitment:{id}"
    for event, terms in _concerned(id, history):
        yield from _needed_by(event, terms, history)
        if terms.id == id:
            yield from (f"commitment:{other}" for other in conditions(id, terms, history))


def needs_with_reports(id: str, history: History) -> Iterator[str]:
    """The same with its measures, and their parts and wholes."""
    yield from needs(id, history)
    for _, terms in _concerned(id, history):
        for measure in measures_of(terms, (c for _, c in amendments(terms.id, history))):
            yield f"measure:{measure}"
            for related in relatives(measure, history):
                yield f"measure:{related}"


def measures_of(terms: Commitment, changed: Iterable[Amendment]) -> list[str]:
    """The measure of the first target, then those that amendments name."""
    named = (terms.measure, *sorted(change.measure for change in changed if change.measure))
    return list(dict.fromkeys(measure for measure in named if measure))


def _concerned(id: str, history: History) -> Iterator[tuple[Effective, Commitment]]:
    """The commitment and its conditions, as far as they are known."""
    found = history.promises.get(id)
    if found is None:
        return
    yield found
    for condition in conditions(id, found[1], history):
        other = history.promises.get(condition)
        if other is not None:
            yield other


def _needed_by(event: Effective, terms: Commitment, history: History) -> Iterator[str]:
    yield from anchors(history)
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


def anchors(history: History) -> Iterator[str]:
    """The events on which the days of these events hang."""
    yield from (f"event:{id}" for id in needed_anchors(event.event for event in history))


def relatives(measure: str, history: History) -> dict[str, str]:
    """The measures around this one, as `around` tells them."""
    return around(
        measure,
        {
            event.id: event.event.part_of
            for event in history.standing_of(Measure)
            if isinstance(event.event, Measure) and event.event.part_of is not None
        },
    )


def around(measure: str, part_of: Mapping[str, str]) -> dict[str, str]:
    """The measures around one: id → `whole` it is a part of, `part` of it, or `both`.

    `part_of` says of what each is a part. Measures that are parts of each other in a circle are
    both.
    """
    found = dict.fromkeys(_above(measure, part_of), "whole")
    for other in part_of:
        if measure in _above(other, part_of):
            found[other] = "both" if other in found else "part"
    found.pop(measure, None)
    return found


def _above(measure: str, part_of: Mapping[str, str]) -> list[str]:
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


def facts(id: str, history: History) -> CommitmentFacts | None:
    """The facts of a commitment with the reports on its measure; None where nothing makes it."""
    found = life(id, history)
    return _reported(found, history) if found is not None else None


def _reported(found: CommitmentFacts, history: History) -> CommitmentFacts:
    """The same with the reports in a history, also those on its conditions."""
    own = found.terms.measure
    return evolve(
        found,
        reports=reports(own, history) if own else (),
        other_reports={
            measure: reports(measure, history)
            for measure in measures_of(found.terms, found.amendments)
            if measure != own
        },
        conditions=tuple(_reported(other, history) for other in found.conditions),
    )


def life(id: str, history: History, *, with_conditions: bool = True) -> CommitmentFacts | None:
    """The facts of a commitment without any report of a measure; None where nothing makes it."""
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
    people = {terms.debtor, terms.creditor, *_speakers(event)}
    people |= {party for _, change in changed for party in (change.debtor, change.creditor)}
    return CommitmentFacts(
        id=id,
        terms=terms,
        position=event.position,
        number=[made.id for made in getattr(event.event, "commits", ())].index(id),
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
        fulfilments=tuple(fulfilments(id, history)),
        changes=tuple(changes(id, history)),
        conditions=tuple(
            condition
            for other in named
            if (condition := life(other, history, with_conditions=False)) is not None
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
    found = life(id, history)
    if found is not None:
        yield Row(facts=found, known_from=history.promises[id][0].known_from)


COMMITMENTS = Projection(
    name="commitments",
    version=8,
    prefix="commitment",
    facts=CommitmentFacts,
    columns=(),
    needs=needs,
    fold=fold,
)


def with_reports() -> Projection:
    """The same, gathered with the reports on its measures: the whole history of a commitment."""
    return evolve(COMMITMENTS, needs=needs_with_reports)
