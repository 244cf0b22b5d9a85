"""Quotations: kept byte for byte, and looked for in the texts of their sources."""

from __future__ import annotations

import pytest

from ledger.intake.quotation import find, nearest
from tests.intake.documents import ledger, one, refused, shown, warned

TEXT = (
    "He said on Wednesday that “the United States has decided to reduce our troop presence\n"
    "in Iraq” by the end of the month. The mission’s goal, he said, is unchanged."
)


def said(quote: str, *, source: str = "report") -> str:
    return f"- {{type: statement, source: {source}, speaker: taliban, quote: '{quote}'}}"


class TestFind:
    """Character by character first; then with white space collapsed and marks levelled."""

    @pytest.mark.parametrize(
        ("quote", "how"),
        [
            ("the United States has decided", "exact"),
            ("The mission’s goal", "exact"),
            ("The mission's goal", "levelled"),
            ("troop presence in Iraq", "levelled"),
            ('"the United States  has decided', "levelled"),
            ("the united states has decided", None),
            ("the United States decided", None),
        ],
    )
    def test_a_quotation_is_found_or_not(self, quote: str, how: str | None) -> None:
        assert find(quote, TEXT) == how

    @pytest.mark.parametrize(
        ("quote", "passage"),
        [
            (
                "the United States decided to reduce our presence",
                "United States has decided to reduce our",
            ),
            (
                "The mission's goal, she said, is unchanged",
                "The mission’s goal, he said, is unchanged.",
            ),
            ("something else altogether", None),
            ("a", None),
        ],
    )
    def test_the_passage_most_like_it_is_found(self, quote: str, passage: str | None) -> None:
        found = nearest(quote, TEXT)

        assert found == passage if passage is None else found and found.startswith(passage)

    def test_of_a_long_quotation_too(self) -> None:
        words = [f"word{n}" for n in range(2000)]
        text = " ".join(words)
        quote = " ".join(word if n % 7 else "other" for n, word in enumerate(words[500:600], 500))

        assert nearest(quote, text) == " ".join(words[500:600])


class TestInDocuments:
    """What the reader of a document makes of them."""

    @pytest.mark.parametrize("text", ["", TEXT])
    def test_words_that_are_in_the_text_or_whose_text_is_not_at_hand_are_kept(
        self, text: str
    ) -> None:
        known = ledger(report=text) if text else ledger()
        event = one(said("the United States has decided"), known=known)

        assert event.quote == "the United States has decided"

    def test_words_that_are_not_in_the_text_are_refused_with_the_nearest_passage(self) -> None:
        assert refused(said("the US has decided to reduce"), known=ledger(report=TEXT)) == shown(
            """
            doc.yaml:1:62: error: the quotation is not in the text of report
              - {type: statement, source: report, speaker: taliban, quote: 'the US has decided to reduce'}
                                                                           ^
              hint: the text has: United States has decided to reduce
            nothing recorded
            """
        )

    def test_where_nothing_is_like_them_the_writer_is_told_what_else_to_do(self) -> None:
        assert "hint: check the words, or give them as says" in refused(
            said("something else altogether"), known=ledger(report=TEXT)
        )

    def test_one_of_several_sources_is_enough(self) -> None:
        known = ledger(report="nothing of the kind", earlier=TEXT)
        event = one(said("the United States has decided", source="[report, earlier]"), known=known)

        assert [citation.source for citation in event.sources] == ["report", "earlier"]

    def test_words_that_are_found_only_when_levelled_are_kept_as_given_and_reported(self) -> None:
        document = said("troop presence in Iraq")

        assert one(document, known=ledger(report=TEXT)).quote == "troop presence in Iraq"
        assert warned(document, known=ledger(report=TEXT)) == shown(
            """
            doc.yaml:1:62: warning: the text of report has it with other white space or quotation marks
              - {type: statement, source: report, speaker: taliban, quote: 'troop presence in Iraq'}
                                                                           ^
            """
        )

    def test_words_that_are_found_exactly_are_not_reported(self) -> None:
        assert warned(said("the United States has decided"), known=ledger(report=TEXT)) == ""

    def test_a_quotation_of_several_lines_is_kept_as_yaml_folds_it(self) -> None:
        event = one(
            """
            - type: statement
              source: report
              speaker: taliban
              quote: >-
                the United States has decided
                to reduce
            """,
            known=ledger(),
        )

        assert event.quote == "the United States has decided to reduce"

    @pytest.mark.parametrize(
        "words",
        ["a\tb", "a\u202eb", "a\u200db", "e\u0301", "\u00e9", " a ", "a\nb", "\U0001f600", "a\\b"],
    )
    @pytest.mark.parametrize("name", ["doc.jsonl", "doc.json", "doc.yaml"])
    def test_no_character_of_it_is_changed(self, words: str, name: str) -> None:
        import json

        document = json.dumps(
            {"type": "statement", "source": "report", "speaker": "taliban", "quote": words},
            ensure_ascii=False,
        )

        assert one(document, name=name, known=ledger()).quote == words
