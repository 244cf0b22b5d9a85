"""What was agreed between parties, with the obligations of each."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from ledger.model.commitment import Commitment
from ledger.model.event import Described, Event, Party
from ledger.model.fields import told


@frozen(kw_only=True)
class Agreement(Event):
    """Two or more parties bound themselves; one obligation may be the condition of another."""

    TYPE: ClassVar[str] = "agreement"

    parties: tuple[Party, ...] = told("who agreed", of=(str, Described), refers="actor")
    name: str | None = told("what it is called", default=None, of=str)
    says: str | None = told("the sense, in the recorder's words", default=None, of=str)
    commits: tuple[Commitment, ...] = told("the obligations", default=(), of=Commitment)

    def __attrs_post_init__(self) -> None:
        if len(self.parties) < 2:
            raise ValueError("an agreement has at least two parties")
