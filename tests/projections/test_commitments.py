"""What was promised and what became of it: the facts of commitments, and `commitments`, `due`, `overdue`."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ledger.errors import UsageError
from ledger.model.facts import CommitmentFacts
from ledger.model.judgement import Manner
from ledger.projections.commitments import COMMITMENTS
from tests.projections.asking import ask, given, only
from tests.telling import Telling

REPORT = """
- {type: source, id: wire, title: First, publisher: The Wire, published: 2020-09-09}
- {type: source, id: paper, title: Second, publisher: The Paper, published: 2020-10-20}
- {type: actor, id: us, name: United States, kind: state}
- {type: actor, id: taliban, name: Taliban, kind: organisation}
- {type: actor, id: general, name: Ann General, kind: person}
- {type: measure, id: us/iraq, unit: troops, place: Iraq}
- {type: measure, id: foreign/afghanistan, unit: troops, place: Afghanistan}
- {type: measure, id: us/afghanistan, unit: troops, place: Afghanistan, part_of: foreign/afghanistan}
- {type: occurrence, id: vote, name: a vote, kind: election, source: wire, date: in November, scheduled: yes}
- type: announcement
  id: reduction
  date: Wednesday
  source: wire
  speaker: general
  place: Iraq
  quote: from about 5,200 to 3,000 during the month of September
  commits:
    - {id: iraq-3000, debtor: us, measure: us/iraq, baseline: "about 5,200", at_most: 3000, due: during the month of September}
- type: statement
  id: remark
  date: 2020-08-01
  source: wire
  speaker: {described: an aide, of: us}
  says: 4,000 out ahead of the vote
  commits:
    - {id: out-4000, debtor: us, measure: us/afghanistan, down_by: 4000, due: {phrase: ahead of the vote, event: vote}}
- type: agreement
  id: deal
  date: in February
  source: wire
  parties: [us, taliban]
  says: forces against guarantees
  commits:
    - {id: all-out, title: everybody leaves, debtor: us, creditor: taliban, measure: foreign/afghanistan, all_out: yes, due: by May next year, given: guarantees}
    - {id: guarantees, title: guarantees, debtor: taliban, creditor: us, mode: maintain, given: all-out}
- {type: level, id: us-level, source: wire, measure: us/afghanistan, value: around 8600}
- {type: level, id: iraq-level, source: wire, measure: us/iraq, value: around 5200}
"""  # noqa: E501


def facts_of(id: str, *documents: str) -> CommitmentFacts:
    """The facts of one commitment."""
    found: CommitmentFacts = next(
        each for each in given(COMMITMENTS, REPORT, *documents) if each.id == id
    )
    return found


def test_a_commitment_knows_its_maker_its_deadline_and_the_reports_on_its_measure() -> None:
    facts = facts_of("iraq-3000")

    assert (facts.maker, facts.maker_type, facts.by) == ("reduction", "announcement", ("general",))
    assert (facts.earliest, facts.latest) == (dt.date(2020, 9, 9), dt.date(2020, 9, 9))
    assert (facts.due_lo, facts.due_hi) == (dt.date(2020, 9, 30), dt.date(2020, 9, 30))
    assert [(report.id, report.covers) for report in facts.reports] == [("iraq-level", "same")]
    assert facts.names == {"us": "United States", "general": "Ann General"}
    assert facts.sources == ("wire",)
    assert facts.conditions == ()


def test_a_deadline_hangs_on_its_event_as_that_stands() -> None:
    assert facts_of("out-4000").due_lo == dt.date(2020, 10, 31)
    dated = facts_of(
        "out-4000", "- {type: correction, id: c, of: vote, set: {date: 2020-11-03}, reason: r}"
    )
    assert (dated.due_lo, dated.due_hi, dated.due_anchor) == (
        dt.date(2020, 11, 2), dt.date(2020, 11, 2), 9)  # fmt: skip
    gone = facts_of("out-4000", "- {type: retraction, id: r, of: vote, reason: r}")
    assert (gone.due_lo, gone.due_hi, gone.due_anchor) == (None, None, None)


def test_reports_on_parts_and_wholes_are_told_apart() -> None:
    assert [(each.id, each.covers) for each in facts_of("all-out").reports] == [
        ("us-level", "part")
    ]
    whole = facts_of(
        "out-4000",
        "- {type: level, id: whole, source: paper, measure: foreign/afghanistan, value: 4000}",
    )
    assert [(r.id, r.covers) for r in whole.reports] == [("us-level", "same"), ("whole", "whole")]


def test_a_report_on_some_of_what_a_measure_counts_is_one_on_a_part_of_it() -> None:
    """Of some of the whole nobody knows whether they are in this part, so that says nothing."""
    some = """
- {type: level, id: some, source: paper, measure: us/afghanistan, value: 10, scope: trainers}
- {type: level, id: other, source: paper, measure: foreign/afghanistan, value: 10, scope: cooks}
- {type: withdrawal, id: home, source: paper, measure: us/afghanistan, level_after: 20, scope: cooks}
"""
    reports = facts_of("out-4000", some).reports

    assert [(each.id, each.covers) for each in reports] == [
        ("us-level", "same"), ("some", "part"), ("home", "part")]  # fmt: skip


def test_measures_that_are_parts_of_each_other_in_a_circle_bound_neither() -> None:
    circle = """
- {type: correction, id: c, of: foreign/afghanistan, set: {part_of: us/afghanistan}, reason: r}
"""
    assert [each.id for each in facts_of("out-4000", circle).reports] == ["us-level"]
    assert facts_of("all-out", circle).reports == ()


def test_the_condition_of_a_condition_is_left_out() -> None:
    all_out, guarantees = facts_of("all-out"), facts_of("guarantees")

    assert [(each.id, each.conditions) for each in all_out.conditions] == [("guarantees", ())]
    assert [(each.id, each.conditions) for each in guarantees.conditions] == [("all-out", ())]


@pytest.mark.parametrize(
    ("retracted", "ids", "void"),
    [
        (["reduction"], ["iraq-3000"], True),
        (["wire"], ["iraq-3000"], True),
        (["us"], ["iraq-3000"], False),
        (["us/iraq"], ["iraq-3000"], False),
        (["paper"], ["iraq-3000"], False),
    ],
)
def test_a_commitment_is_void_when_its_record_or_its_only_source_was_retracted(
    retracted: list[str], ids: list[str], void: bool
) -> None:
    told = Telling(REPORT)
    for number, of in enumerate(retracted):
        told.tell([{"type": "retraction", "id": f"r{number}", "of": of, "reason": "no"}])

    rows = {row["id"]: row for row in ask("commitments", told, "2020-09-09")}
    assert [rows[id]["verdict"] == "void" for id in ids] == [void]


def test_a_commitment_with_another_source_outlives_the_retraction_of_one() -> None:
    told = Telling(REPORT)
    told.tell([{"type": "correction", "id": "c", "of": "reduction", "set": {"source": ["wire", "paper"]},
                "reason": "seen there too"}])  # fmt: skip
    told.tell([{"type": "retraction", "id": "r1", "of": "wire", "reason": "no"}])
    assert (
        dict(only(ask("commitments", told, "2020-09-09"), "id", "verdict"))["iraq-3000"] == "open"
    )
    told.tell([{"type": "retraction", "id": "r2", "of": "paper", "reason": "no"}])
    assert (
        dict(only(ask("commitments", told, "2020-09-09"), "id", "verdict"))["iraq-3000"] == "void"
    )
    told.tell([{"type": "retraction", "id": "r3", "of": "r1", "reason": "yes"}])
    assert (
        dict(only(ask("commitments", told, "2020-09-09"), "id", "verdict"))["iraq-3000"] == "open"
    )


def test_the_board_lists_by_deadline_what_was_promised_by_the_day() -> None:
    told = Telling(REPORT)

    assert only(ask("commitments", told, "2020-09-09"), "id", "verdict", "overdue") == [
        ("iraq-3000", "open", "no"), ("out-4000", "open", "no"),
        ("all-out", "conditional", "no"), ("guarantees", "no-deadline", "no"),
    ]  # fmt: skip
    assert only(ask("commitments", told, "2021-06-01"), "verdict") == [
        ("past-due-unverified",), ("past-due-unverified",), ("past-due-unverified",),
        ("no-deadline",)]  # fmt: skip
    assert only(ask("commitments", told, "2020-08-01"), "id") == [
        ("out-4000",), ("all-out",), ("guarantees",)]  # fmt: skip
    assert ask("commitments", told, "2020-01-31") == []


def test_a_row_tells_terms_days_and_reasons() -> None:
    row = ask("commitments", Telling(REPORT), "2020-09-09")[0]

    wanted: dict[str, Any] = {
        "id": "iraq-3000", "title": "us/iraq: from about 5,200 at most 3000", "debtor": "us",
        "creditor": None, "mode": "achieve", "due_phrase": "during the month of September",
        "due_lo": dt.date(2020, 9, 30), "due_hi": dt.date(2020, 9, 30), "due_rule": "R5",
        "original_due_hi": dt.date(2020, 9, 30), "given": None, "lifecycle": "active",
        "clock": "not_due", "condition": "n/a", "fulfilled": "no", "verdict": "open",
        "verdict_vs_original": "open", "flags": [], "days_left": 21, "days_past": None,
        "progress_min": 0, "progress_max": 0, "last_evidence_on": dt.date(2020, 9, 9),
        "because": [10, 14],
    }  # fmt: skip
    assert {key: row[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"debtor": "us"}, {"iraq-3000", "out-4000", "all-out"}),
        ({"debtor": "united states"}, {"iraq-3000", "out-4000", "all-out"}),
        ({"debtor": "u"}, set()),
        ({"creditor": "taliban"}, {"all-out"}),
        ({"speaker": "general"}, {"iraq-3000"}),
        ({"speaker": "ann general"}, {"iraq-3000"}),
        ({"speaker": "an aide"}, {"out-4000"}),
        ({"measure": "us/iraq"}, {"iraq-3000"}),
        ({"mode": "maintain"}, {"guarantees"}),
        ({"lifecycle": "conditional"}, {"all-out", "guarantees"}),
        ({"verdict": "open"}, {"iraq-3000", "out-4000"}),
        ({"place": "iraq"}, {"iraq-3000"}),
        ({"about": "afghanistan"}, {"out-4000", "all-out"}),
        ({"about": "everybody"}, {"all-out"}),
        ({"debtor": "us", "verdict": "conditional"}, {"all-out"}),
    ],
)
def test_filters_narrow_the_board(filters: dict[str, Any], ids: set[str]) -> None:
    rows = ask("commitments", Telling(REPORT), "2020-09-09", **filters)

    assert {row["id"] for row in rows} == ids


def test_due_shows_what_falls_or_may_fall_due_in_the_days_asked_for() -> None:
    told = Telling(REPORT)

    def ids(as_of: str, **filters: Any) -> list[str]:
        return [row["id"] for row in ask("due", told, as_of, **filters)]

    assert ids("2020-09-09") == []
    assert ids("2020-09-16") == ["iraq-3000"]
    assert ids("2020-09-09", within=21) == ["iraq-3000"]
    assert ids("2020-09-09", within=20) == []
    assert ids("2020-11-10") == ["out-4000"]
    assert ids("2020-11-30") == []
    assert ids("2020-09-09", from_=dt.date(2021, 5, 1), to=dt.date(2021, 5, 2)) == ["all-out"]
    assert ids("2020-09-09", to=dt.date(2030, 1, 1)) == ["iraq-3000", "out-4000", "all-out"]
    assert ids("2020-09-09", to=dt.date(2030, 1, 1), debtor="taliban") == []
    with pytest.raises(UsageError, match="either --within or --to"):
        ids("2020-09-09", within=3, to=dt.date(2030, 1, 1))


def test_due_leaves_out_what_is_not_open() -> None:
    told = Telling(REPORT, "- {type: retraction, id: r, of: reduction, reason: no}")

    assert ask("due", told, "2020-09-16") == []


def test_overdue_shows_what_is_surely_overdue_and_on_demand_what_may_be() -> None:
    missed = "- {type: level, id: late, source: paper, measure: us/iraq, value: 5000}"
    told = Telling(REPORT, missed)

    def ids(as_of: str, manner: Manner | None = None, **filters: Any) -> list[str]:
        return [row["id"] for row in ask("overdue", told, as_of, manner=manner, **filters)]

    assert ids("2020-10-19") == []
    assert ids("2020-10-19", unknown=True) == ["iraq-3000"]
    assert ids("2020-10-20") == ["iraq-3000"]
    assert ids("2021-06-01", unknown=True) == ["iraq-3000", "out-4000", "all-out"]
    assert ids("2021-06-01", Manner(closed_world=True)) == ["iraq-3000", "out-4000"]
    assert ids("2021-06-01", speaker="an aide", unknown=True) == ["out-4000"]
