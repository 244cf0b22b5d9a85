"""What is worked out of an event by itself and of the records about it: the same in any history."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from ledger.model.effective import UNKNOWN, Effective
from ledger.model.event import RecordedEvent
from ledger.model.settled import Settled, settle


@define
class Alone:
    """Spares work where the same events are in many histories.

    Only what is made of the very same objects is taken for the same; they are held as long as this
    is, so that no other takes their place in memory.
    """

    bare: dict[int, Settled] = field(factory=dict)
    """By position: the events that no record is about."""
    corrected: dict[tuple[int, ...], tuple[Settled, Sequence[Settled]]] = field(factory=dict)
    """By event and by the records about it: the others."""
    plain: dict[int, tuple[Settled, Effective]] = field(factory=dict)
    """By settled event: how it stands where nothing else has a say in it."""

    def settled(self, recorded: RecordedEvent, records: Sequence[Settled] | None) -> Settled:
        """An event with the records about it applied, in order of position."""
        if records is None:
            known = self.bare.get(recorded.position)
            if known is None or known.recorded is not recorded:
                known = self.bare[recorded.position] = settle(recorded, ())
            return known
        key = (id(recorded), *map(id, records))
        found = self.corrected.get(key)
        if found is None:
            found = self.corrected[key] = (settle(recorded, records), records)
        return found[0]

    def standing(self, one: Settled) -> Effective:
        """How it stands without any say of others, dated by itself, made once."""
        found = self.plain.get(id(one))
        if found is None:
            occurred = one.event.occurred
            effective = Effective(
                recorded=one.recorded,
                event=one.event,
                known_from=one.known_from,
                days=occurred.days(UNKNOWN) if occurred is not None else UNKNOWN,
                corrected_by=one.corrected_by,
                retracted_by=one.retracted_by,
            )
            found = self.plain[id(one)] = (one, effective)
        return found[1]
