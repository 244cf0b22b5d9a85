"""Whether a promise is fulfilled, as far as the reports that count on a day can say.

The rules are those of docs/domain.md, section 5. A report is like a balance assertion in
book-keeping; all arithmetic is interval arithmetic, so what the words leave open stays open.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import groupby

from attrs import evolve, frozen

from ledger.model.facts import CommitmentFacts, Report
from ledger.model.target import baseline, beyond, meets, progress
from ledger.model.verdict import DUTIES, Fulfilled, Three
from ledger.quantities import Span

ONE_DAY = dt.timedelta(days=1)


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
    last_on = counted[-1].latest
    last = [report for report in counted if report.latest == last_on]
    found = Evidence(last_on=last_on, progress=progress(facts.terms, last, base))
    if facts.terms.mode in DUTIES:
        return _kept_up(found, facts, judged)
    return _achieved(found, facts, judged, base, day, stale_after)


def _surely_since(day: dt.date | None, report: Report) -> bool:
    """Whether the report is surely of `day` or later; of an open start it may be of any time."""
    return day is not None and report.earliest is not None and report.earliest >= day


def _in_force(facts: CommitmentFacts, report: Report) -> bool:
    """Whether a duty to maintain or avoid surely bound its debtor on the day of the report."""
    begun = facts.latest
    if facts.terms.starts is not None:
        begun = max(begun, facts.starts_hi) if begun and facts.starts_hi else None
    # The due day is the day on which such a duty ends.
    bounded = facts.due_lo is not None or facts.due_hi is not None
    ended = bounded and (facts.due_lo is None or report.latest > facts.due_lo)
    return _surely_since(begun, report) and not ended


def _kept_up(
    found: Evidence, facts: CommitmentFacts, judged: list[tuple[Report, Three]]
) -> Evidence:
    """A duty to maintain or avoid: contrary and confirming reports while it was in force."""
    against: list[Report] = []
    for_it: list[Report] = []
    disputed: list[Report] = []
    for _, of_day in groupby(judged, key=lambda pair: pair[0].latest):
        group = [(report, met) for report, met in of_day if _in_force(facts, report)]
        no = [report for report, met in group if met == "no"]
        yes = [report for report, met in group if met == "yes"]
        if yes and no:
            disputed += yes + no
        else:
            against += no
            for_it += yes
    if against:
        first = against[0]
        return evolve(
            found, fulfilled="no", contrary=True, because=(first.position,),
            reason=f"{first.measure} at {first.raw} on {first.latest} is against the duty",
        )  # fmt: skip
    found = evolve(found, disputed=bool(disputed))
    if for_it:
        last = for_it[-1]
        return evolve(
            found, holds=True, because=(last.position,),
            reason=f"{last.measure} at {last.raw} on {last.latest}: the duty holds",
        )  # fmt: skip
    if disputed:
        return evolve(
            found, because=tuple(report.position for report in disputed),
            reason=f"reports of {disputed[-1].latest} disagree whether the duty holds",
        )  # fmt: skip
    return found


def _achieved(
    found: Evidence,
    facts: CommitmentFacts,
    judged: list[tuple[Report, Three]],
    base: Span | None,
    day: dt.date,
    stale_after: int,
) -> Evidence:
    """A duty to achieve something: the first day on which it surely was, else the last word."""
    unmet: Report | None = None
    after = facts.earliest
    yes: list[Report] = []
    no: list[Report] = []
    group: list[Report] = []
    for on, of_day in groupby(judged, key=lambda pair: pair[0].latest):
        answers = list(of_day)
        group = [report for report, _ in answers]
        yes = [report for report, met in answers if met == "yes"]
        no = [report for report, met in answers if met == "no"]
        if yes and no:
            continue
        # What was so before the promise was made does not fulfil it.
        done = [report for report in yes if _surely_since(facts.latest, report)]
        if done:
            # It was done after the last day on which it surely was not, at the latest on the
            # day of this report.
            because = (done[0].position,) if unmet is None else (unmet.position, done[0].position)
            return evolve(
                found, fulfilled="yes", hi=on, lo=min(after, on) if after else None,
                because=because,
                reason=f"{done[0].measure} at {done[0].raw} on {on} meets the target",
            )  # fmt: skip
        for report in no:
            first = _day_after(report.earliest)
            if first is not None and (after is None or first > after):
                after, unmet = first, report
    return _not_achieved(found, facts, day, stale_after, base=base, group=group, yes=yes, no=no)


def _day_after(day: dt.date | None) -> dt.date | None:
    return day if day is None or day == dt.date.max else day + ONE_DAY


def _not_achieved(
    found: Evidence, facts: CommitmentFacts, day: dt.date, stale_after: int,
    *, base: Span | None, group: list[Report], yes: list[Report], no: list[Report],
) -> Evidence:  # fmt: skip
    """What the reports of the last day say of a target that none has shown to be met."""
    found = evolve(found, because=tuple(report.position for report in group))
    last = (no or group)[-1]
    told = f"{last.measure} at {last.raw} on {last.latest}"
    if yes and no:
        return evolve(found, disputed=True,
                      reason=f"reports of {last.latest} disagree whether the target is met")  # fmt: skip
    if yes:
        return evolve(found, reason=f"{told} may be from before the promise was made")
    if not no:
        return evolve(found, reason=f"{told} may or may not meet the target")
    if facts.due_hi is not None and day > facts.due_hi:
        no = [report for report in no if _surely_since(_day_after(facts.due_hi), report)]
        if not no:
            return evolve(
                found, reason=f"the last report, {told}, may be from before the deadline passed"
            )
    elif (age := (day - last.latest).days) > stale_after:
        return evolve(found, stale=True, reason=f"the last report, {told}, is {age} days old")
    way = all(beyond(facts.terms, report, base) for report in no)
    return evolve(found, fulfilled="partial" if way else "no",
                  reason=f"{told} does not meet the target")  # fmt: skip
