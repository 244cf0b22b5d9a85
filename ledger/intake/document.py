"""A document of events: bytes in UTF-8, YAML or JSON Lines, into the mapping of each event."""

from __future__ import annotations

from ledger.errors import InputRefusedError, Problem
from ledger.intake.jsonl_document import read_jsonl
from ledger.intake.node import Entries, Listing, Mark, Node
from ledger.intake.yaml_document import read_yaml

LARGEST_YAML = 64 * 2**20
"""YAML is composed as a whole; larger documents come as JSON Lines, or in parts."""


def read_document(data: bytes, name: str) -> list[Entries]:
    """The mapping of each event.

    `name` is shown in problems and tells the format (.jsonl, .ndjson; YAML else). Raises
    InputRefusedError with every problem found.
    """
    problems: list[Problem] = []
    nodes = _nodes(data, name, problems)
    events: list[Entries] = []
    for node in nodes:
        for item in node.items if isinstance(node, Listing) else (node,):
            if isinstance(item, Entries):
                events.append(item)
            else:
                problems.append(item.mark.problem(
                    "each event is a mapping", hint="- type: statement, then its fields"))  # fmt: skip
    if not problems and not events:
        problems.append(Mark(file=name).problem(
            "the document holds no event", hint="see docs/domain.md, section 9"))  # fmt: skip
    if problems:
        raise InputRefusedError(problems)
    return events


def _nodes(data: bytes, name: str, problems: list[Problem]) -> list[Node]:
    if not data.strip():
        problems.append(Mark(file=name).problem("the file is empty"))
        return []
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        problems.append(
            Mark(file=name, line=before.count(b"\n") + 1).problem(
                f"not UTF-8: the byte 0x{data[error.start]:02X} at offset {error.start}",
                hint="save the file as UTF-8",
            )
        )
        return []
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.append(Mark(file=name, line=line).problem("a NUL character cannot be recorded"))
        return []
    is_lines = name.endswith((".jsonl", ".ndjson", ".json")) or text.lstrip().startswith('{"')
    if is_lines:
        return read_jsonl(text, name, problems)
    if len(data) > LARGEST_YAML:
        problems.append(Mark(file=name).problem(
            f"a YAML document of more than {LARGEST_YAML // 2**20} MiB is not read at once",
            hint="give it in parts, or as JSON Lines"))  # fmt: skip
        return []
    return read_yaml(text, name, problems)
