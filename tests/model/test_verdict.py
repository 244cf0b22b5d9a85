"""The verdict table: one answer for every combination of states, and overdue in three values."""

from __future__ import annotations

import itertools

import pytest

from ledger.model.commitment import MODES
from ledger.model.verdict import (
    CLOCKS,
    DUTIES,
    LIFECYCLES,
    OPEN,
    TABLE,
    VERDICTS,
    Condition,
    Fulfilled,
    State,
    Three,
    Timing,
    and3,
    not3,
    overdue,
    verdict,
)

FULFILLED: tuple[Fulfilled, ...] = ("yes", "partial", "no", "unknown")
TIMINGS: tuple[Timing, ...] = ("in-time", "late", "unknown")
CONDITIONS: tuple[Condition, ...] = ("n/a", "yes", "no", "unknown")
THREE: tuple[Three, ...] = ("yes", "no", "unknown")

EVERY = [
    State(lifecycle=lifecycle, mode=mode, clock=clock, fulfilled=fulfilled, timing=timing,
          condition=condition, breached=breached, holds=holds)
    for lifecycle, mode, clock, fulfilled, timing, condition, breached, holds in itertools.product(
        LIFECYCLES, MODES, CLOCKS, FULFILLED, TIMINGS, CONDITIONS, (False, True), (False, True)
    )
]  # fmt: skip
"""Every combination, those too that no ledger can lead to."""


def by_hand(s: State) -> str:
    """The table of docs/domain.md, section 6, told again row by row with nothing left implied."""
    duty = s.mode in ("maintain", "avoid")
    if s.lifecycle not in ("conditional", "active"):
        return s.lifecycle
    if s.breached:
        return "breached"
    if s.fulfilled == "yes":
        if s.clock in ("none", "vague") or s.timing == "in-time":
            return "kept"
        return "kept-late" if s.timing == "late" else "kept-timing-unknown"
    if duty and s.clock != "passed" and s.holds:
        return "holding"
    if s.clock == "none":
        return "no-deadline"
    if s.clock == "window":
        return "possibly-overdue"
    if s.clock in ("not_due", "vague"):
        if s.lifecycle == "conditional":
            return "conditional"
        if s.clock == "vague":
            return "unverifiable"
        return "in-progress" if s.fulfilled == "partial" else "open"
    if s.fulfilled == "partial":
        return "partly-kept"
    missed = s.fulfilled == "no" and s.condition in ("n/a", "yes") and s.mode != "best_efforts"
    return "missed" if missed else "past-due-unverified"


def test_every_combination_of_states_has_the_answer_of_the_table() -> None:
    """Exactly one each."""
    assert len(EVERY) == 43_200
    assert [s for s in EVERY if verdict(s) != by_hand(s)] == []


def test_the_first_row_that_fits_gives_the_verdict_and_every_row_gives_some() -> None:
    """No row is in the shadow of those above it."""
    reached = set()
    for state in EVERY:
        row = next(row for row in TABLE if row.fits(state))
        assert verdict(state) == (row.verdict or state.lifecycle)
        reached.add(row.number)

    assert reached == {row.number for row in TABLE} == set(range(1, 17))


def test_every_verdict_is_reached_and_no_other() -> None:
    """The words that filters offer are those that answers give."""
    assert {verdict(state) for state in EVERY} == set(VERDICTS)


TRUTH: dict[tuple[Three, Three], Three] = {
    ("yes", "yes"): "yes", ("yes", "no"): "no", ("yes", "unknown"): "unknown",
    ("no", "yes"): "no", ("no", "no"): "no", ("no", "unknown"): "no",
    ("unknown", "yes"): "unknown", ("unknown", "no"): "no", ("unknown", "unknown"): "unknown",
}  # fmt: skip


@pytest.mark.parametrize(("pair", "wanted"), TRUTH.items())
def test_three_values_are_joined_as_kleene_joins_them(
    pair: tuple[Three, Three], wanted: Three
) -> None:
    """S. C. Kleene, Introduction to Metamathematics (1952), section 64."""
    assert and3(*pair) == wanted
    assert not3(not3(pair[0])) == pair[0]
    assert [not3(value) for value in THREE] == ["no", "yes", "unknown"]


OVERDUE: dict[tuple[str, str, str], Three] = {
    (condition, clock, fulfilled): (
        "no" if clock in ("none", "not_due") or fulfilled == "yes" or condition == "no"
        else "yes" if clock == "passed" and fulfilled in ("no", "partial")
        and condition in ("n/a", "yes")
        else "unknown"
    )
    for condition in CONDITIONS for clock in CLOCKS for fulfilled in FULFILLED
}  # fmt: skip
"""What is overdue, written out: no, where one thing rules it out; yes, where all three are sure."""


def test_overdue_is_as_the_truth_table_says_for_every_open_commitment() -> None:
    """An unknown condition, a window or silence leaves it unknown; partly kept is not kept."""
    open_ones = [s for s in EVERY if s.lifecycle in OPEN and s.mode not in DUTIES]
    wrong = [s for s in open_ones if overdue(s) != OVERDUE[s.condition, s.clock, s.fulfilled]]

    assert wrong == []
    assert set(OVERDUE.values()) == set(THREE)


def test_what_is_not_open_and_a_duty_to_maintain_or_avoid_are_never_overdue() -> None:
    """Nothing of theirs falls due; a duty to go on is breached, not late."""
    for state in EVERY:
        if state.lifecycle not in OPEN or state.mode in ("maintain", "avoid"):
            assert overdue(state) == "no"
