"""A duty to achieve something: the first day on which it surely was, else the last word."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from ledger.model.compared import NO, YES, Compared
from ledger.model.facts import CommitmentFacts
from ledger.model.fulfilment import Evidence
from ledger.model.report import Report
from ledger.model.reports import DEGREES, PARTIAL, SAME
from ledger.model.target import beyond
from ledger.model.terms import Terms
from ledger.model.verdict import Fulfilled

_LAST = dt.date.max.toordinal()


class _Done(NamedTuple):
    """When it was first achieved: in which group, by which reports, after which day and report."""

    group: int
    by: list[int]
    after: int | None
    unmet: int | None


def _day_after(day: int | None) -> int | None:
    """The day after, as an ordinal; the last day of all has none."""
    return day if day is None or day == _LAST else day + 1


class Achieving:
    """What reports say of a duty to achieve something, by the day of any group of them."""

    def __init__(self, facts: CommitmentFacts, terms: Terms, compared: Compared) -> None:
        self._compared = compared
        self._terms = terms
        self._made = facts.latest.toordinal() if facts.latest is not None else None
        self._after = facts.earliest.toordinal() if facts.earliest is not None else None
        self._done: dict[int, _Done | None] = {}

    def on(self, group: int, day: dt.date, stale_after: int, told: dict[str, Any]) -> Evidence:
        """The evidence on a day whose last reports are this group; `told` is known already."""
        done = self.done(group)
        if done is not None and done.group <= group:
            return self._as_done(done, told)
        held, places = self._compared, self._compared.groups[group]
        told = {**told, "because": held.positions(places)}
        codes = held.codes(group)
        yes = [at for at in places if codes[at] == YES]
        no = [at for at in places if codes[at] == NO]
        last = (no or places)[-1]
        if yes and no:
            return Evidence(
                **told, disputed=True,
                says=lambda: _disagreement(held.reports(yes), held.reports(no)),
            )  # fmt: skip
        if yes:
            return Evidence(
                **told,
                says=lambda: f"{held.report(last).says} may be from before the promise was made",
            )
        if not no:
            return Evidence(
                **told, says=lambda: f"{held.report(last).says} may or may not meet the target"
            )
        return self._not_achieved(group, day, stale_after, no, told)

    def _not_achieved(
        self, group: int, day: dt.date, stale_after: int, no: list[int], told: dict[str, Any]
    ) -> Evidence:
        """What the reports of the last day say of a target that none has shown to be met."""
        held, last = self._compared, no[-1]
        age = day.toordinal() - held.days[group]
        due = self._terms.due_hi
        if due is not None and day > due:
            since = due.toordinal() + 1
            no = [at for at in no if (e := held.entries[at].earliest) is not None and e >= since]
            if not no:
                return Evidence(
                    **told,
                    says=lambda: (
                        f"the last report, {held.report(last).says}, may be from before "
                        "the deadline passed"
                    ),
                )
        elif age > stale_after:
            # A report on a part was never one on the whole, so it cannot have grown stale as such.
            own = any(held.entries[at].kind & (SAME | DEGREES) for at in no)
            return Evidence(
                **told, stale=own,
                says=lambda: f"the last report, {held.report(last).says}, is {age} days old",
            )  # fmt: skip
        _, base = held.base(group)
        way = all(
            held.entries[at].kind & PARTIAL
            if held.entries[at].kind & DEGREES
            else beyond(held.terms, held.span(at), base)
            for at in no
        )
        fulfilled: Fulfilled = "partial" if way else "no"
        return Evidence(
            **told, fulfilled=fulfilled,
            says=lambda: f"{held.report(last).says} does not meet the target",
        )  # fmt: skip

    def done(self, group: int) -> _Done | None:
        """When it was first surely achieved, from the level to start from by a group's day."""
        key, _ = self._compared.base(group)
        if key not in self._done:
            self._done[key] = self._first_done(self._compared.codes(group))
        return self._done[key]

    def _first_done(self, codes: bytes) -> _Done | None:
        entries, made = self._compared.entries, self._made
        after, unmet = self._after, None
        for number, places in enumerate(self._compared.groups):
            met = codes[places.start : places.stop]
            is_no = NO in met
            if YES in met:
                if is_no:
                    continue
                # What was so before the promise was made does not fulfil it, unless a source says
                # so.
                by = [
                    at
                    for at in places
                    if codes[at] == YES
                    and (
                        entries[at].kind & DEGREES
                        or (
                            made is not None
                            and (e := entries[at].earliest) is not None
                            and e >= made
                        )
                    )
                ]
                if by:
                    return _Done(number, by, after, unmet)
            elif is_no:
                for at in places:
                    if codes[at] == NO:
                        first = _day_after(entries[at].earliest)
                        if first is not None and (after is None or first > after):
                            after, unmet = first, at
        return None

    def _as_done(self, done: _Done, told: dict[str, Any]) -> Evidence:
        """When it was done and why: after the last day on which it surely was not.

        A report of fulfilment tells the day itself; a level tells only that it was so by then. Of
        several days told, any may be the right one.
        """
        held = self._compared
        hi = held.days[done.group]
        by = [at for at in done.by if held.entries[at].kind & DEGREES]
        if by:
            starts = [held.entries[at].earliest for at in by]
            lo = None if None in starts else min(start for start in starts if start is not None)
            return Evidence(
                **told, fulfilled="yes", lo=_date(lo), hi=_date(hi), because=held.positions(by),
                says=lambda: held.report(by[0]).says,
            )  # fmt: skip
        first = done.by[0]
        led = [first] if done.unmet is None else [done.unmet, first]
        return Evidence(
            **told, fulfilled="yes",
            lo=_date(min(done.after, hi)) if done.after is not None else None, hi=_date(hi),
            because=held.positions(led),
            says=lambda: f"{held.report(first).says} meets the target",
        )  # fmt: skip


def _date(ordinal: int | None) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if ordinal is not None else None


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
