"""Contradictions: what cannot both be so, side by side; the ledger keeps both and says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from ledger.model.answer import Column, Row
from ledger.model.case import judge
from ledger.model.facts import CommitmentFacts
from ledger.model.report import Report
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.happenings import HAPPENINGS, Happening
from ledger.projections.measurements import MeasureFacts
from ledger.projections.measures import MEASURES, Move
from ledger.projections.question import ABOUT, Asked, Filter, Question
from ledger.quantities import Span

KINDS = ("speaker", "words", "levels", "sums", "sources", "changes")
AGAINST = ("contradicts", "misrestates", "differs_from", "disputes", "doubts")
"""Relations by which one utterance stands against another."""

COLUMNS = (
    Column(name="kind", help=f"what kind: {', '.join(KINDS)}"),
    Column(name="about", help="the measure, the commitment or the event"),
    Column(name="says", help="what cannot both be so"),
    Column(name="first", help="id of the one"),
    Column(name="second", help="id of the other"),
    Column(name="first_sources", help="who reports the one", shown=False),
    Column(name="second_sources", help="who reports the other", shown=False),
    Column(name="positions", help="in the ledger", title="#"),
)


def _row(
    kind: str,
    about: str,
    says: str,
    one: Any,
    other: Any,
    *,
    sources: tuple[Any, Any] | None = None,
) -> Row:
    held = sources or (one.sources, other.sources)
    return {
        "kind": kind,
        "about": about,
        "says": says,
        "first": one.id,
        "second": other.id,
        "first_sources": list(held[0]),
        "second_sources": list(held[1]),
        "positions": sorted({one.position, other.position}),
    }


def _contradictions(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    happenings: dict[str, Happening] = {}
    measures: dict[str, MeasureFacts] = {}
    commitments: list[CommitmentFacts] = []
    for one in every:
        if isinstance(one, Happening):
            if one.latest is not None and one.latest <= asked.as_of:
                happenings[one.id] = one
        elif isinstance(one, MeasureFacts):
            measures[one.id] = one
        else:
            commitments.append(one)
    found = [
        *_said(happenings),
        *_levels(measures, asked),
        *_sums(measures, asked),
        *_sources(happenings),
        *_changes(commitments, asked),
    ]
    for row in found:
        if asked.lets("kind", row["kind"]) and asked.finds(
            "about", row["about"], row["says"], row["first"], row["second"]
        ):
            yield row


def _said(happenings: dict[str, Happening]) -> Iterator[Row]:
    """Words against words, as relations tell; of one speaker, he speaks against himself."""
    for one in happenings.values():
        for rel, to in one.relations:
            other = happenings.get(to)
            if rel not in AGAINST or other is None:
                continue
            same = {who.name for who in one.who} & {who.name for who in other.who}
            kind = "speaker" if same and one.speech and other.speech else "words"
            who = ", ".join(sorted(same)) or ", ".join(each.name for each in one.who) or one.id
            says = f"{who}: {one.what} {rel.replace('_', ' ')} {other.what}"
            yield _row(kind, to, says, one, other)


def _levels(measures: dict[str, MeasureFacts], asked: Asked) -> Iterator[Row]:
    """Reports of the same measure on one day that have no number in common."""
    for measure in measures.values():
        same = [r for r in _counted(measure.reports, asked) if r.covers == "same"]
        for one, other in combinations(same, 2):
            on_one_day = one.earliest == one.latest == other.earliest == other.latest
            if on_one_day and not one.span.overlaps(other.span):
                says = f"{one.latest}: {one.raw} against {other.raw}"
                yield _row("levels", measure.id, says, one, other)


def _counted(reports: Sequence[Report], asked: Asked) -> list[Report]:
    return [report for report in reports if report.supported and report.latest <= asked.as_of]


def _sums(measures: dict[str, MeasureFacts], asked: Asked) -> Iterator[Row]:
    """Sums that fail: a part above its whole, and levels that a move does not lead from and to."""
    for measure in measures.values():
        counted = _counted(measure.reports, asked)
        whole = [r for r in counted if r.covers == "same"]
        for part in (r for r in counted if r.covers == "part" and r.measure != measure.id):
            for one in whole:
                together = part.earliest == part.latest == one.earliest == one.latest
                if together and one.hi is not None and part.lo is not None and part.lo > one.hi:
                    says = f"{one.latest}: the part {part.measure} at {part.raw}, the whole at {one.raw}"
                    yield _row("sums", measure.id, says, part, one)
        for move in measure.moves:
            if move.latest is None or move.latest > asked.as_of:
                continue
            yield from _move(measure, move)


def _move(measure: MeasureFacts, move: Move) -> Iterator[Row]:
    if move.before is None or move.after is None:
        return
    before, after = (
        Span(lo=move.before[0], hi=move.before[1]),
        Span(lo=move.after[0], hi=move.after[1]),
    )
    if move.number is not None:
        number = Span(lo=move.number[0], hi=move.number[1])
        expected = before + number if move.inwards else before - number
        if not expected.overlaps(after):
            sign = "and" if move.inwards else "less"
            says = f"{move.raw_before} {sign} {move.raw_number} is not {move.raw_after}"
            yield _row("sums", measure.id, says, move, move)
    else:
        change = after - before if move.inwards else before - after
        if change.hi is not None and change.hi < 0:
            way = "in" if move.inwards else "out"
            says = f"moved {way}, yet from {move.raw_before} to {move.raw_after}"
            yield _row("sums", measure.id, says, move, move)


def _sources(happenings: dict[str, Happening]) -> Iterator[Row]:
    """What another source of the same gives that lies outside what the first left open."""
    for one in happenings.values():
        for position, path, given in one.against:
            says = f"{path}: another source gives {given}"
            yield {
                "kind": "sources",
                "about": one.id,
                "says": says,
                "first": one.id,
                "second": f"event {position}",
                "first_sources": list(one.sources),
                "second_sources": [],
                "positions": [one.position, position],
            }


def _changes(commitments: list[CommitmentFacts], asked: Asked) -> Iterator[Row]:
    """Changes of a commitment that nothing puts in order, and that differ."""
    for facts in commitments:
        if not facts.listed_on(asked.as_of):
            continue
        found = judge(facts, asked.as_of, asked.manner)
        for one, other in combinations(found.readings, 2):
            says = f"{one.why}: {one.lo} … {one.hi}; {other.why}: {other.lo} … {other.hi}"
            yield {
                "kind": "changes",
                "about": facts.id,
                "says": says,
                "first": one.why,
                "second": other.why,
                "first_sources": [],
                "second_sources": [],
                "positions": list(found.because),
            }


CONTRADICTIONS = Question(
    name="contradictions",
    title="What cannot both be so",
    help="Speaker against himself, words against words, level against level, sums that fail.",
    projection=HAPPENINGS,
    also=(MEASURES, COMMITMENTS),
    columns=COLUMNS,
    filters=(Filter(name="kind", help="what kind", choices=KINDS), ABOUT),
    answer=_contradictions,
)
