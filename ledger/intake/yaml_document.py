"""YAML documents into nodes: composed only, so that scalars stay text and every place is known.

Aliases, merge keys, tags and several documents in one file are refused: they hide what is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from ledger.errors import Problem
from ledger.intake.node import DEEPEST, Entries, Listing, Mark, Node, Scalar

Place = Callable[[Any], Mark]
"""From a mark of the YAML library to ours."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMA = "a comma ends a value inside { }; write 3000, quote it, or use one line per field"
_PLAIN_TAGS = {"tag:yaml.org,2002:" + kind for kind in
               ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "value",
                "merge", "binary")}  # fmt: skip


def read_yaml(text: str, file: str, problems: list[Problem]) -> list[Node]:
    """The documents' top nodes. Whatever is wrong is added to `problems`."""
    lines = text.splitlines()

    def mark(place: Any) -> Mark:
        if place is None:
            return Mark(file=file)
        line = lines[place.line] if place.line < len(lines) else ""
        return Mark(file=file, line=place.line + 1, column=place.column + 1, text=line)

    if not _balanced(text, file, lines, problems):
        return []
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                problems.append(mark(event.start_mark).problem(
                    "aliases (*name) are not read", hint="write the value out"))  # fmt: skip
            elif getattr(event, "anchor", None):
                problems.append(mark(event.start_mark).problem(
                    "anchors (&name) are not read", hint="write the value out"))  # fmt: skip
        if problems:
            return []
        tops = list(yaml.compose_all(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        where = mark(place) if place else Mark(file=file)
        sentence = error.problem or str(error)
        hint = None
        if "mapping values are not allowed" in sentence:
            hint = "a value with a colon and a space in it needs quotation marks around it"
        problems.append(where.problem(f"not YAML: {sentence}", hint=hint))
        return []
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problems.append(
            Mark(
                file=file, line=line, text=lines[line - 1] if line <= len(lines) else None
            ).problem(
                f"the character U+{ord(str(error.character)[0]):04X} cannot stand in a document"
                if isinstance(error.character, str)
                else "a character that cannot be read"
            )
        )
        return []
    if len(tops) > 1:
        problems.append(mark(tops[1].start_mark).problem(
            "a second document (---) in one file", hint="use one list for all events"))  # fmt: skip
        return []
    nodes = []
    for top in tops:
        found = _node(top, mark, problems)
        if found is not None:
            nodes.append(found)
    return nodes


def _balanced(text: str, file: str, lines: list[str], problems: list[Problem]) -> bool:
    """Refuses nesting that would exhaust the parser before it says where it is."""
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip(" -"))
        if line.count("[") + line.count("{") > 10 * DEEPEST or indent > 100 * DEEPEST:
            problems.append(Mark(file=file, line=number, column=1, text=line[:120]).problem(
                f"nested more than {DEEPEST} deep"))  # fmt: skip
            return False
    depth = 0
    for number, line in enumerate(lines, 1):
        depth += line.count("[") + line.count("{") - line.count("]") - line.count("}")
        if depth > 10 * DEEPEST:
            problems.append(Mark(file=file, line=number, column=1, text=line[:120]).problem(
                f"nested more than {DEEPEST} deep"))  # fmt: skip
            return False
    return True


def _node(node: yaml.Node, mark: Place, problems: list[Problem], depth: int = 0) -> Node | None:
    where: Mark = mark(node.start_mark)
    if depth > DEEPEST:
        problems.append(where.problem(f"nested more than {DEEPEST} deep"))
        return None
    if node.tag not in _PLAIN_TAGS:
        problems.append(where.problem(f"the tag {node.tag} is not read", hint="leave it out"))
        return None
    if isinstance(node, yaml.ScalarNode):
        empty = node.style is None and node.value in ("", "~", "null", "Null", "NULL")
        return None if empty else Scalar(node.value, where)
    if isinstance(node, yaml.SequenceNode):
        items = (_node(child, mark, problems, depth + 1) for child in node.value)
        return Listing(tuple(item for item in items if item is not None), where)
    assert isinstance(node, yaml.MappingNode)
    return _mapping(node, mark, problems, depth)


def _mapping(node: yaml.MappingNode, mark: Place, problems: list[Problem], depth: int) -> Node:
    items: list[tuple[Scalar, Node]] = []
    seen: dict[str, int] = {}
    for key, value in node.value:
        place: Mark = mark(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            problems.append(place.problem("a key must be one word"))
            continue
        # { at_most: 3,000 } is read as at_most: 3 and a key 000.
        if node.flow_style and re.fullmatch(r"\d+(\.\d+)?", key.value):
            problems.append(place.problem(_COMMA))
            continue
        if key.value in seen:
            first = seen[key.value]
            problems.append(place.problem(f"the key {key.value!r} stands twice (line {first} too)"))
            continue
        seen[key.value] = place.line or 0
        found = _node(value, mark, problems, depth + 1)
        if found is not None:
            items.append((Scalar(key.value, place), found))
        elif node.flow_style and value.start_mark.index == value.end_mark.index:
            if not re.fullmatch(r"[\w-]+", key.value):
                problems.append(place.problem(
                    f"{key.value!r} has no value: {_COMMA.split(';', maxsplit=1)[0]}",
                    hint="quote a value that holds a comma, or use one line per field"))  # fmt: skip
    return Entries(tuple(items), mark(node.start_mark))
