"""Agreements: who agreed with whom, each obligation with its condition and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ledger.model.answer import Column, Row
from ledger.model.case import Case
from ledger.model.facts import CommitmentFacts
from ledger.model.order import in_order
from ledger.model.verdict import VERDICTS
from ledger.projections.board import row as board_row
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.happenings import HAPPENINGS, Happening
from ledger.projections.question import ABOUT, FROM_TO, PLACE, Asked, Filter, Question

_OBLIGATION = ("debtor", "creditor", "due_phrase", "due_lo", "due_hi", "given", "condition",
               "lifecycle", "clock", "fulfilled", "overdue", "verdict", "flags", "because")  # fmt: skip
"""What is told of each obligation as the board tells it."""

COLUMNS = (
    Column(name="agreement", help="the event"),
    Column(name="earliest", help="first day it can have been agreed", title="from", roomy=3),
    Column(name="latest", help="last day it can have been agreed", title="to", roomy=1),
    Column(name="parties", help="who agreed, by name or as described", roomy=2),
    Column(name="party_ids", help="the actors; none where only described", shown=False),
    Column(name="says", help="what was agreed, in the recorder's words, or its name", shown=False),
    Column(name="place", help="what place it is about", shown=False),
    Column(name="obligation", help="the commitment; none where only the agreement is recorded"),
    Column(name="title", help="what is promised", roomy=2),
    Column(name="debtor", help="who is bound", roomy=2),
    Column(name="creditor", help="to whom", roomy=3),
    Column(name="due_phrase", help="the deadline as said", title="due, as said", roomy=4),
    Column(name="due_lo", help="last day certainly not past due", title="due from", roomy=5),
    Column(name="due_hi", help="last day possibly in time", title="due by", roomy=2),
    Column(name="given", help="its condition: words, or another obligation", roomy=1),
    Column(name="condition", help="whether that is met: n/a, yes, no or unknown", roomy=6),
    Column(name="lifecycle", help="where it stands, moved only by events", shown=False),
    Column(name="clock", help="where the day stands to the deadline", shown=False),
    Column(name="fulfilled", help="yes, partial, no or unknown", shown=False),
    Column(name="overdue", help="yes, no or unknown", roomy=6),
    Column(name="verdict", help="what became of it"),
    Column(name="flags", help="what to beware of", roomy=2),
    Column(name="according_to", help="who reports it", shown=False),
    Column(name="sources", help="ids of the sources", shown=False),
    Column(name="known_from", help="published on", shown=False),
    Column(name="because", help="positions of the events that led to the verdict", shown=False),
    Column(name="position", help="of the agreement", title="#", roomy=2),
)


def _agreements(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    agreed: list[Happening] = []
    bound: defaultdict[str, list[CommitmentFacts]] = defaultdict(list)
    for one in every:
        if isinstance(one, CommitmentFacts):
            bound[one.maker].append(one)
        elif isinstance(one, Happening) and one.type == "agreement":
            agreed.append(one)
    for one in in_order(agreed):
        if one.latest is None or one.latest > asked.as_of or not _passes(one, bound[one.id], asked):
            continue
        made = sorted(bound[one.id], key=lambda facts: one.commits.index(facts.id))
        told = [_obligation(facts, asked) for facts in made] or [dict.fromkeys(_OBLIGATION)]
        for obligation in told:
            if asked.lets("verdict", obligation["verdict"]) and asked.lets(
                "debtor", obligation["debtor"]
            ):
                yield {**_agreement(one), **obligation}


def _passes(one: Happening, bound: list[CommitmentFacts], asked: Asked) -> bool:
    terms = [facts.terms for facts in bound]
    return (
        asked.within(one.earliest, one.latest)
        and asked.finds("place", one.place)
        and any(asked.lets("party", who.id) or asked.finds("party", who.name) for who in one.who)
        and asked.finds(
            "about", one.id, one.what, one.place,
            *(who.name for who in one.who),
            *(text for each in terms for text in (each.id, each.label, each.scope)),
        )
    )  # fmt: skip


def _agreement(one: Happening) -> dict[str, Any]:
    return {
        "agreement": one.id,
        "earliest": one.earliest,
        "latest": one.latest,
        "parties": [who.name for who in one.who],
        "party_ids": [who.id for who in one.who if who.id],
        "says": one.what,
        "place": one.place,
        "obligation": None,
        "title": None,
        "according_to": ", ".join(one.publishers),
        "sources": list(one.sources),
        "known_from": one.known_from,
        "position": one.position,
    }


def _obligation(facts: CommitmentFacts, asked: Asked) -> dict[str, Any]:
    case = Case(facts)
    found = case.judge(asked.as_of, asked.manner)
    whole = board_row(case, found, asked.manner)
    return {
        "obligation": facts.id,
        "title": found.terms.commitment.label,
        **{name: whole[name] for name in _OBLIGATION},
    }


AGREEMENTS = Question(
    name="agreements",
    title="Agreements and their obligations",
    help="Who agreed with whom: every obligation, its condition, what became of it.",
    projection=HAPPENINGS,
    also=(COMMITMENTS,),
    columns=COLUMNS,
    filters=(
        Filter(name="party", help="one of the parties: an id, or a part of the name"),
        Filter(name="debtor", help="who is bound by the obligation (id)"),
        Filter(name="verdict", help="what became of the obligation", choices=VERDICTS),
        PLACE,
        ABOUT,
        *FROM_TO,
    ),
    answer=_agreements,
    judges=True,
)
