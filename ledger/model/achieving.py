"""A duty to achieve something: the first day on which it surely was, else the last word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from ledger.model.compared import NO, YES, Compared
from ledger.model.facts import CommitmentFacts
from ledger.model.fulfilment import Evidence
from ledger.model.report import Report
from ledger.model.reports import DEGREES, EARLIEST, HI, KIND, LO, PARTIAL, SAME
from ledger.model.target import Beyond, beyond
from ledger.model.terms import Terms
from ledger.model.verdict import Fulfilled

_LAST = dt.date.max.toordinal()

_YES, _NOT, _BOTH, _UNSURE = range(4)
"""What the reports of one day come to."""


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
        self._done: dict[bytes, _Done | None] = {}
        self._towards: dict[int, Beyond] = {}

    def on(self, group: int, day: dt.date, stale_after: int, told: dict[str, Any]) -> Evidence:
        """The evidence on a day whose last reports are this group; `told` is known already."""
        done = self.done(group)
        if done is not None and done.group <= group:
            return self._as_done(done, told)
        held, places = self._compared, self._compared.places(group)
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
            no = [at for at in no if (e := held.entries[at][EARLIEST]) is not None and e >= since]
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
            own = any(held.entries[at][KIND] & (SAME | DEGREES) for at in no)
            return Evidence(
                **told, stale=own,
                says=lambda: f"the last report, {held.report(last).says}, is {age} days old",
            )  # fmt: skip
        way = all(self._on_the_way(at, group) for at in no)
        fulfilled: Fulfilled = "partial" if way else "no"
        return Evidence(
            **told, fulfilled=fulfilled,
            says=lambda: f"{held.report(last).says} does not meet the target",
        )  # fmt: skip

    def _on_the_way(self, at: int, group: int) -> bool:
        """Whether the report at a place shows that the target was reached in part."""
        entry = self._compared.entries[at]
        if entry[KIND] & DEGREES:
            return bool(entry[KIND] & PARTIAL)
        return self._beyond(group).holds(entry[LO], entry[HI])

    def _beyond(self, group: int) -> Beyond:
        """What lies towards the target from the level to start from by a group's day."""
        key, base = self._compared.base(group)
        if key not in self._towards:
            self._towards[key] = beyond(self._compared.terms, base)
        return self._towards[key]

    def edges(self, stale_after: int, since: int, until: int | None) -> Iterator[int]:
        """The days from `since` to before `until` from which on the evidence may be otherwise."""
        held, before = self._compared, None
        last = len(held.days) - 1
        last_base = held.base(last)[0] if held.days else None
        for group in held.between(since, until):
            day = held.days[group]
            done = self.done(group)
            told = self._told(group, done)
            if told != before:
                yield day
            if done is not None and done.group <= group and held.base(group)[0] == last_base:
                return  # once it was achieved, it stays so
            before = told
            silent = day + stale_after + 1
            if told[0] == _NOT and (group == last or silent < held.days[group + 1]):
                yield silent
                before = None

    def _told(self, group: int, done: _Done | None) -> tuple[Any, ...]:
        """What the reports of a group say of the target, so far as an answer depends on it."""
        held = self._compared
        if done is not None and done.group <= group:
            return _YES, held.base(group)[0]
        codes, places = held.codes(group), held.places(group)
        no = [at for at in places if codes[at] == NO]
        if not no or YES in codes[places.start : places.stop]:
            return (_BOTH if no else _UNSURE), None
        due = self._terms.due_hi
        over = due.toordinal() + 1 if due is not None else _LAST + 1
        late = [
            self._on_the_way(at, group)
            for at in no
            if (earliest := held.entries[at][EARLIEST]) is not None and earliest >= over
        ]
        return (
            _NOT,
            all(self._on_the_way(at, group) for at in no),
            any(held.entries[at][KIND] & (SAME | DEGREES) for at in no),
            bool(late),
            all(late),
        )

    def done(self, group: int) -> _Done | None:
        """When it was first surely achieved, from the level to start from by a group's day."""
        codes = self._compared.codes(group)
        if codes not in self._done:
            self._done[codes] = self._first_done(codes)
        return self._done[codes]

    def _first_done(self, codes: bytes) -> _Done | None:
        held = self._compared
        at = codes.find(YES)
        while at >= 0:
            group = held.group_of(at)
            places = held.places(group)
            # Where reports of one day disagree, that day settles nothing.
            if NO not in codes[places.start : places.stop]:
                by = [place for place in places if codes[place] == YES and self._counts(place)]
                if by:
                    return _Done(group, by, *self._before(places.start, codes))
            at = codes.find(YES, places.stop)
        return None

    def _counts(self, at: int) -> bool:
        """Whether a report that meets the target can be of what was done to keep the promise.

        What was so before the promise was made does not fulfil it, unless a source says so.
        """
        entry, made = self._compared.entries[at], self._made
        if entry[KIND] & DEGREES:
            return True
        return made is not None and entry[EARLIEST] is not None and entry[EARLIEST] >= made

    def _before(self, end: int, codes: bytes) -> tuple[int | None, int | None]:
        """The day after the last report before `end` that surely did not meet it, and that report."""
        held, after, unmet = self._compared, self._after, None
        at = codes.find(NO, 0, end)
        while at >= 0:
            places = held.places(held.group_of(at))
            if YES not in codes[places.start : places.stop]:
                for place in range(at, places.stop):
                    if codes[place] == NO:
                        first = _day_after(held.entries[place][EARLIEST])
                        if first is not None and (after is None or first > after):
                            after, unmet = first, place
            at = codes.find(NO, places.stop, end)
        return after, unmet

    def _as_done(self, done: _Done, told: dict[str, Any]) -> Evidence:
        """When it was done and why: after the last day on which it surely was not.

        A report of fulfilment tells the day itself; a level tells only that it was so by then. Of
        several days told, any may be the right one.
        """
        held = self._compared
        hi = held.days[done.group]
        by = [at for at in done.by if held.entries[at][KIND] & DEGREES]
        if by:
            starts = [held.entries[at][EARLIEST] for at in by]
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
