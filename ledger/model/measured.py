"""What was measured: a report of how high a measure stood."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from ledger.model.event import Event
from ledger.model.fields import told
from ledger.quantities import Quantity


@frozen(kw_only=True)
class Level(Event):
    """A source reports how high a measure stood on a day; like a balance, never a posting."""

    TYPE: ClassVar[str] = "level"

    measure: str = told("id of the measure", of=str, refers="measure")
    value: Quantity = told("how high it stood", of=Quantity)
    scope: str | None = told("who or what is covered, if not all of it", default=None, of=str)
    says: str | None = told("the sense, in the recorder's words", default=None, of=str)
