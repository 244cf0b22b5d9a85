"""The vocabulary: every event type under its stable stored name.

To add a type, write its class in the file of its family and enter it here; documents, command
line, storage and reference pages follow from its fields.
"""

from __future__ import annotations

from ledger.model.agreed import Agreement
from ledger.model.done import Consolidation, Deployment, Occurrence, Withdrawal
from ledger.model.event import Event
from ledger.model.measured import Level
from ledger.model.records import Actor, Alias, Correction, Measure, Retraction, Source
from ledger.model.said import Announcement, Statement

EVENT_TYPES: tuple[type[Event], ...] = (
    Source,
    Actor,
    Alias,
    Measure,
    Announcement,
    Statement,
    Agreement,
    Withdrawal,
    Deployment,
    Consolidation,
    Occurrence,
    Level,
    Correction,
    Retraction,
)

BY_NAME: dict[str, type[Event]] = {cls.TYPE: cls for cls in EVENT_TYPES}
