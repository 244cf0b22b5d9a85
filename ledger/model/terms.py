"""The terms of a commitment on a day: the first ones, as its adopted amendments left them by then.

Amendments that neither their days nor an `after` relation put in order are all kept as readings:
each of them may be the last word (docs/domain.md, section 3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, TypeVar

from attrs import evolve, frozen

from ledger.model.change import Change, latest_of, of_type, precedes
from ledger.model.commitment import TARGETS, Commitment
from ledger.model.facts import CommitmentFacts

C = TypeVar("C")

GROUPS: dict[str, tuple[str, ...]] = {
    "due": ("due",),
    "target": ("measure", *TARGETS),
    "scope": ("scope",),
    "given": ("given",),
    "debtor": ("debtor",),
    "creditor": ("creditor",),
}
"""What is changed together: a new target replaces the old one as a whole."""

MOST = 16
"""So many combinations of readings at most; beyond them each is kept, but not with each other."""


WAIVERS = ("debtor", "mutual")
"""Who can drop a condition for the first terms too: it protects the debtor."""


@frozen(kw_only=True)
class Terms:
    """One reading of the terms, with its deadline; `set_by` says which change set which group.

    `given_until` are the changes after which reports of a condition are about another one.
    """

    commitment: Commitment
    due_lo: dt.date | None
    due_hi: dt.date | None
    set_by: tuple[tuple[str, Change], ...] = ()
    given_until: tuple[Change, ...] = ()

    def setter(self, group: str) -> Change | None:
        """The change that set a group of terms, None where they are the first ones."""
        return next((change for name, change in self.set_by if name == group), None)


def first_terms(facts: CommitmentFacts) -> Terms:
    """The terms as first made."""
    return Terms(commitment=facts.terms, due_lo=facts.due_lo, due_hi=facts.due_hi)


def adoptions(facts: CommitmentFacts) -> tuple[Change, ...]:
    """The amendments that change something once they count; proposals alone never do."""
    return tuple(
        change
        for change in of_type(facts.changes, "amendment")
        if change.amendment is not None and change.amendment.status == "adopted"
    )


def adopted(facts: CommitmentFacts, day: dt.date) -> tuple[Change, ...]:
    """The amendments in force on a day; what another adopts counts from that one's day on."""
    amendments = {change.id: change for change in of_type(facts.changes, "amendment")}
    found = []
    for change in amendments.values():
        amendment = change.amendment
        if amendment is None or amendment.status != "adopted" or not change.counts_on(day):
            continue
        proposal = amendments.get(amendment.adopts or "")
        found.append(_merged(change, proposal) if proposal is not None else change)
    return tuple(found)


def _merged(adoption: Change, proposal: Change) -> Change:
    """An adoption with the terms of what it adopts, its own terms going before those."""
    own, taken = adoption.amendment, proposal.amendment
    assert own is not None
    assert taken is not None
    groups = {_group(term) for term in own.changes}
    inherited = {
        name: getattr(taken, name)
        for group, names in GROUPS.items()
        if group not in groups
        for name in names
    }
    removes = (*own.removes, *(n for n in taken.removes if _group(n) not in groups))
    has_due = "due" in groups
    return evolve(
        adoption,
        amendment=evolve(own, removes=removes, **inherited),
        due_lo=adoption.due_lo if has_due else proposal.due_lo,
        due_hi=adoption.due_hi if has_due else proposal.due_hi,
    )


def _group(term: str) -> str:
    return next(group for group, names in GROUPS.items() if term in names)


def current_terms(facts: CommitmentFacts, day: dt.date) -> tuple[Terms, ...]:
    """Every reading of the terms in force on a day, the first terms alone where nothing changed."""
    return readings(facts, adopted(facts, day))


def readings(facts: CommitmentFacts, inforce: Sequence[Change]) -> tuple[Terms, ...]:
    """Every reading of the terms where these amendments are in force."""
    choices: list[list[tuple[str, Change] | None]] = []
    for group in GROUPS:
        last = latest_of(_touching(group, inforce))
        different: dict[Any, tuple[str, Change]] = {}
        for change in sorted(last, key=lambda one: one.id):
            different.setdefault(_values(group, change), (group, change))
        choices.append(list(different.values()) or [None])
    return tuple(
        _applied(facts, [choice for choice in chosen if choice is not None])
        for chosen in _combined(choices)
    )


def _combined(choices: list[list[C]]) -> Iterator[tuple[C, ...]]:
    """Every combination of one choice of each group; where they are too many, each choice once."""
    if prod(len(group) for group in choices) <= MOST:
        yield from product(*choices)
        return
    for number in range(max(len(group) for group in choices)):
        yield tuple(group[number % len(group)] for group in choices)


def _values(group: str, change: Change) -> Any:
    amendment = change.amendment
    days = (change.due_lo, change.due_hi) if group == "due" else ()
    return repr((tuple(getattr(amendment, name, None) for name in GROUPS[group]), days))


def _applied(facts: CommitmentFacts, chosen: list[tuple[str, Change]]) -> Terms:
    changed: dict[str, Any] = {}
    due_lo, due_hi = facts.due_lo, facts.due_hi
    for group, change in chosen:
        amendment = change.amendment
        assert amendment is not None
        values = {name: getattr(amendment, name) for name in GROUPS[group]}
        if group == "target":
            values["measure"] = values["measure"] or facts.terms.measure
            if values["measure"] != facts.terms.measure:
                # A level to start from was stated of the other measure.
                values["baseline"] = None
        changed |= values
        if group == "due":
            due_lo, due_hi = change.due_lo, change.due_hi
    if changed.get("debtor", facts.terms.debtor) is None:
        # Somebody is always bound: a removed debtor leaves the first one.
        changed["debtor"] = facts.terms.debtor
    if facts.terms.title is None and changed.keys() & set(TARGETS) and not _has_target(changed):
        # What is left without a target is told in the words that its first one made.
        changed["title"] = facts.terms.label
    return Terms(
        commitment=evolve(facts.terms, **changed),
        due_lo=due_lo,
        due_hi=due_hi,
        set_by=tuple(chosen),
    )


def _has_target(changed: Mapping[str, Any]) -> bool:
    return any(changed.get(name) for name in TARGETS)


def original_terms(facts: CommitmentFacts, current: Terms, inforce: Sequence[Change]) -> Terms:
    """The first deadline, target and scope, with the parties of now.

    A condition that the debtor dropped by one of the amendments in force is dropped for the first
    terms too; one that was added later, or put in its place, does not count for them.
    """
    changed = _touching("given", inforce)
    waived = any(
        change.amendment is not None
        and change.amendment.given is None
        and change.amendment.made_by in WAIVERS
        for change in changed
    )
    return Terms(
        commitment=evolve(
            facts.terms,
            given=None if waived else facts.terms.given,
            debtor=current.commitment.debtor,
            creditor=current.commitment.creditor,
        ),
        due_lo=facts.due_lo,
        due_hi=facts.due_hi,
        given_until=changed,
    )


def starts_conditional(facts: CommitmentFacts, day: dt.date, inforce: Sequence[Change]) -> bool:
    """Whether it has had to wait for a condition ever since it was made.

    A condition that was met, or was dropped, set it off; one that is added later leaves it active.
    """
    if facts.terms.given is None:
        return False
    changed = _touching("given", inforce)
    met = [c for c in of_type(facts.changes, "condition") if c.met == "yes" and c.counts_on(day)]
    return not any(
        (change.amendment is not None and change.amendment.given is None)
        or any(precedes(one, change) for one in met)
        for change in changed
    )


def _touching(group: str, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The amendments that change a group of terms."""
    return tuple(
        change
        for change in changes
        if change.amendment is not None
        and any(_group(term) == group for term in change.amendment.changes)
    )


def changed_groups(current: tuple[Terms, ...]) -> frozenset[str]:
    """The groups of terms that any reading takes from an amendment."""
    return frozenset(name for terms in current for name, _ in terms.set_by)


def revisions(facts: CommitmentFacts, day: dt.date) -> Iterator[tuple[Change, Terms]]:
    """Each adopted amendment in force on a day, in order, with the terms it left."""
    inforce = sorted(
        adopted(facts, day),
        key=lambda one: (one.latest or dt.date.max, one.earliest or dt.date.min, one.id),
    )
    for number, change in enumerate(inforce, 1):
        earlier = evolve(facts, changes=tuple(inforce[:number]))
        yield change, current_terms(earlier, day)[-1]
