"""The reports that can speak for some terms, in order, and whether each of them meets the target."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter

from ledger.model.commitment import Commitment
from ledger.model.facts import CommitmentFacts
from ledger.model.limits import Limits, limits
from ledger.model.report import Report
from ledger.model.reports import DEGREES, FULL, GONE, PERCENT, SAME, Entry, decimal, order
from ledger.model.target import hull, meets
from ledger.quantities import Span

UNKNOWN, YES, NO = 0, 1, 2
"""Whether a report meets the target."""

_CODES = {"unknown": UNKNOWN, "yes": YES, "no": NO}

_STATED, _NONE = -1, -2
"""In place of the day of a baseline: it is stated; there is none."""


class Compared:
    """The reports on the measure of some terms whose sources stand, in order of their last days.

    `groups` are the places of those that share a last day, `days` these days as ordinals. `gone`
    are the reports whose sources do not stand.
    """

    def __init__(self, facts: CommitmentFacts, terms: Commitment) -> None:
        self.terms = terms
        self._made = facts.latest.toordinal() if facts.latest is not None else None
        self._told = facts.reports_of(terms.measure)
        every = [told.entries for told in self._told if told.entries]
        entries = every[0] if len(every) == 1 else sorted(chain.from_iterable(every), key=order)
        self.gone = [entry for held in every for entry in held if entry.kind & GONE]
        if self.gone:
            entries = [entry for entry in entries if not entry.kind & GONE]
        if terms.target is None:
            entries = [entry for entry in entries if entry.kind & DEGREES]
        self.entries = entries
        self.groups: list[range] = []
        self.days: list[int] = []
        start = 0
        for day, of_day in groupby(entries, key=itemgetter(0)):
            end = start + sum(1 for _ in of_day)
            self.groups.append(range(start, end))
            self.days.append(day)
            start = end
        self._codes: dict[int, bytes] = {}
        self._bases: dict[int, Span | None] = {}

    def report(self, at: int) -> Report:
        """The report at a place, in full."""
        entry = self.entries[at]
        return next(one for told in self._told if (one := told.find(entry)) is not None)

    def reports(self, places: Sequence[int]) -> list[Report]:
        """The reports at these places, in full."""
        return [self.report(at) for at in places]

    def positions(self, places: Sequence[int]) -> tuple[int, ...]:
        """Which events they are."""
        return tuple(self.entries[at].position for at in places)

    def span(self, at: int) -> Span:
        """What the report at a place says about the measure of the target."""
        entry = self.entries[at]
        return Span(lo=decimal(entry.lo), hi=decimal(entry.hi))

    @cached_property
    def _same(self) -> list[Entry]:
        """The reports on the measure itself."""
        return [entry for entry in self.entries if entry.kind & SAME]

    def base(self, group: int) -> tuple[int, Span | None]:
        """The level to start from, by the day of a group; and a number that stands for it.

        As stated; else the last report on or before the commitment's day; else the first after it.
        """
        stated = self.terms.baseline
        if stated is not None:
            return _STATED, Span(lo=stated.lo, hi=stated.hi)
        same, today = self._same, self.days[group]
        if not same or same[0].latest > today:
            return _NONE, None
        day = same[0].latest
        if self._made is not None:
            before = bisect_right(same, min(self._made, today), key=itemgetter(0))
            day = same[before - 1].latest if before else day
        if day not in self._bases:
            first = bisect_right(same, day - 1, key=itemgetter(0))
            of_day = same[first : bisect_right(same, day, key=itemgetter(0))]
            self._bases[day] = hull([Span(lo=decimal(e.lo), hi=decimal(e.hi)) for e in of_day])
        return day, self._bases[day]

    def codes(self, group: int) -> bytes:
        """Whether each report meets the target, from the level to start from by a group's day."""
        key, base = self.base(group)
        found = self._codes.get(key)
        if found is None:
            found = self._codes[key] = bytes(self._compared(base))
        return found

    def _compared(self, base: Span | None) -> Iterator[int]:
        found = limits(self.terms, base)
        if found is not None and not found.never and found.percent is None:
            yield from self._within(found, base)
            return
        for at, (_, _, _, lo, hi, kind) in enumerate(self.entries):
            if kind & DEGREES:
                yield YES if kind & FULL else NO
            elif (
                found is None
                or not (lo is None or isinstance(lo, int))
                or not (hi is None or isinstance(hi, int))
            ):
                yield _CODES[meets(self.terms, self.report(at), base)]
            else:
                yield _CODES[found.met(lo, hi, percent=bool(kind & PERCENT))]

    def _within(self, found: Limits, base: Span | None) -> Iterator[int]:
        """The same as `Limits.met` in one go: here is where the time of a judgement goes."""
        (floor, top), (under, over) = found.inside, found.outside
        for at, (_, _, _, lo, hi, kind) in enumerate(self.entries):
            if kind & DEGREES:
                yield YES if kind & FULL else NO
            elif (lo is not None and type(lo) is not int) or (
                hi is not None and type(hi) is not int
            ):
                yield _CODES[meets(self.terms, self.report(at), base)]
            elif (floor is None or (lo is not None and lo >= floor)) and (
                top is None or (hi is not None and hi <= top)
            ):
                yield YES
            elif (under is not None and hi is not None and hi < under) or (
                over is not None and lo is not None and lo > over
            ):
                yield NO
            else:
                yield UNKNOWN
