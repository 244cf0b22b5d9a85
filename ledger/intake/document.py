"""A document of events: bytes in UTF-8, YAML, JSON or CSV, into the mapping of each event."""

from __future__ import annotations

import re

from ledger.errors import Problem
from ledger.intake.columns import Columns
from ledger.intake.csv_document import read_csv
from ledger.intake.json_document import read_json
from ledger.intake.json_lines import read_json_lines
from ledger.intake.node import Entries, Listing, Mark, Node
from ledger.intake.page import BOM, decoded
from ledger.intake.problems import Problems
from ledger.intake.yaml_document import read_yaml

LARGEST = 64 * 2**20
"""YAML, JSON and CSV are read as a whole, up to so many bytes."""

MOST_VALUES, MOST_IN_LINES = 2_000_000, 5_000_000
"""A document that is read as a whole, and one of JSON Lines, hold no more values than this."""

_LINES = (".jsonl", ".ndjson")
_YAML = (".yaml", ".yml")
_TABLES = {".csv": ",", ".tsv": "\t"}
"""What separates the cells, unless a map says otherwise."""

_LIKE_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"')


def read_document(
    data: bytes, name: str, *, columns: Columns | None = None, most_values: int | None = None
) -> list[Entries]:
    """The mapping of each event.

    `name` is shown in problems and tells the format: .jsonl and .ndjson are JSON Lines, .json is
    JSON, .yaml and .yml are YAML, .csv and .tsv tables; what has another name is JSON if it looks
    like it. `columns` says which column of a table means which field, and that it is a table.
    `most_values` sets another bound than the usual one.
    Raises InputRefusedError with every problem found.
    """
    problems = Problems()
    nodes = _nodes(data.removeprefix(BOM), name, most_values, columns, problems)
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
    problems.refuse()
    return events


def is_lines(name: str) -> bool:
    """Whether a document of this name is read as JSON Lines."""
    return _suffix(name) in _LINES


def _suffix(name: str) -> str:
    return name[name.rfind(".") :].lower() if "." in name else ""


def _nodes(
    data: bytes, name: str, bound: int | None, columns: Columns | None, problems: list[Problem]
) -> list[Node]:
    if not data.strip():
        problems.append(Mark(file=name).problem("the file is empty"))
        return []
    suffix = _suffix(name)
    if columns is None and suffix in _TABLES:
        columns = Columns(delimiter=_TABLES[suffix])
    if columns is None and suffix in _LINES:
        return read_json_lines(data, name, bound or MOST_IN_LINES, problems)
    most = bound or MOST_VALUES
    if len(data) > LARGEST:
        problems.append(Mark(file=name).problem(
            f"more than {LARGEST // 2**20} MiB are not read at once",
            hint="give it in parts, or as JSON Lines"))  # fmt: skip
        return []
    text = decoded(data, name, problems)
    if text is None:
        return []
    if columns is not None:
        return read_csv(text, name, columns, most, problems)
    if suffix == ".json" or (suffix not in _YAML and _LIKE_JSON.match(text)):
        return read_json(text, name, most, problems)
    return read_yaml(text, name, most, problems)
