"""Markdown: a table that can be pasted into a page, with its question, clocks and head under it."""

from __future__ import annotations

import re
from typing import Any

from ledger.formats.format import Format, Screen
from ledger.formats.value import plain
from ledger.model.answer import Answer

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#&])")
"""What Markdown or HTML would act on (CommonMark 0.31, section 2.4: backslash escapes)."""


def render(answer: Answer, _: Screen) -> str:
    """A heading, the columns that a screen shows, and the line that belongs under them.

    Where the answer brings its citations, each row ends in the numbers of its footnotes.
    """
    columns = [column for column in answer.columns if column.shown]
    heads = [column.title or column.name for column in columns]
    rows = [[escape(row.get(column.name)) for column in columns] for row in answer]
    numbers: dict[str, int] = {}
    if answer.citations:
        heads.append("rests on")
        for cells, cited in zip(rows, answer.citations, strict=True):
            marks = (numbers.setdefault(text, len(numbers) + 1) for text in cited)
            cells.append(" ".join(f"[^{number}]" for number in marks))
    lines = [
        f"**{escape(answer.title)}**",
        "",
        _line(heads),
        _line("---" for _ in heads),
        *map(_line, rows),
        "",
        *(f"*{escape(line)}*" for line in answer.lines),
        *(
            line
            for text, number in numbers.items()
            for line in ("", f"[^{number}]: {escape(text)}")
        ),
    ]
    return "\n".join(lines) + "\n"


def escape(value: Any) -> str:
    """A value as text that Markdown shows as it is."""
    text = _SPECIAL.sub(r"\\\1", plain(value))
    # A bare address would become a link that nobody wrote.
    return re.sub(r"(?i)\b(https?|ftp|mailto|javascript|data):", r"\1\\:", text).replace(
        "www.", "www\\."
    )


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


MARKDOWN = Format(
    name="markdown", help="a table for a page", media_type="text/markdown", render=render
)
