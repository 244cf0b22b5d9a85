"""The case of one commitment: judged on one day or on many, from the same facts.

A pure function of the facts and the day. What does not depend on the day, and what is the same for
all days with the same amendments in force, is worked out once and kept as long as the case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from attrs import evolve

from ledger.model.change import Change, latest_of, of_type, precedes
from ledger.model.course import Course
from ledger.model.facts import CommitmentFacts
from ledger.model.flags import flags
from ledger.model.fulfilment import Evidence
from ledger.model.judgement import OPEN_WORLD, Judgement, Manner
from ledger.model.lifecycle import lifecycle_on
from ledger.model.reason import Reason
from ledger.model.reasons import readings, reasons
from ledger.model.recurrence import Period, of_period, periods, recurs
from ledger.model.terms import (
    Terms,
    adopted,
    adoptions,
    first_terms,
    original_terms,
    starts_conditional,
)
from ledger.model.terms import readings as terms_left
from ledger.model.verdict import (
    DUTIES,
    Clock,
    Condition,
    State,
    Timing,
    overdue,
    verdict,
)

W = TypeVar("W")

Told = Callable[[], Iterable[Reason]]
"""Reasons, made when they are asked for."""


class InForce:
    """What follows from the amendments in force, whatever the day."""

    def __init__(self, facts: CommitmentFacts, changes: Sequence[Change]) -> None:
        self.changes = changes
        self.current = terms_left(facts, changes) if changes else (first_terms(facts),)
        self._facts = facts
        self._original: tuple[Terms, ...] | None = None

    @property
    def original(self) -> tuple[Terms, ...]:
        """The first deadline, target and scope, for each reading of the terms."""
        if self._original is None:
            self._original = tuple(
                original_terms(self._facts, terms, self.changes) for terms in self.current
            )
        return self._original


class Case:
    """A commitment, to be judged."""

    def __init__(self, facts: CommitmentFacts) -> None:
        self.facts = facts
        self._adoptions = adoptions(facts)
        self._in_force: dict[tuple[int, ...], InForce] = {}
        self._courses: dict[tuple[int, Any, Any], tuple[Terms, Course]] = {}
        self._others: dict[str, Case] = {}
        self._periods: dict[Period, Case] = {}

    def judge(self, day: dt.date, manner: Manner = OPEN_WORLD, *, alone: bool = False) -> Judgement:
        """Judge the commitment as of `day`; `alone` leaves its condition out of account.

        A recurring duty is judged by its last finished period, before that by its first one.
        """
        begun = self.periods(day)
        if begun:
            finished = [period for period in begun if period.last < day]
            chosen = finished[-1] if finished else begun[0]
            return self.of_period(chosen).judge(day, manner, alone=alone)
        facts, in_force = self.facts, self.in_force(day)
        judged = in_force.original if manner.original else in_force.current
        lo, hi = _bounds(judged, manner)
        terms = judged[0]
        if (terms.due_lo, terms.due_hi) != (lo, hi):
            terms = evolve(terms, due_lo=lo, due_hi=hi)
        promised = any(each.commitment.due is not None for each in judged)
        clock = clock_on(day, lo, hi, promised=promised)
        condition, on_condition = (
            ("n/a", _nothing) if alone else self._condition(judged, day, manner)
        )
        conditional = not alone and starts_conditional(facts, day, in_force.changes)
        doubtful = not alone and any(len(_met_by(facts, each, day)) > 1 for each in judged)
        standing = lifecycle_on(facts, day, condition, conditional=conditional)
        found = self._evidence(judged, lo, hi, day, manner)
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
        unordered = readings(judged) if len(judged) > 1 else ()
        return Judgement(
            day=day,
            terms=terms,
            state=state,
            verdict=word,
            overdue=overdue(state),
            due_lo=lo,
            due_hi=hi,
            evidence=found,
            flags=flags(
                facts,
                day,
                in_force.current,
                state,
                found,
                unordered=standing.disputed or bool(unordered) or doubtful,
            ),
            days_left=(lo - day).days if clock == "not_due" and lo else None,
            days_past=(day - hi).days if clock == "passed" and hi else None,
            days_late=_days_late(word, found, lo, hi),
            readings=unordered,
            told=lambda: tuple(
                reasons(facts, judged, terms, clock, day, manner, found,
                        (*standing.reasons, *on_condition()))
            ),
        )  # fmt: skip

    def in_force(self, day: dt.date) -> InForce:
        """What the amendments in force on a day have made of it."""
        key = tuple(change.position for change in self._adoptions if change.counts_on(day))
        found = self._in_force.get(key)
        if found is None:
            changes = adopted(self.facts, day) if key else ()
            found = self._in_force[key] = InForce(self.facts, changes)
        return found

    def periods(self, day: dt.date) -> list[Period]:
        """The periods of a recurring duty that have begun by a day; none of any other."""
        if not recurs(self.facts):
            return []
        ends = [terms.due_hi for terms in self.in_force(day).current if terms.due_hi]
        return list(periods(self.facts, max(ends, default=None), day))

    def of_period(self, period: Period) -> Case:
        """The case of one period of a recurring duty."""
        found = self._periods.get(period)
        if found is None:
            found = self._periods[period] = Case(of_period(self.facts, period))
        return found

    def _evidence(
        self, judged: Sequence[Terms], lo: dt.date | None, hi: dt.date | None, day: dt.date,
        manner: Manner,
    ) -> Evidence:  # fmt: skip
        """The evidence under every reading; what they disagree about is unknown."""
        every = [self._course(terms, lo, hi).on(day, manner.stale_after) for terms in judged]
        first = every[0]
        if len(every) == 1:
            return first
        if all(
            each.fulfilled == first.fulfilled and each.contrary == first.contrary for each in every
        ):
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
            because=tuple(sorted({p for each in every for p in each.because})),
            measured=lambda: None,
            says=lambda: "whether it is fulfilled depends on which of several changes came last",
        )

    def _course(self, terms: Terms, lo: dt.date | None, hi: dt.date | None) -> Course:
        key = (id(terms), lo, hi)
        if key not in self._courses:
            # The terms are held beside it, so that no other ones can take their number.
            self._courses[key] = terms, Course(self.facts, evolve(terms, due_lo=lo, due_hi=hi))
        return self._courses[key][1]

    def _condition(
        self, judged: Sequence[Terms], day: dt.date, manner: Manner
    ) -> tuple[Condition, Told]:
        """The condition under every reading; what they disagree about is unknown."""
        found = [self._one_condition(terms, day, manner) for terms in judged]
        if len(found) == 1:
            return found[0]
        status = _joined((condition for condition, _ in found), "unknown")
        return status, lambda: dict.fromkeys(reason for _, told in found for reason in told())

    def _one_condition(self, terms: Terms, day: dt.date, manner: Manner) -> tuple[Condition, Told]:
        given = terms.commitment.given
        if given is None:
            return "n/a", lambda: _dropped(terms)
        told = _condition_reports(self.facts, terms, day)
        if told:
            status: Condition = _joined((_met(change.met) for change in told), "unknown")
            ids = ", ".join(sorted(change.id for change in told))
            return status, lambda: (
                Reason(says=f"its condition: met {status}, by {ids}",
                       positions=tuple(sorted(change.position for change in told))),
            )  # fmt: skip
        if given.words is not None:
            says = f"whether its condition is met is not known: {given.words}"
            return "unknown", lambda: (Reason(says=says),)
        other = self._other(given.commitment)
        if other is None:
            says = f"its condition, {given.commitment}, is not recorded"
            return "unknown", lambda: (Reason(says=says),)
        # Silence about somebody else's promise does not settle it, not even in a closed world; and
        # that one's own condition is left out, so that reciprocal pairs end.
        judged = other.judge(day, evolve(manner, closed_world=False, original=False), alone=True)
        met: Condition = (
            "yes"
            if judged.verdict in ("kept", "kept-late")
            else "no"
            if judged.verdict in ("missed", "breached", "expired")
            else "unknown"
        )
        says = f"its condition, {given.commitment}, is {judged.verdict}: met {met}"
        return met, lambda: (Reason(says=says, positions=judged.because),)

    def _other(self, id: str | None) -> Case | None:
        """The case of the commitment that is its condition."""
        if id is not None and id not in self._others:
            facts = next((each for each in self.facts.conditions if each.id == id), None)
            if facts is None:
                return None
            self._others[id] = Case(facts)
        return self._others.get(id or "")


def judge(
    facts: CommitmentFacts, day: dt.date, manner: Manner = OPEN_WORLD, *, alone: bool = False
) -> Judgement:
    """Judge a commitment as of one day; see `Case.judge`."""
    return Case(facts).judge(day, manner, alone=alone)


def _nothing() -> tuple[Reason, ...]:
    return ()


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


def _joined(values: Iterable[W], otherwise: W) -> W:
    different = set(values)
    return different.pop() if len(different) == 1 else otherwise


def _dropped(terms: Terms) -> tuple[Reason, ...]:
    setter = terms.setter("given")
    if setter is None:
        return ()
    says = f"its condition was dropped by {setter.id}"
    return (Reason(says=says, positions=(setter.position,)),)


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
        return evolve(
            found, fulfilled="no", says=lambda: f"{found.reason}; taken as not done"
        )  # fmt: skip
    if clock == "passed":
        return evolve(found, fulfilled="yes", lo=terms.due_lo, hi=terms.due_lo,
                      says=lambda: "nothing against it up to its end; taken as kept")  # fmt: skip
    return evolve(found, holds=True,
                  says=lambda: "nothing against it up to that day; taken as kept up")  # fmt: skip


def _timing(found: Evidence, lo: dt.date | None, hi: dt.date | None) -> Timing:
    if found.fulfilled != "yes":
        return "unknown"
    if found.hi is not None and lo is not None and found.hi <= lo:
        return "in-time"
    if found.lo is not None and hi is not None and found.lo > hi:
        return "late"
    return "unknown"


def _days_late(
    word: str, found: Evidence, lo: dt.date | None, hi: dt.date | None
) -> tuple[int, int] | None:
    """Between how many and how many days late, both ends as uncertain as their dates."""
    if word != "kept-late" or not (found.lo and found.hi and lo and hi):
        return None
    return (found.lo - hi).days, (found.hi - lo).days
