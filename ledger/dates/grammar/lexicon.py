"""The words of the calendar: each with the kind of thing it is and its value."""

from __future__ import annotations

from typing import Any

MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august",
               "september", "october", "november", "december")  # fmt: skip
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTHS: dict[str, Any] = {name: n for n, name in enumerate(MONTH_NAMES, 1)}
_MONTHS |= {name[:3]: n for n, name in enumerate(MONTH_NAMES, 1)} | {"sept": 9}
_WEEKDAYS: dict[str, Any] = {name: n for n, name in enumerate(DAY_NAMES)}
_WEEKDAYS |= {name[:3]: n for n, name in enumerate(DAY_NAMES)}
_WEEKDAYS |= {f"{name}s": n for n, name in enumerate(DAY_NAMES)}
_WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_SEASONS = {"spring": 3, "springtime": 3, "summer": 6, "summertime": 6, "autumn": 9, "fall": 9,
            "winter": 12, "wintertime": 12}  # fmt: skip

_UNITS: dict[str, Any] = {
    "day": "day", "days": "day", "d": "day", "week": "week", "weeks": "week", "wk": "week",
    "wks": "week", "w": "week", "weekend": "weekend", "weekends": "weekend", "wkend": "weekend",
    "month": "month", "months": "month", "mo": "month", "mos": "month", "quarter": "quarter",
    "quarters": "quarter", "qtr": "quarter", "qtrs": "quarter", "year": "year", "years": "year",
    "yr": "year", "yrs": "year", "y": "year", "decade": "decade", "decades": "decade",
    "century": "century", "centuries": "century", "fortnight": "fortnight",
    "fortnights": "fortnight", "half": "half", "halves": "half", "workday": "workday",
    "workdays": "workday", "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour",
    "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute", "sec": "minute",
    "secs": "minute", "seconds": "minute",
}  # fmt: skip

CHOICES: dict[str, Any] = {
    "this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1, "following": 1,
    "forthcoming": 1, "ensuing": 1, "last": -1, "past": -1, "previous": -1, "preceding": -1,
}  # fmt: skip
_THIRDS = {
    "early": "early",
    "mid": "mid",
    "middle": "mid",
    "midway": "mid",
    "midpoint": "mid",
    "halfway": "mid",
    "late": "late",
}
_EDGES = {"start": "start", "beginning": "start", "outset": "start", "dawn": "start",
          "end": "end", "close": "end", "conclusion": "end", "ending": "end"}  # fmt: skip
ONES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
        "eighth": 8, "ninth": 9}  # fmt: skip
_ORDINALS: dict[str, Any] = ONES | {
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100,
    "opening": 1,
}  # fmt: skip
NUMBER_WORDS = frozenset((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "hundred", "thousand", "dozen",
))  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
        "eighty": 80, "ninety": 90}  # fmt: skip
_TODAY = {"today": 0, "tonight": 0, "tonite": 0, "now": 0, "currently": 0, "tomorrow": 1,
          "tmrw": 1, "tomorrows": 1, "yesterday": -1}  # fmt: skip
_DAYTIMES = ("morning", "afternoon", "evening", "night", "noon", "midday", "midnight", "dawn",
             "lunchtime", "lunch", "sunset", "sundown", "dusk")  # fmt: skip

LEXICON: dict[str, tuple[str, Any]] = {}
for _kind, _words in (
    ("month", _MONTHS), ("weekday", _WEEKDAYS), ("season", _SEASONS), ("unit", _UNITS),
    ("choice", CHOICES), ("third", _THIRDS), ("daytime", dict.fromkeys(_DAYTIMES)),
    ("edge", _EDGES), ("ordinal", _ORDINALS), ("today", _TODAY),
):  # fmt: skip
    LEXICON |= {word: (_kind, value) for word, value in _words.items()}

ZONES = frozenset((
    "gmt", "utc", "bst", "cet", "cest", "est", "edt", "et", "ct", "cst", "cdt", "mt", "mst",
    "mdt", "pst", "pdt", "pt", "ist", "jst", "aest", "aedt", "msk", "eet", "eest", "wet", "z",
))  # fmt: skip
"""Abbreviations of time zones: read over, since days here are days without a zone."""
