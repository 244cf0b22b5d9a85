"""Redactions: words that law or decency demands to be removed from the record for good."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import frozen

from ledger.model.event import Event
from ledger.model.fields import told
from ledger.model.records import maps_paths

REMOVED = "[redacted]"
"""What stands where words were removed."""


@frozen(kw_only=True)
class Redaction(Event):
    """Words of an event were removed, with those of the records about it that repeated them.

    It restates what is left of each: from then on, under every clock, they read so
    (docs/domain.md, section 2). Recorded by `redact` alone, in the transaction that removes them.
    """

    TYPE: ClassVar[str] = "redaction"
    ABOUT_WORLD: ClassVar[bool] = False
    GIVEN: ClassVar[bool] = False

    of: tuple[str, ...] = told("ids of the events, the one that was meant first", of=str,
                               refers="event")  # fmt: skip
    fields: tuple[str, ...] = told("paths of the fields whose words were removed", of=str)
    basis: str = told("on what ground: law, order, request", of=str)
    reason: str = told("why", of=str)
    restates: dict[str, Any] = told("id of each event: what is left of its payload",
                                    factory=dict, validator=maps_paths, given=False)  # fmt: skip

    def __attrs_post_init__(self) -> None:
        if not self.of or not self.fields:
            raise ValueError("needs the events and the fields whose words were removed")
