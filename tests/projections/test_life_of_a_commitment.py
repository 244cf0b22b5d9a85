"""A promise moved, made conditional, put aside, taken back, replaced: rule by rule.

docs/domain.md, sections 3 and 6.
"""

from __future__ import annotations

from typing import Any

import pytest

from ledger.errors import InputRefusedError
from tests.projections.boards import board, shown
from tests.telling import Telling

PEOPLE = """
- {type: source, id: wire, title: First, publisher: The Wire, published: 2021-01-10}
- {type: source, id: paper, title: Second, publisher: The Paper, published: 2021-06-01}
- {type: actor, id: us, name: United States, kind: state}
- {type: actor, id: them, name: The Others, kind: organisation}
- {type: measure, id: forces, unit: troops}
"""
MADE = """
- type: agreement
  id: deal
  date: 2021-01-10
  source: wire
  parties: [us, them]
  commits:
    - {id: out, debtor: us, creditor: them, measure: forces, baseline: 5000, at_most: 3000, due: by 30 June 2021, TERMS}
"""  # noqa: E501


def life(*documents: str, terms: str = "formality: agreement") -> Telling:
    """The promise of the deal, and what came after it."""
    return Telling(PEOPLE, MADE.replace("TERMS", terms), *documents)


def amendment(id: str, day: str, changes: str, *, by: str = "debtor", more: str = "") -> str:
    """An amendment of the promise."""
    return (
        f"- {{type: amendment, id: {id}, commitment: out, source: wire, date: {day}, "
        f"made_by: {by}, {changes}{', ' + more if more else ''}}}\n"
    )


def turn(type: str, id: str, day: str, more: str = "", *, of: str = "out") -> str:
    """Another event in the life of a commitment."""
    rest = f", {more}" if more else ""
    return f"- {{type: {type}, id: {id}, commitment: {of}, source: paper, date: {day}{rest}}}\n"


def level(id: str, day: str, value: Any) -> str:
    """A report of the level."""
    return f"- {{type: level, id: {id}, measure: forces, source: paper, date: {day}, value: {value}}}\n"


DUE = ("due_lo", "due_hi")


class TestAmendments:
    """Who changes what, when it counts, and what stays."""

    @pytest.mark.parametrize("by", ["debtor", "creditor", "mutual", "third"])
    def test_whoever_made_it_an_adopted_change_is_in_force_from_its_day(self, by: str) -> None:
        told = life(amendment("moved", "2021-03-01", "due: by 31 August 2021", by=by))

        assert shown(board(told, "2021-02-28")["out"], *DUE) == ("2021-06-30", "2021-06-30")
        row = board(told, "2021-03-01")["out"]
        assert shown(row, *DUE, "original_due_hi") == ("2021-08-31", "2021-08-31", "2021-06-30")
        assert row["flags"] == ["rescheduled"]

    def test_a_proposed_change_changes_nothing_until_one_that_adopts_it_does(self) -> None:
        told = life(
            amendment(
                "asked", "2021-03-01", "due: by 31 August 2021, status: proposed, given: none"
            ),
            amendment("agreed", "2021-04-01", "adopts: asked", by="mutual"),
        )
        assert shown(board(told, "2021-03-31")["out"], *DUE, "flags") == (
            "2021-06-30", "2021-06-30", [])  # fmt: skip
        assert shown(board(told, "2021-04-01")["out"], *DUE) == ("2021-08-31", "2021-08-31")

    def test_an_adoption_may_differ_from_what_was_proposed(self) -> None:
        told = life(
            amendment(
                "asked", "2021-03-01", "due: by 31 August 2021, at_most: 3500, status: proposed"
            ),
            amendment("agreed", "2021-04-01", "adopts: asked, due: by 31 July 2021", by="creditor"),
            level("l", "2021-07-20", 3400),
        )
        row = board(told, "2021-08-01")["out"]
        assert shown(row, *DUE, "verdict", "flags") == (
            "2021-07-31", "2021-07-31", "kept", ["rescheduled", "rescoped"])  # fmt: skip

    def test_a_chain_of_revisions_keeps_the_last_word_and_the_first_deadline(self) -> None:
        told = life(
            amendment("first", "2021-02-01", "due: by 31 August 2021"),
            amendment("second", "2021-03-01", "due: by 31 December 2021"),
            amendment("third", "2021-04-01", "due: by 30 September 2021"),
            turn("fulfilment", "done", "2021-09-15", "degree: full"),
        )
        row = board(told, "2021-12-01")["out"]
        assert shown(row, *DUE, "verdict", "verdict_vs_original") == (
            "2021-09-30", "2021-09-30", "kept", "kept-late")  # fmt: skip
        slip = shown(row, "days_late_vs_original_min", "days_late_vs_original_max")
        assert slip == (77, 77)

    def test_an_earlier_deadline_is_a_change_too(self) -> None:
        told = life(amendment("sooner", "2021-02-01", "due: by 31 March 2021"),
                    level("l", "2021-05-01", 2900))  # fmt: skip
        row = board(told, "2021-05-01")["out"]
        assert shown(row, "verdict", "verdict_vs_original") == ("kept-timing-unknown", "kept")

    def test_a_new_target_replaces_the_old_one_and_the_first_is_still_judged(self) -> None:
        told = life(
            amendment("more", "2021-02-01", "at_least: 2000"), level("l", "2021-06-01", 2500)
        )
        row = board(told, "2021-06-02")["out"]
        assert shown(row, "fulfilled", "flags") == ("yes", ["rescoped"])

        told = life(amendment("less", "2021-02-01", "all_out: yes"), level("l", "2021-06-01", 2500))
        row = board(told, "2021-06-02")["out"]
        assert shown(row, "fulfilled", "verdict", "verdict_vs_original") == (
            "partial", "in-progress", "kept")  # fmt: skip

    def test_a_target_on_another_measure_is_judged_by_reports_on_that_one(self) -> None:
        """The level to start from was stated of the first measure and says nothing of another."""
        told = life(
            "- {type: measure, id: bases, unit: bases}",
            amendment("other", "2021-02-01", "measure: bases, down_by: 2"),
            "- {type: level, id: b0, measure: bases, source: wire, date: 2021-01-05, value: 7}",
            "- {type: level, id: b1, measure: bases, source: paper, date: 2021-05-05, value: 5}",
        )
        assert board(told, "2021-05-06")["out"]["fulfilled"] == "yes"

    def test_a_promise_without_a_title_is_named_after_the_target_in_force(self) -> None:
        told = life(amendment("fewer", "2021-02-01", "at_most: 2500"))
        assert "2500" in board(told, "2021-02-01")["out"]["title"]
        assert "3000" in board(told, "2021-01-31")["out"]["title"]

    def test_scope_and_parties_change_hands(self) -> None:
        told = life(
            amendment("wider", "2021-02-01", "scope: all but trainers", by="mutual"),
            amendment("heir", "2021-03-01", "debtor: them, creditor: none", by="third"),
        )
        assert shown(board(told, "2021-02-01")["out"], "debtor", "creditor", "flags") == (
            "us", "them", ["rescoped"])  # fmt: skip
        assert shown(board(told, "2021-03-01")["out"], "debtor", "creditor") == ("them", None)

    def test_a_deadline_can_be_taken_away(self) -> None:
        told = life(amendment("open-end", "2021-02-01", "due: none"))
        row = board(told, "2021-12-01")["out"]
        assert shown(row, *DUE, "clock", "verdict", "verdict_vs_original") == (
            None, None, "none", "no-deadline", "past-due-unverified")  # fmt: skip

    def test_two_changes_that_nothing_puts_in_order_are_both_kept_as_readings(self) -> None:
        """The deadline has the widest bounds; what they disagree about is unknown."""
        told = life(
            amendment("one", "2021-03", "due: by 31 August 2021, at_most: 2000"),
            amendment("other", "2021-03", "due: by 31 October 2021"),
            level("l", "2021-09-30", 2500),
        )
        row = board(told, "2021-09-30")["out"]
        assert shown(row, *DUE, "clock") == ("2021-08-31", "2021-10-31", "window")
        assert "disputed" in row["flags"]
        assert len(row["due_alternatives"]) == 2

    def test_a_relation_puts_them_in_order_where_their_days_do_not(self) -> None:
        after = "relations: [{rel: after, to: one}]"
        told = life(
            amendment("one", "2021-03", "due: by 31 August 2021"),
            amendment("other", "2021-03", "due: by 31 October 2021", more=after),
        )
        assert shown(board(told, "2021-09-30")["out"], *DUE) == ("2021-10-31", "2021-10-31")

    def test_relations_in_a_circle_lose_no_reading(self) -> None:
        """Each is told to follow another: then none is surely the last, and none is dropped."""
        days = {"one": "June", "two": "July", "three": "August"}
        before = {"one": "three", "two": "one", "three": "two"}
        told = life("".join(
            amendment(id, "2021-03", f"due: by the end of {month} 2021",
                      more=f"relations: [{{rel: after, to: {before[id]}}}]")
            for id, month in days.items()
        ))  # fmt: skip
        row = board(told, "2021-04-01")["out"]
        assert shown(row, *DUE) == ("2021-06-30", "2021-08-31")
        assert len(row["due_alternatives"]) == 3

    def test_so_many_unordered_changes_still_leave_every_one_of_them_a_reading(self) -> None:
        many = [amendment(f"a{n:02}", "2021-03", f"due: by {n} August 2021, at_most: {n}00")
                for n in range(10, 29)]  # fmt: skip
        row = board(life(*many), "2021-04-01")["out"]
        assert shown(row, *DUE) == ("2021-08-10", "2021-08-28")


class TestConditions:
    """In words and by other promises; met, failed, dropped, added."""

    WORDS = "given: {words: the truce holds}"

    def test_a_condition_in_words_is_unknown_until_a_report_says_more(self) -> None:
        told = life(turn("condition", "held", "2021-05-01", 'met: "yes"'), terms=self.WORDS)
        assert shown(board(told, "2021-04-30")["out"], "lifecycle", "condition", "verdict") == (
            "conditional", "unknown", "conditional")  # fmt: skip
        assert shown(board(told, "2021-05-01")["out"], "lifecycle", "condition", "verdict") == (
            "active", "yes", "open")  # fmt: skip

    def test_a_condition_that_failed_ends_the_promise_and_the_last_report_decides(self) -> None:
        told = life(
            turn("condition", "broke", "2021-05-01", 'met: "no"'),
            turn("condition", "held-again", "2021-05-20", 'met: "yes"'),
            terms=self.WORDS,
        )
        assert board(told, "2021-05-19")["out"]["verdict"] == "expired"
        assert board(told, "2021-07-01")["out"]["verdict"] == "past-due-unverified"

    def test_reports_of_one_day_that_disagree_about_it_leave_it_unknown_and_disputed(self) -> None:
        told = life(
            turn("condition", "one", "2021-05-01", 'met: "yes"'),
            turn("condition", "other", "2021-05-01", 'met: "no"'),
            terms=self.WORDS,
        )
        row = board(told, "2021-05-01")["out"]
        assert shown(row, "condition", "flags") == ("unknown", ["disputed"])

    @pytest.mark.parametrize(
        ("by", "original"), [("debtor", "n/a"), ("mutual", "n/a"), ("third", "unknown")]
    )
    def test_a_condition_that_the_debtor_drops_is_dropped_for_both(
        self, by: str, original: str
    ) -> None:
        told = life(amendment("waived", "2021-03-01", "given: none", by=by), terms=self.WORDS)
        row = board(told, "2021-03-01")["out"]
        assert shown(row, "condition", "lifecycle", "verdict") == ("n/a", "active", "open")
        assert board(told, "2021-03-01", original=True)["out"]["condition"] == original

    def test_one_that_is_added_later_leaves_it_active_with_a_flag(self) -> None:
        """It counts for the terms in force alone."""
        told = life(amendment("but", "2021-03-01", "given: {words: it is quiet}"),
                    level("l", "2021-07-05", 5000))  # fmt: skip
        row = board(told, "2021-07-06")["out"]
        assert shown(row, "lifecycle", "condition", "overdue", "verdict", "verdict_vs_original") == (
            "active", "unknown", "unknown", "past-due-unverified", "missed")  # fmt: skip
        assert row["flags"] == ["condition-unknown"]

    def test_one_that_is_dropped_stays_dropped_when_another_is_added(self) -> None:
        told = life(
            amendment("waived", "2021-03-01", "given: none"),
            amendment("but", "2021-05-01", "given: {words: it is quiet}"),
            terms=self.WORDS,
        )
        row = board(told, "2021-05-01")["out"]
        assert shown(row, "lifecycle", "condition", "flags") == (
            "active", "unknown", ["condition-unknown"])  # fmt: skip
        assert board(told, "2021-05-01", original=True)["out"]["condition"] == "n/a"

    def test_what_was_reported_of_the_old_condition_does_not_settle_the_new_one(self) -> None:
        told = life(
            turn("condition", "held", "2021-02-01", 'met: "yes"'),
            amendment("other", "2021-03-01", "given: {words: it is quiet}"),
            turn("condition", "loud", "2021-04-01", 'met: "no"'),
            terms=self.WORDS,
        )
        row = board(told, "2021-03-01")["out"]
        assert shown(row, "condition", "lifecycle") == ("unknown", "active")
        assert board(told, "2021-04-01")["out"]["verdict"] == "expired"
        assert board(told, "2021-04-01", original=True)["out"]["condition"] == "yes"

    OTHER = """
- type: statement
  id: vow
  source: wire
  speaker: them
  says: We will be quiet.
  commits: [{id: quiet, debtor: them, title: be quiet, due: by 31 March 2021%s}]
"""

    @pytest.mark.parametrize(
        ("report", "status", "verdict"),
        [
            (turn("fulfilment", "f", "2021-03-15", "degree: full", of="quiet"), "yes", "open"),
            (turn("fulfilment", "f", "2021-04-15", "degree: full", of="quiet"), "yes", "open"),
            (turn("fulfilment", "f", "2021-04-15", "degree: none", of="quiet"), "no", "expired"),
            (turn("breach", "f", "2021-03-15", of="quiet"), "no", "expired"),
            (turn("rescission", "f", "2021-03-15", of="quiet"), "unknown", "conditional"),
            ("", "unknown", "conditional"),
        ],
    )
    def test_another_promise_is_a_condition_met_when_kept_and_failed_when_not(
        self, report: str, status: str, verdict: str
    ) -> None:
        told = Telling(PEOPLE, self.OTHER % "", MADE.replace("TERMS", "given: {commitment: quiet}"),
                       *([report] if report else []))  # fmt: skip
        assert shown(board(told, "2021-05-01")["out"], "condition", "verdict") == (status, verdict)

    def test_silence_about_somebody_elses_promise_settles_nothing_in_a_closed_world_either(
        self,
    ) -> None:
        told = Telling(PEOPLE, self.OTHER % "", MADE.replace("TERMS", "given: {commitment: quiet}"))
        rows = board(told, "2021-07-15", closed_world=True)
        assert shown(rows["out"], "condition", "verdict") == ("unknown", "past-due-unverified")
        assert rows["quiet"]["verdict"] == "missed"

    def test_reciprocal_promises_end(self) -> None:
        """Each is the other's condition; each is judged without its own."""
        told = Telling(PEOPLE, """
- type: agreement
  id: deal
  source: wire
  parties: [us, them]
  commits:
    - {id: out, debtor: us, title: leave, due: by 30 June 2021, given: {commitment: quiet}}
    - {id: quiet, debtor: them, title: be quiet, due: by 31 March 2021, given: {commitment: out}}
""", turn("fulfilment", "f", "2021-03-15", "degree: full", of="quiet"))  # fmt: skip
        rows = board(told, "2021-04-01")
        assert shown(rows["out"], "condition", "verdict") == ("yes", "open")
        assert shown(rows["quiet"], "condition", "verdict") == ("unknown", "kept")


class TestEnds:
    """Taken back, let go, replaced, put aside and taken up again."""

    @pytest.mark.parametrize(
        ("type", "more", "word"),
        [("rescission", "actor: us", "rescinded"), ("release", "actor: them", "released"),
         ("supersession", "by_commitment: other", "superseded")],
    )  # fmt: skip
    def test_an_end_stands_from_its_day_on_and_nothing_is_overdue_after_it(
        self, type: str, more: str, word: str
    ) -> None:
        other = """
- {type: statement, id: s, source: wire, speaker: us, says: else, commits: [{id: other, debtor: us, title: x}]}
"""  # noqa: E501
        told = life(other, turn(type, "end", "2021-05-01", more), level("l", "2021-07-05", 5000))
        assert board(told, "2021-04-30")["out"]["verdict"] == "open"
        row = board(told, "2021-07-06")["out"]
        assert shown(row, "lifecycle", "verdict", "overdue") == (word, word, "no")

    def test_the_first_end_stands(self) -> None:
        told = life(turn("release", "a", "2021-03-01"), turn("rescission", "b", "2021-04-01"))
        row = board(told, "2021-07-01")["out"]
        assert shown(row, "verdict", "flags") == ("released", [])

    def test_ends_that_nothing_puts_in_order_are_disputed(self) -> None:
        told = life(turn("release", "a", "2021-03"), turn("rescission", "b", "2021-03"))
        assert board(told, "2021-07-01")["out"]["flags"] == ["disputed"]

    def test_a_suspension_by_a_successor_holds_until_it_is_taken_up_again(self) -> None:
        told = life(
            "- {type: actor, id: heir, name: The Heir, kind: person}",
            turn("suspension", "stop", "2021-03-01", "actor: heir"),
            turn("resumption", "go", "2021-07-10", "actor: us"),
            turn("suspension", "stop-again", "2021-08-10"),
        )
        days = ("2021-02-28", "2021-03-01", "2021-07-09", "2021-07-10", "2021-08-10")
        assert [board(told, day)["out"]["verdict"] for day in days] == [
            "open", "suspended", "suspended", "past-due-unverified", "suspended"]  # fmt: skip

    def test_a_proposal_binds_nobody_until_it_is_adopted(self) -> None:
        told = life(amendment("yes", "2021-03-01", "adopts: deal", by="mutual"),
                    terms="formality: proposal")  # fmt: skip
        assert shown(board(told, "2021-02-28")["out"], "lifecycle", "overdue") == ("proposed", "no")
        assert board(told, "2021-03-01")["out"]["verdict"] == "open"


class TestDutiesToGoOn:
    """Maintain and avoid, recurring duties, best efforts."""

    @pytest.mark.parametrize("mode", ["maintain", "avoid"])
    def test_a_breach_or_a_report_against_it_breaks_a_duty_to_go_on(self, mode: str) -> None:
        breached = life(turn("breach", "b", "2021-03-01", "actor: us"), terms=f"mode: {mode}")
        assert [board(breached, day)["out"]["verdict"] for day in ("2021-02-28", "2021-03-01")] == [
            "open", "breached"]  # fmt: skip
        against = life(level("l", "2021-03-01", 4000), terms=f"mode: {mode}")
        assert shown(board(against, "2021-03-01")["out"], "verdict", "overdue") == (
            "breached",
            "no",
        )

    def test_a_report_for_it_shows_that_it_holds_until_its_end(self) -> None:
        told = life(level("l", "2021-03-01", 2900), terms="mode: maintain")
        assert board(told, "2021-03-01")["out"]["verdict"] == "holding"
        assert board(told, "2021-07-01")["out"]["verdict"] == "past-due-unverified"

    def test_silence_is_kept_in_a_closed_world_only(self) -> None:
        told = life(terms="mode: avoid")
        assert [board(told, day)["out"]["verdict"] for day in ("2021-03-01", "2021-07-01")] == [
            "open", "past-due-unverified"]  # fmt: skip
        assert [board(told, day, closed_world=True)["out"]["verdict"]
                for day in ("2021-03-01", "2021-07-01")] == ["holding", "kept"]  # fmt: skip

    MONTHLY = """
- type: statement
  id: vow
  source: wire
  speaker: us
  says: We will report every month.
  commits:
    - {id: reports, title: report, debtor: us, mode: recurring, every: month, starts: 2021-02-01, due: by 30 April 2021}
"""  # noqa: E501

    def test_a_recurring_duty_has_a_row_for_each_period_and_shows_its_last_finished_one(
        self,
    ) -> None:
        told = Telling(
            PEOPLE, self.MONTHLY,
            turn("fulfilment", "feb", "2021-02-20", "degree: full", of="reports"),
            turn("fulfilment", "mar", "2021-04-02", "degree: none", of="reports"),
        )  # fmt: skip
        rows = board(told, "2021-04-15")
        assert {id: row["verdict"] for id, row in rows.items()} == {
            "reports": "missed",
            "reports@2021-02-28": "kept",
            "reports@2021-03-31": "missed",
            "reports@2021-04-30": "open",
        }
        assert board(told, "2021-06-01")["reports"]["verdict"] == "past-due-unverified"
        assert board(told, "2021-06-01", closed_world=True)["reports"]["verdict"] == "missed"

    def test_an_amendment_of_its_end_adds_periods(self) -> None:
        told = Telling(PEOPLE, self.MONTHLY, """
- {type: amendment, id: longer, commitment: reports, made_by: debtor, source: wire, date: 2021-03-01, due: by 30 June 2021}
""")  # noqa: E501  # fmt: skip
        assert "reports@2021-06-30" in board(told, "2021-06-15")
        assert board(told, "2021-06-15")["reports"]["verdict"] == "past-due-unverified"

    def test_a_proposal_to_move_its_end_that_takes_up_another_one_moves_no_period(self) -> None:
        told = Telling(PEOPLE, self.MONTHLY, """
- {type: amendment, id: one, commitment: reports, made_by: debtor, source: wire, date: 2021-03-01, due: by 30 June 2021, status: proposed}
- {type: amendment, id: two, commitment: reports, made_by: debtor, source: wire, date: 2021-03-02, due: by 31 July 2021, status: proposed, adopts: one}
""")  # noqa: E501  # fmt: skip
        assert set(board(told, "2021-06-15")) == set(
            board(Telling(PEOPLE, self.MONTHLY), "2021-06-15")
        )

    def test_best_efforts_are_never_missed(self) -> None:
        told = life(level("l", "2021-07-05", 5000), terms="mode: best_efforts")
        assert shown(board(told, "2021-07-06")["out"], "fulfilled", "verdict") == (
            "no", "past-due-unverified")  # fmt: skip
        silent = board(life(terms="mode: best_efforts"), "2021-07-06", closed_world=True)["out"]
        assert silent["verdict"] == "past-due-unverified"


class TestShares:
    """Changes told as a share of where they start."""

    @pytest.mark.parametrize(
        ("target", "value", "fulfilled"),
        [
            ("down_by: 40 %", 3000, "yes"),
            ("down_by: 40 %", 3001, "partial"),
            ("down_by: half", 2500, "yes"),
            ("down_by: half", 2501, "partial"),
            ("down_by: at least a third", 3334, "partial"),
            ("down_by: 40", 4960, "yes"),
            ("up_by: 10 percent", 5500, "yes"),
            ("up_by: 10 percent", 5400, "partial"),
            ("at_most: 45 %", 2000, "unknown"),
            ("at_least: twice as many", 10000, "yes"),
            ("at_least: twice as many", 6000, "partial"),
            ("at_most: three times as many", 15001, "no"),
            ("up_by: tenfold", 60000, "unknown"),
        ],
    )
    def test_a_percentage_or_a_part_is_one_of_the_level_to_start_from(
        self, target: str, value: int, fulfilled: str
    ) -> None:
        made = MADE.replace("at_most: 3000", target).replace("TERMS", "formality: pledge")
        told = Telling(PEOPLE, made, level("l", "2021-06-05", value))
        assert board(told, "2021-06-06")["out"]["fulfilled"] == fulfilled

    def test_progress_is_measured_on_the_way_that_the_share_makes(self) -> None:
        made = MADE.replace("at_most: 3000", "down_by: 40 %").replace("TERMS", "formality: pledge")
        row = board(Telling(PEOPLE, made, level("l", "2021-06-05", 4000)), "2021-06-06")["out"]
        assert (row["progress_min"], row["progress_max"]) == (0.5, 0.5)

    @pytest.mark.parametrize(
        ("target", "value", "fulfilled"),
        [("at_least: 2 %", "2.1 %", "yes"), ("at_least: 2 %", "2.1", "yes"),
         ("at_least: 2", "1.9 %", "no"), ("up_by: 10 %", "2.4 %", "unknown"),
         ("up_by: 0.5", "2.5 %", "yes")],
    )  # fmt: skip
    def test_what_is_counted_in_percent_has_levels_in_percent(
        self, target: str, value: str, fulfilled: str
    ) -> None:
        made = MADE.replace("at_most: 3000", target).replace("measure: forces", "measure: spending")
        told = Telling(
            PEOPLE, "- {type: measure, id: spending, unit: percent of GDP}",
            made.replace("baseline: 5000", 'baseline: "2"').replace("TERMS", "formality: pledge"),
            level("l", "2021-06-05", value).replace("forces", "spending"),
        )  # fmt: skip
        assert board(told, "2021-06-06")["out"]["fulfilled"] == fulfilled


class TestTheEarlierOfBoth:
    """ "The earlier of the event and 31 December"."""

    VOTE = "- {type: occurrence, id: vote, name: the vote, kind: election, source: wire, %s}"

    def due(self, *more: str, words: str = "within a month of the vote") -> Telling:
        made = MADE.replace(
            "due: by 30 June 2021",
            f"due: {{phrase: {words}, event: vote, no_later_than: 2021-12-31}}",
        )
        return Telling(
            PEOPLE,
            self.VOTE % "date: 2021-10, scheduled: yes",
            *more,
            made.replace("TERMS", "mode: achieve"),
        )

    def test_the_event_decides_where_it_comes_first(self) -> None:
        assert shown(board(self.due(), "2021-06-01")["out"], *DUE) == ("2021-11-01", "2021-11-30")

    def test_the_fixed_day_decides_where_that_comes_first(self) -> None:
        told = self.due(words="within three months of the vote")
        assert shown(board(told, "2021-06-01")["out"], *DUE) == ("2021-12-31", "2021-12-31")

    def test_until_the_event_has_a_day_the_fixed_day_alone_binds(self) -> None:
        told = self.due()
        told.tell([{"type": "retraction", "id": "r", "of": "vote", "reason": "never called"}])
        row = board(told, "2021-06-01")["out"]
        assert shown(row, *DUE, "clock", "verdict") == (
            "2021-12-31", "2021-12-31", "not_due", "open")  # fmt: skip

    def test_words_may_say_it_themselves(self) -> None:
        made = MADE.replace(
            "due: by 30 June 2021",
            "due: {phrase: 'by 31 December 2021 or a month after the vote, whichever is earlier', "
            "event: vote}",
        )
        told = Telling(
            PEOPLE, self.VOTE % "date: 2021-10-05", made.replace("TERMS", "mode: achieve")
        )
        assert shown(board(told, "2021-06-01")["out"], *DUE) == ("2021-11-05", "2021-11-05")

    @pytest.mark.parametrize(
        ("due", "says"),
        [
            ("{phrase: by June, no_later_than: 2021-12-31}", "hangs on an event"),
            ("{no_later_than: 2021-12-31}", "goes with a phrase and its event"),
            ("{phrase: x, lo: 2021-01-01, no_later_than: 2021-12-31}", "not with lo and hi"),
            ("{phrase: ahead of the vote, event: vote, no_later_than: soon}", "is no day"),
        ],
    )
    def test_it_bounds_what_hangs_on_an_event_and_nothing_else(self, due: str, says: str) -> None:
        made = MADE.replace("due: by 30 June 2021", f"due: {due}").replace("TERMS", "mode: achieve")
        with pytest.raises(InputRefusedError, match=says):
            Telling(PEOPLE, self.VOTE % "date: 2021-10-05", made)
