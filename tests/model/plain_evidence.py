"""The plain way to the evidence: every report looked at anew for every day, nothing kept.

The rules are those of docs/domain.md, section 5. A report is like a balance assertion in
book-keeping; all arithmetic is interval arithmetic, so what the words leave open stays open.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import groupby
from typing import Any

from attrs import evolve, frozen

from ledger.model.change import of_type
from ledger.model.facts import CommitmentFacts
from ledger.model.report import Report
from ledger.model.reports import lower, upper
from ledger.model.target import baseline, beyond, meets, progress
from ledger.model.terms import Terms
from ledger.model.verdict import DUTIES, Fulfilled, Three
from ledger.quantities import Span

ONE_DAY = dt.timedelta(days=1)


@frozen(kw_only=True)
class Evidence:
    """What the reports that count on a day say; see ledger.model.fulfilment."""

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
    unsupported: tuple[int, ...] = ()
    reason: str = "no report on it counts by that day"


def evidence(facts: CommitmentFacts, terms: Terms, day: dt.date, *, stale_after: int) -> Evidence:
    """What counts on `day` about the fulfilment of these terms of the commitment.

    `stale_after` is the number of days for which a report of not having met the target speaks
    for the days that follow.
    """
    told = [report for told in facts.reports_of(terms.commitment.measure) for report in told]
    counted = sorted(
        (report for report in told if report.supported and report.latest <= day),
        key=lambda report: (report.latest, report.position),
    )
    gone = tuple(r.position for r in told if not r.supported and r.latest <= day)
    breaches = [c for c in of_type(facts.changes, "breach") if c.counts_on(day)]
    if terms.commitment.target is None:
        counted = [report for report in counted if report.degree is not None]
    found = Evidence(unsupported=gone)
    if breaches:
        first = min(breaches, key=lambda change: (change.latest or dt.date.max, change.id))
        return evolve(
            found, contrary=True, fulfilled="no", last_on=first.latest, because=(first.position,),
            reason=f"{first.id} breached it, {first.latest}",
        )  # fmt: skip
    if not counted:
        return found
    base = baseline(facts, counted, terms.commitment)
    judged = [(report, meets(terms.commitment, report, base)) for report in counted]
    last_on = counted[-1].latest
    last = [report for report in counted if report.latest == last_on]
    found = evolve(found, last_on=last_on, progress=progress(terms.commitment, last, base))
    if terms.commitment.mode in DUTIES:
        return _kept_up(found, facts, terms, judged)
    return _achieved(found, facts, terms, judged, base, day, stale_after)


def _surely_since(day: dt.date | None, report: Report) -> bool:
    """Whether the report is surely of `day` or later; of an open start it may be of any time."""
    return day is not None and report.earliest is not None and report.earliest >= day


def _in_force(facts: CommitmentFacts, terms: Terms, report: Report) -> bool:
    """Whether a duty to maintain or avoid surely bound its debtor on the day of the report."""
    begun = facts.latest
    if facts.terms.starts is not None:
        begun = max(begun, facts.starts_hi) if begun and facts.starts_hi else None
    # The due day is the day on which such a duty ends.
    bounded = terms.due_lo is not None or terms.due_hi is not None
    ended = bounded and (terms.due_lo is None or report.latest > terms.due_lo)
    return _surely_since(begun, report) and not ended


def _kept_up(
    found: Evidence, facts: CommitmentFacts, terms: Terms, judged: list[tuple[Report, Three]]
) -> Evidence:
    """A duty to maintain or avoid: contrary and confirming reports while it was in force."""
    for report, met in judged:
        # Told at or after its end that it was kept to the full, it was.
        if report.degree == "full" and terms.due_hi is not None and met == "yes":
            if _surely_since(terms.due_hi, report):
                return evolve(
                    found, fulfilled="yes", lo=terms.due_lo, hi=terms.due_lo,
                    because=(report.position,), reason=f"{report.says}: kept to its end",
                )  # fmt: skip
    against: list[Report] = []
    for_it: list[Report] = []
    disputed: list[Report] = []
    for _, of_day in groupby(judged, key=lambda pair: pair[0].latest):
        group = [(report, met) for report, met in of_day if _in_force(facts, terms, report)]
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
            reason=f"{first.says} is against the duty",
        )  # fmt: skip
    found = evolve(found, disputed=bool(disputed))
    if for_it:
        last = for_it[-1]
        return evolve(
            found, holds=True, because=(last.position,), reason=f"{last.says}: the duty holds",
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
    terms: Terms,
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
        # What was so before the promise was made does not fulfil it, unless a source says so.
        done = [r for r in yes if r.degree is not None or _surely_since(facts.latest, r)]
        if done:
            return evolve(found, fulfilled="yes", hi=on, **_done(done, after, unmet))
        for report in no:
            first = _day_after(report.earliest)
            if first is not None and (after is None or first > after):
                after, unmet = first, report
    return _not_achieved(found, terms, day, stale_after, base=base, group=group, yes=yes, no=no)


def _done(done: list[Report], after: dt.date | None, unmet: Report | None) -> dict[str, Any]:
    """When it was done and why: after the last day on which it surely was not.

    A report of fulfilment tells the day itself; a level tells only that it was so by then. `done`
    are the reports of one last day; of several days told, any may be the right one.
    """
    told = [report for report in done if report.degree is not None]
    if told:
        starts = [report.earliest for report in told]
        return {
            "lo": None if None in starts else min(start for start in starts if start),
            "because": tuple(report.position for report in told),
            "reason": told[0].says,
        }
    first = done[0]
    return {
        "lo": min(after, first.latest) if after else None,
        "because": (first.position,) if unmet is None else (unmet.position, first.position),
        "reason": f"{first.says} meets the target",
    }


def _day_after(day: dt.date | None) -> dt.date | None:
    return day if day is None or day == dt.date.max else day + ONE_DAY


def _not_achieved(
    found: Evidence, terms: Terms, day: dt.date, stale_after: int,
    *, base: Span | None, group: list[Report], yes: list[Report], no: list[Report],
) -> Evidence:  # fmt: skip
    """What the reports of the last day say of a target that none has shown to be met."""
    found = evolve(found, because=tuple(report.position for report in group))
    last = (no or group)[-1]
    if yes and no:
        return evolve(found, disputed=True, reason=_disagreement(yes, no))
    if yes:
        return evolve(found, reason=f"{last.says} may be from before the promise was made")
    if not no:
        return evolve(found, reason=f"{last.says} may or may not meet the target")
    if terms.due_hi is not None and day > terms.due_hi:
        no = [report for report in no if _surely_since(_day_after(terms.due_hi), report)]
        if not no:
            return evolve(
                found,
                reason=f"the last report, {last.says}, may be from before the deadline passed",
            )
    elif (age := (day - last.latest).days) > stale_after:
        # A report on a part was never one on the whole, so it cannot have grown stale as such.
        own = any(report.covers == "same" for report in no)
        return evolve(found, stale=own, reason=f"the last report, {last.says}, is {age} days old")
    way = all(_on_the_way(terms, report, base) for report in no)
    return evolve(found, fulfilled="partial" if way else "no",
                  reason=f"{last.says} does not meet the target")  # fmt: skip


def _on_the_way(terms: Terms, report: Report, base: Span | None) -> bool:
    if report.degree is not None:
        return report.degree == "partial"
    lo, hi = lower(report.span.lo), upper(report.span.hi)
    return beyond(terms.commitment, base).holds(lo, hi)


def _disagreement(yes: list[Report], no: list[Report]) -> str:
    """Which sources say that the target is met, and which that it is not."""

    def named(reports: list[Report]) -> str:
        return ", ".join(
            f"{report.raw} ({', '.join(report.sources) or report.id})" for report in reports
        )

    return (
        f"reports of {yes[0].latest} disagree: the target is met by {named(yes)}, "
        f"not by {named(no)}"
    )
