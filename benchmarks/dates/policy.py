"""Deadlines as officials and treaties set them, said on 9 September 2020, and the windows they set.

Written for this project after docs/domain.md, section 4; the reader was made with phrases like
these in view, so the figures say how far apart readers are, not how well ours does on new words.
An empty window is a phrase that hangs on an event: whoever dates it errs in silence.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

SAID = dt.date(2020, 9, 9)


class Deadline(NamedTuple):
    """A phrase and its window, due_lo … due_hi; None where an event is needed first."""

    phrase: str
    window: tuple[dt.date, dt.date] | None


_WINDOWS = """
by May next year | 2021-04-30 | 2021-05-31
by 2030 | 2029-12-31 | 2030-12-31
no later than 2050 | 2049-12-31 | 2050-12-31
by the end of 2021 | 2021-12-31 | 2021-12-31
before the end of next month | 2020-10-31 | 2020-10-31
by mid-2021 | 2021-04-30 | 2021-08-31
by early 2022 | 2021-12-31 | 2022-04-30
by late summer | 2021-07-31 | 2021-08-31
during the month of September | 2020-09-30 | 2020-09-30
in the first half of 2022 | 2022-06-30 | 2022-06-30
by the first quarter of 2021 | 2020-12-31 | 2021-03-31
in Q4 | 2020-12-31 | 2020-12-31
by the end of Q3 2021 | 2021-09-30 | 2021-09-30
within 14 months | 2021-11-09 | 2021-11-09
within nine and a half months | 2021-06-24 | 2021-06-24
in two weeks | 2020-09-23 | 2020-09-23
within 90 days | 2020-12-08 | 2020-12-08
within 10 working days | 2020-09-23 | 2020-09-23
within 48 hours | 2020-09-11 | 2020-09-11
over the next decade | 2030-09-09 | 2030-09-09
over the next three years | 2023-09-09 | 2023-09-09
in the next two to three weeks | 2020-09-23 | 2020-09-30
in a few weeks | 2020-09-23 | 2020-10-14
by close of business Friday | 2020-09-11 | 2020-09-11
11 p.m. GMT on 31 January 2021 | 2021-01-31 | 2021-01-31
by noon on January 20 | 2021-01-20 | 2021-01-20
no later than 11 September 2021 | 2021-09-11 | 2021-09-11
before May 1st | 2021-04-30 | 2021-04-30
on or before December 31, 2020 | 2020-12-31 | 2020-12-31
on August 31st | 2021-08-31 | 2021-08-31
until 31 March 2021 | 2021-03-31 | 2021-03-31
by the start of October | 2020-09-30 | 2020-09-30
by the end of the decade | 2029-12-31 | 2029-12-31
between 2021 and 2025 | 2025-12-31 | 2025-12-31
from June to August | 2021-08-31 | 2021-08-31
in May or June 2021 | 2021-06-30 | 2021-06-30
the last Friday of June | 2021-06-25 | 2021-06-25
by Christmas | 2020-12-25 | 2020-12-25
before Easter 2021 | 2021-04-03 | 2021-04-03
a week from Monday | 2020-09-21 | 2020-09-21
by tomorrow | 2020-09-10 | 2020-09-10
the day after tomorrow | 2020-09-11 | 2020-09-11
by the weekend | 2020-09-11 | 2020-09-13
by September | 2020-09-09 | 2020-09-30
this month | 2020-09-30 | 2020-09-30
later this year | 2020-12-31 | 2020-12-31
early next year | 2021-04-30 | 2021-04-30
by year-end | 2020-12-31 | 2020-12-31
by this time next year | 2021-09-09 | 2021-09-09
through 2024 | 2024-12-31 | 2024-12-31
in late 2022 or early 2023 | 2023-04-30 | 2023-04-30
in the second half of the decade | 2029-12-31 | 2029-12-31
effective immediately | 2020-09-09 | 2020-09-09
in 18 to 24 months | 2022-03-09 | 2022-09-09
"""
_EVENTS = """
ahead of the election
within 30 days of ratification
no later than 30 days after the entry into force of this Agreement
by the end of the transition period
within 100 days of taking office
within two years of the referendum
several days later
upon ratification
before the summer recess
no sooner than six months after signing
two weeks before the summit
at least 30 days before the election
on day one
in the first 100 days
by the second anniversary of the accord
the day after the vote
once the vaccine is available
within 90 days thereafter
until the ceasefire ends
by COP27
"""


def deadlines() -> list[Deadline]:
    """All of them."""
    found = []
    for line in _WINDOWS.strip().splitlines():
        phrase, lo, hi = line.split(" | ")
        found.append(Deadline(phrase, (dt.date.fromisoformat(lo), dt.date.fromisoformat(hi))))
    return found + [Deadline(line, None) for line in _EVENTS.strip().splitlines()]
