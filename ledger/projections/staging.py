"""The stages of one commitment: on which days its verdict can change, and how it is judged then."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ledger.dates.calendar import add
from ledger.model.case import Case
from ledger.model.commitment import Commitment
from ledger.model.facts import CommitmentFacts
from ledger.model.judgement import STALE_AFTER, Judgement
from ledger.model.recurrence import Period, length_of, recurs
from ledger.model.reports import LATEST, Entry
from ledger.projections.commitments import measures_of
from ledger.projections.measures import FOREVER

BEGINNING = dt.date.min.toordinal()

EVER = 0
"""In place of the day of the last report: nobody ever reported, and the promise has no day."""

AHEAD = 120
"""For so many periods ahead of all that is told a duty that comes again is staged."""


class Stage(NamedTuple):
    """What holds on all days of a stretch."""

    verdict: str | None = None
    lifecycle: str | None = None
    overdue: str | None = None
    flags: str | None = None
    due_lo: int | None = None
    due_hi: int | None = None
    worded: int | None = None
    silent: int | None = None
    slip_lo: int | None = None
    slip_hi: int | None = None
    terms: tuple[tuple[str, str | None], ...] = ()


TO_BE_JUDGED = Stage()


def lines(*names: str | None) -> str:
    """Names as they are looked up, one a line; one of several lines is never looked up."""
    kept = dict.fromkeys(name.casefold() for name in names if name)
    return "".join(f"\n{name}" for name in kept if "\n" not in name) + "\n"


def line(name: str) -> str:
    """What is looked up in `lines`."""
    return f"\n{name.casefold()}\n"


def mark(flag: str) -> str:
    """A flag as it is looked up among others."""
    return f" {flag} "


def stage(whole: Case, part: Part, day: dt.date) -> Stage:
    """How a part of a commitment is judged on a day."""
    assert part.case is not None
    found, facts = part.case.judge(day), whole.facts
    silent = None
    if day.toordinal() >= part.report:
        # What a period has not seen, it has not seen since its first day.
        own = part.case if part.number else whole
        since = found.evidence.last_on or own.facts.latest
        silent = since.toordinal() if since is not None else EVER
    slip = _slip(facts, found) if "rescheduled" in found.flags else (None, None)
    return Stage(
        verdict=found.verdict,
        lifecycle=found.state.lifecycle,
        overdue=found.overdue,
        flags="".join(mark(flag) for flag in found.flags),
        due_lo=ordinal(found.due_lo),
        due_hi=ordinal(found.due_hi),
        worded=int(found.terms.commitment.due is not None),
        silent=silent,
        slip_lo=slip[0],
        slip_hi=slip[1],
        terms=_by_terms(facts, whole.in_force(day).current[0].commitment),
    )


def ordinal(day: dt.date | None) -> int | None:
    """The number of a day, None where there is none."""
    return day.toordinal() if day is not None else None


def _slip(facts: CommitmentFacts, found: Judgement) -> tuple[int | None, int | None]:
    """Between how many and how many days the deadline was moved; None where a bound is open."""
    if not (facts.due_lo and facts.due_hi and found.due_lo and found.due_hi):
        return None, None
    return (found.due_lo - facts.due_hi).days, (found.due_hi - facts.due_lo).days


TERMS = ("debtor", "debtor_name", "debtor_as", "creditor_as", "measure", "mode", "place",
         "speaker_as", "about")  # fmt: skip
"""What is told of the terms: by whom, to whom, about what, as the filters ask for it."""


def _by_terms(facts: CommitmentFacts, terms: Commitment) -> tuple[tuple[str, str | None], ...]:
    named = facts.names.get
    about = (facts.id, terms.label, terms.measure, facts.place, terms.scope)
    told = (
        terms.debtor,
        named(terms.debtor, terms.debtor),
        lines(terms.debtor, named(terms.debtor)),
        lines(terms.creditor, named(terms.creditor or "")),
        terms.measure.casefold() if terms.measure else None,
        terms.mode.casefold(),
        facts.place.casefold() if facts.place else None,
        lines(*facts.by, *(named(who) for who in facts.by)),
        "\n".join(text.casefold() for text in about if text),
    )
    return tuple(zip(TERMS, told, strict=True))


class Part(NamedTuple):
    """What is judged on the days from `first` to before `until`: a commitment, or a period of one.

    `number` and `last` tell which row it is: None of a commitment that does not come again; of one
    that does 0 for the whole, else which period it is, and its last day. `case` is None where it has
    to be judged to know. `edges` are days on which the verdict may change, `report` that of the last
    report.
    """

    number: int | None
    last: int | None
    first: int
    until: int
    case: Case | None
    edges: tuple[int, ...] = ()
    report: int = BEGINNING
    like: tuple[Stage, Stage] | None = None
    """Of a period about which nothing is told: how one is judged up to its last day, and after it."""
    period: Period | None = None


class Staged:
    """A commitment as it stands on the days from `first` to before `until`."""

    def __init__(self, whole: CommitmentFacts, first: int, until: int) -> None:
        self._first = first
        self._until = until
        self._reports = _entries(whole)
        self._case = Case(whole)

    def stages(self) -> Iterator[tuple[Part, int, int, Stage]]:
        """What holds in these days: of which part, from which day to before which."""
        facts = self._case.facts
        listed = facts.earliest or facts.latest
        if listed is None:
            return
        for part in self._divided(listed.toordinal()):
            begin, end = max(self._first, part.first), min(self._until, part.until)
            if begin >= end:
                continue
            if part.case is None:
                yield part, begin, end, TO_BE_JUDGED
                continue
            inside = part.edges[bisect_right(part.edges, begin) : bisect_left(part.edges, end)]
            for day, following in pairwise((begin, *inside, end)):
                yield part, day, following, self._stage(part, day)

    def _stage(self, part: Part, day: int) -> Stage:
        if part.like is None:
            return stage(self._case, part, dt.date.fromordinal(day))
        assert part.period is not None
        last = part.period.last.toordinal()
        since = part.period.first if part.number else self._case.facts.latest
        return part.like[day > last]._replace(
            due_lo=last, due_hi=last, silent=EVER if since is None else since.toordinal()
        )

    def _divided(self, listed: int) -> Iterator[Part]:
        """The commitment and its periods; from the horizon on they have to be judged."""
        facts = self._case.facts
        again = [each.terms.every for each in (facts, *facts.conditions) if recurs(each)]
        last = self._last_told(listed)
        ahead = [
            add(dt.date.fromordinal(last), AHEAD * count, unit).toordinal()
            for count, unit in map(length_of, filter(None, again))
        ]
        horizon = min(ahead, default=FOREVER)
        if recurs(facts):
            yield from self._repeated(listed, last, horizon)
        else:
            yield self._part(self._case, listed, horizon)
        if horizon < FOREVER:
            number = 0 if recurs(facts) else None
            yield Part(number, None, max(listed, horizon), FOREVER, None)

    def _last_told(self, listed: int) -> int:
        """The last day on which anything is told of it or of its conditions."""
        told = [listed, *(entries[-1][LATEST] for entries in self._reports if entries)]
        told += [
            day.toordinal()
            for each in (self._case.facts, *self._case.facts.conditions)
            for day in (each.latest, each.starts_hi, *(change.latest for change in each.changes))
            if day is not None
        ]
        return max(told)

    def _repeated(self, listed: int, last_told: int, horizon: int) -> Iterator[Part]:
        """The periods of a duty that comes again, and the whole, judged by one of them at a time."""
        case = self._case
        changed = {change.latest.toordinal() for change in case.facts.changes if change.latest}
        bounds = sorted({listed, *(day for day in changed if listed < day < horizon), horizon})
        turns = case.edges_of_conditions(STALE_AFTER, listed, min(horizon, self._until))
        quiet = max([last_told, *turns])
        like: tuple[Stage, Stage] | None = None
        for first, until in pairwise(bounds):
            periods = case.periods(dt.date.fromordinal(until - 1))
            begun = min((period.first.toordinal() for period in periods), default=until)
            if first < begun:
                yield self._part(case, first, min(begun, until))._replace(number=0)
            for number, period in enumerate(periods, 1):
                last = period.last.toordinal()
                since = max(first, period.first.toordinal())
                told = number, last, since, until, case.of_period(period)
                if since <= quiet:
                    part = self._part(case.of_period(period), since, until)
                    part = part._replace(number=number, last=last)
                else:
                    if like is None:
                        part = Part(*told)
                        after = dt.date.fromordinal(last + 1)
                        like = stage(case, part, period.first), stage(case, part, after)
                    part = Part(*told, edges=(last + 1,), like=like, period=period)
                yield part
                # The whole is judged by its last finished period, before that by its first one.
                chosen = last + 1 if number > 1 else since
                ends = until if number == len(periods) else periods[number].last.toordinal() + 1
                yield part._replace(
                    number=0, last=None, first=max(first, chosen), until=min(until, ends)
                )

    def _part(self, case: Case, first: int, until: int) -> Part:
        """What is judged as one case on these days."""
        since, before = max(first, self._first), min(until, self._until)
        if since >= before:
            # None of these days is asked about: on which of them it may change need not be known.
            return Part(None, None, first, until, None)
        entries = _own_entries(case.facts)
        report = max((told[-1][LATEST] for told in entries if told), default=BEGINNING)
        edges = {report, *case.edges(STALE_AFTER, since, before)}
        return Part(None, None, first, until, case, tuple(sorted(edges)), report)


def same_numbers(one: CommitmentFacts, other: CommitmentFacts) -> bool:
    """Whether the same is reported of a commitment and of its conditions, in whatever words."""
    return _entries(one) == _entries(other)


def _entries(facts: CommitmentFacts) -> list[list[Entry]]:
    """All that is reported of it and of its conditions, by numbers."""
    return [told for each in (facts, *facts.conditions) for told in _own_entries(each)]


def _own_entries(facts: CommitmentFacts) -> list[list[Entry]]:
    measures = (None, *measures_of(facts.terms, facts.amendments))
    return [told.entries for measure in measures for told in facts.reports_of(measure)]
