"""What becomes of a commitment: kept, breached, suspended, changed, taken back, let go, replaced."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from ledger.model.commitment import TARGETS, Given
from ledger.model.day import Due
from ledger.model.event import Described, Event, Party
from ledger.model.fields import told
from ledger.quantities import Quantity

DEGREES = ("full", "partial", "none")
MAKERS = ("debtor", "creditor", "mutual", "third")
STATUSES = ("proposed", "adopted")


@frozen(kw_only=True)
class OfCommitment(Event):
    """What every event in the life of a commitment names."""

    commitment: str = told("id of the commitment", of=str, refers="commitment")
    says: str | None = told("the sense, in the recorder's words", default=None, of=str)


@frozen(kw_only=True)
class Fulfilment(OfCommitment):
    """A source reports that a commitment was fulfilled, in part, or not at all, on a day."""

    TYPE: ClassVar[str] = "fulfilment"

    degree: str = told("how far", choices=DEGREES)


@frozen(kw_only=True)
class Breach(OfCommitment):
    """Somebody acted against the commitment."""

    TYPE: ClassVar[str] = "breach"

    actor: Party | None = told("who", default=None, of=(str, Described), refers="actor")


@frozen(kw_only=True)
class Suspension(OfCommitment):
    """The commitment was put aside for the time being, by its debtor or a successor in office."""

    TYPE: ClassVar[str] = "suspension"

    actor: Party | None = told("who", default=None, of=(str, Described), refers="actor")


@frozen(kw_only=True)
class Resumption(OfCommitment):
    """A suspended commitment was taken up again."""

    TYPE: ClassVar[str] = "resumption"

    actor: Party | None = told("who", default=None, of=(str, Described), refers="actor")


@frozen(kw_only=True)
class ConditionReport(OfCommitment):
    """The condition of a commitment was met, or failed."""

    TYPE: ClassVar[str] = "condition"

    met: str = told("whether it was met", choices=("yes", "no"))


@frozen(kw_only=True)
class Rescission(OfCommitment):
    """The debtor took the promise back."""

    TYPE: ClassVar[str] = "rescission"

    actor: Party | None = told("who", default=None, of=(str, Described), refers="actor")


@frozen(kw_only=True)
class Release(OfCommitment):
    """The creditor let the debtor go."""

    TYPE: ClassVar[str] = "release"

    actor: Party | None = told("who", default=None, of=(str, Described), refers="actor")


@frozen(kw_only=True)
class Supersession(OfCommitment):
    """Another commitment took its place."""

    TYPE: ClassVar[str] = "supersession"

    by_commitment: str = told("id of the one that took its place", of=str, refers="commitment")


TERMS = ("debtor", "creditor", "measure", *TARGETS, "scope", "given", "due")
"""What an amendment can change."""


@frozen(kw_only=True)
class Amendment(OfCommitment):
    """Terms were changed, or a change was proposed; what is left out stays as it was.

    A proposed amendment changes nothing until another one that `adopts` it does. `removes` holds
    the terms that are given as `none`.
    """

    TYPE: ClassVar[str] = "amendment"

    made_by: str = told("who changed them", choices=MAKERS)
    status: str = told("only proposed, or adopted", default="adopted", choices=STATUSES)
    adopts: str | None = told("id of the proposal, or of the event that made a proposed commitment",
                              default=None, refers="event")  # fmt: skip
    debtor: str | None = told("who is bound now", default=None, refers="actor", removable=True)
    creditor: str | None = told("to whom now", default=None, refers="actor", removable=True)
    measure: str | None = told("id of the measure of the target", default=None, refers="measure")
    at_most: Quantity | None = told("the level must not be higher", default=None, of=Quantity)
    at_least: Quantity | None = told("the level must not be lower", default=None, of=Quantity)
    between: Quantity | None = told("the level must lie in this range", default=None, of=Quantity)
    down_by: Quantity | None = told("the level must fall by this", default=None, of=Quantity)
    up_by: Quantity | None = told("the level must rise by this", default=None, of=Quantity)
    all_out: bool = told("the level must become zero", default=False, of=bool)
    scope: str | None = told("who or what is covered now", default=None, of=str, removable=True)
    given: Given | None = told("the condition now", default=None, of=Given, removable=True)
    due: Due | None = told("the deadline now, as said", default=None, of=Due, removable=True)
    removes: tuple[str, ...] = told("the terms given as none", default=(), of=str, given=False)

    def __attrs_post_init__(self) -> None:
        if len([name for name in TARGETS if getattr(self, name)]) > 1:
            raise ValueError("needs one target at a time")
        if self.status == "adopted" and not (self.changes or self.adopts):
            raise ValueError("needs a term that it changes, or a proposal that it adopts")
        if self.status == "proposed" and not self.changes:
            raise ValueError("needs a term that it proposes to change")

    @property
    def changes(self) -> tuple[str, ...]:
        """The terms that it changes or removes."""
        return tuple(name for name in TERMS if getattr(self, name) or name in self.removes)
