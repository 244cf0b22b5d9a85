"""Where a target lies, as limits for the numbers of a report: a shortcut for `target.meets`.

The same questions in other words: "at most 3,000" asks whether the highest number that a report
allows is at most 3,000. Given only where both come to the same, digit for digit.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ledger.model.commitment import Commitment
from ledger.model.reports import Number, number
from ledger.model.share import PERCENT, TIMES, share
from ledger.model.verdict import Three
from ledger.quantities import Span

_LARGE, _FINE = 30, -20
"""Numbers of fewer digits than this are added without any rounding."""


class Limits(NamedTuple):
    """Met where all numbers lie in `inside`, surely not where all lie in `outside`.

    A pair holds the lowest number for the lower and the highest for the upper end of a report, None
    where there is none: `inside` asks lo ≥ the first and hi ≤ the second; `outside` asks hi < the
    first or lo > the second. `percent` says which reports can be compared with it: those in
    percent, the others, or (None) both.
    """

    inside: tuple[Number | None, Number | None] = (None, None)
    outside: tuple[Number | None, Number | None] = (None, None)
    percent: bool | None = None
    never: bool = False
    """Whether no report says anything of it."""

    def met(self, lo: int | None, hi: int | None, *, percent: bool) -> Three:
        """Whether a report of these bounds meets the target."""
        if self.never or (self.percent is not None and percent != self.percent):
            return "unknown"
        floor, top = self.inside
        if (floor is None or (lo is not None and lo >= floor)) and (
            top is None or (hi is not None and hi <= top)
        ):
            return "yes"
        under, over = self.outside
        if (under is not None and hi is not None and hi < under) or (
            over is not None and lo is not None and lo > over
        ):
            return "no"
        return "unknown"


NEVER = Limits(never=True)


def limits(terms: Commitment, base: Span | None) -> Limits | None:
    """The limits of a target, from a baseline where it asks for a change; None: ask `meets`."""
    if terms.all_out:
        return _within(None, Decimal(0), None)
    change = terms.down_by or terms.up_by
    if change is not None:
        return _changed(terms, base)
    level = terms.at_most or terms.at_least or terms.between
    if level is None:
        return NEVER
    if level.unit == TIMES and terms.between is None:
        many = terms.at_least.lo if terms.at_least else level.hi
        if base is None or many is None:
            return NEVER
        return _edge(base.scaled(many), upwards=terms.at_least is not None, percent=None)
    percent = True if level.unit == PERCENT else None
    if terms.at_most:
        return _within(None, level.hi, percent)
    if terms.at_least:
        return _within(level.lo, None, percent)
    return _within(level.lo, level.hi, percent)


def _within(floor: Decimal | None, top: Decimal | None, percent: bool | None) -> Limits | None:  # noqa: FBT001
    if floor is None and top is None:
        return NEVER
    if not _plain(floor, top):
        return None
    ends = number(floor), number(top)
    return Limits(inside=ends, outside=ends, percent=percent)


def _changed(terms: Commitment, base: Span | None) -> Limits | None:
    change = terms.down_by or terms.up_by
    assert change is not None
    if base is None or change.unit == TIMES:
        return NEVER
    part = share(change)
    if part is not None:
        if part.lo is None:
            return NEVER
        edge = base.scaled(1 - part.lo if terms.down_by else 1 + part.lo)
        return _edge(edge, upwards=terms.down_by is None, percent=False)
    if change.lo is None:
        return NEVER
    if not _plain(base.lo, base.hi, change.lo):
        return None
    by = change.lo.copy_negate() if terms.down_by else change.lo
    return _edge(base + Span(lo=by, hi=by), upwards=terms.down_by is None, percent=None)


def _edge(edge: Span, *, upwards: bool, percent: bool | None) -> Limits | None:
    """What must be reached: the far end of the edge surely meets it, the near end surely does not."""
    if not _plain(edge.lo, edge.hi):
        return None
    lo, hi = number(edge.lo), number(edge.hi)
    near, far = (lo, hi) if upwards else (hi, lo)
    if upwards:
        made = Limits(inside=(far, None), outside=(near, None), percent=percent)
    else:
        made = Limits(inside=(None, far), outside=(None, near), percent=percent)
    # An edge that is open on its far side is reached by no number.
    return made if far is not None else _unreachable(made)


def _unreachable(made: Limits) -> Limits | None:
    return NEVER if made.outside == (None, None) else None


def _plain(*numbers: Decimal | None) -> bool:
    """Whether sums and differences of these are told exactly."""
    return all(
        value is None
        or (value.is_finite() and value.adjusted() < _LARGE and value.as_tuple().exponent >= _FINE)  # type: ignore[operator]
        for value in numbers
    )
