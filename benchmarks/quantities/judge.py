"""Whether a reading is right: the same first and last number as the corpus has."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.quantities.corpora import Case
from ledger.quantities import UnreadableQuantityError, read_quantity

Ends = tuple[Decimal | None, Decimal | None]


def ours(phrase: str) -> Ends | None:
    """What this project reads."""
    try:
        found = read_quantity(phrase)
    except UnreadableQuantityError:
        return None
    return found.lo, found.hi


def verdict(case: Case, found: Ends | None) -> str:
    """Right: the same first and last number; no lower end is the same as zero for what is counted."""
    if found is None:
        return "missing"
    floor = not found[0] and not case.lo  # zero, or no lower end
    same = floor or _same(found[0], case.lo)
    return "right" if same and _same(found[1], case.hi) else "wrong"


def _same(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= abs(other) * Decimal("1e-9")
