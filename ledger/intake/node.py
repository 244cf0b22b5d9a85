"""What a document is made of, whatever its format: scalars, lists and mappings, each with its place.

Scalars stay text: no format's own idea of numbers, booleans or dates comes between the writer's
words and the ledger.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

from attrs import frozen

from ledger.errors import InputRefusedError, Problem
from ledger.intake.wording import a

DEEPEST = 30
"""No document nests deeper than this."""

LONGEST_TEXT = 2**20
"""No value is longer than this many characters."""

MOST_DIGITS = 30
"""No number that a program hands in has more digits than this."""

_UNFIT = re.compile("[\0\ud800-\udfff]")


@frozen(kw_only=True)
class Mark:
    """A place in a document: file, line and column (in characters) from 1, and the line's text."""

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

    def warning(self, sentence: str, *, hint: str | None = None) -> Problem:
        """Something at this place that is recorded as it stands, but may not be meant."""
        return Problem(
            sentence=sentence, file=self.file, line=self.line, column=self.column,
            text=self.text, hint=hint, severity="warning",
        )  # fmt: skip


NOWHERE = Mark()


class Places(Protocol):
    """Finds the places of nodes that were read without them: most are never asked for theirs."""

    def mark_of(self, node: Node) -> Mark:
        """The place of one of these nodes."""
        ...


def _mark_of(node: Node) -> Mark:
    """The place of a node."""
    at = node.at
    return at if isinstance(at, Mark) else at.mark_of(node)


@frozen
class Scalar:
    """Text as written, without the quotation marks of the format. `at` is its place, or finds it."""

    text: str
    at: Mark | Places = NOWHERE

    @property
    def mark(self) -> Mark:
        """Its place."""
        return _mark_of(self)


@frozen
class Listing:
    """Several nodes in order."""

    items: tuple[Node, ...]
    at: Mark | Places = NOWHERE

    @property
    def mark(self) -> Mark:
        """Its place."""
        return _mark_of(self)


@frozen
class Entries:
    """Named nodes in order, no name twice. `blank` are names under which nothing stands."""

    items: tuple[tuple[Scalar, Node], ...]
    at: Mark | Places = NOWHERE
    blank: tuple[Scalar, ...] = ()

    @property
    def mark(self) -> Mark:
        """Its place."""
        return _mark_of(self)

    def get(self, name: str) -> Node | None:
        """The node under a name, or None."""
        for key, node in self.items:
            if key.text == name:
                return node
        return None

    def word(self, name: str) -> str | None:
        """The text under a name, where it is one."""
        node = self.get(name)
        return node.text if isinstance(node, Scalar) else None


Node = Scalar | Listing | Entries


def scalars(node: Node) -> Iterator[Scalar]:
    """Every value in a node, down to the leaves."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from scalars(item)
    else:
        for _, value in node.items:
            yield from scalars(value)


def unfit(text: str, mark: Mark) -> Problem | None:
    """What keeps a text from being recorded, whatever the format it came in."""
    found = _UNFIT.search(text)
    if found is not None:
        if found[0] == "\0":
            return mark.problem("a NUL character cannot be recorded")
        return mark.problem(
            f"a lone surrogate (U+{ord(found[0]):04X}) is no character",
            hint="it is half of a pair: write both halves, or the character itself",
        )
    if len(text) > LONGEST_TEXT:
        return mark.problem(
            f"a text of {len(text):,} characters; the longest is {LONGEST_TEXT:,}",
            hint="keep the whole text beside the ledger (pledger source text) and quote from it",
        )
    return None


def from_builtins(value: Any, where: str = "the event") -> Node | None:
    """The node for a value of Python; None gives no node.

    `where` stands in problems in the place of a file. Text, integers, decimals, booleans, dates,
    lists, tuples and mappings with text for keys are read. Raises InputRefusedError for all else,
    and for what no document could hold.
    """
    return _node(value, Mark(file=where), 0)


def _node(value: Any, mark: Mark, depth: int) -> Node | None:
    if depth > DEEPEST:
        raise InputRefusedError([mark.problem(f"nested more than {DEEPEST} deep")])
    if value is None:
        return None
    if isinstance(value, Mapping):
        return _mapping(value, mark, depth)
    if isinstance(value, list | tuple):
        nodes = (_node(member, mark, depth + 1) for member in value)
        return Listing(tuple(node for node in nodes if node is not None), mark)
    text = _text(value)
    if text is None:
        raise InputRefusedError(
            [mark.problem(f"{_shown(value)} cannot stand in an event", hint="give it as text")]
        )
    problem = unfit(text, mark)
    if problem is not None:
        raise InputRefusedError([problem])
    return Scalar(text, mark)


def _mapping(value: Mapping[Any, Any], mark: Mark, depth: int) -> Entries:
    items, blank = [], []
    for key, member in value.items():
        if not isinstance(key, str):
            raise InputRefusedError([mark.problem(f"the key {_shown(key)} is not text")])
        problem = unfit(key, mark)
        if problem is not None:
            raise InputRefusedError([problem])
        # There is no line to point to: the way to the value is told instead.
        inside = Mark(file=f"{mark.file}, {key}")
        node = _node(member, inside, depth + 1)
        if node is None:
            blank.append(Scalar(key, inside))
        else:
            items.append((Scalar(key, inside), node))
    return Entries(tuple(items), mark, tuple(blank))


def _text(value: Any) -> str | None:
    """The value as a document would have it; None for what none could hold."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        # Python refuses to print very long integers, and nobody states one.
        return str(value) if abs(value) < 10**MOST_DIGITS else None
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() and _short(value) else None
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return None


def _short(value: Decimal) -> bool:
    return abs(value.adjusted()) < MOST_DIGITS and len(value.as_tuple().digits) <= MOST_DIGITS


def _shown(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return "so long a number" if abs(value) >= 10**MOST_DIGITS else repr(value)
    if isinstance(value, Decimal):
        return f"the decimal {value}" if _short(value) else "so long a number"
    return "nothing" if value is None else a(type(value).__name__)
