"""Reads a phrase for a day or a deadline: words to a symbolic value, the value to days, by the rules.

Whatever it cannot read it refuses; it never falls back on the day of the words, and what hangs on
an event gets no day (docs/domain.md, section 4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from attrs import evolve

from ledger.dates.bounds import Placed, deadline, happening
from ledger.dates.calendars import PUBLISHED, Calendars, FiscalCalendar, calendar_named
from ledger.dates.duration import Duration
from ledger.dates.edtf import format_edtf, looks_like_edtf, parse_edtf
from ledger.dates.grammar.clause import Clause, clause
from ledger.dates.grammar.cursor import Taste
from ledger.dates.grammar.events import Hung
from ledger.dates.grammar.lexer import lex
from ledger.dates.meaning.spans import Either
from ledger.dates.meaning.value import NoSuchDayError, Scene, Value
from ledger.dates.nearest import unreadable
from ledger.dates.reading import Alternative, Direction, Reading, UnreadablePhraseError
from ledger.dates.shift import Shift

LONGEST = 300
"""No phrase for a day is longer than this many characters."""

_PLAIN = Taste()
_OTHERWISE = {
    "order": ("day and month the other way round", Taste(day_first=True)),
    "next-weekday": ("the one that comes first", Taste(next_by_week=False)),
}
"""What can be read in two ways, by the note that the grammar leaves, and how it is read then."""


def read(
    phrase: str,
    *,
    anchor: dt.date | None,
    direction: Direction,
    calendars: Sequence[str | FiscalCalendar] = (),
) -> Reading:
    """Read a phrase against the day it was said (None: only what needs no anchor is read).

    `calendars` are fiscal calendars, or names of published ones; a fiscal year is read where there
    is one, or where the phrase names its own.

    Raises UnreadablePhraseError where no rule reads it, or the day does not exist.
    """
    text = " ".join(phrase[: 4 * LONGEST].split())
    if not text or len(text) > LONGEST or len(phrase) > 4 * LONGEST:
        raise unreadable(phrase)
    if looks_like_edtf(text):
        return _edtf(phrase, text, direction)
    known = _calendars(calendars) if calendars else ()
    try:
        found = _read(phrase, text, anchor, direction, known, _PLAIN)
    except NoSuchDayError as error:
        raise NoSuchDayError(f"{text} is no day of the calendar", hint=error.hint) from None
    if not found[1]:
        return found[0]
    return _with_others(found[0], found[1], text, anchor, direction, known)


def read_between(
    phrase: str,
    *,
    anchor: tuple[dt.date, dt.date],
    direction: Direction,
    calendars: Sequence[str | FiscalCalendar] = (),
) -> Reading:
    """Read against an anchor that is an interval: tried at both ends, both kept (R11)."""
    first = read(phrase, anchor=anchor[0], direction=direction, calendars=calendars)
    last = read(phrase, anchor=anchor[1], direction=direction, calendars=calendars)
    if _days(first) == _days(last):
        return last
    earliest, latest = _widest(first.earliest, last.earliest, min), _widest(
        first.latest, last.latest, max)  # fmt: skip
    return evolve(
        last, rule="R11", earliest=earliest, latest=latest,
        lo=_widest(first.lo, last.lo, min), hi=_widest(first.hi, last.hi, max),
        edtf=format_edtf(earliest, latest),
        alternatives=tuple(
            Alternative(why=f"said on {one.anchor} ({one.rule})", earliest=one.earliest,
                        latest=one.latest, lo=one.lo, hi=one.hi)
            for one in (first, last)
        ),
        explanation=f"said between {anchor[0]} and {anchor[1]}: read at both ends",
    )  # fmt: skip


def _days(reading: Reading) -> tuple[dt.date | None, ...]:
    return reading.earliest, reading.latest, reading.lo, reading.hi


def _widest(one: dt.date | None, other: dt.date | None, pick: object) -> dt.date | None:
    if one is None or other is None:
        return None
    return min(one, other) if pick is min else max(one, other)


def _calendars(given: Sequence[str | FiscalCalendar]) -> Calendars:
    found = []
    for one in given:
        known = calendar_named(one) if isinstance(one, str) else one
        if known is None:
            known_names = ", ".join(calendar.name for calendar in PUBLISHED)
            raise UnreadablePhraseError(
                f"no calendar is called {one!r}", hint=f"published are: {known_names}"
            )
        found.append(known)
    return tuple(found)


@lru_cache(maxsize=4096)
def _parsed(text: str, taste: Taste, calendars: Calendars, look: str) -> Clause | None:
    """The words as a symbolic clause: the same whenever they are said, so it is kept."""
    return clause(lex(text), taste, calendars, look=look)


def _read(
    phrase: str, text: str, anchor: dt.date | None, direction: Direction, calendars: Calendars,
    taste: Taste,
) -> tuple[Reading, frozenset[str]]:  # fmt: skip
    found = _parsed(text, taste, calendars, direction)
    if found is None:
        raise unreadable(phrase)
    if found.meaning is None:
        return _unbounded(phrase, found.form, anchor, direction), found.notes
    if isinstance(found.meaning, Hung) or isinstance(found.other, Hung):
        return _hung(phrase, text, found, anchor, direction), found.notes
    meaning = found.meaning
    if found.choice is not None and isinstance(meaning, Value) and found.other is not None:
        meaning = Either(meaning, found.other, found.choice)
    placed = _placed(phrase, found.form, meaning, anchor, direction)
    return _reading(phrase, direction, anchor, placed), found.notes


def _placed(
    phrase: str, form: str, meaning: Value | Duration, anchor: dt.date | None, direction: Direction
) -> Placed:
    absolute = isinstance(meaning, Value) and meaning.absolute
    if anchor is None and not absolute:
        raise UnreadablePhraseError(f"{phrase!r} needs the day it was said", hint="give an anchor")
    scene = Scene(anchor or dt.date(2000, 1, 1), direction == "date")
    bounded = deadline if direction == "due" else happening
    found = bounded(form, meaning, scene, anchored=anchor is not None, ahead=direction == "ahead")
    if found is None:
        raise unreadable(phrase)
    return found


def _reading(phrase: str, direction: Direction, anchor: dt.date | None, placed: Placed) -> Reading:
    due = direction == "due"
    edtf = format_edtf(placed.earliest, placed.latest)
    return Reading(
        phrase=phrase, direction=direction, rule=placed.rule, granularity=placed.granularity,
        anchor=anchor, edtf=f"{edtf}~" if placed.approximate and "/" not in edtf else edtf,
        earliest=placed.earliest, latest=placed.latest, lo=placed.lo if due else None,
        hi=placed.hi if due else None, vague=placed.vague,
        alternatives=placed.alternatives, explanation=f"{edtf}: {placed.why}",
    )  # fmt: skip


def _with_others(
    reading: Reading, notes: frozenset[str], text: str, anchor: dt.date | None,
    direction: Direction, calendars: Calendars,
) -> Reading:  # fmt: skip
    """The reading with what else the words can mean; a deadline allows both (R11)."""
    others = list(reading.alternatives)
    lo, hi = reading.lo, reading.hi
    rule = reading.rule
    why = reading.explanation
    for note in sorted(notes):
        reason, taste = _OTHERWISE[note]
        try:
            other = _read(reading.phrase, text, anchor, direction, calendars, taste)[0]
        except UnreadablePhraseError:
            continue  # the other way round it is no day
        if _days(other) == _days(reading):
            continue
        others.append(Alternative(why=reason, earliest=other.earliest, latest=other.latest,
                                  lo=other.lo, hi=other.hi))  # fmt: skip
        if direction == "due":
            lo, hi = _widest(lo, other.lo, min), _widest(hi, other.hi, max)
            rule, why = "R11", f"{why}; it can also mean {reason}, and both are allowed"
    return evolve(reading, lo=lo, hi=hi, rule=rule, alternatives=tuple(others), explanation=why)


def _unbounded(phrase: str, form: str, anchor: dt.date | None, direction: Direction) -> Reading:
    if form == "past" and direction != "due":
        if anchor is None:
            raise UnreadablePhraseError(
                f"{phrase!r} needs the day it was said", hint="give an anchor"
            )
        return Reading(
            phrase=phrase, direction=direction, rule="R12", anchor=anchor, latest=anchor,
            edtf=format_edtf(None, anchor), explanation="some time before it was said",
        )  # fmt: skip
    if form == "past":
        raise unreadable(phrase)
    return Reading(
        phrase=phrase, direction=direction, rule="R8", anchor=anchor, vague=True,
        explanation="these words set no bounds",
    )  # fmt: skip


def _hung(
    phrase: str, text: str, found: Clause, anchor: dt.date | None, direction: Direction
) -> Reading:
    one, other = found.meaning, found.other
    if isinstance(one, Hung) and isinstance(other, Hung):
        raise UnreadablePhraseError(
            f"{phrase!r} hangs on two events", hint="record the deadline on the one that decides"
        )
    hung = one if isinstance(one, Hung) else other
    assert isinstance(hung, Hung)
    shift = hung.shift
    bound = other if isinstance(one, Hung) else one
    if isinstance(bound, Value):
        # The earlier of an event and a day is never after the day, the later never before it.
        placed = _placed(phrase, found.form, bound, anchor, direction)
        day = placed.hi if direction == "due" else placed.latest
        if found.choice == "earlier":
            shift = evolve(shift, not_after=day)
        else:
            shift = evolve(shift, not_before=day)
    words = text[hung.words[0] : hung.words[1]] if hung.words else ""
    # "Before an event" is R2, looking back "since" one is R12; all else that hangs is R10.
    rule = "R10"
    if shift.kind == "before" and not shift.most and direction == "due":
        rule = "R2"
    elif shift.kind == "since" and direction == "date":
        rule = "R12"
    return Reading(
        phrase=phrase, direction=direction, anchor=anchor, anchor_event=words, shift=shift,
        rule=rule,
        explanation=f"{_hanging(shift)} {words or 'another event'}: no day until that has one",
    )  # fmt: skip


def _hanging(shift: Shift) -> str:
    """How it hangs, in words: "within 30 days of", "before", "from 2 years after … on"."""
    count = str(shift.most) if shift.least == shift.most else f"{shift.least} to {shift.most}"
    units = f"{count} {shift.unit}{'s' if shift.most != 1 else ''}"
    if shift.days:
        units += f" and {shift.days} days"
    if not shift.most:
        return {"after": "from", "since": "since", "within": "on"}.get(shift.kind, shift.kind)
    return {"within": f"within {units} of", "since": f"no sooner than {units} after"}.get(
        shift.kind, f"{units} {shift.kind}"
    )


def _edtf(phrase: str, text: str, direction: Direction) -> Reading:
    earliest, latest = parse_edtf(text)
    due = direction == "due"
    if due and latest is None:
        raise UnreadablePhraseError(
            f"{phrase!r} has no end, so it is no deadline", hint="give its last day"
        )
    day = earliest == latest
    return Reading(
        phrase=phrase, direction=direction, rule="R1" if day and due else "EDTF",
        granularity="day" if day else None, edtf=text, earliest=earliest, latest=latest,
        lo=latest if due else None, hi=latest if due else None,
        explanation="given in ISO 8601-2 notation",
    )  # fmt: skip
