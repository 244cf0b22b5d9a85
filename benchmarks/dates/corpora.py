"""The corpora as items: a phrase, the day it was said, and the intervals of days that are right."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

HOME = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "dates"
Days = tuple[dt.date | None, dt.date | None]


class Item(NamedTuple):
    """A phrase of a corpus. `right` is empty where the phrase is no date."""

    corpus: str
    id: str
    phrase: str
    anchor: dt.date | None
    right: tuple[Days, ...]
    back: bool = False
    nearest: bool = False
    first_day_only: bool = False


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HOME / name).read_text("utf-8").splitlines() if line]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def microsoft() -> list[Item]:
    """Results of type date or daterange; where the corpus gives two values, either is right.

    Results without any day (fiscal and school years, seasons) are right when they are refused or
    bear the value; they have none, so only a refusal is.
    """
    found = []
    for line in _lines("ms_datetimemodel.jsonl"):
        for number, result in enumerate(line["results"]):
            if result["type"] not in ("date", "daterange") or not result.get("intervals"):
                continue
            days = tuple((_day(a), _day(b)) for a, b in result["intervals"])
            right = tuple(pair for pair in days if pair != (None, None))
            found.append(Item("MS", f"{line['id']}#{number}", result["phrase"],
                              _day(line["ref"]), right))  # fmt: skip
    return found


def duckling() -> list[Item]:
    """Phrases with an interval, holidays left out."""
    return [
        Item("Duckling", line["id"], line["phrase"], dt.date.fromisoformat(line["ref"][:10]),
             ((_day(line["interval"][0]), _day(line["interval"][1])),))
        for line in _lines("duckling_time_en.jsonl")
        if line.get("interval") and not line["holiday"]
    ]  # fmt: skip


def chrono() -> list[Item]:
    """Sentences with the words that are the date; a period is told by its first day alone."""
    found = []
    for line in _lines("chrono_en.jsonl"):
        start, end = _parts(line["start"]), _parts(line["end"])
        if start is None:
            continue
        found.append(Item("chrono", line["id"], line["match"] or line["text"],
                          dt.date.fromisoformat(line["ref"][:10]), ((start, end or start),),
                          nearest="forwardDate" not in (line["opts"] or ""),
                          first_day_only=end is None))  # fmt: skip
    return found


def _parts(found: dict[str, int] | None) -> dt.date | None:
    if not found or not {"year", "month", "day"} <= set(found) or found["year"] < 1:
        return None
    return dt.date(found["year"], found["month"], found["day"])


def nl2time() -> list[Item]:
    """Hand-written cases, in the local days of their context.

    As its notes say, a bare weekday looks ahead, and a date without a year is the nearest.
    """
    cases = json.loads((HOME / "nl2time" / "handauthored-en.json").read_text("utf-8"))["cases"]
    found = []
    for case in cases:
        zone = ZoneInfo(case["ctx"]["timeZone"])
        now = dt.datetime.fromisoformat(case["ctx"]["now"]).astimezone(zone)
        expected = case["expect"]
        spans = [expected["first"]] if "first" in expected else (
            expected.get("values") or expected.get("candidates", [])[:1])  # fmt: skip
        right = tuple(_local(span, zone) for span in spans)
        found.append(Item("nl2time", case["id"], case["text"], now.date(), right,
                          back=case["ctx"].get("bias") == "past",
                          nearest=not case["text"].casefold().endswith("day")))  # fmt: skip
    return found


def _local(span: dict[str, str], zone: ZoneInfo) -> Days:
    ends = []
    for key in ("start", "end"):
        if f"{key}Local" in span:
            ends.append(dt.datetime.fromisoformat(span[f"{key}Local"]))
        else:
            ends.append(dt.datetime.fromisoformat(span[key]).astimezone(zone))
    first, last = ends
    # An end is exclusive, and what is finer than a day is its first day.
    if span.get("grain") in ("hour", "instant") or "startLocal" in span:
        return first.date(), first.date()
    exclusive = last.time() == dt.time() and last > first
    return first.date(), (last.date() - dt.timedelta(days=1) if exclusive else last.date())


CORPORA = {"MS": microsoft, "Duckling": duckling, "chrono": chrono, "nl2time": nl2time}
