"""CSV documents into nodes (RFC 4180): one event a row, each cell with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from attrs import frozen

from ledger.errors import Problem
from ledger.intake.columns import Columns
from ledger.intake.node import DEEPEST, Entries, Listing, Mark, Node, Scalar, unfit
from ledger.intake.page import Page
from ledger.intake.plans import keys_of
from ledger.intake.wording import meant, quoted, shortened
from ledger.model.event_types import BY_NAME

MOST_COLUMNS = 1000
"""No table is wider than this."""


@frozen
class Cell:
    """The text of a cell, and the offset at which it is written."""

    text: str
    offset: int


def read_csv(
    text: str, file: str, columns: Columns, most: int, problems: list[Problem]
) -> list[Node]:
    """The mapping of each row. Whatever is wrong is added to `problems`.

    A cell that is empty says nothing about its field. `most` is the number of cells that all of
    it may hold.
    """
    page = Page(text, file)
    rows = _rows(text, columns.delimiter, page, problems)
    heading = next(rows, None)
    if heading is None:
        return []
    sources = _sources(heading, columns, page, problems)
    if problems:
        return []
    nodes: list[Node] = []
    count = 0
    for row in rows:
        mark = page.mark(row[0].offset)
        count += len(row)
        if count > most:
            problems.append(mark.problem(f"more than {most:,} cells", hint="give it in parts"))
            break
        if len(row) != len(heading):
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            problems.append(mark.problem(f"{cells} in this row, {len(heading)} in the heading"))
            continue
        nodes.append(_event(row, sources, columns, page, mark, problems))
    return nodes


def unread(text: str, columns: Columns) -> list[str]:
    """The headings of the columns that the map does not name; none without a map."""
    heading = next(_rows(text, columns.delimiter, Page(text, ""), []), None)
    if heading is None or not columns.columns:
        return []
    return [cell.text for cell in heading if cell.text not in set(columns.columns.values())]


def _sources(
    heading: list[Cell], columns: Columns, page: Page, problems: list[Problem]
) -> dict[str, int]:
    """The path of each field that a column gives → the number of that column."""
    found: dict[str, int] = {}
    for number, cell in enumerate(heading):
        if cell.text in found:
            problems.append(page.mark(cell.offset).problem(
                f"two columns are called {quoted(cell.text)}"))  # fmt: skip
        elif not cell.text:
            problems.append(page.mark(cell.offset).problem("a column without a heading"))
        found.setdefault(cell.text, number)
    if columns.columns:
        for path, name in columns.columns.items():
            if name not in found:
                problems.append(page.mark(heading[0].offset).problem(
                    f"{path}: no column is called {quoted(name)}", near=meant(name, found),
                    hint=f"columns: {', '.join(found)}"))  # fmt: skip
        found = {path: found[name] for path, name in columns.columns.items() if name in found}
    elif columns.const:
        twice = next((path for path in columns.const if path in found), None)
        if twice is not None:
            problems.append(page.mark(heading[found[twice]].offset).problem(
                f"{twice} is given by a column and as a constant"))  # fmt: skip
    paths = (*found, *columns.const)
    holders = {path.rpartition(".")[0] for path in paths if path.count(".") <= DEEPEST}
    for path in paths:
        mark = page.mark(heading[found.get(path, 0)].offset)
        if path.count(".") > DEEPEST:
            problems.append(mark.problem(f"{shortened(path)}: nested more than {DEEPEST} deep"))
        elif path and not all(path.split(".")):
            problems.append(mark.problem(f"{quoted(path)} leads to no field"))
        elif path in holders:
            problems.append(mark.problem(
                f"{quoted(path)} and a part of it cannot both be given",
                hint="name the part that is meant"))  # fmt: skip
        else:
            _known(path, columns, mark, problems)
    return found


def _known(path: str, columns: Columns, mark: Mark, problems: list[Problem]) -> None:
    """Refuses a path that leads to no field, once and not for each row."""
    cls = BY_NAME.get(columns.const.get("type", ""))
    classes = (cls,) if cls is not None else tuple(BY_NAME.values())
    keys = list(dict.fromkeys(["type", *(key for each in classes for key in keys_of(each))]))
    head = path.partition(".")[0]
    if head not in keys:
        noun = f"a {cls.TYPE} has" if cls is not None else "no event has"
        article = "no" if cls is not None else "a"
        problems.append(mark.problem(
            f"{noun} {article} field {quoted(head)}", near=meant(head, keys),
            hint="say which column means which field: --column value=Troops, or --map FILE"))  # fmt: skip


def _event(
    row: list[Cell], sources: dict[str, int], columns: Columns, page: Page, mark: Mark,
    problems: list[Problem],
) -> Entries:  # fmt: skip
    tree: dict[str, Any] = {}
    for path, text in columns.const.items():
        _put(tree, path, _value(path, text, mark, columns))
    for path, number in sources.items():
        cell = row[number]
        if not cell.text:
            continue
        place = page.mark(cell.offset)
        problem = unfit(cell.text, place)
        if problem is not None:
            problems.append(problem)
            continue
        _put(tree, path, _value(path, cell.text, place, columns))
    return _entries(tree, mark)


def _value(path: str, text: str, mark: Mark, columns: Columns) -> Node:
    separator = columns.split.get(path)
    if separator is None:
        return Scalar(text, mark)
    members = (member.strip() for member in text.split(separator))
    return Listing(tuple(Scalar(member, mark) for member in members if member), mark)


def _put(tree: dict[str, Any], path: str, value: Node) -> None:
    head, dot, rest = path.partition(".")
    if dot:
        _put(tree.setdefault(head, {}), rest, value)
    else:
        tree[head] = value


def _entries(tree: dict[str, Any], mark: Mark) -> Entries:
    items = []
    for key, value in tree.items():
        node: Node = _entries(value, mark) if isinstance(value, dict) else value
        items.append((Scalar(key, node.mark), node))
    return Entries(tuple(items), mark)


def _rows(text: str, delimiter: str, page: Page, problems: list[Problem]) -> Iterator[list[Cell]]:
    """The rows that are not blank. White space around a cell that is not quoted is left out."""
    at = 0
    while at < len(text):
        row: list[Cell] = []
        more = True
        while more:
            cell, at = _cell(text, at, delimiter, page, problems)
            row.append(cell)
            if len(row) > MOST_COLUMNS:
                problems.append(page.mark(cell.offset).problem(
                    f"more than {MOST_COLUMNS:,} cells in a row"))  # fmt: skip
                return
            more = text.startswith(delimiter, at)
            at += len(delimiter) if more else 0
        at = _line_end(text, at)
        if any(cell.text for cell in row):
            yield row


def _cell(
    text: str, at: int, delimiter: str, page: Page, problems: list[Problem]
) -> tuple[Cell, int]:
    """The cell that begins here, and the offset of what ends it."""
    start = at
    while text.startswith(" ", start):
        start += 1
    if text.startswith('"', start):
        return _quoted(text, start, delimiter, page, problems)
    end = _end(text, at, delimiter)
    return Cell(text[at:end].strip(" \t"), min(start, end)), end


def _quoted(
    text: str, start: int, delimiter: str, page: Page, problems: list[Problem]
) -> tuple[Cell, int]:
    parts = []
    at = start + 1
    while True:
        end = text.find('"', at)
        if end < 0:
            problems.append(page.mark(start).problem("a quotation mark that is never closed"))
            return Cell("", start), len(text)
        parts.append(text[at:end])
        at = end + 1
        if not text.startswith('"', at):
            break
        # Two stand for one.
        parts.append('"')
        at += 1
    after = at
    while text.startswith(" ", after):
        after += 1
    if after < len(text) and text[after] not in (delimiter, "\n", "\r"):
        problems.append(page.mark(after).problem(
            "text after the quotation mark that closes a cell",
            hint="inside quotation marks, write two of them for one"))  # fmt: skip
        after = _end(text, after, delimiter)
    return Cell("".join(parts), start), after


def _end(text: str, at: int, delimiter: str) -> int:
    """Where a cell without quotation marks ends. A search that stops there: files are long."""
    found = _ends(delimiter).search(text, at)
    return found.start() if found else len(text)


@cache
def _ends(delimiter: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(delimiter)}\\r\\n]")


def _line_end(text: str, at: int) -> int:
    """Past the end of the line: CR LF, LF or CR."""
    if text.startswith("\r\n", at):
        return at + 2
    return at + 1
