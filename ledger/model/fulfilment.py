"""Whether a promise is fulfilled, as far as the reports that count on a day can say.

The rules are those of docs/domain.md, section 5. A report is like a balance assertion in
book-keeping; all arithmetic is interval arithmetic, so what the words leave open stays open.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import groupby

from attrs import evolve, frozen

from ledger.model.commitment import Commitment
from ledger.model.facts import CommitmentFacts, Report
from ledger.model.verdict import DUTIES, Fulfilled, Three
from ledger.quantities import Span

ONE_DAY = dt.timedelta(days=1)
ZERO = Decimal(0)


@frozen(kw_only=True)
class Evidence:
    """What the reports that count on a day say.

    `lo` … `hi` is the interval of days in which it was fulfilled (where yes); `contrary`: a report
    surely against a duty to maintain or avoid; `holds`: one that it is being kept; `progress` is
    0 … 1 as an interval, None where it cannot be told; `because` are positions.
    """

    fulfilled: Fulfilled = "unknown"
    lo: dt.date | None = None
    hi: dt.date | None = None
    contrary: bool = False
    holds: bool = False
    disputed: bool = False
    stale: bool = False
    progress: tuple[Decimal, Decimal] | None = None
    last_on: dt.date | None = None
    because: tuple[int, ...] = ()
    reason: str = "no report on it counts by that day"


def evidence(facts: CommitmentFacts, day: dt.date, *, stale_after: int) -> Evidence:
    """What counts on `day` about the fulfilment of the commitment.

    `stale_after` is the number of days for which a report of not having met the target speaks
    for the days that follow.
    """
    counted = sorted(
        (report for report in facts.reports if report.latest <= day),
        key=lambda report: (report.latest, report.position),
    )
    if not counted or facts.terms.target is None:
        return Evidence()
    base = baseline(facts, counted)
    judged = [(report, meets(facts.terms, report, base)) for report in counted]
    last = counted[-1]
    found = Evidence(last_on=last.latest, progress=progress(facts.terms, last, base))
    if facts.terms.mode in DUTIES:
        return _kept_up(found, facts, judged)
    return _achieved(found, facts, judged, day, stale_after)


def meets(terms: Commitment, report: Report, base: Span | None) -> Three:
    """Whether the whole interval of the report meets the target: yes, surely not, or unknown."""
    level = report.span
    if terms.all_out:
        return _compare(level, at_most=ZERO)
    if terms.at_most:
        return _compare(level, at_most=terms.at_most.hi)
    if terms.at_least:
        return _compare(level, at_least=terms.at_least.lo)
    if terms.between:
        return _compare(level, at_least=terms.between.lo, at_most=terms.between.hi)
    change = terms.down_by or terms.up_by
    if change is None or base is None:
        return "unknown"
    return _compare(base - level if terms.down_by else level - base, at_least=change.lo)


def _compare(
    span: Span, *, at_least: Decimal | None = None, at_most: Decimal | None = None
) -> Three:
    surely = (at_least is None or (span.lo is not None and span.lo >= at_least)) and (
        at_most is None or (span.hi is not None and span.hi <= at_most)
    )
    never = (at_least is not None and span.hi is not None and span.hi < at_least) or (
        at_most is not None and span.lo is not None and span.lo > at_most
    )
    return "yes" if surely else "no" if never else "unknown"


def baseline(facts: CommitmentFacts, counted: list[Report]) -> Span | None:
    """The level to start from: as stated; else the last report on or before the commitment's day.

    Else the first report after it.
    """
    if facts.terms.baseline is not None:
        return Span(lo=facts.terms.baseline.lo, hi=facts.terms.baseline.hi)
    same = [report for report in counted if report.covers == "same"]
    before = [r for r in same if facts.latest is not None and r.latest <= facts.latest]
    chosen = before[-1] if before else (same[0] if same else None)
    return chosen.span if chosen else None


def progress(
    terms: Commitment, report: Report, base: Span | None
) -> tuple[Decimal, Decimal] | None:
    """How far from the baseline to the target, 0 … 1; 0 while the report is the baseline."""
    if base is None or None in (base.lo, base.hi) or report.covers != "same":
        return None
    level = report.span
    if level == base:
        return ZERO, ZERO
    whole = _distance(terms, base)
    if whole is None or None in (level.lo, level.hi) or whole.lo is None or whole.lo <= 0:
        return None
    gone = level - base if terms.at_least or terms.up_by else base - level
    assert gone.lo is not None
    assert gone.hi is not None
    assert whole.hi is not None
    ends = [gone.lo / whole.lo, gone.lo / whole.hi, gone.hi / whole.lo, gone.hi / whole.hi]
    clip = [min(max(end, ZERO), Decimal(1)) for end in ends]
    return min(clip), max(clip)


def _distance(terms: Commitment, base: Span) -> Span | None:
    """How far the target lies from the baseline."""
    if terms.all_out:
        return base
    if change := terms.down_by or terms.up_by:
        return Span(lo=change.lo, hi=change.hi) if change.hi is not None else None
    if terms.at_most and terms.at_most.hi is not None:
        return base - Span(lo=terms.at_most.lo, hi=terms.at_most.hi)
    if terms.at_least and terms.at_least.hi is not None:
        return Span(lo=terms.at_least.lo, hi=terms.at_least.hi) - base
    return None


def _kept_up(
    found: Evidence, facts: CommitmentFacts, judged: list[tuple[Report, Three]]
) -> Evidence:
    """A duty to maintain or avoid: contrary and confirming reports since it was made."""
    since = [
        (report, met)
        for report, met in judged
        if facts.earliest is None or (report.earliest or report.latest) >= facts.earliest
    ]
    against = [report for report, met in since if met == "no"]
    for_it = [report for report, met in since if met == "yes"]
    if against:
        first = against[0]
        return evolve(
            found, fulfilled="no", contrary=True, because=(first.position,),
            reason=f"{first.measure} at {first.raw} on {first.latest} is against the duty",
        )  # fmt: skip
    if for_it:
        last = for_it[-1]
        return evolve(
            found, holds=True, because=(last.position,),
            reason=f"{last.measure} at {last.raw} on {last.latest}: the duty holds",
        )  # fmt: skip
    return found


def _achieved(
    found: Evidence,
    facts: CommitmentFacts,
    judged: list[tuple[Report, Three]],
    day: dt.date,
    stale_after: int,
) -> Evidence:
    """A duty to achieve something: the first day on which it surely was, else the last word."""
    unmet: Report | None = None
    disputed, last_group = False, judged[-1:]
    for on, of_day in groupby(judged, key=lambda pair: pair[0].latest):
        group = list(of_day)
        answers = {met for _, met in group}
        disputed = {"yes", "no"} <= answers
        last_group = group
        if disputed:
            continue
        if "yes" in answers:
            report = next(report for report, met in group if met == "yes")
            # It was done after the last day on which it surely was not, at the latest on the
            # day of this report.
            after = (unmet.earliest or unmet.latest) + ONE_DAY if unmet else facts.earliest
            return evolve(
                found, fulfilled="yes", hi=on, lo=min(after, on) if after else None,
                because=(report.position,) if unmet is None else (unmet.position, report.position),
                reason=f"{report.measure} at {report.raw} on {on} meets the target",
            )  # fmt: skip
        if "no" in answers:
            unmet = next(report for report, met in group if met == "no")
    positions = tuple(report.position for report, _ in last_group)
    last, _met = last_group[-1]
    told = f"{last.measure} at {last.raw} on {last.latest}"
    if disputed:
        return evolve(
            found, disputed=True, because=positions,
            reason=f"reports of {last.latest} disagree whether the target is met",
        )  # fmt: skip
    answers = {met for _, met in last_group}
    if "no" not in answers:
        return evolve(found, because=positions, reason=f"{told} may or may not meet the target")
    past = facts.due_hi is not None and day > facts.due_hi
    if past and facts.due_hi is not None and (last.earliest or last.latest) <= facts.due_hi:
        return evolve(
            found, because=positions,
            reason=f"the last report, {told}, is from before the deadline passed",
        )  # fmt: skip
    if not past and (day - last.latest).days > stale_after:
        return evolve(
            found, stale=True, because=positions,
            reason=f"the last report, {told}, is {(day - last.latest).days} days old",
        )  # fmt: skip
    beyond = any(_beyond(facts.terms, report, found.progress) for report, _ in last_group)
    return evolve(
        found, fulfilled="partial" if beyond else "no", because=positions,
        reason=f"{told} does not meet the target",
    )  # fmt: skip


def _beyond(terms: Commitment, report: Report, progress: tuple[Decimal, Decimal] | None) -> bool:
    """Whether the report lies surely beyond the baseline towards the target."""
    return report.covers == "same" and progress is not None and progress[0] > 0
