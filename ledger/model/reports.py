"""Reports in order of their days: read by their numbers, and told in full only where one is asked for.

A measure that is watched for years has thousands of them. Most of what follows from them follows
from days and bounds alone, so these lie in plain rows; the words of a report come on demand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple, overload

from ledger.model.report import Report

Number = int | Decimal
"""A bound; whole numbers are ints, which compare the same and quicker."""

SAME, PERCENT, GONE, FULL, PARTIAL, NONE = 1, 2, 4, 8, 16, 32
"""What kind of report: of the measure itself; in percent; without a source; of what degree."""

DEGREES = FULL | PARTIAL | NONE
"""A report of fulfilment, which tells no level."""

_LARGE = 10**18
_DEGREE = {"full": FULL, "partial": PARTIAL, "none": NONE}


class Entry(NamedTuple):
    """A report by its numbers: days as ordinals, the bounds of its span, its kind."""

    latest: int
    position: int
    earliest: int | None
    lo: Number | None
    hi: Number | None
    kind: int


order = itemgetter(0, 1)
"""Last day first, then position: the order in which reports are read."""


def number(value: Decimal | None) -> Number | None:
    """A bound as an int where it is written as one, so that it can be told again digit by digit."""
    if value is None:
        return None
    whole = int(value) if value.is_finite() else 0
    return whole if abs(whole) < _LARGE and str(value) == str(whole) else value


def decimal(value: Number | None) -> Decimal | None:
    """The bound that it stands for."""
    return Decimal(value) if isinstance(value, int) else value


def kind_of(*, covers: str, percent: bool, supported: bool, degree: str | None) -> int:
    """The kind of a report; one of fulfilment is of no measure."""
    kind = 0 if supported else GONE
    if degree is not None:
        return kind | _DEGREE[degree]
    return kind | (SAME if covers == "same" else 0) | (PERCENT if percent else 0)


class Reports(Sequence[Report]):
    """Reports in order of last day and position: `entries` by their numbers, `told` each in full."""

    __slots__ = ("_told", "entries")

    def __init__(self, entries: list[Entry], told: Callable[[int], Report]) -> None:
        self.entries = entries
        self._told = told

    @classmethod
    def of(cls, reports: Sequence[Report]) -> Reports:
        """These reports, in whatever order they come."""
        if isinstance(reports, Reports):
            return reports
        ordered = sorted(reports, key=lambda report: (report.latest, report.position))
        return cls([_entry(report) for report in ordered], ordered.__getitem__)

    def __len__(self) -> int:
        return len(self.entries)

    @overload
    def __getitem__(self, index: int) -> Report: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Report, ...]: ...
    def __getitem__(self, index: int | slice) -> Report | tuple[Report, ...]:
        if isinstance(index, slice):
            return tuple(self._told(n) for n in range(*index.indices(len(self.entries))))
        return self._told(range(len(self.entries))[index])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(tuple(self))

    def find(self, entry: Entry) -> Report | None:
        """The report of an entry, where it is among these."""
        at = bisect_left(self.entries, (entry.latest, entry.position), key=order)
        while at < len(self.entries) and order(self.entries[at]) == order(entry):
            if self.entries[at] == entry:
                return self._told(at)
            at += 1
        return None

    def where(self, first: int, last: int, wanted: Callable[[Entry], bool]) -> Reports:
        """Those whose last day lies between these two, both included, and that are wanted."""
        start = bisect_left(self.entries, first, key=itemgetter(0))
        end = bisect_left(self.entries, last + 1, key=itemgetter(0))
        kept = [n for n in range(start, end) if wanted(self.entries[n])]
        return Reports([self.entries[n] for n in kept], lambda n: self._told(kept[n]))


def _entry(report: Report) -> Entry:
    # What `Report.span` says: of a part, no more than a lower bound; of a whole, an upper one.
    return Entry(
        latest=report.latest.toordinal(),
        position=report.position,
        earliest=report.earliest.toordinal() if report.earliest else None,
        lo=number(report.lo) if report.covers != "whole" else None,
        hi=number(report.hi) if report.covers != "part" else None,
        kind=kind_of(
            covers=report.covers,
            percent=report.percent,
            supported=report.supported,
            degree=report.degree,
        ),
    )
