"""Scorecard: for each debtor how many commitments came to what, of how many, and how late.

No share is given without what cannot be rated: it is an interval from "none of the unverified was
kept" to "all of it was" (docs/domain.md, section 8).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from attrs import define, evolve, field

from ledger.model.answer import Column, Row
from ledger.model.case import Case
from ledger.model.judgement import Judgement
from ledger.projections.board import FILTERS, judged
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.question import Asked, Question

GROUPS: dict[str, tuple[str, ...]] = {
    "kept": ("kept",),
    "kept_late": ("kept-late",),
    "kept_timing_unknown": ("kept-timing-unknown",),
    "partly_kept": ("partly-kept",),
    "missed": ("missed", "breached"),
    "unverified": ("past-due-unverified", "possibly-overdue"),
    "pending": ("open", "conditional", "in-progress", "holding"),
    "no_deadline": ("no-deadline", "unverifiable"),
    "ended": ("proposed", "suspended", "rescinded", "released", "superseded", "expired", "void"),
}
"""Every verdict in one group, so that the counts add up to the number of commitments."""

RATED = ("kept", "kept_late", "kept_timing_unknown", "partly_kept", "missed")
"""What can be rated: what it came to is known."""

COLUMNS = (
    Column(name="debtor", help="who is bound (id)"),
    Column(name="name", help="the usual name", roomy=2),
    Column(name="commitments", help="all that are listed on that day", title="all"),
    Column(name="rated", help="of these, those whose outcome is known"),
    Column(name="kept", help="surely in time"),
    Column(name="kept_late", help="surely late", title="kept late"),
    Column(name="kept_timing_unknown", help="kept, in time or late", title="kept, when?", roomy=1),
    Column(name="partly_kept", help="in part, past due", title="partly", roomy=1),
    Column(name="missed", help="missed or breached"),
    Column(name="unverified", help="due or past due, and nobody knows"),
    Column(name="pending", help="not yet due", roomy=1),
    Column(name="no_deadline", help="without bounds", title="no deadline", roomy=1),
    Column(name="ended", help="taken back, let go, replaced, expired, void …", roomy=1),
    Column(
        name="share_kept_min", help="kept at least, of what was due", title="kept from", roomy=1
    ),
    Column(name="share_kept_max", help="kept at most, of what was due", title="to", roomy=1),
    Column(name="rescheduled", help="deadlines that were moved", title="moved"),
    Column(
        name="slip_min",
        help="days by which they were moved together, at least",
        title="by days from",
    ),
    Column(name="slip_max", help="days by which they were moved together, at most", title="to"),
    Column(name="of", help="the commitments in each group", shown=False),
)


@define
class _Card:
    """What is counted for one debtor."""

    name: str
    counts: Counter[str] = field(factory=Counter)
    of: dict[str, list[str]] = field(factory=dict)
    moved: int = 0
    slip: tuple[int, int] | None = None

    def add(self, id: str, verdict: str) -> None:
        group = next(name for name, words in GROUPS.items() if verdict in words)
        self.counts[group] += 1
        self.of.setdefault(group, []).append(id)

    def slipped(self, days: tuple[int, int]) -> None:
        least, most = self.slip or (0, 0)
        self.slip = (least + days[0], most + days[1])


def _scorecard(every: Iterable[Any], asked: Asked) -> Iterator[Row]:
    cards: dict[str, _Card] = {}
    for case, found in judged(every, asked):
        facts = case.facts
        debtor = found.terms.commitment.debtor
        card = cards.setdefault(debtor, _Card(name=facts.names.get(debtor, debtor)))
        card.add(facts.id, found.verdict)
        if "rescheduled" in found.flags:
            card.moved += 1
            slip = _slip(case, found, asked)
            if slip is not None:
                card.slipped(slip)
    for debtor, card in sorted(cards.items(), key=lambda item: item[1].name.casefold()):
        yield _row(debtor, card)


def _slip(case: Case, found: Judgement, asked: Asked) -> tuple[int, int] | None:
    """Between how many and how many days the deadline moved; None where a bound is open."""
    first = case.judge(asked.as_of, evolve(asked.manner, original=True))
    ends = (first.due_lo, first.due_hi, found.due_lo, found.due_hi)
    if None in ends:
        return None
    lo, hi, new_lo, new_hi = (end.toordinal() for end in ends if end is not None)
    return new_lo - hi, new_hi - lo


def _row(debtor: str, card: _Card) -> Row:
    counts = card.counts
    rated = sum(counts[group] for group in RATED)
    surely = counts["kept"]
    possibly = surely + counts["kept_timing_unknown"] + counts["unverified"]
    due = rated + counts["unverified"]
    return {
        "debtor": debtor,
        "name": card.name,
        "commitments": sum(counts.values()),
        "rated": rated,
        **{group: counts[group] for group in GROUPS},
        "share_kept_min": _share(surely, due),
        "share_kept_max": _share(possibly, due),
        "rescheduled": card.moved,
        "slip_min": card.slip[0] if card.slip else None,
        "slip_max": card.slip[1] if card.slip else None,
        "of": card.of,
    }


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(Decimal("0.01")) if whole else None


SCORECARD = Question(
    name="scorecard",
    title="What became of whose commitments",
    help="For each debtor: counts with denominators, slips in days, nothing without the unrated.",
    projection=COMMITMENTS,
    columns=COLUMNS,
    filters=tuple(each for each in FILTERS if each.name not in ("verdict", "lifecycle")),
    answer=_scorecard,
    judges=True,
)
