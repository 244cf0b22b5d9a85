"""Problems: all of them collected, and shown as people read them, with the line and a caret."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ledger.errors import InputRefusedError, Problem
from ledger.visible import visible

__all__ = ["MOST", "BadValueError", "Problems", "render", "visible"]

MOST = 1000
"""Reading stops after so many problems."""

WIDEST = 160
"""A longer line is shown around the caret only."""


class BadValueError(Exception):
    """A value that cannot be read; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


class Problems(list[Problem]):
    """All that is wrong with a document, until it is refused for it."""

    def append(self, problem: Problem) -> None:
        """Add one. Raises InputRefusedError where there are so many that reading on is idle."""
        super().append(problem)
        if len(self) >= MOST:
            last = Problem(sentence=f"reading stopped after {MOST} problems", file=problem.file)
            raise InputRefusedError([*in_order(self), last])

    def refuse(self) -> None:
        """Raises InputRefusedError with every problem, in the order of lines, if there are any."""
        if self:
            raise InputRefusedError(in_order(self))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by line and column; what has no place comes first, in the order it was found."""
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))


def render(problems: Iterable[Problem]) -> str:
    """All problems, each with its line and a caret; "nothing recorded" where one is an error."""
    parts = []
    refused = False
    for problem in problems:
        refused = refused or problem.severity == "error"
        parts.append(visible(str(problem)))
        if problem.text is not None and problem.text.strip():
            parts.extend(_pointed(problem.text, problem.column))
        if problem.hint:
            parts.append(f"  hint: {visible(problem.hint)}")
    return "\n".join([*parts, "nothing recorded"] if refused else parts)


def _pointed(text: str, column: int | None) -> list[str]:
    start = 0
    if len(text) > WIDEST:
        # The caret stands in the middle, unless that would show less than fits.
        start = max(0, min((column or 1) - 1 - WIDEST // 2, len(text) - WIDEST))
    window = text[start : start + WIDEST]
    head = "…" if start else ""
    tail = "…" if start + WIDEST < len(text) else ""
    shown = [f"  {head}{visible(window)}{tail}"]
    if column is not None:
        before = head + visible(window[: column - 1 - start])
        shown.append(f"  {' ' * _width(before)}^")
    return shown


def _width(text: str) -> int:
    """The cells that a text takes on a terminal: wide characters two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
