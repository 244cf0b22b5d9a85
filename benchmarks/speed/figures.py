"""Figures: what was measured, round by round, and what is made of the rounds."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from attrs import frozen

Work = Callable[[], int]
"""Does something; how many times it was done, by which the time is divided."""

FEWEST = 3
"""So many rounds at least tell how far a ratio can be believed."""

SECOND, MILLI, RATE, SHARE, MEGABYTE = "s", "ms", "/s", "×", "MB"


@frozen(kw_only=True)
class Figure:
    """One thing that was measured: a value for each round, in the order of the rounds."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    @property
    def quartiles(self) -> tuple[float, float]:
        """The first and the third quartile; of fewer than four rounds the least and the most."""
        if len(self.values) < 4:
            return min(self.values), max(self.values)
        low, _, high = quantiles(self.values, n=4, method="inclusive")
        return low, high

    def shown(self) -> dict[str, Any]:
        """As it is written down."""
        low, high = self.quartiles
        return {"name": self.name, "unit": self.unit, "median": self.middle, "low": low,
                "high": high, "rounds": list(self.values)}  # fmt: skip


def rates(name: str, seconds: list[float], counts: list[int]) -> Figure:
    """How many in a second, of each round."""
    values = [count / taken for count, taken in zip(counts, seconds, strict=True)]
    return Figure(name=name, unit=RATE, values=tuple(values))


def once(work: Work) -> tuple[float, int]:
    """The seconds that the work took, and how often it was done."""
    begun = perf_counter()
    count = work()
    return perf_counter() - begun, count


def repeated(work: Work, *, rounds: int, budget: float) -> tuple[list[float], list[int]]:
    """Seconds and counts of so many rounds, fewer where they take longer than the budget."""
    return in_rounds(lambda: once(work), rounds=rounds, budget=budget)


def in_rounds(
    work: Callable[[], tuple[float, int]], *, rounds: int, budget: float
) -> tuple[list[float], list[int]]:
    """The same of a work that gives its seconds and its count itself."""
    gc.collect()
    seconds: list[float] = []
    counts: list[int] = []
    while len(seconds) < rounds and (not seconds or sum(seconds) < budget):
        taken, count = work()
        seconds.append(taken)
        counts.append(count)
    return seconds, counts


def side_by_side(
    works: Mapping[str, Callable[[], tuple[float, int]]], *, rounds: int, budget: float
) -> list[Figure]:
    """Each in turn in every round, another one first each time: all meet the same machine.

    Each gives its seconds and its count; three rounds are done whatever they take. The figures are
    the rate of each, and `of_<other>`, the rate of the first in that of each other, round by round.
    """
    found: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    spent = 0.0
    gc.collect()
    for number in range(rounds):
        if number >= FEWEST and spent > budget:
            break
        first = number % len(names)
        for name in names[first:] + names[:first]:
            seconds, count = works[name]()
            spent += seconds
            found[name].append(count / seconds)
    ours, *others = names
    figures = [Figure(name=name, unit=RATE, values=tuple(found[name])) for name in names]
    for other in others:
        shares = [a / b for a, b in zip(found[ours], found[other], strict=True)]
        figures.append(Figure(name=f"of_{other}", unit=SHARE, values=tuple(shares)))
    return figures


def milliseconds(name: str, work: Callable[[], object], *, rounds: int, budget: float) -> Figure:
    """The milliseconds that one call takes. The first call is not counted where there are others."""

    def called() -> int:
        work()
        return 1

    seconds, _ = repeated(called, rounds=rounds + 1, budget=budget)
    counted = seconds[1:] or seconds
    return Figure(name=name, unit=MILLI, values=tuple(1000 * each for each in counted))
