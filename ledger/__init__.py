"""The policy announcement ledger: what was promised, by whom, by when, and what became of it.

Everything public is named here. `Ledger` opens or makes a ledger in a file; `record`, `ask`,
`show`, `audit`, `correct`, `retract` are its verbs. Names are loaded when first used, so that
importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ledger.version import VERSION

if TYPE_CHECKING:
    from ledger.errors import (
        ChangedError,
        ConflictError,
        DatabaseError,
        InputRefusedError,
        IntegrityError,
        LedgerError,
        NotFoundError,
        Problem,
        RefusedError,
        UsageError,
    )
    from ledger.intake.columns import Columns
    from ledger.model.agreed import Agreement
    from ledger.model.answer import Answer, Column
    from ledger.model.commitment import Commitment, Given
    from ledger.model.day import Day, Due
    from ledger.model.done import Consolidation, Deployment, Occurrence, Withdrawal
    from ledger.model.event import Citation, Described, Event, Relation
    from ledger.model.measured import Level
    from ledger.model.records import Actor, Alias, Correction, Measure, Retraction, Source
    from ledger.model.said import Announcement, Statement
    from ledger.quantities import Quantity, read_quantity
    from ledger.service.receipt import Receipt, Recorded
    from ledger.wiring import Ledger

__version__ = VERSION

_HOME = {
    "ledger.errors": (
        "ChangedError", "ConflictError", "DatabaseError", "InputRefusedError", "IntegrityError",
        "LedgerError", "NotFoundError", "Problem", "RefusedError", "UsageError",
    ),
    "ledger.intake.columns": ("Columns",),
    "ledger.model.agreed": ("Agreement",),
    "ledger.model.answer": ("Answer", "Column"),
    "ledger.model.commitment": ("Commitment", "Given"),
    "ledger.model.day": ("Day", "Due"),
    "ledger.model.done": ("Consolidation", "Deployment", "Occurrence", "Withdrawal"),
    "ledger.model.event": ("Citation", "Described", "Event", "Relation"),
    "ledger.model.measured": ("Level",),
    "ledger.model.records": ("Actor", "Alias", "Correction", "Measure", "Retraction", "Source"),
    "ledger.model.said": ("Announcement", "Statement"),
    "ledger.quantities": ("Quantity", "read_quantity"),
    "ledger.service.receipt": ("Receipt", "Recorded"),
    "ledger.wiring": ("Ledger",),
}  # fmt: skip
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Actor", "Agreement", "Alias", "Announcement", "Answer", "ChangedError", "Citation",
    "Column", "Columns", "Commitment", "ConflictError", "Consolidation", "Correction",
    "DatabaseError", "Day", "Deployment",
    "Described", "Due", "Event", "Given", "InputRefusedError", "IntegrityError", "Ledger",
    "LedgerError", "Level", "Measure", "NotFoundError", "Occurrence", "Problem", "Quantity",
    "Receipt", "Recorded", "RefusedError", "Relation", "Retraction", "Source", "Statement",
    "UsageError", "Withdrawal", "read_quantity",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _MODULE:
        return getattr(import_module(_MODULE[name]), name)
    raise AttributeError(f"module 'ledger' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
