"""What an event touches: its tags, and those of what it is about, all the way down."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.model.event import Event, RecordedEvent
from ledger.model.paths import overlaid
from ledger.model.records import Correction
from ledger.model.sourced import About
from ledger.model.tags import tags_of


def touched(recorded: RecordedEvent, by_id: Mapping[str, RecordedEvent]) -> set[str]:
    """The tags of an event; a record about a record carries those of what it is about too.

    A correction carries those that its new values add; a correction of a correction those that
    the corrected one then adds. `by_id` holds what the record is about, all the way down.
    """
    return _touched(recorded.event, by_id)


def _touched(event: Event, by_id: Mapping[str, RecordedEvent]) -> set[str]:
    tags = set(tags_of(event))
    if isinstance(event, About) and event.of in by_id:
        base = by_id[event.of].event
        tags |= _touched(base, by_id) | {f"event:{by_id[event.of].id}"}
        if isinstance(event, Correction):
            tags |= _touched(overlaid(base, event.becomes), by_id)
    return tags
