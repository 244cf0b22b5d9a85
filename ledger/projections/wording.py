"""Wording: the words of an event as they are searched, and those that are searched for."""

from __future__ import annotations

import re
import unicodedata

_LEVEL = str.maketrans({"’": "'", "“": '"', "”": '"', "\0": "\ufffd"})


def folded(text: str) -> str:
    """Text as it is searched: without case, accents, marks of quotation and NUL."""
    if text.isascii():
        return text.lower().replace("\0", "\ufffd")
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return kept.translate(_LEVEL)


def wanted(text: str) -> list[str]:
    """What must occur: words, and phrases in quotation marks."""
    parts = re.findall(r'"([^"]+)"|(\S+)', folded(text))
    return [" ".join((phrase or word).split()) for phrase, word in parts]
