"""Clock times and parts of the day: read over, since a day is the finest unit here."""

from __future__ import annotations

from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.lexicon import ZONES
from ledger.dates.grammar.numbers import digits, whole
from ledger.dates.grammar.phrases import phrases

_CLOSES = phrases(
    "close of business", "close of play", "end of business", "end of the working day",
    "end of the business day", "cob", "eob", "eod", "end of day", "end of the day",
    "early hours", "early morning hours", "small hours", "morning hours", "evening hours",
    "one minute to midnight", "stroke of midnight", "opening of business", "start of business",
)  # fmt: skip


def daytime(cursor: Cursor) -> bool:
    """Moves past a time of the day that begins here: "at 11 p.m. GMT", "in the evening", "noon"."""
    start = cursor.index
    if _daytime(cursor):
        # Before Monday morning is before Monday; before noon on Monday is still on Monday.
        cursor.timed |= cursor.tokens[cursor.index - 1].text != "morning"
        return True
    cursor.index = start
    return False


def _daytime(cursor: Cursor) -> bool:
    prefixed = cursor.take_any("at", "@") if cursor.peek(1).kind != "edge" else False
    if (
        cursor.peek().text in ("by", "on", "for", "before", "after")
        and cursor.peek(1).kind == "clock"
        and cursor.index
    ):
        cursor.index += 1
    if cursor.at("in", "the") and cursor.peek(2).kind == "daytime":
        cursor.index += 3
        return True
    cursor.take_any("the") if cursor.peek(1).kind == "daytime" or prefixed else None
    if _CLOSES.take(cursor):
        _zone(cursor)
        return True
    if cursor.peek().kind == "third" and cursor.peek(1).kind == "daytime":
        cursor.index += 1
    if cursor.take_kind("clock"):
        _meridian(cursor)
        _zone(cursor)
        _until(cursor)
        return True
    if cursor.take_kind("daytime"):
        _zone(cursor)
        return True
    hour = whole(cursor.peek())
    if hour is not None and hour <= 24 and cursor.peek(1).kind == "dash" and (
        cursor.peek(2).kind == "clock"
    ):  # fmt: skip
        cursor.index += 3  # 8 - 11pm
        _meridian(cursor)
        _zone(cursor)
        return True
    if hour is not None and hour <= 24 and digits(cursor.peek()) <= 2:
        after = cursor.peek(1)
        if after.text in ("am", "pm", "oclock", "o'clock") or (
            prefixed and (after.kind in ("end", "today", "choice", "weekday") or after.text in (
                "on", "in"))
        ):  # fmt: skip
            cursor.index += 1
            _meridian(cursor)
            _zone(cursor)
            return True
    return False


def _until(cursor: Cursor) -> None:
    """The end of a stretch of time: "9:30 - 11:00", "8am until 6"."""
    joint, after = cursor.peek(), cursor.peek(1)
    if joint.kind == "dash" or joint.text in ("to", "till", "until", "untill", "and"):
        hour = whole(after) if digits(after) <= 2 else None
        if after.kind == "clock" or (hour is not None and hour <= 24 and cursor.peek(2).kind in (
            "end", "today", "choice", "weekday"
        )):  # fmt: skip
            cursor.index += 2
            _meridian(cursor)
            _zone(cursor)


def _meridian(cursor: Cursor) -> None:
    cursor.take_any("am", "pm", "hours", "hrs", "o'clock", "oclock")
    if cursor.at("in", "the") and cursor.peek(2).kind == "daytime":
        cursor.index += 3


def _zone(cursor: Cursor) -> None:
    """A zone: GMT, Brussels time, local time, Central European Time, UTC+1."""
    if cursor.peek().text in ZONES:
        cursor.index += 1
        if cursor.peek().kind in ("sign", "dash") and cursor.peek(1).kind == "number":
            cursor.index += 2
        cursor.take("time")
        return
    for count in range(1, 4):
        if cursor.peek(count).text == "time" and all(
            cursor.peek(n).kind == "word" for n in range(count)
        ):
            cursor.index += count + 1
            return
