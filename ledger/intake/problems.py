"""Problems as people read them: place, sentence, the line with a caret, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ledger.errors import Problem

WIDEST = 160
"""A longer line is shown around the caret only."""


def render(problems: Iterable[Problem]) -> str:
    """All problems, each with its line and a caret, ending in "nothing recorded"."""
    parts = []
    for problem in problems:
        parts.append(visible(str(problem)))
        if problem.text is not None and problem.text.strip():
            parts.extend(_pointed(problem.text, problem.column))
        if problem.hint:
            parts.append(f"  hint: {visible(problem.hint)}")
    return "\n".join([*parts, "nothing recorded"])


def visible(text: str) -> str:
    """The text with control and direction characters made visible, for a terminal."""
    return "".join(
        char if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else _shown(char)
        for char in text
    )


def _shown(char: str) -> str:
    code = ord(char)
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


def _pointed(text: str, column: int | None) -> list[str]:
    start = 0
    if len(text) > WIDEST:
        start = max(0, (column or 1) - 1 - WIDEST // 2)
        text = text[start : start + WIDEST]
    shown = visible(text)
    if column is None:
        return [f"  {shown}"]
    before = visible(text[: column - 1 - start])
    return [f"  {shown}", f"  {' ' * len(before)}^"]
