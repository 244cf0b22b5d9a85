"""The flags beside a verdict: what a reader should beware of (docs/domain.md, section 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ledger.model.facts import CommitmentFacts
from ledger.model.fulfilment import Evidence
from ledger.model.terms import Terms, changed_groups
from ledger.model.verdict import OPEN, State

FLAGS = ("rescheduled", "rescoped", "disputed", "condition-unknown", "stale", "unsupported")


def flags(
    facts: CommitmentFacts,
    day: dt.date,
    current: Sequence[Terms],
    state: State,
    found: Evidence,
    *,
    unordered: bool,
) -> tuple[str, ...]:
    """Those that fit on a day; `unordered`: changes that nothing puts in order disagree."""
    groups = changed_groups(tuple(current))
    fit = []
    if "due" in groups:
        fit.append("rescheduled")
    if groups & {"target", "scope"}:
        fit.append("rescoped")
    if found.disputed or unordered:
        fit.append("disputed")
    if state.lifecycle == "active" and state.condition == "unknown":
        fit.append("condition-unknown")
    if found.stale and state.lifecycle in OPEN:
        fit.append("stale")
    lost = any(
        not change.supported and change.latest is not None and change.latest <= day
        for change in facts.changes
    )
    if found.unsupported or lost or facts.unsourced_by:
        fit.append("unsupported")
    return tuple(fit)
