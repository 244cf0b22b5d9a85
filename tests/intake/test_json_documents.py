"""JSON Lines and JSON: strictly read, every value with its place, a mistake costing one event."""

from __future__ import annotations

import pytest

from tests.intake.documents import by_id, one, read, refused, shown

ACTOR = '{"type": "actor", "id": "x", "name": "X", "kind": "state"}'
OTHER = ACTOR.replace('"x"', '"y"')


MISTAKES = (
    '{"type": "actor", "type": "level"}',
    '{"note": NaN}',
    r'{"note": "\ud800"}',
    r'{"note": "a\u0000b"}',
    "[1]",
    '"words"',
    '{"note" 1}',
    '{"value": 3,000}',
    '{"note": "a\tb"}',
    r'{"note": "\x41"}',
    '{"note": 1,}',
    '{"tags": [1,]}',
    '{"note": 1} {"note": 2}',
    '{"note": True}',
    '{"note": 01}',
    "{note: 1}",
    '{"note": "open}',
)
"""Lines, each wrong in its own way."""


def test_each_line_is_an_event() -> None:
    document = f"{ACTOR}\n\n{OTHER}\n"

    assert [event.id for event in read(document, name="doc.jsonl")] == ["x", "y"]


def test_numbers_keep_their_own_digits_and_booleans_their_meaning() -> None:
    document = """
        {"type": "measure", "id": "m", "unit": "troops", "cumulative": true, "note": null}
        {"type": "level", "id": "l", "measure": "m", "value": 3000, "date": "2020-09-09"}
        {"type": "level", "id": "k", "measure": "m", "value": 1.50, "date": "2020-09-09"}
        """
    events = by_id(document, name="doc.jsonl")

    assert (events["m"].cumulative, events["m"].note) == (True, None)
    assert (events["l"].value.raw, events["k"].value.raw) == ("3000", "1.50")


def test_a_mistake_costs_one_line_and_all_lines_are_looked_at() -> None:
    document = "\n".join(MISTAKES)

    assert refused(document, name="doc.jsonl") == shown(
        r"""
        doc.jsonl:1:19: error: the key 'type' stands twice
          {"type": "actor", "type": "level"}
                            ^
        doc.jsonl:2:10: error: not JSON: 'NaN' is no value of JSON
          {"note": NaN}
                   ^
          hint: text stands in double quotes
        doc.jsonl:3:10: error: a lone surrogate (U+D800) is no character
          {"note": "\ud800"}
                   ^
          hint: it is half of a pair: write both halves, or the character itself
        doc.jsonl:4:10: error: a NUL character cannot be recorded
          {"note": "a\u0000b"}
                   ^
        doc.jsonl:5:1: error: each line holds one mapping, one event
          [1]
          ^
        doc.jsonl:6:1: error: each line holds one mapping, one event
          "words"
          ^
        doc.jsonl:7:9: error: not JSON: after the key 'note' stands no colon
          {"note" 1}
                  ^
        doc.jsonl:8:13: error: not JSON: a comma ends a value; write 3000, or quote it: "3,000"
          {"value": 3,000}
                      ^
        doc.jsonl:9:12: error: not JSON: a control character inside the quotation marks
          {"note": "a␉b"}
                     ^
          hint: write \n, \t or \u and its number
        doc.jsonl:10:11: error: not JSON: an escape that JSON does not have
          {"note": "\x41"}
                    ^
          hint: write \\ for a backslash
        doc.jsonl:11:12: error: not JSON: a key stands in double quotes
          {"note": 1,}
                     ^
          hint: take the comma before it away
        doc.jsonl:12:13: error: not JSON: a value cannot begin with ']'
          {"tags": [1,]}
                      ^
          hint: take away what is too many: the comma before it, or the bracket
        doc.jsonl:13:13: error: not JSON: more stands after the event
          {"note": 1} {"note": 2}
                      ^
          hint: each line holds one event
        doc.jsonl:14:10: error: not JSON: 'True' is no value of JSON
          {"note": True}
                   ^
          hint: text stands in double quotes
        doc.jsonl:15:10: error: not JSON: '01' is no value of JSON
          {"note": 01}
                   ^
          hint: text stands in double quotes
        doc.jsonl:16:2: error: not JSON: a key stands in double quotes
          {note: 1}
           ^
        doc.jsonl:17:10: error: not JSON: the quotation mark is never closed
          {"note": "open}
                   ^
          hint: in JSON Lines (.jsonl) an event takes one line; over several lines it is JSON (.json)
        nothing recorded
        """
    )


def test_a_value_that_stands_several_times_is_pointed_at_where_it_is_wrong() -> None:
    document = ACTOR.replace('"X"', '"stat"').replace('"state"', '"stat"')

    assert refused(document, name="doc.jsonl") == shown(
        """
        doc.jsonl:1:54: error: kind cannot be 'stat'; did you mean 'state'?
          {"type": "actor", "id": "x", "name": "stat", "kind": "stat"}
                                                               ^
          hint: one of: person, organisation, state
        nothing recorded
        """
    )


def test_a_byte_that_is_not_utf8_is_shown_in_its_line() -> None:
    document = f"{ACTOR}\n".encode() + b'{"name": "caf\xe9"}\n'

    assert refused(document, name="doc.jsonl") == shown(
        """
        doc.jsonl:2:14: error: not UTF-8: the byte 0xE9
          {"name": "caf�"}
                       ^
          hint: save the file as UTF-8
        nothing recorded
        """
    )


PRETTY = """{
  "type": "actor",
  "id": "x",
  "name": "X",
  "kind": "state"
}
"""
PRETTY_OTHER = PRETTY.replace('"x"', '"y"')


@pytest.mark.parametrize(
    "document",
    [
        PRETTY,
        f"[{PRETTY}]",
        f"[{PRETTY}, {PRETTY_OTHER}]",
        f"{PRETTY}{PRETTY_OTHER}",
        f"{ACTOR}\n{OTHER}\n",
        f"  \n{ACTOR}\n",
    ],
)
def test_json_is_a_list_or_one_event_after_another_over_any_lines(document: str) -> None:
    assert [event.id for event in read(document, name="doc.json")] in (["x"], ["x", "y"])


def test_problems_of_json_over_several_lines_have_line_and_column() -> None:
    assert refused(PRETTY.replace('"state"', '"stat"'), name="doc.json") == shown(
        """
        doc.json:5:11: error: kind cannot be 'stat'; did you mean 'state'?
            "kind": "stat"
                    ^
          hint: one of: person, organisation, state
        nothing recorded
        """
    )


def test_a_key_that_stands_twice_names_the_line_of_the_first() -> None:
    assert refused(PRETTY.replace('"name"', '"id"'), name="doc.json") == shown(
        """
        doc.json:4:3: error: the key 'id' stands twice (line 3 too)
            "id": "X",
            ^
        nothing recorded
        """
    )


def test_an_open_bracket_is_shown_where_it_begins() -> None:
    assert refused(PRETTY.rstrip("}\n"), name="doc.json") == shown(
        """
        doc.json:1:1: error: not JSON: the { is never closed
          {
          ^
          hint: in JSON Lines (.jsonl) an event takes one line; over several lines it is JSON (.json)
        nothing recorded
        """
    )


def test_json_lines_over_several_lines_are_told_once_what_to_do() -> None:
    assert refused(PRETTY, name="doc.jsonl") == shown(
        """
        doc.jsonl:1:1: error: not JSON: the { is never closed
          {
          ^
          hint: in JSON Lines (.jsonl) an event takes one line; over several lines it is JSON (.json)
        nothing recorded
        """
    )


def test_two_values_on_one_line_are_refused() -> None:
    assert "doc.json:1:3: error: not JSON: more stands after the value on its line" in refused(
        "{}{}", name="doc.json"
    )


def test_a_list_may_hold_events_only() -> None:
    assert "each event is a mapping" in refused('[1, "a", {"type": "actor"}]', name="doc.json")


class TestFormatByName:
    """The name tells the format; without one, what the text looks like."""

    @pytest.mark.parametrize("name", ["-", "stdin", "doc", "doc.txt", "DOC.JSON", "a.b/doc.JSONL"])
    def test_what_looks_like_json_is_read_as_such(self, name: str) -> None:
        assert one(ACTOR, name=name).id == "x"

    @pytest.mark.parametrize("name", ["-", "doc", "doc.yaml", "doc.YML"])
    def test_all_else_is_yaml(self, name: str) -> None:
        assert one("- {type: actor, id: x, name: X, kind: state}", name=name).id == "x"

    def test_yaml_that_looks_like_json_is_yaml_by_its_name(self) -> None:
        assert one('{"type": actor, id: x, name: X, kind: state}', name="doc.yaml").id == "x"


@pytest.mark.parametrize("name", ["doc.yaml", "doc.json", "doc.jsonl", "-"])
class TestNothing:
    """A file in which there is nothing to record."""

    @pytest.mark.parametrize("document", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
    def test_an_empty_file(self, name: str, document: bytes) -> None:
        assert refused(document, name=name) == (
            f"{name}: error: the file is empty\nnothing recorded"
        )

    def test_an_empty_list(self, name: str) -> None:
        document = "[]" if name != "doc.jsonl" else "\n\n"

        assert refused(document, name=name).startswith(f"{name}: error: the ")


def test_a_file_of_comments_holds_no_event() -> None:
    assert refused("# to do\n") == shown(
        """
        doc.yaml: error: the document holds no event
          hint: see docs/domain.md, section 9
        nothing recorded
        """
    )


@pytest.mark.parametrize("name", ["doc.yaml", "doc.json"])
def test_utf16_is_recognised(name: str) -> None:
    assert refused("- type: actor".encode("utf-16"), name=name).endswith(
        "hint: it begins like UTF-16; save the file as UTF-8\nnothing recorded"
    )


def test_bytes_that_are_not_utf8_are_refused_with_their_place() -> None:
    assert refused("- type: actor\n  name: café au lait\n".encode("latin-1")) == shown(
        """
        doc.yaml:2:12: error: not UTF-8: the byte 0xE9
            name: caf� au lait
                     ^
          hint: save the file as UTF-8
        nothing recorded
        """
    )
