"""The condition of a commitment, as far as reports on it tell: met, failed, or dropped."""

from __future__ import annotations

import datetime as dt

from ledger.model.change import Change, latest_of, of_type, precedes
from ledger.model.facts import CommitmentFacts
from ledger.model.reason import Reason
from ledger.model.terms import Terms
from ledger.model.verdict import Condition


def dropped(terms: Terms) -> tuple[Reason, ...]:
    """Why there is no condition any more, where there was one."""
    setter = terms.setter("given")
    if setter is None:
        return ()
    says = f"its condition was dropped by {setter.id}"
    return (Reason(says=says, positions=(setter.position,)),)


def condition_reports(facts: CommitmentFacts, terms: Terms, day: dt.date) -> tuple[Change, ...]:
    """The last word on the condition of these terms, or all that may be it."""
    if terms.commitment.given is None:
        return ()
    setter = terms.setter("given")
    return latest_of(
        change
        for change in of_type(facts.changes, "condition")
        if change.counts_on(day)
        and not (setter is not None and precedes(change, setter))
        and not any(precedes(end, change) for end in terms.given_until)
    )


def met_by(facts: CommitmentFacts, terms: Terms, day: dt.date) -> frozenset[Condition]:
    """What the last word says; more than one answer where reports contradict each other."""
    return frozenset(met(change.met) for change in condition_reports(facts, terms, day))


def met(word: str | None) -> Condition:
    """What a report of a condition says of it."""
    return "yes" if word == "yes" else "no"
