"""Each format by whole output, and what it does with text that would like to be more than text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import UsageError
from ledger.formats import FORMATS
from ledger.formats.as_chart import CHART
from ledger.formats.as_csv import CSV
from ledger.formats.as_json import JSON, JSONL
from ledger.formats.as_markdown import MARKDOWN
from ledger.formats.as_table import TABLE
from ledger.formats.format import Format, Screen
from ledger.formats.value import number, plain
from ledger.model.answer import Column
from ledger.visible import visible
from tests.formats.answers import COLOURED, NARROW, WIDE, an_answer, of_text

BIDI, ESCAPE = "\u202e", "\x1b"
texts = st.text(max_size=60)


def test_a_table() -> None:
    assert (
        TABLE.render(an_answer(), WIDE)
        == """\
An example

 id   so many         value   sure   day          recorded at               words
 ─────────────────────────────────────────────────────────────────────────────────────────────────────
 a       1234   1,234,567.5    yes   2020-09-30   2026-01-31 12:00:00 UTC   “to 3,000 troops”, he said
 b         -1      -0.00001     no

example · as of 2020-10-01 · all sources · recorded by position 7 · head 8 · asked 2026-01-31
"""
    )


def test_json() -> None:
    assert (
        JSON.render(an_answer(), WIDE)
        == """\
{
  "question": "example",
  "as_of": "2020-10-01",
  "known_by": "2026-01-31",
  "recorded_by": 7,
  "head": 8,
  "filters": {
    "place": "Iraq"
  },
  "rows": [
    {
      "id": "a",
      "count": 1234,
      "value": 1234567.50,
      "sure": true,
      "day": "2020-09-30",
      "recorded_at": "2026-01-31T12:00:00.000000Z",
      "words": "“to 3,000 troops”, he said",
      "nothing": null,
      "list": [
        "x",
        "y"
      ],
      "table": {
        "lo": "2020-09-01",
        "hi": null,
        "why": "day 0"
      }
    },
    {
      "id": "b",
      "count": -1,
      "value": -0.00001,
      "sure": false,
      "day": null,
      "recorded_at": null,
      "words": "",
      "nothing": null,
      "list": [],
      "table": {}
    }
  ]
}
"""
    )


def test_json_lines_are_the_rows_alone() -> None:
    lines = JSONL.render(an_answer(), WIDE).splitlines()

    assert lines[1] == (
        '{"id":"b","count":-1,"value":-0.00001,"sure":false,"day":null,"recorded_at":null,'
        '"words":"","nothing":null,"list":[],"table":{}}'
    )
    assert [json.loads(line) for line in lines] == json.loads(JSON.render(an_answer(), WIDE))[
        "rows"
    ]


def test_csv_holds_every_column_exactly() -> None:
    assert CSV.render(an_answer(), WIDE) == (
        "id,count,value,sure,day,recorded_at,words,nothing,list,table\n"
        "a,1234,1234567.50,yes,2020-09-30,2026-01-31T12:00:00.000000Z,"
        '"“to 3,000 troops”, he said",,x; y,"lo: 2020-09-01, why: day 0"\n'
        "b,-1,-0.00001,no,,,,,,\n"
    )


def test_markdown() -> None:
    assert MARKDOWN.render(an_answer(notes=("closed world: *so*",)), WIDE) == (
        "**An example**\n"
        "\n"
        "| id | so many | value | sure | day | recorded_at | words | nothing |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| a | 1234 | 1,234,567.5 | yes | 2020-09-30 | 2026-01-31 12:00:00 UTC | "
        "“to 3,000 troops”, he said |  |\n"
        "| b | -1 | -0.00001 | no |  |  |  |  |\n"
        "\n"
        "*example · as of 2020-10-01 · all sources · recorded by position 7 · head 8 · asked "
        "2026-01-31*\n"
        "*closed world: \\*so\\**\n"
    )


LEVELS = tuple(Column(name=name, help="x") for name in (
    "measure", "kind", "earliest", "latest", "value", "lo", "hi", "verdict"))  # fmt: skip


def levels(**changed: Any) -> Any:
    """Two reports and a promise about one measure."""
    base = {"measure": "us-forces/iraq", "unit": "troops", "covers": "same", "of": "us-forces/iraq",
            "verdict": None}  # fmt: skip
    day = dt.date(2020, 9, 9)
    rows = (
        {**base, "kind": "report", "earliest": day, "latest": day, "value": "2,000 to 4,000",
         "lo": Decimal(2000), "hi": Decimal(4000)},
        {**base, "kind": "report", "earliest": None, "latest": day, "value": "more than 2,000",
         "lo": Decimal(2001), "hi": None, "covers": "part", "of": "us-forces/basra"},
        {**base, "kind": "promise", "earliest": day, "latest": dt.date(2020, 9, 30),
         "value": "at most 3,000", "lo": None, "hi": Decimal(3000), "verdict": "missed"},
    )  # fmt: skip
    return an_answer(question="levels", title="Levels", rows=rows, columns=LEVELS, **changed)


def test_a_chart_shows_what_is_sure_what_may_be_and_what_was_promised() -> None:
    # Sixteen characters stand for the highest level.
    assert CHART.render(levels(), Screen(width=60)) == (
        "Levels\n"
        "\n"
        "us-forces/iraq (troops)\n"
        "  2020-09-09                  ████████░░░░░░░░  2,000 to 4,000\n"
        "  2020-09-09                  ████████░░░░░░░░  more than 2,000 (part: us-forces/basra)\n"
        "  by 2020-09-09 … 2020-09-30  ▒▒▒▒▒▒▒▒▒▒▒▒      at most 3,000  ✘ missed\n"
        "\n"
        "█ at least   ░ at most   ▒ promised level\n"
        "levels · as of 2020-10-01 · all sources · recorded by\n"
        "position 7 · head 8 · asked 2026-01-31\n"
    )


def test_a_chart_cuts_nothing_off() -> None:
    for width in (60, 80, 100, 120, 200):
        text = CHART.render(levels(), Screen(width=width))
        assert "…  " not in text.replace("2020-09-09 … 2020-09-30  ", "")
        assert "(part: us-forces/basra)" in text
        assert "✘ missed" in text


def test_only_levels_can_be_drawn() -> None:
    with pytest.raises(UsageError, match="only levels"):
        CHART.render(an_answer(), WIDE)


@pytest.mark.parametrize("format", FORMATS, ids=lambda each: each.name)
def test_every_format_ends_in_a_line_feed_also_without_rows(format: Format) -> None:
    empty = an_answer(question="levels", rows=())
    for answer in (levels(), empty):
        text = format.render(answer, WIDE)
        assert text.endswith("\n") or (format is JSONL and text == "")
        assert not text.endswith("\n\n")


@pytest.mark.parametrize("format", [TABLE, MARKDOWN], ids=lambda each: each.name)
def test_what_must_be_printed_under_it_is_printed_under_it(format: Format) -> None:
    text = format.render(an_answer(notes=("a note",)), WIDE)

    assert "asked 2026-01-31" in text.splitlines()[-2]
    assert "a note" in text.splitlines()[-1]


class Whole(msgspec.Struct, forbid_unknown_fields=True):
    """The answer in JSON, as docs/domain.md, section 10, tells it."""

    question: str
    as_of: dt.date
    known_by: dt.date
    recorded_by: int
    head: int
    filters: dict[str, Any]
    rows: list[dict[str, Any]]


def test_the_answer_in_json_has_its_schema() -> None:
    for answer in (an_answer(), an_answer(known_by=dt.date(2020, 10, 1), rows=())):
        whole = msgspec.json.decode(JSON.render(answer, WIDE), type=Whole)
        assert whole.known_by == (answer.known_by or answer.today)
        assert len(whole.rows) == len(answer)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_text_in_csv_can_be_taken_for_a_formula(start: str) -> None:
    (_, (cell,)) = csv.reader(io.StringIO(CSV.render(of_text(f"{start}cmd|' /C calc'!A0"), WIDE)))

    assert cell == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("value", [["=1+1", "x"], {"=1+1": "x"}])
def test_no_list_in_csv_can_be_taken_for_a_formula(value: Any) -> None:
    (_, (cell,)) = csv.reader(io.StringIO(CSV.render(of_text(value), WIDE)))

    assert cell.startswith("'=1+1")


@given(texts)
def test_csv_gives_every_text_back_as_it_is_shown(text: str) -> None:
    (_, row) = csv.reader(io.StringIO(CSV.render(of_text(text), WIDE)))

    assert "".join(row).removeprefix("'") == visible(text).removeprefix("'")


@given(texts)
def test_json_gives_every_text_back_as_it_is(text: str) -> None:
    assert json.loads(JSON.render(of_text(text), WIDE))["rows"] == [{"words": text}]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a | b", "a \\| b"),
        ("**bold** _x_ `code` ~~no~~", "\\*\\*bold\\*\\* \\_x\\_ \\`code\\` \\~\\~no\\~\\~"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("[click](https://example.org)", "\\[click\\](https\\://example.org)"),
        ("https://example.org", "https\\://example.org"),
        ("JavaScript:alert(1)", "JavaScript\\:alert(1)"),
        ("www.example.org", "www\\.example.org"),
        ("AT&T &lt;b&gt;", "AT\\&T \\&lt;b\\&gt;"),
        ("# no heading", "\\# no heading"),
        ("back\\slash", "back\\\\slash"),
        ("two\nlines", "two␊lines"),
    ],
)
def test_markdown_shows_text_as_it_is(text: str, escaped: str) -> None:
    line = MARKDOWN.render(of_text(text), WIDE).splitlines()[4]

    assert line == f"| {escaped} |"


@given(texts)
def test_a_row_of_a_markdown_table_stays_one_row(text: str) -> None:
    lines = MARKDOWN.render(of_text(text), WIDE).split("\n")

    assert len(lines) == 8
    unescaped = lines[4].replace("\\\\", "").replace("\\|", "")
    assert unescaped.count("|") == 2


HIDDEN = f"a{ESCAPE}[31mred{BIDI}\u2066x\u200b\x07\x9b\r\n\t\x7f\ufeffz"


@pytest.mark.parametrize("format", [TABLE, CSV, MARKDOWN], ids=lambda each: each.name)
@pytest.mark.parametrize("layout", ["table", "cards", "sections"])
def test_control_and_direction_characters_become_visible(format: Format, layout: str) -> None:
    if layout == "sections":
        names = ("section", "name", "value", "positions")
        row: dict[str, Any] = {"section": HIDDEN, "name": HIDDEN, "value": HIDDEN, "positions": []}
    else:
        names = ("position", "id", "words", "kind")
        row = {"position": 1, "id": HIDDEN, "words": HIDDEN, "kind": [HIDDEN]}
    columns = tuple(Column(name=name, help="x") for name in names)
    answer = an_answer(columns=columns, rows=(row,), layout=layout, title=visible(HIDDEN))

    text = format.render(answer, WIDE).replace("\n", "")
    assert not set(text) & set(HIDDEN) - set("a[31mredxz")
    assert "␛" in text
    assert "<U+202E>" in text or "\\<U+202E\\>" in text or "U+202E" in text


@given(texts)
def test_a_table_never_loses_a_character(text: str) -> None:
    for screen in (WIDE, NARROW):
        shown = TABLE.render(of_text(text), screen)
        for char in visible(text):
            assert char.isspace() or char in shown


def test_markup_and_emoji_codes_of_others_are_left_alone() -> None:
    shown = TABLE.render(of_text("[sic] [bold]x[/bold] :smile: [link=https://x]y"), WIDE)

    assert "[sic] [bold]x[/bold] :smile: [link=https://x]y" in shown


ID = "foreign-forces/afghanistan"


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_on_a_narrow_screen_nothing_is_cut_off(width: int) -> None:
    columns = tuple(
        Column(name=name, help="x", roomy=0 if name != "words" else 2)
        for name in ("measure", "about", "day", "words")
    )
    row = {"measure": ID, "about": "afghanistan-4000-out", "day": dt.date(2020, 9, 9),
           "words": "what was said there"}  # fmt: skip
    shown = TABLE.render(an_answer(columns=columns, rows=(row,)), Screen(width=width))
    body = "".join(shown.splitlines()[4:-2]) if width > 40 else shown

    assert all(len(line) <= max(width, 40) for line in shown.splitlines())
    letters = body.replace(" ", "").replace("\n", "")
    if width >= 80:
        assert ID in body
    assert sum(letters.count(char) for char in "/") == 1
    assert "…" not in body


def test_the_columns_that_matter_least_give_way_first() -> None:
    columns = (
        Column(name="id", help="x"), Column(name="first", help="x", roomy=2),
        Column(name="second", help="x", roomy=1),
    )  # fmt: skip
    row = {"id": "a" * 20, "first": "b" * 20, "second": "c" * 20}
    heads = {
        width: TABLE.render(an_answer(columns=columns, rows=(row,)), Screen(width=width))
        for width in (80, 60, 40)
    }

    assert ["first" in heads[80], "first" in heads[60]] == [True, False]
    assert ["second" in heads[60], "second" in heads[40]] == [True, False]


def test_a_column_without_any_value_is_left_out() -> None:
    assert "nothing" not in TABLE.render(an_answer(), WIDE)


def verdicts() -> Any:
    columns = (Column(name="verdict", help="x"), Column(name="overdue", help="x"))
    rows = ({"verdict": "missed", "overdue": "yes"}, {"verdict": "kept", "overdue": "no"})
    return an_answer(columns=columns, rows=rows)


def test_a_verdict_is_a_word_and_a_symbol_and_only_then_a_colour() -> None:
    plain_text, coloured = TABLE.render(verdicts(), WIDE), TABLE.render(verdicts(), COLOURED)

    assert ESCAPE not in plain_text
    assert f"{ESCAPE}[31m✘ missed" in coloured
    for mark in ("✘ missed", "✔ kept", "✘ yes", "· no"):
        assert mark in plain_text
        assert mark in coloured


@pytest.mark.parametrize("format", [JSON, JSONL, CSV, MARKDOWN], ids=lambda each: each.name)
def test_what_machines_read_is_never_coloured(format: Format) -> None:
    assert format.render(verdicts(), COLOURED) == format.render(verdicts(), WIDE)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""), (True, "yes"), (False, "no"), (7, "7"), ("text", "text"),
        (Decimal(5200), "5,200"), (Decimal("1E+3"), "1,000"), (Decimal("-1234.5"), "-1,234.5"),
        (Decimal("0.3333333333"), "0.3333"), (Decimal("0.00001234"), "0.000012"),
        (Decimal("12345678901234567890123456789012.5"), "12,345,678,901,234,567,890,123,456,789,012.5"),
        (Decimal("0.5000"), "0.5"), (dt.date(2020, 9, 9), "2020-09-09"),
        (dt.datetime(2026, 1, 31, 12, 5, tzinfo=dt.UTC), "2026-01-31 12:05:00 UTC"),
        (["a", 1, None], "a; 1"), ({"lo": 1, "why": None}, "lo: 1"),
        ([{"lo": dt.date(2020, 9, 1)}, {"lo": None}], "lo: 2020-09-01"),
    ],
)  # fmt: skip
def test_values_are_shown_as_people_read_them(value: Any, shown: str) -> None:
    assert plain(value) == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_number_is_never_shown_as_nought_unless_it_is(value: Decimal) -> None:
    shown = Decimal(number(value).replace(",", ""))

    assert (shown == 0) == (value == 0)
    assert abs(shown - value) <= abs(value) / 15
