"""A period among the tokens: the first token says who reads it, what follows may narrow it."""

from __future__ import annotations

from collections.abc import Callable

from ledger.dates.grammar import explicit, within
from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.daytime import daytime
from ledger.dates.grammar.fiscal import fiscal, fiscal_behind
from ledger.dates.grammar.lexer import lex
from ledger.dates.grammar.lexicon import ZONES
from ledger.dates.grammar.numbers import day_number
from ledger.dates.grammar.numeric import numeric
from ledger.dates.grammar.phrases import phrases
from ledger.dates.grammar.relative import chosen, offset, today, weekday
from ledger.dates.grammar.units import unit
from ledger.dates.meaning.cycles import Matched, Relative
from ledger.dates.meaning.parts import Edge, LongWeekend, SoFar
from ledger.dates.meaning.spans import Approximate
from ledger.dates.meaning.value import Fixed, InYear, Recurring, Value
from ledger.dates.observances import OBSERVANCES

_OBSERVED: dict[str, list[tuple[tuple[str, ...], Recurring]]] = {}
for _name, _build in OBSERVANCES.items():
    _words = tuple(token.text for token in lex(_name))
    _OBSERVED.setdefault(_words[0], []).append((_words, Recurring(_build)))
for _found in _OBSERVED.values():
    _found.sort(key=lambda pair: -len(pair[0]))

_COUNTING = frozenset(("a", "an", "few", "several", "couple", "about", "around", "roughly",
                       "approximately", "just", "over", "under", "nearly", "almost", "more",
                       "less", "some", "slightly", "circa"))  # fmt: skip
_APPROXIMATE = ("around", "about", "circa", "ca", "c", "approximately", "roughly", "~")
_FILLED = ("sometime", "whole", "entire", "all", "very", "year", "exactly", "precisely", "same")


def period(cursor: Cursor) -> Value | None:
    """The period that begins here, moved past; None where none does.

    Raises UnreadablePhraseError for a day that does not exist.
    """
    article = cursor.take("the")
    start = cursor.index
    found = _timed(cursor)
    if found is None:
        cursor.index = start
        found = _core(cursor, article=article)
    if found is None:
        return None
    return _narrowed(cursor, found)


def _timed(cursor: Cursor) -> Value | None:
    """A time of the day and then its day: "11 p.m. GMT on 31 January 2020", "noon Friday"."""
    if not daytime(cursor):
        return None
    start = cursor.index
    cursor.take_any("on", "of")
    found = cursor.period()
    if found is None:
        cursor.index = start
        return Relative("day", 0)
    return found


def _core(cursor: Cursor, *, article: bool) -> Value | None:
    token = cursor.peek()
    start = cursor.index
    for read in _READERS.get(token.kind, ()):
        found = read(cursor)
        if found is not None:
            return found
        cursor.index = start
    if token.kind == "unit":
        return fiscal(cursor) or unit(cursor, article=article) or _half_from(cursor, start)
    if token.kind in ("word", "edge", "month", "weekday", "third", "ordinal"):
        return _word(cursor)
    return None


def _half_from(cursor: Cursor, start: int) -> Value | None:
    """Half a year from now: no half of a year that is told, but a length."""
    cursor.index = start
    return offset(cursor) if cursor.at("half", "a") else None


def _number(cursor: Cursor) -> Value | None:
    start = cursor.index
    for read in (
        fiscal_behind,
        _hour,
        explicit.quarter_first,
        offset,
        explicit.day_first,
        explicit.year_first,
        _day_of,
    ):
        found = read(cursor)
        if found is not None:
            return found
        cursor.index = start
    return None


def _day_of(cursor: Cursor) -> Value | None:
    """20 of next month."""
    number = day_number(cursor)
    return None if number is None else within.day_of_a_month(cursor, number)


def _hour(cursor: Cursor) -> Value | None:
    """8 tonight; 9 tomorrow morning; 3 this afternoon: the number is an hour."""
    hour = day_number(cursor)
    if hour is None or hour > 24:
        return None
    if cursor.peek().kind == "today" or (
        cursor.peek().kind == "choice" and cursor.peek(1).kind == "daytime"
    ):
        return cursor.period()
    if cursor.at("at", "night") or (cursor.at("in", "the") and cursor.peek(2).kind == "daytime"):
        daytime(cursor)
        return Relative("day", 0)
    return None


def _named(cursor: Cursor) -> Value | None:
    """An observance by its name, longest name first."""
    for words, value in _OBSERVED.get(cursor.peek().text, ()):
        place = cursor.index
        for word in words:
            # Eid al-Fitr is written with and without its hyphen.
            if cursor.tokens[place : place + 1] and cursor.tokens[place].kind == "dash":
                place += 1
            if not cursor.tokens[place : place + 1] or cursor.tokens[place].text != word:
                break
            place += 1
        else:
            cursor.index = place
            return LongWeekend(value) if cursor.take("weekend") else value
    return None


def _word(cursor: Cursor) -> Value | None:
    text = cursor.peek().text
    start = cursor.index
    if text in _COUNTING:
        found = offset(cursor)
        if found is not None:
            return found
        cursor.index = start
        if text in _APPROXIMATE and cursor.take(text):
            inner = cursor.period()
            return None if inner is None else Approximate(inner)
        return None
    if cursor.take_any(*_FILLED):
        cursor.take_any("of", "in", "during")
        return cursor.period()
    if cursor.at("calendar", "week"):
        cursor.index += 1
        return unit(cursor, article=False)
    if text in ("cy", "calendar", "ad"):
        return explicit.year_first(cursor)
    for read in _WORDS:
        found = read(cursor)
        if found is not None:
            return found
        cursor.index = start
    return None


_WORDS = (_named, explicit.decade_word, explicit.lettered, within.prefixed, fiscal, within.rest,
          within.last)  # fmt: skip
_READERS: dict[str, tuple[Callable[[Cursor], Value | None], ...]] = {
    "date": (fiscal_behind, numeric),
    "month": (_named, explicit.month_first),
    "number": (_number,),
    "ordinal": (within.ordinal,),
    "weekday": (_named, weekday),
    "choice": (within.last, chosen),
    "unit": (explicit.year_first,),
    "third": (within.third,),
    "edge": (within.edge,),
    "season": (explicit.season,),
    "decade": (explicit.decade,),
    "today": (today,),
}


def _dated(found: Value) -> bool:
    """Whether it is a date, which a weekday may stand behind."""
    return isinstance(found, Recurring | Fixed | InYear)


_OVER = phrases("is out", "is over", "is up", "is done", "comes to an end", "ends", "runs out",
                "closes", "draws to a close")  # fmt: skip
"""Before the year is out: the end of it."""


def _narrowed(cursor: Cursor, found: Value) -> Value:
    """What follows a period: its year, a time of the day, a weekday in brackets, a zone."""
    if found.recurs:
        found = explicit.with_year(cursor, found)
    while daytime(cursor):
        pass
    if cursor.peek().kind == "weekday" and cursor.peek(1).kind == "end" and _dated(found):
        cursor.index += 1  # "18 July, Friday", "9 June (Tuesday)"
        found = Matched(cursor.tokens[cursor.index - 1].value, found)
    if cursor.peek().text in ZONES:
        cursor.index += 1
    if found.recurs:
        found = explicit.with_year(cursor, found)
    if cursor.take_any("deadline", "cutoff") or cursor.take("target", "date"):
        return found
    if cursor.take("so", "far"):
        return SoFar(found)
    return Edge(found, "end") if _OVER.take(cursor) else found
