"""JSON Lines into nodes, a line at a time: a mistake costs one event, and no document is too long.

Nearly every line is plain JSON, of which nobody asks where in it a value stands. So a line is read
by the fast reader of the standard library first, and scanned with all its places only where that
one cannot vouch for it, or where something is to be told of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn
from weakref import ref

from ledger.errors import Problem
from ledger.intake.json_document import WORDS, Scanner
from ledger.intake.node import (
    DEEPEST,
    NOWHERE,
    Entries,
    Listing,
    Mark,
    Node,
    Places,
    Scalar,
    unfit,
)
from ledger.intake.page import Page, decoded

LONGEST_LINE = 8 * 2**20
"""No event of JSON Lines takes more bytes than this."""

MOST_IN_EVENT = 100_000
"""No event of JSON Lines holds more values than this."""

BLOCK = 2**20
"""So many bytes are cut into lines at a time."""

_SHORT = 2**16
"""In a line of fewer characters no text is too long, and there are not too many values."""


def split(blocks: Iterable[bytes]) -> Iterator[bytes | int]:
    """The lines of a document that comes in blocks; of one that is too long its number of bytes.

    So no line takes more memory than lines may. The last line need not be closed.
    """
    held, dropped = b"", 0
    for block in blocks:
        *lines, rest = block.split(b"\n")
        for line in lines:
            size = dropped + len(held) + len(line)
            yield held + line if size <= LONGEST_LINE else size
            held, dropped = b"", 0
        held += rest
        if dropped or len(held) > LONGEST_LINE:
            held, dropped = b"", dropped + len(held)
    if held or dropped:
        yield dropped or held


class LineReader:
    """Reads the lines of one document. Whatever is wrong is added to `problems`.

    `most` is the number of values that all of it may hold, None for any number. Where an event
    begins in the first line and does not end there, reading is `over`: every line after it would be
    one more mistake.
    """

    def __init__(self, file: str, problems: list[Problem], *, most: int | None = None) -> None:
        self._file = file
        self._problems = problems
        self._most = most
        self._fast = _FastReader()
        self._any = False
        self.count = 0
        self.over = False

    def read(self, line: bytes | int, number: int) -> Entries | None:
        """The mapping of a line, None where it is blank or problems were added."""
        if isinstance(line, int):
            self._problems.append(Mark(file=self._file, line=number).problem(
                f"an event of {line:,} bytes; the longest is {LONGEST_LINE:,}",
                hint="keep long texts beside the ledger: pledger source text"))  # fmt: skip
            return None
        if not line.strip():
            return None
        text = decoded(line, self._file, self._problems, line=number)
        if text is None:
            return None
        left = MOST_IN_EVENT if self._most is None else min(self._most - self.count, MOST_IN_EVENT)
        found = self._fast.read(text, _LinePlaces(text, self._file, number))
        if found is not None and found[1] <= left:
            self.count += found[1]
            self._any = True
            return found[0]
        scanner = Scanner(Page(text, self._file, first_line=number), left, self._problems)
        node = scanner.only()
        self.count += scanner.count
        if (self._most is not None and self.count > self._most) or (
            scanner.unclosed and not self._any
        ):
            self.over = True
        self._any = self._any or node is not None
        return node if isinstance(node, Entries) and not self.over else None


def read_json_lines(data: bytes, file: str, most: int, problems: list[Problem]) -> list[Node]:
    """The mapping of each line. Whatever is wrong is added to `problems`.

    `most` is the number of values that all of it may hold.
    """
    reader = LineReader(file, problems, most=most)
    nodes: list[Node] = []
    blocks = (data[at : at + BLOCK] for at in range(0, len(data), BLOCK))
    for number, line in enumerate(split(blocks), 1):
        node = reader.read(line, number)
        if node is not None:
            nodes.append(node)
        if reader.over:
            break
    return nodes


class _LinePlaces:
    """Finds the places in a line by scanning it after all, the first time that one is asked for."""

    __slots__ = ("_file", "_number", "_root", "_scanned", "_text")

    def __init__(self, text: str, file: str, number: int) -> None:
        self._text = text
        self._file = file
        self._number = number
        self._scanned: Node | None = None
        self._root: ref[Entries] | None = None

    def keep(self, root: Entries) -> None:
        """Whose places these are. It holds on to them, and they not to it."""
        self._root = ref(root)

    def mark_of(self, node: Node) -> Mark:
        """The place of a node of this line; of one that was made from it, the line."""
        if self._scanned is None:
            page = Page(self._text, self._file, first_line=self._number)
            self._scanned = Scanner(page, MOST_IN_EVENT, []).only()
        root = self._root() if self._root is not None else None
        if root is not None and self._scanned is not None:
            for mine, theirs in _side_by_side(root, self._scanned):
                if mine is node:
                    return theirs.mark
        return Mark(file=self._file, line=self._number)


def _side_by_side(one: Node, other: Node) -> Iterator[tuple[Node, Node]]:
    """The nodes of two readings of the same text, in pairs."""
    yield one, other
    if isinstance(one, Listing) and isinstance(other, Listing):
        for mine, theirs in zip(one.items, other.items, strict=True):
            yield from _side_by_side(mine, theirs)
    elif isinstance(one, Entries) and isinstance(other, Entries):
        yield from zip(one.blank, other.blank, strict=True)
        for (key, value), (its_key, its_value) in zip(one.items, other.items, strict=True):
            yield key, its_key
            yield from _side_by_side(value, its_value)


class _NotPlainError(ValueError):
    """JSON that has to be scanned, whether or not it is right."""


class _FastReader:
    """Reads a line with the parser of the standard library, written in C, and vouches for it.

    What it reads is what the scanner reads; where it might not be, it reads nothing.
    """

    def __init__(self) -> None:
        self._places: Places | Mark = NOWHERE
        self._count = 0
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._entries,
            # Numbers keep their own digits.
            parse_int=str,
            parse_float=str,
            parse_constant=_no_constant,
        )

    def read(self, text: str, places: _LinePlaces) -> tuple[Entries, int] | None:
        """The mapping of a line and how many values it holds, None where it has to be scanned."""
        if len(text) >= _SHORT or text.count("{") + text.count("[") > DEEPEST:
            return None
        self._places, self._count = places, 1
        try:
            found = self._decoder.decode(text)
        except (ValueError, RecursionError):
            return None
        # What cannot be recorded comes in by an escape alone: UTF-8 holds no half characters, and
        # JSON no control characters.
        if not isinstance(found, Entries) or ("\\u" in text and not _fit(found)):
            return None
        places.keep(found)
        return found, self._count

    def _entries(self, pairs: list[tuple[str, Any]]) -> Entries:
        places = self._places
        self._count += len(pairs)
        items: list[tuple[Scalar, Node]] = []
        blank: list[Scalar] = []
        for key, value in pairs:
            node = Scalar(value, places) if type(value) is str else self._node(value)
            if node is None:
                blank.append(Scalar(key, places))
            else:
                items.append((Scalar(key, places), node))
        if len(pairs) > 1 and len({key for key, _ in pairs}) < len(pairs):
            raise _NotPlainError  # a key that stands twice
        return Entries(tuple(items), places, tuple(blank))

    def _node(self, value: Any) -> Node | None:
        if isinstance(value, Entries):
            return value
        if isinstance(value, list):
            self._count += len(value)
            nodes = (self._node(member) for member in value)
            return Listing(tuple(node for node in nodes if node is not None), self._places)
        if isinstance(value, str):
            return Scalar(value, self._places)
        meant = WORDS["null" if value is None else "true" if value else "false"]
        return None if meant is None else Scalar(meant, self._places)


def _no_constant(name: str) -> NoReturn:
    raise _NotPlainError(name)


def _fit(node: Node) -> bool:
    """Whether every text of a node, keys too, can be recorded."""
    if isinstance(node, Scalar):
        return unfit(node.text, NOWHERE) is None
    if isinstance(node, Listing):
        return all(map(_fit, node.items))
    return all(map(_fit, node.blank)) and all(
        _fit(key) and _fit(value) for key, value in node.items
    )
