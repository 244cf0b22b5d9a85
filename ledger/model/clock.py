"""Where a day stands to a deadline, and where what was done stands to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from attrs import evolve

from ledger.model.fulfilment import Evidence
from ledger.model.judgement import Manner
from ledger.model.terms import Terms
from ledger.model.verdict import DUTIES, Clock, Timing


def clock_on(day: dt.date, lo: dt.date | None, hi: dt.date | None, *, promised: bool) -> Clock:
    """Where `day` stands to the deadline; `promised` says that words for a deadline exist."""
    if lo is None and hi is None:
        return "vague" if promised else "none"
    if lo is not None and day <= lo:
        return "not_due"
    if hi is not None and day > hi:
        return "passed"
    return "window"


def bounds(judged: Sequence[Terms], manner: Manner) -> tuple[dt.date | None, dt.date | None]:
    """The widest bounds of all readings, as strict or lenient reading takes them."""
    lows, highs = [terms.due_lo for terms in judged], [terms.due_hi for terms in judged]
    lo = None if None in lows else min(low for low in lows if low is not None)
    hi = None if None in highs else max(high for high in highs if high is not None)
    if manner.strict:
        return lo, lo
    if manner.lenient:
        return hi, hi
    return lo, hi


def closed(found: Evidence, terms: Terms, clock: Clock) -> Evidence:
    """The evidence where silence speaks: not done; for a duty to go on, kept so far."""
    mode = terms.commitment.mode
    if found.fulfilled != "unknown" or found.disputed or mode == "best_efforts":
        return found
    if mode not in DUTIES:
        return evolve(
            found, fulfilled="no", says=lambda: f"{found.reason}; taken as not done"
        )  # fmt: skip
    if clock == "passed":
        return evolve(found, fulfilled="yes", lo=terms.due_lo, hi=terms.due_lo,
                      says=lambda: "nothing against it up to its end; taken as kept")  # fmt: skip
    return evolve(found, holds=True,
                  says=lambda: "nothing against it up to that day; taken as kept up")  # fmt: skip


def timing(found: Evidence, lo: dt.date | None, hi: dt.date | None) -> Timing:
    """Whether it was surely done in time, surely late, or nobody knows."""
    if found.fulfilled != "yes":
        return "unknown"
    if found.hi is not None and lo is not None and found.hi <= lo:
        return "in-time"
    if found.lo is not None and hi is not None and found.lo > hi:
        return "late"
    return "unknown"


def days_late(
    word: str, found: Evidence, lo: dt.date | None, hi: dt.date | None
) -> tuple[int, int] | None:
    """Between how many and how many days late, both ends as uncertain as their dates."""
    if word != "kept-late" or not (found.lo and found.hi and lo and hi):
        return None
    return (found.lo - hi).days, (found.hi - lo).days
