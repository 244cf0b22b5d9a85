"""Other readers, each in an environment of its own: started as a program there, asked by JSON lines.

Run by the Python of a virtual environment that has the peers; imports nothing of the ledger.
Each line in is [phrase, day]; each line out is [first, last] or null.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import sys
import warnings
from collections.abc import Callable
from typing import Any

Days = tuple[dt.date | None, dt.date | None] | None
Reader = Callable[[str, dt.datetime], Days]


def dateparser() -> Reader:
    """dateparser, with the period that it says it found."""
    from dateparser.date import DateDataParser

    def read(phrase: str, now: dt.datetime) -> Days:
        settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future",
                    "RETURN_AS_TIMEZONE_AWARE": False}  # fmt: skip
        found = DateDataParser(languages=["en"], settings=settings).get_date_data(phrase)
        if found.date_obj is None:
            return None
        return _period(found.date_obj.date(), found.period)

    return read


def _period(day: dt.date, period: str) -> Days:
    if period == "year":
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    if period == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=1), day.replace(day=last)
    return day, day


def parsedatetime() -> Reader:
    """parsedatetime: one day, whatever the words denote."""
    import parsedatetime as library

    reader = library.Calendar()

    def read(phrase: str, now: dt.datetime) -> Days:
        found, status = reader.parseDT(phrase, sourceTime=now)
        return (found.date(), found.date()) if status else None

    return read


def ctparse() -> Reader:
    """ctparse: its best resolution."""
    from ctparse import ctparse as parse
    from ctparse.types import Interval, Time

    def day(time: Any) -> dt.date | None:
        return time.dt.date() if (time is not None and time.isDate) or (time and time.dt) else None

    def read(phrase: str, now: dt.datetime) -> Days:
        found = parse(phrase, ts=now, timeout=1.0)
        if found is None:
            return None
        best = found.resolution
        if isinstance(best, Interval):
            return (
                day(best.t_from) if best.t_from else None,
                day(best.t_to) if best.t_to else None,
            )
        return (best.start.dt.date(), best.end.dt.date()) if isinstance(best, Time) else None

    return read


def timefhuman() -> Reader:
    """timefhuman: its first finding."""
    from timefhuman import tfhConfig
    from timefhuman import timefhuman as parse

    def day(value: Any) -> dt.date | None:
        return value.date() if isinstance(value, dt.datetime) else value

    def read(phrase: str, now: dt.datetime) -> Days:
        found = parse(phrase, config=tfhConfig(now=now))
        while isinstance(found, list) and found:
            found = found[0]
        if isinstance(found, tuple):
            return day(found[0]), day(found[-1])
        if isinstance(found, dt.datetime | dt.date):
            return day(found), day(found)
        return None

    return read


def edtf() -> Reader:
    """edtf: text to its notation, and the strict bounds of that; it knows no day of the words."""
    from edtf import parse_edtf, text_to_edtf

    def read(phrase: str, now: dt.datetime) -> Days:
        text = text_to_edtf(phrase)
        if not text:
            return None
        found = parse_edtf(text)
        if text.startswith("/"):
            return None, dt.date(*found.upper_strict()[:3])  # it opens an interval by ten years
        return tuple(  # type: ignore[return-value]
            dt.date(*bound[:3]) if not isinstance(bound, float) else None
            for bound in (found.lower_strict(), found.upper_strict())
        )

    return read


def recognizers() -> Reader:
    """Recognizers-Text of Microsoft: the last value of its first result, the future one."""
    from recognizers_date_time import Culture, recognize_datetime

    def day(text: str | None) -> dt.date | None:
        return dt.date.fromisoformat(text[:10]) if text and text[:4].isdigit() else None

    def read(phrase: str, now: dt.datetime) -> Days:
        found = recognize_datetime(phrase, Culture.English, reference=now)
        if not found or not found[0].resolution:
            return None
        value = found[0].resolution["values"][-1]
        if "value" in value:
            first = day(value["value"])
            return (first, first) if first else None
        start, end = day(value.get("start")), day(value.get("end"))
        if end is not None and value["type"] in ("daterange", "date"):
            end -= dt.timedelta(days=1)  # its ends are exclusive
        return (start, end) if start or end else None

    return read


PEERS: dict[str, tuple[Callable[[], Reader], tuple[str, ...]]] = {
    "dateparser": (dateparser, ("dateparser",)),
    "parsedatetime": (parsedatetime, ("parsedatetime",)),
    "ctparse": (ctparse, ("ctparse",)),
    "timefhuman": (timefhuman, ("timefhuman",)),
    "edtf": (edtf, ("edtf",)),
    "recognizers-text": (recognizers, ("recognizers-text-date-time==1.0.2a2", "emoji==1.7.0")),
}
"""Each peer: how it is asked, and what is installed for it."""


def main() -> None:
    """Answers the lines of standard input for the peer named on the command line."""
    warnings.simplefilter("ignore")
    read = PEERS[sys.argv[1]][0]()
    for line in sys.stdin:
        phrase, day = json.loads(line)
        now = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12))
        try:
            found = read(phrase, now)
        except Exception:  # noqa: BLE001 - a peer that fails has given no answer
            found = None
        days = None if found is None else [one.isoformat() if one else None for one in found]
        print(json.dumps(days), flush=True)


if __name__ == "__main__":
    main()
