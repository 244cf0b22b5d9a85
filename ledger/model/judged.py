"""What somebody who signs for it thinks of a commitment: beside the verdict, never instead."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from ledger.model.event import Described, Event, Party
from ledger.model.fields import told


@frozen(kw_only=True)
class Assessment(Event):
    """A named assessor's verdict on a commitment, in the words of the assessor's own scale."""

    TYPE: ClassVar[str] = "assessment"

    commitment: str = told("id of the commitment", of=str, refers="commitment")
    assessor: Party = told("who assesses", of=(str, Described), refers="actor")
    scale: str | None = told("the scale it is on", default=None, of=str)
    verdict: str = told("the word on that scale", of=str)
    because: str | None = told("why, in the recorder's words", default=None, of=str)
