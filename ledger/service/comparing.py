"""Comparing two answers about the commitments: what changed, and which event did it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.model.answer import Answer, Column, Row

COMPARED = (
    "verdict", "overdue", "lifecycle", "clock", "condition", "fulfilled", "due_lo", "due_hi",
    "title", "debtor", "creditor", "given", "flags", "verdict_vs_original",
)  # fmt: skip
"""The keys of `commitments` whose change is told."""

COLUMNS = (
    Column(name="id", help="the commitment"),
    Column(name="what", help="the key of `commitments` that changed"),
    Column(name="before", help="its value before"),
    Column(name="after", help="its value after"),
    Column(name="by", help="positions of the events that did it; none where only the day did"),
)


def compare(before: Answer, after: Answer, *, title: str) -> Answer:
    """What differs between two answers to `commitments`, row by row.

    An event did it where the one answer rests on it and the other does not; where there is none,
    time alone did.
    """
    old = {row["id"]: row for row in before}
    new = {row["id"]: row for row in after}
    rows = tuple(
        row for id in dict.fromkeys([*old, *new]) for row in _changes(id, old.get(id), new.get(id))
    )
    return Answer(
        question="diff",
        title=title,
        columns=COLUMNS,
        rows=rows,
        as_of=after.as_of,
        known_by=after.known_by,
        recorded_by=after.recorded_by,
        head=after.head,
        today=after.today,
        filters=dict(after.filters),
        notes=(f"before: {before.clocks}",),
    )


def _changes(
    id: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[Row]:
    if old is None or new is None:
        there = old or new or {}
        yield {
            "id": id,
            "what": "listed",
            "before": "yes" if old else "no",
            "after": "yes" if new else "no",
            "by": list(there["because"]),
        }
        return
    by = sorted(set(old["because"]) ^ set(new["because"]))
    for key in COMPARED:
        if old[key] != new[key]:
            yield {"id": id, "what": key, "before": old[key], "after": new[key], "by": by}
