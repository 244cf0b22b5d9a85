"""JSON Lines documents into nodes: one mapping a line, strictly read, numbers kept as their text."""

from __future__ import annotations

import json
from typing import Any

from ledger.errors import Problem
from ledger.intake.node import DEEPEST, Entries, Listing, Mark, Node, Scalar


class _Number(str):
    """A number's own digits."""

    __slots__ = ()


def read_jsonl(text: str, file: str, problems: list[Problem]) -> list[Node]:
    """The mappings of all lines. Whatever is wrong is added to `problems`."""
    nodes: list[Node] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        mark = Mark(file=file, line=number, column=1, text=line)
        if max(line.count("["), line.count("{")) > 10 * DEEPEST:
            problems.append(mark.problem(f"nested more than {DEEPEST} deep"))
            continue
        found: list[Problem] = []
        try:
            value = json.loads(
                line, parse_float=_Number, parse_int=_Number, parse_constant=_constant,
                object_pairs_hook=_Pairs,
            )  # fmt: skip
        except json.JSONDecodeError as error:
            place = Mark(file=file, line=number, column=error.colno, text=line)
            found.append(place.problem(f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}"))
            value = None
        except ValueError as error:
            found.append(mark.problem(f"not JSON: {error}"))
            value = None
        node = _node(value, mark, line, found, 0) if not found else None
        if not found and not isinstance(node, Entries):
            found.append(mark.problem("each line holds one mapping, one event"))
        problems.extend(found)
        if isinstance(node, Entries):
            nodes.append(node)
    return nodes


class _Pairs(list[tuple[str, Any]]):
    """An object as its pairs, so that a key that stands twice is seen."""


def _constant(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _node(
    value: Any, line_mark: Mark, line: str, problems: list[Problem], depth: int
) -> Node | None:
    if depth > DEEPEST:
        problems.append(line_mark.problem(f"nested more than {DEEPEST} deep"))
        return None
    if value is None:
        return None
    if isinstance(value, bool):
        return Scalar("yes" if value else "no", line_mark)
    if isinstance(value, str):
        if any("\ud800" <= char <= "\udfff" for char in value):
            problems.append(line_mark.problem("a lone surrogate is no character"))
            return None
        return Scalar(str(value), _at(json.dumps(value, ensure_ascii=False), line_mark, line))
    if isinstance(value, _Pairs):
        return _entries(value, line_mark, line, problems, depth)
    nodes = (_node(member, line_mark, line, problems, depth + 1) for member in value)
    return Listing(tuple(node for node in nodes if node is not None), line_mark)


def _entries(
    pairs: _Pairs, line_mark: Mark, line: str, problems: list[Problem], depth: int
) -> Entries:
    items, seen = [], set()
    for key, member in pairs:
        mark = _at(json.dumps(key, ensure_ascii=False), line_mark, line)
        if key in seen:
            problems.append(mark.problem(f"the key {key!r} stands twice"))
            continue
        seen.add(key)
        node = _node(member, line_mark, line, problems, depth + 1)
        if node is not None:
            items.append((Scalar(key, mark), node))
    return Entries(tuple(items), line_mark)


def _at(written: str, mark: Mark, line: str) -> Mark:
    """The place of a value that stands once in its line; else the line's start."""
    first = line.find(written)
    if first < 0 or line.find(written, first + 1) >= 0:
        return mark
    return Mark(file=mark.file, line=mark.line, column=first + 1, text=mark.text)
