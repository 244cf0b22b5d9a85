"""Replays to a past state of the record or of the sources: from the rows where these still hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from ledger.model.sift import Between, Sieve
from ledger.projections.projection import Projection
from ledger.projector.events import StoredEvents
from ledger.projector.gathering import gather_all
from ledger.projector.rows import (
    FROM,
    KNOWN,
    NEWEST,
    OLDEST,
    decoded,
    fold,
    spec,
    subjects_in,
    told_by,
)
from ledger.projector.subjects import MOST, Pace, some_subjects
from ledger.store.event_data import ViewRow
from ledger.store.store import Snapshot


def read_rows(
    snapshot: Snapshot,
    projection: Projection,
    as_of: dt.date,
    subjects: Collection[str] | None = None,
) -> Iterator[Any]:
    """The facts in a view, as other sources had told them by a day; of these subjects, or of all."""
    return replay(
        snapshot, projection, known_by=None, recorded_by=None, as_of=as_of, subjects=subjects
    )


def replay(
    snapshot: Snapshot,
    projection: Projection,
    *,
    known_by: dt.date | None,
    recorded_by: int | None,
    as_of: dt.date,
    subjects: Collection[str] | None = None,
    sieves: Sequence[Sieve] | None = None,
) -> Iterator[Any]:
    """The facts as they were under the clocks, in order of subject; of these subjects, or of all.

    Where the view has read everything, those may be left out whose rows do not pass the sieves, and
    a row from which no clock hides anything is taken as it is; every other subject is folded from
    its events. What comes out is the same either way.
    """
    if snapshot.progress(spec(projection)) == snapshot.head():
        if sieves is not None and subjects is None:
            subjects = _sifted(snapshot, projection, known_by, recorded_by, sieves)
        runs = _from_view(snapshot, projection, known_by, recorded_by, as_of, subjects)
    elif subjects is None:
        runs = _from_events(snapshot, projection)
    else:
        runs = ((subject, None) for subject in sorted(set(subjects)))
    pace = Pace()
    waiting: list[_Waiting] = []
    folding = 0

    def answered() -> Iterator[Any]:
        events = StoredEvents(snapshot, upto=recorded_by, known_by=known_by)
        gathered = gather_all(
            events, projection, [subject for subject, rows in waiting if rows is None],
            known_by=known_by, recorded_by=recorded_by,
        )  # fmt: skip
        for _, rows in waiting:
            if rows is not None:
                for row in rows:
                    yield decoded(projection, row)
            elif (one := next(gathered)).held:
                history = one.history if projection.whole else one.history.on(as_of)
                for folded in fold(projection, one.subject, history):
                    if folded.facts is not None:
                        yield folded.facts
        if folding:
            pace.held(events)

    for subject, rows in runs:
        waiting.append((subject, rows))
        folding += rows is None
        if folding >= pace.take or len(waiting) >= MOST:
            yield from answered()
            waiting, folding = [], 0
    yield from answered()


def _sifted(
    snapshot: Snapshot, projection: Projection, known_by: dt.date | None, recorded_by: int | None,
    sieves: Sequence[Sieve],
) -> set[str] | None:  # fmt: skip
    """The subjects whose rows pass the sieves, and those of which a clock hides something.

    None where the sieves ask for what is no Unicode, and cannot be used.
    """
    of = [sieves]
    if known_by is not None and known_by < dt.date.max:
        later = (known_by + dt.timedelta(days=1)).isoformat()
        known = Between(FROM, high=known_by.isoformat(), or_none=True)
        of.append([Between(KNOWN, low=later), known])
    if recorded_by is not None:
        of.append([Between(NEWEST, low=recorded_by + 1)])
    try:
        return {row[0] for each in of for row in snapshot.sift(spec(projection), each, ["subject"])}
    except ValueError:
        return None


_Waiting = tuple[str, list[ViewRow] | None]
"""A subject with its rows; with None where it has to be folded."""


def _from_view(
    snapshot: Snapshot, projection: Projection, known_by: dt.date | None, recorded_by: int | None,
    as_of: dt.date, subjects: Collection[str] | None,
) -> Iterator[_Waiting]:  # fmt: skip
    """Every subject of which something was there, with its rows if no clock hides any of it."""
    day = known_by.isoformat() if known_by is not None else None
    for subject, rows in subjects_in(snapshot, spec(projection), subjects):
        about: Any = rows[0].columns
        if recorded_by is not None and about[OLDEST] > recorded_by:
            continue
        if day is not None and about[FROM] is not None and about[FROM] > day:
            continue
        hidden = (recorded_by is not None and about[NEWEST] > recorded_by) or (
            day is not None and about[KNOWN] is not None and about[KNOWN] > day
        )
        yield subject, None if hidden else told_by(rows, as_of)


def _from_events(snapshot: Snapshot, projection: Projection) -> Iterator[_Waiting]:
    """Every subject that the events name, each to be folded."""
    some, after = [""], ""
    while some:
        some = some_subjects(snapshot, projection, after, MOST)
        for subject in some:
            after = subject
            yield subject, None
