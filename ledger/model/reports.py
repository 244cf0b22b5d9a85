"""Reports in order of their days: read by their numbers, and told in full only where one is asked for.

A measure that is watched for years has thousands of them. Most of what follows from them follows
from days and bounds alone, so these lie in plain rows; the words of a report come on demand.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Final, overload

from ledger.model.report import Report

Number = int | Decimal | float
"""A bound; whole numbers are ints, which compare the same and quicker; an open end is infinite."""

ABOVE, BELOW = float("inf"), float("-inf")
"""Open ends."""

SAME, PERCENT, GONE, FULL, PARTIAL, NONE = 1, 2, 4, 8, 16, 32
"""What kind of report: of the measure itself; in percent; without a source; of what degree."""

DEGREES = FULL | PARTIAL | NONE
"""A report of fulfilment, which tells no level."""

_LARGE = 10**18
_HIGHEST, _FINEST = 30, -20
"""Numbers with digits only between these places are added without any rounding."""
_DEGREE = {"full": FULL, "partial": PARTIAL, "none": NONE}


Entry = tuple[int, int, int | None, Number, Number, int]
"""A report by its numbers: its last day, its position, its first day, the bounds of its span, its kind.

Days are ordinals. There may be very many of these, and plain tuples cost least.
"""

LATEST: Final = 0
POSITION: Final = 1
EARLIEST: Final = 2
LO: Final = 3
HI: Final = 4
KIND: Final = 5
"""Where in an entry each of them stands."""

order = itemgetter(LATEST, POSITION)
"""Last day first, then position: the order in which reports are read."""


def number(value: Decimal | None) -> int | Decimal | None:
    """A bound as an int where it is written as one, so that it can be told again digit by digit."""
    if value is None:
        return None
    whole = int(value) if value.is_finite() else 0
    return whole if abs(whole) < _LARGE and str(value) == str(whole) else value


def decimal(value: Number | None) -> Decimal | None:
    """The bound that it stands for; None for an open end."""
    if isinstance(value, float):
        return None
    return Decimal(value) if isinstance(value, int) else value


def lower(value: int | Decimal | None) -> Number:
    """A lower bound as it is compared."""
    return BELOW if value is None else value


def upper(value: int | Decimal | None) -> Number:
    """An upper bound as it is compared."""
    return ABOVE if value is None else value


def plain(*numbers: Number | None) -> bool:
    """Whether sums and differences of these are told exactly by sixty digits."""
    return all(
        not isinstance(value, Decimal)
        or (value.is_finite() and value.adjusted() < _HIGHEST and _exponent(value) >= _FINEST)
        for value in numbers
    )


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def kind_of(*, covers: str, percent: bool, supported: bool, degree: str | None) -> int:
    """The kind of a report; one of fulfilment is of no measure."""
    kind = 0 if supported else GONE
    if degree is not None:
        return kind | _DEGREE[degree]
    return kind | (SAME if covers == "same" else 0) | (PERCENT if percent else 0)


class Reports(Sequence[Report]):
    """Reports in order of last day and position: `entries` by their numbers, `told` each in full."""

    __slots__ = ("_told", "entries", "exact")

    def __init__(self, entries: list[Entry], told: Callable[[int], Report], *, exact: bool) -> None:
        self.entries = entries
        self.exact = exact
        """Whether sums and differences of all bounds are told exactly."""
        self._told = told

    @classmethod
    def of(cls, reports: Sequence[Report]) -> Reports:
        """These reports, in whatever order they come."""
        if isinstance(reports, Reports):
            return reports
        ordered = sorted(reports, key=lambda report: (report.latest, report.position))
        entries = [_entry(report) for report in ordered]
        exact = all(plain(entry[LO], entry[HI]) for entry in entries)
        return cls(entries, ordered.__getitem__, exact=exact)

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
        at = bisect_left(self.entries, order(entry), key=order)
        while at < len(self.entries) and order(self.entries[at]) == order(entry):
            if self.entries[at] == entry:
                return self._told(at)
            at += 1
        return None

    def where(self, first: int, last: int, wanted: Callable[[Entry], bool]) -> Reports:
        """Those whose last day lies between these two, both included, and that are wanted."""
        start = bisect_left(self.entries, first, key=itemgetter(LATEST))
        end = bisect_left(self.entries, last + 1, key=itemgetter(LATEST))
        kept = [n for n in range(start, end) if wanted(self.entries[n])]
        entries = [self.entries[n] for n in kept]
        return Reports(entries, lambda n: self._told(kept[n]), exact=self.exact)


def _entry(report: Report) -> Entry:
    # What `Report.span` says: of a part, no more than a lower bound; of a whole, an upper one.
    return (
        report.latest.toordinal(),
        report.position,
        report.earliest.toordinal() if report.earliest else None,
        lower(number(report.lo)) if report.covers != "whole" else BELOW,
        upper(number(report.hi)) if report.covers != "part" else ABOVE,
        kind_of(
            covers=report.covers,
            percent=report.percent,
            supported=report.supported,
            degree=report.degree,
        ),
    )


def bare(entry: Entry) -> Report:
    """The report of an entry by its numbers alone: without id, words and sources."""
    latest, position, earliest, lo, hi, kind = entry
    return Report(
        position=position,
        id="",
        earliest=dt.date.fromordinal(earliest) if earliest is not None else None,
        latest=dt.date.fromordinal(latest),
        lo=decimal(lo),
        hi=decimal(hi),
        raw="",
        covers="same" if kind & SAME else "part" if hi == ABOVE else "whole",
        degree=next((degree for degree, flag in _DEGREE.items() if kind & flag), None),
        supported=not kind & GONE,
        percent=bool(kind & PERCENT),
    )
