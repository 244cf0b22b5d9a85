"""The rules by which quantities are read, each with examples: the reference page and hints use them."""

from __future__ import annotations

from attrs import frozen


@frozen
class Rule:
    """A class of phrases: its name, what it says, and examples as (words, what they allow)."""

    name: str
    title: str
    says: str
    examples: tuple[tuple[str, str], ...]


RULES: tuple[Rule, ...] = ()


def nearest(words: list[str], most: int = 3) -> list[str]:
    """The examples that share the most words with `words`, none where none does."""
    return []
