"""`pledger import` of CSV files: headings that are fields, and maps from columns to fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doors.running import PEOPLE, Desk, Ran, desk

MAP = """
delimiter = ";"

[columns]
date = "Day"
value = "Guards on duty"
source.at = "Page"
tags = "Marks"

[const]
type = "level"
measure = "guards/strelsau"
source.source = "gazette"

[split]
tags = "|"
"""


def told(made: Desk, position: str) -> dict[str, object]:
    """The fields of an event as recorded."""
    ran = made.pledger("follow", "--from", position, "--once", "-o", "jsonl")
    found: dict[str, object] = ran.rows[0]["event"]
    return found


def imported(tmp_path: Path, text: str, *options: str, name: str = "data.csv") -> Ran:
    """What an import of this file into a ledger of a few names comes to."""
    with desk(tmp_path, PEOPLE) as made:
        head = made.head
        ran = made.pledger("import", made.write(name, text), *options)
        if ran.status != 0:
            assert made.head == head
    return ran


def test_headings_that_are_fields_need_no_map(tmp_path: Path) -> None:
    text = (
        "type,id,date,source,measure,value\n"
        'level,spring,2020-03-01,gazette,guards/strelsau,"about 1,200"\n'
        "level,summer,2020-06-01,gazette,guards/strelsau,900\n"
    )
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("import", made.write("data.csv", text))
        rows = made.rows("levels", "--as-of", "2020-12-31")

    assert (ran.status, ran.err) == (0, "2 events recorded at positions 5 to 6\n")
    assert [(row["about"], row["value"], row["lo"], row["hi"]) for row in rows] == [
        ("spring", "about 1,200", 1150, 1249),
        ("summer", "900", 900, 900),
    ]


def test_a_map_says_which_column_gives_which_field(tmp_path: Path) -> None:
    text = "Day;Guards on duty;Page;Marks\n2020-03-01;1200;page 4;counted | checked\n2020-06-01;900;;\n"
    with desk(tmp_path, PEOPLE) as made:
        made.write("map.toml", MAP)
        ran = made.pledger("import", made.write("data.csv", text), "--map", "map.toml")
        first, second = told(made, "5"), told(made, "6")
        again = made.pledger("import", "data.csv", "--map", "map.toml")

    assert (ran.status, ran.err) == (0, "2 events recorded at positions 5 to 6\n")
    assert first["source"] == [{"source": "gazette", "at": "page 4"}]
    assert first["tags"] == ["counted", "checked"]
    assert second["source"] == ["gazette"]
    assert "tags" not in second
    assert again.err == "2 events recorded before, unchanged\n"


def test_options_do_without_a_file_and_win_over_one(tmp_path: Path) -> None:
    text = "Day,Guards\n2020-03-01,1200\n"
    with desk(tmp_path, PEOPLE) as made:
        made.write("map.toml", '[columns]\ndate = "When"\nvalue = "Guards"\n')
        ran = made.pledger(
            "import", made.write("data.csv", text), "--map", "map.toml", "--column", "date=Day",
            "--const", "type=level", "--const", "measure=guards/strelsau",
        )  # fmt: skip
        event = told(made, "5")

    assert ran.status == 0
    assert (event["date"], event["value"]) == ("2020-03-01", "1200")


def test_columns_that_the_map_leaves_out_are_named(tmp_path: Path) -> None:
    ran = imported(
        tmp_path, "Day,Guards,Mood\n2020-03-01,1200,good\n", "--column", "date=Day",
        "--column", "value=Guards", "--const", "type=level", "--const", "measure=guards/strelsau",
    )  # fmt: skip

    assert ran.status == 0
    assert ran.err.endswith("warning: columns that are not read: Mood\n")


def test_a_commitment_stands_in_one_row_with_what_makes_it(tmp_path: Path) -> None:
    text = (
        "type,id,source,speaker,says,commits.id,commits.title,commits.debtor,commits.due\n"
        "statement,s1,gazette,rudolf,We will.,be-good,be good,ruritania,by the end of 2021\n"
    )
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("import", made.write("data.csv", text))
        rows = made.rows("commitments", "--as-of", "2020-12-31")

    assert ran.status == 0, ran.err
    assert [(row["id"], row["due_hi"]) for row in rows] == [("be-good", "2021-12-31")]


def test_quotation_marks_keep_delimiters_lines_and_quotation_marks(tmp_path: Path) -> None:
    text = (
        "type,id,source,speaker,quote\r\n"
        'statement,s1,gazette,rudolf,"He said: ""Long live the king"",\nand bowed. "\r\n'
        "\r\n,,,,\r\n"
        "statement , s2 ,gazette,rudolf,  Long live the king  \r\n"
    )
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("import", made.write("data.csv", text))
        first, second = told(made, "5"), told(made, "6")

    assert ran.status == 0, ran.err
    assert first["quote"] == 'He said: "Long live the king",\nand bowed. '
    assert (second["id"], second["quote"]) == ("s2", "Long live the king")


def test_a_table_may_come_from_standard_input_and_by_tabs(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        text = "type\tname\tid\tkind\nactor\tFritz\tfritz\tperson\n"
        by_tabs = made.pledger("import", made.write("data.tsv", text))
        piped = made.pledger(
            "import", "-", "--column", "id=ID", "--column", "name=Name", "--const", "type=actor",
            "--const", "kind=person", stdin="ID,Name\nsapt,Sapt\n",
        )  # fmt: skip
        names = [row["id"] for row in made.rows("actors", "--kind", "person")]

    assert (by_tabs.status, piped.status) == (0, 0)
    assert names == ["fritz", "rudolf", "sapt"]


def test_a_mistake_in_a_cell_is_shown_in_its_place(tmp_path: Path) -> None:
    ran = imported(
        tmp_path,
        "type,source,measure,value\n"
        "level,gazette,guards/strelsau,900\n"
        "level,gazete,guards/strelsau,lots\n",
    )

    assert ran.status == 6
    lines = ran.err.splitlines()
    assert lines[0] == ("data.csv:3:7: error: no source 'gazete' is known; did you mean 'gazette'?")
    assert lines[1:3] == ["  level,gazete,guards/strelsau,lots", "        ^"]
    assert any(line.startswith("data.csv:3:30: error: ") for line in lines)
    assert lines[-1] == "nothing recorded"


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("type,value\nlevel,1,2\n", (), "2:1: error: 3 cells in this row, 2 in the heading"),
        ("type,type\n", (), "1:6: error: two columns are called 'type'"),
        ("type,,value\n", (), "1:6: error: a column without a heading"),
        ('type,value\nlevel,"9\n', (), "2:7: error: a quotation mark that is never closed"),
        (
            'type,value\nlevel,"9" or so\n',
            (),
            "2:11: error: text after the quotation mark that closes a cell",
        ),
        ("type,Value\n", (), "1:6: error: no event has a field 'Value'; did you mean 'value'?"),
        (
            "type,number\n",
            ("--const", "type=level"),
            "1:1: error: type is given by a column and as a constant",
        ),
        (
            "Guards\n9\n",
            ("--const", "type=level", "--column", "valu=Guards"),
            "1:1: error: a level has no field 'valu'; did you mean 'value'?",
        ),
        (
            "Guards\n9\n",
            ("--column", "value=Guard"),
            "1:1: error: value: no column is called 'Guard'; did you mean 'Guards'?",
        ),
        ("\n\n", (), " error: the file is empty"),
        ("type,value\n", (), " error: the document holds no event"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(
    text: str, options: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    ran = imported(tmp_path, text, *options)

    assert (ran.status, ran.out) == (6, "")
    assert says in ran.err.splitlines()[0]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--column", "value"), "--column: 'value' is no pair"),
        (("--const", "type="), "--const: 'type=' is no pair"),
        (("--const", "type=a", "--const", "type=b"), "--const: type is given twice"),
        (("--const", "source=x", "--const", "source.at=y"),
         "source and source.at cannot both be given"),
        (("--map", "bad.toml"), "bad.toml: a map has no 'column'"),
        (("--map", "worse.toml"), "worse.toml: columns is a table"),
        (("--map", "long.toml"), "the delimiter is one character, not ';;'"),
    ],
)  # fmt: skip
def test_a_map_that_means_nothing_is_a_mistake_of_use(
    options: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.toml").write_text('[column]\nvalue = "Guards"\n')
    (tmp_path / "worse.toml").write_text("columns = 3\n")
    (tmp_path / "long.toml").write_text('delimiter = ";;"\n')
    ran = imported(tmp_path, "Guards\n9\n", *options)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == f"error: {says}"


def test_a_map_that_is_missing_or_no_toml_is_told(tmp_path: Path) -> None:
    missing = imported(tmp_path / "one", "a\n1\n", "--map", "none.toml")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "map.toml").write_text("value: Guards\n")
    no_toml = imported(tmp_path / "two", "a\n1\n", "--map", "map.toml")

    assert (missing.status, missing.err) == (3, "error: there is no file none.toml\n")
    assert no_toml.status == 2
    assert no_toml.err.startswith("error: map.toml is not TOML: ")
