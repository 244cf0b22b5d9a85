"""The table of rules by which phrases are read, each with examples: documentation and tests at once."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ledger.dates.reading import Direction

SAID = dt.date(2020, 9, 9)
"""The day on which the examples were said, a Wednesday."""


@frozen
class Example:
    """A phrase in a direction, and what is read: EDTF of the days, or of due_lo/due_hi."""

    phrase: str
    direction: Direction
    expected: str


@frozen(kw_only=True)
class Rule:
    """One rule: its stable id, what it covers, what follows."""

    id: str
    covers: str
    result: str
    examples: tuple[Example, ...]


def _due(phrase: str, lo: str, hi: str | None = None) -> Example:
    return Example(phrase, "due", f"{lo}/{hi or lo}")


def _date(phrase: str, edtf: str) -> Example:
    return Example(phrase, "date", edtf)


RULES: tuple[Rule, ...] = (
    Rule(id="R1", covers="by, no later than, until, on, on or before a day",
         result="lo = hi = that day",
         examples=(_due("by May 1, 2021", "2021-05-01"), _due("2020-10-31", "2020-10-31"),
                   _due("no later than 11 September 2021", "2021-09-11"),
                   _due("on August 31st", "2021-08-31"), _due("by Friday", "2020-09-11"))),
    Rule(id="R2", covers="before, prior to, ahead of a day, a period or an event; by the start of",
         result="the day before it begins",
         examples=(_due("before May 1st", "2021-04-30"), _due("before 2021", "2020-12-31"),
                   _due("by the start of October", "2020-09-30"),
                   _due("ahead of the election", "before election"))),
    Rule(id="R3", covers="by a month, season, quarter or year",
         result="lo = the day before it begins (the day said, if it has begun), hi = its last day",
         examples=(_due("by May next year", "2021-04-30", "2021-05-31"),
                   _due("by 2030", "2029-12-31", "2030-12-31"),
                   _due("by September", "2020-09-09", "2020-09-30"),
                   _due("by the first quarter of 2021", "2020-12-31", "2021-03-31"))),
    Rule(id="R4", covers="by or before the end of a period", result="its last day",
         examples=(_due("by the end of 2021", "2021-12-31"),
                   _due("before the end of next month", "2020-10-31"))),
    Rule(id="R5", covers="in, during, over, this, next period", result="lo = hi = its last day",
         examples=(_due("during the month of September", "2020-09-30"),
                   _due("this month", "2020-09-30"), _due("next year", "2021-12-31"),
                   Example("in November", "ahead", "2020-11"))),
    Rule(id="R6", covers="within or in so many days, weeks, months, years",
         result="the day said plus so many; months are calendar months, clamped",
         examples=(_due("within 14 months", "2021-11-09"), _due("in two weeks", "2020-09-23"),
                   _due("within nine and a half months", "2021-06-24"),
                   _date("10 days ago", "2020-08-30"))),
    Rule(id="R7", covers="by early, mid or late period",
         result="the third of the period that is named, then as R3",
         examples=(_due("by early 2022", "2021-12-31", "2022-04-30"),
                   _due("by mid-July", "2021-07-09", "2021-07-20"))),
    Rule(id="R8", covers="soon, as soon as possible, in the coming weeks, until further notice",
         result="no bounds",
         examples=(_due("as soon as possible", "vague"), _due("until further notice", "vague"))),
    Rule(id="R9", covers="about, just over, nearly so many units; a couple, a few, several",
         result="so many units, and half a unit on the side that the word says",
         examples=(_date("just over a month before", "2020-07-25/2020-08-08"),
                   _date("about a month ago", "2020-07-25/2020-08-24"))),
    Rule(id="R10", covers="relative to another event",
         result="from that event's days; none until it has some",
         examples=(_date("several days later", "after"),
                   _due("within two years of the referendum", "within referendum"))),
    Rule(id="R11", covers="an anchor that is an interval",
         result="read at both ends, both kept as alternatives", examples=()),
    Rule(id="R12", covers="looking back: a weekday, a month, last December, earlier this year",
         result="the latest that has begun by the day said, cut there",
         examples=(_date("Wednesday", "2020-09-09"), _date("in January", "2020-01"),
                   _date("In February", "2020-02"), _date("last December", "2019-12"),
                   _date("last month", "2020-08"),
                   _date("Earlier this year", "2020-01-01/2020-09-09"),
                   _date("has pledged", "../2020-09-09"), _date("last year", "2019"),
                   _date("in the wake of the killing", "since killing"),
                   _date("since then", "since"))),
)  # fmt: skip
