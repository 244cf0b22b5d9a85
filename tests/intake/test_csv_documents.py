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
from tests.intake.documents import ledger, one, read, refused, shown

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


class TestRefused:
    """Tables that cannot be meant, as their refusals are shown."""

    def test_a_mistake_in_a_cell_is_shown_where_the_cell_is_written(self) -> None:
        table = (
            "type,source,measure,value,note\n"
            'level,report,us-forces/iraq,lots,"two\nlines"\n'
            "level,reprot,us-forces/iraq,3,\n"
        )

        assert refused(table, name="t.csv", known=ledger()) == shown(
            """
            t.csv:2:29: error: no quantity can be read from 'lots'
              level,report,us-forces/iraq,lots,"two
                                          ^
              hint: write it as 3,000, about 5,200, more than 2,000, 2,000 to 3,000 or 1.5 million
            t.csv:4:7: error: no source 'reprot' is known; did you mean 'report'?
              level,reprot,us-forces/iraq,3,
                    ^
              hint: declare it: - {type: source, id: reprot, …}
            nothing recorded
            """
        )

    def test_headings_that_lead_nowhere(self) -> None:
        table = "type,source,source.at,place.,valeu\nlevel,a,b,c,d\n"

        assert refused(table, name="t.csv") == shown(
            """
            t.csv:1:6: error: 'source' and a part of it cannot both be given
              type,source,source.at,place.,valeu
                   ^
              hint: name the part that is meant
            t.csv:1:23: error: 'place.' leads to no field
              type,source,source.at,place.,valeu
                                    ^
            t.csv:1:30: error: no event has a field 'valeu'; did you mean 'value'?
              type,source,source.at,place.,valeu
                                           ^
              hint: say which column means which field: --column value=Troops, or --map FILE
            nothing recorded
            """
        )

    def test_quotation_marks_that_do_not_fit(self) -> None:
        table = 'type,id,name\nactor,x,"a"b\nactor,y,"never closed\n'
        output = refused(table, name="t.csv")

        assert "t.csv:2:12: error: text after the quotation mark that closes a cell" in output
        assert "t.csv:3:9: error: a quotation mark that is never closed" in output

    def test_rows_of_another_width_than_the_heading(self) -> None:
        assert refused("type,id\nactor\nactor,x,y\n", name="t.csv") == shown(
            """
            t.csv:2:1: error: 1 cell in this row, 2 in the heading
              actor
              ^
            t.csv:3:1: error: 3 cells in this row, 2 in the heading
              actor,x,y
              ^
            nothing recorded
            """
        )

    def test_a_table_wider_than_any(self) -> None:
        assert "error: more than 1,000 cells in a row" in refused(
            "type,id\n" + "," * 2_000, name="t.csv"
        )


def test_cells_that_a_spreadsheet_would_obey_are_text_and_come_back_as_they_were() -> None:
    cells = ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(1)", "\tx", '=HYPERLINK("http://x")']
    out = io.StringIO()
    rows = [("occurrence", "2020-09-09", cell) for cell in cells]
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("type", "date", "name"), *rows])

    events = read(out.getvalue(), name="t.csv")

    assert [getattr(event, "name", None) for event in events] == cells


def test_a_commitment_is_read_from_the_columns_of_its_parts() -> None:
    table = (
        "type,id,date,speaker,quote,commits.id,commits.title,commits.debtor,commits.due\n"
        "statement,s,2020-09-07,taliban,we leave,c,leave,taliban,in two weeks\n"
    )
    event = one(table, name="t.csv", known=ledger())

    assert (event.commits[0].id, str(event.commits[0].due.lo)) == ("c", "2020-09-21")
