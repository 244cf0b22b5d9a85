"""Catches views up in the transaction of an append; or folds every subject anew in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from ledger.projections import PROJECTIONS
from ledger.projections.projection import Projection
from ledger.projector.deriving import derive, tags_of
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


@undisturbed()
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
    # What is derived from rows is done again for those that were folded here.
    changed: dict[str, tuple[int, set[str]]] = {}
    for projection in projections:
        view = spec(projection)
        done = transaction.progress(view)
        if done == head:
            continue
        new = head - (done or 0)
        tags: set[str] | None = None
        if not (done is None or new > MUCH or (new * little > head and new > few)):
            tags = _changed_rows(projection, done, changed) if projection.of else new_tags(done)
        if done is None or tags is None:
            fold_everything(transaction, projection)
        else:
            touched = fold_touched(transaction, projection, view, tags)
            transaction.set_progress(view, head)
            changed[projection.name] = done, touched


def _changed_rows(
    projection: Projection, done: int, changed: Mapping[str, tuple[int, set[str]]]
) -> set[str] | None:
    """What was folded anew since a derived view was; None where nobody can tell."""
    since = [changed.get(base.name) for base in projection.of]
    known = [each for each in since if each is not None and each[0] == done]
    if len(known) < len(since):
        return None
    return {tag for _, tags in known for tag in tags}


def fold_everything(
    transaction: Transaction, projection: Projection, told: Callable[[int], None] | None = None
) -> int:
    """Drop a view and fold it from all events, in the caller's transaction; how many rows it has."""
    view = spec(projection)
    transaction.clear_view(view)
    count, pace, after = 0, Pace(), ""
    while some := some_subjects(transaction, projection, after, pace.take):
        after = some[-1]
        made = fold_some(transaction, projection, some, pace)
        transaction.replace_rows(view, made, new=True)
        count += sum(one.told for one in made)
        if told is not None:
            told(len(some))
    transaction.set_progress(view, transaction.head())
    return count


def fold_some(
    snapshot: Snapshot, projection: Projection, subjects: Sequence[str], pace: Pace,
    draft: int | None = None, *, anew: bool = True,
) -> list[Folded]:  # fmt: skip
    """The rows of these subjects, from events that are looked up for all of them together.

    Where not all is done `anew`, what is settled of derived rows is kept.
    """
    if projection.of:
        return derive(snapshot, projection, subjects, draft, anew=anew)
    events = StoredEvents(snapshot)
    made = [folded(projection, one) for one in gather_all(events, projection, subjects)]
    pace.held(events)
    return made


def fold_touched(
    transaction: Transaction, projection: Projection, view: ViewSpec, tags: set[str]
) -> set[str]:
    """Fold the subjects that these tags touch; the tags under which their rows are known to others."""
    subjects = concerned(transaction, projection, tags, transaction.readers(view, tags))
    pace = Pace()
    for some in parts(subjects, lambda: pace.take):
        made = fold_some(transaction, projection, some, pace, view.draft, anew=False)
        transaction.replace_rows(view, made)
    return tags_of(projection, subjects)


@undisturbed()
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
