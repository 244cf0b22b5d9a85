"""Rebuilds the views beside the living ledger: drafts are folded, caught up, and swapped in at once.

Questions are answered from the old rows and others append until the one step in which the drafts
take their place. A rebuild that is interrupted, at whatever moment, leaves the old rows in use.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from attrs import evolve

from ledger.projections import PROJECTIONS
from ledger.projections.projection import Projection
from ledger.projector.catching_up import Progress, fold_some, fold_touched
from ledger.projector.rows import spec
from ledger.projector.subjects import (
    Pace,
    count_subjects,
    parts,
    some_subjects,
    touched_since,
)
from ledger.projector.undisturbed import undisturbed
from ledger.store.event_data import ViewSpec
from ledger.store.store import Store

LAST_STEP = 200
"""So many events at most are caught up in the step that swaps; others wait as long as that takes."""

LONGEST = 0.5
"""Where a step takes more seconds, fewer events are caught up in the next: histories may be long."""

WRITTEN = 500
"""The rows of so many subjects are written in one transaction: others wait as long as that takes."""

AT_ONCE = 2_000
"""So many rows of what was replaced are cleared away in one transaction."""


@undisturbed()
def rebuild(
    store: Store,
    progress: Progress | None = None,
    projections: Sequence[Projection] = PROJECTIONS,
) -> int:
    """Fold every view from all events beside the living ledger, and put it in use; how many rows.

    The write lock is held for moments only. Raises ConflictError where another rebuild, or a
    redaction, began meanwhile: the drafts of this one are gone then, and nothing else has changed.
    """
    with store.writing() as transaction:
        draft = transaction.begin_drafts([spec(each) for each in projections])
        done = transaction.head()
    views = [evolve(spec(each), draft=draft) for each in projections]
    count = _fold_all(store, projections, views, progress)
    step, begun = LAST_STEP, perf_counter()
    while not _swapped(store, projections, views, done, step):
        done += step
        taken, begun = perf_counter() - begun, perf_counter()
        step = max(1, step // 2) if taken > LONGEST else min(LAST_STEP, step + 1)
    clear_away(store)
    return count


def clear_away(store: Store) -> None:
    """Clear what replaced views and unfinished rebuilds have left, a little at a time."""
    more = True
    while more:
        with store.writing() as transaction:
            more = transaction.clear_replaced(AT_ONCE)


def _fold_all(
    store: Store, projections: Sequence[Projection], views: Sequence[ViewSpec],
    progress: Progress | None,
) -> int:  # fmt: skip
    """Fold every subject into the drafts; what is appended meanwhile comes later."""
    with store.reading() as snapshot:
        total = sum(count_subjects(snapshot, each) for each in projections)
    count, done = 0, 0
    for projection, view in zip(projections, views, strict=True):
        pace, after = Pace(), ""
        while True:
            # Each part is read from a snapshot of its own, as new as it gets, and written when that
            # has ended: neither readers nor writers wait for the folding between.
            with store.reading() as snapshot:
                subjects = some_subjects(snapshot, projection, after, pace.take)
                made = fold_some(snapshot, projection, subjects, pace, view.draft)
            if not subjects:
                break
            after = subjects[-1]
            for some in parts(made, lambda: WRITTEN):
                with store.writing() as transaction:
                    transaction.replace_rows(view, some, new=True)
            count += sum(one.told for one in made)
            done += len(subjects)
            if progress is not None:
                progress(min(done, total), total)
    return count


def _swapped(
    store: Store, projections: Sequence[Projection], views: Sequence[ViewSpec], done: int, most: int
) -> bool:
    """Catch the drafts up with some of what was appended above `done`; swap them in with the last."""
    with store.writing() as transaction:
        head = transaction.head()
        upto = min(head, done + most)
        tags = touched_since(transaction, done, upto)
        changed: set[str] = set()
        for projection, view in zip(projections, views, strict=True):
            found = changed if projection.of else tags
            changed |= fold_touched(transaction, projection, view, found)
            transaction.set_progress(view, head)
        if upto < head:
            return False
        transaction.swap_in(views)
        return True
