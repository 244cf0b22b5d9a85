"""What the doctor sees: each danger made on purpose, in a store that allows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.model.answer import Answer
from ledger.service.service import Service
from ledger.store.driver import driver, wal_is_safe
from ledger.store.event_data import EventData
from ledger.store.memory import MemoryStore
from ledger.store.sqlite import SQLiteStore
from ledger.store.texts import MemoryTexts

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
STATE = {"type": "actor", "id": "ruritania", "name": "Ruritania", "kind": "state"}


def salts() -> bytes:
    return b"s" * 16


def a_service(
    store: MemoryStore | SQLiteStore, now: Callable[[], dt.datetime] = lambda: NOON
) -> Service:
    return Service(store, MemoryTexts(), now=now, recorder="tester")


def found(answer: Answer, subject: str) -> tuple[str, str]:
    [row] = [row for row in answer if row["subject"] == subject]
    return row["state"], row["says"]


@pytest.fixture(name="store")
def _store() -> MemoryStore:
    return MemoryStore(salts=salts, key=b"k" * 32)


def test_a_sound_ledger_has_no_danger(store: MemoryStore) -> None:
    service = a_service(store)
    service.record(STATE)

    states = {row["state"] for row in service.examine()}

    assert states == ({"fine"} if wal_is_safe() else {"fine", "note"})


def test_an_event_of_an_unknown_type_is_a_danger(store: MemoryStore) -> None:
    strange = EventData(
        id="oracle", type="prophecy", schema=3, known_from=None, payload=b"{}", tags=frozenset()
    )
    with store.writing() as transaction:
        transaction.append([strange], recorder="another", recorded_at=NOON)

    assert found(a_service(store).examine(), "event types") == (
        "danger",
        "this program does not know prophecy (schema 3): its answers would leave them out",
    )


def test_a_later_shape_of_a_known_type_is_a_danger(store: MemoryStore) -> None:
    later = EventData(
        id="x", type="actor", schema=99, known_from=None, payload=b"{}", tags=frozenset()
    )
    with store.writing() as transaction:
        transaction.append([later], recorder="another", recorded_at=NOON)

    assert found(a_service(store).examine(), "event types")[0] == "danger"


def test_a_clock_behind_the_last_event_is_a_danger(store: MemoryStore) -> None:
    a_service(store).record(STATE)

    late = a_service(store, lambda: NOON - dt.timedelta(days=1)).examine()
    almost = a_service(store, lambda: NOON - dt.timedelta(minutes=4)).examine()

    state, says = found(late, "clock")
    assert state == "danger"
    assert says.startswith("the last event was recorded at 2026-01-01 12:00 UTC, this machine says")
    assert found(almost, "clock")[0] == "fine"


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

    assert state == "note"
    assert "commitments: behind, at position 1 of 2" in says


def test_a_text_that_is_not_beside_the_ledger_is_noted(store: MemoryStore) -> None:
    service = a_service(store)
    service.record(
        {
            "type": "source", "id": "gazette", "title": "Gazette", "published": "2020-09-09",
            "text_sha256": "ab" * 32,
        }
    )  # fmt: skip

    assert found(service.examine(), "texts") == ("note", "not beside the ledger: gazette")


def test_a_removed_event_is_a_danger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    store = SQLiteStore.create(path, salts=salts, key=b"k" * 32)
    service = a_service(store)
    service.record([STATE, {**STATE, "id": "strelsau", "name": "Strelsau"}])
    service.close()
    vandal = driver.connect(str(path), isolation_level=None)
    for (trigger,) in vandal.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        vandal.execute(f"DROP TRIGGER {trigger}")
    vandal.execute("PRAGMA foreign_keys = OFF")
    vandal.execute("DELETE FROM events WHERE position = 1")
    vandal.close()

    again = a_service(SQLiteStore.open(path, salts=salts))

    assert found(again.examine(), "positions") == (
        "danger",
        "the ledger ends at position 2 and holds 1 events: some were removed",
    )
    again.close()
