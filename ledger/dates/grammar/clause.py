"""A whole phrase: a form (by, before, within …), and the period, length or event that it bounds."""

from __future__ import annotations

from attrs import evolve, frozen

from ledger.dates.calendars import Calendars
from ledger.dates.duration import Duration
from ledger.dates.grammar import forms, vague
from ledger.dates.grammar.cursor import Cursor, Taste
from ledger.dates.grammar.daytime import daytime
from ledger.dates.grammar.events import Hung, following, hung
from ledger.dates.grammar.lengths import length
from ledger.dates.grammar.lexer import Token
from ledger.dates.grammar.period import period
from ledger.dates.grammar.phrases import Phrases
from ledger.dates.grammar.relative import ROLLING, TODAY, offset
from ledger.dates.meaning.cycles import DayOfMonth, Relative
from ledger.dates.meaning.parts import Third
from ledger.dates.meaning.spans import Between, Either, Offset, Running, Window
from ledger.dates.meaning.value import Value

_TO = frozenset(("to", "through", "thru", "until", "till", "til", "up"))
_CHOICES = {"earlier": "earlier", "sooner": "earlier", "first": "earlier", "earliest": "earlier",
            "soonest": "earlier", "later": "later", "latest": "later", "last": "later"}  # fmt: skip


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
    approximate: bool = False


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
    tokens = _unqualified(tokens)
    chosen = _whichever(tokens, taste, calendars, look)
    if chosen is not None:
        return chosen
    cursor = Cursor(tokens, taste, calendars, period)
    ending = forms.tail(cursor)
    found = _clause(cursor, ending, look)
    if found is None and ending == "not-before" and tokens:
        return None
    return None if found is None else evolve(found, notes=frozenset(cursor.notes))


_QUALIFIERS = frozenset(("compared", "relative", "subject", "provided", "providing", "unless", "barring",
                         "depending", "assuming", "pending", "if"))  # fmt: skip
_PARTICIPLES = frozenset(("planned", "promised", "agreed", "scheduled", "expected", "announced", "pledged",
                          "required", "set", "possible", "needed"))  # fmt: skip


def _unqualified(tokens: list[Token]) -> list[Token]:
    """The words without a condition or a comparison behind them, which set no days.

    "By 2030 compared with 1990 levels", "in May as planned", "by June if conditions permit".
    """
    for place, token in enumerate(tokens):
        if place < 2:
            continue
        if token.text in _QUALIFIERS and (token.text != "if" or tokens[place + 1 : place + 2]):
            if tokens[place + 1 : place + 2] and tokens[place + 1].text == "not":
                continue  # "if not sooner"
            return tokens[:place]
        if token.text == "as" and len(tokens) == place + 2 and tokens[-1].text in _PARTICIPLES:
            return tokens[:place]
    return tokens


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
    immediate = _at_once(cursor)
    if immediate is not None:
        return immediate
    # "Two weeks before Easter" must not be taken for a form; "before" alone must.
    for plain in (True, False):
        cursor.index = start
        if plain and cursor.peek().text in _FORMAL:
            continue
        form = "" if plain else _forms(cursor)
        if not plain and not form:
            return _hung(cursor, ending, look)
        found = _bounded(cursor, _joined(form, ending), look, named=not plain)
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
    cursor.index = start
    return found


def _bounded(cursor: Cursor, form: str, look: str, *, named: bool) -> Clause | None:
    start = cursor.index
    if form in ("in", "within", "by", "for") and _rolls(cursor):
        window = _rolling(cursor)
        if window is not None and cursor.done():
            return Clause(form=form, meaning=window)
        cursor.index = start
    ranged = _range(cursor) if form != "for" else None
    if ranged is not None and cursor.done():
        return Clause(form=form, meaning=ranged)
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
        ranged = _range(cursor)
        if ranged is not None and cursor.done():
            return Clause(form="in", meaning=ranged)
        cursor.index = start
    return _hung(cursor, form if named else "", look)


def _counted(cursor: Cursor, form: str, counted: Duration) -> Clause | None:
    """After a length of time: nothing more, "before" alone, or "of" a date."""
    cursor.take("time")
    cursor.take("period")
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


def _hung(cursor: Cursor, form: str, look: str) -> Clause | None:
    found = hung(cursor, form, due=look != "date")
    return None if found is None or not cursor.done() else Clause(form=form, meaning=found)


def _at_once(cursor: Cursor) -> Clause | None:
    """Effective immediately, with immediate effect, from now on; right now."""
    form = _AT_ONCE.take(cursor)
    if form is None or not cursor.done():
        return None
    if form == "new":
        return Clause(form="in", meaning=Third(Relative("year", 1), "early"))
    return Clause(form=form, meaning=TODAY)


_AT_ONCE = Phrases((
    ("at the moment", "in"), ("at this time", "in"), ("at this moment", "in"), ("at present", "in"),
    ("right now", "in"), ("just now", "in"), ("at the present time", "in"), ("presently", "in"),
    ("nowadays", "in"), ("at the present", "in"), ("effective immediately", "from"),
    ("in the new year", "new"), ("early in the new year", "new"),
    ("with immediate effect", "from"), ("immediately effective", "from"),
    ("starting immediately", "from"), ("effective at once", "from"),
    ("beginning immediately", "from"), ("starting now", "from"), ("as of now", "from"),
    ("as of today", "from"), ("effective today", "from"), ("effective now", "from"),
    ("from now on", "not-before"), ("henceforth", "not-before"), ("hereafter", "not-before"),
    ("from today on", "not-before"), ("from here on", "not-before"),
    ("from now onwards", "not-before"), ("from today onwards", "not-before"),
))  # fmt: skip


def _rolls(cursor: Cursor) -> bool:
    """Whether "the next year", "the past decade", "the coming month" come next: counted from now."""
    place = 1 if cursor.at("the") else 0
    return (
        place == 1 or cursor.tokens[cursor.index - 1].text in ("within", "the")
    ) and cursor.peek(place).text in ROLLING


def _rolling(cursor: Cursor) -> Value | None:
    cursor.take("the")
    token = cursor.take_kind("choice")
    if token is None:
        return None
    sign = 1 if token.value > 0 else -1
    unit = cursor.peek()
    if unit.kind == "unit" and not unit.text.endswith("s") and unit.value not in (
        "weekend", "hour", "minute", "day", "half"
    ):  # fmt: skip
        cursor.index += 1
        return Window(Duration(least=1, most=1, unit=unit.value), sign, TODAY)
    counted = length(cursor)
    return None if counted is None else Window(counted, sign, TODAY)


def _range(cursor: Cursor) -> Value | None:
    """A period, two joined by "to" or "and", or one "or" another."""
    between = cursor.take_any("between", "from")
    if cursor.peek().text in ("+", "-") and cursor.peek(1).kind == "number":
        return _added(cursor, TODAY)  # "+2 months"
    if not between and (cursor.at("first", "the") or cursor.at("both")):
        return None
    first = _end(cursor)
    if first is None:
        return None
    after_first = cursor.index
    joint = cursor.peek()
    joined = joint.kind == "dash" or joint.text in _TO or (between and joint.text == "and")
    if joined:
        cursor.index += 1
        cursor.take_any("to", "and", "including")
        cursor.take_any("including")
        cursor.take("the")
        second = _end(cursor) if not isinstance(first, Offset) or between else cursor.period()
        if second is not None:
            return Between(first, second)
        cursor.index = after_first
    if joint.text in ("or", "and", "/") and not between:
        cursor.index += 1
        cursor.take_any("in", "by", "on", "possibly", "during")
        second = cursor.period()
        if second is not None and not isinstance(first, DayOfMonth):
            return Either(first, second)
        cursor.index = after_first
    return _added(cursor, first)


def _end(cursor: Cursor) -> Value | None:
    """One end of a range: a period, today as "date", or the day of a month ("the third")."""
    if cursor.take("date") or cursor.take("current", "date"):
        return TODAY
    return cursor.period()


def _added(cursor: Cursor, first: Value) -> Value:
    """Next Tuesday + 10 days: a length after a period."""
    start = cursor.index
    sign = {"+": 1, "-": -1, "plus": 1, "minus": -1}.get(cursor.peek().text)
    if sign is not None:
        cursor.index += 1
        counted = length(cursor)
        if counted is not None:
            return Offset(counted, sign, first)
    cursor.index = start
    return first


def _whichever(tokens: list[Token], taste: Taste, calendars: Calendars, look: str) -> Clause | None:
    """A or B, whichever is earlier; the later of A and B."""
    texts = [token.text for token in tokens]
    if "whichever" in texts:
        place = texts.index("whichever")
        choice = next((_CHOICES[t] for t in reversed(texts[place:]) if t in _CHOICES), None)
        body, joint = tokens[:place], "or"
    elif texts[0] in ("the", "by") and "of" in texts[:5]:
        place = texts.index("of")
        choice = _CHOICES.get(texts[place - 1])
        if choice is None or "and" not in texts:
            return None
        form = [t for t in tokens[:1] if t.text == "by"]
        body, joint = form + tokens[place + 1 :], "and"
        texts = [token.text for token in body]
    else:
        return None
    if choice is None or joint not in texts[: len(body)]:
        return None
    middle = len(body) - 1 - [t.text for t in reversed(body)].index(joint)
    one = clause(body[:middle], taste, calendars, look=look)
    rest = body[middle + 1 :]
    other = clause(rest, taste, calendars, look=look)
    if one is not None and other is None:
        # "Within 90 days of signature or of ratification": the form serves both.
        other = clause(body[:1] + rest, taste, calendars, look=look)
    if one is None or other is None:
        return None
    first, second = _settled(one), _settled(other)
    if first is None or second is None:
        return None
    return Clause(form=one.form, meaning=first, other=second, choice=choice,
                  notes=one.notes | other.notes)  # fmt: skip


def _settled(one: Clause) -> Value | Hung | None:
    """What one of two bounds: a length of time counts from the day of the words."""
    if isinstance(one.meaning, Duration):
        return Offset(one.meaning, 1, TODAY)
    return one.meaning


__all__ = ["Clause", "Relative", "clause", "offset"]
