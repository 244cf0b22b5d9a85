"""While a question is answered Python does not look for cycles; afterwards all is as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.errors import UsageError
from ledger.projections import QUESTIONS
from ledger.service.service import Service
from tests.service.world import WORLD


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """The other tests find it as this one did."""
    was = gc.isenabled()
    yield
    (gc.enable if was else gc.disable)()


@pytest.mark.parametrize("on", [True, False])
def test_whoever_looks_for_cycles_or_does_not_goes_on_so(ledger: Service, *, on: bool) -> None:
    (gc.enable if on else gc.disable)()

    ledger.ask("commitments")
    ledger.diff(from_="2026-01-01", to="2026-02-01")
    ledger.audit(1)
    ledger.verify()
    ledger.rebuild()
    ledger.record(WORLD)

    assert gc.isenabled() is on


def test_it_goes_on_after_a_refusal(ledger: Service) -> None:
    gc.enable()

    with pytest.raises(UsageError):
        ledger.ask("nonsense")

    assert gc.isenabled()


def test_a_second_time_nothing_is_left_behind(ledger: Service) -> None:
    """What an answer is made of is freed without a search for cycles."""
    for question in QUESTIONS:
        filters: dict[str, Any] = {"words": "we"} if question.name == "search" else {}
        ledger.ask(question.name, **filters)
        gc.collect()
        gc.disable()
        for _ in range(20):
            ledger.ask(question.name, **filters)
        assert gc.collect() < 20 * FEW
        gc.enable()


FEW = 60
"""So many objects in cycles a question may leave, whatever the size of the ledger."""
