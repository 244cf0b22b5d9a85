"""What is stale, contradictory, countable, findable, and worth a second look."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from ledger.errors import UsageError
from ledger.model.verdict import VERDICTS
from ledger.projections.scorecard import GROUPS
from tests.projections.asking import ask, only
from tests.telling import Telling

REPORT = """
- {type: source, id: wire, title: First, publisher: The Wire, published: 2020-09-09}
- {type: source, id: paper, title: Second, publisher: The Paper, credits: [The Wire], published: 2020-09-10}
- {type: actor, id: us, name: United States, kind: state}
- {type: actor, id: general, name: Ann General, kind: person}
- {type: measure, id: all, unit: troops}
- {type: measure, id: some, unit: troops, part_of: all}
- type: announcement
  id: reduction
  source: wire
  speaker: general
  quote: we will be down to 3,000 by the end of September
  note: Told at a press conference.
  commits:
    - {id: down, debtor: us, measure: some, baseline: "5,200", at_most: "3,000", due: by the end of September}
    - {id: peace, debtor: us, title: peace in our time}
- {type: level, id: first, source: wire, measure: some, value: "5,200"}
"""


def told(*documents: str) -> Telling:
    """The report with what followed it."""
    return Telling(REPORT, *documents)


def test_what_nobody_reported_on_lately_is_stale_the_longest_silence_first() -> None:
    """A commitment that nobody ever reported on counts from the day it was made."""
    rows = ask("stale", told(), "2020-12-01", after=30)

    assert only(rows, "id", "days", "never") == [("down", 83, "no"), ("peace", 83, "yes")]
    assert ask("stale", told(), "2020-09-20") == []


def test_what_is_settled_or_ended_is_not_stale() -> None:
    """Nobody waits for a report on what was kept or taken back."""
    later = """
- {type: fulfilment, id: f, commitment: down, degree: full, source: paper, date: 2020-09-28}
- {type: rescission, id: r, commitment: peace, source: paper, date: 2020-09-28}
"""
    assert ask("stale", told(later), "2021-12-01") == []


def test_every_verdict_stands_in_one_group_of_the_scorecard() -> None:
    """So that the counts add up."""
    grouped = [verdict for group in GROUPS.values() for verdict in group]

    assert sorted(grouped) == sorted(VERDICTS)


def test_a_scorecard_gives_no_share_without_what_is_unverified() -> None:
    """Of two that were due, one is kept and one is not known: between a half and all."""
    more = """
- type: statement
  id: another
  source: wire
  speaker: general
  says: All will be home in October.
  commits: [{id: home, debtor: us, measure: all, all_out: yes, due: in October}]
- {type: fulfilment, id: f, commitment: down, degree: full, source: paper, date: 2020-09-28}
"""
    (row,) = ask("scorecard", told(more), "2020-12-01")

    assert (row["commitments"], row["rated"], row["kept"], row["unverified"]) == (3, 1, 1, 1)
    assert (row["share_kept_min"], row["share_kept_max"]) == (Decimal("0.50"), Decimal("1.00"))
    assert row["no_deadline"] == 1


def test_a_scorecard_adds_up_by_how_many_days_deadlines_were_moved() -> None:
    """Both ends as uncertain as the deadlines are."""
    moved = """
- {type: amendment, id: a, commitment: down, made_by: debtor, due: 2020-10-31, source: paper, date: 2020-09-10}
"""  # noqa: E501
    (row,) = ask("scorecard", told(moved), "2020-09-15")

    assert (row["rescheduled"], row["slip_min"], row["slip_max"]) == (1, 31, 31)


def test_a_speaker_who_misremembers_his_own_words_contradicts_himself() -> None:
    again = """
- type: statement
  id: later-words
  source: paper
  speaker: general
  quote: we said by October
  relations: [{rel: misrestates, to: reduction}]
"""
    (row,) = ask("contradictions", told(again))

    assert (row["kind"], row["first"], row["second"]) == ("speaker", "later-words", "reduction")
    assert "Ann General" in row["says"]


def test_levels_of_one_day_without_a_number_in_common_contradict_each_other() -> None:
    """Another day, or overlapping numbers, do not."""
    more = """
- {type: level, id: same-day, source: paper, measure: some, value: "4,000", date: 2020-09-09}
- {type: level, id: about, source: paper, measure: some, value: "about 5,200", date: 2020-09-09}
- {type: level, id: next-day, source: paper, measure: some, value: "1,000", date: 2020-09-10}
"""
    rows = ask("contradictions", told(more), kind="levels")

    pairs = {frozenset(pair) for pair in only(rows, "first", "second")}
    assert pairs == {frozenset({"first", "same-day"}), frozenset({"same-day", "about"})}


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (
            '- {type: level, id: whole, source: wire, measure: all, value: "4,000"}',
            "the part some at 5,200, the whole at 4,000",
        ),
        (
            (
                '- {type: withdrawal, id: w, source: wire, measure: some, level_before: "5,200", '
                'number: "1,000", level_after: "3,000"}'
            ),
            "5,200 less 1,000 is not 3,000",
        ),
        (
            (
                '- {type: deployment, id: d, source: wire, measure: some, level_before: "5,200", '
                'level_after: "3,000"}'
            ),
            "moved in, yet from 5,200 to 3,000",
        ),
    ],
)
def test_sums_that_fail_are_told(document: str, says: str) -> None:
    rows = ask("contradictions", told(document), kind="sums")

    assert [says in row["says"] for row in rows] == [True]
    assert [row["lint"] for row in ask("check", told(document)) if row["lint"] == "sums"] == [
        "sums"
    ]


def test_another_source_of_the_same_that_gives_another_day_is_kept_and_told() -> None:
    """What lies inside the first interval narrows it instead."""
    base = (
        "- {type: occurrence, id: vote, name: a vote, source: wire, date: 2020-11, scheduled: yes}"
    )
    inside = (
        base + "\n- {type: corroboration, id: c, of: vote, source: paper, set: {date: 2020-11-03}}"
    )
    outside = (
        base + "\n- {type: corroboration, id: c, of: vote, source: paper, set: {date: 2020-12-01}}"
    )

    assert ask("contradictions", told(inside), "2020-12-31") == []
    (row,) = ask("contradictions", told(outside), "2020-12-31")
    assert (row["kind"], row["about"]) == ("sources", "vote")
    assert "2020-12-01" in row["says"]


def test_changes_that_nothing_puts_in_order_are_told_with_both_readings() -> None:
    more = """
- {type: amendment, id: a, commitment: down, made_by: debtor, due: 2020-10-31, source: paper, date: 2020-09-10}
- {type: amendment, id: b, commitment: down, made_by: debtor, due: 2020-11-30, source: wire, date: 2020-09-10}
"""  # noqa: E501
    (row,) = ask("contradictions", told(more))

    assert (row["kind"], row["about"]) == ("changes", "down")
    (board,) = (r for r in ask("commitments", told(more)) if r["id"] == "down")
    assert (board["due_lo"], board["due_hi"]) == (dt.date(2020, 10, 31), dt.date(2020, 11, 30))


def test_words_are_found_whatever_their_case_and_accents_in_every_text_field() -> None:
    assert only(ask("search", told(), words="DOWN to"), "id", "found_in") == [
        ("reduction", "quote")
    ]
    assert only(ask("search", told(), words="press conférence"), "id", "found_in") == [
        ("reduction", "note")
    ]
    assert only(ask("search", told(), words="peace"), "id", "found_in") == [
        ("reduction", "commitment")
    ]
    assert ask("search", told(), words='"to down"') == []


def test_what_was_not_yet_said_is_not_found() -> None:
    assert ask("search", told(), "2020-09-08", words="down") == []


def test_a_search_for_nothing_is_refused() -> None:
    with pytest.raises(UsageError):
        ask("search", told(), words="  ")


@pytest.mark.parametrize(
    ("document", "lint", "about", "says"),
    [
        (
            "- {type: occurrence, id: x, name: a meeting, source: wire, date: Tuesday 1 September 2021}",
            "told-before", "x", "is it scheduled?",
        ),
        (
            ("- {type: statement, id: x, speaker: us, source: wire, says: done, commits: "
            '[{id: late, debtor: us, title: something, due: 2019-12-31}]}'),
            "due-before-said", "late", "is the year right",
        ),
        (
            ("- {type: statement, id: x, speaker: us, source: wire, says: more, commits: "
            '[{id: up, debtor: us, measure: some, baseline: "3,000", at_most: "5,200", due: 2021}]}'),
            "upside-down", "up", "are from and to reversed?",
        ),
        (
            "- {type: statement, id: x, speaker: us, source: [wire, paper], says: it is so}",
            "only-repeats", "x", "paper credits The Wire",
        ),
        (
            ("- {type: rescission, id: r, commitment: down, source: wire, date: 2020-09-10}\n"
            "- {type: amendment, id: a, commitment: down, made_by: debtor, due: 2021, source: wire, "
            "date: 2020-09-20}"),
            "after-the-end", "down", "comes after its rescission",
        ),
        (
            "- {type: source_update, id: u, source: wire, change: retracted, date: 2020-09-20}",
            "unsupported", "first", "every source of it was retracted",
        ),
    ],
)  # fmt: skip
def test_what_is_improbable_is_recorded_and_asked_about(
    document: str, lint: str, about: str, says: str
) -> None:
    rows = ask("check", told(document), "2022-01-01", lint=lint)

    assert any(row["about"] == about and says in row["says"] for row in rows), rows


def test_a_weekday_that_does_not_fit_its_date_is_asked_about() -> None:
    """9 September 2020 was a Wednesday."""
    wrong = "- {type: occurrence, id: x, name: talks, source: wire, date: Monday 7 September 2020}"
    right = wrong.replace("id: x", "id: y")
    misfit = "- {type: occurrence, id: z, name: talks, source: wire, date: Friday 4 September 2020}"

    assert ask("check", told(wrong, right), lint="weekday") == []
    assert ask("check", told(misfit), lint="weekday") == []
    rows = ask(
        "check",
        told(
            "- {type: occurrence, id: x, name: talks, source: wire, date: Tuesday 7 September 2020}"
        ),
        lint="weekday",
    )
    assert only(rows, "about") == [("x",)]
    assert "a Monday" in rows[0]["says"]


def test_the_report_itself_raises_only_that_peace_has_no_deadline() -> None:
    assert only(ask("check", told()), "lint", "about") == [("never-overdue", "peace")]
