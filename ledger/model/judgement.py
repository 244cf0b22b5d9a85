"""The judgement of one commitment on one day: clock, evidence, verdict, and the reasons for it.

A pure function of the facts and the day; nothing of it is ever stored (docs/domain.md, section 6).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from attrs import evolve, frozen

from ledger.model.facts import CommitmentFacts
from ledger.model.fulfilment import Evidence, evidence
from ledger.model.verdict import (
    DUTIES,
    OPEN,
    Clock,
    Condition,
    Lifecycle,
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
    far"); `strict` takes due_lo for the deadline, `lenient` due_hi.
    """

    closed_world: bool = False
    strict: bool = False
    lenient: bool = False
    stale_after: int = STALE_AFTER


@frozen(kw_only=True)
class Reason:
    """One step of the reasoning, with the positions of the events that it rests on."""

    says: str
    positions: tuple[int, ...] = ()


@frozen(kw_only=True)
class Judgement:
    """What became of a commitment, on one day."""

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

    @property
    def because(self) -> tuple[int, ...]:
        """The positions of all events that led to the verdict, ascending."""
        return tuple(sorted({position for r in self.reasons for position in r.positions}))

    @property
    def progress(self) -> tuple[Decimal, Decimal] | None:
        return self.evidence.progress


OPEN_WORLD = Manner()


def judge(facts: CommitmentFacts, day: dt.date, manner: Manner = OPEN_WORLD) -> Judgement:
    """Judge the commitment as of `day`."""
    lo, hi = _bounds(facts, manner)
    clock = clock_on(day, lo, hi, promised=facts.terms.due is not None)
    condition, on_condition = _condition(facts, day, manner)
    lifecycle, on_lifecycle = _lifecycle(facts, condition)
    # The deadline as it is read here is also the one that the evidence is held against.
    found = evidence(evolve(facts, due_lo=lo, due_hi=hi), day, stale_after=manner.stale_after)
    if manner.closed_world:
        found = _closed(found, facts, clock, lo)
    state = State(
        lifecycle=lifecycle,
        mode=facts.terms.mode,
        clock=clock,
        fulfilled=found.fulfilled,
        timing=_timing(found, lo, hi),
        condition=condition,
        breached=found.contrary,
        holds=found.holds,
    )
    word = verdict(state)
    return Judgement(
        state=state,
        verdict=word,
        overdue=overdue(state),
        due_lo=lo,
        due_hi=hi,
        evidence=found,
        flags=_flags(state, found),
        days_left=(lo - day).days if clock == "not_due" and lo else None,
        days_past=(day - hi).days if clock == "passed" and hi else None,
        days_late=_days_late(word, found, lo, hi),
        reasons=(
            Reason(says=f"promised by {facts.maker}", positions=(facts.position,)),
            *(
                Reason(says=f"its record was corrected by event {p}", positions=(p,))
                for p in facts.corrected_by
            ),
            *on_lifecycle,
            *on_condition,
            _deadline_reason(facts, clock, day, lo, hi),
            Reason(says=found.reason, positions=found.because),
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


def _bounds(facts: CommitmentFacts, manner: Manner) -> tuple[dt.date | None, dt.date | None]:
    if manner.strict:
        return facts.due_lo, facts.due_lo
    if manner.lenient:
        return facts.due_hi, facts.due_hi
    return facts.due_lo, facts.due_hi


def _condition(
    facts: CommitmentFacts, day: dt.date, manner: Manner
) -> tuple[Condition, tuple[Reason, ...]]:
    given = facts.terms.given
    if given is None:
        return "n/a", ()
    if given.words is not None:
        return "unknown", (
            Reason(says=f"whether its condition is met is not known: {given.words}"),
        )
    if facts.given is None:
        return "unknown", (Reason(says=f"its condition, {given.commitment}, is not recorded"),)
    # Silence about somebody else's promise does not settle it, not even in a closed world.
    other = judge(facts.given, day, evolve(manner, closed_world=False))
    status: Condition = (
        "yes"
        if other.verdict in ("kept", "kept-late")
        else "no"
        if other.verdict in ("missed", "breached", "expired")
        else "unknown"
    )
    return status, (
        Reason(
            says=f"its condition, {facts.given.id}, is {other.verdict}: met {status}",
            positions=other.because,
        ),
    )


def _lifecycle(
    facts: CommitmentFacts, condition: Condition
) -> tuple[Lifecycle, tuple[Reason, ...]]:
    if facts.retracted_by is not None:
        says = f"the record of {facts.maker} was retracted by event {facts.retracted_by}"
        return "void", (Reason(says=says, positions=(facts.retracted_by,)),)
    if facts.unsourced_by is not None:
        says = f"no source of {facts.maker} stands since event {facts.unsourced_by}"
        return "void", (Reason(says=says, positions=(facts.unsourced_by,)),)
    if condition == "no":
        return "expired", (Reason(says="its condition failed"),)
    return ("conditional" if condition == "unknown" else "active"), ()


def _closed(found: Evidence, facts: CommitmentFacts, clock: Clock, lo: dt.date | None) -> Evidence:
    """The evidence where silence speaks: not done; for a duty to go on, kept so far."""
    if found.fulfilled != "unknown" or found.disputed or facts.terms.mode == "best_efforts":
        return found
    if facts.terms.mode not in DUTIES:
        return evolve(found, fulfilled="no", reason=f"{found.reason}; taken as not done")
    if clock == "passed":
        return evolve(found, fulfilled="yes", lo=lo, hi=lo,
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


def _flags(state: State, found: Evidence) -> tuple[str, ...]:
    flags = []
    if found.disputed:
        flags.append("disputed")
    if found.stale and state.lifecycle in OPEN:
        flags.append("stale")
    return tuple(flags)


def _days_late(
    word: str, found: Evidence, lo: dt.date | None, hi: dt.date | None
) -> tuple[int, int] | None:
    """Between how many and how many days late, both ends as uncertain as their dates."""
    if word != "kept-late" or not (found.lo and found.hi and lo and hi):
        return None
    return (found.lo - hi).days, (found.hi - lo).days


def _deadline_reason(
    facts: CommitmentFacts, clock: Clock, day: dt.date, lo: dt.date | None, hi: dt.date | None
) -> Reason:
    due = facts.terms.due
    if due is None:
        return Reason(says="no deadline was given")
    said = f"due “{due.phrase}” ({due.rule})" if due.phrase else f"due ({due.rule})"
    positions = (facts.due_anchor,) if facts.due_anchor else ()
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
