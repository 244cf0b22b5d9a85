"""CSV as a law: whatever a writer of CSV puts into cells is what comes out of them."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import Problem
from ledger.intake.columns import Columns
from ledger.intake.csv_document import read_csv
from ledger.intake.node import Entries, Scalar

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
FIELDS = ("id", "place", "note")


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_quoted_cells_come_out_as_they_went_in(
    rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([FIELDS, *rows])
    problems: list[Problem] = []

    nodes = read_csv(out.getvalue(), "x.csv", Columns(delimiter=delimiter), 10_000, problems)

    assert problems == []
    assert [texts(node) for node in nodes] == [dict(zip(FIELDS, row, strict=True)) for row in rows]


@given(st.text(st.sampled_from('a,"\r\n ;'), max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    problems: list[Problem] = []

    read_csv(f"id,note\n{text}", "x.csv", Columns(), 10_000, problems)

    for problem in problems:
        assert problem.line is not None
        assert problem.column is not None


def test_reading_takes_time_in_proportion_to_the_file() -> None:
    """No cell looks for its end beyond itself: a file without a carriage return is no trap."""
    row = ",".join(["x"] * 3) + "\n"
    problems: list[Problem] = []

    nodes = read_csv("id,place,note\n" + row * 50_000, "x.csv", Columns(), 10**6, problems)

    assert (len(nodes), problems) == (50_000, [])


def texts(node: object) -> dict[str, str]:
    """The cells of a row by their fields."""
    assert isinstance(node, Entries)
    return {key.text: value.text for key, value in node.items if isinstance(value, Scalar)}
