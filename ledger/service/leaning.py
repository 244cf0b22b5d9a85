"""What leaned on a source whose day of publication is no longer as it was is corrected with it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from ledger.intake.build import rebuild
from ledger.intake.leaning import leaned
from ledger.model.records import Correction
from ledger.service.known import LedgerKnown
from ledger.service.recording import Moved
from ledger.store.event_data import StoredEvent
from ledger.store.store import Transaction
from ledger.store.texts import Texts

MOST = 1000
"""So many corrections are appended at a time."""


def leaning(
    transaction: Transaction, texts: Texts, moved: Moved, *, before: int
) -> Iterator[list[Correction]]:
    """Corrections of what leaned on these sources, some at a time, to be appended as they come.

    `moved` holds the sources that records are about, with their days of publication as they were;
    `before` is the head before those records were appended.
    """
    head = transaction.head()
    after = LedgerKnown(transaction, texts)
    ids = sorted(id for id, days in moved.items() if days != after.published(id))

    def since(stored: StoredEvent) -> bool:
        return stored.position > before and stored.about is not None

    # As it stood without the records that were just appended, with all else that was.
    unmoved = LedgerKnown(transaction, texts, apart=since)
    made: list[Correction] = []
    seen: set[int] = set()
    for source in ids:
        for event in after.history([f"source:{source}"]).standing:
            if not event.event.ABOUT_WORLD or event.position in seen:
                continue
            seen.add(event.position)
            as_told = after.event(event.id) or event.event
            becomes = leaned(as_told, before=unmoved, after=after, rebuild=rebuild)
            if becomes:
                cited = {citation.source for citation in as_told.sources}
                reason = f"its source was corrected: {', '.join(id for id in ids if id in cited)}"
                correction = Correction(of=event.id, set={}, becomes=becomes, reason=reason)
                at_head = f"{Correction.TYPE}-of-{event.position}-at-{head}"
                made.append(evolve(correction, id=at_head))
            if len(made) >= MOST:
                yield made
                made = []
    if made:
        yield made
