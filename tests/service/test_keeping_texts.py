"""Keeping the text of a source: beside the ledger, by its fingerprint, to look for quotations in."""

from __future__ import annotations

from hashlib import sha256

import pytest

from ledger import ConflictError, InputRefusedError, NotFoundError
from ledger.service.service import Service
from tests.service.world import UNNAMED

TEXT = "He said: “we go down to 3,000 during\n  the month of September”.\n".encode()
OTHER = b"He said that they would go down.\n"


def test_the_fingerprint_of_a_text_becomes_part_of_its_source(ledger: Service) -> None:
    kept = ledger.keep_text("report", TEXT)

    assert kept.sha256 == sha256(TEXT).hexdigest()
    assert kept.receipt.says == "1 event recorded at position 8"
    (row,) = ledger.audit("report").rows[:1]
    assert row["corrections"][0]["after"] == kept.sha256


def test_the_same_text_again_records_nothing(ledger: Service) -> None:
    ledger.keep_text("report", TEXT)

    assert ledger.keep_text("report", TEXT).receipt.says == "nothing to record"
    assert ledger.head == 8


def test_another_text_for_the_same_source_is_a_conflict(ledger: Service) -> None:
    ledger.keep_text("report", TEXT)

    with pytest.raises(ConflictError) as refusal:
        ledger.keep_text("report", OTHER)
    assert refusal.value.hint is not None
    assert f"--set text_sha256={sha256(OTHER).hexdigest()}" in refusal.value.hint
    assert ledger.head == 8


def test_the_words_never_enter_an_event(filed: Service) -> None:
    filed.keep_text("report", TEXT)

    with filed._store.reading() as snapshot:
        assert not any(b"He said" in one.payload for one in snapshot.read())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"... we go down to 3,000 during the month of September ...", "exact"),
        (TEXT, "levelled"),
        (OTHER, None),
    ],
)
def test_quotations_that_were_recorded_before_are_looked_for(
    ledger: Service, text: bytes, found: str | None
) -> None:
    (quotation,) = ledger.keep_text("report", text).quotations

    assert (quotation.position, quotation.id, quotation.found) == (6, "reduction", found)


def test_a_quotation_recorded_afterwards_must_be_in_the_text(ledger: Service) -> None:
    ledger.keep_text("report", TEXT)

    with pytest.raises(InputRefusedError, match="not in the text of report"):
        ledger.record({**UNNAMED, "quote": "we go down to 2,000"})
    assert ledger.record({**UNNAMED, "quote": "we go down to 3,000"}).recorded


def test_a_quotation_is_held_against_the_texts_that_are_at_hand(ledger: Service) -> None:
    ledger.keep_text("report", TEXT)

    assert ledger.record({**UNNAMED, "source": "later-report", "quote": "anything"}).recorded


def test_a_byte_order_mark_is_no_part_of_the_words(ledger: Service) -> None:
    kept = ledger.keep_text("report", b"\xef\xbb\xbf" + TEXT)

    assert kept.quotations[0].found == "levelled"
    assert kept.sha256 == sha256(b"\xef\xbb\xbf" + TEXT).hexdigest()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [(b"caf\xe9", "not UTF-8: byte 3"), (b"", "is empty"), (b" \n\t", "is empty")],
)
def test_what_is_no_text_is_refused(ledger: Service, text: bytes, sentence: str) -> None:
    with pytest.raises(InputRefusedError, match=sentence):
        ledger.keep_text("report", text)
    assert ledger.head == 7


@pytest.mark.parametrize(("name", "hint"), [("repotr", "did you mean 'report'?"),
                                            ("taliban", None)])  # fmt: skip
def test_only_a_source_has_a_text(ledger: Service, name: str, hint: str | None) -> None:
    with pytest.raises(NotFoundError, match="no source") as refusal:
        ledger.keep_text(name, TEXT)
    assert refusal.value.hint == hint
