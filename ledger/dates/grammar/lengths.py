"""Lengths of time among the tokens: "two weeks", "a year and a half", "just over a month"."""

from __future__ import annotations

from attrs import evolve

from ledger.dates.duration import Duration
from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.numbers import HALF
from ledger.dates.grammar.phrases import Phrases

_LOOSE = Phrases((
    ("just over", "over"), ("slightly over", "over"), ("a little over", "over"),
    ("little more than", "over"), ("a little more than", "over"), ("more than", "over"),
    ("over", "over"), ("just under", "under"), ("slightly under", "under"),
    ("a little under", "under"), ("a little less than", "under"), ("little less than", "under"),
    ("just short of", "under"), ("less than", "under"), ("fewer than", "under"),
    ("under", "under"), ("nearly", "under"), ("almost", "under"), ("close to", "under"),
    ("about", "about"), ("around", "about"), ("roughly", "about"), ("approximately", "about"),
    ("some", "about"), ("circa", "about"), ("an estimated", "about"),
))  # fmt: skip
_FILLERS = ("remaining", "full", "whole", "entire", "further", "additional", "consecutive", "more",
            "calendar", "solid", "straight", "long", "short")  # fmt: skip
_WORKING = ("business", "working", "week", "trading", "work")
_LONGEST = 9999
SEVERAL, FEW, COUPLE, BARE = (3, 10), (2, 5), (2, 2), (2, 10)
"""How many several, a few, a couple are (R9); days or weeks without a number are 2 to 10."""

_COUNTS = Phrases((
    ("several", SEVERAL), ("a few", FEW), ("few", FEW), ("a couple of", COUPLE),
    ("a couple", COUPLE), ("couple of", COUPLE), ("couple", COUPLE), ("a number of", BARE),
    ("a handful of", (3, 6)), ("a matter of", BARE), ("a good few", SEVERAL),
))  # fmt: skip


def length(cursor: Cursor, *, bare: bool = False) -> Duration | None:
    """A length of time that begins here, moved past; else None and nothing is moved.

    `bare`: a plural without a number will do ("days later").
    """
    start = cursor.index
    loose = _LOOSE.take(cursor)
    found = _length(cursor, bare=bare and loose is None)
    if found is None:
        cursor.index = start
        return None
    return found if loose is None else evolve(found, loose=loose)


def _length(cursor: Cursor, *, bare: bool) -> Duration | None:
    found = _one(cursor, bare=bare)
    if found is None:
        return None
    if cursor.at("and", "a", "half"):
        cursor.index += 3
        return evolve(found, half=True)
    if cursor.at("and", "half"):
        cursor.index += 2
        return evolve(found, half=True)
    # "three months and two weeks", "2 years, 1 month, 21 days"
    start = cursor.index
    joined = cursor.take("and")
    counted = cursor.peek().kind == "number" or (joined and cursor.peek().text in ("a", "an"))
    plus = _length(cursor, bare=False) if counted and cursor.peek(1).kind == "unit" else None
    if plus is None:
        cursor.index = start
        return found
    return evolve(found, plus=plus)


def _one(cursor: Cursor, *, bare: bool) -> Duration | None:
    cursor.take_any("exactly", "precisely", "only", "just")
    cursor.take("the")
    if cursor.peek().text in ("a", "an") and cursor.peek(1).kind == "number":
        cursor.index += 1  # a 90-day period
    while cursor.take_any(*_FILLERS):
        pass
    counts = _count(cursor)
    if counts is None:
        if not bare or not cursor.peek().text.endswith("s"):
            return None
        counts = (*BARE, False)
    least, most, half = counts
    if cursor.peek().kind == "dash":
        cursor.index += 1
    while cursor.take_any(*_FILLERS):
        pass
    unit = _unit(cursor)
    return None if unit is None else _made(least, most, unit, half=half)


def _made(least: int, most: int, unit: str, *, half: bool) -> Duration | None:
    if most > _LONGEST:
        return None
    if unit in ("hour", "minute"):
        # Days are the finest unit here: 48 hours are two days, 36 hours are one and a bit.
        size = 24 if unit == "hour" else 1440
        return Duration(least=least // size, most=most // size, unit="day",
                        finer=half or bool(most % size))  # fmt: skip
    if unit == "weekend":
        return Duration(least=least, most=most, unit="week")
    return Duration(least=least, most=most, unit=unit, half=half)


def _count(cursor: Cursor) -> tuple[int, int, bool] | None:
    """From how many to how many, and whether a half comes on top."""
    token = cursor.peek()
    if token.kind == "number" and token.value is not None:
        return _numbers(cursor)
    vague = _COUNTS.take(cursor)
    if vague is not None:
        return *vague, False
    if cursor.take("half", "a") or cursor.take("half", "an") or cursor.take("a", "half"):
        return 0, 0, True
    if cursor.take_any("a", "an"):
        return 1, 1, False
    return None


def _numbers(cursor: Cursor) -> tuple[int, int, bool] | None:
    token = cursor.peek()
    count = int(token.value)
    part = token.value - count
    if part not in (0, HALF):
        return None
    cursor.index += 1
    if part == 0 and cursor.take("and", "a", "half"):
        part = HALF
    # "two to three weeks", "30-60 days", "two or three months"
    joint = cursor.peek()
    other = cursor.peek(1)
    if (
        (joint.kind == "dash" or joint.text in ("to", "or"))
        and other.kind == "number"
        and other.value is not None
        and part == 0
        and other.value >= token.value
        and other.value == int(other.value)
    ):
        cursor.index += 2
        return count, int(other.value), False
    # "30 (thirty) days": the brackets are gone by now.
    if other.kind == "unit" and joint.kind == "number" and joint.value == token.value:
        cursor.index += 1
    return count, count, part != 0


def _unit(cursor: Cursor) -> str | None:
    token = cursor.peek()
    if token.text in _WORKING and cursor.peek(1).text in ("day", "days"):
        cursor.index += 2
        return "workday"
    if token.kind == "sign" and token.text in ("'", "’"):
        cursor.index += 1
        token = cursor.peek()
    if token.kind != "unit" or token.value == "half":
        return None
    cursor.index += 1
    # "30 days' notice", "two weeks' time": the apostrophe says nothing more.
    if cursor.peek().text == "'s" or (cursor.peek().kind == "sign" and cursor.peek().text in "'’"):
        cursor.index += 1
    return str(token.value)
