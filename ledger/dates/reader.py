"""Reads a phrase for a day or a deadline: the preposition decides the rule, the rest names the days.

The grammar: [preposition] (edge | part) period, [preposition] duration [of event], vague words, or
a preposition and an event. Whatever it cannot read it refuses; it never falls back on the anchor.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re

from attrs import evolve

from ledger.dates.calendar import ONE_DAY, Period
from ledger.dates.duration import Duration, take_duration
from ledger.dates.edtf import format_edtf, looks_like_edtf, parse_edtf
from ledger.dates.expression import Expression, parse
from ledger.dates.reading import Alternative, Direction, Reading, UnreadablePhraseError
from ledger.dates.shift import Shift

LONGEST = 300
"""No phrase for a day is longer than this many characters."""

_BEFORE = (("before",), ("prior", "to"), ("ahead", "of"))
_BY = (("by",), ("no", "later", "than"), ("not", "later", "than"), ("until",), ("till",),
       ("on", "or", "before"), ("at", "the", "latest", "by"), ("up", "to"))  # fmt: skip
_IN = (("during",), ("in",), ("over",), ("on",), ("at",), ("as", "of"), ("throughout",))
_SINCE = (("in", "the", "wake", "of"), ("since",), ("after",), ("following",))
_FROM = (("from",), ("starting",), ("beginning",), ("effective",), ("starting", "on"))
_FORMS = tuple(
    sorted(
        [(form, "before") for form in _BEFORE]
        + [(form, "by") for form in _BY]
        + [(form, "in") for form in _IN]
        + [(form, "since") for form in _SINCE]
        + [(form, "from") for form in _FROM]
        + [(("within",), "within")],
        key=lambda pair: -len(pair[0]),
    )
)
VAGUE = frozenset({
    "soon", "shortly", "eventually", "as soon as possible", "as quickly as possible",
    "as soon as practicable", "in due course", "until further notice", "in the near future",
    "in the coming days", "in the coming weeks", "in the coming months", "in the coming years",
    "over the coming weeks", "over the coming months", "sooner or later", "someday", "one day",
    "without delay", "indefinitely",
})  # fmt: skip
"""R8: words that set no bounds."""

NEAREST = (
    "by May next year", "by the end of 2021", "before 11 September 2021", "in September 2020",
    "during the month of September", "within 14 months", "by mid-2021", "last December",
    "several days later", "ahead of the election", "2020-09-09", "2020-09", "../2020-09-09",
    "Wednesday", "last month", "earlier this year", "as soon as possible", "in two weeks",
    "on 1 May 2021", "May 1, 2021",
)  # fmt: skip
"""Forms that can be read, proposed where one cannot."""


def read(phrase: str, *, anchor: dt.date | None, direction: Direction) -> Reading:
    """Read a phrase against the day it was said (None: only what needs no anchor is read).

    Raises UnreadablePhraseError where no rule reads it, or the day does not exist.
    """
    text = " ".join(phrase.split())
    if not text or len(text) > LONGEST:
        raise _unreadable(phrase)
    if looks_like_edtf(text):
        return _edtf(phrase, text, anchor, direction)
    words = _words(text)
    if " ".join(words) in VAGUE:
        return Reading(
            phrase=phrase, direction=direction, rule="R8", anchor=anchor, vague=True,
            explanation="these words set no bounds",
        )  # fmt: skip
    found = _read(phrase, words, anchor, direction)
    if found is None:
        raise _unreadable(phrase)
    return found


def read_between(phrase: str, *, anchor: tuple[dt.date, dt.date], direction: Direction) -> Reading:
    """Read against an anchor that is an interval: tried at both ends, both kept (R11)."""
    first = read(phrase, anchor=anchor[0], direction=direction)
    last = read(phrase, anchor=anchor[1], direction=direction)
    if (first.earliest, first.latest, first.lo, first.hi) == (
        last.earliest, last.latest, last.lo, last.hi,
    ):  # fmt: skip
        return last
    earliest = None if first.earliest is None or last.earliest is None else min(
        first.earliest, last.earliest)  # fmt: skip
    latest = None if first.latest is None or last.latest is None else max(
        first.latest, last.latest)  # fmt: skip
    lo = None if first.lo is None or last.lo is None else min(first.lo, last.lo)
    hi = None if first.hi is None or last.hi is None else max(first.hi, last.hi)
    return evolve(
        last, rule="R11", earliest=earliest, latest=latest, lo=lo, hi=hi,
        edtf=format_edtf(earliest, latest),
        alternatives=tuple(
            Alternative(why=f"said on {one.anchor} ({one.rule})", earliest=one.earliest,
                        latest=one.latest, lo=one.lo, hi=one.hi)
            for one in (first, last)
        ),
        explanation=f"said between {anchor[0]} and {anchor[1]}: read at both ends",
    )  # fmt: skip


def _words(text: str) -> list[str]:
    text = re.sub(r"[\u2019']s?\b", lambda m: m[0], text.casefold())
    text = re.sub(r"\b(early|mid|late)-", r"\1 ", text)
    text = re.sub(r"(?<=\d),(?=\s)|(?<=[a-z]),(?=\s)", " ", text)
    return text.rstrip(".").split()


def _unreadable(phrase: str) -> UnreadablePhraseError:
    shown = phrase if len(phrase) <= 60 else f"{phrase[:57]}…"
    nearest = tuple(difflib.get_close_matches(phrase[:LONGEST], NEAREST, n=3, cutoff=0.4))
    hint = "; ".join(nearest or NEAREST[:3])
    return UnreadablePhraseError(
        f"no rule reads the date {shown!r}" if phrase.strip() else "a date cannot be empty",
        hint=f"readable are, for example: {hint}; or give the days: {{phrase: …, lo: …, hi: …}}",
        nearest=nearest,
    )


def _edtf(phrase: str, text: str, anchor: dt.date | None, direction: Direction) -> Reading:
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


def _read(
    phrase: str, words: list[str], anchor: dt.date | None, direction: Direction
) -> Reading | None:
    if words[0] in ("has", "have") and direction == "date" and len(words) == 2:
        return _made(phrase, direction, "R12", anchor, None, anchor, "said some time before")
    if words == ["since", "then"] or words in (["later"], ["afterwards"], ["then"]):
        kind = "since" if words[0] == "since" else "after"
        return _hung(phrase, direction, anchor, "", Shift(kind=kind, most=0))
    form, rest = _form(words)
    by_duration = _duration(phrase, form, rest, anchor, direction)
    if by_duration is not None:
        return by_duration
    expression = parse(rest)
    if expression is not None:
        if anchor is None and expression.needs_anchor:
            raise UnreadablePhraseError(
                f"{phrase!r} needs the day it was said", hint="give an anchor"
            )
        return _placed(phrase, form, expression, anchor, direction)
    return _event(phrase, form, rest, anchor, direction)


def _form(words: list[str]) -> tuple[str, list[str]]:
    for form, name in _FORMS:
        if tuple(words[: len(form)]) == form and len(words) > len(form):
            return name, words[len(form) :]
    return "", words


def _event(
    phrase: str, form: str, rest: list[str], anchor: dt.date | None, direction: Direction
) -> Reading | None:
    """A preposition and words that name no stretch of the calendar: they name an event."""
    shift = {
        "before": Shift(kind="before"), "by": Shift(kind="on"), "in": Shift(kind="on"),
        "since": Shift(kind="since" if direction == "date" else "after"),
        "from": Shift(kind="on"),
    }.get(form)  # fmt: skip
    # A number in it is a date that could not be read, not the name of an event.
    if shift is None or any(re.fullmatch(r"[\d./-]+(st|nd|rd|th)?", word) for word in rest):
        return None
    return _hung(phrase, direction, anchor, _event_words(phrase, rest), shift)


def _event_words(phrase: str, rest: list[str]) -> str:
    """The words that name the event, in the case in which they were written."""
    written = phrase.split()[-len(rest) :] if rest else []
    if written and written[0].casefold() in ("the", "a", "an"):
        written = written[1:]
    return " ".join(written).rstrip(".")


def _hung(
    phrase: str, direction: Direction, anchor: dt.date | None, event: str, shift: Shift
) -> Reading:
    # "Before an event" is R2, looking back "since" one is R12; all else that hangs is R10.
    rule = "R10"
    if shift.kind == "before" and direction == "due":
        rule = "R2"
    elif shift.kind == "since" and direction == "date":
        rule = "R12"
    return Reading(
        phrase=phrase, direction=direction, anchor=anchor, anchor_event=event, shift=shift,
        rule=rule,
        explanation=f"hangs on {event or 'another event'}: {shift.kind}",
    )  # fmt: skip


def _duration(
    phrase: str, form: str, rest: list[str], anchor: dt.date | None, direction: Direction
) -> Reading | None:
    taken = take_duration(rest)
    if taken is None:
        return None
    length, after = taken
    match after:
        case ["ago"] | ["before"] if form == "" and anchor is not None:
            earliest, latest = length.back(anchor)
            rule = "R9" if length.loose else "R6"
            return _made(phrase, direction, rule, anchor, earliest, latest, "so long before")
        case [] if form in ("within", "in") and anchor is not None:
            first, last = length.ahead(anchor)
            # Half of a unit more or less is R9's; a plain number of units is R6's.
            rule = "R6" if length.exact else "R9"
            start = anchor if form == "within" else first
            return _made(phrase, direction, rule, anchor, start, last, "counted from the day said",
                         lo=first, hi=last)  # fmt: skip
        case [] if form == "before" and anchor is None:
            return None
    if after and after[-1] in ("later", "afterwards", "earlier") and len(after) == 1:
        kind = "before" if after[-1] == "earlier" else "after"
        return _hung(phrase, direction, anchor, "", _shift(kind, length))
    if after and after[0] in ("after", "before", "of", "from") and len(after) > 1:
        kind = {"after": "after", "from": "after", "before": "before"}.get(
            after[0], "within" if form == "within" else "after"
        )
        return _hung(phrase, direction, anchor, _event_words(phrase, after[1:]),
                     _shift(kind, length))  # fmt: skip
    return None


def _shift(kind: str, length: Duration) -> Shift:
    half = {"year": 6, "month": 15, "week": 3, "day": 0}[length.unit]
    if length.half or length.loose:
        if length.unit == "year":
            least, most, unit = length.least * 12, length.most * 12, "month"
        elif length.unit == "week":
            least, most, unit = length.least * 7, length.most * 7, "day"
        else:
            least, most, unit = length.least * 30, length.most * 30, "day"
        if length.half:
            least, most = least + half, most + half
        if length.loose in ("over", "about"):
            most += half
        if length.loose in ("under", "about"):
            least -= half
        return Shift(kind=kind, least=least, most=most, unit=unit)
    return Shift(kind=kind, least=length.least, most=length.most, unit=length.unit)


def _placed(
    phrase: str, form: str, expression: Expression, anchor: dt.date | None, direction: Direction
) -> Reading | None:
    if form == "within" and direction != "due":
        return None
    near = anchor or dt.date(1, 1, 1)
    period = expression.resolve(near, direction)
    if direction == "due":
        return _deadline(phrase, form, expression, period, anchor)
    return _day(phrase, form, expression, period, anchor, direction)


def _day(
    phrase: str, form: str, expression: Expression, period: Period, anchor: dt.date | None,
    direction: Direction,
) -> Reading | None:  # fmt: skip
    earliest: dt.date | None = period.first
    latest: dt.date | None = period.last
    back = direction == "date"
    if expression.edge:
        edge = period.last if expression.edge == "end" else period.first
        earliest = latest = edge
    if form in ("before", "by"):
        earliest, latest = None, period.first - ONE_DAY if form == "before" else period.last
    elif form == "since":
        earliest, latest = period.first, anchor if back else None
    # What has happened cannot lie after the day it is told.
    if back and anchor is not None and latest is not None and latest > anchor >= period.first:
        latest = anchor
    if expression.to_anchor and anchor is not None:
        latest = anchor
    rule = "R12" if back and (expression.floating or expression.needs_anchor) else "R5"
    return _made(phrase, direction, rule, anchor, earliest, latest,
                 f"{'the latest that has begun' if back else 'the next that has not ended'}"
                 if expression.floating else "as named",
                 granularity=period.unit.removesuffix("-of-year"))  # fmt: skip


def _deadline(
    phrase: str, form: str, expression: Expression, period: Period, anchor: dt.date | None
) -> Reading | None:
    first, last = period.first, period.last
    one_day = first == last
    begun = anchor is not None and anchor in period
    if expression.to_anchor:
        return None
    if expression.edge == "end":
        rule, lo, hi, why = "R4", last, last, "its last day"
    elif form == "before" or (expression.edge == "start" and form == "by"):
        rule, lo, hi, why = "R2", first - ONE_DAY, first - ONE_DAY, "the day before it begins"
    elif expression.edge == "start":
        rule, lo, hi, why = "R5", first, first, "its first day"
    elif one_day and form in ("", "by", "in", "from"):
        rule, lo, hi, why = "R1", first, first, "that day included"
    elif form == "by":
        lo = anchor if begun and anchor is not None else first - ONE_DAY
        rule, hi = "R7" if expression.part else "R3", last
        why = "certainly in time before it begins, possibly until it ends"
    elif form in ("", "in", "within"):
        rule, lo, hi, why = "R5", last, last, "any day of it will do"
    else:
        return None
    return _made(phrase, "due", rule, anchor, first, last, why, lo=lo, hi=hi,
                 granularity=period.unit.removesuffix("-of-year"))  # fmt: skip


def _made(
    phrase: str, direction: Direction, rule: str, anchor: dt.date | None,
    earliest: dt.date | None, latest: dt.date | None, why: str, *,
    lo: dt.date | None = None, hi: dt.date | None = None, granularity: str | None = None,
) -> Reading:  # fmt: skip
    due = direction == "due"
    if due and lo is None:
        lo = hi = latest
    return Reading(
        phrase=phrase, direction=direction, rule=rule, granularity=granularity, anchor=anchor,
        edtf=format_edtf(earliest, latest), earliest=earliest, latest=latest,
        lo=lo if due else None, hi=hi if due else None, explanation=why,
    )  # fmt: skip
