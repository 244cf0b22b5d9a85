"""Following: the events above a position as they were recorded, for whoever keeps up with a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from ledger.errors import UsageError
from ledger.model.answer import Answer, Column
from ledger.model.event import RecordedEvent
from ledger.model.given import to_document
from ledger.service.auditing import words
from ledger.service.clocks import Clocks
from ledger.store.codec import decode
from ledger.store.store import Snapshot

BATCH = 1000
"""How many events are read at once."""

COLUMNS = (
    Column(name="position", help="in the ledger", title="#"),
    Column(name="recorded_at", help="recorded in this ledger (UTC)", title="recorded at"),
    Column(name="recorder", help="by whom", roomy=1),
    Column(name="type", help="what kind of event"),
    Column(name="id", help="the event"),
    Column(name="words", help="what it tells, in one line"),
    Column(name="known_from", help="published on", shown=False),
    Column(name="event", help="the document that would record it again", shown=False),
)


def since(snapshot: Snapshot, position: int, most: int, clocks: Clocks) -> Answer:
    """At most so many events above a position. Raises UsageError beyond the head."""
    head = snapshot.head()
    if not 0 <= position <= head:
        raise UsageError(
            f"the ledger ends at position {head}, so nothing can follow {position}",
            hint=f"the next event will be {head + 1}",
        )
    found = islice(snapshot.read(after=position), most)
    rows = tuple(_row(decode(stored)) for stored in found)
    return Answer(
        question="follow",
        title="What was recorded",
        columns=COLUMNS,
        rows=rows,
        **clocks.over(head),
        filters={"after": position},
    )


def _row(recorded: RecordedEvent) -> Mapping[str, Any]:
    return {
        "position": recorded.position,
        "recorded_at": recorded.recorded_at,
        "recorder": recorded.recorder,
        "type": recorded.type,
        "id": recorded.id,
        "words": words(recorded.event),
        "known_from": recorded.known_from,
        "event": to_document(recorded.event),
    }
