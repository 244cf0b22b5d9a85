"""Every stage says of each of its days what a judgement on that day says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ledger.model.case import Case
from ledger.model.facts import CommitmentFacts
from ledger.model.history import effective
from ledger.model.recurrence import recurs
from ledger.projections import PROJECTIONS
from ledger.projections.stages import COLUMNS, STAGES
from ledger.projections.staging import EVER, Part, Stage, stage
from ledger.projector import catch_up, spec
from tests.projections.lived import BASE, eventful, ledgers, reported
from tests.projections.plain import commitments_on
from tests.projections.test_catching_up import append, batches, in_memory
from tests.telling import Telling

quietly = settings(deadline=None, suppress_health_check=list(HealthCheck))
DAYS = st.dates(dt.date(2020, 7, 20), dt.date(2021, 4, 1))
LEDGERS = st.one_of(ledgers, eventful, eventful, reported)
CUTS = st.lists(st.integers(0, 40), max_size=8)
NAMES = ("subject", *(name for name, _ in COLUMNS))
PLACE = ("first", "until", "position", "number", "last", "marks")
TERMS = [name for name, _ in COLUMNS if name not in (*Stage._fields, *PLACE)]


def staged(told: Telling) -> list[dict[str, Any]]:
    """The rows of the view."""
    with in_memory() as store, store.writing() as transaction:
        append(transaction, told.recorded, told)
        catch_up(transaction)
        return [dict(zip(NAMES, row, strict=True))
                for row in transaction.sift(spec(STAGES), [], NAMES)]  # fmt: skip


Key = tuple[str, int | None, int | None]


def on(rows: Sequence[dict[str, Any]], day: dt.date) -> dict[Key, dict[str, Any]]:
    """The rows that hold on a day, by commitment and period; of each never more than one."""
    held = [row for row in rows if row["first"] <= day.toordinal() < row["until"]]
    found = {(row["subject"], row["number"], row["last"]): row for row in held}
    assert len(found) == len(held)
    return found


def judged_on(facts: CommitmentFacts, day: dt.date) -> Iterator[tuple[Key, Stage]]:
    """What stages must say of a commitment, and of its periods, each judged by itself."""
    case = Case(facts)
    again = recurs(facts)
    whole = Part(0 if again else None, None, 0, 0, case)
    yield (facts.id, whole.number, None), stage(case, whole, day)
    for number, period in enumerate(case.periods(day), 1):
        part = Part(number, period.last.toordinal(), 0, 0, case.of_period(period))
        yield (facts.id, number, part.last), stage(case, part, day)


def around(rows: Sequence[dict[str, Any]]) -> Iterator[dt.date]:
    """The first and last days of all stages, and the days before and after them."""
    for row in rows:
        for end in (row["first"], row["until"]):
            for day in (end - 1, end):
                if 1 <= day <= dt.date.max.toordinal():
                    yield dt.date.fromordinal(day)


def assert_true(told: Telling, days: list[dt.date], *, all_kept: bool = True) -> None:
    """Every stage against the judgements of its days, those around them and these."""
    rows = staged(told)
    history = effective(told.recorded)
    for day in sorted({*days, *around(rows)}):
        held = on(rows, day)
        for facts in commitments_on(history.on(day)):
            there = {key: row for key, row in held.items() if key[0] == facts.id}
            if None in {row["verdict"] for row in there.values()}:
                (row,) = there.values()
                assert {row[name] for name in (*Stage._fields[:-1], *TERMS)} == {None}
                assert day > dt.date(2021, 6, 1) or not all_kept
                continue
            if not facts.listed_on(day):
                assert not there
                continue
            wanted = dict(judged_on(facts, day))
            assert set(there) == set(wanted)
            for key, row in there.items():
                assert_says(row, facts.position, wanted[key])


def assert_says(row: dict[str, Any], position: int, plain: Stage) -> None:
    """A row against the judgement of a day."""
    assert row["position"] == position
    for name in Stage._fields[:-1]:
        if name != "silent" or row[name] is not None:
            assert row[name] == getattr(plain, name), name
    assert {name: row[name] for name in TERMS} == dict(plain.terms)


RECURRING = """
- type: statement
  id: monthly
  source: wire
  speaker: us
  says: every month
  commits:
    - {id: again, title: report, debtor: us, mode: recurring, every: month}
    - {id: then, title: pay, debtor: us, creditor: them, given: {commitment: again}, due: by 31 October 2020}
"""


@settings(quietly, max_examples=150)
@given(LEDGERS, st.lists(DAYS, min_size=1, max_size=8))
@example(Telling(BASE, RECURRING), [dt.date(2020, 10, 1)])
def test_a_stage_says_what_the_judgement_of_each_of_its_days_says(
    told: Telling, days: list[dt.date]
) -> None:
    """On its first and last days, on those around them, and on any other."""
    assert_true(told, days)


@settings(quietly, max_examples=30)
@given(LEDGERS, st.lists(DAYS, min_size=1, max_size=8))
def test_where_earlier_days_are_not_kept_stages_do_not_tell_of_them(
    told: Telling, days: list[dt.date]
) -> None:
    with patch("ledger.projector.rows.MOST_BYTES", 0):
        assert_true(told, days, all_kept=False)


def test_a_promise_has_few_stages() -> None:
    """Open, past its deadline; and the days before are none."""
    rows = [row for row in staged(Telling(BASE)) if row["subject"] == "first"]

    assert [(dt.date.fromordinal(row["first"]), row["verdict"], row["silent"] is not None)
            for row in rows] == [
        (dt.date(2020, 9, 9), "open", True),
        (dt.date(2020, 9, 24), "open", True),
        (dt.date(2021, 1, 1), "past-due-unverified", True),
    ]  # fmt: skip
    assert [row["flags"] for row in rows] == ["", " stale ", ""]


def test_a_duty_that_comes_again_has_stages_for_each_period_some_time_ahead() -> None:
    """Beyond that it is judged when it is asked for, and so is what depends on it."""
    rows = staged(Telling(BASE, RECURRING))
    day = dt.date(2020, 11, 1)
    held = {key: row["verdict"] for key, row in on(rows, day).items() if key[0] == "again"}
    ends = [dt.date(2020, 10, 8), dt.date(2020, 11, 8)]

    assert held == {
        ("again", 0, None): "past-due-unverified",
        ("again", 1, ends[0].toordinal()): "past-due-unverified",
        ("again", 2, ends[1].toordinal()): "open",
    }
    far = on(rows, day.replace(year=2036))
    assert {key: row["verdict"] for key, row in far.items() if key[0] in ("again", "then")} == {
        ("again", 0, None): None, ("then", None, None): None}  # fmt: skip


def test_nobody_ever_reported_on_a_promise_of_an_unknown_day() -> None:
    """It is listed from the day by which it was surely made; there is none to count from."""
    told = Telling(BASE)
    told.tell([{"type": "statement", "id": "s", "source": "wire", "speaker": "us", "says": "yes",
                "date": "2020-09-01/..",
                "commits": [{"id": "c", "title": "t", "debtor": "us"}]}])  # fmt: skip
    (row,) = [row for row in staged(told) if row["subject"] == "c"]

    assert row["silent"] == EVER


SIBLINGS = """
- {type: measure, id: other-forces, unit: troops, part_of: all-forces}
- {type: level, id: own, source: wire, date: 2020-10-01, measure: some-forces, value: 4000}
- {type: level, id: others, source: wire, date: 2020-10-20, measure: other-forces, value: 4000}
- {type: level, id: last, source: wire, date: 2020-11-05, measure: some-forces, value: 2000}
"""
"""Of some forces nothing was told for as long as others were counted."""

PARTS = Telling(BASE, SIBLINGS)


@settings(quietly, max_examples=100)
@given(st.one_of(LEDGERS, reported, reported), CUTS, st.integers(1, 4))
@example(PARTS, [len(PARTS.recorded) - 1], 1)
def test_stages_follow_whatever_is_appended(told: Telling, cuts: list[int], step: int) -> None:
    """Batch by batch they come to what they are when all of it is there at once.

    However near to each other the days are up to which they may be settled.
    """
    with in_memory() as store, patch("ledger.projections.settled.STEP", step):
        for batch in batches(told.recorded, cuts):
            with store.writing() as transaction:
                append(transaction, batch, told)
                catch_up(transaction, little=0)
        with store.reading() as snapshot:
            found = [dict(zip(NAMES, row, strict=True))
                     for row in snapshot.sift(spec(STAGES), [], NAMES)]  # fmt: skip

        assert found == staged(told)


def test_a_view_that_was_left_behind_by_another_program_is_derived_anew() -> None:
    """Which rows changed meanwhile nobody can tell then."""
    told = Telling(BASE)
    more = told.tell([{"type": "level", "id": "l", "source": "paper", "measure": "some-forces",
                       "date": "2020-12-01", "value": "2000"}])  # fmt: skip
    with in_memory() as store:
        with store.writing() as transaction:
            append(transaction, told.recorded[: -len(more)], told)
            catch_up(transaction)
        with store.writing() as transaction:
            append(transaction, more, told)
            catch_up(transaction, [each for each in PROJECTIONS if not each.of])
            assert transaction.progress(spec(STAGES)) != transaction.head()
            catch_up(transaction)
            found = {row[0] for row in transaction.sift(spec(STAGES), [], ["verdict"])}

    assert "kept" in found


@pytest.mark.parametrize("name", [name for name, _ in COLUMNS])
def test_every_column_is_there_in_every_row(name: str) -> None:
    assert all(name in row for row in staged(Telling(BASE, RECURRING)))
