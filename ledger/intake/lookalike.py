"""Names and texts that may deceive: letters of other scripts that look alike, signs that hide.

Nothing is changed for it and nothing refused: what a source wrote is recorded as it wrote it. The
writer is warned. After Unicode Technical Standard 39, with the letters that matter for names in
Latin script; the script of a letter is taken from its name in the Unicode character database.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ALIKE = {
    # Cyrillic
    0x0430: "a", 0x0435: "e", 0x043E: "o", 0x0440: "p", 0x0441: "c", 0x0443: "y", 0x0445: "x",
    0x0456: "i", 0x0458: "j", 0x0455: "s", 0x0501: "d", 0x04BB: "h", 0x051B: "q", 0x051D: "w",
    0x0432: "b", 0x043D: "h", 0x043A: "k", 0x043C: "m", 0x0442: "t", 0x0437: "3", 0x0433: "r",
    0x044C: "b", 0x04CF: "l", 0x04AF: "y", 0x0410: "a", 0x0412: "b", 0x0415: "e", 0x0417: "3",
    0x041A: "k", 0x041C: "m", 0x041D: "h", 0x041E: "o", 0x0420: "p", 0x0421: "c", 0x0422: "t",
    0x0423: "y", 0x0425: "x", 0x0405: "s", 0x0406: "i", 0x0408: "j", 0x04C0: "l",
    # Greek
    0x03B1: "a", 0x03BF: "o", 0x03C1: "p", 0x03B9: "i", 0x03C5: "u", 0x03BD: "v", 0x03BA: "k",
    0x03C4: "t", 0x03C7: "x", 0x03B3: "y", 0x0391: "a", 0x0392: "b", 0x0395: "e", 0x0396: "z",
    0x0397: "h", 0x0399: "i", 0x039A: "k", 0x039C: "m", 0x039D: "n", 0x039F: "o", 0x03A1: "p",
    0x03A4: "t", 0x03A5: "y", 0x03A7: "x",
    # Armenian
    0x0585: "o", 0x057D: "u", 0x0578: "n", 0x0570: "h", 0x0581: "g", 0x0566: "q",
}  # fmt: skip
"""Letters of other scripts, by code point, and the Latin letter or digit that each looks like."""

_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
"""Scripts that are written together in one word (the standard's "highly restrictive" level)."""

HIDING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Signs that a reader does not see, or that turn the direction of what follows. The joiners of
Persian, Indic and emoji, and the marks that only place a neutral sign, are part of writing."""

_WITHOUT_LETTERS = frozenset({"CJK", "HANGUL"})
"""Scripts whose characters the database does not call letters."""

_WORDS = re.compile(r"\w+")


def mixed(text: str) -> str | None:
    """The first word that mixes scripts as no language does, or None."""
    if text.isascii():
        return None
    for word in _WORDS.findall(text):
        if not word.isascii() and not _one_writing({s for s in map(_script, word) if s}):
            return str(word)
    return None


def skeleton(text: str) -> str:
    """What a text looks like: equal for two that a reader cannot tell apart."""
    if text.isascii():
        return text.casefold()
    # Compatibility forms first: full-width, mathematical, ligatures. Folding case may bring out
    # letters and sequences that were not there before.
    folded = unicodedata.normalize("NFKC", text).translate(_ALIKE).casefold()
    return unicodedata.normalize("NFKC", folded).translate(_ALIKE)


def strange_in(word: str, like: str) -> str | None:
    """The first letter of a word by which it differs from one that looks the same, or None."""
    if word == like or skeleton(word) != skeleton(like):
        return None
    return next((char for char in word if not char.isascii() and char not in like), None)


def hidden(text: str) -> str | None:
    """The first sign in a text that a reader does not see, or None."""
    if text.isascii() and text.isprintable():
        return None
    found = HIDING.search(text)
    return found[0] if found else None


def _one_writing(scripts: set[str]) -> bool:
    return len(scripts) <= 1 or any(scripts <= writing for writing in _TOGETHER)


@lru_cache(maxsize=4096)
def _script(char: str) -> str | None:
    """The script of a letter; None for what all scripts share: digits, marks, signs."""
    words = unicodedata.name(char, "").split() if char.isalpha() else []
    if not words or ("LETTER" not in words and words[0] not in _WITHOUT_LETTERS):
        return None
    if words[0] in ("MODIFIER", "KATAKANA-HIRAGANA"):
        return None
    if words[0] in ("FULLWIDTH", "HALFWIDTH", "SUPERSCRIPT", "SUBSCRIPT"):
        # Compatibility forms are of the script that they are a form of.
        plain = unicodedata.normalize("NFKC", char)
        return _script(plain[0]) if plain[0] != char else None
    return words[0]
