"""Reports lie with their own measure alone; put together they are what the whole history tells."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ledger.model.history import effective
from ledger.model.reports import Reports
from ledger.projections.commitments import COMMITMENTS, needs_with_reports, with_reports
from ledger.projections.measures import MEASURES
from ledger.projector import catch_up, gather, read_rows, spec
from tests.projections.asking import facts_of, rows_of
from tests.projections.lived import BASE, eventful, ledgers
from tests.projections.plain import HeldEvents, commitments_on, measures_on
from tests.projections.test_catching_up import append, in_memory
from tests.telling import Telling

quietly = settings(deadline=None, suppress_health_check=list(HealthCheck))
DAYS = st.dates(dt.date(2020, 8, 1), dt.date(2021, 4, 1))
LEDGERS = st.one_of(ledgers, ledgers, eventful)

SHARES = """
- {type: measure, id: rate, unit: "%"}
- {type: measure, id: part-rate, unit: percent, part_of: rate}
- {type: level, id: l1, source: wire, measure: rate, value: 45%}
- {type: level, id: l2, source: wire, measure: part-rate, value: "40"}
- {type: level, id: l3, source: wire, measure: some-forces, value: 40%}
- {type: level, id: l4, source: wire, measure: few-forces, value: "2.5", scope: the tall}
- {type: level, id: l5, source: paper, measure: all-forces, value: "2.5 to 7.50", scope: cooks}
- {type: corroboration, id: c1, of: l5, source: wire, date: 2020-11-01, set: {value: 3 to 7}}
- {type: corroboration, id: c2, of: few-forces, source: wire, date: 2020-11-02, set: {part_of: rate}}
- {type: source_update, id: u1, source: wire, change: retracted, date: 2020-12-01}
"""


@settings(quietly, max_examples=250)
@given(LEDGERS, st.lists(DAYS, min_size=1, max_size=3))
@example(Telling(BASE, SHARES), [dt.date(2020, 10, 31), dt.date(2020, 11, 30)])
def test_what_is_put_together_is_what_the_whole_history_tells(
    told: Telling, days: list[dt.date]
) -> None:
    """Whatever is reported of parts and wholes, corrected, corroborated, or without a source."""
    history = effective(told.recorded)
    for day in (*days, *history.turns, dt.date.max):
        plain = history.on(day)

        assert facts_of((COMMITMENTS,), told, day) == commitments_on(plain)
        assert facts_of((MEASURES,), told, day) == measures_on(plain)


def test_a_report_lies_in_the_row_of_its_measure_alone() -> None:
    """Several commitments and measures look at it there."""
    told = Telling(BASE)

    assert all(not each.reports for each in rows_of(COMMITMENTS, told))
    rows = {row.id: row for row in rows_of(MEASURES, told)}
    assert {id: row.levels.position for id, row in rows.items()} == {
        "all-forces": (), "some-forces": (10,), "few-forces": (),
    }  # fmt: skip
    commitments = {each.id: each for each in facts_of((COMMITMENTS,), told, dt.date.max)}
    assert [report.covers for report in commitments["first"].reports] == ["same"]
    assert [report.covers for report in commitments["second"].reports] == ["part"]


def test_what_other_sources_add_to_lies_beside_with_its_days() -> None:
    """And what they change nothing of is told once."""
    told = Telling(BASE, SHARES)
    rows = {row.id: row for row in rows_of(MEASURES, told)}

    late = rows["all-forces"].turning
    assert late.position == (17, 17)
    assert [dt.date.fromordinal(day) for day in late.since[1:]] == [dt.date(2020, 11, 1)]
    assert [one.part_of for one in rows["few-forces"].declared] == [None, "rate"]


def test_a_commitment_gathered_with_its_reports_is_the_whole_of_its_history() -> None:
    told = Telling(BASE)
    held = HeldEvents(told.recorded)

    ids = {event.id for event in gather(held, with_reports(), "first").history}
    assert "first-level" in ids
    assert "first-level" not in {event.id for event in gather(held, COMMITMENTS, "first").history}
    assert "measure:some-forces" in set(needs_with_reports("first", told.history()))


def test_reports_put_together_are_told_in_full_one_by_one() -> None:
    told = Telling(BASE)
    first = next(each for each in facts_of((COMMITMENTS,), told, dt.date.max) if each.id == "first")

    assert isinstance(first.reports, Reports)
    assert (first.reports[0].id, first.reports[0].raw) == ("first-level", "5000")


def test_a_measure_that_was_a_part_of_several_wholes_is_read_back_as_one() -> None:
    """Beside its row lie others by which its wholes find it."""
    told = Telling(BASE, SHARES)
    with in_memory() as store, store.writing() as transaction:
        append(transaction, told.recorded, told)
        catch_up(transaction)

        assert len(list(transaction.rows(spec(MEASURES), ["few-forces"]))) == 2
        read = list(read_rows(transaction, MEASURES, dt.date(2020, 11, 30)))
    assert read == rows_of(MEASURES, told)
