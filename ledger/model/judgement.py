"""The judgement of one commitment on one day: clock, evidence, verdict, and the reasons for it.

A pure function of the facts and the day; nothing of it is ever stored (docs/domain.md, section 6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from attrs import evolve, frozen

from ledger.model.change import Change, latest_of, of_type, precedes
from ledger.model.facts import CommitmentFacts
from ledger.model.fulfilment import Evidence, evidence
from ledger.model.lifecycle import lifecycle_on
from ledger.model.reason import Reason
from ledger.model.recurrence import of_period, periods, recurs
from ledger.model.terms import (
    Terms,
    changed_groups,
    current_terms,
    first_terms,
    original_terms,
    starts_conditional,
)
from ledger.model.verdict import (
    DUTIES,
    OPEN,
    Clock,
    Condition,
    State,
    Three,
    Timing,
    overdue,
    verdict,
)

STALE_AFTER = 14
"""Days for which a report that the target is not met speaks for the days that follow it."""


@frozen(kw_only=True)
class Manner:
    """How to judge: the world closed or open, the deadline read strictly or leniently.

    `closed_world` takes silence for "not done" (for duties to maintain or avoid: for "kept so
    far"); `strict` takes due_lo for the deadline, `lenient` due_hi. `original` judges by the first
    deadline, target and scope instead of those in force.
    """

    closed_world: bool = False
    strict: bool = False
    lenient: bool = False
    original: bool = False
    stale_after: int = STALE_AFTER


@frozen(kw_only=True)
class Reading:
    """A reading of the deadline in force, where unordered changes leave several."""

    lo: dt.date | None
    hi: dt.date | None
    why: str


@frozen(kw_only=True)
class Judgement:
    """What became of a commitment, on one day; `terms` are those that it was judged by."""

    day: dt.date
    terms: Terms
    state: State
    verdict: str
    overdue: Three
    due_lo: dt.date | None
    due_hi: dt.date | None
    evidence: Evidence
    flags: tuple[str, ...]
    days_left: int | None
    days_past: int | None
    days_late: tuple[int, int] | None
    reasons: tuple[Reason, ...]
    readings: tuple[Reading, ...] = ()

    @property
    def because(self) -> tuple[int, ...]:
        """The positions of all events that led to the verdict, ascending."""
        return tuple(sorted({position for r in self.reasons for position in r.positions}))

    @property
    def progress(self) -> tuple[Decimal, Decimal] | None:
        return self.evidence.progress


OPEN_WORLD = Manner()


def judge(
    facts: CommitmentFacts,
    day: dt.date,
    manner: Manner = OPEN_WORLD,
    *,
    alone: bool = False,
) -> Judgement:
    """Judge the commitment as of `day`; `alone` leaves its condition out of account.

    A recurring duty is judged by its last finished period, before that by its first one.
    """
    if recurs(facts):
        end = max((t.due_hi for t in current_terms(facts, day) if t.due_hi), default=None)
        begun = list(periods(facts, end, day))
        if begun:
            finished = [period for period in begun if period.last < day]
            chosen = finished[-1] if finished else begun[0]
            return judge(of_period(facts, chosen), day, manner, alone=alone)
    current = current_terms(facts, day)
    judged = (
        [original_terms(facts, terms, day) for terms in current] if manner.original else current
    )
    lo, hi = _bounds(judged, manner)
    terms = evolve(judged[0], due_lo=lo, due_hi=hi)
    promised = any(each.commitment.due is not None for each in judged)
    clock = clock_on(day, lo, hi, promised=promised)
    condition, on_condition = ("n/a", ()) if alone else _condition(facts, judged, day, manner)
    conditional = not alone and starts_conditional(facts, day)
    doubtful = not alone and any(len(_met_by(facts, each, day)) > 1 for each in judged)
    standing = lifecycle_on(facts, day, condition, conditional=conditional)
    found = _evidence(facts, [evolve(t, due_lo=lo, due_hi=hi) for t in judged], day, manner)
    if manner.closed_world:
        found = _closed(found, terms, clock)
    state = State(
        lifecycle=standing.lifecycle,
        mode=terms.commitment.mode,
        clock=clock,
        fulfilled=found.fulfilled,
        timing=_timing(found, lo, hi),
        condition=condition,
        breached=found.contrary,
        holds=found.holds,
    )
    word = verdict(state)
    readings = _readings(judged) if len(judged) > 1 else ()
    return Judgement(
        day=day,
        terms=terms,
        state=state,
        verdict=word,
        overdue=overdue(state),
        due_lo=lo,
        due_hi=hi,
        evidence=found,
        flags=_flags(
            facts,
            day,
            current,
            state,
            found,
            unordered=standing.disputed or bool(readings) or doubtful,
        ),
        days_left=(lo - day).days if clock == "not_due" and lo else None,
        days_past=(day - hi).days if clock == "passed" and hi else None,
        days_late=_days_late(word, found, lo, hi),
        readings=readings,
        reasons=(
            Reason(says=f"promised by {facts.maker}", positions=(facts.position,)),
            *(
                Reason(says=f"its record was corrected by event {p}", positions=(p,))
                for p in facts.corrected_by
            ),
            *_amended(judged, manner),
            *standing.reasons,
            *on_condition,
            _deadline_reason(facts, terms, clock, day),
            Reason(says=found.reason, positions=found.because),
            *(
                Reason(says=f"event {p} no longer counts: its source is gone", positions=(p,))
                for p in found.unsupported
            ),
        ),
    )


def clock_on(day: dt.date, lo: dt.date | None, hi: dt.date | None, *, promised: bool) -> Clock:
    """Where `day` stands to the deadline; `promised` says that words for a deadline exist."""
    if lo is None and hi is None:
        return "vague" if promised else "none"
    if lo is not None and day <= lo:
        return "not_due"
    if hi is not None and day > hi:
        return "passed"
    return "window"


def _bounds(judged: Sequence[Terms], manner: Manner) -> tuple[dt.date | None, dt.date | None]:
    """The widest bounds of all readings, as strict or lenient reading takes them."""
    lows, highs = [terms.due_lo for terms in judged], [terms.due_hi for terms in judged]
    lo = None if None in lows else min(low for low in lows if low is not None)
    hi = None if None in highs else max(high for high in highs if high is not None)
    if manner.strict:
        return lo, lo
    if manner.lenient:
        return hi, hi
    return lo, hi


def _readings(judged: Sequence[Terms]) -> tuple[Reading, ...]:
    found = {}
    for terms in judged:
        setter = terms.setter("due")
        due = terms.commitment.due
        words = f"“{due.phrase}”" if due and due.phrase else "as first made"
        why = f"{words}, {setter.id}" if setter is not None else words
        found[terms.due_lo, terms.due_hi, why] = Reading(lo=terms.due_lo, hi=terms.due_hi, why=why)
    return tuple(found.values()) if len(found) > 1 else ()


def _evidence(
    facts: CommitmentFacts, judged: Sequence[Terms], day: dt.date, manner: Manner
) -> Evidence:
    """The evidence under every reading; what they disagree about is unknown."""
    every = [evidence(facts, terms, day, stale_after=manner.stale_after) for terms in judged]
    first = every[0]
    if all(each.fulfilled == first.fulfilled and each.contrary == first.contrary for each in every):
        lows, highs = [each.lo for each in every], [each.hi for each in every]
        return evolve(
            first,
            lo=None if None in lows else min(low for low in lows if low),
            hi=None if None in highs else max(high for high in highs if high),
        )
    return evolve(
        first,
        fulfilled="unknown",
        lo=None,
        hi=None,
        contrary=False,
        holds=all(each.holds for each in every),
        progress=None,
        because=tuple(sorted({p for each in every for p in each.because})),
        reason="whether it is fulfilled depends on which of several changes came last",
    )


def _condition(
    facts: CommitmentFacts, judged: Sequence[Terms], day: dt.date, manner: Manner
) -> tuple[Condition, tuple[Reason, ...]]:
    """The condition under every reading; what they disagree about is unknown."""
    found = [_one_condition(facts, terms, day, manner) for terms in judged]
    status = _joined((condition for condition, _ in found), "unknown")
    reasons = dict.fromkeys(reason for _, reasons in found for reason in reasons)
    return status, tuple(reasons)


W = TypeVar("W")


def _joined(values: Iterable[W], otherwise: W) -> W:
    different = set(values)
    return different.pop() if len(different) == 1 else otherwise


def _one_condition(
    facts: CommitmentFacts, terms: Terms, day: dt.date, manner: Manner
) -> tuple[Condition, tuple[Reason, ...]]:
    given = terms.commitment.given
    if given is None:
        setter = terms.setter("given")
        dropped = () if setter is None else (
            Reason(says=f"its condition was dropped by {setter.id}", positions=(setter.position,)),
        )  # fmt: skip
        return "n/a", dropped
    told = _condition_reports(facts, terms, day)
    if told:
        status: Condition = _joined(_met_by(facts, terms, day), "unknown")
        ids = ", ".join(sorted(change.id for change in told))
        return status, (
            Reason(says=f"its condition: met {status}, by {ids}",
                   positions=tuple(sorted(change.position for change in told))),
        )  # fmt: skip
    if given.words is not None:
        says = f"whether its condition is met is not known: {given.words}"
        return "unknown", (Reason(says=says),)
    other = next((each for each in facts.conditions if each.id == given.commitment), None)
    if other is None:
        return "unknown", (Reason(says=f"its condition, {given.commitment}, is not recorded"),)
    # Silence about somebody else's promise does not settle it, not even in a closed world; and
    # that one's own condition is left out, so that reciprocal pairs end.
    judged = judge(other, day, evolve(manner, closed_world=False, original=False), alone=True)
    status = (
        "yes"
        if judged.verdict in ("kept", "kept-late")
        else "no"
        if judged.verdict in ("missed", "breached", "expired")
        else "unknown"
    )
    says = f"its condition, {other.id}, is {judged.verdict}: met {status}"
    return status, (Reason(says=says, positions=judged.because),)


def _condition_reports(facts: CommitmentFacts, terms: Terms, day: dt.date) -> tuple[Change, ...]:
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


def _met_by(facts: CommitmentFacts, terms: Terms, day: dt.date) -> frozenset[Condition]:
    """What the last word says; more than one answer where reports contradict each other."""
    return frozenset(_met(change.met) for change in _condition_reports(facts, terms, day))


def _met(word: str | None) -> Condition:
    return "yes" if word == "yes" else "no"


def _closed(found: Evidence, terms: Terms, clock: Clock) -> Evidence:
    """The evidence where silence speaks: not done; for a duty to go on, kept so far."""
    mode = terms.commitment.mode
    if found.fulfilled != "unknown" or found.disputed or mode == "best_efforts":
        return found
    if mode not in DUTIES:
        return evolve(found, fulfilled="no", reason=f"{found.reason}; taken as not done")
    if clock == "passed":
        return evolve(found, fulfilled="yes", lo=terms.due_lo, hi=terms.due_lo,
                      reason="nothing against it up to its end; taken as kept")  # fmt: skip
    return evolve(found, holds=True, reason="nothing against it up to that day; taken as kept up")


def _timing(found: Evidence, lo: dt.date | None, hi: dt.date | None) -> Timing:
    if found.fulfilled != "yes":
        return "unknown"
    if found.hi is not None and lo is not None and found.hi <= lo:
        return "in-time"
    if found.lo is not None and hi is not None and found.lo > hi:
        return "late"
    return "unknown"


def _flags(
    facts: CommitmentFacts,
    day: dt.date,
    current: Sequence[Terms],
    state: State,
    found: Evidence,
    *,
    unordered: bool,
) -> tuple[str, ...]:
    groups = changed_groups(tuple(current))
    flags = []
    if "due" in groups:
        flags.append("rescheduled")
    if groups & {"target", "scope"}:
        flags.append("rescoped")
    if found.disputed or unordered:
        flags.append("disputed")
    if state.lifecycle == "active" and state.condition == "unknown":
        flags.append("condition-unknown")
    if found.stale and state.lifecycle in OPEN:
        flags.append("stale")
    lost = [
        c for c in facts.changes if not c.supported and c.latest is not None and c.latest <= day
    ]
    if found.unsupported or lost or facts.unsourced_by:
        flags.append("unsupported")
    return tuple(flags)


def _days_late(
    word: str, found: Evidence, lo: dt.date | None, hi: dt.date | None
) -> tuple[int, int] | None:
    """Between how many and how many days late, both ends as uncertain as their dates."""
    if word != "kept-late" or not (found.lo and found.hi and lo and hi):
        return None
    return (found.lo - hi).days, (found.hi - lo).days


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


def _deadline_reason(facts: CommitmentFacts, terms: Terms, clock: Clock, day: dt.date) -> Reason:
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


__all__ = [
    "OPEN_WORLD",
    "STALE_AFTER",
    "Judgement",
    "Manner",
    "Reading",
    "Reason",
    "clock_on",
    "first_terms",
    "judge",
]
