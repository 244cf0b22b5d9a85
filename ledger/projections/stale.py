"""Stale: open commitments on which nobody has reported lately, the longest silence first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ledger.model.answer import Column, Row
from ledger.model.verdict import OPEN
from ledger.projections.board import FILTERS, judged
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.question import Asked, Filter, Question

SETTLED = ("kept", "kept-late", "kept-timing-unknown", "breached")
"""Verdicts that no further report is awaited for."""

COLUMNS = (
    Column(name="id", help="the commitment"),
    Column(name="title", help="what is promised", roomy=2),
    Column(name="debtor", help="who is bound", roomy=3),
    Column(name="last_evidence_on", help="day of the last report", title="last report"),
    Column(name="days", help="since then, or since it was made where nobody ever reported"),
    Column(name="never", help="yes where nobody ever reported on it", title="never reported"),
    Column(name="due_lo", help="last day certainly not past due", title="due from", roomy=1),
    Column(name="due_hi", help="last day possibly in time", title="to", roomy=1),
    Column(name="verdict", help="what became of it"),
    Column(name="position", help="of the event that made it", title="#", shown=False),
)


def _stale(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    after = asked.get("after")
    limit = asked.manner.stale_after if after is None else after
    rows: list[tuple[int, Row]] = []
    for case, found in judged(every, asked):
        facts = case.facts
        if found.state.lifecycle not in OPEN or found.verdict in SETTLED:
            continue
        last = found.evidence.last_on
        since = last or facts.latest
        age = (asked.as_of - since).days if since is not None else None
        if age is not None and age <= limit:
            continue
        row: Row = {
            "id": facts.id,
            "title": found.terms.commitment.label,
            "debtor": found.terms.commitment.debtor,
            "last_evidence_on": last,
            "days": age,
            "never": "no" if last else "yes",
            "due_lo": found.due_lo,
            "due_hi": found.due_hi,
            "verdict": found.verdict,
            "position": facts.position,
        }
        rows.append((age or 0, row))
    return iter(row for _, row in sorted(rows, key=lambda pair: (-pair[0], pair[1]["id"])))


STALE = Question(
    name="stale",
    title="Open commitments without a recent report",
    help="Open commitments on which nobody has reported for some days.",
    projection=COMMITMENTS,
    columns=COLUMNS,
    filters=(
        Filter(
            name="after", help="days of silence (default: stale_after of the settings)", kind="span"
        ),
        *FILTERS,
    ),
    answer=_stale,
    judges=True,
)
