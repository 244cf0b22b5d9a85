"""Changes told as a share of where they start from: "by 40 %", "by half" (docs/domain.md, section 5)."""

from __future__ import annotations

from decimal import Decimal

from ledger.quantities import Quantity, Span

PERCENT = "%"
TIMES = "times"
"""The unit of "twice as many": a multiple of the level to start from."""

_UNITS = ("%", "percent", "per cent", "percentage", "percentages", "pct")
_HUNDREDTH = Decimal("0.01")


def counts_percent(unit: str | None) -> bool:
    """Whether a measure counts in percent itself, so that 2 % is a level of it."""
    words = (unit or "").casefold()
    return words in _UNITS or words.startswith(("% ", "percent ", "per cent ", "percentage of"))


def share(change: Quantity) -> Span | None:
    """What part of the start a change is; None where it is told in the measure's own unit.

    Percentages are, and parts told in words ("half", "a third", "1/3"); 0.5 is a number.
    """
    if change.unit == PERCENT:
        return change.span.scaled(_HUNDREDTH)
    named = change.value
    if named is not None and 0 < named < 1 and not set(change.raw) & {".", ","}:
        return change.span
    return None
