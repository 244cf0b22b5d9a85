"""Words that must go are gone from every file, while every hash and proof stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ledger.errors import ConflictError, NotFoundError, RefusedError, UsageError
from ledger.evidence.bundle_check import verify_bundle
from ledger.evidence.keys import parse_vkey
from ledger.service.service import Service
from ledger.store.backup import backup
from tests.proofs.insider import edit, inside
from tests.proofs.ledgers import VKEY, Kept, a_ledger
from tests.service.world import NAMES, UNNAMED, memory
from tests.service.world import a_ledger as in_memory

SECRET = "Rassendyll's own telephone number is 5550-117"
REMARK = {
    "type": "statement", "id": "remark", "date": "2020-09-08", "source": "later-report",
    "speaker": "taliban", "quote": SECRET, "note": f"he says: {SECRET}!", "says": "He gives a number.",
}  # fmt: skip
ORDER = {"basis": "court order 4 O 1/26", "reason": "personal data"}


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A ledger with the remark at 13, its correction at 14 and a checkpoint over both."""
    made = a_ledger(tmp_path)
    with made.open() as ledger:
        ledger.record(REMARK)
        ledger.correct("remark", {"quote": f"{SECRET} or -118"}, reason=f"not only {SECRET}")
        ledger.checkpoint()
    return made


def redact(ledger: Service, thing: str = "remark", *fields: str, **more: Any) -> tuple[str, ...]:
    """Redact, by default the quotation; the warnings."""
    return ledger.redact(thing, fields or ("quote",), **{**ORDER, **more}).warnings


def bytes_beside(kept: Kept) -> bytes:
    """All bytes of all files of the ledger."""
    files = [path for path in kept.folder.rglob("*") if path.is_file()]
    assert kept.place in files
    return b"".join(path.read_bytes() for path in files)


def quote(ledger: Service, **clocks: Any) -> Any:
    return {row["name"]: row["value"] for row in ledger.show("remark", **clocks)}["quote"]


def test_the_words_are_in_no_file_of_the_ledger_and_in_no_new_backup(kept: Kept) -> None:
    """Neither in the file nor its free pages, log, views, indexes; also not while it is open."""
    assert b"telephone" in bytes_beside(kept)
    with kept.open() as ledger:
        ledger.ask("said")
        redact(ledger)
        open_ = bytes_beside(kept)
    backup(kept.place, kept.folder / "backup.db")

    assert b"telephone" not in open_
    assert b"telephone" not in bytes_beside(kept)


def test_words_of_many_pages_are_gone_too(kept: Kept) -> None:
    """They lie in pages of their own, which are given back when they go."""
    with kept.open() as ledger:
        ledger.record({**REMARK, "id": "long", "note": "n", "quote": "directory enquiries " * 9000})
        ledger.record([{**UNNAMED, "says": f"They say {n} times that nothing was agreed.", "id": f"u{n}"}
                       for n in range(50)])  # fmt: skip
        assert bytes_beside(kept).count(b"directory enquiries ") >= 9000
        redact(ledger, "long")

    assert b"directory" not in bytes_beside(kept)
    assert kept.found() == set()


@pytest.mark.parametrize("step", range(4))
def test_a_rebuild_that_goes_on_brings_no_words_back(kept: Kept, step: int) -> None:
    """Whatever it had folded by then: its drafts go with the words, and it is told so."""
    with kept.open() as ledger, kept.open() as other:
        ledger.ask("said")
        steps = iter(range(100))

        def then(done: int, total: int) -> None:
            if next(steps) == step:
                redact(other)

        with pytest.raises(ConflictError, match="given up"):
            ledger.rebuild(then)
        assert next(steps) > step
        assert quote(ledger) == "[redacted]"

    assert b"telephone" not in bytes_beside(kept)
    assert kept.found() == set()


def test_what_an_interrupted_rebuild_left_holds_no_words_after_a_redaction(kept: Kept) -> None:
    """Drafts that nobody reads are files all the same."""

    def interrupt(done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    with kept.open() as ledger:
        with pytest.raises(KeyboardInterrupt):
            ledger.rebuild(interrupt)
        redact(ledger)

    assert b"telephone" not in bytes_beside(kept)


def test_everything_still_verifies_and_bundles_of_before_too(kept: Kept) -> None:
    """The leaf stays; only what it stood for is gone."""
    with kept.open() as ledger:
        before = ledger.prove([13])
        redact(ledger)
        assert ledger.checkpoint()
        after = ledger.prove([13, 12])

    assert kept.found() == set()
    assert verify_bundle(before, [parse_vkey(VKEY)]).ok
    report = verify_bundle(after, [parse_vkey(VKEY)])
    assert [(e.entry.position, e.verdict, e.redacted_by) for e in report.events] == [
        (12, "present", None), (13, "redacted", 15), (15, "present", None),
    ]  # fmt: skip
    assert report.ok


def test_a_reader_is_told_who_removed_them_on_what_basis(kept: Kept) -> None:
    """In the audit and in the history."""
    with kept.open() as ledger:
        redact(ledger)
        rows = {row["id"]: row for row in ledger.audit("remark")}
        history = [row["value"] for row in ledger.show("remark") if row["section"] == "history"]

    assert rows["remark"]["status"] == (
        "stands, corrected by event 14; redacted by event 15 (court order 4 O 1/26)"
    )
    assert "removes the words of quote from remark: court order 4 O 1/26; personal data" in history


def test_words_that_are_gone_without_a_redaction_are_missing(kept: Kept) -> None:
    """Nothing is taken for lawful that nobody answers for."""
    edit(kept.place, "UPDATE events SET payload = x'', salt = x'' WHERE position = 13")

    assert ("payload-missing", "position 13") in kept.found()


def test_a_redaction_acts_in_every_clock(kept: Kept) -> None:
    """A question about an earlier position shows the redacted form."""
    with kept.open() as ledger:
        redact(ledger)

        assert quote(ledger) == "[redacted]"
        assert quote(ledger, recorded_by=13) == "[redacted]"
        rows = [row for row in ledger.ask("said", recorded_by=13) if row["position"] == 13]
        assert "telephone" not in str(rows)


def test_what_is_left_is_told_as_before(kept: Kept) -> None:
    """Only the words go."""
    with kept.open() as ledger:
        redact(ledger)
        told = {row["name"]: row["value"] for row in ledger.show("remark")}

    assert told["says"] == "He gives a number."
    assert told["note"] == "he says: [redacted]!"
    assert told["speaker"] == "taliban"


def test_the_same_document_again_is_recognised_and_refused(kept: Kept) -> None:
    """By its id, given or derived; nothing of it is recorded."""
    with kept.open() as ledger:
        redact(ledger)
        redact(ledger, "10", "says")
        head = ledger.head
        for document in (REMARK, UNNAMED):
            with pytest.raises(RefusedError, match="redacted by event 1"):
                ledger.record([document, {**UNNAMED, "id": "new"}])

        assert ledger.head == head


def test_a_correction_cannot_bring_the_words_back(kept: Kept) -> None:
    """Nor put others in their place; other fields can be corrected."""
    with kept.open() as ledger:
        redact(ledger)
        with pytest.raises(RefusedError, match="not given again"):
            ledger.correct("remark", {"quote": "something else"}, reason="?")

        assert ledger.correct("remark", {"note": "short"}, reason="?").recorded


def test_more_words_of_the_same_event_can_be_redacted_later(kept: Kept) -> None:
    """The later redaction covers the earlier one, which restated them."""
    with kept.open() as ledger:
        redact(ledger, "remark", "quote")
        redact(ledger, "remark", "says")
        told = {row["name"]: row["value"] for row in ledger.show("remark")}
        ledger.checkpoint()
        bundle = ledger.prove([13, 15])

    assert told["quote"] == told["says"] == "[redacted]"
    assert b"gives a number" not in bytes_beside(kept)
    assert kept.found() == set()
    report = verify_bundle(bundle, [parse_vkey(VKEY)])
    assert [(e.entry.position, e.redacted_by) for e in report.events] == [
        (13, 16), (15, 16), (16, None),
    ]  # fmt: skip


def test_the_same_again_records_nothing_and_sweeps_again(kept: Kept) -> None:
    """So that a redaction whose sweep was disturbed can be ended."""
    with kept.open() as ledger:
        redact(ledger)
        head = ledger.head

        assert "holds no words any more" in redact(ledger)[0]
        assert ledger.head == head


def test_where_else_the_words_stand_is_told_for_a_decision(kept: Kept) -> None:
    """In other events, and in the texts beside the ledger."""
    with kept.open() as ledger:
        ledger.record({**REMARK, "id": "another", "quote": f"yes, {SECRET}"})
        ledger.keep_text("later-report", f"It was said: {SECRET}.\n".encode())
        warnings = redact(ledger)

    assert any("other events: 15" in warning for warning in warnings)
    assert any("the text of later-report" in warning for warning in warnings)


def test_a_dry_run_removes_nothing(kept: Kept) -> None:
    with kept.open() as ledger:
        redact(ledger, dry_run=True)

        assert quote(ledger).startswith(SECRET)


@pytest.mark.parametrize("field", ["id", "speaker", "source", "date", "quote_kind", "nonsense",
                                   "commits.none.title", "attribution"])  # fmt: skip
def test_a_field_that_holds_no_words_is_refused(field: str, kept: Kept) -> None:
    """Ids stay in the tree for ever; days and numbers are corrected."""
    with kept.open() as ledger:
        with pytest.raises(UsageError, match="no words"):
            redact(ledger, "remark", field)
        assert quote(ledger).startswith(SECRET)


def test_the_redaction_itself_must_not_repeat_the_words(kept: Kept) -> None:
    """Else they would stand in the record for ever."""
    with kept.open() as ledger:
        with pytest.raises(RefusedError, match="repeat"):
            redact(ledger, reason=f"because of {SECRET}")
        with pytest.raises(NotFoundError):
            redact(ledger, "nobody")


def test_a_redaction_cannot_be_written_down_as_a_document(kept: Kept) -> None:
    """It would excuse what nobody removed."""
    with kept.open() as ledger, pytest.raises(RefusedError, match="cannot be written down"):
        ledger.record({"type": "redaction", "of": ["remark"], "fields": ["quote"], **ORDER})


@pytest.mark.parametrize("thing, field, tag", [
    ("named", "name", "called:the affair of strelsau"), ("named", "tags", "tag:affair"),
])  # fmt: skip
def test_what_was_found_by_the_words_is_no_longer(
    thing: str, field: str, tag: str, kept: Kept
) -> None:
    """Tags made of them go too, also from the records about it."""
    with kept.open() as ledger:
        ledger.record({"type": "occurrence", "id": thing, "date": "2020-09-08", "kind": "meeting",
                       "source": "report", "name": "Affair of Strelsau", "tags": ["affair"]})  # fmt: skip
        ledger.correct(thing, {"place": "Strelsau castle"}, reason="more exactly")
        redact(ledger, thing, field)

    with inside(kept.place) as connection:
        tags = {row[0] for row in connection.execute("SELECT tag FROM tags")}
    assert {one for one in tags if ("ffair" in one and field in one) or one == tag} == set()
    assert kept.found() == set()


def test_a_field_of_a_commitment_is_named_by_its_commitment(kept: Kept) -> None:
    """And the commitment stays a commitment."""
    with kept.open() as ledger:
        ledger.correct(
            "reduction", {"commits.down-to-3000.scope": "all but secret ones"}, reason="?"
        )
        redact(ledger, "down-to-3000", "scope")

        assert ledger.ask("commitments", as_of="2020-10-01").rows[0]["id"] == "down-to-3000"
    assert b"secret ones" not in bytes_beside(kept)
    assert kept.found() == set()


def test_both_stores_redact_alike() -> None:
    """In memory too, only the words go."""
    ledger = in_memory(memory())
    ledger.record([*NAMES, REMARK])
    redact(ledger)

    assert quote(ledger) == quote(ledger, recorded_by=6) == "[redacted]"
    assert {row["level"] for row in ledger.verify()} == {"ok", "warn"}
