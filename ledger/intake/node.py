"""What a document is made of, whatever its format: scalars, lists and mappings, each with its place.

Scalars stay text: no format's own idea of numbers, booleans or dates comes between the writer's
words and the ledger.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ledger.errors import InputRefusedError, Problem

DEEPEST = 30
"""No document nests deeper than this."""


@frozen(kw_only=True)
class Mark:
    """A place in a document: file, line and column from 1, and the line's text."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    text: str | None = None

    def problem(
        self, sentence: str, *, near: str | None = None, hint: str | None = None
    ) -> Problem:
        """A problem at this place."""
        return Problem(
            sentence=sentence, file=self.file, line=self.line, column=self.column,
            text=self.text, near=near, hint=hint,
        )  # fmt: skip


NOWHERE = Mark()


@frozen
class Scalar:
    """Text as written, without the quotation marks of the format."""

    text: str
    mark: Mark = NOWHERE


@frozen
class Listing:
    """Several nodes in order."""

    items: tuple[Node, ...]
    mark: Mark = NOWHERE


@frozen
class Entries:
    """Named nodes in order, no name twice."""

    items: tuple[tuple[Scalar, Node], ...]
    mark: Mark = NOWHERE
    by_name: dict[str, tuple[Scalar, Node]] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "by_name", {key.text: (key, node) for key, node in self.items})

    def get(self, name: str) -> Node | None:
        """The node under a name, or None."""
        found = self.by_name.get(name)
        return found[1] if found else None


Node = Scalar | Listing | Entries


def from_builtins(value: Any, where: str = "the event") -> Node | None:
    """The node for a value of Python; None and what means nothing give no node.

    Raises InputRefusedError for what no document could hold.
    """
    return _from(value, where, 0)


def _from(value: Any, where: str, depth: int) -> Node | None:
    mark = Mark(file=where)
    if depth > DEEPEST:
        raise InputRefusedError([mark.problem(f"nested more than {DEEPEST} deep")])
    if value is None:
        return None
    if isinstance(value, bool):
        return Scalar("yes" if value else "no", mark)
    if isinstance(value, str | int | Decimal):
        return Scalar(str(value), mark)
    if isinstance(value, dt.date):
        return Scalar(value.isoformat()[:10], mark)
    if isinstance(value, Mapping):
        items = []
        for key, member in value.items():
            inside = Mark(file=f"{where}, {key}")
            node = _from(member, f"{where}, {key}", depth + 1)
            if node is not None:
                items.append((Scalar(str(key), inside), node))
        return Entries(tuple(items), mark)
    if isinstance(value, list | tuple):
        nodes = (_from(member, where, depth + 1) for member in value)
        return Listing(tuple(node for node in nodes if node is not None), mark)
    raise InputRefusedError(
        [mark.problem(f"a {type(value).__name__} cannot stand in an event; use text")]
    )
