"""Whether a promise is fulfilled, as far as the reports that count on a day can say.

The rules are those of docs/domain.md, section 5. A report is like a balance assertion in
book-keeping; all arithmetic is interval arithmetic, so what the words leave open stays open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from attrs import field, frozen

from ledger.model.verdict import Fulfilled

Progress = tuple[Decimal, Decimal] | None


def _no_progress() -> Progress:
    return None


def _no_report() -> str:
    return "no report on it counts by that day"


@frozen(kw_only=True)
class Evidence:
    """What the reports that count on a day say.

    `lo` … `hi` is the interval of days in which it was fulfilled (where yes); `contrary`: a breach,
    or a report surely against a duty to maintain or avoid; `holds`: one that it is being kept;
    `because` are positions; `unsupported` the positions of reports that no longer count because
    their sources are gone. `progress` and `reason` are worked out when they are asked for.
    """

    fulfilled: Fulfilled = "unknown"
    lo: dt.date | None = None
    hi: dt.date | None = None
    contrary: bool = False
    holds: bool = False
    disputed: bool = False
    stale: bool = False
    last_on: dt.date | None = None
    because: tuple[int, ...] = ()
    unsupported: tuple[int, ...] = ()
    measured: Callable[[], Progress] = field(default=_no_progress, eq=False, repr=False)
    says: Callable[[], str] = field(default=_no_report, eq=False, repr=False)

    @property
    def progress(self) -> Progress:
        """0 … 1 as an interval, None where it cannot be told."""
        return self.measured()

    @property
    def reason(self) -> str:
        """What it rests on, in a sentence."""
        return self.says()
