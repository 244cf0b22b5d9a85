"""The case of one commitment: judged on one day or on many, from the same facts.

A pure function of the facts and the day. What does not depend on the day, and what is the same for
all days with the same amendments in force, is worked out once and kept as long as the case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from attrs import evolve

from ledger.model.antecedent import condition_reports, dropped, met, met_by
from ledger.model.change import Change
from ledger.model.clock import bounds, clock_on, closed, days_late, timing
from ledger.model.commitment import TARGETS, Commitment
from ledger.model.compared import Compared
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
    Condition,
    State,
    overdue,
    verdict,
)

W = TypeVar("W")

Told = Callable[[], Iterable[Reason]]
"""Reasons, made when they are asked for."""


_aim = attrgetter("measure", "baseline", *TARGETS)
"""What decides how reports are compared with the target of some terms."""


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

    def __init__(self, facts: CommitmentFacts, others: dict[str, Case] | None = None) -> None:
        self.facts = facts
        # The periods of a duty have their conditions in common.
        self._others: dict[str, Case] = {} if others is None else others
        self._adoptions = adoptions(facts)
        self._in_force: dict[tuple[int, ...], InForce] = {}
        self._courses: dict[tuple[int, Any, Any], tuple[Terms, Course]] = {}
        self._compared: dict[Any, Compared] = {}
        self._periods: dict[Period, Case] = {}
        self._edges: dict[tuple[int, int | None], tuple[int, frozenset[int]]] = {}

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
        lo, hi = bounds(judged, manner)
        terms = judged[0]
        if (terms.due_lo, terms.due_hi) != (lo, hi):
            terms = evolve(terms, due_lo=lo, due_hi=hi)
        promised = any(each.commitment.due is not None for each in judged)
        clock = clock_on(day, lo, hi, promised=promised)
        condition, on_condition = (
            ("n/a", _nothing) if alone else self._condition(judged, day, manner)
        )
        conditional = not alone and starts_conditional(facts, day, in_force.changes)
        doubtful = not alone and any(len(met_by(facts, each, day)) > 1 for each in judged)
        standing = lifecycle_on(facts, day, condition, conditional=conditional)
        found = self._evidence(judged, lo, hi, day, manner)
        if manner.closed_world:
            found = closed(found, terms, clock)
        state = State(
            lifecycle=standing.lifecycle,
            mode=terms.commitment.mode,
            clock=clock,
            fulfilled=found.fulfilled,
            timing=timing(found, lo, hi),
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
            days_late=days_late(word, found, lo, hi),
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
        return self._periods_by(max(ends, default=None), day)

    def _periods_by(self, end: dt.date | None, day: dt.date) -> list[Period]:
        """The periods that have begun by a day, of a duty that ends on another."""
        return list(periods(self.facts, end, day))

    def of_period(self, period: Period) -> Case:
        """The case of one period of a recurring duty."""
        found = self._periods.get(period)
        if found is None:
            found = self._periods[period] = Case(of_period(self.facts, period), self._others)
        return found

    def edges(self, stale_after: int, since: int = 0, until: int | None = None) -> frozenset[int]:
        """The days, as ordinals, from which on it may be judged otherwise than before them.

        All of those that lie after `since` and before `until`, and maybe others; in an open world,
        by the terms in force. Between two of them only days are counted. For a recurring duty, whose
        periods never end, `until` must be given.
        """
        known = self._edges.get((stale_after, until))
        if known is None or known[0] > since:
            known = since, frozenset(self._found_edges(stale_after, since, until))
            self._edges[stale_after, until] = known
        return known[1]

    def _found_edges(self, stale_after: int, since: int, until: int | None) -> set[int]:
        found = {
            change.latest.toordinal() for change in self.facts.changes if change.latest is not None
        }
        starts = {change.latest for change in self._adoptions if change.latest is not None}
        for day in (dt.date.min, *starts):
            current = self.in_force(day).current
            lo, hi = bounds(current, OPEN_WORLD)
            found.update(end.toordinal() + 1 for end in (lo, hi) if end is not None)
            for terms in current:
                found.update(self._course(terms, lo, hi).edges(stale_after, since, until))
            if recurs(self.facts):
                assert until is not None
                end = max((terms.due_hi for terms in current if terms.due_hi), default=None)
                for period in self._periods_by(end, dt.date.fromordinal(until - 1)):
                    found |= {period.first.toordinal(), period.last.toordinal() + 1}
                    first = max(since, period.first.toordinal())
                    found |= self.of_period(period).edges(stale_after, first, until)
        return found | self.edges_of_conditions(stale_after, since, until)

    def edges_of_conditions(self, stale_after: int, since: int, until: int | None) -> set[int]:
        """Those of the commitments that are or were its condition."""
        others = (self._other(each.id) for each in self.facts.conditions)
        return {
            day
            for other in others
            if other is not None
            for day in other.edges(stale_after, since, until)
        }

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
            bounded = evolve(terms, due_lo=lo, due_hi=hi)
            course = Course(self.facts, bounded, self._comparison(terms.commitment))
            # The terms are held beside it, so that no other ones can take their number.
            self._courses[key] = terms, course
        return self._courses[key][1]

    def _comparison(self, terms: Commitment) -> Compared:
        """The reports compared with a target: the same for all terms that aim at the same."""
        aim = _aim(terms)
        if aim not in self._compared:
            self._compared[aim] = Compared(self.facts, terms)
        return self._compared[aim]

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
            return "n/a", lambda: dropped(terms)
        told = condition_reports(self.facts, terms, day)
        if told:
            status: Condition = _joined((met(change.met) for change in told), "unknown")
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
        answer: Condition = (
            "yes"
            if judged.verdict in ("kept", "kept-late")
            else "no"
            if judged.verdict in ("missed", "breached", "expired")
            else "unknown"
        )
        says = f"its condition, {given.commitment}, is {judged.verdict}: met {answer}"
        return answer, lambda: (Reason(says=says, positions=judged.because),)

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


def _joined(values: Iterable[W], otherwise: W) -> W:
    different = set(values)
    return different.pop() if len(different) == 1 else otherwise
