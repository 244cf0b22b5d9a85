"""An event as it stands: corrected, its days computed, with what other sources say of the same."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ledger.model.corroborated import Offer
from ledger.model.day import Days
from ledger.model.event import Event, RecordedEvent

UNKNOWN: Days = (None, None)


@frozen(kw_only=True)
class Effective:
    """An event as it stands: corrected, its days computed.

    `retracted_by` is the position of the retraction that stands, or None; `corrected_by` the
    positions of the corrections applied, in order. `corroborated_by` are the positions of other
    sources' reports of the same, `against` what they give that contradicts it; `unsourced_by` are
    the positions of the events that left it without a source, none while one stands.
    """

    recorded: RecordedEvent
    event: Event
    known_from: dt.date | None
    days: Days
    corrected_by: tuple[int, ...] = ()
    retracted_by: int | None = None
    corroborated_by: tuple[int, ...] = ()
    against: tuple[Offer, ...] = ()
    unsourced_by: tuple[int, ...] = ()

    @property
    def position(self) -> int:
        return self.recorded.position

    @property
    def id(self) -> str:
        return self.recorded.id

    @property
    def earliest(self) -> dt.date | None:
        return self.days[0]

    @property
    def latest(self) -> dt.date | None:
        return self.days[1]

    @property
    def stands(self) -> bool:
        """Not retracted."""
        return self.retracted_by is None

    @property
    def supported(self) -> bool:
        """Whether a source of it still stands, or it never had one."""
        return not self.unsourced_by

    def dated(self, days: Days, contrary: tuple[Offer, ...]) -> Effective:
        """The same with its days, and what other sources give against them."""
        if days == UNKNOWN and not contrary:
            return self
        return Effective(
            recorded=self.recorded,
            event=self.event,
            known_from=self.known_from,
            days=days,
            corrected_by=self.corrected_by,
            retracted_by=self.retracted_by,
            corroborated_by=self.corroborated_by,
            against=(*self.against, *contrary),
            unsourced_by=self.unsourced_by,
        )
