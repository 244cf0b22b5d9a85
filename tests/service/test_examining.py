"""What the doctor sees: each danger made on purpose, in a store that allows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from ledger.service.service import Service
from ledger.store.event_data import EventData
from ledger.store.finding import Finding
from ledger.store.memory import MemoryStore
from ledger.store.texts import MemoryTexts

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
STATE = {"type": "actor", "id": "ruritania", "name": "Ruritania", "kind": "state"}


def salts() -> bytes:
    return b"s" * 16


def a_service(store: MemoryStore, now: Callable[[], dt.datetime] = lambda: NOON) -> Service:
    return Service(store, MemoryTexts(), now=now, recorder="tester")


def found(findings: list[Finding], topic: str) -> tuple[str, str]:
    [one] = [one for one in findings if one.topic == topic]
    return one.level, one.sentence


@pytest.fixture(name="store")
def _store() -> MemoryStore:
    return MemoryStore(salts=salts, key=b"k" * 32)


def test_a_sound_ledger_has_no_danger(store: MemoryStore) -> None:
    service = a_service(store)
    service.record(STATE)

    assert {one.level for one in service.examine()} == {"ok"}


def test_a_clock_behind_the_last_event_is_a_danger(store: MemoryStore) -> None:
    a_service(store).record(STATE)

    late = a_service(store, lambda: NOON - dt.timedelta(days=1)).examine()
    almost = a_service(store, lambda: NOON - dt.timedelta(minutes=4)).examine()

    state, says = found(late, "clock")
    assert state == "danger"
    assert says.startswith("the last event was recorded at 2026-01-01 12:00 UTC, this machine says")
    assert found(almost, "clock")[0] == "ok"


def test_views_that_are_behind_are_noted(store: MemoryStore) -> None:
    service = a_service(store)
    service.record(STATE)
    behind = EventData(
        id="x", type="actor", schema=1, known_from=None,
        payload=b'{"kind":"state","name":"X"}', tags=frozenset(),
    )  # fmt: skip
    with store.writing() as transaction:
        transaction.append([behind], recorder="another", recorded_at=NOON)

    state, says = found(service.examine(), "views")

    assert state == "warn"
    assert "commitments: behind, at position 1 of 2" in says


def test_a_text_that_is_not_beside_the_ledger_is_noted(store: MemoryStore) -> None:
    service = a_service(store)
    service.record(
        {
            "type": "source", "id": "gazette", "title": "Gazette", "published": "2020-09-09",
            "text_sha256": "ab" * 32,
        }
    )  # fmt: skip

    assert found(service.examine(), "texts") == ("warn", "not beside the ledger: gazette")
