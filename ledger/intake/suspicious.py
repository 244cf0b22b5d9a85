"""Warnings about names and texts of a document that may deceive whoever reads them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from ledger.errors import Problem
from ledger.intake.known import Known
from ledger.intake.lookalike import hidden, mixed, skeleton
from ledger.intake.names import Names
from ledger.intake.node import Entries, Node, Scalar, scalars
from ledger.intake.wording import quoted

_NAMES = ("name", "aliases")
"""Fields by which people know an actor."""


def suspicious(documents: Sequence[Entries], names: Names, known: Known) -> Iterator[Problem]:
    """Ids and names that look like others or mix scripts; signs in texts that nobody sees."""
    yield from _alike(names, known)
    for entries in documents:
        for key in _NAMES:
            node = entries.get(key)
            for value in scalars(node) if node is not None else ():
                yield from _mixed(value, "the name")
        yield from _hidden(entries)


def _alike(names: Names, known: Known) -> Iterator[Problem]:
    foreign = {id: mark for id, (_, mark) in names.own.items() if not id.isascii()}
    if not foreign:
        return  # in plain ASCII no id looks like another
    plain: dict[str, list[str]] = {}
    for id in dict.fromkeys([*names.own, *known.names("thing")]):
        plain.setdefault(skeleton(id), []).append(id)
    for id, mark in foreign.items():
        others = [other for other in plain[skeleton(id)] if other != id]
        if others:
            yield mark.warning(f"the id {quoted(id)} looks like another, {quoted(others[0])}",
                               hint=_strange(id, others[0]))  # fmt: skip
        else:
            yield from _mixed(Scalar(id, mark), "the id")


def _mixed(value: Scalar, what: str) -> Iterator[Problem]:
    word = mixed(value.text)
    if word is not None:
        yield value.mark.warning(f"{what} {quoted(word)} mixes letters of different scripts",
                                 hint=_strange(word, ""))  # fmt: skip


def _hidden(node: Node) -> Iterator[Problem]:
    for value in scalars(node):
        sign = hidden(value.text)
        if sign is not None:
            yield value.mark.warning(
                f"the text holds U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip()
                + ", which a reader does not see", hint="it is recorded as it stands")  # fmt: skip


def _strange(word: str, like: str) -> str | None:
    char = next((char for char in word if not char.isascii() and char not in like), None)
    return f"it holds U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip() if char else None
