"""Levels: how high a measure stood over time, against what was promised about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from ledger.model.answer import Column, Row
from ledger.model.case import judge
from ledger.model.commitment import Commitment
from ledger.model.facts import CommitmentFacts
from ledger.model.judgement import Judgement
from ledger.model.report import Report
from ledger.model.target import ZERO, baseline
from ledger.projections.measurements import MeasureFacts
from ledger.projections.measures import MEASURES
from ledger.projections.question import ABOUT, FROM_TO, PLACE, Asked, Filter, Question
from ledger.quantities import Span

COLUMNS = (
    Column(name="measure", help="what is counted, and where"),
    Column(name="kind", help="report, or promise"),
    Column(
        name="earliest", help="first day: of the report, or due_lo of the promise", title="from"
    ),
    Column(name="latest", help="last day: of the report, or due_hi of the promise", title="to"),
    Column(name="value", help="as reported, or as promised"),
    Column(name="lo", help="at least"),
    Column(name="hi", help="at most"),
    Column(name="unit", help="of what", roomy=2),
    Column(name="covers", help="the same, or part or whole of the measure", shown=False),
    Column(name="of", help="the measure reported, where it is a part or the whole", shown=False),
    Column(name="about", help="id of the event or the commitment", title="by"),
    Column(name="verdict", help="of the promise, on the day judged", roomy=1),
    Column(name="sources", help="who reports it", roomy=2),
    Column(name="position", help="of the event", shown=False),
)


def _levels(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    for measure in sorted(every, key=lambda facts: facts.id):
        if not (
            asked.lets("measure", measure.id)
            and asked.finds("place", measure.place)
            and asked.finds("about", measure.id, measure.unit, measure.place)
        ):
            continue
        for report in measure.reports:
            if report.latest <= asked.as_of and asked.within(report.earliest, report.latest):
                yield _reported(measure, report)
        for promise in measure.promises:
            if promise.listed_on(asked.as_of):
                found = judge(promise, asked.as_of, asked.manner)
                wanted = found.terms.commitment.measure == measure.id
                if wanted and asked.within(found.due_lo, found.due_hi):
                    yield _promised(measure, promise, found)


def _reported(measure: MeasureFacts, report: Report) -> Row:
    span = report.span
    return {
        "measure": measure.id, "kind": "report", "earliest": report.earliest,
        "latest": report.latest, "value": report.raw, "lo": span.lo, "hi": span.hi,
        "unit": measure.unit, "covers": report.covers, "of": report.measure, "about": report.id,
        "verdict": None, "sources": list(report.sources), "position": report.position,
    }  # fmt: skip


def _promised(measure: MeasureFacts, promise: CommitmentFacts, found: Judgement) -> Row:
    terms = found.terms.commitment
    wanted = promised_level(promise, terms, found.day)
    target = terms.target
    value = target.replace("_", " ") if target else terms.label
    if target and target != "all_out":
        value = f"{value} {getattr(terms, target).raw}"
    return {
        "measure": measure.id, "kind": "promise", "earliest": found.due_lo,
        "latest": found.due_hi,
        "value": value,
        "lo": wanted.lo if wanted else None, "hi": wanted.hi if wanted else None,
        "unit": measure.unit, "covers": "same", "of": measure.id, "about": promise.id,
        "verdict": found.verdict, "sources": list(promise.sources), "position": promise.position,
    }  # fmt: skip


def promised_level(promise: CommitmentFacts, terms: Commitment, day: dt.date) -> Span | None:
    """The level that the terms ask for, from the baseline where they ask for a change."""
    if terms.all_out:
        return Span(lo=ZERO, hi=ZERO)
    if terms.at_most:
        return Span(lo=None, hi=terms.at_most.hi)
    if terms.at_least:
        return Span(lo=terms.at_least.lo, hi=None)
    if terms.between:
        return Span(lo=terms.between.lo, hi=terms.between.hi)
    told = [
        report
        for told in promise.reports_of(terms.measure)
        for report in told
        if report.latest <= day
    ]
    base = baseline(promise, told, terms)
    change = terms.down_by or terms.up_by
    if base is None or change is None:
        return None
    by = Span(lo=change.lo, hi=change.hi)
    return base - by if terms.down_by else base + by


LEVELS = Question(
    name="levels",
    title="Levels against promises",
    help="How high each measure stood, by whose report, and what was promised about it.",
    projection=MEASURES,
    columns=COLUMNS,
    filters=(Filter(name="measure", help="what is counted (id)"), PLACE, ABOUT, *FROM_TO),
    answer=_levels,
    judges=True,
)
