"""What is found by its words is what looking through every event gives, under every clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.projections import QUESTIONS
from ledger.projections.asked import Asked
from ledger.projections.happenings import HAPPENINGS
from ledger.projector import spec
from ledger.service.asking import facts
from ledger.service.clocks import Clocks
from ledger.store.memory import MemoryStore
from ledger.store.store import Snapshot, Store
from tests.projections.lived import BASE, eventful, ledgers
from tests.projections.test_catching_up import KEY, Opened, in_a_file, salts
from tests.service.test_narrowing import filled
from tests.telling import Telling

__all__ = ["in_a_file"]

quietly = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEARCH = next(each for each in QUESTIONS if each.name == "search")
WORDS = ("3000", "we", "a", "END of", '"by the end"', "report nowhere", "vote", "-", '" "', "first",
         "\ud800", "forces:", "4 5")  # fmt: skip
DAYS = st.one_of(st.none(), st.dates(dt.date(2020, 7, 20), dt.date(2021, 4, 1)))


@st.composite
def searches(draw: st.DrawFn) -> tuple[Asked, Clocks]:
    """Words, sometimes a type of event, and clocks."""
    filters: dict[str, Any] = {
        "words": " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)))
    }
    if draw(st.booleans()):
        filters["type"] = draw(st.sampled_from(("level", "Statement", "announcement", "other")))
    clocks = Clocks(
        as_of=draw(DAYS) or dt.date(2026, 1, 1),
        today=dt.date(2026, 1, 1),
        known_by=draw(DAYS),
        recorded_by=draw(st.one_of(st.none(), st.integers(0, 30))),
    )
    return Asked(as_of=clocks.as_of, today=clocks.today, filters=filters), clocks


def assert_same(store: Store, told: Telling, asks: list[tuple[Asked, Clocks]]) -> None:
    filled(store, told)
    with store.reading() as snapshot:
        for asked, clocks in asks:
            assert answered(snapshot, asked, clocks, SEARCH) == answered(
                snapshot, asked, clocks, evolve(SEARCH, sieves=None)
            )


def answered(snapshot: Snapshot, asked: Asked, clocks: Clocks, question: Any) -> list[Any]:
    return list(question.answer(facts(snapshot, question, clocks, asked), asked))


@settings(quietly, max_examples=60)
@given(st.one_of(ledgers, eventful), st.lists(searches(), min_size=6, max_size=14))
def test_in_memory(told: Telling, asks: list[tuple[Asked, Clocks]]) -> None:
    assert_same(MemoryStore(salts=salts(), key=KEY), told, asks)


@settings(quietly, max_examples=30)
@given(told=st.one_of(ledgers, eventful), asks=st.lists(searches(), min_size=6, max_size=14))
def test_in_a_file(in_a_file: Opened, told: Telling, asks: list[tuple[Asked, Clocks]]) -> None:
    with in_a_file() as store:
        assert_same(store, told, asks)


def test_only_what_may_hold_the_words_is_read() -> None:
    """The others are not even looked at; while the view is behind, all of it is."""
    store = MemoryStore(salts=salts(), key=KEY)
    filled(store, Telling(BASE))
    today = dt.date(2026, 1, 1)
    asked = Asked(as_of=today, today=today, filters={"words": "3000"})
    clocks = Clocks(as_of=today, today=today)

    with store.reading() as snapshot:
        some = [one.id for one in facts(snapshot, SEARCH, clocks, asked)]
        every = [one.id for one in facts(snapshot, evolve(SEARCH, sieves=None), clocks, asked)]
    assert 0 < len(some) < len(every)

    with store.writing() as transaction:
        transaction.set_progress(spec(HAPPENINGS), 1)
    with store.reading() as snapshot:
        assert len(list(facts(snapshot, SEARCH, clocks, asked))) == len(every)
