"""Names of events among the tokens: which words may be one, and where they stand in the text."""

from __future__ import annotations

import difflib

from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.lexer import Token
from ledger.dates.grammar.lexicon import DAY_NAMES, MONTH_NAMES, ZONES
from ledger.dates.grammar.numbers import digits

_CALENDAR = ("date", "clock", "unit", "today", "decade", "dash", "sign", "choice", "third",
             "edge", "of", "number")  # fmt: skip
"""Kinds of tokens that end no name of an event."""
_NAMES = (*MONTH_NAMES, *DAY_NAMES)
LEADING = ("the", "a", "an", "its", "his", "her", "their", "our", "this", "that", "such", "any")
_DATE_OF = (("date", "of"), ("day", "of"), ("time", "of"), ("moment", "of"),
            ("date", "on", "which"), ("date", "that"), ("effective", "date", "of"))  # fmt: skip


def name(cursor: Cursor) -> tuple[int, int] | None:
    """Where in the text the name of an event stands that takes up all that is left; else None.

    A name ends with a word that is none of the calendar's, and bears no number but a year, an
    ordinal, or digits that belong to a word (COP26). What is a misspelt month is no name.
    """
    tokens = cursor.tokens[cursor.index :]
    while len(tokens) > 1 and tokens[0].text in LEADING:
        tokens = tokens[1:]
    for words in _DATE_OF:
        if len(tokens) > len(words) and tuple(t.text for t in tokens[: len(words)]) == words:
            tokens = tokens[len(words) :]
            break
    while len(tokens) > 1 and tokens[0].text in LEADING:
        tokens = tokens[1:]
    pronoun = len(tokens) == 1 and tokens[0].text in ("it", "them", "those")
    if not tokens or not (pronoun or _is_name(tokens)):
        return None
    cursor.index = len(cursor.tokens)
    return tokens[0].start, tokens[-1].end


def _is_name(tokens: list[Token]) -> bool:
    last = tokens[-1]
    if last.kind in _CALENDAR and not _ends_a_name(tokens):
        return False
    for place, token in enumerate(tokens):
        if token.kind == "clock" or (token.kind == "date" and token.value != "md"):
            return False
        if token.kind == "number" and not _belongs(tokens, place):
            return False
        if token.kind == "sign" and token.text not in "&'’/%$€£":
            return False
        if token.text in ("each", "every", "fy", "fiscal"):
            return False  # a duty that comes again is more than one day; a year is no event
    words = [token for token in tokens if token.kind == "word" and token.text not in FUNCTION]
    if not words and not _ends_a_name(tokens):
        return False
    if _calendar_and_more(tokens):
        return False
    if any(len(word.text) > 3 and _misspelt(word.text) for word in words) and len(tokens) < 4:
        return False
    return any(len(word.text) > 1 for word in words) or _ends_a_name(tokens)


def _calendar_and_more(tokens: list[Token]) -> bool:
    """Whether it begins with words of the calendar and goes on with a preposition: no name then.

    The 2020 election is a name, "2018 under Obama" is a year and something more.
    """
    place = 0
    while place < len(tokens) and tokens[place].kind in _DATING:
        place += 1
    return 0 < place < len(tokens) and tokens[place].text in FUNCTION


_DATING = ("number", "month", "weekday", "unit", "date", "ordinal", "season", "decade", "today",
           "choice")  # fmt: skip


def _ends_a_name(tokens: list[Token]) -> bool:
    """Names that end with a word of the calendar: independence day, that date, 9/11, COP26."""
    if tokens[-1].kind == "date" and tokens[-1].value == "md":
        return True
    if len(tokens) > 1 and tokens[-1].kind == "number":
        # COP26, phase 2; COP26 in November 2021.
        return _belongs(tokens, len(tokens) - 1) and any(
            token.kind == "word" and token.text not in FUNCTION for token in tokens
        )
    if tokens[-1].text in ("day", "week", "period", "deadline", "night", "year"):
        return len(tokens) > 1 and tokens[-2].kind == "word"
    if tokens[-1].kind == "edge":
        return len(tokens) > 1 and any(token.kind == "word" for token in tokens)
    return tokens[-1].kind == "third"


def _belongs(tokens: list[Token], place: int) -> bool:
    """Whether a number is a year, or is written together with a word: COP26, Article 50, G7."""
    token = tokens[place]
    if digits(token) == 4:
        return True
    # The summit on 30 October: a day that is told of an event.
    told = any(one.kind == "word" and one.text not in FUNCTION for one in tokens[:place])
    if told and "month" in {one.kind for one in tokens[max(place - 1, 0) : place + 2]}:
        return True
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if before is not None and before.kind == "word" and (
        before.end == token.start or before.text in _NUMBERED
    ):  # fmt: skip
        return True
    if (
        before is not None
        and before.kind == "dash"
        and place > 1
        and tokens[place - 2].kind == "word"
    ):
        return True
    return after is not None and after.start == token.end and after.kind in ("word", "dash")


FUNCTION = ZONES | frozenset((
    "on", "in", "at", "of", "by", "to", "from", "the", "and", "or", "for", "a", "an", "it", "its",
    "is", "be", "as", "with", "up", "out", "so", "about", "around", "all", "some", "any", "than",
    "per", "via", "if", "under", "against", "into", "over", "through", "point", "time", "stage",
    "moment", "part", "few", "other", "next", "more", "most", "period", "ad", "ce", "am", "pm", "after",
    "before", "since", "until", "during", "within", "between", "while", "not", "no", "both",
    "also", "but",
))  # fmt: skip
"""Words that name nothing by themselves."""
_NUMBERED = frozenset(("article", "articles", "phase", "stage", "section", "resolution", "chapter",
                       "step", "paragraph", "round", "protocol", "part", "tranche", "annex",
                       "brexit", "covid", "group", "clause", "title", "act"))  # fmt: skip


def _misspelt(word: str) -> bool:
    return word not in _NAMES and bool(difflib.get_close_matches(word, _NAMES, n=1, cutoff=0.83))
