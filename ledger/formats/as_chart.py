"""A chart of levels against promises: a bar for what is sure, a lighter one for what may be."""

from __future__ import annotations

import io
from decimal import Decimal
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from ledger.errors import UsageError
from ledger.formats.console import console_for
from ledger.formats.format import Format, Screen
from ledger.formats.marks import mark
from ledger.formats.value import plain
from ledger.model.answer import Answer, Row

SURE, MAYBE, TARGET = "█", "░", "▒"
NARROWEST = 60
LONGEST, SHORTEST = 48, 16
"""How many characters the bars take, at most and at least."""


def render(answer: Answer, screen: Screen) -> str:
    """Each measure with its reports and promises as bars on one scale.

    Raises UsageError for answers that hold no levels.
    """
    if answer.question != "levels":
        raise UsageError("only levels can be drawn as a chart", hint="pledger levels -o chart")
    out = io.StringIO()
    console = console_for(screen, out, narrowest=NARROWEST)
    if answer.title:
        console.print(Text(answer.title, style="bold"))
    for measure, group in groupby(answer.rows, key=lambda row: row["measure"]):
        rows = list(group)
        console.print()
        unit = plain(rows[0]["unit"])
        console.print(Text(f"{plain(measure)} ({unit})", style="bold"))
        _measure(console, rows)
    console.print()
    console.print(Text(f"{SURE} at least   {MAYBE} at most   {TARGET} promised level", style="dim"))
    for line in answer.lines:
        console.print(Text(line, style="dim"))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _measure(console: Console, rows: list[Row]) -> None:
    days = [_days(row) for row in rows]
    tails = [_tail(row) for row in rows]
    heading = max(len(day) for day in days)
    # What is said beside a bar is never cut off; the bars take what it leaves.
    room = console.width - heading - max(tail.cell_len for tail in tails) - 6
    width = max(min(room, LONGEST), SHORTEST)
    most = max([Decimal(1), *(end for row in rows for end in (row["lo"], row["hi"]) if end)])
    for row, day, tail in zip(rows, days, tails, strict=True):
        bar = _bar(row, most, width)
        line = Text.assemble(
            "  ", (day.ljust(heading), "dim"), "  ",
            (bar.ljust(width), "cyan" if row["kind"] == "report" else "yellow"), "  ", tail,
        )  # fmt: skip
        console.print(line, soft_wrap=True)


def _tail(row: Row) -> Text:
    """What stands beside a bar: the value as told, what it covers, the verdict."""
    tail = Text(plain(row["value"]))
    if row["covers"] != "same":
        tail.append(f" ({plain(row['covers'])}: {plain(row['of'])})", style="dim")
    if row["kind"] == "promise":
        found = mark("verdict", row["verdict"])
        symbol, color = found or ("", "white")
        tail.append(f"  {symbol} {plain(row['verdict'])}", style=color)
    return tail


def _days(row: Row) -> str:
    earliest, latest = row["earliest"], row["latest"]
    lead = "by " if row["kind"] == "promise" else ""
    if latest is None and earliest is None:
        return "no day"
    if earliest == latest or earliest is None:
        return f"{lead}{latest}"
    return f"{lead}{earliest} … {latest or 'open'}"


def _bar(row: Row, most: Decimal, width: int) -> str:
    def size(value: Any) -> int:
        return round(float(value / most) * width)

    lo, hi = row["lo"], row["hi"]
    if row["kind"] == "promise":
        end = hi if hi is not None else lo
        return "" if end is None else (TARGET * size(end) or "│")
    sure = size(lo) if lo is not None else 0
    upto = size(hi) if hi is not None else width
    return SURE * sure + MAYBE * max(upto - sure, 0) or "│"


CHART = Format(name="chart", help="levels against promises", media_type="text/plain", render=render)
