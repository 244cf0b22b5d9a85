"""A quantity while it is being read: the number or interval told, its qualifiers, its unit."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve, frozen

from ledger.quantities.bounds import Ends, bounds, widened
from ledger.quantities.numeral import Number, times
from ledger.quantities.unit import NONE, Unit

_LOOSE = {"more_than": "at_least", "fewer_than": "up_to"}
_ALL = Number(value=Decimal(1), unit=Decimal(1))


@frozen
class Stated:
    """What a part of a phrase states.

    `number` is the number named, or `ends` the interval where none is; `marks` are the
    qualifiers, the innermost first; `plain` says that nothing but the number was told.
    """

    number: Number | None
    ends: Ends = (None, None)
    kind: str = "exact"
    marks: tuple[str, ...] = ()
    slack: Decimal | None = None
    unit: Unit = NONE
    share: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is a number without a qualifier."""
        return self.number is not None and not self.marks and self.slack is None

    def marked(self, mark: str) -> Stated:
        """The same with one more qualifier around it."""
        if mark and self.kind == "all" and self.number is None:  # nearly all
            return Stated(_ALL, unit=self.unit, share=True).marked(mark)
        inner = self.marks[-1] if self.marks else None
        if not mark or (mark == "exact" and inner):
            return self
        if inner == "or_equal":  # less than 5,000 or equal
            return evolve(self, marks=(*self.marks[:-1], _LOOSE.get(mark, mark)))
        return evolve(self, marks=(*self.marks, mark))

    @property
    def qualifier(self) -> str:
        """The outermost qualifier, in the words of the ledger."""
        if not self.marks:
            return "about" if self.slack is not None else self.kind
        mark = self.marks[-1]
        return {"odd": "about", "exact": self.kind, "or_equal": self.kind}.get(mark, mark)

    def interval(self) -> Ends:
        """The interval it allows."""
        marks = list(self.marks)
        ends = self.ends
        if self.number is not None:
            value = self.number.value
            if self.slack is not None:
                ends = value - self.slack, value + self.slack
            else:
                first = marks.pop(0) if marks else "exact"
                ends = bounds(self.number, first, whole=not (self.unit.measured or self.share))
        for mark in marks:
            ends = widened(ends, mark)
        return ends

    def scaled(self, scale: Decimal) -> Stated:
        """The same, in a scale that was told later: the 2 of "2 to 3 million"."""
        return self if self.number is None else evolve(self, number=times(self.number, scale))
