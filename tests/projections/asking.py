"""given(projection, documents): the rows that a projection folds; ask(): what a question answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from ledger.model.judgement import Manner
from ledger.projections import QUESTIONS
from ledger.projections.measurements import together
from ledger.projections.projection import Projection
from ledger.projections.question import Asked
from ledger.projector import fold, gather
from tests.projections.plain import HeldEvents, every_subject
from tests.telling import Telling

TODAY = dt.date(2026, 1, 1)


def given(projection: Projection, *documents: str) -> list[Any]:
    """The facts, in order of subject, as a question is answered from them."""
    return facts_of((projection,), Telling(*documents), dt.date.max)


def facts_of(projections: Sequence[Projection], told: Telling, as_of: dt.date) -> list[Any]:
    """The facts of these projections put together, as other sources had told them by a day."""
    return list(together(projections, lambda each: rows_of(each, told, as_of), as_of))


def rows_of(projection: Projection, told: Telling, as_of: dt.date = dt.date.max) -> list[Any]:
    """What the rows of a ledger hold, as other sources had told it by a day."""
    held = HeldEvents(told.recorded)
    facts = []
    for subject in sorted(every_subject(projection, held)):
        history = gather(held, projection, subject).history
        history = history if projection.whole else history.on(as_of)
        facts += [row.facts for row in fold(projection, subject, history) if row.facts is not None]
    return facts


def ask(
    question: str, told: Telling, as_of: str = "2020-10-01", *, manner: Manner | None = None,
    **filters: Any,
) -> list[Mapping[str, Any]]:  # fmt: skip
    """The rows of an answer; `from_` stands for the filter `from`."""
    found = next(each for each in QUESTIONS if question in (each.name, *each.aliases))
    named = {name.rstrip("_"): value for name, value in filters.items()}
    known = {each.name for each in found.filters}
    assert set(named) <= known, f"{question} has no filter {set(named) - known}"
    asked = Asked(as_of=dt.date.fromisoformat(as_of), today=TODAY, manner=manner or Manner(),
                  filters=named)  # fmt: skip
    facts = facts_of(found.projections, told, asked.as_of)
    rows = list(found.answer(facts, asked))
    assert all(list(row) == [column.name for column in found.columns] or
               set(row) == {column.name for column in found.columns} for row in rows)  # fmt: skip
    return rows


def only(rows: list[Mapping[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows."""
    return [tuple(row[column] for column in columns) for row in rows]
