"""Names and texts that may deceive are recorded as they stand, and the writer is warned."""

from __future__ import annotations

import pytest

from ledger.intake.lookalike import hidden, mixed, skeleton
from tests.intake.documents import ledger, one, refused, shown, warned

CYRILLIC_A = "\u0430"
LOOKS_LIKE_TALIBAN = f"t{CYRILLIC_A}liban"


class TestMixed:
    """A word in letters of two scripts, as no language writes it."""

    @pytest.mark.parametrize("word", [LOOKS_LIKE_TALIBAN, "Τrump", "p\u0430ypal", "ра\u0440er1x"])
    def test_is_found(self, word: str) -> None:
        assert mixed(f"the {word} again") == word

    @pytest.mark.parametrize(
        "text",
        [
            "taliban", "élysée", "Ælfric", "ＦＵＬＬ", "талибан", "Ελλάδα", "日本のニュース", "AKB48グループ",
            "北京Beijing", "한국KBS", "الجزيرة", "Талибан Taliban", "x²", "µm", "42", "a_b", "naïve-café",
        ],
    )  # fmt: skip
    def test_is_not_seen_where_writing_is_ordinary(self, text: str) -> None:
        assert mixed(text) is None


class TestSkeleton:
    """Two texts that a reader cannot tell apart have one skeleton."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (LOOKS_LIKE_TALIBAN, "taliban"),
            ("НАМА\u0405", "hamas"),
            ("ΗΑΜΑS", "HAMAS"),
            ("ｔａｌｉｂａｎ", "Taliban"),
            ("\U0001d42d\U0001d41aliban", "taliban"),
            ("e\u0301", "\u00e9"),
        ],
    )
    def test_is_the_same_for_what_looks_the_same(self, one: str, other: str) -> None:
        assert skeleton(one) == skeleton(other)

    @pytest.mark.parametrize(("one", "other"), [("taliban", "talibam"), ("élan", "elan")])
    def test_differs_where_the_eye_sees_a_difference(self, one: str, other: str) -> None:
        assert skeleton(one) != skeleton(other)


class TestHidden:
    """A sign that nobody sees, or that turns the direction of what follows."""

    @pytest.mark.parametrize(
        "sign",
        ["\u202e", "\u2066", "\u200b", "\ufeff", "\x1b", "\x7f", "\x9b", "\u00ad", "\U000e0041"],
    )
    def test_is_found(self, sign: str) -> None:
        assert hidden(f"safe {sign}text") == sign

    @pytest.mark.parametrize(
        "text", ["a\nb\tc\r\n", "می\u200cخواهم", "👩\u200d👩\u200d👧", "שלום\u200f"]
    )
    def test_is_not_seen_in_what_belongs_to_writing(self, text: str) -> None:
        assert hidden(text) is None


def actor(id: str, name: str = "Somebody") -> str:
    return f"- {{type: actor, id: {id}, name: '{name}', kind: organisation}}"


class TestWarnings:
    """What the writer of a document is told, beside what is recorded."""

    def test_an_id_that_looks_like_one_of_the_ledger(self) -> None:
        document = actor(LOOKS_LIKE_TALIBAN)

        assert one(document, known=ledger()).id == LOOKS_LIKE_TALIBAN
        assert warned(document, known=ledger()) == shown(
            f"""
            doc.yaml:1:21: warning: the id '{LOOKS_LIKE_TALIBAN}' looks like another, 'taliban'
              - {{type: actor, id: {LOOKS_LIKE_TALIBAN}, name: 'Somebody', kind: organisation}}
                                  ^
              hint: it holds U+0430 CYRILLIC SMALL LETTER A
            """
        )

    def test_an_id_that_looks_like_another_of_the_same_document(self) -> None:
        document = "\n".join([actor("hamas"), actor("ham\u0430s")])

        assert "doc.yaml:2:21: warning: the id" in warned(document)

    def test_an_id_that_mixes_scripts(self) -> None:
        assert warned(actor("p\u0430rty")) == shown(
            """
            doc.yaml:1:21: warning: the id 'p\u0430rty' mixes letters of different scripts
              - {type: actor, id: p\u0430rty, name: 'Somebody', kind: organisation}
                                  ^
              hint: it holds U+0430 CYRILLIC SMALL LETTER A
            """
        )

    def test_a_name_that_mixes_scripts(self) -> None:
        assert "the name 'T\u0430liban' mixes letters of different scripts" in warned(
            actor("x", "the T\u0430liban")
        )

    def test_a_text_that_hides_something_is_kept_and_made_visible_where_it_is_shown(self) -> None:
        document = actor("x", "a\u202eb")

        assert one(document).name == "a\u202eb"
        assert warned(document) == shown(
            """
            doc.yaml:1:30: warning: the text holds U+202E RIGHT-TO-LEFT OVERRIDE, which a reader does not see
              - {type: actor, id: x, name: 'a<U+202E>b', kind: organisation}
                                           ^
              hint: it is recorded as it stands
            """
        )

    def test_ordinary_documents_in_any_script_warn_of_nothing(self) -> None:
        assert warned(f"{actor('талибан', 'Талибан')}\n{actor('élysée', 'Élysée')}\n") == ""

    def test_of_very_many_warnings_the_first_are_told_and_the_others_counted(self) -> None:
        lines = warned("\n".join(actor(f"x{n}", "a\u202eb") for n in range(250))).split("\n")

        assert sum("warning: the text holds U+202E" in line for line in lines) == 100
        assert lines[-1] == "doc.yaml: warning: and 150 more warnings"

    def test_a_refused_document_warns_of_nothing(self) -> None:
        assert "warning" not in refused(f"{actor(LOOKS_LIKE_TALIBAN)}\n- {{type: actr}}\n")


def test_an_unknown_name_that_looks_like_a_known_one_is_told_by_its_strange_letter() -> None:
    document = f"- {{type: statement, source: report, says: x, speaker: {LOOKS_LIKE_TALIBAN}}}"

    assert refused(document, known=ledger()) == shown(
        f"""
        doc.yaml:1:55: error: no actor '{LOOKS_LIKE_TALIBAN}' is known; did you mean 'taliban'?
          - {{type: statement, source: report, says: x, speaker: {LOOKS_LIKE_TALIBAN}}}
                                                                ^
          hint: it holds U+0430 CYRILLIC SMALL LETTER A, which only looks like the usual letter
        nothing recorded
        """
    )
