"""A duty to maintain or avoid: the reports against it and for it while it was in force."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from ledger.model.compared import NO, YES, Compared
from ledger.model.facts import CommitmentFacts
from ledger.model.fulfilment import Evidence
from ledger.model.reports import EARLIEST, FULL, KIND, LATEST
from ledger.model.terms import Terms


class _Course(NamedTuple):
    """Places of reports: the first against it, the last for it by each group, those that disagree.

    `so_far` says how many disagree by each group; `ended` is the first that tells at or after the
    end of the duty that it was kept.
    """

    against: int | None
    for_it: list[int | None]
    disagree: list[int]
    so_far: list[int]
    ended: int | None


class Keeping:
    """What reports say of a duty to go on, by the day of any group of them."""

    def __init__(self, facts: CommitmentFacts, terms: Terms, compared: Compared) -> None:
        self._compared = compared
        self._terms = terms
        begun = facts.latest
        if facts.terms.starts is not None:
            begun = max(begun, facts.starts_hi) if begun and facts.starts_hi else None
        self._begun = begun.toordinal() if begun is not None else None
        self._courses: dict[int, _Course] = {}

    def on(self, group: int, told: dict[str, Any]) -> Evidence:
        """The evidence on a day whose last reports are this group; `told` is known already."""
        held, course = self._compared, self.course(group)
        end = held.places(group).stop
        if course.ended is not None and course.ended < end:
            ended, due = course.ended, self._terms.due_lo
            return Evidence(
                **told, fulfilled="yes", lo=due, hi=due, because=held.positions([ended]),
                says=lambda: f"{held.report(ended).says}: kept to its end",
            )  # fmt: skip
        if course.against is not None and course.against < end:
            first = course.against
            return Evidence(
                **told, fulfilled="no", contrary=True, because=held.positions([first]),
                says=lambda: f"{held.report(first).says} is against the duty",
            )  # fmt: skip
        disagree = course.disagree[: course.so_far[group]]
        last = course.for_it[group]
        if last is not None:
            return Evidence(
                **told, disputed=bool(disagree), holds=True, because=held.positions([last]),
                says=lambda: f"{held.report(last).says}: the duty holds",
            )  # fmt: skip
        if disagree:
            return Evidence(
                **told, disputed=True, because=held.positions(disagree),
                says=lambda: f"reports of {held.report(disagree[-1]).latest} disagree whether the "
                "duty holds",
            )  # fmt: skip
        return Evidence(**told)

    def edges(self, since: int) -> Iterator[int]:
        """The days from `since` on, as ordinals, from which on the evidence may be otherwise."""
        held, before = self._compared, None
        for group in held.since(since):
            day = held.days[group]
            course, end = self.course(group), held.places(group).stop
            told = (
                course.ended is not None and course.ended < end,
                course.against is not None and course.against < end,
                course.for_it[group] is not None,
                course.so_far[group] > 0,
            )
            if told != before:
                yield day
            before = told

    @cached_property
    def _over(self) -> int | None:
        """The last day of a report that can be about the duty; None where it has no end."""
        terms = self._terms
        if terms.due_lo is None and terms.due_hi is None:
            return None
        # The due day is the day on which such a duty ends; of an open one nobody knows it.
        return terms.due_lo.toordinal() if terms.due_lo is not None else 0

    def _in_force(self, at: int) -> bool:
        """Whether the duty surely bound its debtor on the day of the report."""
        entry = self._compared.entries[at]
        since = (
            self._begun is not None
            and entry[EARLIEST] is not None
            and entry[EARLIEST] >= self._begun
        )
        return since and (self._over is None or entry[LATEST] <= self._over)

    def course(self, group: int) -> _Course:
        """All of it, from the level to start from by a group's day."""
        key, _ = self._compared.base(group)
        if key not in self._courses:
            self._courses[key] = self._made(self._compared.codes(group))
        return self._courses[key]

    def _made(self, codes: bytes) -> _Course:
        against: int | None = None
        last: int | None = None
        for_it: list[int | None] = []
        disagree: list[int] = []
        so_far: list[int] = []
        for group in range(len(self._compared.days)):
            places = self._compared.places(group)
            bound = [at for at in places if codes[at] and self._in_force(at)]
            no = [at for at in bound if codes[at] == NO]
            yes = [at for at in bound if codes[at] == YES]
            if yes and no:
                disagree += [*yes, *no]
            elif no and against is None:
                against = no[0]
            elif yes:
                last = yes[-1]
            for_it.append(last)
            so_far.append(len(disagree))
        return _Course(against, for_it, disagree, so_far, self._ended(codes))

    def _ended(self, codes: bytes) -> int | None:
        """The first report that tells, at or after its end, that it was kept to the full."""
        if self._terms.due_hi is None:
            return None
        end = self._terms.due_hi.toordinal()
        for at, entry in enumerate(self._compared.entries):
            if entry[KIND] & FULL and codes[at] == YES:
                if entry[EARLIEST] is not None and entry[EARLIEST] >= end:
                    return at
        return None
