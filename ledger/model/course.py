"""The course of the evidence: what the reports say about some terms of a commitment, on any day.

The reports are gone through once; each day is then a look at the last of them that count on it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from ledger.model.achieving import Achieving
from ledger.model.change import of_type
from ledger.model.compared import Compared
from ledger.model.facts import CommitmentFacts
from ledger.model.fulfilment import Evidence, Progress
from ledger.model.keeping import Keeping
from ledger.model.reports import LATEST, POSITION
from ledger.model.target import progress
from ledger.model.terms import Terms
from ledger.model.verdict import DUTIES


class Course:
    """What counts about the fulfilment of these terms of a commitment, on any day."""

    def __init__(
        self, facts: CommitmentFacts, terms: Terms, compared: Compared | None = None
    ) -> None:
        self._compared = compared or Compared(facts, terms.commitment)
        self._breaches = of_type(facts.changes, "breach")
        duty = terms.commitment.mode in DUTIES
        self._achieving = None if duty else Achieving(facts, terms, self._compared)
        self._keeping = Keeping(facts, terms, self._compared) if duty else None

    def on(self, day: dt.date, stale_after: int) -> Evidence:
        """The evidence on a day.

        `stale_after` is the number of days for which a report of not having met the target speaks
        for the days that follow.
        """
        held, today = self._compared, day.toordinal()
        gone = tuple(entry[POSITION] for entry in held.gone if entry[LATEST] <= today)
        breaches = [change for change in self._breaches if change.counts_on(day)]
        if breaches:
            first = min(breaches, key=lambda change: (change.latest or dt.date.max, change.id))
            return Evidence(
                contrary=True, fulfilled="no", last_on=first.latest, because=(first.position,),
                unsupported=gone, says=lambda: f"{first.id} breached it, {first.latest}",
            )  # fmt: skip
        group = bisect_right(held.days, today) - 1
        if group < 0:
            return Evidence(unsupported=gone)
        told: dict[str, Any] = {
            "unsupported": gone,
            "last_on": dt.date.fromordinal(held.days[group]),
            "measured": lambda: self._progress(group),
        }
        if self._keeping is not None:
            return self._keeping.on(group, told)
        assert self._achieving is not None
        return self._achieving.on(group, day, stale_after, told)

    def edges(self, stale_after: int, since: int, until: int | None) -> Iterator[int]:
        """The days from `since` to before `until` from which on an answer may depend on it otherwise.

        Days are ordinals. What is told on a day between two of them differs in words alone.
        """
        held = self._compared
        if held.gone:
            yield min(entry[LATEST] for entry in held.gone)
        for change in self._breaches:
            if change.latest is not None:
                yield change.latest.toordinal()
        if self._keeping is not None:
            yield from self._keeping.edges(since, until)
        else:
            assert self._achieving is not None
            yield from self._achieving.edges(stale_after, since, until)

    def _progress(self, group: int) -> Progress:
        held = self._compared
        _, base = held.base(group)
        return progress(held.terms, held.numbers(held.places(group)), base)


def evidence(facts: CommitmentFacts, terms: Terms, day: dt.date, *, stale_after: int) -> Evidence:
    """What counts on one day about the fulfilment of these terms of the commitment."""
    return Course(facts, terms).on(day, stale_after)
