"""Corrections in documents: paths, new values, and what leaned on them read again then."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from ledger.intake.build import rebuild
from ledger.intake.known import Known
from ledger.intake.leaning import leaned
from ledger.intake.standing import Together
from ledger.model.event import Event, RecordedEvent
from ledger.model.history import effective
from tests.intake.documents import LEDGER_DOCUMENT, by_id, ledger, one, read, refused, shown

SAID = """
    - type: statement
      id: s
      source: report
      date: 2020-09-07
      speaker: frank-mckenzie
      quote: we will be down to 3,000
      commits:
        - {id: c, title: t, debtor: united-states, due: in two weeks, scope: all}
        - {id: c.2, title: t, debtor: united-states, due: by 1 December 2020}
    """

FIRST = "- {type: correction, id: k, of: s, reason: misread, set: {date: 2020-09-08, place: Iraq}}"


def known(more: str = "") -> Known:
    """A ledger with the statement, and corrections of it."""
    return ledger(SAID.replace("\n    ", "\n") + more)


def corrected(document: str, *, known: Known) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a correction sets, and what becomes of it; of a deadline its two bounds alone."""
    event = one(document, known=known)
    return event.set, {path: _short(value) for path, value in event.becomes.items()}


def of_s(changes: str) -> str:
    return f"- {{type: correction, id: k1, of: s, reason: misread, set: {{{changes}}}}}"


def _short(value: Any) -> Any:
    if isinstance(value, dict) and "lo" in value:
        return value["lo"], value["hi"]
    if isinstance(value, dict) and "earliest" in value:
        return value["earliest"], value["latest"]
    return value


def day(text: str) -> tuple[str, str]:
    return text, text


class TestWhatLeans:
    """A phrase is read anew where its words or its anchor changed, and nowhere else."""

    def test_a_field_alone(self) -> None:
        assert corrected(of_s("place: Iraq"), known=known()) == (
            {"place": "Iraq"},
            {"place": "Iraq"},
        )

    def test_a_deadline_in_new_words(self) -> None:
        assert corrected(of_s("commits.c.due: in three weeks"), known=known()) == (
            {"commits.c.due": "in three weeks"},
            {"commits.c.due": day("2020-09-28")},
        )

    def test_the_id_of_a_commitment_may_hold_a_dot(self) -> None:
        assert corrected(of_s("commits.c.2.due: in three weeks"), known=known())[1] == {
            "commits.c.2.due": day("2020-09-28")
        }

    def test_a_new_day_of_the_statement_moves_the_deadlines_that_were_read_against_it(self) -> None:
        given, becomes = corrected(of_s("date: 2020-09-08"), known=known())

        assert given == {"date": "2020-09-08"}
        assert becomes == {
            "occurred": day("2020-09-08"),
            "commits.c.due": day("2020-09-22"),
            "commits.c.2.due": day("2020-12-01"),
        }

    def test_without_the_quotation_its_words_are_the_reporters(self) -> None:
        given, becomes = corrected(of_s("quote: none, says: fewer"), known=known())

        assert given == {"quote": None, "says": "fewer"}
        assert becomes["quote"] is None
        assert becomes["commits.c.due"] == day("2020-09-23")

    def test_an_anchor(self) -> None:
        assert corrected(of_s("anchor: 2020-09-01"), known=known())[1]["commits.c.due"] == day(
            "2020-09-15"
        )

    def test_another_source_was_published_on_another_day(self) -> None:
        assert corrected(of_s("source: earlier"), known=known()) == (
            {"source": "earlier"},
            {"sources": [{"source": "earlier"}], "known_from": "2020-08-01"},
        )

    def test_none_removes(self) -> None:
        assert corrected(of_s("commits.c.due: none, commits.c.scope: none"), known=known()) == (
            {"commits.c.due": None, "commits.c.scope": None},
            {"commits.c.due": None, "commits.c.scope": None},
        )

    def test_a_stored_name_stands_for_the_key_of_documents(self) -> None:
        assert corrected(of_s("occurred: 2020-09-08"), known=known())[0] == {"date": "2020-09-08"}

    def test_events_that_lean_on_a_source_are_read_again_when_it_is_corrected(self) -> None:
        before = ledger("- {type: statement, id: t, source: report, speaker: taliban, says: x}")
        correction = one(
            "- {type: correction, id: k, of: report, reason: r, set: {published: 2020-09-10}}",
            known=before,
        )
        after = Together(before, [correction])
        event = before.event("t")
        assert event is not None

        becomes = leaned(event, before=before, after=after, rebuild=rebuild)

        assert {path: _short(value) for path, value in becomes.items()} == {
            "occurred": day("2020-09-10"),
            "known_from": "2020-09-10",
        }


class TestRefused:
    """What a correction cannot say."""

    def test_every_path_that_leads_nowhere_is_told(self) -> None:
        document = """
            - type: correction
              of: s
              reason: misread
              set:
                commits.c.dew: in three weeks
                commit.c.due: in three weeks
                spaeker: taliban
                commits.x.due: in three weeks
                commits: [{id: c}]
                id: b
                commits.c.id: b
                note:
            """

        assert refused(document, known=known()) == shown(
            """
            doc.yaml:5:5: error: a statement has no field 'commits.c.dew'; did you mean 'commits.c.due'?
                  commits.c.dew: in three weeks
                  ^
            doc.yaml:6:5: error: a statement has no field 'commit.c.due'; did you mean 'commits.c.due'?
                  commit.c.due: in three weeks
                  ^
            doc.yaml:7:5: error: a statement has no field 'spaeker'; did you mean 'speaker'?
                  spaeker: taliban
                  ^
            doc.yaml:8:5: error: a statement has no field 'commits.x.due'; did you mean 'commits.c.due'?
                  commits.x.due: in three weeks
                  ^
            doc.yaml:9:5: error: commits are corrected term by term
                  commits: [{id: c}]
                  ^
              hint: name it: commits.c.title
            doc.yaml:10:5: error: id cannot be corrected
                  id: b
                  ^
              hint: retract the event and record it anew
            doc.yaml:11:5: error: commits.c.id cannot be corrected
                  commits.c.id: b
                  ^
              hint: retract the event and record it anew
            doc.yaml:12:5: error: note has no value
                  note:
                  ^
              hint: write none to remove a field
            nothing recorded
            """
        )

    def test_a_new_value_is_held_to_the_same_as_the_old_one_and_shown_in_its_place(self) -> None:
        document = """
            - type: correction
              of: s
              reason: misread
              set:
                date: 2020-02-30
                speaker: talibam
                commits.c.2.at_most: lots
            """

        assert refused(document, known=known()) == shown(
            """
            doc.yaml:5:11: error: 2020-02-30 is no day of the calendar
                  date: 2020-02-30
                        ^
              hint: check the month and the day
            doc.yaml:6:14: error: no actor 'talibam' is known; did you mean 'taliban'?
                  speaker: talibam
                           ^
              hint: declare it: - {type: actor, id: talibam, …}
            doc.yaml:7:26: error: no quantity can be read from 'lots'
                  commits.c.2.at_most: lots
                                       ^
              hint: write it as 3,000, about 5,200, more than 2,000, 2,000 to 3,000 or 1.5 million
            nothing recorded
            """
        )

    def test_a_field_that_must_stand_cannot_be_removed(self) -> None:
        assert refused(of_s("speaker: none"), known=known()) == shown(
            """
            doc.yaml:1:69: error: a statement needs 'speaker': who: an actor's id, or {described: …, of: …}
              - {type: correction, id: k1, of: s, reason: misread, set: {speaker: none}}
                                                                                  ^
            nothing recorded
            """
        )

    def test_what_is_left_must_be_an_event(self) -> None:
        assert "a statement needs a quote, or says" in refused(of_s("quote: none"), known=known())

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ("date: 2020-09-07", "the record already reads so"),
            ("commits.c.due: in two weeks", "the record already reads so"),
            ("note: none", "the record already reads so"),
            ("", "a correction sets at least one field"),
            ("date: 2020-09-08, occurred: 2020-09-08", "date is set twice"),
        ],
    )
    def test_a_change_that_changes_nothing(self, changes: str, says: str) -> None:
        assert says in refused(of_s(changes), known=known())

    @pytest.mark.parametrize(
        ("of", "says"),
        [
            ("nothing", "no event 'nothing' is known"),
            ("c", "'c' is a commitment, not an event"),
            ("ss", "no event 'ss' is known; did you mean 's'?"),
        ],
    )
    def test_a_correction_of_nothing(self, of: str, says: str) -> None:
        document = f"- {{type: correction, of: {of}, reason: r, set: {{place: x}}}}"

        assert says in refused(document, known=known())

    def test_what_it_brings_about_is_not_the_writers_to_give(self) -> None:
        document = "- {type: correction, of: s, reason: r, set: {place: x}, becomes: {place: y}}"

        assert "a correction has no field 'becomes'" in refused(document, known=known())

    @pytest.mark.parametrize("changes", ["due", "[due]"])
    def test_what_it_sets_is_a_mapping(self, changes: str) -> None:
        document = f"- {{type: correction, of: s, reason: r, set: {changes}}}"

        assert "set is a mapping of named fields" in refused(document, known=known())


class TestQuotations:
    """A quotation is looked for again only where it, or its source, is what changes."""

    def known(self) -> Known:
        document = LEDGER_DOCUMENT + SAID.replace("\n    ", "\n").lstrip("\n")
        return Together(
            ledger(report="We will be down to 3,000 soon, he said."),
            [event for event in read(document) if event.id == "s"],
        )

    def test_a_doubt_about_old_words_keeps_no_other_field_from_being_corrected(self) -> None:
        assert corrected(of_s("place: Iraq"), known=self.known())[1] == {"place": "Iraq"}

    def test_wrong_words_are_corrected_by_right_ones(self) -> None:
        given, becomes = corrected(of_s("quote: 'We will be down to 3,000'"), known=self.known())

        assert given == becomes == {"quote": "We will be down to 3,000"}

    def test_wrong_words_are_not_corrected_by_others_that_are_wrong(self) -> None:
        assert refused(of_s("quote: We will be down to 3000"), known=self.known()) == shown(
            """
            doc.yaml:1:67: error: the quotation is not in the text of report
              - {type: correction, id: k1, of: s, reason: misread, set: {quote: We will be down to 3000}}
                                                                                ^
              hint: the text has: We will be down to 3,000
            nothing recorded
            """
        )


class TestCorrectionsOfCorrections:
    """A correction is read against its event as that stands without it."""

    SECOND = "- {{type: correction, id: k2, of: k, reason: r, set: {{{}}}}}"

    def test_what_it_brought_about_is_told_again(self) -> None:
        given, becomes = corrected(self.SECOND.format("set.date: 2020-09-01"), known=known(FIRST))

        assert given == {"set.date": "2020-09-01"}
        assert becomes == {
            "set.date": "2020-09-01",
            "becomes.occurred": day("2020-09-01"),
            "becomes.commits.c.due": day("2020-09-15"),
            "becomes.commits.c.2.due": day("2020-12-01"),
        }

    def test_none_takes_one_change_back(self) -> None:
        _, becomes = corrected(self.SECOND.format("set.date: none"), known=known(FIRST))

        assert becomes == {
            "set.date": None,
            "becomes.occurred": None,
            "becomes.commits.c.due": None,
            "becomes.commits.c.2.due": None,
        }

    def test_its_reason(self) -> None:
        assert corrected(self.SECOND.format("reason: typing error"), known=known(FIRST)) == (
            {"reason": "typing error"},
            {"reason": "typing error"},
        )

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ("set.date: none, set.place: none", "nothing would be left of the correction k"),
            ("set.date: 2020-09-31", "doc.yaml:1:64: error: 2020-09-31 is no day of the calendar"),
            ("set.dote: 2020-09-01", "a statement has no field 'dote'; did you mean 'note'?"),
            ("of: report", "of cannot be corrected"),
            ("date: 2020-09-01, becomes: x", "a correction has no field 'becomes'"),
            ("set.: x", "a correction has no field 'set.'"),
        ],
    )
    def test_what_it_cannot_say(self, changes: str, says: str) -> None:
        assert says in refused(self.SECOND.format(changes), known=known(FIRST))

    def test_nobody_corrects_corrections_without_end(self) -> None:
        document = FIRST + "\n"
        path = "reason"
        for n in range(20):
            of = "k" if n == 0 else f"n{n - 1}"
            document += (
                f"- {{type: correction, id: n{n}, of: {of}, reason: r, set: {{{path}: r{n}}}}}\n"
            )

        assert "a correction of a correction, more than 8 deep" in refused(document, known=known())


class TestInOneDocument:
    """An event, its corrections and theirs may stand in one document, in any order."""

    def effective(self, document: str) -> Event:
        """The statement as the ledger will have it once the document is recorded."""
        events = read(LEDGER_DOCUMENT + (SAID + document).replace("\n    ", "\n").lstrip("\n"))
        recorded = (
            RecordedEvent(
                position=position,
                id=event.id or f"derived-{position}",
                type=event.TYPE,
                schema=event.SCHEMA,
                recorded_at=dt.datetime(2020, 9, 10, tzinfo=dt.UTC),
                recorder="tester",
                known_from=None,
                event=event if event.id else attrs.evolve(event, id=f"derived-{position}"),
            )
            for position, event in enumerate(events, 1)
        )
        found = effective(recorded).get("s")
        assert found is not None
        return found.event

    def deadline(self, document: str) -> str:
        event = self.effective(document)
        return str(event.commits[0].due.lo)  # type: ignore[attr-defined]

    def test_a_correction_of_an_event_of_the_same_document(self) -> None:
        assert self.deadline(FIRST) == "2020-09-22"

    def test_a_correction_is_read_against_what_those_before_it_have_made(self) -> None:
        document = FIRST + (
            "\n- {type: correction, of: s, reason: r, set: {commits.c.due: in three weeks}}"
        )

        assert self.deadline(document) == "2020-09-29"

    def test_a_correction_that_is_corrected(self) -> None:
        document = (
            "- {type: correction, id: k2, of: k, reason: r, set: {set.date: 2020-09-01}}\n" + FIRST
        )

        assert self.deadline(document) == "2020-09-15"
        assert self.effective(document).place == "Iraq"

    def test_a_correction_after_one_that_was_corrected(self) -> None:
        document = (
            FIRST
            + "\n- {type: correction, id: k2, of: k, reason: r, set: {set.date: 2020-09-01}}"
            + "\n- {type: correction, id: k3, of: s, reason: r, set: {commits.c.due: in three weeks}}"
        )

        assert self.deadline(document) == "2020-09-22"

    def test_a_correction_that_is_retracted_is_leaned_on_by_none(self) -> None:
        document = (
            FIRST
            + "\n- {type: retraction, id: r, of: k, reason: r}"
            + "\n- {type: correction, id: k3, of: s, reason: r, set: {commits.c.due: in three weeks}}"
        )

        assert self.deadline(document) == "2020-09-28"

    def test_a_correction_of_one_of_the_ledger_and_one_that_leans_on_it(self) -> None:
        events = by_id(
            "- {type: correction, id: k2, of: k, reason: r, set: {set.date: 2020-09-01}}\n"
            "- {type: correction, id: k3, of: s, reason: r, set: {commits.c.due: in three weeks}}\n",
            known=known(FIRST),
        )

        assert _short(events["k3"].becomes["commits.c.due"]) == day("2020-09-22")

    def test_records_come_after_what_they_are_about_whatever_the_order(self) -> None:
        document = (
            "- {type: retraction, id: r, of: k2, reason: r}\n"
            "- {type: correction, id: k2, of: k, reason: r, set: {set.date: 2020-09-01}}\n"
            f"{FIRST}\n" + SAID.replace("\n    ", "\n").lstrip("\n")
        )

        assert [event.id for event in read(document, known=ledger())] == ["s", "k", "k2", "r"]
