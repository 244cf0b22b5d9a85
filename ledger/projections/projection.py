"""What a projection is: it folds the effective history of one subject into that subject's rows.

Subjects are found by tags. Rows hold facts that are the same for every day; what depends on the
day, a verdict say, is computed from them when a question is asked. Projections know no SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import field, frozen

from ledger.model.history import History

Fold = Callable[[str, History], Iterable["Row"]]
Needs = Callable[[str, History], Iterable[str]]


@frozen(kw_only=True)
class Row:
    """One row of one subject: the facts, and the values by which rows are filtered.

    A row without facts (None) is there only so that its subject is found by its values.
    """

    facts: Any
    columns: Mapping[str, str | int | None] = field(factory=dict)


@frozen(kw_only=True, eq=False)
class Projection:
    """A recipe for a view.

    `prefix` is the tag kind that names its subjects (`commitment`, `measure`, `event`). `needs`
    says which tags the fold of a subject depends on, as far as can be told from the history read
    so far; the projector asks again until nothing is missing. `event:ID` stands for one event
    with its records, other tags for all events that bear them. Raise `version` whenever rows would
    come out differently: the view is then rebuilt.
    """

    name: str
    version: int
    prefix: str
    facts: type[Any]
    columns: tuple[tuple[str, str], ...]
    needs: Needs
    fold: Fold
    types: frozenset[str] | None = None
    """Of the events that are subjects, the types that can have rows; None where it is not events."""
    whole: bool = False
    """Whether its rows tell all days by themselves. Else there are rows for each day from which on
    other sources tell something else."""

    def subjects(self, tags: Iterable[str]) -> frozenset[str]:
        """The subjects that these tags name."""
        start = f"{self.prefix}:"
        return frozenset(tag[len(start) :] for tag in tags if tag.startswith(start))
