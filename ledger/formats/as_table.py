"""A table, cards or sections for a screen, with the line that can be printed under it."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ledger.formats.console import console_for
from ledger.formats.format import Format, Screen
from ledger.formats.marks import mark
from ledger.formats.value import plain
from ledger.model.answer import Answer, Column, Row

NARROWEST = 40
PROSE = 22
"""A column of sentences is at least so wide."""
LONGEST_WORD = 32


def render(answer: Answer, screen: Screen) -> str:
    """The answer as people read it, fitted to the width of the screen."""
    out = io.StringIO()
    console = console_for(screen, out, narrowest=NARROWEST)
    if answer.title:
        console.print(Text(answer.title, style="bold"))
    if not answer.rows:
        console.print(Text("nothing to show"))
    elif answer.layout == "cards":
        _cards(console, answer)
    elif answer.layout == "sections":
        _sections(console, answer)
    else:
        _table(console, answer)
    for line in answer.lines:
        console.print(Text(line, style="dim"))
    # Padding at the end of lines says nothing.
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def cell(column: str, value: Any) -> Text:
    """A value with its symbol and colour; text from outside is never markup."""
    found = mark(column, value)
    if found is None:
        return Text(plain(value))
    symbol, color = found
    return Text(f"{symbol} {plain(value)}", style=color)


def _table(console: Console, answer: Answer) -> None:
    shown = [column for column in answer.columns if column.shown and _used(column, answer.rows)]
    # Where not everything fits, what is left keeps whole words.
    while _least(shown, answer.rows) > console.width and any(column.roomy for column in shown):
        most = max(column.roomy for column in shown)
        shown = [column for column in shown if column.roomy < most]
    # Where even that does not fit, ids are folded: nothing is ever cut off.
    fits = _least(shown, answer.rows) <= console.width
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for column in shown:
        texts = _texts(column, answer.rows)
        table.add_column(
            Text(_title(column)),
            overflow="fold",
            no_wrap=fits and _whole(texts),
            min_width=min(PROSE, max(map(cell_len, texts))) if fits else None,
            justify="right" if _numeric(column, answer.rows) else "left",
        )
    for row in answer.rows:
        table.add_row(*(cell(column.name, row.get(column.name)) for column in shown))
    console.print(table)


def _used(column: Column, rows: Sequence[Row]) -> bool:
    return any(row.get(column.name) not in (None, "", [], ()) for row in rows)


def _numeric(column: Column, rows: Sequence[Row]) -> bool:
    held = [row.get(column.name) for row in rows]
    return all(value is None or hasattr(value, "numerator") or hasattr(value, "as_tuple")
               for value in held)  # fmt: skip


def _title(column: Column) -> str:
    return column.title or column.name.replace("_", " ")


def _texts(column: Column, rows: Sequence[Row]) -> list[str]:
    return [cell(column.name, row.get(column.name)).plain for row in rows]


def _whole(texts: Sequence[str]) -> bool:
    """Whether the cells of a column are ids, days, words or numbers that should not be broken."""
    return all(
        cell_len(text) <= LONGEST_WORD and " " not in text.removeprefix("? ") for text in texts
    )


def _least(columns: Sequence[Column], rows: Sequence[Row]) -> int:
    """The width at which ids stay whole and prose has room for some words a line."""
    total = 0
    for column in columns:
        texts = _texts(column, rows)
        longest = max(map(cell_len, texts))
        words = [cell_len(word) for word in _title(column).split()]
        total += max(longest if _whole(texts) else min(longest, PROSE), *words) + 3
    return total


def _cards(console: Console, answer: Answer) -> None:
    heading = max(len(column.title or column.name) for column in answer.columns)
    for row in answer.rows:
        console.print()
        console.print(Text(f"{row['position']}  {plain(row['id'])}", style="bold"))
        for column in answer.columns[2:]:
            value = row.get(column.name)
            if value not in (None, "", [], ()):
                members = value if isinstance(value, list) else [value]
                for number, member in enumerate(members):
                    title = _title(column)
                    _pair(console, title if number == 0 else "", cell(column.name, member), heading)


def _sections(console: Console, answer: Answer) -> None:
    heading = min(max(len(plain(row["name"])) for row in answer.rows), 28)
    for section, rows in groupby(answer.rows, key=lambda row: row["section"]):
        console.print()
        console.print(Text(plain(section), style="bold"))
        for row in rows:
            value = cell(str(row["name"]), row["value"])
            if row["positions"]:
                value.append(f"  [{', '.join(str(p) for p in row['positions'])}]", style="dim")
            _pair(console, plain(row["name"]).replace("_", " "), value, heading)


def _pair(console: Console, name: str, value: Text, heading: int) -> None:
    """A name and its value, the value wrapped under itself."""
    width = max(console.width - heading - 4, 20)
    lines = value.wrap(console, width) or [Text("")]
    for number, line in enumerate(lines):
        left = textwrap.shorten(name, heading, placeholder="…") if number == 0 else ""
        console.print(Text.assemble("  ", (left.ljust(heading), "dim"), "  ", line))


TABLE = Format(name="table", help="for a screen", media_type="text/plain", render=render)
