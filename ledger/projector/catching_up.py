"""Catches views up in the transaction of an append; or folds every subject anew in one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from ledger.projections import PROJECTIONS
from ledger.projections.projection import Projection
from ledger.projector.events import StoredEvents
from ledger.projector.gathering import gather_all
from ledger.projector.rows import folded, spec
from ledger.projector.subjects import (
    Pace,
    concerned,
    count_subjects,
    parts,
    some_subjects,
    touched_since,
)
from ledger.projector.undisturbed import undisturbed
from ledger.store.event_data import Folded, ViewSpec
from ledger.store.store import Snapshot, Transaction

LITTLE = 20
"""A catch-up of more than the head divided by this folds everything anew, once."""

MUCH = 100_000
"""So does one of more events than this: what they touch is no longer held in memory."""

FEW = 1_000
"""A ledger of no more events than this is caught up by what is new, however much that is."""

Progress = Callable[[int, int], None]
"""Told how many subjects are done, and of how many."""


def catch_up(
    transaction: Transaction,
    projections: Sequence[Projection] = PROJECTIONS,
    *,
    little: int = LITTLE,
    few: int = FEW,
) -> None:
    """Bring every view up to the head, in the caller's transaction.

    `little` and `few` decide how much is folded and never what comes out: everything where more
    than `few` events and more than the head divided by `little` are new, else what these touch.

    Raises IntegrityError, naming the view and the subject, where one cannot be folded; the caller
    must then undo the transaction, which leaves every progress where it was.
    """
    head = transaction.head()
    new_tags = cache(lambda done: touched_since(transaction, done))
    for projection in projections:
        view = spec(projection)
        done = transaction.progress(view)
        if done == head:
            continue
        new = head - (done or 0)
        if done is None or new > MUCH or (new * little > head and new > few):
            fold_everything(transaction, projection)
        else:
            tags = new_tags(done)
            readers = transaction.readers(view, tags)
            subjects = concerned(transaction, projection, tags, readers)
            for some in fold_these(transaction, projection, subjects):
                transaction.replace_rows(view, some)
            transaction.set_progress(view, head)


def fold_everything(
    transaction: Transaction, projection: Projection, told: Callable[[int], None] | None = None
) -> int:
    """Drop a view and fold it from all events, in the caller's transaction; how many rows it has."""
    view = spec(projection)
    transaction.clear_view(view)
    count, pace, after = 0, Pace(), ""
    while some := some_subjects(transaction, projection, after, pace.take):
        after = some[-1]
        count += fold_into(transaction, transaction, projection, view, some, pace)
        if told is not None:
            told(len(some))
    transaction.set_progress(view, transaction.head())
    return count


def fold_into(
    snapshot: Snapshot, transaction: Transaction, projection: Projection, view: ViewSpec,
    subjects: Sequence[str], pace: Pace,
) -> int:  # fmt: skip
    """Put the rows of these subjects, that have none there yet, into a view; how many."""
    made = fold_some(snapshot, projection, subjects, pace)
    transaction.replace_rows(view, made, new=True)
    return sum(1 for one in made for row in one.rows if row.body)


def fold_some(
    snapshot: Snapshot, projection: Projection, subjects: Sequence[str], pace: Pace
) -> list[Folded]:
    """The rows of these subjects, from events that are looked up for all of them together."""
    with undisturbed():
        events = StoredEvents(snapshot)
        made = [folded(projection, one) for one in gather_all(events, projection, subjects)]
    pace.held(events)
    return made


def fold_these(
    snapshot: Snapshot, projection: Projection, subjects: Sequence[str]
) -> Iterator[list[Folded]]:
    """The rows of these subjects, some at a time."""
    pace = Pace()
    for some in parts(subjects, lambda: pace.take):
        yield fold_some(snapshot, projection, some, pace)


def rebuild_within(
    transaction: Transaction,
    progress: Progress | None = None,
    projections: Sequence[Projection] = PROJECTIONS,
) -> int:
    """Drop every view and fold it again from all events, in one transaction; how many rows.

    Nobody else can append meanwhile, and what an unfinished rebuild has left goes: this is for a
    ledger from which words were removed. `rebuilding.rebuild` goes on beside the living ledger.
    """
    transaction.forget_drafts()
    total = sum(count_subjects(transaction, each) for each in projections)
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(min(done, total), total)

    return sum(fold_everything(transaction, each, told) for each in projections)
