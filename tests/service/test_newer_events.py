"""Events of a kind that only a newer program knows: nothing is answered or recorded without them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from ledger.errors import DatabaseError
from ledger.service.service import Service
from ledger.store.event_data import EventData
from ledger.store.memory import MemoryStore
from tests.service.world import KEY, NOON, WORLD, Clock, a_ledger, salts


@pytest.fixture(name="newer")
def _newer(clock: Clock) -> Service:
    """The small world, to which a newer program added an event of a type of its own."""
    store = MemoryStore(salts=salts(), key=KEY)
    made = a_ledger(store, clock)
    made.record(WORLD)
    with store.writing() as transaction:
        toast = EventData(id="t1", type="toast", schema=1, known_from=dt.date(2026, 1, 1),
                          tags=frozenset(), payload=b"{}")  # fmt: skip
        transaction.append([toast], recorder="newer", recorded_at=NOON)
    return made


@pytest.mark.parametrize(
    "ask",
    [
        lambda ledger: ledger.ask("commitments"),
        lambda ledger: ledger.ask("timeline"),
        lambda ledger: ledger.audit("ruritania"),
        lambda ledger: ledger.show("ruritania"),
        lambda ledger: ledger.record(WORLD),
    ],
)
def test_neither_questions_nor_records_pass_over_them(
    newer: Service, ask: Callable[[Service], object]
) -> None:
    with pytest.raises(DatabaseError, match=r"does not know: toast \(schema 1\)") as refusal:
        ask(newer)

    assert refusal.value.hint == "use the version that recorded it, or a newer one"
    assert newer.head == len(WORLD) + 1


def test_the_status_counts_them_and_verifying_names_them(newer: Service) -> None:
    """What can be said without reading them is said."""
    position = len(WORLD) + 1

    assert "toast" in repr(newer.status().rows)
    assert any(
        "toast of schema 1" in str(row["sentence"]) and str(position) in str(row["where"])
        for row in newer.verify().rows
    )
