"""Days in a document: what each phrase is read against, and on which event it hangs."""

from __future__ import annotations

import datetime as dt

import pytest

from ledger.model.day import Due
from tests.intake.documents import by_id, ledger, one, read, refused, shown

SAID = """
    - type: statement
      id: s
      source: report
      speaker: taliban
      {words}: we will leave
      date: {date}
      commits: [{{id: c, title: t, debtor: taliban, due: {due}}}]
      {more}
    """


def said(
    *, words: str = "quote", date: str = "2020-09-07", due: str = "in two weeks", more: str = ""
) -> str:
    """A statement of a day, in quoted words or the reporter's, with a promise and its deadline."""
    return SAID.format(words=words, date=date, due=due, more=more)


def due_of(document: str) -> Due:
    return one(document, known=ledger()).commits[0].due  # type: ignore[no-any-return]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class TestAnchors:
    """A phrase is read against the day on which its words were used."""

    def test_the_speakers_own_words_against_the_day_they_were_spoken(self) -> None:
        due = due_of(said(words="quote", date="2020-09-07"))

        assert (due.anchor, due.lo) == (day("2020-09-07"), day("2020-09-21"))

    def test_the_reporters_words_against_the_day_of_publication(self) -> None:
        due = due_of(said(words="says", date="2020-09-07"))

        assert (due.anchor, due.lo) == (day("2020-09-09"), day("2020-09-23"))

    def test_an_agreement_is_told_in_the_reporters_words(self) -> None:
        event = one(
            """
            - type: agreement
              source: report
              date: in February
              parties: [united-states, taliban]
              commits: [{id: c, title: t, debtor: taliban, due: in two weeks}]
            """,
            known=ledger(),
        )

        assert event.commits[0].due.anchor == day("2020-09-09")
        assert (event.occurred.earliest, event.occurred.latest) == (
            day("2020-02-01"),
            day("2020-02-29"),
        )

    @pytest.mark.parametrize("words", ["quote", "says"])
    def test_an_anchor_that_is_given_overrides_both(self, words: str) -> None:
        event = one(
            said(words=words, date="last Friday", more="anchor: 2020-08-05"), known=ledger()
        )

        assert event.occurred.latest == day("2020-07-31")
        assert event.commits[0].due.lo == day("2020-08-19")

    def test_an_anchor_that_is_an_interval_is_read_at_both_ends(self) -> None:
        due = due_of(said(date="2020-09", due="by Friday"))

        assert (due.rule, due.lo, due.hi) == ("R11", day("2020-09-04"), day("2020-10-02"))
        assert [(one.why, one.lo) for one in due.alternatives] == [
            ("said on 2020-09-01 (R1)", day("2020-09-04")),
            ("said on 2020-09-30 (R1)", day("2020-10-02")),
        ]

    def test_a_source_published_on_a_day_not_exactly_known_is_such_an_interval(self) -> None:
        events = by_id(
            """
            - {type: source, id: paper, title: P, published: 2020-09-07/2020-09-08}
            - type: statement
              id: s
              source: paper
              speaker: taliban
              says: x
              commits: [{id: c, title: t, debtor: taliban, due: in two weeks}]
            """,
            known=ledger(),
        )

        due = events["s"].commits[0].due
        assert (due.rule, due.lo, due.hi) == ("R11", day("2020-09-21"), day("2020-09-22"))

    def test_both_ends_that_agree_are_one_reading(self) -> None:
        due = due_of(said(date="2020-09", due="by the end of 2020"))

        assert (due.rule, due.lo, due.hi) == ("R4", day("2020-12-31"), day("2020-12-31"))

    def test_without_a_date_the_day_is_that_of_publication(self) -> None:
        event = one(
            "- {type: statement, source: report, speaker: taliban, says: x}", known=ledger()
        )

        assert (event.occurred.earliest, event.occurred.rule) == (day("2020-09-09"), "source")

    def test_of_several_sources_the_first_tells_the_day(self) -> None:
        event = one(
            "- {type: statement, source: [report, earlier], speaker: taliban, says: x, date: Monday}",
            known=ledger(),
        )

        assert event.occurred.latest == day("2020-09-07")

    def test_without_source_and_date_an_event_has_no_day(self) -> None:
        assert refused("- {type: statement, speaker: taliban, says: x}", known=ledger()) == shown(
            """
            doc.yaml:1:3: error: a statement needs a date, or a source whose day of publication it takes
              - {type: statement, speaker: taliban, says: x}
                ^
            nothing recorded
            """
        )

    def test_words_that_need_an_anchor_are_refused_without_one(self) -> None:
        document = "- {type: statement, speaker: taliban, says: x, date: Monday}"

        assert refused(document, known=ledger()) == shown(
            """
            doc.yaml:1:54: error: 'Monday' needs the day it was said
              - {type: statement, speaker: taliban, says: x, date: Monday}
                                                                   ^
              hint: give an anchor
            nothing recorded
            """
        )

    def test_spoken_on_a_day_that_hangs_on_an_event_words_are_never_read_against_the_report(
        self,
    ) -> None:
        vote = "- {type: occurrence, id: vote, name: vote, source: report}"
        document = said(date="{phrase: several days later, event: vote}", due="by Friday")

        assert "'by Friday' needs the day it was said" in refused(document, known=ledger(vote))

    def test_an_occurrence_that_is_scheduled_looks_ahead(self) -> None:
        event = one(
            "- {type: occurrence, name: vote, source: report, date: in November, scheduled: yes}",
            known=ledger(),
        )

        assert (event.occurred.earliest, event.occurred.ahead) == (day("2020-11-01"), True)


class TestHanging:
    """A phrase that leans on another event keeps that event's id, and has no days of its own."""

    VOTE = "- {type: occurrence, id: vote-2020, name: the election, kind: vote, source: report}"

    @pytest.mark.parametrize(
        "due",
        [
            "{phrase: ahead of it, event: vote-2020}",
            "ahead of vote-2020",
            "ahead of the election",
            "ahead of The Election",
            "before the vote",
        ],
    )
    def test_the_event_is_given_or_the_only_one_of_that_id_name_or_kind(self, due: str) -> None:
        found = one(said(due=due), known=ledger(self.VOTE)).commits[0].due

        assert (found.anchor_event, found.lo, found.hi) == ("vote-2020", None, None)

    def test_it_may_stand_further_down_in_the_same_document(self) -> None:
        document = said(due="ahead of the election") + self.VOTE + "\n"
        events = by_id(document.replace("\n    ", "\n"), known=ledger())

        assert events["s"].commits[0].due.anchor_event == "vote-2020"

    def test_what_names_several_events_is_refused_with_the_candidates(self) -> None:
        more = """
            - {type: occurrence, id: raid-1, name: a raid, kind: attack, source: report}
            - {type: occurrence, id: raid-2, name: attack, source: earlier}
            """
        document = (
            "- {type: deployment, id: d, source: report, actor: united-states, "
            "date: in the wake of the attack}"
        )

        assert refused(document, known=ledger(more)) == (
            "doc.yaml:1:73: error: 'in the wake of the attack': 'attack' names 2 events, so it has "
            "no day\n"
            f"  {document}\n"
            f"  {' ' * 72}^\n"
            "  hint: candidates: raid-1, raid-2; write {phrase: in the wake of the attack, event: ID}\n"
            "nothing recorded"
        )

    def test_of_very_many_candidates_some_are_listed(self) -> None:
        more = "\n".join(
            f"- {{type: occurrence, id: raid-{n}, name: attack, source: report}}" for n in range(50)
        )
        output = refused(said(due="in the wake of the attack"), known=ledger(more))

        assert "'attack' names 50 events" in output
        assert "raid-9 and 40 more; write" in output

    def test_what_names_no_event_is_refused(self) -> None:
        output = refused(said(due="ahead of the election"), known=ledger())

        assert "'ahead of the election': 'election' names no event, so it has no day" in output
        assert "hint: write {phrase: ahead of the election, event: ID}" in output

    def test_an_event_without_an_id_is_pointed_out(self) -> None:
        document = """
            - {type: occurrence, name: election, source: report}
            - type: statement
              source: report
              speaker: taliban
              says: x
              commits: [{id: c, title: t, debtor: taliban, due: ahead of the election}]
            """

        assert "hint: the one on line 1 needs an id; write" in refused(document, known=ledger())

    def test_words_that_only_imply_an_event_need_it_named(self) -> None:
        output = refused(said(due="several days later"), known=ledger())

        assert "'several days later': it hangs on another event, so it has no day" in output

    def test_an_event_never_hangs_on_itself(self) -> None:
        document = (
            "- {type: occurrence, id: election, name: election, source: report, "
            "date: ahead of the election}"
        )

        assert "'election' names no event" in refused(document, known=ledger())

    def test_a_promise_may_hang_on_the_event_that_makes_it(self) -> None:
        event = one(
            """
            - type: agreement
              id: deal
              name: the deal
              source: report
              parties: [united-states, taliban]
              commits: [{id: c, title: t, debtor: taliban, due: within 14 months of the deal}]
            """,
            known=ledger(),
        )

        assert event.commits[0].due.anchor_event == "deal"

    @pytest.mark.parametrize(
        ("event", "says"),
        [
            ("taliban", "'taliban' is an actor, which has no day for another to hang on"),
            ("report", "'report' is a source, which has no day for another to hang on"),
            ("c", "'c' is a commitment, not an event"),
            ("vote-2021", "no event 'vote-2021' is known; did you mean 'vote-2020'?"),
        ],
    )
    def test_what_it_hangs_on_is_an_event_in_the_world(self, event: str, says: str) -> None:
        due = f"{{phrase: ahead of it, event: {event}}}"

        assert says in refused(said(due=due), known=ledger(self.VOTE))

    def test_an_event_beside_words_that_name_a_day_is_refused(self) -> None:
        output = refused(
            said(due="{phrase: by the end of 2020, event: vote-2020}"), known=ledger(self.VOTE)
        )

        assert "'by the end of 2020' does not hang on an event: it is 2020-12-31" in output
        assert "hint: leave the event out" in output


class TestGiven:
    """Days may be given explicitly, beside the words that were used."""

    def test_bounds_of_a_deadline(self) -> None:
        due = due_of(said(due="{phrase: when the snow melts, lo: 2021-03-01, hi: 2021-05-31}"))

        assert (due.phrase, due.lo, due.hi, due.rule) == (
            "when the snow melts", day("2021-03-01"), day("2021-05-31"), "given",
        )  # fmt: skip

    def test_a_date_in_edtf_or_by_its_bounds(self) -> None:
        edtf = one(said(date="{phrase: the other day, edtf: 2020-09}"), known=ledger())
        bounds = one(said(date="{earliest: 2020-09-01, latest: 2020-09-30}"), known=ledger())

        assert edtf.occurred.phrase == "the other day"
        assert edtf.occurred.edtf == bounds.occurred.edtf == "2020-09"
        assert edtf.occurred.earliest == bounds.occurred.earliest == day("2020-09-01")

    @pytest.mark.parametrize(
        ("due", "says"),
        [
            ("{lo: 2021-03-01, hi: 2021-02-01}", "lo lies after hi"),
            ("{lo: 2021-02-30}", "2021-02-30 is no day of the calendar"),
            ("{lo: 2021-W01-1}", "'2021-W01-1' is no day"),
            ("{lo: next May}", "'next May' is no day"),
            ("{phrase: soon}", "due needs a phrase alone, or event, or lo and hi"),
            ("{event: s}", "a date that hangs on an event needs its phrase"),
            (
                "{phrase: x, event: s, lo: 2021-03-01}",
                "a date is given in one way, not by event and lo",
            ),
            ("{prase: soon}", "a date has no 'prase'; did you mean 'phrase'?"),
            ("{phrase: [a]}", "phrase takes one value"),
            ("[by May]", "one date, not a list"),
        ],
    )
    def test_what_cannot_be_a_deadline_is_refused(self, due: str, says: str) -> None:
        assert says in refused(said(due=due), known=ledger())

    @pytest.mark.parametrize(
        ("date", "says"),
        [
            ("{edtf: 2020-09, latest: 2020-09-30}", "given in one way, not by edtf and latest"),
            (
                "{earliest: 2020-09-30, latest: 2020-09-01}",
                "the earliest day lies after the latest",
            ),
            ("{phrase: x}", "a date needs a phrase alone, or event, edtf, or latest"),
            ("{edtf: 2020-9}", "'2020-9' is no EDTF date"),
            ("2020-09-31", "2020-09-31 is no day of the calendar"),
            ("2021-02-29", "2021-02-29 is no day of the calendar"),
        ],
    )
    def test_what_cannot_be_a_date_is_refused(self, date: str, says: str) -> None:
        assert says in refused(said(date=date), known=ledger())

    @pytest.mark.parametrize(
        ("published", "says"),
        [
            ("{a: b}", "published takes one value"),
            ("2020-09/..", "published needs a last day"),
            ("2020-13", "2020-13 is no day of the calendar"),
            ("yesterday", "'yesterday' is no EDTF date"),
        ],
    )
    def test_a_day_of_publication_is_edtf(self, published: str, says: str) -> None:
        document = f"- {{type: source, id: x, title: X, published: {published}}}"

        assert says in refused(document)

    def test_an_event_of_a_source_without_a_readable_day_is_not_refused_for_it_as_well(
        self,
    ) -> None:
        document = """
            - {type: source, id: x, title: X, published: 2020-13}
            - {type: statement, source: x, speaker: taliban, says: y}
            """

        assert refused(document, known=ledger()).count("error:") == 1


def test_a_phrase_that_no_rule_reads_is_refused_with_the_nearest_that_can_be_read() -> None:
    output = refused(said(due="earlyer this yaer"), known=ledger())

    assert (
        "error: no rule reads the date 'earlyer this yaer'; did you mean 'earlier this year'"
        in (output)
    )
    assert "hint: readable are, for example: earlier this year" in output


def test_an_event_that_obeys_no_clock_of_the_world_needs_no_day() -> None:
    (actor,) = read("- {type: actor, id: x, name: X, kind: state}")

    assert actor.occurred is None
