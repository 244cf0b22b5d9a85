"""The ten hard cases of docs/domain.md, section 7, each in a small document."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pytest

from ledger.service.service import Service
from tests.service.world import a_ledger

PEOPLE = """
- {type: source, id: wire, title: First report, publisher: The Wire, published: 2020-09-09}
- {type: source, id: paper, title: Later report, publisher: The Paper, published: 2020-10-20}
- {type: actor, id: ruritania, name: Ruritania, kind: state}
- {type: actor, id: ephesia, name: Ephesia, kind: state}
- {type: actor, id: general, name: Ann McKenna, kind: person, aliases: [McKena]}
- {type: measure, id: guards/north, unit: guards, place: North}
- {type: measure, id: guards/north-and-coast, unit: guards, place: North and the coast}
"""
PROMISE = """
- type: announcement
  id: reduction
  source: wire
  speaker: general
  role: Chief of staff
  on_behalf_of: ruritania
  quote: we will go down from about 5,200 to 3,000 guards by the end of September
  commits:
    - id: down-to-3000
      debtor: ruritania
      creditor: ephesia
      measure: guards/north
      baseline: about 5,200
      at_most: 3,000
      due: by the end of September
"""


def told(*documents: str) -> Service:
    """A ledger in which these documents were recorded one after the other."""
    ledger = a_ledger()
    for number, document in enumerate((PEOPLE, *documents)):
        ledger.import_document(document.encode(), name=f"{number}.yaml")
    return ledger


def commitment(ledger: Service, id: str = "down-to-3000", **how: Any) -> Mapping[str, Any]:
    """The row of a commitment."""
    return next(row for row in ledger.ask("commitments", **how) if row["id"] == id)


def test_1_a_moved_deadline_keeps_both_verdicts() -> None:
    """Kept against the later day, late against the one first promised."""
    ledger = told(PROMISE, """
- {type: amendment, id: moved, commitment: down-to-3000, made_by: debtor, source: wire, date: 2020-09-20, due: by 31 October 2020}
- {type: fulfilment, id: done, commitment: down-to-3000, degree: full, source: paper, date: 2020-10-15}
""")  # noqa: E501  # fmt: skip
    row = commitment(ledger, as_of="2020-11-01")

    assert (row["verdict"], row["verdict_vs_original"]) == ("kept", "kept-late")
    assert (row["days_late_vs_original_min"], row["days_late_vs_original_max"]) == (15, 15)
    assert row["flags"] == ["rescheduled"]
    assert commitment(ledger, as_of="2020-11-01", vs="original")["verdict"] == "kept-late"


def test_2_an_unknown_condition_caps_overdue_at_unknown() -> None:
    """The guards are surely still there after the deadline; whether that was owed nobody knows."""
    conditional = PROMISE.replace("      due:", "      given: {words: the truce holds}\n      due:")
    ledger = told(conditional, """
- {type: level, id: too-many, source: paper, date: 2020-10-10, measure: guards/north, value: 4000}
""")  # fmt: skip
    row = commitment(ledger, as_of="2020-10-12")
    assert (row["fulfilled"], row["condition"], row["overdue"], row["verdict"]) == (
        "partial", "unknown", "unknown", "partly-kept")  # fmt: skip

    ledger.import_document(b"""
- {type: condition, id: held, commitment: down-to-3000, met: "yes", source: paper, date: 2020-09-29}
""", name="more.yaml")  # fmt: skip
    assert commitment(ledger, as_of="2020-10-12")["overdue"] == "yes"


def test_3_a_speaker_who_later_misremembers_his_own_words() -> None:
    """The later words are a statement of their own; the record of the day stands."""
    ledger = told(PROMISE, """
- type: statement
  id: recollection
  source: paper
  speaker: general
  quote: I always said it would be the end of October
  relations: [{rel: misrestates, to: reduction}]
""")  # fmt: skip
    assert str(commitment(ledger, as_of="2020-10-21")["due_hi"]) == "2020-09-30"
    said = {row["id"]: row["words"] for row in ledger.ask("said", as_of="2020-10-21")}
    assert set(said) == {"reduction", "recollection"}
    (found,) = ledger.ask("contradictions", as_of="2020-10-21")
    assert (found["kind"], found["first"], found["second"]) == (
        "speaker", "recollection", "reduction")  # fmt: skip


def test_4_two_sources_differ() -> None:
    """Both stay; whether the promise is fulfilled is unknown, and the answer names the sources."""
    ledger = told(PROMISE, """
- {type: level, id: at-3000, source: wire, date: 2020-10-10, measure: guards/north, value: 3000}
- {type: level, id: above, source: paper, date: 2020-10-10, measure: guards/north, value: more than 3000}
""")  # fmt: skip
    row = commitment(ledger, as_of="2020-10-21")
    assert (row["fulfilled"], row["flags"]) == ("unknown", ["disputed"])
    assert row["verdict"] == "past-due-unverified"

    found = [(row["kind"], row["first"], row["second"]) for row in
             ledger.ask("contradictions", as_of="2020-10-21")]  # fmt: skip
    assert found == [("levels", "at-3000", "above")]
    why = str([line["value"] for line in ledger.show("down-to-3000", why=True, as_of="2020-10-21")])
    assert "The Wire" in why
    assert "The Paper" in why


def test_5_a_publisher_corrects_or_retracts() -> None:
    """What rests on a retracted source alone is unsupported; a promise made there alone is void."""
    ledger = told(PROMISE, """
- {type: level, id: down, source: paper, date: 2020-09-28, measure: guards/north, value: 2900}
""")  # fmt: skip
    assert commitment(ledger, as_of="2020-11-10")["verdict"] == "kept"

    ledger.import_document(b"""
- {type: source_update, id: paper-taken-back, source: paper, change: retracted, date: 2020-11-05}
""", name="more.yaml")  # fmt: skip
    before, after = (commitment(ledger, as_of=day) for day in ("2020-11-04", "2020-11-05"))
    assert (before["verdict"], before["flags"]) == ("kept", [])
    assert (after["verdict"], after["flags"]) == ("past-due-unverified", ["unsupported"])
    assert commitment(ledger, as_of="2020-11-10", known_by="2020-11-04")["verdict"] == "kept"

    ledger.import_document(b"""
- {type: source_update, id: wire-taken-back, source: wire, change: retracted, date: 2020-11-07}
""", name="more.yaml")  # fmt: skip
    assert commitment(ledger, as_of="2020-11-06")["lifecycle"] == "active"
    assert commitment(ledger, as_of="2020-11-07")["verdict"] == "void"
    lints = {(row["lint"], row["about"]) for row in ledger.ask("check", as_of="2020-11-10")}
    assert {("unsupported", "down"), ("unsupported", "reduction")} <= lints


def test_5_a_quotation_is_looked_at_again_until_the_new_text_is_seen_to_hold_it() -> None:
    """The words were there when they were quoted; whether they still are must be looked up."""
    old = b"He said: we will go down from about 5,200 to 3,000 guards by the end of September."
    new = b"Corrected. " + old
    ledger = told(PROMISE)
    ledger.keep_text("wire", old)
    digest = sha256(new).hexdigest()
    ledger.import_document(f"""
- {{type: source_update, id: mended, source: wire, change: corrected, date: 2020-09-12, text_sha256: {digest}}}
""".encode(), name="more.yaml")  # noqa: E501  # fmt: skip

    def doubted(day: str) -> list[str]:
        return [row["about"] for row in ledger.ask("check", as_of=day, lint="recheck")]

    assert (doubted("2020-09-11"), doubted("2020-09-12")) == ([], ["reduction"])
    ledger.keep_text("wire", new)
    assert doubted("2020-09-12") == []


def test_6_our_own_mistake() -> None:
    """A correction or a retraction; the audit shows both versions, who and why."""
    ledger = told(PROMISE, """
- {type: level, id: miscopied, source: paper, date: 2020-10-10, measure: guards/north, value: 300}
- {type: level, id: never-said, source: paper, date: 2020-10-11, measure: guards/north, value: 5000}
""")  # fmt: skip
    head = ledger.head
    ledger.correct("miscopied", {"value": "3,300"}, reason="a nought was lost")
    ledger.retract("never-said", reason="the report is about the coast")

    row = commitment(ledger, as_of="2020-10-12")
    assert (row["fulfilled"], row["verdict"]) == ("partial", "partly-kept")
    then = commitment(ledger, as_of="2020-10-12", recorded_by=head)
    assert then["fulfilled"] == "yes"  # as we had it then: 300, within the target
    (change,) = ledger.audit("miscopied").rows[0]["corrections"]
    assert (change["before"], change["after"]) == ("300", "3,300")
    assert (change["recorder"], change["reason"]) == ("tester", "a nought was lost")
    audited = ledger.audit("never-said").rows[0]
    assert "retracted" in audited["status"]


def test_7_a_misspelt_name_is_an_alias_of_one_person() -> None:
    """Found under both spellings; the quotation keeps the misspelling."""
    ledger = told(PROMISE, """
- {type: statement, id: thanks, source: paper, speaker: ephesia, quote: We thank General McKena.}
""")  # fmt: skip
    people = [row for row in ledger.ask("actors", as_of="2020-11-01") if row["kind"] == "person"]
    assert [row["id"] for row in people] == ["general"]
    assert people[0]["aliases"] == ["McKena"]
    said = {row["id"]: row["words"] for row in ledger.ask("said", as_of="2020-11-01")}
    assert "McKena." in said["thanks"]


@pytest.mark.parametrize("attribution", ["anonymous", "background"])
def test_8_anonymous_and_background_sources_stay_anonymous(attribution: str) -> None:
    """Who is described is never matched to a person, not even where only one would fit."""
    ledger = told(f"""
- type: statement
  id: whisper
  source: wire
  speaker: {{described: chief of staff, of: ruritania}}
  attribution: {attribution}
  says: The guards will stay.
""")
    (row,) = ledger.ask("said", as_of="2020-11-01")
    assert (row["speaker"], row["attribution"]) == ("chief of staff", attribution)
    assert list(ledger.ask("said", as_of="2020-11-01", by="general")) == []


def test_9_thousands_into_a_place_and_the_region_are_not_added_to_the_place_alone() -> None:
    ledger = told(PROMISE, """
- type: deployment
  id: reinforcement
  source: paper
  date: 2020-10-05
  actor: ruritania
  measure: guards/north-and-coast
  number: thousands
  level_after: 9,000
- {type: level, id: north, source: paper, date: 2020-10-06, measure: guards/north, value: 3000}
""")  # fmt: skip
    levels = ledger.ask("levels", as_of="2020-10-10", measure="guards/north")
    assert {row["about"] for row in levels} == {"down-to-3000", "north"}
    assert commitment(ledger, as_of="2020-10-10")["fulfilled"] == "yes"


def test_10_what_does_not_fit_is_recorded_and_warned_of_and_never_silently_mended() -> None:
    ledger = told("""
- {type: source, id: copy, title: The same, publisher: The Copy, credits: [The Wire], published: 2020-09-10}
- {type: measure, id: guards/all, unit: guards}
- {type: measure, id: guards/east, unit: guards, part_of: guards/all}
- {type: level, id: whole, source: wire, date: 2020-09-09, measure: guards/all, value: 1000}
- {type: level, id: part, source: wire, date: 2020-09-09, measure: guards/east, value: 1200}
- {type: occurrence, id: meeting, name: a meeting, source: wire, date: "Monday, 2 September 2020"}
- type: statement
  id: muddle
  source: [wire, copy]
  speaker: general
  says: So it will be.
  commits:
    - {id: reversed, debtor: ruritania, measure: guards/east, baseline: 3000, at_most: 5000, due: by the end of 2020}
    - {id: too-late, debtor: ruritania, title: be there, due: by 1 August 2020}
    - {id: never, debtor: ruritania, title: be good}
""")  # noqa: E501  # fmt: skip
    found = {(row["lint"], row["about"]) for row in ledger.ask("check", as_of="2020-10-01")}

    assert {
        ("sums", "guards/all"),
        ("weekday", "meeting"),
        ("upside-down", "reversed"),
        ("due-before-said", "too-late"),
        ("only-repeats", "muddle"),
        ("never-overdue", "never"),
    } <= found
    # All of it stands as it was told.
    (when,) = [row for row in ledger.ask("timeline", as_of="2020-10-01") if row["id"] == "meeting"]
    assert str(when["earliest"]) == "2020-09-02"
    assert str(commitment(ledger, "too-late", as_of="2020-10-01")["due_hi"]) == "2020-08-01"
