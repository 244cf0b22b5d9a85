"""What became of a commitment on one day: clock, evidence, verdict; and how it was judged.

`ledger.model.case` judges; an answer is always judged anew (docs/domain.md, section 6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from attrs import field, frozen

from ledger.model.fulfilment import Evidence, Progress
from ledger.model.reason import Reason
from ledger.model.terms import Terms
from ledger.model.verdict import State, Three

STALE_AFTER = 14
"""Days for which a report that the target is not met speaks for the days that follow it."""


@frozen(kw_only=True)
class Manner:
    """How to judge: the world closed or open, the deadline read strictly or leniently.

    `closed_world` takes silence for "not done" (for duties to maintain or avoid: for "kept so
    far"); `strict` takes due_lo for the deadline, `lenient` due_hi. `original` judges by the first
    deadline, target and scope instead of those in force.
    """

    closed_world: bool = False
    strict: bool = False
    lenient: bool = False
    original: bool = False
    stale_after: int = STALE_AFTER


OPEN_WORLD = Manner()


@frozen(kw_only=True)
class Reading:
    """A reading of the deadline in force, where unordered changes leave several."""

    lo: dt.date | None
    hi: dt.date | None
    why: str


@frozen(kw_only=True)
class Judgement:
    """What became of a commitment, on one day; `terms` are those that it was judged by.

    `reasons` are worked out when they are asked for.
    """

    day: dt.date
    terms: Terms
    state: State
    verdict: str
    overdue: Three
    due_lo: dt.date | None
    due_hi: dt.date | None
    evidence: Evidence
    flags: tuple[str, ...]
    days_left: int | None
    days_past: int | None
    days_late: tuple[int, int] | None
    readings: tuple[Reading, ...] = ()
    told: Callable[[], tuple[Reason, ...]] = field(eq=False, repr=False)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The steps that led to the verdict."""
        return self.told()

    @property
    def because(self) -> tuple[int, ...]:
        """The positions of all events that led to the verdict, ascending."""
        return tuple(sorted({position for r in self.reasons for position in r.positions}))

    @property
    def progress(self) -> Progress:
        return self.evidence.progress
