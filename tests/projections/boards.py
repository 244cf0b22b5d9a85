"""The board as a ledger gives it under the clocks, by commitment, without any store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ledger.model.history import History, effective
from ledger.model.judgement import Manner
from ledger.projections.board import BOARD
from ledger.projections.commitments import facts
from ledger.projections.question import Asked
from tests.telling import Telling

Rows = dict[str, Mapping[str, Any]]


def board_of(history: History, as_of: dt.date, manner: Manner) -> Rows:
    """The rows of all commitments in a history, by id."""
    history = history.on(as_of)
    every = [found for _, terms in history.promises.values() if (found := facts(terms.id, history))]
    asked = Asked(as_of=as_of, today=as_of, manner=manner, filters={})
    return {row["id"]: row for row in BOARD.answer(every, asked)}


def board(
    told: Telling, as_of: str, *, known_by: str | None = None, recorded_by: int | None = None,
    **manner: bool,
) -> Rows:  # fmt: skip
    """The rows as of a day (YYYY-MM-DD), under the other clocks and a manner of judging."""
    history = effective(
        told.recorded,
        known_by=dt.date.fromisoformat(known_by) if known_by else None,
        recorded_by=recorded_by,
    )
    return board_of(history, dt.date.fromisoformat(as_of), Manner(**manner))


def shown(row: Mapping[str, Any], *columns: str) -> tuple[Any, ...]:
    """Some columns of a row, days as text."""
    return tuple(str(v) if isinstance(v := row[c], dt.date) else v for c in columns)
