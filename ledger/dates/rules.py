"""The table of rules by which phrases are read, each with examples: documentation and tests at once."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ledger.dates.reading import Direction

SAID = dt.date(2020, 9, 9)
"""The day on which the examples were said, a Wednesday."""


@frozen
class Example:
    """A phrase in a direction, and what is read.

    `expected` is due_lo/due_hi where the direction is `due`, else the days in EDTF; "vague" where
    there are no bounds; the kind of shift and the words for the event where it hangs on one.
    """

    phrase: str
    direction: Direction
    expected: str
    calendars: tuple[str, ...] = ()


@frozen(kw_only=True)
class Rule:
    """One rule: its stable id, what it covers, what follows."""

    id: str
    covers: str
    result: str
    examples: tuple[Example, ...]


def _due(phrase: str, lo: str, hi: str | None = None, *calendars: str) -> Example:
    return Example(phrase, "due", f"{lo}/{hi or lo}", calendars)


def _hung(phrase: str, expected: str) -> Example:
    return Example(phrase, "due", expected)


def _date(phrase: str, expected: str) -> Example:
    return Example(phrase, "date", expected)


RULES: tuple[Rule, ...] = (
    Rule(id="R1", covers="by, no later than, until, on, on or before a day",
         result="lo = hi = that day",
         examples=(_due("by May 1, 2021", "2021-05-01"), _due("2020-10-31", "2020-10-31"),
                   _due("no later than 11 September 2021", "2021-09-11"),
                   _due("on August 31st", "2021-08-31"), _due("by Friday", "2020-09-11"),
                   _due("11 p.m. GMT on 31 January 2021", "2021-01-31"),
                   _due("by close of business Friday", "2020-09-11"),
                   _due("the last Friday of June", "2021-06-25"),
                   _due("by the 15th", "2020-09-15"), _due("by Christmas", "2020-12-25"),
                   _due("by 15/06/2021", "2021-06-15"), _due("by tomorrow", "2020-09-10"),
                   _due("effective immediately", "2020-09-09"),
                   _due("the May 1 deadline", "2021-05-01"))),
    Rule(id="R2", covers="before, prior to, ahead of a day, a period or an event; by the start of",
         result="the day before it begins",
         examples=(_due("before May 1st", "2021-04-30"), _due("before 2021", "2020-12-31"),
                   _due("by the start of October", "2020-09-30"),
                   _due("prior to Easter 2021", "2021-04-03"),
                   _due("by the turn of the year", "2020-12-31"),
                   _hung("ahead of the election", "before election"))),
    Rule(id="R3", covers="by a month, season, quarter or year",
         result="lo = the day before it begins (the day said, if it has begun), hi = its last day",
         examples=(_due("by May next year", "2021-04-30", "2021-05-31"),
                   _due("by 2030", "2029-12-31", "2030-12-31"),
                   _due("by September", "2020-09-09", "2020-09-30"),
                   _due("by the first quarter of 2021", "2020-12-31", "2021-03-31"),
                   _due("by the summer of 2021", "2021-05-31", "2021-08-31"),
                   _due("by the weekend", "2020-09-11", "2020-09-13"),
                   _due("in 2030 at the latest", "2029-12-31", "2030-12-31"),
                   _due("by the 2030s", "2029-12-31", "2039-12-31"),
                   _due("by fiscal year 2022", "2021-09-30", "2022-09-30", "us-federal"),
                   _due("by Ramadan", "2021-04-11", "2021-05-13"))),
    Rule(id="R4", covers="by or before the end of a period", result="its last day",
         examples=(_due("by the end of 2021", "2021-12-31"),
                   _due("before the end of next month", "2020-10-31"),
                   _due("by year-end", "2020-12-31"), _due("by end-March 2021", "2021-03-31"),
                   _due("before the year is out", "2020-12-31"),
                   _due("by the end of Q3 2021", "2021-09-30"),
                   _due("by the end of the decade", "2029-12-31"),
                   _due("by the end of FY2021", "2021-09-30", None, "us-federal"))),
    Rule(id="R5", covers="in, during, over, this, next period; from one to another; through",
         result="lo = hi = its last day",
         examples=(_due("during the month of September", "2020-09-30"),
                   _due("this month", "2020-09-30"), _due("next year", "2021-12-31"),
                   _due("in the first half of 2022", "2022-06-30"), _due("in Q3", "2020-09-30"),
                   _due("from June to August", "2021-08-31"),
                   _due("between 2021 and 2025", "2025-12-31"), _due("through 2024", "2024-12-31"),
                   _due("later this year", "2020-12-31"), _due("early next year", "2021-04-30"),
                   _due("in the second week of November", "2020-11-15"),
                   _due("in late 2022 or early 2023", "2023-04-30"),
                   Example("in November", "ahead", "2020-11"))),
    Rule(id="R6", covers="within or in so many days, weeks, months, years",
         result="the day said plus so many; months are calendar months, clamped",
         examples=(_due("within 14 months", "2021-11-09"), _due("in two weeks", "2020-09-23"),
                   _due("within nine and a half months", "2021-06-24"),
                   _due("within 10 working days", "2020-09-23"),
                   _due("within 48 hours", "2020-09-11"),
                   _due("over the next decade", "2030-09-09"),
                   _due("in the coming two years", "2022-09-09"),
                   _due("a week from Monday", "2020-09-21"),
                   _due("the day after tomorrow", "2020-09-11"),
                   _due("within 90 days of 1 October 2020", "2020-12-30"),
                   _due("by this time next year", "2021-09-09"),
                   _date("10 days ago", "2020-08-30"),
                   _date("over the past two years", "2018-09-09/2020-09-09"))),
    Rule(id="R7", covers="by early, mid or late period",
         result="the third of the period that is named, then as R3",
         examples=(_due("by early 2022", "2021-12-31", "2022-04-30"),
                   _due("by mid-July", "2021-07-09", "2021-07-20"),
                   _due("by mid-2021", "2021-04-30", "2021-08-31"),
                   _due("by late summer", "2021-07-31", "2021-08-31"),
                   _due("by the middle of next year", "2021-04-30", "2021-08-31"))),
    Rule(id="R8", covers="soon, as soon as possible, in the coming weeks, until further notice; "
                         "not before a day, which sets no last one",
         result="no bounds",
         examples=(_hung("as soon as possible", "vague"), _hung("until further notice", "vague"),
                   _hung("in the coming weeks", "vague"), _hung("within days", "vague"),
                   _hung("not before 2025", "vague"),
                   _hung("when conditions permit", "vague"))),
    Rule(id="R9", covers="about, just over, nearly so many units; a couple, a few, several",
         result="so many units, and half a unit on the side that the word says",
         examples=(_date("just over a month before", "2020-07-25/2020-08-08"),
                   _date("about a month ago", "2020-07-25/2020-08-24"),
                   _due("in a few weeks", "2020-09-23", "2020-10-14"),
                   _due("over the next several months", "2020-12-09", "2021-07-09"),
                   _due("in 18 to 24 months", "2022-03-09", "2022-09-09"))),
    Rule(id="R10", covers="relative to another event",
         result="from that event's days; none until it has some",
         examples=(_date("several days later", "after"),
                   _hung("within two years of the referendum", "within referendum"),
                   _hung("no later than 30 days after ratification", "within ratification"),
                   _hung("within 100 days of taking office", "within taking office"),
                   _hung("by the end of the transition period", "on end of the transition period"),
                   _hung("the day after the election", "after election"),
                   _hung("no sooner than six months after signing", "since signing"),
                   _hung("by the second anniversary of the accord", "after accord"),
                   _hung("upon ratification", "on ratification"),
                   _hung("on day one", "on"),
                   _hung("in the first 100 days of the new government", "within new government"),
                   _hung("by 30 June 2021 or 90 days after signature, whichever is earlier",
                         "after signature"),
                   _date("the following day", "after"))),
    Rule(id="R11", covers="two readings that can both be defended: an anchor that is an interval, "
                          "next Friday, 1/5/2021, a day that the moon decides",
         result="the widest bounds, each reading kept",
         examples=(_due("by next Friday", "2020-09-11", "2020-09-18"),
                   _due("by 1/5/2021", "2021-01-05", "2021-05-01"),
                   _due("by Eid al-Fitr", "2021-05-12", "2021-05-14"))),
    Rule(id="R12", covers="looking back: a weekday, a month, last December, earlier this year",
         result="the latest that has begun by the day said, cut there",
         examples=(_date("Wednesday", "2020-09-09"), _date("in January", "2020-01"),
                   _date("In February", "2020-02"), _date("last December", "2019-12"),
                   _date("last month", "2020-08"),
                   _date("Earlier this year", "2020-01-01/2020-09-09"),
                   _date("has pledged", "../2020-09-09"), _date("last year", "2019"),
                   _date("over the weekend", "2020-09-05/2020-09-06"),
                   _date("late on Tuesday", "2020-09-08"),
                   _date("last summer", "2020-06/2020-08"),
                   _date("since January", "2020-01-01/2020-09-09"),
                   _date("in recent weeks", "../2020-09-09"),
                   _date("in the wake of the killing", "since killing"),
                   _date("since then", "since"))),
)  # fmt: skip
