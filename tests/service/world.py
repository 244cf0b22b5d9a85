"""A small world for the service's tests: one source, a few names, a promise, and a fixed clock."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from typing import Any

from attrs import define

from ledger.service.service import Service
from ledger.store.memory import MemoryStore
from ledger.store.store import Store
from ledger.store.texts import MemoryTexts

NOON = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
KEY = b"k" * 32

Document = Mapping[str, Any]


@define
class Clock:
    """A clock that stands until it is moved."""

    moment: dt.datetime = NOON

    def __call__(self) -> dt.datetime:
        return self.moment

    def forward(self, by: dt.timedelta = HOUR) -> None:
        self.moment += by


def salts() -> Callable[[], bytes]:
    """Sixteen bytes that count up, so that hashes are the same on every run."""
    numbers = itertools.count(1)
    return lambda: next(numbers).to_bytes(16, "big")


def memory(key: bytes = KEY) -> MemoryStore:
    """An empty store that lasts as long as the test."""
    return MemoryStore(salts=salts(), key=key)


def a_ledger(
    store: Store | None = None, clock: Clock | None = None, recorder: str = "tester"
) -> Service:
    """A ledger over a store, its texts in memory."""
    return Service(store or memory(), MemoryTexts(), now=clock or Clock(), recorder=recorder)


SOURCE = {
    "type": "source", "id": "report", "title": "A report", "publisher": "The Paper",
    "published": "2020-09-09",
}  # fmt: skip
LATER_SOURCE = {
    "type": "source", "id": "later-report", "title": "A later report", "publisher": "The Paper",
    "published": "2020-10-05",
}  # fmt: skip
UNITED_STATES = {"type": "actor", "id": "united-states", "name": "United States", "kind": "state"}
TALIBAN = {"type": "actor", "id": "taliban", "name": "Taliban", "kind": "organisation"}
IRAQ = {"type": "measure", "id": "us-forces/iraq", "unit": "troops", "place": "Iraq"}
NAMES = (SOURCE, LATER_SOURCE, UNITED_STATES, TALIBAN, IRAQ)

PROMISE = {
    "type": "announcement", "id": "reduction", "date": "Wednesday", "source": "report",
    "speaker": "united-states", "role": "Government", "audience": "reporters", "place": "Iraq",
    "quote": "we go down to 3,000 during the month of September",
    "commits": [{
        "id": "down-to-3000", "debtor": "united-states", "measure": "us-forces/iraq",
        "baseline": "about 5,200", "at_most": "3,000", "due": "during the month of September",
    }],
}  # fmt: skip
BEFORE = {
    "type": "level", "id": "level-before", "source": "report", "measure": "us-forces/iraq",
    "value": "around 5,200",
}  # fmt: skip
KEPT = {
    "type": "level", "id": "level-after", "date": "2020-09-28", "source": "later-report",
    "measure": "us-forces/iraq", "value": "3,000",
}  # fmt: skip
WORLD = (*NAMES, PROMISE, BEFORE)

UNNAMED = {
    "type": "statement", "date": "2020-09-08", "source": "report", "speaker": "taliban",
    "says": "They stand by what was agreed in February, and expect the same.",
}  # fmt: skip


def asked_with(question: str) -> dict[str, Any]:
    """The filters without which a question cannot be put: a search needs words."""
    return {"words": "troops"} if question == "search" else {}
