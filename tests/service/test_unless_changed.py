"""`unless_changed`: what somebody else recorded about the same meanwhile keeps ours out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ledger.errors import ChangedError
from ledger.service.service import Service
from ledger.store.memory import MemoryStore
from ledger.store.texts import MemoryTexts

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)

NAMES: list[dict[str, Any]] = [
    {"type": "source", "id": "gazette", "title": "Gazette", "published": "2020-09-09"},
    {"type": "actor", "id": "ruritania", "name": "Ruritania", "kind": "state"},
    {"type": "actor", "id": "rudolf", "name": "Rudolf", "kind": "person"},
    {"type": "measure", "id": "guards", "unit": "guards"},
    {"type": "measure", "id": "horses", "unit": "horses"},
]


def a_level(measure: str, value: str) -> dict[str, Any]:
    return {"type": "level", "source": "gazette", "measure": measure, "value": value}


@pytest.fixture(name="service")
def _service() -> Service:
    store = MemoryStore(salts=lambda: b"s" * 16, key=b"k" * 32)
    made = Service(store, MemoryTexts(), now=lambda: NOON, recorder="tester")
    made.record(NAMES)
    return made


def test_what_was_recorded_meanwhile_about_the_same_measure_keeps_ours_out(
    service: Service,
) -> None:
    looked = service.ask("levels").head
    service.record(a_level("guards", "100"))

    with pytest.raises(ChangedError) as refusal:
        service.record(a_level("guards", "90"), unless_changed=looked)

    assert refusal.value.positions == (6,)
    assert service.head == 6


def test_what_was_recorded_about_something_else_does_not(service: Service) -> None:
    looked = service.head
    service.record(a_level("horses", "7"))

    receipt = service.record(a_level("guards", "90"), unless_changed=looked)

    assert [one.position for one in receipt.recorded] == [7]


def test_a_retry_is_no_conflict_with_itself(service: Service) -> None:
    looked = service.head
    service.record(a_level("guards", "90"), unless_changed=looked)

    again = service.record(a_level("guards", "90"), unless_changed=looked)

    assert again.says == "1 event recorded before, unchanged"


def test_a_correction_conflicts_with_another_of_the_same_event(service: Service) -> None:
    looked = service.head
    service.correct("rudolf", {"name": "Rudolf R."}, reason="misread")

    with pytest.raises(ChangedError, match="since position 5 this was recorded about the same"):
        service.correct("rudolf", {"name": "Rudolf V."}, reason="other", unless_changed=looked)
    with pytest.raises(ChangedError):
        service.retract("rudolf", reason="other", unless_changed=looked)

    assert service.head == 6


def test_a_correction_does_not_conflict_with_that_of_another_event(service: Service) -> None:
    looked = service.head
    service.correct("ruritania", {"name": "Kingdom of Ruritania"}, reason="exact")

    receipt = service.correct("rudolf", {"name": "R."}, reason="exact", unless_changed=looked)

    assert receipt.recorded


def test_a_dry_run_tells_the_head_to_be_sent_along(service: Service) -> None:
    tried = service.correct("rudolf", {"name": "R."}, reason="exact", dry_run=True)

    assert tried.before == service.head == 5
