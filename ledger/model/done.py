"""What was done: forces moved, sites given up, and every other occurrence."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from ledger.model.event import Described, Event, Party
from ledger.model.fields import told
from ledger.quantities import Quantity


@frozen(kw_only=True)
class Withdrawal(Event):
    """Forces (or whatever the measure counts) were moved out."""

    TYPE: ClassVar[str] = "withdrawal"

    actor: Party | None = told("who moved them", default=None, of=(str, Described), refers="actor")
    measure: str | None = told("id of the measure it changes", default=None, refers="measure")
    number: Quantity | None = told("how many moved", default=None, of=Quantity)
    level_before: Quantity | None = told("the level before", default=None, of=Quantity)
    level_after: Quantity | None = told("the level after", default=None, of=Quantity)
    scope: str | None = told("who or what is covered", default=None, of=str)
    says: str | None = told("the sense, in the recorder's words", default=None, of=str)

    def __attrs_post_init__(self) -> None:
        if self.measure is None and (self.level_before or self.level_after):
            raise ValueError("a level needs a measure")


@frozen(kw_only=True)
class Deployment(Withdrawal):
    """Forces (or whatever the measure counts) were moved in."""

    TYPE: ClassVar[str] = "deployment"


@frozen(kw_only=True)
class Consolidation(Event):
    """What was spread over many places was drawn together in fewer."""

    TYPE: ClassVar[str] = "consolidation"

    actor: Party | None = told("who did it", default=None, of=(str, Described), refers="actor")
    sites: Quantity | tuple[str, ...] | None = told("how many places, or which", default=None,
                                                    of=(Quantity, str))  # fmt: skip
    means: str | None = told("how", default=None, of=str)
    says: str | None = told("the sense, in the recorder's words", default=None, of=str)


@frozen(kw_only=True)
class Occurrence(Event):
    """Something happened, or is scheduled: an attack, a meeting, an election, a release."""

    TYPE: ClassVar[str] = "occurrence"

    name: str = told("what, in words", of=str)
    kind: str | None = told("attack, killing, meeting, election, decision, release …",
                            default=None, of=str)  # fmt: skip
    actors: tuple[Party, ...] = told("who: ids, {described: …}, or none where unnamed",
                                     default=(), of=(str, Described), refers="actor")  # fmt: skip
    target: str | None = told("whom or what it was aimed at", default=None, of=str)
    killed: Quantity | None = told("how many were killed", default=None, of=Quantity)
    means: str | None = told("how", default=None, of=str)
    number: Quantity | None = told("how many of the means", default=None, of=Quantity)
    source_term: str | None = told("the word the source uses for it", default=None, of=str)
    says: str | None = told("the sense, in the recorder's words", default=None, of=str)
    scheduled: bool = told("lies ahead; counts as a date only", default=False, of=bool)
