"""Phrases made at random for the tests: words of the calendar in any order, and sensible ones."""

from __future__ import annotations

import datetime as dt
import random

WORDS = (
    "by", "before", "after", "since", "until", "within", "in", "on", "at", "during", "over",
    "from", "to", "between", "and", "or", "the", "a", "an", "of", "this", "next", "last",
    "coming", "past", "following", "previous", "early", "mid", "late", "end", "start",
    "beginning", "middle", "turn", "rest", "later", "earlier", "first", "second", "third",
    "fourth", "fifth", "twenty-first", "1st", "2nd", "15th", "31st", "29th", "one", "two",
    "three", "five", "ten", "thirty", "half", "quarter", "few", "several", "couple", "about",
    "nearly", "just", "over", "more", "than", "less", "some", "day", "days", "week", "weeks",
    "weekend", "month", "months", "year", "years", "decade", "century", "fortnight", "quarter",
    "half", "hours", "monday", "friday", "sunday", "january", "february", "feb", "march", "may",
    "june", "september", "dec", "december", "spring", "summer", "winter", "today", "tomorrow",
    "yesterday", "now", "tonight", "christmas", "easter", "ramadan", "eid", "thanksgiving", "fy",
    "fiscal", "2021", "2020", "1999", "2100", "9999", "1000", "0", "1", "5", "12", "29", "30",
    "31", "99", "100", "1000000", "2021-02-29", "2020-02-29", "1/5/2021", "5/1", "13/13/2020",
    "31/12", "2024-13", "noon", "midnight", "5pm", "23:59", "gmt", "q1", "q3", "h2", "ago",
    "from", "hence", "later", "afterwards", "thereafter", "then", "that", "same", "election",
    "referendum", "signing", "ratification", "vote", "deadline", "latest", "earliest",
    "at-the-latest", "no", "later", "than", "not", "before", "sooner", "soon", "possible",
    "whichever", "is", "earlier", "inclusive", "working", "business", "-", "–", "/", ",", ".",
    "'", "'s", "+", "90s", "1990s", "'20", "eoy", "eom", "date", "anniversary", "eve", "time",
    "20000101", "ad", "ce",
)  # fmt: skip

PERIODS = (
    """
May|next May|May next year|31 May 2021|May 31, 2021|the first quarter of 2022|Q3|2030|the 2020s|mid-2021
early next year|late June|next week|this month|Friday|next Friday|the last Friday of June|the weekend
the summer of 2021|winter|Christmas|Easter 2022|Ramadan|the first half of 2022|the 15th|1 March
the 21st century|tomorrow|the second week of November|the week of 9 November|29 February|12/11/2021
the end of next month|the end of 2021|the start of October|two weeks from Monday|three days after Easter
""".strip()
    .replace("\n", "|")
    .split("|")
)

FORMS = ("", "by ", "before ", "in ", "on ", "until ", "no later than ", "during ", "through ",
         "within ", "not before ", "after ", "since ", "around ", "from ", "at the latest by ")  # fmt: skip

ANCHORS = tuple(
    dt.date.fromisoformat(day)
    for day in ("2020-09-09", "2020-02-29", "2021-12-31", "2024-01-01", "1999-12-31", "0001-01-01",
                "9999-12-31", "1900-02-28")
)  # fmt: skip


def babble(source: random.Random) -> str:
    """Up to nine words of the calendar in any order."""
    return " ".join(source.choices(WORDS, k=source.randint(1, 9)))


def sensible(source: random.Random) -> str:
    """A form and a period."""
    return source.choice(FORMS) + source.choice(PERIODS)
