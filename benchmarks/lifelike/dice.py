"""Chance that comes out the same on every Python: made from `random()` alone."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws from a seed. Only `Random.random` is promised to stay as it is, so only it is used."""

    def __init__(self, seed: int) -> None:
        self.roll = random.Random(seed).random

    def chance(self, share: float) -> bool:
        """True in this share of the calls."""
        return self.roll() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.roll() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self.roll() * len(options))]

    def early(self, count: int) -> int:
        """A number below `count`, small ones far more often: a few are named again and again."""
        return int(count * self.roll() ** 3)

    def gap(self, mean: float) -> float:
        """The wait until the next of things that happen at random, `mean` apart."""
        return -mean * math.log(1.0 - self.roll())

    def heavy(self, low: float, high: float, tail: float) -> float:
        """A number from a power law cut off at `high`: many small ones, few large ones."""
        cut = 1.0 - (low / high) ** tail
        return low * float((1.0 - self.roll() * cut) ** (-1.0 / tail))


class Weights:
    """Options of different weight."""

    def __init__(self, **weights: float) -> None:
        self._names = tuple(weights)
        self._ends = tuple(accumulate(weights.values()))

    def pick(self, dice: Dice) -> str:
        """One of the names, each as often as its weight says."""
        at = dice.roll() * self._ends[-1]
        return next(name for name, end in zip(self._names, self._ends, strict=True) if at < end)
