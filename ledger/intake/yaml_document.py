"""YAML into nodes from the parser's events: scalars stay text, and every place is known.

Aliases, anchors, merge keys, tags and several documents in one file are refused: they hide what is
recorded. So are characters that YAML would fold away or cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from ledger.errors import Problem
from ledger.intake.node import DEEPEST, Entries, Listing, Mark, Node, Scalar, unfit
from ledger.intake.wording import quoted, shortened

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_COMMA = "a comma ends a value inside { }; write 3000, quote it, or use one line per field"
_COMMA_IN_LIST = "a comma ends a value inside [ ]; write 3000, quote it, or add a space"
_FORBIDDEN = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""What cannot stand in YAML as it is: control characters, and the line breaks of Unicode, which
YAML 1.1 folds like any other."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_REST_OF_NUMBER = re.compile(r"[0-9]{3}(?![0-9])")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")

_ONE_COLUMN = "fields of one event begin in the same column"
_UNCLOSED = "a { or [ before it is not closed, or a comma is missing"
_HINTS = {
    "mapping values are not allowed": "quote a value that holds a colon and a space; "
    + _ONE_COLUMN,
    "found a tab character that violates": "indent with spaces",
    "found character '\\t'": "indent with spaces",
    "cannot start any token": "a value that begins with this character needs quotation marks",
    "did not find expected ',' or": _UNCLOSED,
    "expected ',' or": _UNCLOSED,
    "did not find expected '-'": _ONE_COLUMN,
    "did not find expected key": _ONE_COLUMN + "; after a closing quotation mark nothing follows",
    "could not find expected ':'": "a field is written as its name, a colon, a space, its value",
    "unexpected end of stream": "the quotation mark that begins here is never closed",
    "unknown escape character": r"inside double quotes write \\ for a backslash",
    "maximum nesting depth": "look for brackets that are not closed",
}
"""What the parser says, and what to do about it."""


class _Stop(Exception):  # noqa: N818 - no error: what there was to say is among the problems
    """Reading the rest would lead to nothing but more of the same."""


def read_yaml(text: str, file: str, most: int, problems: list[Problem]) -> list[Node]:
    """The document's top node, if it has one. Whatever is wrong is added to `problems`.

    `most` is the number of values that it may hold.
    """
    lines = text.splitlines()
    if _forbidden(text, lines, file, problems):
        return []
    return _Composer(text, lines, file, most, problems).nodes()


def _forbidden(text: str, lines: list[str], file: str, problems: list[Problem]) -> bool:
    """Whether characters were refused that the parser would change or stumble over."""
    if _FORBIDDEN.search(text) is None:
        return False
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        found = _FORBIDDEN.search(line)
        if found is not None:
            place = Mark(file=file, line=number, column=found.start() + 1, text=line)
            if found[0] == "\0":
                problems.append(place.problem("a NUL character cannot be recorded"))
                continue
            problems.append(place.problem(
                f"the character U+{ord(found[0]):04X} cannot stand in YAML as it is",
                hint=f"write \\u{ord(found[0]):04x} inside double quotes, or use JSON Lines"))  # fmt: skip
    return True


class _Composer:
    """Turns the parser's events into nodes; recursion goes no deeper than documents may nest."""

    def __init__(
        self, text: str, lines: list[str], file: str, most: int, problems: list[Problem]
    ) -> None:
        self._text = text
        self._lines = lines
        self._file = file
        self._most = most
        self._problems = problems
        self._events: Iterator[Any] = yaml.parse(text, Loader=_Loader)

    def nodes(self) -> list[Node]:
        """The top node of the one document."""
        found: list[Node] = []
        documents = 0
        try:
            for event in self._events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._refuse(event, "a second document (---) in one file",
                                     "use one list for all events")  # fmt: skip
                        break
                    node = self._node(next(self._events), 0)
                    if node is not None:
                        found.append(node)
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            self._unreadable(error)
        except yaml.YAMLError as error:
            self._problems.append(Mark(file=self._file).problem(f"not YAML: {error}"))
        return found

    def _unreadable(self, error: yaml.MarkedYAMLError) -> None:
        sentence = error.problem or str(error)
        # An open quotation mark is found at the end of the file; what matters is where it began.
        at_start = "unexpected end of stream" in sentence or error.problem_mark is None
        place = error.context_mark if at_start and error.context_mark else error.problem_mark
        hint = next((hint for words, hint in _HINTS.items() if words in sentence), None)
        begun = error.context_mark.line if error.context and error.context_mark else None
        if place is error.problem_mark and begun is not None and begun != getattr(place, "line", 0):
            sentence = f"{sentence}, in what line {begun + 1} begins"
        self._problems.append(self._mark(place).problem(f"not YAML: {sentence}", hint=hint))

    def _mark(self, place: Any) -> Mark:
        if place is None:
            return Mark(file=self._file)
        line = self._lines[place.line] if place.line < len(self._lines) else ""
        return Mark(file=self._file, line=place.line + 1, column=place.column + 1, text=line)

    def _refuse(self, event: Any, sentence: str, hint: str | None = None) -> None:
        self._problems.append(self._mark(event.start_mark).problem(sentence, hint=hint))

    def _node(self, event: Any, depth: int) -> Node | None:
        """The node that begins with this event; None for what is empty or was refused."""
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "aliases (*name) are not read", "write the value out")
            return None
        if depth > DEEPEST:
            self._refuse(event, f"nested more than {DEEPEST} deep")
            raise _Stop
        self._most -= 1
        if self._most < 0:
            self._refuse(event, "too many values", "give them in parts")
            raise _Stop
        if event.anchor is not None:
            self._refuse(event, "anchors (&name) are not read", "write the value out")
        if event.tag is not None:
            self._refuse(
                event, f"tags ({shortened(event.tag)}) are not read", "leave it out: all is text"
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(event, depth)
        return self._mapping(event, depth)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar | None:
        if not event.style and event.value in _NULLS:
            return None
        mark = self._mark(event.start_mark)
        problem = unfit(event.value, mark)
        if problem is not None:
            self._problems.append(problem)
        return Scalar(event.value, mark)

    def _listing(self, start: yaml.SequenceStartEvent, depth: int) -> Listing:
        items: list[Node] = []
        before: Any = None
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            if start.flow_style and self._splits_number(before, event):
                self._refuse(event, _COMMA_IN_LIST)
            node = self._node(event, depth + 1)
            before = event if isinstance(event, yaml.ScalarEvent) else None
            if node is not None:
                items.append(node)
        return Listing(tuple(items), self._mark(start.start_mark))

    def _mapping(self, start: yaml.MappingStartEvent, depth: int) -> Entries:
        items: list[tuple[Scalar, Node]] = []
        blank: list[Scalar] = []
        seen: dict[str, int] = {}
        before: Any = None
        split = False
        for key in self._events:
            if isinstance(key, yaml.MappingEndEvent):
                break
            if not isinstance(key, yaml.ScalarEvent):
                self._node(key, depth + 1)
                self._node(next(self._events), depth + 1)
                self._refuse(key, "a key is one word")
                continue
            # {at_most: 3,000} is read as at_most: 3 and a key 000; {name: Smith, John} as two keys.
            splits = (
                bool(start.flow_style)
                and not key.style
                and (_DIGITS.fullmatch(key.value) is not None or self._splits_number(before, key))
            )
            if splits and not split:
                self._refuse(key, _COMMA)
            split = splits
            name = self._key(key, seen)
            event = next(self._events)
            node = self._node(event, depth + 1)
            before = event if isinstance(event, yaml.ScalarEvent) else None
            if splits or name is None:
                before = key if splits else before
            elif node is not None:
                items.append((name, node))
            elif start.flow_style and ":" not in self._between(key, event):
                self._problems.append(name.mark.problem(
                    f"{quoted(name.text)} has no value; a comma ends a value inside {{ }}",
                    hint="quote a value that holds a comma, or use one line per field"))  # fmt: skip
            else:
                blank.append(name)
        return Entries(tuple(items), self._mark(start.start_mark), tuple(blank))

    def _key(self, event: Any, seen: dict[str, int]) -> Scalar | None:
        """The key, None where it cannot be one."""
        mark = self._mark(event.start_mark)
        if event.anchor is not None or event.tag is not None:
            self._refuse(event, "a key is one word, without anchor or tag")
        elif event.value == "<<" and not event.style:
            self._refuse(event, "merge keys (<<) are not read", "write the fields out")
        elif event.value in seen:
            self._problems.append(mark.problem(
                f"the key {quoted(event.value)} stands twice (line {seen[event.value]} too)"))  # fmt: skip
        elif (problem := unfit(event.value, mark)) is not None:
            self._problems.append(problem)
        else:
            seen[event.value] = event.start_mark.line + 1
            return Scalar(event.value, mark)
        return None

    def _splits_number(self, before: Any, event: Any) -> bool:
        """Whether a comma without a space cut these two out of one number."""
        return (
            before is not None
            and isinstance(event, yaml.ScalarEvent)
            and not before.style
            and not event.style
            and before.value[-1:].isdecimal()
            and _REST_OF_NUMBER.match(event.value) is not None
            and self._between(before, event) == ","
        )

    def _between(self, before: Any, event: Any) -> str:
        """What the writer put between two events."""
        return self._text[before.end_mark.index : event.start_mark.index]
