"""Text to tokens: numeric dates, clock times, numbers, ordinals, the words of the calendar, the rest."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from ledger.dates.grammar.lexicon import LEXICON, NUMBER_WORDS, ONES, TENS
from ledger.quantities.number import read_number


class Token(NamedTuple):
    """A piece of the text in lower case, its kind and value, and where it stood."""

    kind: str
    value: Any
    text: str
    start: int
    end: int


_AM = r"\s?(?:[ap]\.?\s?m\b\.?)"
_TOKEN = re.compile(
    rf"""
    (?P<ymd>\d{{4}}(?P<s1>[-/.])\d{{1,2}}(?P=s1)\d{{1,2}}(?!\d)
        (?:[T\ ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)
  | (?P<dmy>\d{{1,2}}(?P<s2>[-/.])\d{{1,2}}(?P=s2)(?:\d{{4}}|\d\d)(?!\d|:))
  | (?P<ym>\d{{4}}[-/]\d{{1,2}}(?!\d|[-/]\d))
  | (?P<my>(?<![a-z])(?<![a-z][-/])(?:0?[1-9]|1[0-2])[-/.]\d{{4}}(?!\d))
  | (?P<packed>(?:1[89]|2[01])\d{{6}}(?!\d))
  | (?P<clock>\d{{1,2}}(?::\d\d){{1,2}}(?:\.\d+)?(?:{_AM})?(?!\d)
        | \d{{1,2}}\.\d\d{_AM} | \d{{1,2}}{_AM} | \d{{1,2}}h(?:\d\d)?\b | \d{{1,2}}[ap]\b
        | \d{{1,2}}\s?o['’]?\s?clock\b
        | (?:[01]\d|2[0-3])[0-5]\d(?=\s?(?:gmt|utc|bst|cest|cet|est|edt|et|hours|hrs|local)\b))
  | (?P<md>\d{{1,2}}/\d{{1,2}}(?![\d/])
        | \d{{1,2}}\.\d{{1,2}}(?![\d.])(?!\s*(?:million|billion|decade|year|month|week|day|hour)))
  | (?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)\b)
  | (?P<short>['’]\d\d(?![\d\w]))
  | (?P<decade>['’]?\d{{2,4}}['’]?\s?s\b)
  | (?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:\.\d+)?)
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
  | (?P<sign>[^\s\w])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMERIC = frozenset(("ymd", "dmy", "ym", "my", "packed", "md"))
_DASHES = frozenset("-‐‑–—~")
_DROPPED = frozenset('.,;:()[]"“”!*∙·•')


def lex(text: str) -> list[Token]:
    """The tokens of a text; punctuation that carries no meaning is dropped.

    The end of a possessive ("next year's") becomes a token of its own.
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        piece = match[0]
        start, end = match.span()
        if kind == "word":
            _word(piece.lower(), start, end, found)
        elif kind == "sign":
            if piece in _DASHES:
                found.append(Token("dash", None, "-", start, end))
            elif piece not in _DROPPED:
                found.append(Token("sign", None, piece, start, end))
        elif kind == "number":
            found.append(_number(piece, start, end))
        elif kind == "short":
            found.append(Token("number", Decimal(piece[1:]), piece, start, end))
        elif kind == "ordinal":
            found.append(Token(kind, int(piece[:-2]), piece.lower(), start, end))
        elif kind == "decade":
            digits = "".join(c for c in piece if c.isdigit())
            found.append(Token(kind, digits, piece.lower(), start, end))
        elif kind in _NUMERIC or kind in ("s1", "s2"):
            # The last group that matched may be the separator inside a numeric date.
            name = "ymd" if match["ymd"] else "dmy" if match["dmy"] else kind
            found.append(Token("date", name, piece, start, end))
        else:
            found.append(Token(kind, None, piece.lower(), start, end))
    return _joined(found)


def _word(word: str, start: int, end: int, found: list[Token]) -> None:
    known = LEXICON.get(word)
    if known is None and ("'" in word or "’" in word):
        body, _mark, tail = word.replace("’", "'").rpartition("'")
        if tail == "s" or not tail:
            known = LEXICON.get(body)
            kind, value = known or ("word", None)
            found.append(Token(kind, value, body, start, start + len(body)))
            found.append(Token("of", None, "'s", start + len(body), end))
            return
        word = word.replace("’", "'")
    kind, value = known or ("word", None)
    found.append(Token(kind, value, word, start, end))


def _number(piece: str, start: int, end: int) -> Token:
    # What no calendar or count needs is kept short: a hundred digits are no number of days.
    digits = piece.replace(",", "")
    value = Decimal(digits) if len(digits) <= 12 else None
    return Token("number", value, piece, start, end)


def _joined(tokens: list[Token]) -> list[Token]:
    """Number words made one token: "twenty-first", "nine and a half", "two hundred"."""
    if not any(token.text in NUMBER_WORDS for token in tokens):
        return tokens
    found: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.text not in NUMBER_WORDS:
            found.append(token)
            index += 1
            continue
        # A hyphen inside a number word is no dash: twenty-five, twenty-first.
        words: list[str] = []
        places: list[int] = []
        for place in range(index, min(index + 10, len(tokens))):
            if tokens[place].kind != "dash":
                words.append(tokens[place].text)
                places.append(place)
            elif tokens[place - 1].text not in TENS:
                break
        if words[0] in TENS and len(words) > 1 and words[1] in ONES:
            last = tokens[places[1]]
            found.append(Token("ordinal", TENS[words[0]] + ONES[words[1]],
                               f"{words[0]}-{words[1]}", token.start, last.end))  # fmt: skip
            index = places[1] + 1
            continue
        number = read_number(words)
        if number is None:
            found.append(token)
            index += 1
            continue
        value, taken = number
        last = tokens[places[taken - 1]]
        found.append(Token("number", value.value, " ".join(words[:taken]), token.start, last.end))
        index = places[taken - 1] + 1
    return found
