"""`deadlines`, `agreements`, `actors` and `sources`: asked of the shipped case, on several days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors.running import CASE, PEOPLE, Desk, desk

TODAY = ("--today", "2026-01-01")


@pytest.fixture(name="case", scope="module")
def _case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("case"), CASE.read_text("utf-8")) as made:
        yield made


def test_deadlines_come_in_order_with_the_days_left_or_past(case: Desk) -> None:
    rows = case.rows("deadlines", "--as-of", "2020-11-10", *TODAY)

    assert [(row["id"], row["clock"], row["days_left"], row["days_past"]) for row in rows] == [
        ("us-iraq-3000", "passed", None, 41),
        ("afghanistan-4000-out", "window", None, None),
        ("foreign-forces-out", "not_due", 171, None),
    ]


def test_deadlines_between_two_days_are_those_that_may_fall_there(case: Desk) -> None:
    rows = case.rows(
        "deadlines", "--as-of", "2020-09-09", "--from", "2020-10-15", "--to", "2020-11-15", *TODAY
    )

    assert [row["id"] for row in rows] == ["afghanistan-4000-out"]


def test_a_strict_reader_takes_the_first_day_for_the_deadline(case: Desk) -> None:
    rows = case.rows("deadlines", "--as-of", "2021-05-15", "--strict", *TODAY)

    assert rows[-1]["id"] == "foreign-forces-out"
    assert (rows[-1]["due_hi"], rows[-1]["days_past"]) == ("2021-04-30", 15)


def test_what_is_kept_is_awaited_no_more_and_shown_on_request(tmp_path: Path) -> None:
    promise = """
- type: announcement
  id: fewer-guards
  source: gazette
  speaker: rudolf
  says: There will be at most 100 guards by the end of October.
  commits:
    - {id: guards-100, debtor: ruritania, measure: guards/strelsau, at_most: 100,
       due: by 31 October 2020}
    - {id: be-good, title: be good, debtor: ruritania, due: soon}
- {type: level, id: count, source: gazette, date: 2020-10-20, measure: guards/strelsau, value: 90}
"""
    with desk(tmp_path, PEOPLE + promise) as made:
        awaited = made.rows("deadlines", "--as-of", "2020-11-15", *TODAY)
        every = made.rows("deadlines", "--all", "--as-of", "2020-11-15", *TODAY)
        dated = made.rows("deadlines", "--to", "2030-01-01", "--as-of", "2020-11-15", *TODAY)

    assert [(row["id"], row["clock"]) for row in awaited] == [("be-good", "vague")]
    assert [(row["id"], row["verdict"]) for row in every] == [
        ("guards-100", "kept"),
        ("be-good", "unverifiable"),
    ]
    assert dated == []


def test_an_agreement_shows_each_obligation_its_condition_and_its_verdict(case: Desk) -> None:
    ran = case.pledger("agreements", "--as-of", "2021-06-01", *TODAY)

    assert ran.out == (
        "Agreements and their obligations\n"
        "\n"
        " agreement         to           obligation           given                verdict\n"
        f" {'─' * 94}\n"
        " us-taliban-deal   2020-02-29   foreign-forces-out   taliban-guarantees   "
        "? past-due-unverified\n"
        " us-taliban-deal   2020-02-29   taliban-guarantees   foreign-forces-out   "
        "· no-deadline\n"
        "\n"
        "agreements · as of 2021-06-01 · known by 2026-01-01 · recorded by position 33 · head 33 · "
        "asked\n2026-01-01\n"
    )


def test_agreements_are_found_by_a_party_and_by_words_of_an_obligation(case: Desk) -> None:
    def found(*filters: str) -> list[str]:
        rows = case.rows("agreements", *filters, "--as-of", "2021-06-01", *TODAY)
        return [row["obligation"] for row in rows]

    assert found("--party", "taliban") == ["foreign-forces-out", "taliban-guarantees"]
    assert found("--party", "united st") == ["foreign-forces-out", "taliban-guarantees"]
    assert found("--party", "iran") == []
    assert found("--debtor", "taliban") == ["taliban-guarantees"]
    assert found("--about", "security guarantees") == ["foreign-forces-out", "taliban-guarantees"]
    assert found("--verdict", "no-deadline") == ["taliban-guarantees"]


def test_an_agreement_without_obligations_is_listed_all_the_same(tmp_path: Path) -> None:
    treaty = """
- {type: agreement, id: pact, source: gazette, parties: [ruritania, rudolf], name: Pact of Zenda}
"""
    with desk(tmp_path, PEOPLE + treaty) as made:
        rows = made.rows("agreements", *TODAY)

    assert [(row["agreement"], row["says"], row["obligation"], row["verdict"]) for row in rows] == [
        ("pact", "Pact of Zenda", None, None)
    ]


def test_an_agreement_is_not_listed_before_it_has_surely_been_made(case: Desk) -> None:
    assert case.rows("agreements", "--as-of", "2020-02-28", *TODAY) == []
    assert len(case.rows("agreements", "--as-of", "2020-02-29", *TODAY)) == 2


def test_an_actor_shows_spellings_posts_and_counts(case: Desk) -> None:
    rows = {row["id"]: row for row in case.rows("actors", "--as-of", "2021-06-01", *TODAY)}

    general = rows["frank-mckenzie"]
    assert general["aliases"] == ["McKensie"]
    assert general["posts"] == [
        {
            "post": "Commander, U.S. Central Command",
            "organisation": None,
            "from": "2020-09-09",
            "to": "2020-09-09",
            "basis": "role",
        }
    ]
    assert general["posts_seen"] == ["Commander, U.S. Central Command (2020-09-09)"]
    assert (general["said"], general["owes"]) == (5, 0)
    state = rows["united-states"]
    assert (state["said"], state["spoken_for"], state["agreed"], state["did"]) == (0, 4, 1, 4)
    assert (state["owes"], state["open"], state["overdue"], state["owed"]) == (5, 5, 0, 1)


def test_a_recorded_tenure_tells_the_days_of_a_post(tmp_path: Path) -> None:
    tenures = """
- {type: tenure, person: rudolf, post: King, organisation: ruritania, starts: 2020-03-01,
   ends: 2020-06-30}
- {type: tenure, person: rudolf, post: Guest, starts: 2021-01-01}
- {type: statement, source: gazette, speaker: rudolf, role: King, date: 2020-05-01, says: Yes.}
- {type: statement, source: gazette, speaker: rudolf, role: Traveller, date: 2020-09-01, says: No.}
"""
    with desk(tmp_path, PEOPLE + tenures) as made:
        [row] = made.rows("actors", "--about", "rudolf", "--as-of", "2020-12-31", *TODAY)
        found = made.rows("actors", "--post", "guest", "--as-of", "2021-02-01", *TODAY)

    assert row["posts_seen"] == ["King (2020-03-01 … 2020-06-30)", "Traveller (2020-09-01)"]
    assert [post["basis"] for post in row["posts"]] == ["tenure", "role"]
    assert [one["id"] for one in found] == ["rudolf"]


def test_another_source_and_a_change_of_a_source_are_seen(tmp_path: Path) -> None:
    document = """
- {type: source, id: mirror, title: Court news, publisher: Mirror, published: 2020-09-10}
- {type: statement, id: hello, source: gazette, speaker: rudolf, says: Hello.}
- {type: statement, id: bye, source: gazette, speaker: rudolf, says: Bye.}
- {type: corroboration, of: hello, source: mirror}
- {type: source_update, source: gazette, change: corrected, date: 2020-09-15}
"""
    with desk(tmp_path, PEOPLE + document) as made:
        rows = made.rows("sources", "--as-of", "2020-12-31", *TODAY)
        before = made.rows("sources", "--as-of", "2020-09-14", *TODAY)

    assert [(row["id"], row["events"], row["alone"], row["changes"]) for row in rows] == [
        ("gazette", 2, 1, ["corrected (2020-09-15)"]),
        ("mirror", 1, 0, []),
    ]
    assert before[0]["changes"] == []


def test_what_an_actor_did_counts_from_the_day_on_which_it_has_surely_happened(case: Desk) -> None:
    before = {row["id"]: row for row in case.rows("actors", "--as-of", "2020-09-08", *TODAY)}

    assert before["frank-mckenzie"]["said"] == 0
    assert before["frank-mckenzie"]["posts"] == []
    assert before["frank-mckenzie"]["first_on"] is None
    assert before["donald-trump"]["last_on"] == "2020-08-31"


def test_what_was_published_later_is_hidden_from_an_earlier_reader(case: Desk) -> None:
    rows = case.rows("actors", "--known-by", "2020-09-08", "--as-of", "2021-06-01", *TODAY)

    assert {row["said"] for row in rows} == {0}
    assert len(rows) == 7


def test_a_retracted_alias_is_a_spelling_no_more_but_was_one(tmp_path: Path) -> None:
    alias = "- {type: alias, id: rassendil, actor: rudolf, name: Rassendil}\n"
    with desk(tmp_path, PEOPLE, alias) as made:
        head = made.head
        assert made.pledger("retract", "rassendil", "--reason", "ours", "--yes").status == 0
        now = made.rows("actors", "--about", "rudolf")
        then = made.rows("actors", "--about", "rudolf", "--recorded-by", str(head))

    assert now[0]["aliases"] == []
    assert then[0]["aliases"] == ["Rassendil"]


def test_actors_are_found_by_kind_by_post_and_by_another_spelling(case: Desk) -> None:
    def found(*filters: str) -> list[str]:
        return [row["id"] for row in case.rows("actors", *filters, *TODAY)]

    assert found("--kind", "organisation") == ["taliban", "us-military"]
    assert found("--post", "central command") == ["frank-mckenzie"]
    assert found("--about", "mckensie") == ["frank-mckenzie"]


def test_a_source_says_how_much_rests_on_it_and_whether_its_text_is_at_hand(tmp_path: Path) -> None:
    speech = """
- {type: statement, id: hello, source: gazette, speaker: rudolf, quote: Long live the king}
- {type: statement, id: again, source: [gazette, mirror], speaker: rudolf, says: He said it again.}
- {type: source, id: mirror, title: Court news, publisher: Mirror, published: 2020-09-10}
"""
    with desk(tmp_path, PEOPLE + speech) as made:
        before = made.rows("sources", *TODAY)
        text = made.write("gazette.txt", "All cried: Long live the king!\n")
        kept = made.pledger("source", "text", "gazette", text)
        after = made.rows("sources", "--text", "at hand")
        [file] = (tmp_path / "ledger.db.texts").iterdir()
        file.write_text("All cried: Down with the king!\n")
        changed = made.rows("sources", "--text", "changed")
        file.unlink()
        gone = made.rows("sources", "--text", "not at hand")

    assert kept.status == 0
    assert [
        (row["id"], row["events"], row["alone"], row["quotations"], row["text"]) for row in before
    ] == [("gazette", 2, 1, 1, "none"), ("mirror", 1, 0, 0, "none")]
    assert [row["id"] for row in after] == ["gazette"]
    assert [row["id"] for row in changed] == ["gazette"]
    assert [row["id"] for row in gone] == ["gazette"]


def test_sources_are_found_by_day_publisher_and_words(case: Desk) -> None:
    def found(*filters: str) -> list[str]:
        return [row["id"] for row in case.rows("sources", *filters, *TODAY)]

    assert found("--from", "2020-09-09", "--to", "2020-09-09") == ["nbc-2020-09-09"]
    assert found("--from", "2020-09-10") == []
    assert found("--publisher", "associated press") == ["nbc-2020-09-09"]
    assert found("--about", "troops") == ["nbc-2020-09-09"]


@pytest.mark.parametrize("question", ["deadlines", "agreements", "actors", "sources"])
def test_rebuilt_views_answer_as_those_that_were_caught_up(question: str, tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")) as made:
        assert made.pledger("retract", "axios-remark", "--reason", "ours", "--yes").status == 0
        caught_up = made.rows(question, "--as-of", "2021-06-01")
        replayed = made.rows(question, "--as-of", "2021-06-01", "--recorded-by", str(made.head))
        assert made.pledger("rebuild").status == 0
        rebuilt = made.rows(question, "--as-of", "2021-06-01")

    assert caught_up == rebuilt == replayed


@pytest.mark.parametrize("question", ["deadlines", "agreements", "actors", "sources"])
def test_every_answer_has_exactly_the_columns_it_declares(question: str, case: Desk) -> None:
    from ledger.projections import QUESTIONS

    [asked] = [each for each in QUESTIONS if each.name == question]
    for row in case.rows(question, "--as-of", "2021-06-01", *TODAY):
        assert set(row) == {column.name for column in asked.columns}
