"""A phrase cut into words: numerals, words and signs, with the place of each in the text."""

from __future__ import annotations

import re
import unicodedata

from attrs import frozen

from ledger.quantities.vocabulary import DECADES

_CUT = re.compile(
    r"""
      (?:[0-9]+(?:[.,'’][0-9]+)*|\.[0-9]+)(?:[eE][+-]?[0-9]+(?![0-9a-z]))?   # 5,200  .08  1.3e6
    | [A-Za-z]{0,3}[$€£¥₹₽₩₪₺₴₦]                                        # US$  €
    | [^\W\d_]+(?:[.'’][^\W\d_]+)*                                      # troops  U.S.
    | <\s*=|>\s*=|=\s*<|=\s*>|\+\s?/\s?[-–−]                            # < =  +/-
    | \S
    """,
    re.VERBOSE,
)
_SIGNS = {
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "‒": "-", "≤": "<=", "=<": "<=", "≥": ">=",
    "=>": ">=", "≈": "~", "∼": "~", "⁄": "/", "+/-": "±", "+/–": "±", "+/−": "±", "per cent": "%",
    "percent": "%", "pct": "%",
}  # fmt: skip
_VULGAR = {ord(sign): f" {unicodedata.normalize('NFKC', sign)} ".replace("⁄", "/")
           for sign in "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}  # fmt: skip
_RAISED = re.compile("(?<=10)[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_GROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9,])")
"""Thousands parted by spaces, as the International System of Units has it."""
_DECADES = {str(ten): word for word, ten in DECADES.items()}
_WRAPPING = " \t\n\"'“”‘’.,;:!?"


@frozen
class Phrase:
    """The words of a phrase in lower case, and where each begins and ends in `text`."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    def said(self, start: int, stop: int) -> str:
        """The words from number `start` up to `stop`, as they were written."""
        return " ".join(self.text[self.starts[start] : self.ends[stop - 1]].split())

    def glued(self, index: int) -> bool:
        """Whether nothing stands between this word and the one before it."""
        return index > 0 and self.ends[index - 1] == self.starts[index]


def cut(raw: str) -> Phrase:
    """Cut the text of a phrase into words."""
    text = raw if raw.isascii() else _plain(raw)
    text = text.strip(_WRAPPING) if text[:1] != "." else text.rstrip(_WRAPPING)
    if raw.lstrip()[:1] == "." and text[:1].isdecimal():
        text = f".{text}"
    if " " in text:
        text = _GROUPED.sub(lambda match: match[0].replace(" ", ""), text)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CUT.finditer(text):
        word = match[0]
        start, end = match.span()
        glued = bool(ends) and ends[-1] == start
        if word == "." and glued and words[-1].isalpha():
            ends[-1] = end  # an abbreviation: approx.
            continue
        lower = word.casefold()
        if lower == "mm" and word == "MM" and glued:
            lower = "mn"  # $1MM; 5mm are millimetres
        elif lower == "cent" and words and words[-1] == "per":
            words[-1], ends[-1] = "%", end
            continue
        elif lower == "s" and glued and words[-1] in _DECADES:
            words[-1], ends[-1] = _DECADES[words[-1]], end  # the 20s
            continue
        elif not lower.isalnum():
            lower = "".join(lower.split())
        words.append(_SIGNS.get(lower, lower))
        starts.append(start)
        ends.append(end)
    return Phrase(text, words, starts, ends)


def _plain(raw: str) -> str:
    """Typographic signs as plain ones: ½ is 1/2, 10⁶ is 10^6, a no-break space is a space."""
    text = _RAISED.sub(lambda match: "^" + unicodedata.normalize("NFKC", match[0]), raw)
    text = unicodedata.normalize("NFKC", text.translate(_VULGAR))
    return text.replace("\u2212", "-")
