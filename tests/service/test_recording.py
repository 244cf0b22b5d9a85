"""Recording: what is taken, what is set aside, what is refused, and that a refusal leaves no trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ledger import (
    Actor,
    Citation,
    ConflictError,
    Correction,
    InputRefusedError,
    Level,
    NotFoundError,
    RefusedError,
    Relation,
    Retraction,
    Statement,
    UsageError,
    read_quantity,
)
from ledger.evidence.identity import derived_id
from ledger.model.day import Day
from ledger.service.service import Service
from tests.service.world import (
    BEFORE,
    KEPT,
    KEY,
    PROMISE,
    SOURCE,
    UNNAMED,
    WORLD,
    Clock,
    Document,
    a_ledger,
    memory,
)

DAY = Day(edtf="2020-09-08", earliest=dt.date(2020, 9, 8), latest=dt.date(2020, 9, 8), rule="R1")


def test_a_receipt_tells_where_each_event_lies() -> None:
    receipt = a_ledger().record(WORLD)

    assert [(one.position, one.id, one.type) for one in receipt.recorded][-2:] == [
        (6, "reduction", "announcement"),
        (7, "level-before", "level"),
    ]
    assert receipt.head == 7
    assert receipt.says == "7 events recorded at positions 1 to 7"
    assert all(len(one.leaf_hash) == 64 for one in receipt.recorded)


def test_nothing_handed_in_is_nothing_recorded() -> None:
    assert a_ledger().record([]).says == "nothing to record"


def test_the_same_events_again_change_nothing_and_say_so(ledger: Service) -> None:
    receipt = ledger.record(WORLD)

    assert receipt.recorded == ()
    assert [one.position for one in receipt.repeated] == [1, 2, 3, 4, 5, 6, 7]
    assert receipt.says == "7 events recorded before, unchanged"
    assert ledger.head == 7


def test_old_and_new_events_may_come_together(ledger: Service) -> None:
    receipt = ledger.record((*WORLD, KEPT))

    assert receipt.says == "1 event recorded at position 8; 7 events recorded before, unchanged"


def test_the_same_id_with_other_fields_is_a_conflict_that_names_them(ledger: Service) -> None:
    changed = {**PROMISE, "role": "Parliament", "venue": "Washington"}

    with pytest.raises(ConflictError) as refusal:
        ledger.record(changed)
    assert refusal.value.sentence == (
        "the id 'reduction' is recorded at position 6 with another role, venue; to record the "
        "change: pledger correct reduction --set role='Parliament' --set venue='Washington'"
    )
    assert ledger.head == 7


def test_a_changed_term_of_a_commitment_is_named_with_its_path(ledger: Service) -> None:
    terms = {**PROMISE["commits"][0], "due": "by the end of October"}  # type: ignore[dict-item]

    with pytest.raises(ConflictError, match=r"with another commits\.down-to-3000\.due; to record"):
        ledger.record({**PROMISE, "commits": [terms]})


def test_the_correction_that_a_conflict_proposes_records_the_change(ledger: Service) -> None:
    changed = {**PROMISE, "role": "Parliament"}
    ledger.correct("reduction", {"role": "Parliament"}, reason="misread")

    assert ledger.record(changed).says == "1 event recorded before, unchanged"
    # The document that was recorded first is still recognised.
    assert ledger.record(PROMISE).says == "1 event recorded before, unchanged"


def test_the_same_id_with_another_type_is_a_conflict(ledger: Service) -> None:
    with pytest.raises(ConflictError, match=r"with another type \(level\)"):
        ledger.record({**UNNAMED, "id": "level-before"})


def test_an_event_cannot_take_the_id_of_a_commitment(ledger: Service) -> None:
    with pytest.raises(
        ConflictError, match="'down-to-3000' is that of a commitment, made at position 6"
    ):
        ledger.record({**UNNAMED, "id": "down-to-3000"})


def test_a_commitment_cannot_take_an_id_that_stands_for_something(ledger: Service) -> None:
    terms = {"id": "level-before", "title": "keep the peace", "debtor": "taliban"}

    with pytest.raises(ConflictError, match="the id 'level-before' is taken by event 7"):
        ledger.record({**UNNAMED, "id": "again", "commits": [terms]})


@pytest.mark.parametrize(
    "fewer", [SOURCE, {key: value for key, value in SOURCE.items() if key != "publisher"}]
)
def test_what_was_declared_may_be_declared_again_with_the_same_or_fewer_fields(
    ledger: Service, fewer: Document
) -> None:
    assert ledger.record(fewer).says == "1 event recorded before, unchanged"


def test_fewer_fields_are_held_against_the_record_and_against_what_corrections_left(
    ledger: Service,
) -> None:
    ledger.correct("report", {"title": "A better title"}, reason="misread")
    short = {"type": "source", "id": "report", "published": "2020-09-09"}

    for title in ("A report", "A better title"):
        assert ledger.record({**short, "title": title}).recorded == ()
    with pytest.raises(ConflictError, match="with another title"):
        ledger.record({**short, "title": "A third title"})


def test_more_fields_of_a_declaration_are_a_conflict(ledger: Service) -> None:
    with pytest.raises(ConflictError, match="with another url"):
        ledger.record({**SOURCE, "url": "https://example.org/report"})


def test_fewer_fields_of_what_was_said_are_a_conflict(ledger: Service) -> None:
    with pytest.raises(ConflictError, match="with another audience"):
        ledger.record({key: value for key, value in PROMISE.items() if key != "audience"})


def test_an_unnamed_event_gets_an_id_from_its_words_under_the_key_of_the_ledger(
    ledger: Service,
) -> None:
    (made,) = ledger.record(UNNAMED).recorded
    given = {key: [value] if key == "source" else value for key, value in UNNAMED.items()}

    assert made.id == derived_id(KEY, "statement", given)


def test_another_ledger_derives_another_id() -> None:
    ids = set()
    for key in (KEY, b"j" * 32):
        ledger = a_ledger(memory(key))
        ledger.record(WORLD)
        ids.add(ledger.record(UNNAMED).recorded[0].id)

    assert len(ids) == 2


@pytest.mark.parametrize(
    "beside",
    [{"tags": ["mine"]}, {"source": {"source": "report", "at": "paragraph 4"}}],
    ids=["tags", "the place in the source"],
)
def test_tags_and_places_in_the_source_do_not_change_a_derived_id(
    ledger: Service, beside: Document
) -> None:
    ledger.record(UNNAMED)

    assert ledger.record({**UNNAMED, **beside}).says == "1 event recorded before, unchanged"


def test_other_words_give_another_id(ledger: Service) -> None:
    first = ledger.record(UNNAMED).recorded[0].id
    second = ledger.record({**UNNAMED, "says": "They stand by nothing."}).recorded[0].id

    assert first != second


def test_the_same_event_twice_in_one_document_is_recorded_once_and_says_so(ledger: Service) -> None:
    receipt = ledger.record([UNNAMED, UNNAMED])

    assert len(receipt.recorded) == 1
    assert receipt.warnings == (f"{receipt.recorded[0].id} is given twice; it is recorded once",)


def test_nearly_the_same_words_without_an_id_are_reported(ledger: Service) -> None:
    ledger.record(UNNAMED)
    receipt = ledger.record(
        {**UNNAMED, "says": "They stand by what was agreed in February and expect the same."}
    )

    (warning,) = receipt.warnings
    assert warning == (
        f"{receipt.recorded[0].id} looks like event 8; if it is the same, correct 8 instead, else "
        "give the new one an id"
    )


@pytest.mark.parametrize(
    "other",
    [
        {"id": "named"},
        {"date": "2020-09-07"},
        {"speaker": "united-states"},
        {"source": "later-report", "says": "They stand by what was agreed in February and expect it."},
        {"says": "They no longer feel bound by the agreement of February."},
    ],
    ids=["an id", "another day", "another speaker", "another source", "other words"],
)  # fmt: skip
def test_what_differs_in_kind_is_not_taken_for_the_same(ledger: Service, other: Document) -> None:
    ledger.record(UNNAMED)
    almost = {**UNNAMED, "says": "They stand by what was agreed in February and expect the same."}

    assert ledger.record({**almost, **other}).warnings == ()


def test_a_repeat_of_what_was_retracted_warns_how_to_bring_it_back(ledger: Service) -> None:
    ledger.retract("level-before", reason="of another place")
    receipt = ledger.record(BEFORE)

    assert receipt.recorded == ()
    (warning,) = receipt.warnings
    assert warning == (
        "level-before is recorded at position 7 but was retracted by event 8; retract that one to "
        "bring it back"
    )


def test_a_dry_run_tells_what_would_be_and_leaves_no_trace(ledger: Service) -> None:
    tried = ledger.record(KEPT, dry_run=True)

    assert tried.dry_run
    assert tried.says == "1 event would be recorded at position 8"
    assert [event.id for event in tried.events] == ["level-after"]
    assert ledger.head == 7
    assert [row["id"] for row in ledger.ask("timeline")].count("level-after") == 0


def test_a_dry_run_leaves_no_gap(filed: Service) -> None:
    filed.record(KEPT, dry_run=True)

    assert filed.record(KEPT).recorded[0].position == 8


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ({**BEFORE, "value": "3,000"}, ConflictError),
        ({**UNNAMED, "speaker": "nobody"}, InputRefusedError),
        ({"type": "retraction", "of": "nothing", "reason": "x"}, InputRefusedError),
    ],
    ids=["conflict", "unknown id", "about nothing"],
)
def test_one_bad_event_and_none_is_recorded(
    filed: Service, bad: Document, error: type[Exception]
) -> None:
    with pytest.raises(error):
        filed.record([KEPT, bad])

    assert filed.head == 7
    assert filed.record(KEPT).recorded[0].position == 8


def test_recorded_at_is_the_clock_and_never_goes_back(ledger: Service, clock: Clock) -> None:
    clock.forward(dt.timedelta(days=-3))
    ledger.record(KEPT)

    times = [row["recorded_at"] for row in ledger.audit("down-to-3000")]
    assert times == sorted(times)
    assert set(times) == {dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)}


def test_events_and_mappings_do_not_mix(ledger: Service) -> None:
    actor = Actor(id="iran", name="Iran", kind="state")
    mixed: Any = [actor, KEPT]

    with pytest.raises(UsageError, match="not both"):
        ledger.record(mixed)


def test_an_event_that_a_program_built_is_recorded_as_it_is(ledger: Service) -> None:
    level = Level(
        id="level-after",
        occurred=DAY,
        sources=(Citation(source="report"),),
        measure="us-forces/iraq",
        value=read_quantity("3,000"),
    )
    ledger.record(level)

    rows = {row["about"]: row for row in ledger.ask("levels", measure="us-forces/iraq")}
    assert rows["level-after"]["lo"] == 3000


def said(**changed: Any) -> Statement:
    fields = {"occurred": DAY, "sources": (Citation(source="report"),), "speaker": "taliban",
              "says": "They stand by it."}  # fmt: skip
    return Statement(**{**fields, **changed})


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (said(speaker="talban"), "speaker: no actor 'talban' is known; did you mean 'taliban'?"),
        (said(sources=(Citation(source="paper"),)), "source.source: no source 'paper' is known"),
        (
            said(relations=(Relation(rel="after", to="nothing-such"),)),
            "relations.to: no thing 'nothing-such' is known",
        ),
        (said(speaker="us-forces/iraq"), "speaker: no actor 'us-forces/iraq' is known"),
        (said(id="17"), "'17' is no id"),
        (said(id="two words"), "'two words' is no id"),
        (Retraction(of="nothing", reason="x"), "of: no event 'nothing' is known"),
        (
            Correction(of="level-before", set={"value": "3,000"}, reason="x"),
            "becomes: nothing would change",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_event_of_a_program_is_held_to_what_documents_are(
    ledger: Service, event: Any, sentence: str
) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        ledger.record(event)

    assert any(sentence in str(problem) for problem in refusal.value.problems)
    assert ledger.head == 7


def test_a_correction_of_a_program_that_cannot_be_applied_is_refused(ledger: Service) -> None:
    changes = {"commits.no-such.due": "x"}
    with pytest.raises(InputRefusedError, match="no commitment 'no-such' in this event"):
        ledger.record(Correction(of="reduction", set=changes, becomes=changes, reason="x"))


def test_a_misquotation_of_a_program_is_refused(ledger: Service) -> None:
    ledger.keep_text("report", b"He said: we go down to 3,000 during the month of September.")

    with pytest.raises(InputRefusedError, match="not in the text of report"):
        ledger.record(said(quote="we go down to 2,000"))
    assert ledger.record(said(quote="down to  3,000", says=None)).recorded


def test_all_problems_of_a_program_are_told_at_once(ledger: Service) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        ledger.record([said(speaker="nobody", on_behalf_of="none-such"), said(id="5")])

    assert len(refusal.value.problems) == 3


def test_text_that_cannot_be_stored_is_refused(ledger: Service) -> None:
    with pytest.raises(InputRefusedError, match="cannot be stored"):
        ledger.record(said(says="half a character: \ud83d"))
    with pytest.raises(InputRefusedError, match="cannot be stored"):
        ledger.record(said(id="named", says="half a character: \ud83d"))


def test_a_document_keeps_its_name_and_fingerprint_as_the_run(ledger: Service) -> None:
    data = b"- {type: actor, id: iran, name: Iran, kind: state}\n"
    ledger.import_document(data, name="folder/people.yaml")

    (row,) = ledger.audit("iran")
    assert row["run"] == "import of people.yaml (sha256 c5570458e335bb8f)"


@pytest.mark.parametrize("ask", [lambda s: s.retract("nothing", reason="x"),
                                 lambda s: s.correct("nothing", {"note": "x"}, reason="x"),
                                 lambda s: s.show("nothing"),
                                 lambda s: s.audit(99)])  # fmt: skip
def test_what_is_not_there_is_not_found(ledger: Service, ask: Callable[[Service], object]) -> None:
    with pytest.raises(NotFoundError) as refusal:
        ask(ledger)
    assert not isinstance(refusal.value, RefusedError)
