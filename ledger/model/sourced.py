"""What happens to sources: they are edited, corrected, retracted, moved; others report the same."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import frozen

from ledger.model.event import Event
from ledger.model.fields import told
from ledger.model.records import Correction, Retraction, maps_paths

CHANGES = ("edited", "corrected", "retracted", "moved")


@frozen(kw_only=True)
class SourceUpdate(Event):
    """A publisher changed a source after it was published; `source` names the one that changed."""

    TYPE: ClassVar[str] = "source_update"
    OWN_DAY: ClassVar[bool] = True

    change: str = told("what was done to it", choices=CHANGES)
    text_sha256: str | None = told("SHA-256 of its text now", default=None, of=str)
    url: str | None = told("where it stands now", default=None, of=str)
    says: str | None = told("what the publisher says about it", default=None, of=str)

    def __attrs_post_init__(self) -> None:
        if not self.sources:
            raise ValueError("needs the source that changed")


@frozen(kw_only=True)
class Corroboration(Event):
    """Another source reports the same; it may give a date, a number or a term more exactly."""

    TYPE: ClassVar[str] = "corroboration"

    of: str = told("id of the event or commitment", of=str, refers="thing")
    set: dict[str, Any] = told("path of a field: what the other source gives",
                               factory=dict, validator=maps_paths)  # fmt: skip
    becomes: dict[str, Any] = told("the same and what leaned on it, as read when recorded",
                                   factory=dict, validator=maps_paths, given=False)  # fmt: skip


About = Correction | Retraction | Corroboration
"""What is about one recorded event, and belongs to every subject which that belongs to."""
