"""The life of a commitment in its history: what changed it, fulfilled it, judged it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ledger.model.change import Change
from ledger.model.commitment import Commitment
from ledger.model.day import Days, Due
from ledger.model.duties import (
    Amendment,
    ConditionReport,
    Fulfilment,
    OfCommitment,
    Supersession,
)
from ledger.model.facts import Assessed
from ledger.model.history import Effective, History
from ledger.model.judged import Assessment
from ledger.model.order import LATER
from ledger.model.report import Report


def _of(id: str, history: History) -> Iterator[tuple[Effective, OfCommitment]]:
    for event in history.standing_of(OfCommitment):
        told = event.event
        assert isinstance(told, OfCommitment)
        if told.commitment == id:
            yield event, told


def amendments(id: str, history: History) -> list[tuple[Effective, Amendment]]:
    """The amendments of a commitment, proposed ones too."""
    return [(event, told) for event, told in _of(id, history) if isinstance(told, Amendment)]


def conditions(id: str, terms: Commitment, history: History) -> tuple[str, ...]:
    """The commitments that are its condition, by its first terms or by an amendment."""
    given = [terms.given, *(change.given for _, change in amendments(id, history))]
    found = (one.commitment for one in given if one is not None and one.commitment is not None)
    return tuple(dict.fromkeys(other for other in found if other != id))


def due_days(due: Due | None, history: History) -> Days:
    """The bounds of a deadline, from the days of the event that it hangs on, if it does."""
    if due is None:
        return None, None
    return due.days(history.days_of(due.anchor_event) if due.anchor_event else None)


def changes(id: str, history: History) -> Iterator[Change]:
    """Every event in the life of a commitment but the reports of its fulfilment."""
    for event, told in _of(id, history):
        if isinstance(told, Fulfilment):
            continue
        amendment = told if isinstance(told, Amendment) else None
        lo, hi = due_days(amendment.due, history) if amendment else (None, None)
        yield Change(
            position=event.position,
            id=event.id,
            type=told.TYPE,
            earliest=event.earliest,
            latest=event.latest,
            after=tuple(sorted(_before(event, history))),
            met=told.met if isinstance(told, ConditionReport) else None,
            amendment=amendment,
            due_lo=lo,
            due_hi=hi,
            by_commitment=told.by_commitment if isinstance(told, Supersession) else None,
            sources=tuple(citation.source for citation in told.sources),
            supported=event.supported,
        )


def followed(id: str, history: History) -> Iterator[str]:
    """The events that the changes in its life are told to follow, all the way back."""
    for event, _ in _of(id, history):
        yield from _before(event, history)


def _before(event: Effective, history: History) -> set[str]:
    """The events that it is told to follow, all the way back."""
    found: set[str] = set()
    queue = [event]
    while queue:
        for relation in queue.pop().event.relations:
            if relation.rel in LATER and relation.to not in found and relation.to != event.id:
                found.add(relation.to)
                earlier = history.get(relation.to)
                if earlier is not None and earlier.stands:
                    queue.append(earlier)
    return found


def fulfilments(id: str, history: History) -> Iterator[Report]:
    """What was reported of the fulfilment of the commitment itself."""
    for event, told in _of(id, history):
        if isinstance(told, Fulfilment) and event.latest is not None:
            yield Report(
                position=event.position,
                id=event.id,
                earliest=event.earliest,
                latest=event.latest,
                lo=None,
                hi=None,
                raw=f"fulfilment: {told.degree}",
                sources=tuple(citation.source for citation in told.sources),
                degree=told.degree,
                supported=event.supported,
            )


def assessments(id: str, history: History) -> tuple[Assessed, ...]:
    """What named assessors say of it, in order of time; those whose sources are gone are left out."""
    found = []
    for event in history.standing_of(Assessment):
        told = event.event
        assert isinstance(told, Assessment)
        if told.commitment == id and event.supported:
            assessor = told.assessor
            found.append(Assessed(
                position=event.position,
                assessor=assessor if isinstance(assessor, str) else assessor.described,
                scale=told.scale,
                verdict=told.verdict,
                because=told.because,
                latest=event.latest or dt.date.max,
                sources=tuple(citation.source for citation in told.sources),
            ))  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.latest, one.assessor, one.verdict,
                                                one.because or "")))  # fmt: skip
