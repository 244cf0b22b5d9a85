"""Conditions on the values by which rows are found, told without any SQL.

A store answers them in its own way; what they mean is said here, by `meets`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

Value = str | int | None


@frozen
class Among:
    """The value of the column is one of these."""

    column: str
    values: tuple[str | int, ...]

    def meets(self, row: Mapping[str, Value]) -> bool:
        """Whether a row meets it."""
        return row[self.column] in self.values


@frozen
class Holds:
    """The text occurs in that of the column, letter by letter."""

    column: str
    text: str

    def meets(self, row: Mapping[str, Value]) -> bool:
        """Whether a row meets it."""
        value = row[self.column]
        return isinstance(value, str) and self.text in value


WORDS = "words"
"""In place of a column: the words by which the subjects of a searched view are found."""


@frozen
class Between:
    """The value of the column lies between these, both included; an end that is None is open.

    Texts lie between texts by their code points, numbers between numbers.

    `or_none`: or there is none.
    """

    column: str
    low: Any = None
    high: Any = None
    or_none: bool = False

    def meets(self, row: Mapping[str, Value]) -> bool:
        """Whether a row meets it."""
        value = row[self.column]
        if value is None:
            return self.or_none
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@frozen
class Given:
    """There is a value in the column; with `missing` there is none."""

    column: str
    missing: bool = False

    def meets(self, row: Mapping[str, Value]) -> bool:
        """Whether a row meets it."""
        return (row[self.column] is None) is self.missing


Sieve = Among | Holds | Between | Given


def passes(row: Mapping[str, Value], conditions: Sequence[Sieve]) -> bool:
    """Whether a row meets all of them."""
    return all(condition.meets(row) for condition in conditions)
