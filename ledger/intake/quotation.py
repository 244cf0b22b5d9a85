"""Whether a quotation stands in its source's text (docs/domain.md, section 9)."""

from __future__ import annotations

import difflib
import re

_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})


def find(quote: str, text: str) -> str | None:
    """How the quotation is found: `exact`, `levelled`, or None.

    Character by character first; then with white space collapsed and quotation marks levelled.
    """
    if quote in text:
        return "exact"
    return "levelled" if _level(quote) in _level(text) else None


def nearest(quote: str, text: str) -> str | None:
    """The passage of the text that is most like the quotation, if one is like it."""
    sentences = re.split(r"(?<=[.!?”\"])\s+|\n+", text[:200_000])
    found = difflib.get_close_matches(quote, sentences, n=1, cutoff=0.5)
    return found[0].strip() if found else None


def _level(text: str) -> str:
    return " ".join(text.translate(_MARKS).split())
