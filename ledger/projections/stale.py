"""Stale: open commitments on which nobody has reported lately, the longest silence first."""

from __future__ import annotations

from typing import Any

from ledger.model.answer import Column, Row
from ledger.model.sift import Among, Between, Sieve
from ledger.model.verdict import OPEN, VERDICTS
from ledger.projections.board import FILTERS, judged, narrowed
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.listing import Judged, Listing, Spot
from ledger.projections.question import Asked, Filter, Question
from ledger.projections.staging import EVER

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


AWAITED = tuple(word for word in VERDICTS if word not in SETTLED)


def _limit(asked: Asked) -> int:
    after: int | None = asked.get("after")
    return asked.manner.stale_after if after is None else after


def _age(spot: Spot, asked: Asked) -> int | None:
    """For how many days nobody has reported; None where there is no day to count from."""
    assert spot.silent is not None
    return None if spot.silent == EVER else asked.as_of.toordinal() - spot.silent


def _silent(spot: Spot, asked: Asked) -> bool | None:
    if spot.silent is None:
        return None
    age = _age(spot, asked)
    return age is None or age > _limit(asked)


def _listed(one: Judged, asked: Asked) -> bool:
    found = one.found
    if found.state.lifecycle not in OPEN or found.verdict in SETTLED:
        return False
    return bool(_silent(one.spot, asked))


def _longest_first(spot: Spot, asked: Asked) -> tuple[Any, ...]:
    return -(_age(spot, asked) or 0), spot.own_id


def _row(one: Judged, asked: Asked) -> Row:
    facts, found = one.case.facts, one.found
    last = found.evidence.last_on
    return {
        "id": facts.id,
        "title": found.terms.commitment.label,
        "debtor": found.terms.commitment.debtor,
        "last_evidence_on": last,
        "days": _age(one.spot, asked),
        "never": "no" if last else "yes",
        "due_lo": found.due_lo,
        "due_hi": found.due_hi,
        "verdict": found.verdict,
        "position": facts.position,
    }


def _sieves(asked: Asked) -> list[Sieve] | None:
    latest = asked.as_of.toordinal() - _limit(asked) - 1
    return narrowed(
        asked, Among("lifecycle", OPEN), Among("verdict", AWAITED),
        Between("silent", high=max(latest, EVER), or_none=True),
    )  # fmt: skip


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
    listing=Listing(
        judge=judged,
        keeps=_listed,
        row=_row,
        order=_longest_first,
        sieves=_sieves,
        keeps_stage=_silent,
    ),
    judges=True,
)
