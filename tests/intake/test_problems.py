"""Problems as they are shown, what was probably meant, and the order of records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import InputRefusedError, Problem
from ledger.intake.order import records_after
from ledger.intake.problems import MOST, Problems, render
from ledger.intake.wording import MANY, a, meant, quoted
from tests.intake.documents import shown


class TestRender:
    """The whole output, for every door."""

    def test_a_problem_with_its_place_and_what_to_do(self) -> None:
        problem = Problem(
            sentence="no such thing", file="doc.yaml", line=3, column=5, text="  - thing", near="things",
            hint="look again",
        )  # fmt: skip

        assert render([problem]) == shown(
            """
            doc.yaml:3:5: error: no such thing; did you mean 'things'?
                - thing
                  ^
              hint: look again
            nothing recorded
            """
        )

    @pytest.mark.parametrize(
        ("problem", "output"),
        [
            (Problem(sentence="wrong"), "input: error: wrong"),
            (Problem(sentence="wrong", file="a"), "a: error: wrong"),
            (Problem(sentence="wrong", file="a", line=2), "a:2: error: wrong"),
            (Problem(sentence="wrong", file="a", line=2, text="xy"), "a:2: error: wrong\n  xy"),
            (
                Problem(sentence="wrong", file="a", line=2, column=1, text=" "),
                "a:2:1: error: wrong",
            ),
        ],
    )
    def test_what_is_not_known_is_left_out(self, problem: Problem, output: str) -> None:
        assert render([problem]) == f"{output}\nnothing recorded"

    def test_a_warning_keeps_nothing_from_being_recorded(self) -> None:
        warning = Problem(sentence="odd", file="a", line=1, severity="warning")

        assert render([warning]) == "a:1: warning: odd"
        assert render([]) == ""

    def test_what_a_terminal_would_obey_is_made_visible_everywhere(self) -> None:
        problem = Problem(
            sentence="no '\x1b[31m'", file="a\nb", line=1, column=3, text="\x1b\u202exy", near="\x07",
            hint="\x9b",
        )  # fmt: skip

        assert render([problem]) == (
            "a␊b:1:3: error: no '␛[31m'; did you mean '␇'?\n"
            "  ␛<U+202E>xy\n"
            f"  {' ' * 9}^\n"
            "  hint: <U+009B>\n"
            "nothing recorded"
        )

    @pytest.mark.parametrize(
        ("column", "line", "caret"),
        [
            (1, "x" * 160 + "…", 0),
            (200, "…" + "x" * 160 + "…", 81),
            (400, "…" + "x" * 160, 160),
            (401, "…" + "x" * 160, 161),
        ],
    )
    def test_a_long_line_is_shown_around_the_caret(
        self, column: int, line: str, caret: int
    ) -> None:
        problem = Problem(sentence="here", file="a", line=1, column=column, text="x" * 400)

        assert render([problem]).split("\n")[1:3] == [f"  {line}", f"  {' ' * caret}^"]

    def test_wide_characters_take_two_cells(self) -> None:
        problem = Problem(sentence="here", file="a", line=1, column=3, text="日本x")

        assert render([problem]).split("\n")[2] == "      ^"


class TestCollecting:
    """All problems, in the order of lines, up to as many as anybody reads."""

    def test_they_are_refused_together_by_line_and_column(self) -> None:
        problems = Problems()
        for line, column in ((3, 1), (1, 9), (1, 2), (None, None)):
            problems.append(Problem(sentence="x", line=line, column=column))
        with pytest.raises(InputRefusedError) as caught:
            problems.refuse()

        places = [(one.line, one.column) for one in caught.value.problems]
        assert places == [(None, None), (1, 2), (1, 9), (3, 1)]
        assert caught.value.sentence == "x (and 3 more)"

    def test_where_there_are_none_nothing_is_refused(self) -> None:
        Problems().refuse()

    def test_after_very_many_reading_stops(self) -> None:
        problems = Problems()
        with pytest.raises(InputRefusedError) as caught:
            for line in range(MOST + 1):
                problems.append(Problem(sentence="x", line=line))

        assert len(caught.value.problems) == MOST + 1
        assert caught.value.problems[-1].sentence == f"reading stopped after {MOST} problems"


class TestWording:
    """How names are shown, and which was probably meant."""

    @pytest.mark.parametrize(("noun", "told"), [("actor", "an actor"), ("source", "a source")])
    def test_articles_fit(self, noun: str, told: str) -> None:
        assert a(noun) == told

    def test_long_names_are_cut_and_signs_escaped(self) -> None:
        assert quoted("a\x1b") == r"'a\x1b'"
        assert quoted("x" * 100) == f"'{'x' * 59}…'"

    @pytest.mark.parametrize(
        ("word", "near"),
        [
            ("talibn", "taliban"),
            ("Taliban", "taliban"),
            ("zzz", None),
            ("", None),
            ("t" * 300, None),
        ],
    )
    def test_the_nearest_name_is_found_or_none(self, word: str, near: str | None) -> None:
        assert meant(word, ["taliban", "united-states"]) == near

    def test_among_very_many_names_those_that_begin_or_end_alike_are_compared(self) -> None:
        names = [f"name-{n}" for n in range(10 * MANY)] + ["taliban"]

        assert meant("talibn", names) == "taliban"
        assert meant("talban", names) == "taliban"


@given(st.data())
def test_records_keep_their_order_but_come_after_what_they_are_about(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 12))
    about = [data.draw(st.none() | st.integers(0, size - 1)) for _ in range(size)]
    ordered, circular = records_after(
        list(range(size)), lambda n: [str(n)], lambda n: None if about[n] is None else str(about[n])
    )
    places = {n: place for place, n in enumerate(ordered)}

    assert sorted([*ordered, *circular]) == list(range(size))
    for n in ordered:
        of = about[n]
        assert of is None or places[of] < places[n]
    free = [n for n in ordered if about[n] is None]
    assert free == sorted(free)
    for n in circular:
        seen = {n}
        at = about[n]
        while at is not None and at not in seen:
            seen.add(at)
            at = about[at]
        assert at is not None
