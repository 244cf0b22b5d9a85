"""Drives the projections: catches views up in the transaction of an append, rebuilds, replays.

Each folds the effective history of one subject into that subject's rows, so that catching up equals
rebuilding. A projection that fails leaves its progress where it was, and the append undone.
"""

from __future__ import annotations

from ledger.projector.catching_up import FEW, LITTLE, Progress, catch_up, rebuild_within
from ledger.projector.deriving import KeptRows
from ledger.projector.events import Events, StoredEvents
from ledger.projector.gathering import EVENT, Gathering, gather, gather_all
from ledger.projector.rebuilding import clear_away, rebuild
from ledger.projector.replaying import read_rows, replay
from ledger.projector.rows import fold, folded, spec
from ledger.projector.touching import touched
from ledger.projector.undisturbed import undisturbed

__all__ = [
    "EVENT",
    "FEW",
    "LITTLE",
    "Events",
    "Gathering",
    "KeptRows",
    "Progress",
    "StoredEvents",
    "catch_up",
    "clear_away",
    "fold",
    "folded",
    "gather",
    "gather_all",
    "read_rows",
    "rebuild",
    "rebuild_within",
    "replay",
    "spec",
    "touched",
    "undisturbed",
]
