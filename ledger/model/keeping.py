"""A duty to maintain or avoid: the reports against it and for it while it was in force."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

from ledger.model.compared import NO, YES, Compared
from ledger.model.facts import CommitmentFacts
from ledger.model.fulfilment import Evidence
from ledger.model.reports import EARLIEST, FULL, KIND, LATEST
from ledger.model.terms import Terms

_latest = itemgetter(LATEST)


class _Course:
    """Whether each report that binds is for the duty or against it, with what follows from that.

    `against` is the place of the first report of a day on which none was for it, `ended` that of the
    first that tells at or after the end of the duty that it was kept.
    """

    def __init__(self, compared: Compared, codes: bytes, ended: int | None) -> None:
        self._compared = compared
        self._codes = codes
        self.against = self._first(NO, YES)
        self.ended = ended
        self._split = [
            places
            for places in map(compared.places, compared.shared)
            if YES in (told := codes[places.start : places.stop]) and NO in told
        ]
        self._ends = [places.stop for places in self._split]

    def for_it(self, end: int) -> int | None:
        """The last report before a place that was for the duty, on a day on which none was against."""
        at = self._codes.rfind(YES, 0, end)
        while at >= 0:
            places = self._day_of(at)
            if NO not in self._codes[places.start : places.stop]:
                return at
            at = self._codes.rfind(YES, 0, places.start)
        return None

    def disagree(self, end: int) -> list[int]:
        """The reports before a place that disagree with others of their day: for it, then against."""
        split = self._split[: bisect_right(self._ends, end)]
        return [at for places in split for code in (YES, NO) for at in places
                if self._codes[at] == code]  # fmt: skip

    def turns(self) -> Iterator[int]:
        """The places from which on something else can be told of the duty."""
        first = self._first(YES, NO)
        split = self._split[0].start if self._split else None
        return (at for at in (self.against, self.ended, first, split) if at is not None)

    def _first(self, code: int, unless: int) -> int | None:
        """The first report of a kind on a day on which there is none of another."""
        at = self._codes.find(code)
        while at >= 0:
            places = self._day_of(at)
            if unless not in self._codes[places.start : places.stop]:
                return at
            at = self._codes.find(code, places.stop)
        return None

    def _day_of(self, at: int) -> range:
        return self._compared.places(self._compared.group_of(at))


class Keeping:
    """What reports say of a duty to go on, by the day of any group of them."""

    def __init__(self, facts: CommitmentFacts, terms: Terms, compared: Compared) -> None:
        self._compared = compared
        self._terms = terms
        begun = facts.latest
        if facts.terms.starts is not None:
            begun = max(begun, facts.starts_hi) if begun and facts.starts_hi else None
        self._begun = begun.toordinal() if begun is not None else None
        self._courses: dict[bytes, _Course] = {}

    def on(self, group: int, told: dict[str, Any]) -> Evidence:
        """The evidence on a day whose last reports are this group; `told` is known already."""
        held, course = self._compared, self._course(group)
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
        disagree, last = course.disagree(end), course.for_it(end)
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

    def edges(self, since: int, until: int | None) -> Iterator[int]:
        """The days from `since` to before `until` from which on the evidence may be otherwise."""
        held = self._compared
        groups = held.between(since, until)
        before = None
        for group in groups:
            # Each may start from a level of its own, by which all before it is judged anew.
            told = self._told(group)
            if told != before:
                yield held.days[group]
            before = told
            if group >= held.steady:
                break
        else:
            return
        for at in self._course(groups[-1]).turns():
            if (turned := held.group_of(at)) > group:
                yield held.days[turned]

    def _told(self, group: int) -> tuple[bool, ...]:
        """What is told of the duty, so far as an answer depends on it."""
        course, end = self._course(group), self._compared.places(group).stop
        return (
            course.ended is not None and course.ended < end,
            course.against is not None and course.against < end,
            course.for_it(end) is not None,
            bool(course.disagree(end)),
        )

    @cached_property
    def _over(self) -> int | None:
        """The last day of a report that can be about the duty; None where it has no end."""
        terms = self._terms
        if terms.due_lo is None and terms.due_hi is None:
            return None
        # The due day is the day on which such a duty ends; of an open one nobody knows it.
        return terms.due_lo.toordinal() if terms.due_lo is not None else 0

    @cached_property
    def _binding(self) -> tuple[int, int, Sequence[int]]:
        """From which to before which place reports may bind, and which of these do not.

        Only those bind that are surely of days on which the duty bound its debtor.
        """
        entries, begun = self._compared.entries, self._begun
        if begun is None:
            return 0, 0, ()
        stop = len(entries)
        if self._over is not None:
            stop = bisect_right(entries, self._over, key=_latest)
        start = bisect_left(entries, begun, 0, stop, key=_latest)
        early = [
            at for at in range(start, stop)
            if (first := entries[at][EARLIEST]) is None or first < begun
        ]  # fmt: skip
        return start, stop, early

    def _course(self, group: int) -> _Course:
        """All of it, from the level to start from by a group's day."""
        codes = self._compared.codes(group)
        if codes not in self._courses:
            start, stop, early = self._binding
            binding = bytearray(len(codes))
            binding[start:stop] = codes[start:stop]
            for at in early:
                if at < len(binding):
                    binding[at] = 0
            self._courses[codes] = _Course(self._compared, bytes(binding), self._ended(codes))
        return self._courses[codes]

    def _ended(self, codes: bytes) -> int | None:
        """The first report that tells, at or after its end, that it was kept to the full."""
        if self._terms.due_hi is None:
            return None
        end = self._terms.due_hi.toordinal()
        entries = self._compared.entries
        at = codes.find(YES, bisect_left(entries, end, key=_latest))
        while at >= 0:
            entry = entries[at]
            if entry[KIND] & FULL and entry[EARLIEST] is not None and entry[EARLIEST] >= end:
                return at
            at = codes.find(YES, at + 1)
        return None
