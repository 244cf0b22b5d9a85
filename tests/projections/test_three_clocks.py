"""The three clocks in any mix, across corrections, retractions, other sources and lost ones.

docs/domain.md, sections 1 and 2.
"""

from __future__ import annotations

from tests.projections.boards import board, shown
from tests.telling import Telling

WORLD = """
- {type: source, id: wire, title: First, publisher: The Wire, published: 2021-01-10}
- {type: source, id: paper, title: Second, publisher: The Paper, published: 2021-06-01}
- {type: source, id: annals, title: Third, publisher: The Annals, published: 2022-03-01}
- {type: actor, id: us, name: United States, kind: state}
- {type: measure, id: forces, unit: troops}
- {type: occurrence, id: vote, name: the vote, kind: election, source: wire, date: 2021-09, scheduled: yes}
- type: announcement
  id: vow
  source: wire
  speaker: us
  says: Out before the vote.
  commits:
    - {id: out, debtor: us, measure: forces, at_most: 3000, due: {phrase: ahead of the vote, event: vote}}
    - {id: less, debtor: us, measure: forces, at_most: 4000, due: by 31 March 2021}
"""
"""Positions 1 to 7."""

DUE = ("due_lo", "due_hi")


def world(*documents: str) -> Telling:
    return Telling(WORLD, *documents)


class TestADeadlineThatHangsOnAnEvent:
    """Its days are those of the event as the clocks let it be seen."""

    CALLED = "- {type: corroboration, id: called, of: vote, source: paper, set: {date: 2021-09-26}}"
    MOVED = "- {type: correction, id: moved, of: vote, set: {date: 2021-10-03}, reason: misread}"

    def test_another_source_names_the_day_and_is_known_from_its_publication(self) -> None:
        told = world(self.CALLED)
        assert shown(board(told, "2021-02-01")["out"], *DUE) == ("2021-09-25", "2021-09-25")
        assert shown(board(told, "2021-02-01", known_by="2021-05-31")["out"], *DUE) == (
            "2021-08-31", "2021-09-29")  # fmt: skip
        assert shown(board(told, "2021-02-01", recorded_by=7)["out"], *DUE) == (
            "2021-08-31", "2021-09-29")  # fmt: skip

    def test_a_correction_moves_it_for_every_day_of_publication_but_not_for_what_was_recorded(
        self,
    ) -> None:
        """Our record should have been so all along; what we had recorded was another thing."""
        told = world(self.MOVED)
        assert shown(board(told, "2021-02-01", known_by="2021-02-01")["out"], *DUE) == (
            "2021-10-02", "2021-10-02")  # fmt: skip
        assert shown(board(told, "2021-02-01", recorded_by=7)["out"], *DUE) == (
            "2021-08-31", "2021-09-29")  # fmt: skip

    def test_a_retracted_event_leaves_no_days(self) -> None:
        told = world("- {type: retraction, id: gone, of: vote, reason: never announced}")
        assert shown(board(told, "2021-12-01")["out"], *DUE, "clock", "verdict") == (
            None, None, "vague", "unverifiable")  # fmt: skip
        assert board(told, "2021-12-01", recorded_by=7)["out"]["clock"] == "passed"

    def test_an_amendment_may_hang_it_on_another_event(self) -> None:
        told = world("""
- {type: occurrence, id: summit, name: the summit, kind: meeting, source: paper, date: 2021-11-08, scheduled: yes}
- {type: amendment, id: later, commitment: out, made_by: debtor, source: paper, date: 2021-06-01, due: {phrase: ahead of the summit, event: summit}}
""")  # noqa: E501  # fmt: skip
        assert shown(board(told, "2021-06-01")["out"], *DUE) == ("2021-11-07", "2021-11-07")
        assert shown(board(told, "2021-06-01", known_by="2021-05-31")["out"], *DUE) == (
            "2021-08-31", "2021-09-29")  # fmt: skip


class TestWhatIsReported:
    """A report counts from its day, is known from its publication, and was recorded at a position."""

    LATE = (
        "- {type: level, id: found, measure: forces, source: annals, date: 2021-03-15, value: 3500}"
    )

    def test_what_came_to_light_later_was_not_known_then(self) -> None:
        told = world(self.LATE)
        assert board(told, "2021-04-15")["less"]["verdict"] == "kept"
        assert board(told, "2021-03-14")["less"]["verdict"] == "open"
        then = board(told, "2021-04-15", known_by="2021-04-15")["less"]
        assert then["verdict"] == "past-due-unverified"
        assert board(told, "2021-04-15", recorded_by=7)["less"]["verdict"] == (
            "past-due-unverified"
        )

    def test_a_corrected_report_is_what_it_should_have_been_on_every_clock_but_the_last(
        self,
    ) -> None:
        told = world(
            self.LATE,
            "- {type: correction, id: c, of: found, set: {value: 4500}, reason: misread}",
        )
        assert board(told, "2021-03-20")["less"]["fulfilled"] == "no"
        assert board(told, "2021-03-20", recorded_by=8)["less"]["fulfilled"] == "yes"
        assert board(told, "2021-03-20", known_by="2022-03-01")["less"]["fulfilled"] == "no"

    def test_a_retraction_that_is_retracted_brings_it_back(self) -> None:
        told = world(self.LATE, "- {type: retraction, id: r, of: found, reason: other troops}")
        told.tell("- {type: retraction, id: rr, of: r, reason: the same troops after all}")
        verdicts = [
            board(told, "2021-04-15", recorded_by=n)["less"]["verdict"] for n in (7, 8, 9, 10)
        ]
        assert verdicts == ["past-due-unverified", "kept", "past-due-unverified", "kept"]

    def test_a_source_that_told_it_earlier_makes_it_known_earlier(self) -> None:
        told = world(
            self.LATE,
            "- {type: corroboration, id: too, of: found, source: paper, date: 2021-06-01}",
        )
        row = board(told, "2021-07-01", known_by="2021-07-01")["less"]
        assert row["verdict"] == "kept"
        assert board(told, "2021-05-01", known_by="2021-05-01")["less"]["fulfilled"] == "unknown"

    def test_what_another_source_narrows_counts_from_its_own_day(self) -> None:
        told = world(
            "- {type: level, id: vague, measure: forces, source: wire, date: 2021-02-01, "
            "value: about 4000}",
            "- {type: corroboration, id: exact, of: vague, source: paper, date: 2021-06-01, "
            "set: {value: 3950}}",
        )
        assert board(told, "2021-05-31")["less"]["fulfilled"] == "unknown"
        assert board(told, "2021-06-01")["less"]["fulfilled"] == "yes"

    def test_what_lies_outside_is_kept_and_narrows_nothing(self) -> None:
        told = world(
            "- {type: level, id: told, measure: forces, source: wire, date: 2021-02-01, value: 4500}",
            "- {type: corroboration, id: other, of: told, source: paper, set: {value: 3900}}",
        )
        assert board(told, "2021-06-02")["less"]["fulfilled"] == "unknown"
        event = told.history().get("told")
        assert event is not None
        assert [offer.path for offer in event.against] == ["value"]


class TestLostSources:
    """A publisher retracts, or our record of a source was wrong."""

    GONE = "- {type: source_update, id: gone, source: %s, change: retracted, date: 2021-08-01}"
    REPORT = "- {type: level, id: l, measure: forces, source: paper, date: 2021-03-15, value: 3500}"

    def test_what_rests_on_it_alone_counts_no_more_from_that_day_on(self) -> None:
        told = world(self.REPORT, self.GONE % "paper")
        assert shown(board(told, "2021-07-31")["less"], "verdict", "flags") == ("kept", [])
        assert shown(board(told, "2021-08-01")["less"], "verdict", "flags") == (
            "past-due-unverified", ["unsupported"])  # fmt: skip
        assert board(told, "2021-08-01", known_by="2021-07-31")["less"]["verdict"] == "kept"
        assert board(told, "2021-08-01", recorded_by=8)["less"]["verdict"] == "kept"

    def test_another_source_of_the_same_keeps_it_up(self) -> None:
        also = "- {type: corroboration, id: too, of: l, source: annals, date: 2021-07-01}"
        told = world(self.REPORT, also, self.GONE % "paper")
        assert shown(board(told, "2021-09-01")["less"], "verdict", "flags") == ("kept", [])

    def test_a_promise_that_lost_its_only_source_is_void_and_says_since_when(self) -> None:
        told = world(self.GONE % "wire")
        assert board(told, "2021-07-31")["less"]["lifecycle"] == "active"
        assert board(told, "2021-08-01")["less"]["verdict"] == "void"

    def test_a_source_that_should_never_have_been_recorded_supports_nothing_ever(self) -> None:
        told = world("- {type: retraction, id: forged, of: wire, reason: a forgery}")
        assert board(told, "2021-02-01")["less"]["verdict"] == "void"
        assert board(told, "2021-02-01", recorded_by=7)["less"]["verdict"] == "open"

    def test_a_promise_whose_record_was_retracted_is_void(self) -> None:
        told = world(
            "- {type: retraction, id: never, of: vow, reason: he said nothing of the kind}"
        )
        assert board(told, "2021-02-01")["less"]["verdict"] == "void"
        assert board(told, "2021-02-01", recorded_by=7)["less"]["verdict"] == "open"

    def test_an_amendment_that_lost_its_source_changes_nothing(self) -> None:
        told = world(
            "- {type: amendment, id: later, commitment: less, made_by: debtor, source: paper, "
            "date: 2021-02-01, due: by the end of 2021}",
            self.GONE % "paper",
        )
        assert board(told, "2021-07-01")["less"]["verdict"] == "open"
        assert shown(board(told, "2021-08-01")["less"], "verdict", "flags") == (
            "past-due-unverified", ["unsupported"])  # fmt: skip

    def test_an_edit_takes_no_support_away(self) -> None:
        edited = (
            "- {type: source_update, id: e, source: paper, change: corrected, date: 2021-08-01}"
        )
        assert board(world(self.REPORT, edited), "2021-09-01")["less"]["verdict"] == "kept"


class TestMannersOfJudging:
    """--strict, --lenient, --vs original, --closed-world: each for itself."""

    def test_strict_takes_the_first_day_of_the_deadline_and_lenient_the_last(self) -> None:
        told = world(
            "- {type: level, id: l, measure: forces, source: paper, date: 2021-09-15, value: 2900}"
        )
        assert shown(board(told, "2021-10-01")["out"], *DUE, "verdict") == (
            "2021-08-31", "2021-09-29", "kept-timing-unknown")  # fmt: skip
        assert board(told, "2021-10-01", lenient=True)["out"]["verdict"] == "kept"
        strict = board(told, "2021-10-01", strict=True)["out"]
        assert shown(strict, *DUE, "verdict") == (
            "2021-08-31", "2021-08-31", "kept-timing-unknown")  # fmt: skip
        assert board(world(), "2021-09-10")["out"]["clock"] == "window"
        assert board(world(), "2021-09-10", strict=True)["out"]["clock"] == "passed"
        assert board(world(), "2021-09-10", lenient=True)["out"]["clock"] == "not_due"

    def test_a_closed_world_takes_silence_for_not_done(self) -> None:
        assert board(world(), "2021-04-01")["less"]["verdict"] == "past-due-unverified"
        row = board(world(), "2021-04-01", closed_world=True)["less"]
        assert shown(row, "fulfilled", "verdict", "overdue") == ("no", "missed", "yes")

    def test_a_disputed_report_is_no_silence(self) -> None:
        told = world(
            "- {type: level, id: a, measure: forces, source: paper, date: 2021-04-15, value: 3500}",
            "- {type: level, id: b, measure: forces, source: annals, date: 2021-04-15, value: 4500}",
        )
        row = board(told, "2021-04-16", closed_world=True)["less"]
        assert shown(row, "fulfilled", "verdict") == ("unknown", "past-due-unverified")


def test_assessments_stand_beside_the_verdict_in_order_of_time_under_every_clock() -> None:
    """What assessors say never replaces what follows from the reports."""
    told = world("""
- {type: actor, id: watch, name: The Watch, kind: organisation}
- {type: assessment, id: second, commitment: less, assessor: watch, scale: GAO, verdict: partly, source: annals}
- {type: assessment, id: first, commitment: less, assessor: {described: a panel}, verdict: broken, source: paper, because: nobody left}
""")  # noqa: E501  # fmt: skip
    row = board(told, "2022-06-01")["less"]
    assert [(one["assessor"], one["verdict"]) for one in row["assessments"]] == [
        ("a panel", "broken"), ("watch", "partly")]  # fmt: skip
    assert row["verdict"] == "past-due-unverified"
    then = board(told, "2022-06-01", known_by="2021-07-01")["less"]
    assert [one["verdict"] for one in then["assessments"]] == ["broken"]
    assert board(told, "2021-05-01")["less"]["assessments"] == []
