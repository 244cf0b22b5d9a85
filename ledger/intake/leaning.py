"""What events that lean on a source become when that source's own record is corrected."""

from __future__ import annotations

from typing import Any

from ledger.intake.correction import CorrectionTarget, Rebuild, becomes_between
from ledger.intake.known import Known
from ledger.model.event import Event


def leaned(event: Event, *, before: Known, after: Known, rebuild: Rebuild) -> dict[str, Any]:
    """The stored fields of an event that read differently now that its source does.

    Its document is read twice, as the ledger stood before the correction and as it stands after
    it; what differs leaned on the source. Empty where nothing did. Raises InputRefusedError where
    it can no longer be read at all.
    """
    old = CorrectionTarget(event=event, known=before, rebuild=rebuild)
    new = CorrectionTarget(event=event, known=after, rebuild=rebuild)
    return becomes_between(old, new)
