"""The rules: a form and what it bounds, placed on the calendar, as days and as bounds of a deadline."""

from __future__ import annotations

import datetime as dt

from attrs import evolve, frozen

from ledger.dates import calendar as cal
from ledger.dates.calendar import Period
from ledger.dates.duration import Duration
from ledger.dates.meaning.parts import Edge, Rest, SoFar, Third, Turn
from ledger.dates.meaning.spans import Approximate, Between, Offset, Window
from ledger.dates.meaning.value import Scene, Value
from ledger.dates.reading import Alternative


@frozen(kw_only=True)
class Placed:
    """The days that words denote, and the bounds that they set as a deadline."""

    rule: str
    why: str
    earliest: dt.date | None
    latest: dt.date | None
    lo: dt.date | None = None
    hi: dt.date | None = None
    granularity: str | None = None
    approximate: bool = False
    vague: bool = False
    alternatives: tuple[Alternative, ...] = ()


def deadline(
    form: str, meaning: Value | Duration, scene: Scene, *, anchored: bool, ahead: bool
) -> Placed | None:
    """The bounds of a deadline, due_lo and due_hi; None where the form bounds nothing so."""
    approximate = isinstance(meaning, Approximate)
    if isinstance(meaning, Approximate):
        meaning = meaning.inner
    if isinstance(meaning, Duration):
        return _length(form, meaning, scene)
    if isinstance(meaning, Window) and meaning.sign > 0:
        ends = meaning.ends(scene)
        days = meaning.place(scene)
        rule = "R6" if meaning.length.exact else "R9"
        return Placed(rule=rule, why="counted from the day it begins", earliest=days.first,
                      latest=days.last, lo=ends.first, hi=ends.last)  # fmt: skip
    if isinstance(meaning, SoFar):
        return None
    whole = meaning.whole(scene) if isinstance(meaning, Edge) else meaning.place(scene)
    found = _bounds(form, meaning, whole, scene, anchored=anchored)
    return evolve(found, approximate=approximate) if found is not None and approximate else found


def _length(form: str, length: Duration, scene: Scene) -> Placed | None:
    """Within or in so many units from the day of the words."""
    first, last = length.shifted(scene.anchor, scene.anchor, 1)
    rule = "R6" if length.exact else "R9"
    why = "counted from the day it was said"
    if form in ("not-before", "after", "at-least"):
        return _open(rule, first, f"{why}: it sets a first day, and no last")
    if form not in ("within", "in", "by", "for", ""):
        return None
    start = scene.anchor if form in ("within", "for", "by") else first
    hi = cal.after(last) if length.finer else last
    return Placed(rule=rule, why=why, earliest=start, latest=last, lo=first, hi=hi)


def _open(rule: str, first: dt.date, why: str) -> Placed:
    return Placed(rule=rule, why=why, earliest=first, latest=None, vague=True)


def _bounds(
    form: str, meaning: Value, whole: Period, scene: Scene, *, anchored: bool
) -> Placed | None:
    first, last = whole.first, whole.last

    def made(rule: str, lo: dt.date, hi: dt.date, why: str) -> Placed:
        return Placed(rule=rule, why=why, earliest=first, latest=last, lo=lo, hi=hi,
                      granularity=granularity(whole))  # fmt: skip

    edge = meaning.which if isinstance(meaning, Edge) else None
    one_day = first == last
    uncertain = whole.unit == "uncertain"
    if isinstance(meaning, Turn):
        # The turn of a year is the start of the next: by then is R2.
        lo = hi = first if form in ("by", "before") else last
        return made("R2" if form in ("by", "before") else "R5", lo, hi, "the day on which it ends")
    if form in ("after", "not-before", "since", "at-least"):
        whole = whole if edge is None else cal.a_day(last if edge == "end" else first)
        begins = cal.after(whole.last) if form == "after" else whole.first
        return _open("R8", begins, "sets a first day, and no last")
    if edge == "end":
        return made("R4", last, last, "its last day")
    if edge == "start" and form in ("by", "before"):
        return made("R2", cal.before(first), cal.before(first), "the day before it begins")
    if edge == "start":
        return made("R5", first, first, "its first day")
    if form == "before":
        hi = last if uncertain else first
        return made("R2", cal.before(first), cal.before(hi), "the day before it begins")
    if uncertain:
        exact = isinstance(meaning, Offset) and meaning.length.exact
        rule = "R6" if exact else "R9" if isinstance(meaning, Offset) else "R11"
        return made(rule, first, last, "that day, as exactly as it is known")
    if one_day and isinstance(meaning, Offset):
        return made("R6", first, last, "so long after or before that day")
    if one_day:
        return made("R1", first, last, "that day included")
    if isinstance(meaning, Between | Rest):
        return made("R5", last, last, "any day of it will do")
    if form == "by":
        begun = anchored and whole.holds(scene.anchor)
        lo = scene.anchor if begun else cal.before(first)
        rule = "R7" if isinstance(meaning, Third) else "R3"
        return made(rule, lo, last, "certainly in time before it begins, possibly until it ends")
    return made("R5", last, last, "any day of it will do")


def granularity(period: Period) -> str | None:
    """The unit of the calendar that a period is, or None."""
    if period.first == period.last:
        return "day"
    return None if period.unit in ("uncertain", "span", "part") else period.unit


def happening(
    form: str, meaning: Value | Duration, scene: Scene, *, anchored: bool, ahead: bool
) -> Placed | None:
    """The days on which something told of can have happened, or will."""
    back = scene.back
    approximate = isinstance(meaning, Approximate)
    if isinstance(meaning, Approximate):
        meaning = meaning.inner
    if isinstance(meaning, Duration):
        return _lasting(form, meaning, scene)
    if form == "since" and not back:
        # Since June is since the last one, whichever way the words look.
        scene = evolve(scene, back=True)
    period = meaning.place(scene)
    earliest: dt.date | None = period.first
    latest: dt.date | None = period.last
    leans = not meaning.absolute
    why = "as named" if not leans else (
        "the latest that has begun" if back else "the next that has not ended")  # fmt: skip
    if form == "before" and isinstance(meaning, Edge):
        # Before the end of a period is up to its last day (R4).
        whole = meaning.whole(scene)
        earliest, latest = None, whole.last if meaning.which == "end" else cal.before(whole.first)
    elif form == "before":
        earliest, latest = (
            None,
            cal.before(period.last if period.unit == "uncertain" else period.first),
        )
    elif form in ("by", "through"):
        open_start = back or not anchored or scene.anchor > period.last
        earliest = None if open_start else scene.anchor
        if isinstance(meaning, Edge) and meaning.which == "end":
            latest = meaning.whole(scene).last
    elif form == "within" and not back and anchored and scene.anchor <= period.last and leans:
        earliest = max(scene.anchor, period.first)
    elif form == "since":
        begun = anchored and period.first <= scene.anchor
        earliest, latest = period.first, scene.anchor if begun else None
    elif form == "not-before":
        earliest, latest = period.first, scene.anchor if back and anchored else None
    elif form in ("after", "at-least"):
        earliest, latest = cal.after(period.last), scene.anchor if back and anchored else None
    if form in ("in", "within") and isinstance(meaning, Window) and meaning.sign < 0 and back:
        latest = scene.anchor
    # What has happened cannot lie after the day it is told.
    if back and anchored and latest is not None and latest > scene.anchor >= period.first:
        latest = scene.anchor
    if earliest is not None and latest is not None and earliest > latest:
        latest = earliest
    return Placed(rule=_rule(meaning, back=back), why=why, earliest=earliest, latest=latest,
                  granularity=granularity(period), approximate=approximate)  # fmt: skip


def _rule(meaning: Value, *, back: bool) -> str:
    if isinstance(meaning, Offset | Window):
        return "R6" if meaning.length.exact else "R9"
    return "R12" if back and not meaning.absolute else "R5"


def _lasting(form: str, length: Duration, scene: Scene) -> Placed | None:
    """In or within so many units, ahead of the day of the words or, for "for", back from it."""
    rule = "R6" if length.exact else "R9"
    if scene.back:
        first, _last = length.shifted(scene.anchor, scene.anchor, -1)
        if form not in ("in", "within", "for"):
            return None
        return Placed(rule=rule, why="so long before it was said", earliest=first,
                      latest=scene.anchor)  # fmt: skip
    first, last = length.shifted(scene.anchor, scene.anchor, 1)
    if form in ("not-before", "after", "at-least"):
        return Placed(
            rule=rule, why="counted from the day it was said", earliest=first, latest=None
        )
    start = scene.anchor if form in ("within", "by", "for") else first
    return Placed(rule=rule, why="counted from the day it was said", earliest=start, latest=last)
