"""The reports that can speak for some terms, in order, and whether each of them meets the target."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from operator import itemgetter

from ledger.model.commitment import Commitment
from ledger.model.facts import CommitmentFacts
from ledger.model.limits import Limits, limits
from ledger.model.report import Report
from ledger.model.reports import (
    DEGREES,
    FULL,
    GONE,
    HI,
    KIND,
    LATEST,
    LO,
    PERCENT,
    POSITION,
    SAME,
    Entry,
    bare,
    decimal,
    order,
    plain,
)  # fmt: skip
from ledger.model.target import hull, meets
from ledger.quantities import Span

UNKNOWN, YES, NO = 0, 1, 2
"""Whether a report meets the target."""

_CODES = {"unknown": UNKNOWN, "yes": YES, "no": NO}

_STATED, _NONE = -1, -2
"""In place of the day of a baseline: it is stated; there is none."""


class Compared:
    """The reports on the measure of some terms whose sources stand, in order of their last days.

    `days` are their last days as ordinals, each once; a group is what shares one. `gone` are the
    reports whose sources do not stand.
    """

    def __init__(self, facts: CommitmentFacts, terms: Commitment) -> None:
        self.terms = terms
        self._made = facts.latest.toordinal() if facts.latest is not None else None
        self._told = facts.reports_of(terms.measure)
        every = [told.entries for told in self._told if told.entries]
        entries = every[0] if len(every) == 1 else sorted(chain.from_iterable(every), key=order)
        self.gone = [entry for held in every for entry in held if entry[KIND] & GONE]
        if self.gone:
            entries = [entry for entry in entries if not entry[KIND] & GONE]
        if terms.target is None:
            entries = [entry for entry in entries if entry[KIND] & DEGREES]
        self.entries = entries
        self._exact = all(told.exact for told in self._told)
        self._degrees = bool(facts.fulfilments)
        # Each day is kept with its last report.
        ends = {entry[LATEST]: at for at, entry in enumerate(entries, 1)}
        self.days = list(ends)
        self._ends = list(ends.values())
        self._codes: dict[int, bytes] = {}
        self._by_aim: dict[Limits | Span | None, bytes] = {}
        self._bases: dict[int, Span | None] = {}

    def places(self, group: int) -> range:
        """The places of the reports of a group."""
        return range(self._ends[group - 1] if group else 0, self._ends[group])

    @cached_property
    def shared(self) -> list[int]:
        """The groups of more than one report."""
        begin = (0, *self._ends)
        return [group for group, end in enumerate(self._ends) if end - begin[group] > 1]

    def between(self, first: int, until: int | None) -> range:
        """The groups from the one on that was the last on a day, to those before another."""
        stop = len(self.days) if until is None else bisect_left(self.days, until)
        return range(max(bisect_right(self.days, first) - 1, 0), stop)

    def group_of(self, at: int) -> int:
        """The group of the report at a place."""
        return bisect_right(self._ends, at)

    def report(self, at: int) -> Report:
        """The report at a place, in full."""
        entry = self.entries[at]
        return next(one for told in self._told if (one := told.find(entry)) is not None)

    def reports(self, places: Sequence[int]) -> list[Report]:
        """The reports at these places, in full."""
        return [self.report(at) for at in places]

    def numbers(self, places: Sequence[int]) -> list[Report]:
        """The reports at these places by their numbers alone, without words and sources.

        To tell those they would have to be looked up one by one.
        """
        return [bare(self.entries[at]) for at in places]

    def positions(self, places: Sequence[int]) -> tuple[int, ...]:
        """Which events they are."""
        return tuple(self.entries[at][POSITION] for at in places)

    @cached_property
    def _stated(self) -> Span | None:
        return self.terms.baseline.span if self.terms.baseline is not None else None

    @cached_property
    def _same(self) -> list[Entry]:
        """The reports on the measure itself."""
        return [entry for entry in self.entries if entry[KIND] & SAME]

    def base(self, group: int) -> tuple[int, Span | None]:
        """The level to start from, by the day of a group; and a number that stands for it.

        As stated; else the last report on or before the commitment's day; else the first after it.
        """
        if group >= self.steady:
            return self._base_at_last
        return self._base_on(self.days[group])

    @cached_property
    def steady(self) -> int:
        """The group from which on the level to start from stays the same."""
        if self._stated is not None or not self._same:
            return 0
        made = self._made if self._made is not None else 0
        return bisect_left(self.days, max(made, self._same[0][LATEST]))

    @cached_property
    def _base_at_last(self) -> tuple[int, Span | None]:
        return self._base_on(self.days[-1])

    def _base_on(self, today: int) -> tuple[int, Span | None]:
        if self._stated is not None:
            return _STATED, self._stated
        same = self._same
        if not same or same[0][LATEST] > today:
            return _NONE, None
        day = same[0][LATEST]
        if self._made is not None:
            before = bisect_right(same, min(self._made, today), key=itemgetter(LATEST))
            day = same[before - 1][LATEST] if before else day
        if day not in self._bases:
            first = bisect_right(same, day - 1, key=itemgetter(LATEST))
            of_day = same[first : bisect_right(same, day, key=itemgetter(LATEST))]
            self._bases[day] = hull([Span(lo=decimal(e[LO]), hi=decimal(e[HI])) for e in of_day])
        return day, self._bases[day]

    def codes(self, group: int) -> bytes:
        """Whether each report meets the target, from the level to start from by a group's day.

        Nothing need be told of reports after the last group that starts from there.
        """
        key, base = self.base(group)
        found = self._codes.get(key)
        if found is None:
            found = self._codes[key] = self._coded(base)
        return found

    def _coded(self, base: Span | None) -> bytes:
        aim, key = self._aim(base)
        found = self._by_aim.get(key)
        if found is None:
            entries = self.entries
            if self.steady and key != self._aim(self._base_at_last[1])[1]:
                # Another level has taken the place of this one before the later reports came.
                entries = entries[: self._ends[self.steady - 1]]
            found = self._by_aim[key] = bytes(self._compared(base, aim, entries))
        return found

    def _aim(self, base: Span | None) -> tuple[Limits | None, Limits | Span | None]:
        """The limits of the target, and what stands for it: most are the same wherever one starts."""
        aim = limits(self.terms, base)
        return aim, base if aim is None else aim

    def _compared(
        self, base: Span | None, aim: Limits | None, entries: Sequence[Entry]
    ) -> bytearray:
        if aim is None:
            return bytearray(self._asked(at, base) for at in range(len(entries)))
        if aim.never or aim.percent is not None:
            codes = bytearray(
                _CODES[aim.met(lo, hi, percent=bool(kind & PERCENT))]
                for _, _, _, lo, hi, kind in entries
            )
        else:
            # Here is where the time of a judgement goes.
            floor, top, under, over = aim[:4]
            codes = bytearray(
                YES if lo >= floor and hi <= top else NO if hi < under or lo > over else UNKNOWN
                for _, _, _, lo, hi, _ in entries
            )
        if self._degrees or not self._exact:
            for at, (_, _, _, lo, hi, kind) in enumerate(entries):
                if kind & DEGREES or not (self._exact or plain(lo, hi)):
                    codes[at] = self._asked(at, base)
        return codes

    def _asked(self, at: int, base: Span | None) -> int:
        """What the target itself says of the report at a place."""
        kind = self.entries[at][KIND]
        if kind & DEGREES:
            return YES if kind & FULL else NO
        return _CODES[meets(self.terms, self.report(at), base)]
