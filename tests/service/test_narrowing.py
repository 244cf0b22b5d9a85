"""What is found by stages is what judging every commitment gives, row by row, on every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from attrs import evolve
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ledger.errors import IntegrityError
from ledger.model.answer import Page
from ledger.model.flags import FLAGS
from ledger.model.judgement import OPEN_WORLD, Manner
from ledger.model.verdict import LIFECYCLES, VERDICTS
from ledger.projections import QUESTIONS
from ledger.projections.asked import Asked
from ledger.projections.question import Question
from ledger.projections.stages import STAGES
from ledger.projector import catch_up, spec
from ledger.service.asking import answer, facts
from ledger.service.clocks import Clocks
from ledger.service.narrowing import can_narrow, listed
from ledger.store.event_data import Folded
from ledger.store.memory import MemoryStore
from ledger.store.store import Snapshot, Store
from ledger.store.texts import MemoryTexts
from tests.projections.lived import BASE, eventful, ledgers
from tests.projections.test_catching_up import KEY, Opened, append, in_a_file, salts
from tests.projections.test_stages import RECURRING
from tests.telling import Telling

__all__ = ["in_a_file"]

quietly = settings(deadline=None, suppress_health_check=list(HealthCheck))
NARROWED = [each for each in QUESTIONS if each.listing or each.tally]
DAYS = st.dates(dt.date(2020, 7, 20), dt.date(2021, 4, 1))
LEDGERS = st.one_of(ledgers, eventful, eventful)
TEXTS = {
    "debtor": ("us", "US", "united states", "them", "The Others", "nobody", "", "u", "us\nthem"),
    "creditor": ("them", "the others", "us", "\ud800"),
    "speaker": ("us", "an aide", "United States", "nobody"),
    "measure": ("some-forces", "ALL-forces", "few-forces", "forces"),
    "mode": ("achieve", "maintain", "recurring"),
    "lifecycle": LIFECYCLES,
    "verdict": VERDICTS,
    "flag": FLAGS,
    "place": ("here", "HERE", "ere", "there", ""),
    "about": ("forces", "3000", "First", "", "report", "in words\nonly"),
}
SPANS = {"within": st.integers(0, 200), "after": st.integers(0, 200)}


@st.composite
def asked_of(draw: st.DrawFn) -> tuple[Question, Asked, Page]:
    """A question with filters, and a page of it."""
    question = draw(st.sampled_from(NARROWED))
    filters: dict[str, Any] = {}
    for each in question.filters:
        if draw(st.integers(0, 5)):
            continue
        if each.name in TEXTS:
            filters[each.name] = draw(st.sampled_from(TEXTS[each.name]))
        elif each.kind == "day":
            filters[each.name] = draw(DAYS)
        elif each.kind == "flag":
            filters[each.name] = True
        else:
            filters[each.name] = draw(SPANS[each.name])
    if "to" in filters:
        filters.pop("within", None)
    manner = draw(st.sampled_from([OPEN_WORLD] * 6 + [
        Manner(closed_world=True), Manner(strict=True), Manner(original=True),
        Manner(stale_after=3)]))  # fmt: skip
    asked = Asked(as_of=draw(DAYS), today=dt.date(2026, 1, 1), manner=manner, filters=filters)
    page = Page(skip=draw(st.integers(0, 4)), limit=draw(st.one_of(st.none(), st.integers(1, 5))))
    return question, asked, page


def plain(snapshot: Snapshot, question: Question, asked: Asked) -> list[Any]:
    """The rows of the answer, with every commitment judged."""
    clocks = Clocks(as_of=asked.as_of, today=asked.today)
    return list(question.answer(facts(snapshot, question, clocks, asked), asked))


def put(snapshot: Snapshot, question: Question, asked: Asked, page: Page) -> Any:
    """The answer as the service gives it."""
    clocks = Clocks(as_of=asked.as_of, today=asked.today)
    return answer(snapshot, question, clocks, asked.manner, asked.filters, MemoryTexts(), page)


def filled(store: Store, told: Telling) -> None:
    """Everything recorded at once, and the views."""
    with store.writing() as transaction:
        append(transaction, told.recorded, told)
        catch_up(transaction)


def assert_same(store: Store, told: Telling, asks: list[tuple[Question, Asked, Page]]) -> None:
    """Every question comes to what it comes to in the plain way."""
    filled(store, told)
    with store.reading() as snapshot:
        for question, asked, page in asks:
            whole = plain(snapshot, question, asked)
            found = put(snapshot, question, asked, page)

            end = None if page.limit is None else page.skip + page.limit
            assert list(found.rows) == whole[page.skip : end]
            assert found.page == evolve(page, total=len(whole))


@settings(quietly, max_examples=120)
@given(LEDGERS, st.lists(asked_of(), min_size=4, max_size=12))
@example(Telling(BASE, RECURRING), [
    (question, Asked(as_of=dt.date(2020, 12, 15), today=dt.date(2026, 1, 1)), Page(skip=1, limit=2))
    for question in NARROWED])  # fmt: skip
def test_what_is_found_by_stages_is_what_judging_all_of_them_gives(
    told: Telling, asks: list[tuple[Question, Asked, Page]]
) -> None:
    """Whatever is asked for, of whatever happened, on whatever day."""
    assert_same(MemoryStore(salts=salts(), key=KEY), told, asks)


@settings(quietly, max_examples=30)
@given(LEDGERS, st.lists(asked_of(), min_size=4, max_size=12))
def test_what_is_found_by_stages_where_earlier_days_are_not_kept(
    told: Telling, asks: list[tuple[Question, Asked, Page]]
) -> None:
    with patch("ledger.projector.rows.MOST_BYTES", 0):
        assert_same(MemoryStore(salts=salts(), key=KEY), told, asks)


@settings(quietly, max_examples=40)
@given(told=LEDGERS, asks=st.lists(asked_of(), min_size=6, max_size=16))
def test_what_is_found_by_stages_in_a_file_too(
    in_a_file: Opened, told: Telling, asks: list[tuple[Question, Asked, Page]]
) -> None:
    """In SQLite, which sifts by its own means."""
    with in_a_file() as store:
        assert_same(store, told, asks)


@pytest.fixture
def store() -> Iterator[Store]:
    """A small ledger with its views."""
    made = MemoryStore(salts=salts(), key=KEY)
    filled(made, Telling(BASE, RECURRING))
    yield made
    made.close()


BOARD = next(each for each in QUESTIONS if each.name == "commitments")
ASKED = Asked(as_of=dt.date(2020, 10, 1), today=dt.date(2026, 1, 1))


def test_a_stage_that_says_otherwise_than_the_events_is_told_and_not_believed(
    store: Store,
) -> None:
    """A view is only a shortcut: it finds what is shown, and is never what is shown."""
    with store.writing() as transaction:
        day = ASKED.as_of.toordinal()
        rows = [(r, dict(r.columns)) for r in transaction.rows(spec(STAGES), ["first"])]
        (first,) = [r for r, at in rows if int(at["first"] or 0) <= day < int(at["until"] or 0)]
        wrong = evolve(first, columns={**first.columns, "verdict": "kept"})
        transaction.replace_rows(spec(STAGES), [Folded("first", [wrong], set())])
    kept = evolve(ASKED, filters={"verdict": "kept"})

    with store.reading() as snapshot, pytest.raises(IntegrityError, match="of first than"):
        put(snapshot, BOARD, kept, Page())


def test_stages_that_are_behind_answer_nothing(store: Store) -> None:
    with store.writing() as transaction:
        transaction.set_progress(spec(STAGES), 3)

    with store.reading() as snapshot:
        assert not can_narrow(snapshot)
        assert [row["id"] for row in put(snapshot, BOARD, ASKED, Page())] == [
            row["id"] for row in plain(snapshot, BOARD, ASKED)
        ]


def test_only_what_is_shown_is_judged(store: Store) -> None:
    """Whatever it takes to know which that is."""
    looked_at: list[str] = []
    whole = BOARD.listing
    assert whole is not None

    def judge(every: Any, asked: Asked, only: Any = None) -> Iterator[Any]:
        for each in every:
            looked_at.append(each.id)
            yield from whole.judge([each], asked, only)

    with store.reading() as snapshot:
        found = listed(snapshot, evolve(whole, judge=judge), ASKED, 3, 1)

    assert found is not None
    assert (len(found.rows), found.total) == (1, 5)
    assert looked_at == ["second"]
