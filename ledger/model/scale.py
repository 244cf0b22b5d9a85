"""Output scales: the words of other raters for our verdicts, as tables in the settings.

Every such table loses something: two verdicts share a word, or uncertainty has none. The answer
says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from ledger.errors import UsageError
from ledger.model.answer import Answer, Column
from ledger.model.verdict import VERDICTS

NO_WORD = "no word for it"

SCALES: dict[str, dict[str, str]] = {
    "politifact": {
        "kept": "Promise Kept", "kept-late": "Compromise", "kept-timing-unknown": "Promise Kept",
        "partly-kept": "Compromise", "missed": "Promise Broken", "breached": "Promise Broken",
        "rescinded": "Promise Broken", "suspended": "Stalled", "in-progress": "In the Works",
        "holding": "In the Works", "open": "Not Yet Rated", "conditional": "Not Yet Rated",
    },
    "pam": {
        "kept": "full implementation", "kept-late": "full implementation",
        "kept-timing-unknown": "full implementation", "holding": "intermediate implementation",
        "partly-kept": "intermediate implementation", "in-progress": "minimum implementation",
        "open": "no implementation", "missed": "no implementation",
        "breached": "no implementation",
    },
    "gao": {
        "kept": "Closed - Implemented", "kept-late": "Closed - Implemented",
        "kept-timing-unknown": "Closed - Implemented", "partly-kept": "Open - Partially Addressed",
        "in-progress": "Open - Partially Addressed", "open": "Open", "conditional": "Open",
        "missed": "Open", "past-due-unverified": "Open", "possibly-overdue": "Open",
        "rescinded": "Closed - Not Implemented", "superseded": "Closed - Not Implemented",
        "released": "Closed - Not Implemented",
    },
    "fullfact": {
        "kept": "Achieved", "kept-late": "Achieved", "kept-timing-unknown": "Achieved",
        "holding": "On track", "in-progress": "In progress", "open": "Wait and see",
        "conditional": "Wait and see", "partly-kept": "Not kept", "missed": "Not kept",
        "breached": "Not kept", "past-due-unverified": "Unclear or disputed",
        "possibly-overdue": "Unclear or disputed",
    },
}  # fmt: skip
"""Tables shipped with the program; `[scales.NAME]` in a settings file adds to them or replaces them."""


@frozen(kw_only=True)
class Scale:
    """A scale: its name, and its word for each verdict that it has one for."""

    name: str
    words: Mapping[str, str]

    @property
    def loses(self) -> str:
        """What the mapping loses, in a sentence."""
        shared = len(self.words) - len(set(self.words.values()))
        without = [verdict for verdict in VERDICTS if verdict not in self.words]
        return (
            f"{self.name}: a lossy mapping; {shared} verdicts share a word with another, "
            f"{len(without)} have none, and nothing of it shows uncertainty or dates"
        )


def scale_named(name: str, more: Mapping[str, Mapping[str, str]] | None = None) -> Scale:
    """A scale by its name, from the shipped tables and those of the settings.

    Raises UsageError for an unknown scale, and for a table with verdicts that do not exist.
    """
    tables = {**SCALES, **(more or {})}
    if name not in tables:
        raise UsageError(f"there is no scale {name!r}", hint=f"scales: {', '.join(sorted(tables))}")
    words = tables[name]
    unknown = sorted(set(words) - set(VERDICTS))
    if unknown:
        raise UsageError(
            f"scale {name}: there is no verdict {unknown[0]!r}",
            hint=f"verdicts: {', '.join(VERDICTS)}",
        )
    return Scale(name=name, words=words)


def on_scale(answer: Answer, scale: Scale) -> Answer:
    """An answer with verdicts, with the scale's word beside each of them."""
    if not any(column.name == "verdict" for column in answer.columns):
        raise UsageError(f"{answer.question} has no verdicts to put on a scale")
    column = Column(name="on_scale", help=f"the word of {scale.name}", title=scale.name)
    rows = tuple(
        {**row, "on_scale": scale.words.get(row["verdict"], NO_WORD) if row["verdict"] else None}
        for row in answer
    )
    return evolve(
        answer, columns=(*answer.columns, column), rows=rows, notes=(*answer.notes, scale.loses)
    )
