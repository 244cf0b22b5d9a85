"""An event as its records leave it: corrections and retractions applied, nothing written over."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from ledger.errors import ConflictError
from ledger.model.corroborated import Offer, corroborated
from ledger.model.day import Days
from ledger.model.event import Event, RecordedEvent
from ledger.model.paths import patched
from ledger.model.records import Correction, Retraction
from ledger.model.sourced import Corroboration

UNKNOWN: Days = (None, None)

KNOWN_FROM = "known_from"
"""The path under which a correction tells from which day the event could be known."""


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


@define
class Alone:
    """What was worked out of events by themselves and of their records: the same in any history.

    Only what is of the same objects is taken for the same, and these are held as long as this is.
    """

    bare: dict[int, Effective] = field(factory=dict)
    """By position: how events stand that no record is about."""
    corrected: dict[tuple[int, ...], tuple[Effective, Sequence[Effective]]] = field(factory=dict)
    """By position and by the records applied: how the others stand."""
    corroborated: dict[tuple[int, ...], tuple[Event, tuple[Offer, ...], Any]] = field(factory=dict)
    """By event and by the reports of others: what these allow together."""

    def settled(self, recorded: RecordedEvent, records: Sequence[Effective] | None) -> Effective:
        """How an event stands under its records."""
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

    def together(
        self, event: Event, reports: Sequence[Effective]
    ) -> tuple[Event, tuple[Offer, ...]]:
        """An event as the reports of other sources allow it."""
        key = (id(event), *map(id, reports))
        found = self.corroborated.get(key)
        if found is None:
            told, against = corroborated(event, [o for each in reports for o in offers_of(each)])
            # Held with it: another event or report never takes the same place in memory.
            found = self.corroborated[key] = (told, against, (event, reports))
        return found[0], found[1]


def apply_records(seen: Sequence[RecordedEvent], alone: Alone) -> dict[str, Effective]:
    """Every event as its records leave it.

    A record is always younger than what it is about, so going backwards each record is itself
    settled before it is applied.
    """
    about: defaultdict[str, list[Effective]] = defaultdict(list)
    settled: dict[str, Effective] = {}
    for recorded in reversed(seen):
        state = alone.settled(recorded, about.pop(recorded.id, None))
        settled[recorded.id] = state
        if type(state.event) in _RECORDS:
            about[state.event.of].append(state)  # type: ignore[attr-defined]
    return dict(reversed(settled.items()))


_RECORDS = frozenset({Correction, Retraction})
"""What changes how another event stands."""


def settle(recorded: RecordedEvent, records: Sequence[Effective]) -> Effective:
    """An event under these records: the later ones win, retracted ones do not count.

    Raises ConflictError where corrections that are left do not fit together.
    """
    corrected_by: list[int] = []
    retracted_by: int | None = None
    known_from = recorded.known_from
    changes: dict[str, Any] = {}
    for record in sorted(records, key=lambda r: r.position):
        if not record.stands:
            continue
        if isinstance(record.event, Retraction):
            retracted_by = retracted_by or record.position
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
            corrected_by.append(record.position)
    event = corrected_event(recorded, changes, corrected_by) if changes else recorded.event
    return Effective(
        recorded=recorded,
        event=event,
        known_from=event.known_from or known_from,
        days=own_days(event),
        corrected_by=tuple(corrected_by),
        retracted_by=retracted_by,
    )


def own_days(event: Event) -> Days:
    """The days of an event by itself; what hangs on another has none yet."""
    occurred = event.occurred
    if occurred is None or occurred.anchor_event is not None:
        return UNKNOWN
    return occurred.days(UNKNOWN)


def corrected_event(recorded: RecordedEvent, changes: Mapping[str, Any], by: list[int]) -> Event:
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


def offers_of(report: Effective) -> Iterator[Offer]:
    """What a corroboration gives, field by field."""
    assert isinstance(report.event, Corroboration)
    for path, value in report.event.becomes.items():
        yield Offer(position=report.position, path=path, value=value)
