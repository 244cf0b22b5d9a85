"""Auditing: who said what when, in which office, to whom, according to whom; recorded, corrected how."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

import pytest

from ledger.evidence.entry import entry_bytes
from ledger.service.service import Service
from tests.service.world import KEPT, UNNAMED, Clock

PROMISED = (
    "down-to-3000: United States: us-forces/iraq: from about 5,200 at most 3,000, due “during the "
    "month of September” (2020-09-30)"
)


def test_an_audit_of_an_utterance_answers_every_question_about_it(ledger: Service) -> None:
    (row,) = ledger.audit("reduction").rows[:1]

    told = {key: row[key] for key in (
        "position", "id", "type", "status", "earliest", "latest", "date_phrase", "date_rule", "who",
        "role", "to_whom", "words", "place", "commits", "according_to", "attribution", "known_from",
        "recorded_at", "recorder", "run", "corrections",
    )}  # fmt: skip
    assert told == {
        "position": 6,
        "id": "reduction",
        "type": "announcement",
        "status": "stands",
        "earliest": dt.date(2020, 9, 9),
        "latest": dt.date(2020, 9, 9),
        "date_phrase": "Wednesday",
        "date_rule": "R12",
        "who": ["United States"],
        "role": "Government",
        "to_whom": "reporters",
        "words": "“we go down to 3,000 during the month of September”",
        "place": "Iraq",
        "commits": [PROMISED],
        "according_to": ["The Paper, “A report”, 2020-09-09"],
        "attribution": "on_record",
        "known_from": dt.date(2020, 9, 9),
        "recorded_at": dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC),
        "recorder": "tester",
        "run": None,
        "corrections": [],
    }


def test_both_versions_of_a_corrected_field_are_shown_with_who_when_and_why(
    ledger: Service, clock: Clock
) -> None:
    clock.forward()
    ledger.correct("down-to-3000", {"at_most": "2,500"}, reason="misheard")

    row = ledger.audit("reduction").rows[0]
    assert row["status"] == "stands, corrected by event 8"
    assert row["corrections"] == [
        {
            "by": 8, "stands": "yes", "reason": "misheard", "recorder": "tester",
            "recorded_at": dt.datetime(2026, 1, 31, 13, tzinfo=dt.UTC),
            "field": "commits.down-to-3000.at_most", "before": "3,000", "after": "2,500",
        }
    ]  # fmt: skip


def test_each_correction_starts_from_what_the_one_before_left(ledger: Service) -> None:
    for audience in ("the press", "journalists"):
        ledger.correct("reduction", {"audience": audience}, reason="misread")

    changes = [
        (one["before"], one["after"]) for one in ledger.audit("reduction").rows[0]["corrections"]
    ]
    assert changes == [("reporters", "the press"), ("the press", "journalists")]


def test_a_correction_that_was_retracted_is_shown_and_says_so(ledger: Service) -> None:
    ledger.correct("reduction", {"audience": "the press"}, reason="misread", id="wrong")
    ledger.retract("wrong", reason="it was right")

    row = ledger.audit("reduction").rows[0]
    assert row["status"] == "stands"
    assert [one["stands"] for one in row["corrections"]] == ["no, retracted by event 9"]


def test_a_retraction_is_shown_with_who_and_why(ledger: Service) -> None:
    ledger.retract("reduction", reason="never said")

    row, record = (one for one in ledger.audit("reduction") if one["position"] in (6, 8))
    assert row["status"] == "retracted by event 8"
    assert [(one["field"], one["reason"]) for one in row["corrections"]] == [
        ("the whole record", "never said")
    ]
    assert record["words"] == "retracts reduction (never said)"


def test_the_hashes_of_an_audit_are_those_of_the_stored_rows(filed: Service) -> None:
    filed.correct("report", {"published": "2020-09-16"}, reason="misread")
    rows = filed.audit("down-to-3000").rows

    assert len(rows) >= 3
    with filed._store.reading() as snapshot:
        stored = {one.position: one for one in snapshot.read()}
    for row in rows:
        one = stored[row["position"]]
        digest = sha256(one.salt + one.payload).digest()
        entry = entry_bytes(
            position=row["position"], id=row["id"], type=row["type"], schema=one.schema,
            recorded_at=row["recorded_at"], recorder=row["recorder"], known_from=one.known_from,
            payload_digest=digest,
        )  # fmt: skip
        assert row["payload_digest"] == digest.hex()
        assert row["leaf_hash"] == sha256(b"\x00" + entry).hexdigest()


def test_an_audit_of_a_commitment_holds_its_maker_and_what_was_reported(ledger: Service) -> None:
    ledger.record(KEPT)

    assert [row["id"] for row in ledger.audit("down-to-3000")] == [
        "reduction",
        "level-before",
        "level-after",
    ]


def test_an_audit_of_a_person_or_body_holds_all_that_names_it(ledger: Service) -> None:
    ledger.record(UNNAMED)

    assert [row["position"] for row in ledger.audit("taliban")] == [4, 8]
    assert [row["position"] for row in ledger.audit("united-states")] == [3, 6]


@pytest.mark.parametrize("name", ["report", "us-forces/iraq"])
def test_an_audit_of_a_source_or_a_measure_holds_all_that_leans_on_it(
    ledger: Service, name: str
) -> None:
    positions = [row["position"] for row in ledger.audit(name)]

    assert positions[1:] == [6, 7]


def test_an_audit_obeys_the_clocks(ledger: Service) -> None:
    ledger.record(KEPT)
    ledger.correct("reduction", {"audience": "the press"}, reason="misread")

    assert len(ledger.audit("down-to-3000")) == 4
    assert len(ledger.audit("down-to-3000", recorded_by=8)) == 3
    assert len(ledger.audit("down-to-3000", recorded_by=7)) == 2
    assert len(ledger.audit("down-to-3000", recorded_by=8, known_by="2020-10-01")) == 2


def test_who_is_described_is_never_named(ledger: Service) -> None:
    official = {"described": "senior administration official", "of": "united-states"}
    ledger.record({**UNNAMED, "id": "unnamed", "speaker": official, "attribution": "background"})

    (row,) = ledger.audit("unnamed")
    assert row["who"] == ["senior administration official"]
    assert row["attribution"] == "background"
