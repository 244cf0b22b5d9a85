"""Tables of phrases of one or more words, each with a value, found by their first word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from ledger.dates.grammar.cursor import Cursor

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases with their values; the longest that comes next is taken."""

    __slots__ = ("_by_first",)

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            words = tuple(phrase.replace("-", " - ").split())
            self._by_first.setdefault(words[0], []).append((words, value))
        for found in self._by_first.values():
            found.sort(key=lambda pair: -len(pair[0]))

    def take(self, cursor: Cursor, *, before_end: bool = True) -> T | None:
        """The value of the longest phrase that comes next, moved past; else None.

        Where `before_end` does not hold, a phrase that ends the tokens is not taken.
        """
        for words, value in self._by_first.get(cursor.peek().text, ()):
            if cursor.at(*words):
                end = cursor.index + len(words)
                if before_end or end < len(cursor.tokens):
                    cursor.index = end
                    return value
        return None


def phrases(*names: str) -> Phrases[bool]:
    """Phrases that have no value but that they are there."""
    return Phrases((name, True) for name in names)
