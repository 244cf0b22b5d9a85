"""A whole phrase: a form (by, before, within …), and the period, length or event that it bounds."""

from __future__ import annotations

from attrs import evolve, frozen

from ledger.dates.calendars import Calendars
from ledger.dates.duration import Duration
from ledger.dates.grammar import forms, vague
from ledger.dates.grammar.cursor import Cursor, Taste
from ledger.dates.grammar.daytime import daytime
from ledger.dates.grammar.either import Pair, pair
from ledger.dates.grammar.events import Hung, following, hung
from ledger.dates.grammar.instants import at_once
from ledger.dates.grammar.lengths import length
from ledger.dates.grammar.lexer import Token
from ledger.dates.grammar.period import period
from ledger.dates.grammar.qualifiers import unqualified
from ledger.dates.grammar.ranges import rolling, rolls, stretch
from ledger.dates.grammar.relative import TODAY
from ledger.dates.meaning.spans import Between, Offset, Running, Window
from ledger.dates.meaning.value import Value


@frozen(kw_only=True)
class Clause:
    """What a phrase says: its form, what it bounds, and what could have been read otherwise.

    `meaning` is None where the words set no bounds ("vague") or say only that it is past ("past").
    `other` is the second of two that are joined by "whichever is `choice`".
    """

    form: str
    meaning: Value | Duration | Hung | None
    notes: frozenset[str] = frozenset()
    other: Value | Hung | None = None
    choice: str | None = None


def clause(tokens: list[Token], taste: Taste, calendars: Calendars, *, look: str) -> Clause | None:
    """The clause that all the tokens make up together, or None.

    `look` is the direction: words for a deadline may name an event that words for the past do not.
    Raises UnreadablePhraseError for a day that does not exist, or a fiscal year of no calendar.
    """
    if not tokens:
        return None
    if vague.sets_no_bounds(tokens) and not (look == "date" and vague.only_past(tokens)):
        return Clause(form="vague", meaning=None)
    if vague.only_past(tokens) and not _dated(tokens):
        return Clause(form="past", meaning=None)
    tokens = unqualified(tokens)
    two = pair(tokens)
    if two is not None:
        chosen = _either(two, taste, calendars, look)
        if chosen is not None:
            return chosen
    limits = _limits(tokens, taste, calendars, look)
    if limits is not None:
        return limits
    cursor = Cursor(tokens, taste, calendars, period)
    ending = forms.tail(cursor)
    found = _clause(cursor, ending, look)
    return None if found is None else evolve(found, notes=frozenset(cursor.notes))


def _limits(tokens: list[Token], taste: Taste, calendars: Calendars, look: str) -> Clause | None:
    """No earlier than A and no later than B; after A but before B."""
    places = [n for n, token in enumerate(tokens) if token.text in ("and", "but") and n > 1]
    if not places or len(tokens) - places[0] < 3:
        return None
    first = forms.form(Cursor(tokens, taste, calendars, period))
    if first not in ("not-before", "after", "from", "since"):
        return None
    one = clause(tokens[: places[0]], taste, calendars, look=look)
    other = clause(tokens[places[0] + 1 :], taste, calendars, look=look)
    if one is None or other is None or other.form not in ("by", "before", "through"):
        return None
    if not isinstance(one.meaning, Value) or not isinstance(other.meaning, Value):
        return None
    if look == "due":
        return other
    return Clause(form="in", meaning=Between(one.meaning, other.meaning))


def _dated(tokens: list[Token]) -> bool:
    """Whether a number or a named day stands in words that otherwise only say it is past."""
    return any(token.kind in ("date", "month", "weekday", "number") for token in tokens)


def _clause(cursor: Cursor, ending: str, look: str) -> Clause | None:
    start = cursor.index
    back = look == "date"
    if back:
        told = following(cursor)
        if told is not None and cursor.done():
            return Clause(form=ending, meaning=told)
        cursor.index = start
    immediate = at_once(cursor)
    if immediate is not None:
        return Clause(form=immediate[0], meaning=immediate[1])
    cursor.index = start
    # "Two weeks before Easter" must not be taken for a form; "before" alone must.
    for plain in (True, False):
        cursor.index = start
        forms.adverbs(cursor)
        if plain and cursor.peek().text in _FORMAL:
            continue
        form = "" if plain else _forms(cursor)
        if not plain and not form:
            return _hung(cursor, ending)
        found = _bounded(cursor, _joined(form, ending), named=not plain)
        if found is not None:
            return found
    return None


def _joined(form: str, ending: str) -> str:
    """The form before and the one behind: "in 2030 at the latest" is by 2030."""
    if ending and (form in ("", "in", "for", "from") or ending == "not-before"):
        return ending
    return form


_FORMAL = frozenset(("by", "within", "until", "till", "before", "not", "during", "throughout",
                     "since", "for", "prior", "starting", "upon"))  # fmt: skip
"""Words that begin no period: what they begin is looked for behind a form at once."""


def _forms(cursor: Cursor) -> str:
    """One form, or two that stand together: "by no later than", "not before", "on or before"."""
    found = forms.form(cursor)
    if not found:
        return ""
    start = cursor.index
    second = forms.form(cursor)
    if found in ("by", "in", "within", "from") and second in ("by", "before", "within", "at-least"):
        return second
    if found == "by" and second == "not-before":
        return found  # by as early as May
    cursor.index = start
    return found


def _bounded(cursor: Cursor, form: str, *, named: bool) -> Clause | None:
    start = cursor.index
    if form in ("in", "within", "by", "for") and rolls(cursor):
        window = rolling(cursor)
        if window is not None and cursor.done():
            return Clause(form=form, meaning=window)
        cursor.index = start
    ranged = stretch(cursor) if form != "for" else None
    if ranged is not None and cursor.done():
        timed = form == "before" and cursor.timed
        return Clause(form="by" if timed else form, meaning=ranged)
    if ranged is not None and form == "from":
        cursor.take_any("on", "onwards", "onward", "forward")
        if cursor.done():
            return Clause(form="not-before", meaning=ranged)
    cursor.index = start
    counted = length(cursor)
    if counted is not None:
        found = _counted(cursor, form, counted)
        if found is not None:
            return found
    cursor.index = start
    if form == "for":
        ranged = stretch(cursor)
        if ranged is not None and cursor.done():
            return Clause(form="in", meaning=ranged)
        cursor.index = start
    return _hung(cursor, form if named else "")


def _counted(cursor: Cursor, form: str, counted: Duration) -> Clause | None:
    """After a length of time: nothing more, "before" alone, or "of" a date."""
    cursor.take("time")
    cursor.take_any("period", "deadline", "window", "timeframe", "frame", "term", "timeline")
    daytime(cursor)
    if cursor.done():
        return Clause(form=form, meaning=counted)
    if form == "" and cursor.take("before") and cursor.done():
        return Clause(form="", meaning=Offset(counted, -1, TODAY))
    if form == "for" and cursor.take_any("from", "after", "starting", "beginning"):
        cursor.take_any("from", "on")
        base = cursor.period()
        return None if base is None or not cursor.done() else Clause(
            form="in", meaning=Running(counted, base))  # fmt: skip
    if form in ("within", "in", "by", "at-least") and cursor.take_any("of", "from", "after", "as"):
        base = cursor.period()
        if base is not None and cursor.done():
            if form == "at-least":
                return Clause(form="not-before", meaning=Offset(counted, 1, base))
            return Clause(form=form, meaning=Window(counted, 1, base))
    if form == "at-least" and cursor.take("before"):
        base = cursor.period()
        if base is not None and cursor.done():
            return Clause(form="by", meaning=Offset(counted, -1, base))
    return None


def _hung(cursor: Cursor, form: str) -> Clause | None:
    found = hung(cursor, form)
    return None if found is None or not cursor.done() else Clause(form=form, meaning=found)


def _either(two: Pair, taste: Taste, calendars: Calendars, look: str) -> Clause | None:
    """A or B, whichever is earlier or later: one of them may hang on an event."""
    one = clause(two.one, taste, calendars, look=look)
    # "Within 90 days of signature or of ratification": the form serves both.
    other = clause(two.other, taste, calendars, look=look) or clause(
        two.one[:1] + two.other, taste, calendars, look=look
    )
    if one is None or other is None:
        return None
    first, second = _settled(one), _settled(other)
    if first is None or second is None:
        return None
    return Clause(form=one.form, meaning=first, other=second, choice=two.choice,
                  notes=one.notes | other.notes)  # fmt: skip


def _settled(one: Clause) -> Value | Hung | None:
    """What one of two bounds: a length of time counts from the day of the words."""
    if isinstance(one.meaning, Duration):
        return Offset(one.meaning, 1, TODAY)
    return one.meaning
