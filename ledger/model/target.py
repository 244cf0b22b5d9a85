"""Whether a report meets a target, and how far it is on the way from the baseline.

Interval arithmetic throughout (docs/domain.md, section 5): what the words leave open stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.model.commitment import Commitment
from ledger.model.facts import CommitmentFacts
from ledger.model.report import Report
from ledger.model.reports import ABOVE, BELOW, Number, lower, upper
from ledger.model.share import PERCENT, TIMES, share
from ledger.model.verdict import DUTIES, Three
from ledger.quantities import Span

ZERO = Decimal(0)


def meets(terms: Commitment, report: Report, base: Span | None) -> Three:
    """Whether the whole interval of the report meets the target: yes, surely not, or unknown."""
    if report.degree is not None:
        return "yes" if report.degree == "full" else "no"
    level = report.span
    if terms.all_out:
        return _compare(level, at_most=ZERO)
    if not _comparable(terms, report):
        return "unknown"
    multiple = terms.at_most or terms.at_least
    if multiple is not None and multiple.unit == TIMES:
        return _multiple(terms, level, base)
    if terms.at_most:
        return _compare(level, at_most=terms.at_most.hi)
    if terms.at_least:
        return _compare(level, at_least=terms.at_least.lo)
    if terms.between:
        return _compare(level, at_least=terms.between.lo, at_most=terms.between.hi)
    change = terms.down_by or terms.up_by
    if change is None or base is None:
        return "unknown"
    part = share(change)
    if part is None:
        return _compare(base - level if terms.down_by else level - base, at_least=change.lo)
    if part.lo is None:
        return "unknown"
    if terms.down_by:
        edge = base.scaled(1 - part.lo)
        return _compare(level - edge, at_most=ZERO)
    edge = base.scaled(1 + part.lo)
    return _compare(level - edge, at_least=ZERO)


def _multiple(terms: Commitment, level: Span, base: Span | None) -> Three:
    """At least twice, at most half as much as at the start."""
    many = terms.at_least.lo if terms.at_least else terms.at_most.hi if terms.at_most else None
    if base is None or many is None:
        return "unknown"
    beyond_it = level - base.scaled(many)
    if terms.at_least:
        return _compare(beyond_it, at_least=ZERO)
    return _compare(beyond_it, at_most=ZERO)


def _comparable(terms: Commitment, report: Report) -> bool:
    """Whether target and report speak of the same: a share of the start, or a level in percent.

    "At most 45 %" of what is counted in tonnes is no level; a fall "by 10 %" of what is counted in
    percent may mean points or a tenth.
    """
    change = terms.down_by or terms.up_by
    if change is not None:
        return change.unit != TIMES and (share(change) is None or not report.percent)
    level = terms.at_most or terms.at_least or terms.between
    return level is None or level.unit != PERCENT or report.percent


def _compare(
    span: Span, *, at_least: Decimal | None = None, at_most: Decimal | None = None
) -> Three:
    if at_least is None and at_most is None:
        # Words that set no bound ("at most thousands") are neither surely met nor surely not.
        return "unknown"
    surely = (at_least is None or (span.lo is not None and span.lo >= at_least)) and (
        at_most is None or (span.hi is not None and span.hi <= at_most)
    )
    never = (at_least is not None and span.hi is not None and span.hi < at_least) or (
        at_most is not None and span.lo is not None and span.lo > at_most
    )
    return "yes" if surely else "no" if never else "unknown"


def baseline(
    facts: CommitmentFacts, counted: Sequence[Report], terms: Commitment | None = None
) -> Span | None:
    """The level to start from: as stated; else the last report on or before the commitment's day.

    Else the first report after it. `terms` are those in force, the first ones where not given.
    """
    stated = (terms or facts.terms).baseline
    if stated is not None:
        return Span(lo=stated.lo, hi=stated.hi)
    same = [report for report in counted if report.covers == "same" and report.degree is None]
    before = [r for r in same if facts.latest is not None and r.latest <= facts.latest]
    if not same:
        return None
    day = before[-1].latest if before else same[0].latest
    return hull([report.span for report in same if report.latest == day])


def hull(spans: Sequence[Span]) -> Span | None:
    """The smallest interval that holds all of these: sources of one day may disagree."""
    if not spans:
        return None
    lows, highs = [span.lo for span in spans], [span.hi for span in spans]
    return Span(
        lo=None if None in lows else min(low for low in lows if low is not None),
        hi=None if None in highs else max(high for high in highs if high is not None),
    )


def progress(
    terms: Commitment, last: Sequence[Report], base: Span | None
) -> tuple[Decimal, Decimal] | None:
    """How far from the baseline to the target, 0 … 1; 0 while the last report is the baseline.

    `last` are the reports of the last day; those that disagree widen the interval.
    """
    level = hull(
        [report.span for report in last if report.covers == "same" and report.degree is None]
    )
    if base is None or level is None or None in (base.lo, base.hi, level.lo, level.hi):
        return None
    if terms.mode in DUTIES or not all(_comparable(terms, report) for report in last):
        return None
    if level == base:
        # What was reached where it started had no way to go.
        met = any(meets(terms, report, base) == "yes" for report in last)
        return None if met else (ZERO, ZERO)
    downwards = _downwards(terms, base)
    whole = _distance(terms, base)
    if downwards is None or whole is None or whole.lo is None or whole.lo <= 0:
        return None
    out = beyond(terms, base)
    if lower(level.lo) < out.floor or upper(level.hi) > out.top:
        return None  # it may have gone through the range and out on its other side
    gone = base - level if downwards else level - base
    assert gone.lo is not None
    assert gone.hi is not None
    assert whole.hi is not None
    ends = [gone.lo / whole.lo, gone.lo / whole.hi, gone.hi / whole.lo, gone.hi / whole.hi]
    clip = [min(max(end, ZERO), Decimal(1)) for end in ends]
    return min(clip), max(clip)


def _downwards(terms: Commitment, base: Span) -> bool | None:
    """Whether the target lies below the baseline; None where that cannot be told."""
    if terms.all_out or terms.at_most or terms.down_by:
        return True
    if terms.at_least or terms.up_by:
        return False
    if terms.between is not None:
        low, high = terms.between.lo, terms.between.hi
        if high is not None and base.lo is not None and base.lo > high:
            return True
        if low is not None and base.hi is not None and base.hi < low:
            return False
    return None


def _distance(terms: Commitment, base: Span) -> Span | None:
    """How far the target lies from a baseline with both ends."""
    if terms.all_out:
        return base
    if change := terms.down_by or terms.up_by:
        part = share(change)
        far = change.span if part is None else part
        # "By at least a tenth" is a tenth of the way to go.
        far = far if far.hi is not None else Span(lo=far.lo, hi=far.lo)
        if part is None or far.lo is None or base.lo is None or base.hi is None:
            return far
        return Span(lo=base.scaled(far.lo).lo, hi=base.scaled(far.hi or far.lo).hi)
    told = terms.at_most or terms.at_least
    if told is not None and told.unit == TIMES:
        return None
    if terms.at_most and None not in (terms.at_most.lo, terms.at_most.hi):
        return base - terms.at_most.span
    if terms.at_least and None not in (terms.at_least.lo, terms.at_least.hi):
        return terms.at_least.span - base
    if terms.between is not None:
        # The near edge is the one that has to be reached.
        if _downwards(terms, base) is True:
            return base - Span(lo=terms.between.hi, hi=terms.between.hi)
        if _downwards(terms, base) is False:
            return Span(lo=terms.between.lo, hi=terms.between.lo) - base
    return None


class Beyond(NamedTuple):
    """Which levels lie surely beyond a baseline towards a target, and not out on its other side.

    Those with hi < `under` or lo > `over`, as long as lo ≥ `floor` and hi ≤ `top`.
    """

    floor: Number = BELOW
    top: Number = ABOVE
    under: Number = BELOW
    over: Number = ABOVE

    def holds(self, lo: Number, hi: Number) -> bool:
        """Whether a level of these bounds does."""
        return (hi < self.under or lo > self.over) and lo >= self.floor and hi <= self.top


def beyond(terms: Commitment, base: Span | None) -> Beyond:
    """What lies beyond a baseline towards the target of some terms; nothing where nobody can tell."""
    downwards = None if base is None else _downwards(terms, base)
    if base is None or downwards is None:
        return Beyond()
    floor, top = (terms.between.lo, terms.between.hi) if terms.between else (None, None)
    if downwards:
        return Beyond(floor=lower(floor), under=lower(base.lo))
    return Beyond(top=upper(top), over=upper(base.hi))
