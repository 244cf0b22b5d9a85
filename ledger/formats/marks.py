"""How words of judgement look on a screen: a symbol and a colour beside the word, never instead."""

from __future__ import annotations

from typing import Any

MARKS: dict[str, tuple[str, str]] = {
    "kept": ("✔", "green"),
    "kept-late": ("✔", "yellow"),
    "kept-timing-unknown": ("✔", "cyan"),
    "holding": ("●", "green"),
    "partly-kept": ("◑", "yellow"),
    "in-progress": ("◐", "cyan"),
    "open": ("○", "cyan"),
    "conditional": ("◇", "cyan"),
    "possibly-overdue": ("?", "yellow"),
    "past-due-unverified": ("?", "magenta"),
    "unverifiable": ("~", "white"),
    "no-deadline": ("·", "white"),
    "missed": ("✘", "red"),
    "breached": ("✘", "red"),
}
"""Verdicts; the words of lifecycles that have ended stand without a colour."""

OVERDUE = {"yes": ("✘", "red"), "no": ("·", "green"), "unknown": ("?", "yellow")}

LEVELS = {"ok": ("✔", "green"), "warn": ("!", "yellow"), "danger": ("✘", "red")}
"""Of what was examined."""


def mark(column: str, value: Any) -> tuple[str, str] | None:
    """The symbol and the colour of a value, where it has one."""
    if column == "verdict" and value:
        return MARKS.get(str(value), ("-", "white"))
    if column == "overdue" and value:
        return OVERDUE.get(str(value))
    if column == "level" and value:
        return LEVELS.get(str(value))
    return None
