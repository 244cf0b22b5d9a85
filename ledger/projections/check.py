"""Check: what the lints find, with what contradicts itself, in the order of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve

from ledger.model.answer import Column, Row
from ledger.model.facts import CommitmentFacts
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.contradictions import CONTRADICTIONS
from ledger.projections.declarations import DECLARATIONS, Declaration
from ledger.projections.happenings import HAPPENINGS, Happening
from ledger.projections.lints import LINTS, Record
from ledger.projections.measures import MEASURES
from ledger.projections.question import ABOUT, Asked, Filter, Question

SUMS = "sums"
"""The name under which sums that fail stand here; `contradictions` lists them with the others."""

COLUMNS = (
    Column(name="lint", help="the name of the check"),
    Column(name="about", help="the event or commitment"),
    Column(name="says", help="what a careful colleague would say"),
    Column(name="positions", help="in the ledger", title="#"),
)


def _check(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    held = list(every)
    record = Record(
        happenings={
            one.id: one
            for one in held
            if isinstance(one, Happening)
            and (one.scheduled or (one.latest is not None and one.latest <= asked.as_of))
        },
        commitments={
            one.id: one
            for one in held
            if isinstance(one, CommitmentFacts) and one.listed_on(asked.as_of)
        },
        sources={
            one.id: one for one in held if isinstance(one, Declaration) and one.type == "source"
        },
        quoted=asked.quoted,
    )
    found: list[Row] = [
        {"lint": one.lint, "about": one.about, "says": one.says, "positions": list(one.positions)}
        for _, lint in LINTS
        for one in lint(record)
    ]
    others = (one for one in held if not isinstance(one, Declaration))
    found += [
        {"lint": SUMS, "about": row["about"], "says": row["says"], "positions": row["positions"]}
        for row in CONTRADICTIONS.answer(others, evolve(asked, filters={"kind": SUMS}))
    ]
    for row in sorted(found, key=lambda one: (one["positions"], one["lint"])):
        if asked.lets("lint", row["lint"]) and asked.finds("about", row["about"], row["says"]):
            yield row


CHECK = Question(
    name="check",
    title="What is worth a second look",
    help="What was recorded as it came and may not be so; nothing is mended. Status 10 when found.",
    projection=HAPPENINGS,
    also=(COMMITMENTS, MEASURES, DECLARATIONS),
    columns=COLUMNS,
    filters=(
        Filter(name="lint", help="which check", choices=(*(name for name, _ in LINTS), SUMS)),
        ABOUT,
    ),
    answer=_check,
    alarm=True,
)
