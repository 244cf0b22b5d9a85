"""The verdict table: which word follows from lifecycle, mode, clock and evidence.

The first row that fits gives the verdict (docs/domain.md, section 6). The table is data, so that
the documentation is generated from it and a test can walk every combination of states.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from attrs import frozen

Three = Literal["yes", "no", "unknown"]
Lifecycle = Literal[
    "proposed", "conditional", "active", "expired", "suspended", "rescinded", "released",
    "superseded", "void",
]  # fmt: skip
Clock = Literal["none", "vague", "not_due", "window", "passed"]
Fulfilled = Literal["yes", "partial", "no", "unknown"]
Timing = Literal["in-time", "late", "unknown"]
Condition = Literal["n/a", "yes", "no", "unknown"]

LIFECYCLES: tuple[Lifecycle, ...] = (
    "proposed", "conditional", "active", "expired", "suspended", "rescinded", "released",
    "superseded", "void",
)  # fmt: skip
OPEN: tuple[Lifecycle, ...] = ("conditional", "active")
CLOCKS: tuple[Clock, ...] = ("none", "vague", "not_due", "window", "passed")
DUTIES = ("maintain", "avoid")
"""Modes that are kept by going on, not by getting done."""


@frozen(kw_only=True)
class State:
    """Everything the verdict depends on.

    `timing` says when it was fulfilled, where it was: surely in time (fulfilled_hi ≤ due_lo),
    surely late (fulfilled_lo > due_hi), or unknown. `breached`: a breach is recorded, or a report
    is surely contrary to a duty to maintain or avoid; `holds`: at least one report says that such
    a duty is being kept.
    """

    lifecycle: Lifecycle
    mode: str
    clock: Clock
    fulfilled: Fulfilled
    timing: Timing = "unknown"
    condition: Condition = "n/a"
    breached: bool = False
    holds: bool = False


@frozen(kw_only=True)
class VerdictRow:
    """One row of the table: its conditions in words, and as a test."""

    number: int
    lifecycle: str
    mode: str
    clock: str
    evidence: str
    verdict: str | None
    fits: Callable[[State], bool]


def _row(
    number: int, lifecycle: str, mode: str, clock: str, evidence: str, verdict: str | None,
    test: Callable[[State], bool],
) -> VerdictRow:  # fmt: skip
    return VerdictRow(
        number=number, lifecycle=lifecycle, mode=mode, clock=clock, evidence=evidence,
        verdict=verdict, fits=test,
    )  # fmt: skip


TABLE: tuple[VerdictRow, ...] = (
    _row(1, "not open", "any", "any", "any", None, lambda s: s.lifecycle not in OPEN),
    _row(2, "open", "any", "any", "a breach, or a report surely contrary to the duty", "breached",
         lambda s: s.breached),
    _row(3, "open", "any", "none, vague", "fulfilled yes", "kept",
         lambda s: s.fulfilled == "yes" and s.clock in ("none", "vague")),
    _row(4, "open", "any", "any", "yes, surely by due_lo", "kept",
         lambda s: s.fulfilled == "yes" and s.timing == "in-time"),
    _row(5, "open", "any", "any", "yes, surely after due_hi", "kept-late",
         lambda s: s.fulfilled == "yes" and s.timing == "late"),
    _row(6, "open", "any", "any", "yes, else", "kept-timing-unknown",
         lambda s: s.fulfilled == "yes"),
    _row(7, "open", "maintain, avoid", "not passed", "at least one report that it holds",
         "holding", lambda s: s.mode in DUTIES and s.clock != "passed" and s.holds),
    _row(8, "open", "any", "none", "", "no-deadline", lambda s: s.clock == "none"),
    _row(9, "conditional", "any", "not_due, vague", "", "conditional",
         lambda s: s.lifecycle == "conditional" and s.clock in ("not_due", "vague")),
    _row(10, "active", "any", "vague", "", "unverifiable", lambda s: s.clock == "vague"),
    _row(11, "active", "any", "not_due", "partial", "in-progress",
         lambda s: s.clock == "not_due" and s.fulfilled == "partial"),
    _row(12, "active", "any", "not_due", "", "open", lambda s: s.clock == "not_due"),
    _row(13, "open", "any", "window", "", "possibly-overdue", lambda s: s.clock == "window"),
    _row(14, "open", "any", "passed", "partial", "partly-kept",
         lambda s: s.fulfilled == "partial"),
    _row(15, "open", "not best_efforts", "passed", "no, and condition n/a or yes", "missed",
         lambda s: s.mode != "best_efforts" and s.fulfilled == "no"
         and s.condition in ("n/a", "yes")),
    _row(16, "open", "any", "passed", "", "past-due-unverified", lambda _: True),
)  # fmt: skip

VERDICTS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [row.verdict for row in TABLE if row.verdict]
        + [word for word in LIFECYCLES if word not in OPEN]
    )
)


def verdict(state: State) -> str:
    """The verdict: that of the first row that fits; of a commitment not open, its lifecycle."""
    row = next(row for row in TABLE if row.fits(state))
    return row.verdict or state.lifecycle


def not3(value: Three) -> Three:
    """Kleene's negation: unknown stays unknown."""
    return {"yes": "no", "no": "yes", "unknown": "unknown"}[value]  # type: ignore[return-value]


def and3(*values: Three) -> Three:
    """Kleene's conjunction: one no decides, else one unknown leaves it open."""
    if "no" in values:
        return "no"
    return "unknown" if "unknown" in values else "yes"


def overdue(state: State) -> Three:
    """Whether the deadline has passed with the promise not kept: yes, no or unknown.

    No for what is not open and for duties to maintain or avoid; else condition AND clock passed
    AND NOT fulfilled, in Kleene's three values (docs/domain.md, section 6).
    """
    if state.lifecycle not in OPEN or state.mode in DUTIES:
        return "no"
    condition: Three = "yes" if state.condition == "n/a" else state.condition
    passed: Three = {
        "none": "no", "not_due": "no", "window": "unknown", "vague": "unknown", "passed": "yes",
    }[state.clock]  # type: ignore[assignment]  # fmt: skip
    done: Three = "no" if state.fulfilled == "partial" else state.fulfilled
    return and3(condition, passed, not3(done))
