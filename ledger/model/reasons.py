"""The reasons of a judgement, in sentences, each with the events that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ledger.model.facts import CommitmentFacts
from ledger.model.fulfilment import Evidence
from ledger.model.judgement import Manner, Reading
from ledger.model.reason import Reason
from ledger.model.terms import Terms
from ledger.model.verdict import Clock


def reasons(
    facts: CommitmentFacts,
    judged: Sequence[Terms],
    terms: Terms,
    clock: Clock,
    day: dt.date,
    manner: Manner,
    found: Evidence,
    between: Sequence[Reason],
) -> Iterator[Reason]:
    """Every step; `between` are those of its life and of its condition."""
    yield Reason(says=f"promised by {facts.maker}", positions=(facts.position,))
    for position in facts.corrected_by:
        yield Reason(says=f"its record was corrected by event {position}", positions=(position,))
    yield from _amended(judged, manner)
    yield from between
    yield _deadline(facts, terms, clock, day)
    yield Reason(says=found.says, positions=found.because)
    for position in found.unsupported:
        says = f"event {position} no longer counts: its source is gone"
        yield Reason(says=says, positions=(position,))


def _amended(judged: Sequence[Terms], manner: Manner) -> tuple[Reason, ...]:
    if manner.original:
        return (Reason(says="judged by its first deadline, target and scope"),)
    changes = {
        change.position: (group, change) for terms in judged for group, change in terms.set_by
    }
    return tuple(
        Reason(says=f"{group} changed by {change.id}, {change.latest}", positions=(position,))
        for position, (group, change) in sorted(changes.items())
        if group != "given"
    )


def _deadline(facts: CommitmentFacts, terms: Terms, clock: Clock, day: dt.date) -> Reason:
    due, lo, hi = terms.commitment.due, terms.due_lo, terms.due_hi
    if due is None:
        return Reason(says="no deadline was given")
    said = f"due “{due.phrase}” ({due.rule})" if due.phrase else f"due ({due.rule})"
    first = terms.setter("due") is None
    positions = (facts.due_anchor,) if facts.due_anchor and first else ()
    if clock == "vague":
        why = (
            f"hangs on {due.anchor_event}, which has no day yet"
            if due.anchor_event
            else "sets no bounds"
        )
        return Reason(says=f"{said} {why}", positions=positions)
    bounds = f"{lo}" if lo == hi else f"{lo or 'open'} … {hi or 'open'}"
    state = {
        "not_due": "not yet due", "window": "inside what the words leave open", "passed": "passed",
    }[clock]  # fmt: skip
    return Reason(says=f"{said} is {bounds}: on {day} {state}", positions=positions)


def readings(judged: Sequence[Terms]) -> tuple[Reading, ...]:
    """The deadlines that unordered changes leave open, each with the words that set it."""
    found = {}
    for terms in judged:
        setter = terms.setter("due")
        due = terms.commitment.due
        words = f"“{due.phrase}”" if due and due.phrase else "as first made"
        why = f"{words}, {setter.id}" if setter is not None else words
        found[terms.due_lo, terms.due_hi, why] = Reading(lo=terms.due_lo, hi=terms.due_hi, why=why)
    return tuple(found.values()) if len(found) > 1 else ()
