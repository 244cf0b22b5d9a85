"""JSON into nodes, strictly (RFC 8259), each value with its place; numbers keep their own digits.

A document is one value after another, in lists or not, over as many lines as it likes; a line of
JSON Lines (json_lines.py) holds one mapping.
"""

from __future__ import annotations

import json
import re

from ledger.errors import Problem
from ledger.intake.node import DEEPEST, Entries, Listing, Node, Scalar, unfit
from ledger.intake.page import Page
from ledger.intake.wording import quoted

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[\w.+-]+")
WORDS = {"true": "yes", "false": "no", "null": None}
"""What the words of JSON are in a document: null gives nothing."""
_STRING = json.JSONDecoder()


def read_json(text: str, file: str, most: int, problems: list[Problem]) -> list[Node]:
    """The values of a text, one after another. Whatever is wrong is added to `problems`."""
    return Scanner(Page(text, file), most, problems).all()


class _JsonError(Exception):
    """The text is no JSON from here on."""

    def __init__(self, at: int, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.at = at
        self.sentence = sentence
        self.hint = hint


class _UnclosedError(_JsonError):
    """The text ends before its value does."""


class _TooMuchError(_JsonError):
    """JSON, but more of it than the ledger takes."""


class Scanner:
    """Reads the values of one page; recursion goes no deeper than documents may nest."""

    def __init__(self, page: Page, most: int, problems: list[Problem]) -> None:
        self._page = page
        self._text = page.text
        self._most = most
        self._problems = problems
        self.count = 0
        self.unclosed = False

    def only(self) -> Node | None:
        """The one mapping of a line, None where problems were added."""
        before = len(self._problems)
        try:
            start = self._space(0)
            node, at = self._value(start, 0)
            at = self._space(at)
            if at < len(self._text):
                raise _JsonError(at, "more stands after the event", "each line holds one event")
        except _JsonError as error:
            self._refuse(error)
            return None
        if len(self._problems) > before:
            return None
        if not isinstance(node, Entries):
            self._problems.append(self._page.mark(start).problem(
                "each line holds one mapping, one event"))  # fmt: skip
            return None
        return node

    def all(self) -> list[Node]:
        """Every value of the page, up to the first that cannot be read."""
        nodes: list[Node] = []
        at = self._space(0)
        try:
            while at < len(self._text):
                node, end = self._value(at, 0)
                at = self._space(end)
                if node is not None:
                    nodes.append(node)
                if at < len(self._text) and "\n" not in self._text[end:at]:
                    raise _JsonError(at, "more stands after the value on its line")
        except _JsonError as error:
            self._refuse(error)
        return nodes

    def _refuse(self, error: _JsonError) -> None:
        self.unclosed = isinstance(error, _UnclosedError)
        sentence = (
            error.sentence if isinstance(error, _TooMuchError) else f"not JSON: {error.sentence}"
        )
        self._problems.append(self._page.mark(error.at).problem(sentence, hint=error.hint))

    def _space(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        assert found is not None
        return found.end()

    def _value(self, at: int, depth: int) -> tuple[Node | None, int]:
        """The value that begins here and where it ends; null is None."""
        char = self._text[at : at + 1]
        if depth > DEEPEST:
            raise _TooMuchError(at, f"nested more than {DEEPEST} deep")
        self.count += 1
        if self.count > self._most:
            raise _TooMuchError(at, "too many values", "give them in parts")
        if char == '"':
            mark = self._page.mark(at)
            text, end = self._string(at)
            problem = unfit(text, mark)
            if problem is not None:
                self._problems.append(problem)
            return Scalar(text, mark), end
        if char == "{":
            return self._mapping(at, depth)
        if char == "[":
            return self._listing(at, depth)
        return self._bare(at)

    def _bare(self, at: int) -> tuple[Node | None, int]:
        """A number, true, false or null."""
        word = _WORD.match(self._text, at)
        if word is None:
            if at >= len(self._text):
                raise _UnclosedError(at, "it ends where a value should stand", _ONE_A_LINE)
            raise _JsonError(at, f"a value cannot begin with {self._text[at]!r}",
                             "take away what is too many: the comma before it, or the bracket"
                             if self._text[at] in "]}" else None)  # fmt: skip
        if word[0] in WORDS:
            meant = WORDS[word[0]]
            node = None if meant is None else Scalar(meant, self._page.mark(at))
            return node, word.end()
        if _NUMBER.fullmatch(word[0]) is None:
            says = f"{quoted(word[0])} is no value of JSON"
            raise _JsonError(at, says, "text stands in double quotes")
        return Scalar(word[0], self._page.mark(at)), word.end()

    def _string(self, at: int) -> tuple[str, int]:
        try:
            text, end = _STRING.raw_decode(self._text, at)
        except json.JSONDecodeError as error:
            if error.msg.startswith("Unterminated"):
                raise _UnclosedError(
                    at, "the quotation mark is never closed", _ONE_A_LINE
                ) from None
            says, hint = _BROKEN["control" if "control character" in error.msg else "escape"]
            raise _JsonError(error.pos, says, hint) from None
        return str(text), end

    def _listing(self, at: int, depth: int) -> tuple[Node, int]:
        mark = self._page.mark(at)
        items: list[Node] = []
        start, at = at, self._space(at + 1)
        if self._text[at : at + 1] == "]":
            return Listing((), mark), at + 1
        while True:
            node, at = self._value(at, depth + 1)
            if node is not None:
                items.append(node)
            at, closed = self._next(at, "]", start)
            if closed:
                return Listing(tuple(items), mark), at

    def _mapping(self, at: int, depth: int) -> tuple[Node, int]:
        mark = self._page.mark(at)
        items: list[tuple[Scalar, Node]] = []
        blank: list[Scalar] = []
        seen: dict[str, int] = {}
        start, at = at, self._space(at + 1)
        if self._text[at : at + 1] == "}":
            return Entries((), mark), at + 1
        while True:
            key, at = self._key(at, start)
            node, at = self._value(at, depth + 1)
            line = key.mark.line or 0
            if key.text in seen:
                where = f" (line {seen[key.text]} too)" if seen[key.text] != line else ""
                self._problems.append(key.mark.problem(
                    f"the key {quoted(key.text)} stands twice{where}"))  # fmt: skip
            elif node is None:
                blank.append(key)
            else:
                items.append((key, node))
            seen.setdefault(key.text, line)
            at, closed = self._next(at, "}", start)
            if closed:
                return Entries(tuple(items), mark, tuple(blank)), at

    def _key(self, at: int, start: int) -> tuple[Scalar, int]:
        """A key, and where its value begins."""
        char = self._text[at : at + 1]
        if char != '"':
            if not char:
                raise _UnclosedError(start, "the { is never closed", _ONE_A_LINE)
            if char.isdecimal():
                raise _JsonError(at, 'a comma ends a value; write 3000, or quote it: "3,000"')
            raise _JsonError(at, "a key stands in double quotes",
                             "take the comma before it away" if char == "}" else None)  # fmt: skip
        mark = self._page.mark(at)
        text, at = self._string(at)
        problem = unfit(text, mark)
        if problem is not None:
            self._problems.append(problem)
        at = self._space(at)
        if self._text[at : at + 1] != ":":
            if at >= len(self._text):
                raise _UnclosedError(start, "the { is never closed", _ONE_A_LINE)
            raise _JsonError(at, f"after the key {quoted(text)} stands no colon")
        return Scalar(text, mark), self._space(at + 1)

    def _next(self, at: int, close: str, start: int) -> tuple[int, bool]:
        """Behind the comma or the closing bracket that follows a value, and whether it closed."""
        at = self._space(at)
        char = self._text[at : at + 1]
        if char == close:
            return at + 1, True
        if char == ",":
            return self._space(at + 1), False
        if not char:
            raise _UnclosedError(start, f"the {self._text[start]} is never closed", _ONE_A_LINE)
        raise _JsonError(at, f"a comma or {close} should stand here")


_ONE_A_LINE = (
    "in JSON Lines (.jsonl) an event takes one line; over several lines it is JSON (.json)"
)
_BROKEN = {
    "control": (
        "a control character inside the quotation marks",
        r"write \n, \t or \u and its number",
    ),
    "escape": ("an escape that JSON does not have", r"write \\ for a backslash"),
}
