"""Warnings about names and texts of a document that may deceive whoever reads them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from ledger.errors import Problem
from ledger.intake.declared import Declared
from ledger.intake.lookalike import hidden, mixed, skeleton
from ledger.intake.node import Listing, Node, Scalar, scalars
from ledger.intake.outline import Outline
from ledger.intake.wording import quoted

_NAMES = ("name", "aliases")
"""Fields by which people know an actor."""


def suspicious(outlines: Sequence[Outline], declared: Declared) -> Iterator[Problem]:
    """Ids and names that look like others or mix scripts; signs in texts that nobody sees."""
    for one in outlines:
        yield from _alike(one, declared)
    for one in outlines:
        for key in _NAMES:
            node = one.entries.get(key)
            for value in scalars(node) if node is not None else ():
                yield from _mixed(value, "the name")
        yield from _hidden(one.entries)


def _alike(one: Outline, declared: Declared) -> Iterator[Problem]:
    for id, _, node in one.declares:
        if id.isascii():
            continue  # in plain ASCII no id looks like another
        others = [other for other in declared.alike(skeleton(id)) if other != id]
        if others:
            yield node.mark.warning(f"the id {quoted(id)} looks like another, {quoted(others[0])}",
                                    hint=_strange(id, others[0]))  # fmt: skip
        else:
            yield from _mixed(node, "the id")


def _mixed(value: Scalar, what: str) -> Iterator[Problem]:
    word = mixed(value.text)
    if word is not None:
        yield value.mark.warning(f"{what} {quoted(word)} mixes letters of different scripts",
                                 hint=_strange(word, ""))  # fmt: skip


def _hidden(node: Node) -> Iterator[Problem]:
    if isinstance(node, Scalar):
        sign = hidden(node.text)
        if sign is not None:
            yield node.mark.warning(
                f"the text holds U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip()
                + ", which a reader does not see", hint="it is recorded as it stands")  # fmt: skip
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _hidden(item)
    else:
        for _, value in node.items:
            # Most are a plain text: they are passed over at once.
            if not isinstance(value, Scalar) or hidden(value.text) is not None:
                yield from _hidden(value)


def _strange(word: str, like: str) -> str | None:
    char = next((char for char in word if not char.isascii() and char not in like), None)
    return f"it holds U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip() if char else None
