"""Who said what when, and everything that happened in order: `said` and `timeline`."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ledger.projections.happenings import HAPPENINGS, Who, what
from tests.projections.asking import ask, given, only
from tests.telling import Telling

TOLD = """
- {type: source, id: wire, title: First, publisher: The Wire, published: 2020-09-09}
- {type: source, id: blog, title: Second, published: 2020-09-12}
- {type: actor, id: us, name: United States, kind: state}
- {type: actor, id: general, name: Ann General, kind: person}
- {type: measure, id: troops, unit: troops}
- type: announcement
  id: cut
  date: Wednesday
  source: [wire, {source: blog, passage: a line}]
  speaker: general
  role: Commander
  on_behalf_of: us
  audience: reporters
  place: Iraq
  quote: we go to 3,000
  kind: pledge
  commits: [{id: c, title: fewer, debtor: us}]
- {type: statement, id: doubt, date: 2020-09-01/2020-09-30, source: blog, speaker: {described: an aide, of: us}, says: nobody leaves, place: Kabul, kind: rationale}
- {type: agreement, id: deal, date: in February, source: wire, parties: [us, {described: elders}], name: The deal}
- {type: occurrence, id: attack, date: last December, source: wire, name: rocket attack, actors: []}
- {type: occurrence, id: answer, date: last December, source: wire, name: an answer, actors: [us], relations: [{rel: retaliates_for, to: attack}]}
- {type: occurrence, id: vote, date: in November, source: wire, name: a vote, scheduled: yes}
- {type: consolidation, id: drawn, date: Earlier this year, source: wire, actor: us, means: leaving bases}
- {type: withdrawal, id: out, date: {phrase: several days later, event: answer}, source: wire, actor: us, measure: troops, number: 500, level_after: 5000}
- {type: level, id: many, source: wire, measure: troops, value: around 5200}
"""  # noqa: E501


def test_a_happening_holds_days_people_words_and_sources() -> None:
    cut = next(each for each in given(HAPPENINGS, TOLD) if each.id == "cut")

    assert (cut.position, cut.type, cut.phrase, cut.rule) == (6, "announcement", "Wednesday", "R12")
    assert cut.earliest == cut.latest == cut.known_from == dt.date(2020, 9, 9)
    assert cut.who == (Who(id="general", name="Ann General"),)
    assert (cut.sources, cut.publishers) == (("wire", "blog"), ("The Wire", "blog"))
    assert cut.what == "“we go to 3,000”"
    assert cut.commits == ("c",)
    assert cut.speech["role"] == "Commander"


def test_records_about_the_record_are_no_happenings_and_what_was_retracted_is_gone() -> None:
    records = """
- {type: correction, id: c1, of: cut, set: {quote: we go to 2,900}, reason: heard again}
- {type: retraction, id: r1, of: doubt, reason: no}
""".replace("we go to 2,900", '"we go to 2,900"')
    rows = {each.id: each for each in given(HAPPENINGS, TOLD, records)}

    assert set(rows) == {"cut", "deal", "attack", "answer", "vote", "drawn", "out", "many"}
    assert rows["cut"].what == "“we go to 2,900”"
    assert rows["cut"].corrected_by == (15,)


def test_a_corrected_name_is_shown_wherever_the_actor_speaks() -> None:
    named = "- {type: correction, id: c1, of: general, set: {name: Anne Marshal}, reason: r}"

    assert ask("said", Telling(TOLD, named))[-1]["speaker"] in ("Anne Marshal", "an aide")
    assert {row["speaker"] for row in ask("said", Telling(TOLD, named))} == {
        "Anne Marshal",
        "an aide",
    }


@pytest.mark.parametrize(
    ("id", "line"),
    [
        ("cut", "“we go to 3,000”"),
        ("doubt", "nobody leaves"),
        ("deal", "The deal"),
        ("attack", "rocket attack"),
        ("drawn", "leaving bases"),
        ("out", "troops 500 to 5000"),
        ("many", "troops: around 5200"),
    ],
)
def test_one_line_says_what_happened(id: str, line: str) -> None:
    events = {each.id: each.event for each in Telling(TOLD).recorded}

    assert what(events[id]) == line


def test_said_tells_who_said_what_in_which_office_to_whom_according_to_whom() -> None:
    rows = ask("said", Telling(TOLD), "2020-10-01")

    assert only(rows, "id", "speaker", "speaker_id", "role", "audience", "words", "according_to") == [
        ("cut", "Ann General", "general", "Commander", "reporters", "“we go to 3,000”",
         "The Wire, blog"),
        ("doubt", "an aide", None, None, None, "nobody leaves", "blog"),
    ]  # fmt: skip
    assert rows[0]["recorded_at"] == dt.datetime(2026, 1, 1, 12, 5, tzinfo=dt.UTC)
    assert (rows[0]["recorder"], rows[0]["commits"], rows[0]["sources"]) == (
        "tester", ["c"], ["wire", "blog"])  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"by": "general"}, ["cut"]),
        ({"by": "ann"}, ["cut"]),
        ({"by": "aide"}, ["doubt"]),
        ({"by": "us"}, []),
        ({"kind": "pledge"}, ["cut"]),
        ({"place": "kabul"}, ["doubt"]),
        ({"about": "3,000"}, ["cut"]),
        ({"about": "leaves"}, ["doubt"]),
        ({"from_": dt.date(2020, 9, 10)}, ["doubt"]),
        ({"to": dt.date(2020, 9, 8)}, ["doubt"]),
        ({"from_": dt.date(2020, 10, 1)}, []),
    ],
)
def test_filters_narrow_what_was_said(filters: dict[str, Any], ids: list[str]) -> None:
    assert [row["id"] for row in ask("said", Telling(TOLD), "2020-12-01", **filters)] == ids


def test_a_statement_counts_from_its_latest_day_on() -> None:
    assert [row["id"] for row in ask("statements", Telling(TOLD), "2020-09-29")] == ["cut"]
    assert ask("said", Telling(TOLD), "2020-09-08") == []


def test_what_happened_between_two_statements_orders_them_though_it_is_no_statement() -> None:
    between = """
- {type: statement, id: first, date: 2020-09-20, source: blog, speaker: us, says: first}
- {type: occurrence, id: middle, date: 2020-09-18, source: blog, name: middle, relations: [{rel: after, to: first}]}
- {type: statement, id: last, date: 2020-09-16, source: blog, speaker: us, says: last, relations: [{rel: in_wake_of, to: middle}]}
"""  # noqa: E501
    rows = ask("said", Telling(TOLD, between), "2020-12-01", by="us")

    assert [row["id"] for row in rows] == ["first", "last"]


def test_the_timeline_tells_everything_in_order_of_happening() -> None:
    rows = ask("timeline", Telling(TOLD), "2020-10-01")

    assert only(rows, "id", "type", "who", "scheduled") == [
        ("attack", "occurrence", [], "no"),
        ("answer", "occurrence", ["United States"], "no"),
        ("out", "withdrawal", ["United States"], "no"),
        ("deal", "agreement", ["United States", "elders"], "no"),
        ("drawn", "consolidation", ["United States"], "no"),
        ("cut", "announcement", ["Ann General"], "no"),
        ("many", "level", [], "no"),
        ("doubt", "statement", ["an aide"], "no"),
        ("vote", "occurrence", [], "yes"),
    ]
    assert rows[1]["relations"] == ["retaliates_for attack"]


def test_what_has_not_happened_yet_is_left_out_unless_it_is_scheduled() -> None:
    ids = [row["id"] for row in ask("timeline", Telling(TOLD), "2020-01-05")]

    assert ids == ["attack", "answer", "vote"]


def test_what_hangs_on_nothing_that_stands_has_no_day_and_is_not_told() -> None:
    told = Telling(TOLD, "- {type: retraction, id: r1, of: answer, reason: no}")

    ids = [row["id"] for row in ask("timeline", told, "2020-10-01")]
    assert "out" not in ids
    assert "answer" not in ids


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"type": "level"}, ["many"]),
        ({"by": "general"}, ["cut"]),
        ({"by": "united states"}, ["answer", "out", "deal", "drawn"]),
        ({"place": "iraq"}, ["cut"]),
        ({"about": "rocket"}, ["attack"]),
        ({"about": "troops", "type": "withdrawal"}, ["out"]),
        ({"to": dt.date(2019, 12, 31)}, ["attack", "answer", "out"]),
        ({"to": dt.date(2019, 12, 3)}, ["attack", "answer"]),
        ({"from_": dt.date(2020, 10, 1)}, ["vote"]),
    ],
)
def test_filters_narrow_the_timeline(filters: dict[str, Any], ids: list[str]) -> None:
    assert [row["id"] for row in ask("timeline", Telling(TOLD), "2020-10-01", **filters)] == ids
