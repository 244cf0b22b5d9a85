"""What a projection is: it folds the effective history of one subject into that subject's rows.

Subjects are found by tags. Rows hold facts that are the same for every day; what depends on the
day, a verdict say, is computed from them when a question is asked. Projections know no SQL.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

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
    known_from: dt.date | None = None
    """The day from which on anything is known of the subject; None where that may be any day."""


class Kept(NamedTuple):
    """Facts as a view keeps them: from which day on they hold, None for always, and their bytes."""

    since: dt.date | None
    facts: Any
    body: bytes


class Rows(Protocol):
    """The rows of views that are kept already."""

    def of(
        self, projection: Projection, subjects: Collection[str]
    ) -> Iterable[tuple[str, Sequence[Kept]]]:
        """The facts of these subjects."""
        ...

    def having(
        self, projection: Projection, column: str, values: Collection[str]
    ) -> Iterable[tuple[str, str]]:
        """Which of these values a column has in the rows of which subjects."""
        ...


class Derived(NamedTuple):
    """The rows of a subject, and the tags of the subjects of other views that they depend on."""

    subject: str
    rows: Sequence[Row]
    reads: frozenset[str]


Before = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows that subjects had so far, by the values of their columns; none where all is done anew."""

Derive = Callable[[Sequence[str], Rows, Before], Iterable[Derived]]


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
    of: tuple[Projection, ...] = ()
    """The projections from whose rows it is derived, and not from events; their own subjects, and
    those that `derive` names, decide when it is done again."""
    derive: Derive | None = None
    indexes: tuple[tuple[str, ...], ...] = ()
    """Columns by which rows are looked up together."""
    words: Callable[[Any], str] | None = None
    """By which words a subject is found, from the facts of a row, without NUL; None where by none."""

    def subjects(self, tags: Iterable[str]) -> frozenset[str]:
        """The subjects that these tags name."""
        start = f"{self.prefix}:"
        return frozenset(tag[len(start) :] for tag in tags if tag.startswith(start))
