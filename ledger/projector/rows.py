"""The rows of a view: folded from a history, written with what says when they hold, read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from ledger.model.history import History
from ledger.model.shape import value_to_builtins
from ledger.projections.projection import Projection, Row
from ledger.projector.gathering import Gathering, naming
from ledger.store.event_data import Folded, ViewRow, ViewSpec
from ledger.store.store import Snapshot

SINCE = "since"
"""The column that says from which day on a row holds, where other sources came later."""

OLDEST, NEWEST = "oldest", "newest"
"""The columns that say between which positions all lies that a subject was folded from."""

MOST_BYTES = 262_144
"""So much is kept of a subject for the days before its last turn, besides what holds from then on."""

KNOWN = "known"
"""The column that says by which day all of it had been published, None for always."""

FROM = "known_from"
"""The column that says from which day on anything is known of it, None for always."""

_COLUMNS = (
    (SINCE, "TEXT"), (OLDEST, "INTEGER"), (NEWEST, "INTEGER"), (KNOWN, "TEXT"), (FROM, "TEXT"),
)  # fmt: skip

_encode = msgspec.json.Encoder().encode


@cache
def spec(projection: Projection) -> ViewSpec:
    """The view that a projection keeps."""
    return ViewSpec(
        name=projection.name,
        version=projection.version,
        columns=projection.columns if projection.of else (*projection.columns, *_COLUMNS),
        indexes=projection.indexes,
        searched=projection.words is not None,
    )


@cache
def _decoder(projection: Projection) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(projection.facts)


def decoded(projection: Projection, row: ViewRow) -> Any:
    """The facts in a row."""
    return _decoder(projection).decode(row.body)


def fold(projection: Projection, subject: str, history: History) -> list[Row]:
    """The rows of a subject. Raises IntegrityError, naming projection and subject, on failure."""
    with naming(projection, subject):
        return list(projection.fold(subject, history))


class _Stage(NamedTuple):
    """What is folded of a subject from a day on."""

    day: dt.date | None
    made: list[tuple[bytes, Mapping[str, str | int | None]]]
    """Bodies with the values of their columns."""


def folded(projection: Projection, gathered: Gathering) -> Folded:
    """The rows of a subject, once for every day from which on other sources tell something else.

    Of the earlier days only as many are kept as `MOST_BYTES` allows, the latest first: else a long
    history would be written down as often as it has turns. A subject without rows has an empty
    one, so that it is known from when on that is so.
    """
    subject, history = gathered.subject, gathered.history
    if not gathered.held:
        return Folded(subject, (), gathered.reads)
    known = history.latest_known
    common: dict[str, str | int | None] = {
        OLDEST: min(gathered.held),
        NEWEST: max(gathered.held),
        KNOWN: known.isoformat() if known is not None else None,
    }
    days: list[dt.date | None] = [None]
    if history.turns and not projection.whole:
        days = [*reversed(history.turns), dt.date.min]
    stages: list[_Stage] = []
    words: dict[str, None] = {}
    begins: set[dt.date | None] = set()
    left = MOST_BYTES
    for day in days:
        told = fold(projection, subject, history.on(day) if day else history)
        if projection.words is not None:
            found = (projection.words(row.facts) for row in told if row.facts is not None)
            words.update(dict.fromkeys(filter(None, found)))
        begins.update(row.known_from for row in told)
        made = [(encoded(row.facts), row.columns) for row in told]
        if stages and made == stages[-1].made:
            # Most of what other sources tell changes nothing of this subject.
            stages[-1] = _Stage(day, made)
            continue
        left -= sum(len(body) for body, _ in made)
        if stages and left < 0:
            break
        stages.append(_Stage(day, made))
    common[FROM] = None if None in begins or not begins else min(filter(None, begins)).isoformat()
    rows = [
        ViewRow(
            subject=subject,
            body=body,
            columns={**columns, SINCE: stage.day.isoformat() if stage.day else None, **common},
        )
        for stage in reversed(stages)
        for body, columns in stage.made
    ]
    if not rows:
        blank = dict.fromkeys(name for name, _ in spec(projection).columns)
        rows = [ViewRow(subject=subject, body=b"", columns={**blank, **common})]
    return Folded(subject, rows, gathered.reads, "\n".join(words))


def encoded(facts: Any) -> bytes:
    """Facts as they are written down: what differs from its default. Of none nothing is."""
    return b"" if facts is None else _encode(value_to_builtins(facts))


def told_by(rows: Sequence[ViewRow], as_of: dt.date) -> list[ViewRow] | None:
    """Those rows of a subject that hold by what other sources had told by a day.

    None where the day lies before all that is kept: then the subject has to be folded.
    """
    day = as_of.isoformat()
    told = [row for row in rows if _since(row) <= day]
    if not told:
        return None
    last = max(map(_since, told))
    return [row for row in told if row.body and _since(row) == last]


def _since(row: ViewRow) -> str:
    return str(row.columns[SINCE] or "")


def subjects_in(
    snapshot: Snapshot, view: ViewSpec, subjects: Collection[str] | None = None
) -> Iterator[tuple[str, list[ViewRow]]]:
    """The subjects of a view with their rows, in order; of these subjects, or of all."""
    for subject, rows in groupby(snapshot.rows(view, subjects), key=lambda row: row.subject):
        yield subject, list(rows)
