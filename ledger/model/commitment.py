"""The terms of a commitment: who is bound to whom, for what, by when, on what condition.

C(debtor, creditor, antecedent, consequent) after M. P. Singh and A. K. Chopra, "Correctness
properties for multiagent systems" (DALT 2009); docs/domain.md, section 3.
"""

from __future__ import annotations

import re
from typing import Any

from attrs import Attribute, frozen

from ledger.model.day import Day, Due
from ledger.model.fields import is_id, told
from ledger.quantities import Quantity

EVERY = re.compile(r"(?:([1-9]\d{0,2}) )?(day|week|month|quarter|year)s?")
"""How often: "month", "2 weeks"."""

MODES = ("achieve", "maintain", "avoid", "recurring", "best_efforts")
TARGETS = ("at_most", "at_least", "between", "down_by", "up_by", "all_out")


def _one_word(_: Any, attribute: Attribute[Any], value: str) -> None:
    if not is_id(value):
        raise ValueError(f"{value!r} is no id (one word, not only digits)")


@frozen(kw_only=True)
class Given:
    """The antecedent: words, or another commitment whose keeping it depends on."""

    words: str | None = told("the condition in words", default=None, of=str)
    commitment: str | None = told("id of the commitment it depends on", default=None,
                                  refers="commitment")  # fmt: skip

    def __attrs_post_init__(self) -> None:
        if (self.words is None) == (self.commitment is None):
            raise ValueError("a condition is either words or a commitment")


@frozen(kw_only=True)
class Commitment:
    """What an announcement, a statement or an agreement binds its debtor to."""

    id: str = told("readable, unique in the ledger", of=str, validator=_one_word)
    title: str | None = told("what is promised, in words", default=None, of=str)
    debtor: str = told("who is bound: the state or body", of=str, refers="actor")
    creditor: str | None = told("to whom", default=None, refers="actor")
    mode: str = told("what kind of duty", default="achieve", choices=MODES)
    modality: str | None = told("will, shall, should, aims, could", default=None, of=str)
    formality: str | None = told("pledge, policy, agreement, law", default=None, of=str)
    measure: str | None = told("id of the measure of the target", default=None, refers="measure")
    at_most: Quantity | None = told("the level must not be higher", default=None, of=Quantity)
    at_least: Quantity | None = told("the level must not be lower", default=None, of=Quantity)
    between: Quantity | None = told("the level must lie in this range", default=None, of=Quantity)
    down_by: Quantity | None = told("the level must fall by this", default=None, of=Quantity)
    up_by: Quantity | None = told("the level must rise by this", default=None, of=Quantity)
    all_out: bool = told("the level must become zero", default=False, of=bool)
    baseline: Quantity | None = told("the level to start from, as stated", default=None,
                                     of=Quantity)  # fmt: skip
    scope: str | None = told("who or what is covered, and exceptions", default=None, of=str)
    given: Given | None = told("the condition", default=None, of=Given)
    due: Due | None = told("the deadline, as said", default=None, of=Due)
    starts: Day | None = told("when the duty begins, if not at once", default=None, of=Day)
    every: str | None = told("how often a recurring duty falls due: month, 2 weeks …", default=None,
                             of=str)  # fmt: skip

    def __attrs_post_init__(self) -> None:
        named = [name for name in TARGETS if getattr(self, name)]
        if len(named) > 1:
            raise ValueError(f"one target at a time, not {' and '.join(named)}")
        if self.every is not None and self.mode != "recurring":
            raise ValueError("every goes with mode: recurring")
        if self.every is not None and EVERY.fullmatch(self.every) is None:
            raise ValueError(f"every is week, month, quarter, year, 2 weeks …, not {self.every!r}")
        if named and self.measure is None:
            raise ValueError(f"{named[0]} needs a measure")
        if not named and self.title is None:
            raise ValueError("a commitment without a target needs a title")

    @property
    def target(self) -> str | None:
        """The name of its target, one of `TARGETS`, or None where there are words only."""
        return next((name for name in TARGETS if getattr(self, name)), None)

    @property
    def label(self) -> str:
        """Its title, or one made from its target."""
        if self.title:
            return self.title
        if self.all_out:
            return f"{self.measure}: all out"
        name = self.target or ""
        quantity: Quantity = getattr(self, name)
        start = f" from {self.baseline.raw}" if self.baseline else ""
        return f"{self.measure}:{start} {name.replace('_', ' ')} {quantity.raw}"
