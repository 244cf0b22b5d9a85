"""The rows of a view: folded from a history, written with what says when they hold, read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any

import msgspec

from ledger.model.history import History
from ledger.projections.projection import Projection, Row
from ledger.projector.gathering import Gathering, naming
from ledger.store.event_data import Folded, ViewRow, ViewSpec
from ledger.store.store import Snapshot

SINCE = "since"
"""The column that says from which day on a row holds, where other sources came later."""

OLDEST, NEWEST = "oldest", "newest"
"""The columns that say between which positions all lies that a subject was folded from."""

KNOWN = "known"
"""The column that says by which day all of it had been published, None for always."""

_COLUMNS = ((SINCE, "TEXT"), (OLDEST, "INTEGER"), (NEWEST, "INTEGER"), (KNOWN, "TEXT"))

_encode = msgspec.json.Encoder().encode


@cache
def spec(projection: Projection) -> ViewSpec:
    """The view that a projection keeps."""
    return ViewSpec(
        name=projection.name,
        version=projection.version,
        columns=projection.columns if projection.of else (*projection.columns, *_COLUMNS),
        indexes=projection.indexes,
    )


@cache
def _decoder(facts: Any) -> Any:
    return msgspec.json.Decoder(facts)


def decoded(projection: Projection, row: ViewRow) -> Any:
    """The facts in a row."""
    decode: msgspec.json.Decoder[Any] = _decoder(projection.facts)
    return decode.decode(row.body)


def fold(projection: Projection, subject: str, history: History) -> list[Row]:
    """The rows of a subject. Raises IntegrityError, naming projection and subject, on failure."""
    with naming(projection, subject):
        return list(projection.fold(subject, history))


def folded(projection: Projection, gathered: Gathering) -> Folded:
    """The rows of a subject, once for every day from which on other sources tell something else.

    A subject without rows has an empty one, so that it is known from when on that is so.
    """
    subject, history = gathered.subject, gathered.history
    if not gathered.held:
        return Folded(subject, (), gathered.reads)
    known = history.latest_known
    common = {
        OLDEST: min(gathered.held),
        NEWEST: max(gathered.held),
        KNOWN: known.isoformat() if known is not None else None,
    }
    days = [None] if projection.whole or not history.turns else [dt.date.min, *history.turns]
    rows: list[ViewRow] = []
    before: list[tuple[bytes, Mapping[str, str | int | None]]] = []
    for day in days:
        made = [
            (_encode(row.facts) if row.facts is not None else b"", row.columns)
            for row in fold(projection, subject, history.on(day) if day else history)
        ]
        # Most of what other sources tell changes nothing of this subject.
        if made != before:
            since = day.isoformat() if day else None
            rows += [
                ViewRow(subject=subject, body=body, columns={**columns, SINCE: since, **common})
                for body, columns in made
            ]
            before = made
    if not rows:
        blank = dict.fromkeys(name for name, _ in spec(projection).columns)
        rows = [ViewRow(subject=subject, body=b"", columns={**blank, **common})]
    return Folded(subject, rows, gathered.reads)


def told_by(rows: Collection[ViewRow], as_of: dt.date) -> Iterator[ViewRow]:
    """Those rows of a subject that hold by what other sources had told by a day."""
    day = as_of.isoformat()
    told = [row for row in rows if row.body and str(row.columns[SINCE] or "") <= day]
    last = max((str(row.columns[SINCE] or "") for row in told), default="")
    for row in told:
        if str(row.columns[SINCE] or "") == last:
            yield row


def subjects_in(
    snapshot: Snapshot, view: ViewSpec, subjects: Collection[str] | None = None
) -> Iterator[tuple[str, list[ViewRow]]]:
    """The subjects of a view with their rows, in order; of these subjects, or of all."""
    for subject, rows in groupby(snapshot.rows(view, subjects), key=lambda row: row.subject):
        yield subject, list(rows)


def read_rows(
    snapshot: Snapshot,
    projection: Projection,
    as_of: dt.date,
    subjects: Collection[str] | None = None,
) -> Iterator[Any]:
    """The facts in a view, as other sources had told them by a day; of these subjects, or of all."""
    for _, rows in subjects_in(snapshot, spec(projection), subjects):
        for row in told_by(rows, as_of):
            yield decoded(projection, row)
