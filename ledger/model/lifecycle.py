"""Where a commitment stands in its life on a day: moved only by events, never by the clock."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ledger.model.change import Change, first_of, latest_of, of_type
from ledger.model.facts import CommitmentFacts
from ledger.model.reason import Reason
from ledger.model.verdict import Condition, Lifecycle

ENDS: dict[str, Lifecycle] = {
    "rescission": "rescinded",
    "release": "released",
    "supersession": "superseded",
}
"""The events that end it, and the word that stands from then on."""

PROPOSAL = "proposal"
"""The formality of a commitment that is only proposed until somebody adopts it."""


@frozen(kw_only=True)
class Standing:
    """The lifecycle with its reasons; `disputed` where unordered events leave two words open."""

    lifecycle: Lifecycle
    reasons: tuple[Reason, ...] = ()
    disputed: bool = False


def lifecycle_on(
    facts: CommitmentFacts, day: dt.date, condition: Condition, *, conditional: bool
) -> Standing:
    """The lifecycle on a day; `conditional`: it has waited for a condition since it was made."""
    if facts.retracted_by is not None:
        says = f"the record of {facts.maker} was retracted by event {facts.retracted_by}"
        return Standing(
            lifecycle="void", reasons=(Reason(says=says, positions=(facts.retracted_by,)),)
        )
    if facts.unsourced_by:
        says = f"no source of {facts.maker} stands any more"
        return Standing(
            lifecycle="void", reasons=(Reason(says=says, positions=facts.unsourced_by),)
        )
    counted = [change for change in facts.changes if change.counts_on(day)]
    return (
        _ended(counted)
        or _suspended(counted)
        or _proposed(facts, counted)
        or _open(condition, conditional=conditional)
    )


def _ended(counted: list[Change]) -> Standing | None:
    """The first end stands: what is let go cannot be taken back afterwards."""
    ends = first_of(of_type(counted, *ENDS))
    if not ends:
        return None
    words = sorted({ENDS[change.type] for change in ends})
    return Standing(
        lifecycle=words[0],
        reasons=tuple(
            Reason(says=f"{ENDS[end.type]} by {end.id}, {end.latest}", positions=(end.position,))
            for end in sorted(ends, key=lambda one: one.id)
        ),
        disputed=len(words) > 1,
    )


def _suspended(counted: list[Change]) -> Standing | None:
    last = latest_of(of_type(counted, "suspension", "resumption"))
    stops = [change for change in last if change.type == "suspension"]
    if not stops:
        return None
    return Standing(
        lifecycle="suspended",
        reasons=tuple(
            Reason(says=f"suspended by {stop.id}, {stop.latest}", positions=(stop.position,))
            for stop in sorted(stops, key=lambda one: one.id)
        ),
        disputed=len(stops) < len(last),
    )


def _proposed(facts: CommitmentFacts, counted: list[Change]) -> Standing | None:
    if facts.terms.formality != PROPOSAL:
        return None
    adoptions = [
        change
        for change in counted
        if change.amendment is not None
        and change.amendment.status == "adopted"
        and change.amendment.adopts == facts.maker
    ]
    if adoptions:
        return None
    return Standing(
        lifecycle="proposed",
        reasons=(
            Reason(says="it was proposed, and nobody adopted it", positions=(facts.position,)),
        ),
    )


def _open(condition: Condition, *, conditional: bool) -> Standing:
    if condition == "no":
        return Standing(lifecycle="expired", reasons=(Reason(says="its condition failed"),))
    if condition == "unknown" and conditional:
        return Standing(lifecycle="conditional")
    return Standing(lifecycle="active")
