"""Derives rows from the rows of other views, for views that no event is folded into directly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from attrs import evolve

from ledger.model.sift import Among
from ledger.projections.projection import Before, Kept, Projection
from ledger.projector.gathering import naming
from ledger.projector.rows import SINCE, decoded, spec, subjects_in
from ledger.store.event_data import Folded, ViewRow, ViewSpec
from ledger.store.store import Snapshot


class KeptRows:
    """The rows of views in use, or of those drafts that are being built."""

    def __init__(self, snapshot: Snapshot, draft: int | None = None) -> None:
        self._snapshot = snapshot
        self._draft = draft

    def _view(self, projection: Projection) -> ViewSpec:
        return evolve(spec(projection), draft=self._draft)

    def of(
        self, projection: Projection, subjects: Collection[str]
    ) -> Iterator[tuple[str, list[Kept]]]:
        """The facts of these subjects."""
        for subject, rows in subjects_in(self._snapshot, self._view(projection), subjects):
            yield (
                subject,
                [Kept(_since(row), decoded(projection, row), row.body) for row in rows if row.body],
            )

    def having(
        self, projection: Projection, column: str, values: Collection[str]
    ) -> Iterator[tuple[str, str]]:
        """Which of these values a column has in the rows of which subjects."""
        sieve = Among(column, tuple(values))
        yield from self._snapshot.sift(self._view(projection), [sieve], [column, "subject"])


def _since(row: ViewRow) -> dt.date | None:
    since = row.columns[SINCE]
    return dt.date.fromisoformat(str(since)) if since is not None else None


def derive(
    snapshot: Snapshot, projection: Projection, subjects: Sequence[str], draft: int | None,
    *, anew: bool,
) -> list[Folded]:  # fmt: skip
    """The rows of these subjects, from the rows that the others have now, in order of subject.

    Unless all of it is to be done `anew`, what is settled of their own rows is kept.

    Raises IntegrityError, naming the projection and one of the subjects, on failure.
    """
    assert projection.derive is not None
    if not subjects:
        return []
    before: Before = {}
    if not anew:
        view = evolve(spec(projection), draft=draft)
        kept = subjects_in(snapshot, view, subjects)
        before = {subject: [row.columns for row in rows] for subject, rows in kept}
    with naming(projection, subjects[0]):
        made = [
            Folded(
                one.subject,
                [ViewRow(subject=one.subject, body=b"", columns=row.columns) for row in one.rows],
                one.reads,
            )
            for one in projection.derive(subjects, KeptRows(snapshot, draft), before)
        ]
    return sorted(made, key=lambda one: one.subject)


def tags_of(projection: Projection, subjects: Collection[str]) -> set[str]:
    """The tags under which the rows of these subjects are known to what is derived from them."""
    return {f"{projection.prefix}:{subject}" for subject in subjects}
