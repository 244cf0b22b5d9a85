"""Words for an event, and how a phrase hangs on it (R10): such a phrase never gets a day of its own."""

from __future__ import annotations

from attrs import frozen

from ledger.dates.duration import Duration
from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.lengths import length
from ledger.dates.grammar.names import LEADING, name
from ledger.dates.grammar.numbers import whole
from ledger.dates.grammar.shifting import shifted
from ledger.dates.shift import Shift

_LATER = ("later", "afterwards", "afterward", "thereafter", "subsequently", "on", "after",
          "hereafter", "thereof")  # fmt: skip
_EARLIER = ("earlier", "beforehand", "previously", "prior")


@frozen
class Hung:
    """A phrase that hangs on an event: the words for it ("" where only implied) and the shift."""

    words: tuple[int, int] | None
    shift: Shift


def hung(cursor: Cursor, form: str) -> Hung | None:
    """What hangs on an event, read to the end; else None and nothing is moved."""
    start = cursor.index
    for read in (_after_length, _beside, _anniversary, _first_days, _then):
        found = read(cursor, form)
        if found is not None and cursor.done():
            return found
        cursor.index = start
    found = _event(cursor, form)
    if found is None:
        cursor.index = start
    return found


def _after_length(cursor: Cursor, form: str) -> Hung | None:
    """Thirty days after ratification; within two years of the referendum; several days later."""
    at_least = form == "at-least" or _take_least(cursor)
    counted = length(cursor, bare=True)
    if counted is None:
        return None
    cursor.take("time")
    if cursor.peek().text in _EARLIER and cursor.peek(1).kind == "end":
        cursor.index += 1
        return Hung(None, shifted("before", counted))
    if cursor.peek().text in _LATER and cursor.peek(1).kind == "end":
        if cursor.peek().text == "after" and form == "":
            return None
        cursor.index += 1
        return Hung(None, shifted("since" if at_least else _kind(form, "after"), counted))
    kind = _towards(cursor)
    if not kind:
        return None
    if (kind == "of" and form not in ("within", "in", "by", "at-least", "")) or cursor.done():
        return None
    that = cursor.peek().text in ("that", "which", "this", "then") and cursor.peek(1).kind == "end"
    words = None
    if that:
        cursor.index += 1
    else:
        words = name(cursor)
        if words is None:
            return None
    if kind == "before":
        return Hung(words, shifted("before", counted))
    if at_least or form == "not-before":
        return Hung(words, shifted("since", counted))
    return Hung(words, shifted(_kind(form, "within" if kind == "of" else "after"), counted))


def _take_least(cursor: Cursor) -> bool:
    if cursor.at("at", "least") or cursor.at("no", "less", "than"):
        cursor.index += 2 if cursor.at("at", "least") else 3
        return True
    return False


def _kind(form: str, otherwise: str) -> str:
    return {"within": "within", "by": "within", "not-before": "since"}.get(form, otherwise)


def _towards(cursor: Cursor) -> str:
    """Which way a length lies from the event: after, before, or "of", which may be within."""
    if (
        cursor.take_any("after", "following", "from", "since", "upon", "past")
        or cursor.take("subsequent", "to")
        or cursor.take("as", "of")
        or cursor.take("as", "from")
        or cursor.take("starting", "from")
        or cursor.take("starting", "with")
        or cursor.take("counting", "from")
        or cursor.take("calculated", "from")
        or cursor.take("beginning", "on")
    ):
        return "after"
    if (
        cursor.take("before")
        or cursor.take("prior", "to")
        or cursor.take("ahead", "of")
        or cursor.take("in", "advance", "of")
        or cursor.take("preceding")
    ):
        return "before"
    if cursor.take("of") or cursor.take("into"):
        return "of"
    return ""


def _beside(cursor: Cursor, form: str) -> Hung | None:
    """The day after the election; the week before the summit; on the eve of the vote."""
    cursor.take("the")
    place = cursor.peek()
    if place.kind == "ordinal" and cursor.peek(1).kind == "unit":
        return _counted_unit(cursor, place.value)
    if cursor.take("eve", "of"):
        words = name(cursor)
        return None if words is None else Hung(words, Shift(kind="before", least=1, most=1))
    token = cursor.take_kind("unit") or cursor.take_kind("daytime")
    if token is None:
        return None
    unit = token.value if token.kind == "unit" else "day"
    after = cursor.peek().text in ("after", "following")
    if not cursor.take_any("after", "following", "before", "preceding"):
        return None
    words = None
    if not cursor.done():
        words = name(cursor)
        if words is None:
            return None
    if unit not in ("day", "week", "month", "year"):
        return None
    if unit == "day":
        return Hung(words, Shift(kind="after" if after else "before", least=1, most=1))
    if after:
        return Hung(words, Shift(kind="within", least=1, most=1, unit=unit))
    days = {"week": 7, "month": 31, "year": 366}[unit]
    return Hung(words, Shift(kind="before", least=1, most=days))


def _counted_unit(cursor: Cursor, number: int) -> Hung | None:
    """The thirtieth day after ratification: so many days after it."""
    unit = cursor.peek(1).value
    cursor.index += 2
    if unit not in ("day", "week", "month", "year") or _towards(cursor) != "after":
        return None
    if cursor.take("that", "of") or cursor.take("the", "day", "of"):
        pass
    words = name(cursor)
    return None if words is None else Hung(
        words, Shift(kind="after", least=number, most=number, unit=unit))  # fmt: skip


def _anniversary(cursor: Cursor, form: str) -> Hung | None:
    """The first anniversary of the accord: so many years after it."""
    cursor.take_any(*LEADING)
    years = 1
    token = cursor.peek()
    if token.kind == "ordinal":
        years = token.value
        cursor.index += 1
    elif token.kind == "number" and cursor.peek(1).text == "year":
        years = whole(token) or 1
        cursor.index += 2
    elif cursor.peek(1).kind == "dash" and cursor.peek(2).text == "year":
        years = whole(token) or {"one": 1}.get(token.text, 1)
        cursor.index += 3
    if not cursor.take("anniversary"):
        return None
    cursor.take("of")
    words = None if cursor.done() else name(cursor)
    if words is None and not cursor.done():
        return None
    days = -1 if form == "before" else 0
    kind = "since" if form in ("after", "since", "not-before") else "after"
    return Hung(words, Shift(kind=kind, least=years, most=years, unit="year", days=days))


def _first_days(cursor: Cursor, form: str) -> Hung | None:
    """The first 100 days (of the new government); day one."""
    while cursor.take_any(*LEADING):
        pass
    first_day = cursor.at("day") and (cursor.peek(1).text == "one" or whole(cursor.peek(1)) == 1)
    if first_day:
        cursor.index += 2
        return _office(cursor, Shift(kind="on"))
    token = cursor.peek()
    if token.kind != "ordinal" or token.value != 1:
        return None
    cursor.index += 1
    counted = length(cursor)
    if counted is None:
        unit = cursor.take_kind("unit")
        if unit is None or unit.value not in ("day", "week", "month", "year"):
            return None
        counted = Duration(least=1, most=1, unit=unit.value)
    return _office(cursor, shifted("within", counted))


def _office(cursor: Cursor, shift: Shift) -> Hung | None:
    if cursor.take("in", "office") or cursor.take("in", "power") or cursor.done():
        return Hung(None, shift)
    if not cursor.take_any("of", "after", "in", "following", "from"):
        return None
    words = name(cursor)
    return None if words is None else Hung(words, shift)


def _then(cursor: Cursor, form: str) -> Hung | None:
    """Then, that day, the same week, afterwards: another event that is not named."""
    if cursor.peek().text in ("later", "earlier") and cursor.peek(1).text in ("that", "the"):
        cursor.index += 1
    if cursor.take_any("then", "thereafter", "afterwards", "afterward", "subsequently", "that"):
        kind = {"since": "since", "before": "before", "by": "on", "until": "on", "after": "since",
                "from": "since", "not-before": "since"}.get(form, "")  # fmt: skip
        if cursor.tokens[cursor.index - 1].text == "that":
            unit = cursor.peek().kind == "unit" and cursor.peek(1).kind == "end"
            if unit or cursor.peek().text in ("time", "point", "moment", "date"):
                cursor.index += 1
                kind = kind or "on"
            elif not kind:
                return None
        return Hung(None, Shift(kind=kind or "after"))
    cursor.take("the")
    if cursor.take("same"):
        if cursor.take_kind("unit") or cursor.take("time"):
            return Hung(None, Shift(kind="on"))
        return None
    if cursor.take("time") and cursor.done() and form == "in":
        return Hung(None, Shift(kind="on"))
    return None


def following(cursor: Cursor) -> Hung | None:
    """The following day, the next day, the previous evening, told of the past: of another event."""
    start = cursor.index
    article = cursor.take("the")
    token = cursor.peek()
    if token.text in ("following", "next", "previous", "preceding") and article:
        unit = cursor.peek(1)
        known = unit.kind == "daytime" or unit.value in ("day", "week", "month", "year")
        if known and cursor.peek(2).kind == "end":
            ahead = token.text in ("following", "next")
            # "The previous year" may well be last year; the following one cannot be next year.
            if ahead or unit.value == "day" or unit.kind == "daytime":
                name = unit.value if unit.kind == "unit" else "day"
                cursor.index += 2
                kind = "after" if ahead else "before"
                if name == "day":
                    return Hung(None, Shift(kind=kind, least=1, most=1))
                return Hung(None, Shift(kind="within", least=1, most=1, unit=name))
    cursor.index = start
    return None


def _event(cursor: Cursor, form: str) -> Hung | None:
    """A preposition and the name of an event."""
    shift = _SHIFTS.get(form)
    if shift is None:
        return None
    start = cursor.index
    cursor.take("the")
    edge = cursor.peek()
    starts = edge.kind == "edge" and edge.value == "start"
    ends = edge.kind == "edge" and edge.value == "end"
    cursor.index = start
    if form == "by" and starts:
        shift = Shift(kind="before")  # R2: by the start of it is before it
    elif form == "before" and ends:
        shift = Shift(kind="on")  # R4: before the end of it is by its end
    words = name(cursor)
    return None if words is None else Hung(words, shift)


_SHIFTS = {
    "before": Shift(kind="before"), "by": Shift(kind="on"), "in": Shift(kind="on"),
    "within": Shift(kind="on"), "from": Shift(kind="on"), "since": Shift(kind="since"),
    "after": Shift(kind="since"), "not-before": Shift(kind="since"),
}  # fmt: skip
