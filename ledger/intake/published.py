"""From which day an event could be known: when the first of its sources was published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from ledger.model.day import Days
from ledger.model.event import Event


def known_from(event: Event, published: Callable[[str], Days | None]) -> dt.date | None:
    """The day from which the event could be known (docs/domain.md, section 1).

    As given; else the earliest day of publication among its sources, of which the latest day
    counts; else its own latest day. None for records about our record.
    """
    if event.known_from is not None:
        return event.known_from
    if not event.ABOUT_WORLD:
        return None
    cited = () if event.OWN_DAY else event.sources
    days = [published(citation.source) for citation in cited]
    known = [each[1] for each in days if each is not None and each[1] is not None]
    if known:
        return min(known)
    return event.occurred.latest if event.occurred else None
