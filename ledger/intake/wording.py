"""How problems are worded: names shown short, articles that fit, and the name that was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LONGEST_SHOWN = 60
"""More characters of a name or value are not repeated in a sentence."""

LONGEST_GUESSED = 200
"""Nothing is suggested for a longer word: it is no slip of the pen."""

LIKE = 0.6
"""From this likeness on (difflib's ratio) one word may have been meant by the other."""

MANY = 2000
"""Among more names than this, only those that begin or end alike are compared."""


def shortened(text: str) -> str:
    """The text, cut where it is long."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def quoted(text: str) -> str:
    """The text in quotation marks, cut where it is long."""
    return repr(shortened(text))


def a(noun: str) -> str:
    """The noun with its article: an actor, a source."""
    return f"{'an' if noun[:1].casefold() in 'aeiou' else 'a'} {noun}"


def meant(word: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant, or None."""
    if len(word) > LONGEST_GUESSED:
        return None
    start, end = word[:3], word[-3:]
    # No more is held of the names than is compared, however many there are.
    every: list[str] = []
    alike: list[str] = []
    count = 0
    for count, name in enumerate(names, 1):
        if count <= MANY:
            every.append(name)
        if len(alike) < MANY and (name.startswith(start) or name.endswith(end)):
            alike.append(name)
    found = difflib.get_close_matches(word, every if count <= MANY else alike, n=1, cutoff=LIKE)
    return found[0] if found else None
