"""Two deadlines in one: A or B, whichever is earlier; the later of A and B."""

from __future__ import annotations

from typing import NamedTuple

from ledger.dates.grammar.lexer import Token

_CHOICES = {"earlier": "earlier", "sooner": "earlier", "first": "earlier", "earliest": "earlier",
            "soonest": "earlier", "later": "later", "latest": "later", "last": "later"}  # fmt: skip


class Pair(NamedTuple):
    """The words of the two, those that the form of the first begins, and which of them counts."""

    one: list[Token]
    other: list[Token]
    choice: str


def pair(tokens: list[Token]) -> Pair | None:
    """The two parts of such a phrase, or None."""
    texts = [token.text for token in tokens]
    choice: str | None
    if "whichever" in texts:
        place = texts.index("whichever")
        choice = next((_CHOICES[t] for t in reversed(texts[place:]) if t in _CHOICES), None)
        body, joint = tokens[:place], "or"
    elif texts[0] in ("the", "by") and "of" in texts[1:5]:
        place = texts.index("of")
        choice = _CHOICES.get(texts[place - 1])
        form = tokens[:1] if texts[0] == "by" else []
        body, joint = form + tokens[place + 1 :], "and"
    else:
        return None
    words = [token.text for token in body]
    if choice is None or joint not in words[1:]:
        return None
    middle = len(words) - 1 - words[::-1].index(joint)
    return Pair(body[:middle], body[middle + 1 :], choice)
