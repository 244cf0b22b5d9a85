"""The vocabulary: every event type under its stable stored name.

To add a type, write its class in the file of its family and enter it here; documents, command
line, storage and reference pages follow from its fields.
"""

from __future__ import annotations

from ledger.model.agreed import Agreement
from ledger.model.done import Consolidation, Deployment, Occurrence, Withdrawal
from ledger.model.duties import (
    Amendment,
    Breach,
    ConditionReport,
    Fulfilment,
    Release,
    Rescission,
    Resumption,
    Supersession,
    Suspension,
)
from ledger.model.event import Event
from ledger.model.judged import Assessment
from ledger.model.measured import Level
from ledger.model.records import Actor, Alias, Correction, Measure, Retraction, Source, Tenure
from ledger.model.redacted import Redaction
from ledger.model.said import Announcement, Statement
from ledger.model.sourced import Corroboration, SourceUpdate

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
    Fulfilment,
    Breach,
    Suspension,
    Resumption,
    ConditionReport,
    Amendment,
    Rescission,
    Release,
    Supersession,
    Assessment,
    SourceUpdate,
    Corroboration,
    Tenure,
    Correction,
    Retraction,
    Redaction,
)

BY_NAME: dict[str, type[Event]] = {cls.TYPE: cls for cls in EVENT_TYPES}

GIVEN: dict[str, type[Event]] = {name: cls for name, cls in BY_NAME.items() if cls.GIVEN}
"""Those that documents give; the others are recorded by verbs of their own."""
