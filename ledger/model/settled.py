"""Events as the records about them leave them: corrected, retracted, brought back.

Corrections and retractions are applied, not written over: the latest correction of a field that is
not itself retracted wins, and a retraction may be retracted (docs/domain.md, section 2).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from ledger.errors import ConflictError
from ledger.model.event import Event, RecordedEvent
from ledger.model.paths import patched
from ledger.model.records import Correction, Retraction

KNOWN_FROM = "known_from"
"""The path under which a correction tells from which day the event could be known."""


@frozen
class Settled:
    """An event with its records applied; `retracted_by` and `corrected_by` are their positions."""

    recorded: RecordedEvent
    event: Event
    known_from: dt.date | None
    corrected_by: tuple[int, ...] = ()
    retracted_by: int | None = None

    @property
    def stands(self) -> bool:
        """Not retracted."""
        return self.retracted_by is None


Settle = Callable[[RecordedEvent, Sequence["Settled"] | None], "Settled"]
"""Gives an event with the records about it applied; None where there are none."""


def settled(seen: Sequence[RecordedEvent], settle: Settle) -> dict[str, Settled]:
    """Every event as its records leave it, by id; the events come and go in order of position.

    A record is always younger than what it is about, so going backwards each record is itself
    settled before it is applied. Raises ConflictError where corrections no longer fit together.
    """
    about: defaultdict[str, list[Settled]] = defaultdict(list)
    found: dict[str, Settled] = {}
    for recorded in reversed(seen):
        records = about.pop(recorded.id, None)
        # They were met the other way round.
        state = settle(recorded, None if records is None else records[::-1])
        found[recorded.id] = state
        if type(state.event) in _RECORDS:
            about[state.event.of].append(state)  # type: ignore[attr-defined]
    return dict(reversed(found.items()))


_RECORDS = frozenset({Correction, Retraction})
"""What changes how another event stands."""


def settle(recorded: RecordedEvent, records: Sequence[Settled]) -> Settled:
    """An event under the records about it, which come in order of position.

    Raises ConflictError where those corrections that are left do not fit together.
    """
    corrected_by: list[int] = []
    retracted_by: int | None = None
    known_from = recorded.known_from
    changes: dict[str, Any] = {}
    for record in records:
        position = record.recorded.position
        if not record.stands:
            continue
        if isinstance(record.event, Retraction):
            retracted_by = retracted_by or position
        elif isinstance(record.event, Correction):
            becomes = dict(record.event.becomes)
            if record.event.set.get(KNOWN_FROM) is None and becomes.get(KNOWN_FROM) is not None:
                # The day follows from other sources or days; it is not one that was given.
                known_from = dt.date.fromisoformat(becomes.pop(KNOWN_FROM))
                if KNOWN_FROM in record.event.set:
                    becomes[KNOWN_FROM] = None
            # Later corrections of a path win; one of a whole field takes its parts with it.
            for path, value in becomes.items():
                changes = {p: v for p, v in changes.items() if not p.startswith(f"{path}.")}
                changes[path] = value
            corrected_by.append(position)
    event = _corrected(recorded, changes, corrected_by) if changes else recorded.event
    return Settled(
        recorded, event, event.known_from or known_from, tuple(corrected_by), retracted_by
    )


def _corrected(recorded: RecordedEvent, changes: Mapping[str, Any], by: list[int]) -> Event:
    try:
        return patched(recorded.event, changes)
    except ValueError as error:
        # Corrections that fit one after the other need not fit once one of them is retracted.
        positions = ", ".join(str(position) for position in by)
        raise ConflictError(
            f"event {recorded.position} ({recorded.id}) as corrected by {positions} is no "
            f"{recorded.type} any more: {error}",
            hint="correct or retract these records together so that what is left fits",
        ) from error
