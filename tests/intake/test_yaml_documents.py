"""YAML: what is read, and what is refused because it hides or changes what would be recorded."""

from __future__ import annotations

import pytest

from ledger.model.event_types import GIVEN
from tests.intake.documents import ledger, one, read, refused, shown

TYPES = ", ".join(GIVEN)
LEVEL = "{type: level, source: report, measure: us-forces/iraq, value: "
COMMA = "a comma ends a value inside { }; write 3000, quote it, or use one line per field"


def test_every_scalar_stays_the_text_it_was_written_as() -> None:
    event = one(
        """
        - type: occurrence
          id: x1
          name: NO
          kind: 12:30:45
          target: 0o17
          note: 1e3
          place: "yes"
          date: 2020-09-09
        """
    )

    assert (event.name, event.kind, event.target, event.note, event.place) == (
        "NO", "12:30:45", "0o17", "1e3", "yes",
    )  # fmt: skip


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_field_with_nothing_under_it_is_not_given(nothing: str) -> None:
    event = one(f"- type: actor\n  id: x\n  name: X\n  kind: state\n  note: {nothing}\n")

    assert event.note is None


def test_quoted_nothing_is_text() -> None:
    assert one("- {type: actor, id: x, name: '~', kind: state}").name == "~"


def test_a_document_may_be_one_mapping_alone() -> None:
    assert one("type: actor\nid: x\nname: X\nkind: state\n").id == "x"


def test_a_byte_order_mark_is_left_out() -> None:
    assert one(b"\xef\xbb\xbf- {type: actor, id: x, name: X, kind: state}").id == "x"


def test_windows_line_ends_are_read() -> None:
    assert one(b"- type: actor\r\n  id: x\r\n  name: X\r\n  kind: state\r\n").kind == "state"


def test_every_problem_is_told_at_once_in_the_order_of_lines() -> None:
    document = """
        - type: level
          source: reprot
          measure: us-force/iraq
          value: lots
          date: 31 September 2020
        - type: statement
          source: report
          speaker: tailban
          on_behalf_of: report
          attribution: on-record
        - {type: levl}
        """

    assert refused(document, known=ledger()) == shown(
        """
        doc.yaml:2:11: error: no source 'reprot' is known; did you mean 'report'?
            source: reprot
                    ^
          hint: declare it: - {type: source, id: reprot, …}
        doc.yaml:3:12: error: no measure 'us-force/iraq' is known; did you mean 'us-forces/iraq'?
            measure: us-force/iraq
                     ^
          hint: declare it: - {type: measure, id: us-force/iraq, …}
        doc.yaml:4:10: error: no quantity can be read from 'lots'
            value: lots
                   ^
          hint: write it as 3,000, about 5,200, more than 2,000, 2,000 to 3,000 or 1.5 million
        doc.yaml:5:9: error: 31 September 2020 is no day of the calendar
            date: 31 September 2020
                  ^
          hint: check the month and the day
        doc.yaml:8:12: error: no actor 'tailban' is known; did you mean 'taliban'?
            speaker: tailban
                     ^
          hint: declare it: - {type: actor, id: tailban, …}
        doc.yaml:9:17: error: 'report' is a source, not an actor
            on_behalf_of: report
                          ^
        doc.yaml:10:16: error: attribution cannot be 'on-record'; did you mean 'on_record'?
            attribution: on-record
                         ^
          hint: one of: on_record, background, anonymous, document, narration
        doc.yaml:11:10: error: no event type 'levl'; did you mean 'level'?
          - {type: levl}
                   ^
          hint: one of: TYPES
        nothing recorded
        """
    ).replace("TYPES", TYPES)


def test_in_a_list_every_member_is_looked_at() -> None:
    document = """
        - type: agreement
          source: report
          parties: [nobody, taliban, noone]
          commits:
            - {id: a, title: t, debtor: usa}
            - {id: b, title: t, debtor: taliban, mode: for ever}
        """

    assert refused(document, known=ledger()) == shown(
        """
        doc.yaml:3:13: error: no actor 'nobody' is known
            parties: [nobody, taliban, noone]
                      ^
          hint: declare it: - {type: actor, id: nobody, …}
        doc.yaml:3:30: error: no actor 'noone' is known
            parties: [nobody, taliban, noone]
                                       ^
          hint: declare it: - {type: actor, id: noone, …}
        doc.yaml:5:33: error: no actor 'usa' is known
              - {id: a, title: t, debtor: usa}
                                          ^
          hint: declare it: - {type: actor, id: usa, …}
        doc.yaml:6:48: error: mode cannot be 'for ever'
              - {id: b, title: t, debtor: taliban, mode: for ever}
                                                         ^
          hint: one of: achieve, maintain, avoid, recurring, best_efforts
        nothing recorded
        """
    )


class TestKeys:
    """A key stands once, and is one that the event has."""

    def test_a_key_that_stands_twice_is_refused_with_both_lines(self) -> None:
        document = "- type: actor\n  id: x\n  name: X\n  name: Y\n  kind: state\n"

        assert refused(document) == shown(
            """
            doc.yaml:4:3: error: the key 'name' stands twice (line 3 too)
                name: Y
                ^
            nothing recorded
            """
        )

    def test_a_misspelt_key_is_told_once_and_not_as_missing_too(self) -> None:
        assert refused(f"- {LEVEL.replace('measure', 'mesure')}3}}", known=ledger()) == shown(
            """
            doc.yaml:1:33: error: a level has no field 'mesure'; did you mean 'measure'?
              - {type: level, source: report, mesure: us-forces/iraq, value: 3}
                                              ^
            nothing recorded
            """
        )

    def test_a_misspelt_key_with_nothing_under_it_is_refused_too(self) -> None:
        document = "- type: actor\n  id: x\n  name: X\n  kind: state\n  aliasses:\n"

        assert refused(document) == shown(
            """
            doc.yaml:5:3: error: an actor has no field 'aliasses'; did you mean 'aliases'?
                aliasses:
                ^
            nothing recorded
            """
        )

    def test_a_term_of_a_commitment_beside_commits_is_sent_below_it(self) -> None:
        document = (
            "- type: statement\n  source: report\n  speaker: taliban\n  says: x\n  due: soon\n"
        )

        assert refused(document, known=ledger()) == shown(
            """
            doc.yaml:5:3: error: a statement has no field 'due'
                due: soon
                ^
              hint: it is a field of a commitment, so it stands under commits
            nothing recorded
            """
        )

    def test_an_event_without_type_is_told_which_there_are(self) -> None:
        assert refused("- {id: x}") == shown(
            """
            doc.yaml:1:3: error: an event needs its type
              - {id: x}
                ^
              hint: one of: TYPES
            nothing recorded
            """
        ).replace("TYPES", TYPES)

    def test_a_misspelt_type_key_is_pointed_out(self) -> None:
        assert "hint: 'tpye' should probably be 'type'" in refused("- {tpye: actor, id: x}")

    def test_a_list_under_a_key_of_its_own_is_told_to_stand_alone(self) -> None:
        assert refused("events:\n  - type: actor\n") == shown(
            """
            doc.yaml:1:1: error: an event needs its type
              events:
              ^
              hint: a document is a list of events: begin with the first dash
            nothing recorded
            """
        )

    def test_a_key_that_is_a_list_is_refused(self) -> None:
        assert "doc.yaml:2:5: error: a key is one word" in refused(
            "- type: actor\n  ? [a]\n  : b\n"
        )


class TestCommas:
    """Inside braces a comma ends a value; what it cuts in two is refused, never guessed."""

    @pytest.mark.parametrize(
        ("value", "behind"),
        [
            ("3,000", 2),
            ("about 5,200", 8),
            ("1,500,000 troops", 2),
            ("2,000 to 3,000", 2),
            ("3, 000", 3),
        ],
    )
    def test_a_number_split_by_a_comma_is_refused(self, value: str, behind: int) -> None:
        line = f"- {LEVEL}{value}}}"
        column = len(f"- {LEVEL}") + behind + 1

        assert refused(line, known=ledger()) == (
            f"doc.yaml:1:{column}: error: {COMMA}\n"
            f"  {line}\n"
            f"  {' ' * (column - 1)}^\n"
            "nothing recorded"
        )

    @pytest.mark.parametrize("value", ["'3,000'", '"3,000"', "3000"])
    def test_quoted_or_without_the_comma_it_is_read(self, value: str) -> None:
        assert one(f"- {LEVEL}{value}}}", known=ledger()).value.lo == 3000

    def test_on_a_line_of_its_own_the_comma_belongs_to_the_value(self) -> None:
        document = "- type: level\n  source: report\n  measure: us-forces/iraq\n  value: 3,000\n"

        assert one(document, known=ledger()).value.lo == 3000

    def test_words_split_by_a_comma_are_refused_too(self) -> None:
        assert refused("- {type: actor, id: x, name: Smith, John, kind: person}") == shown(
            """
            doc.yaml:1:37: error: 'John' has no value; a comma ends a value inside { }
              - {type: actor, id: x, name: Smith, John, kind: person}
                                                  ^
              hint: quote a value that holds a comma, or use one line per field
            nothing recorded
            """
        )

    def test_a_number_split_by_a_comma_in_a_list_is_refused(self) -> None:
        document = "- {type: consolidation, source: report, sites: [1,000]}"

        assert refused(document, known=ledger()) == shown(
            """
            doc.yaml:1:51: error: a comma ends a value inside [ ]; write 3000, quote it, or add a space
              - {type: consolidation, source: report, sites: [1,000]}
                                                                ^
            nothing recorded
            """
        )

    def test_a_list_of_numbers_is_a_list(self) -> None:
        event = one("- {type: consolidation, source: report, sites: [101, 102]}", known=ledger())

        assert event.sites == ("101", "102")

    @pytest.mark.parametrize("nothing", ["note: ", "note: ~", "note: null"])
    def test_nothing_after_a_colon_is_nothing(self, nothing: str) -> None:
        assert one(f"- {{type: actor, id: x, {nothing}, name: X, kind: state}}").note is None


class TestRefused:
    """What YAML offers and a record must not hold."""

    def test_anchors_and_aliases(self) -> None:
        assert refused("- type: &kind actor\n  id: *kind\n") == shown(
            """
            doc.yaml:1:9: error: anchors (&name) are not read
              - type: &kind actor
                      ^
              hint: write the value out
            doc.yaml:2:7: error: aliases (*name) are not read
                id: *kind
                    ^
              hint: write the value out
            nothing recorded
            """
        )

    @pytest.mark.parametrize("tag", ["!mine", "!!str", "!!binary", "!!python/object:os.system"])
    def test_tags(self, tag: str) -> None:
        shown_tag = tag.replace("!!", "tag:yaml.org,2002:")

        assert refused(f"- type: {tag} actor") == (
            f"doc.yaml:1:9: error: tags ({shown_tag}) are not read\n"
            f"  - type: {tag} actor\n"
            "          ^\n"
            "  hint: leave it out: all is text\n"
            "nothing recorded"
        )

    def test_merge_keys(self) -> None:
        assert refused("- type: actor\n  <<: {id: x}\n") == shown(
            """
            doc.yaml:2:3: error: merge keys (<<) are not read
                <<: {id: x}
                ^
              hint: write the fields out
            nothing recorded
            """
        )

    def test_two_documents_in_one_file(self) -> None:
        document = "- {type: actor, id: x, name: X, kind: state}\n---\n- {type: actor}\n"

        assert refused(document) == shown(
            """
            doc.yaml:2:1: error: a second document (---) in one file
              ---
              ^
              hint: use one list for all events
            nothing recorded
            """
        )

    def test_the_marks_of_one_document_are_no_second_one(self) -> None:
        assert one("%YAML 1.1\n---\n- {type: actor, id: x, name: X, kind: state}\n...\n").id == "x"

    def test_what_is_no_mapping(self) -> None:
        assert refused("- [a, b]\n- just words\n- - type: actor\n") == shown(
            """
            doc.yaml:1:3: error: each event is a mapping
              - [a, b]
                ^
              hint: - type: statement, then its fields
            doc.yaml:2:3: error: each event is a mapping
              - just words
                ^
              hint: - type: statement, then its fields
            doc.yaml:3:3: error: each event is a mapping
              - - type: actor
                ^
              hint: - type: statement, then its fields
            nothing recorded
            """
        )

    @pytest.mark.parametrize(
        ("character", "code"),
        [("\x07", "0007"), ("\x85", "0085"), ("\u2028", "2028"), ("\ufffe", "FFFE")],
    )
    def test_characters_that_yaml_would_change_or_cannot_hold(
        self, character: str, code: str
    ) -> None:
        output = refused(f"- type: actor\n  name: 'a{character}b'\n")

        assert output.startswith(
            f"doc.yaml:2:11: error: the character U+{code} cannot stand in YAML as it is\n"
        )
        assert output.endswith(
            f"hint: write \\u{code.lower()} inside double quotes, or use JSON Lines\n"
            "nothing recorded"
        )

    @pytest.mark.parametrize("code", ["0007", "0085", "2028", "fffe"])
    def test_such_characters_are_kept_where_they_are_escaped(self, code: str) -> None:
        event = one(f'- {{type: actor, id: x, name: "a\\u{code}b", kind: state}}')

        assert event.name == f"a{chr(int(code, 16))}b"

    def test_nul(self) -> None:
        assert refused(b"- type: actor\n  name: a\0b\n") == shown(
            """
            doc.yaml:2:10: error: a NUL character cannot be recorded
                name: a␀b
                       ^
            nothing recorded
            """
        )

    def test_nul_in_an_escape(self) -> None:
        assert refused('- {type: actor, id: x, name: "a\\0b", kind: state}') == shown(
            r"""
            doc.yaml:1:30: error: a NUL character cannot be recorded
              - {type: actor, id: x, name: "a\0b", kind: state}
                                           ^
            nothing recorded
            """
        )


class TestSyntax:
    """Mistakes of form: where, and what is usually meant."""

    def test_a_field_that_begins_in_another_column(self) -> None:
        assert refused("- type: level\n source: report\n") == shown(
            """
            doc.yaml:2:2: error: not YAML: did not find expected '-' indicator, in what line 1 begins
               source: report
               ^
              hint: fields of one event begin in the same column
            nothing recorded
            """
        )

    def test_a_field_indented_too_far(self) -> None:
        assert refused("- type: level\n  source: report\n    value: 3\n") == shown(
            """
            doc.yaml:3:10: error: not YAML: mapping values are not allowed in this context
                  value: 3
                       ^
              hint: quote a value that holds a colon and a space; fields of one event begin in the same column
            nothing recorded
            """
        )

    def test_a_dash_too_many_cuts_an_event_in_two(self) -> None:
        output = refused("- type: actor\n- id: x\n  name: X\n  kind: state\n")

        assert "doc.yaml:1:3: error: an actor needs 'name': the usual name" in output
        assert "doc.yaml:2:3: error: an event needs its type" in output

    def test_a_tab_for_indentation(self) -> None:
        assert refused("- type: level\n\tsource: report\n") == (
            "doc.yaml:2:1: error: not YAML: found a tab character that violates indentation, "
            "in what line 1 begins\n"
            "  ␉source: report\n"
            "  ^\n"
            "  hint: indent with spaces\n"
            "nothing recorded"
        )

    def test_an_open_quotation_mark_is_shown_where_it_begins(self) -> None:
        assert refused('- type: statement\n  quote: "never closed\n  source: report\n') == shown(
            """
            doc.yaml:2:10: error: not YAML: found unexpected end of stream
                quote: "never closed
                       ^
              hint: the quotation mark that begins here is never closed
            nothing recorded
            """
        )

    def test_an_open_brace(self) -> None:
        assert refused("- {type: level, source: report\n- {type: level}\n") == shown(
            """
            doc.yaml:2:3: error: not YAML: did not find expected ',' or '}', in what line 1 begins
              - {type: level}
                ^
              hint: a { or [ before it is not closed, or a comma is missing
            nothing recorded
            """
        )

    def test_a_value_that_begins_with_a_reserved_character(self) -> None:
        assert refused("- type: statement\n  quote: @home\n") == shown(
            """
            doc.yaml:2:10: error: not YAML: found character that cannot start any token
                quote: @home
                       ^
              hint: a value that begins with this character needs quotation marks
            nothing recorded
            """
        )

    def test_a_colon_in_a_value(self) -> None:
        assert "quote a value that holds a colon and a space" in refused("- note: he said: no\n")


class TestPlaces:
    """Columns count characters, and the caret stands under the character that is meant."""

    def test_characters_outside_the_basic_plane_count_one_and_take_two_cells(self) -> None:
        assert refused("- {type: actor, id: x, name: '😀😀', kynd: state}") == shown(
            """
            doc.yaml:1:36: error: an actor has no field 'kynd'; did you mean 'kind'?
              - {type: actor, id: x, name: '😀😀', kynd: state}
                                                   ^
            nothing recorded
            """
        )

    def test_a_tab_counts_one(self) -> None:
        assert refused("- {type: actor, id: x, name: 'a\tb', kynd: state}") == shown(
            """
            doc.yaml:1:37: error: an actor has no field 'kynd'; did you mean 'kind'?
              - {type: actor, id: x, name: 'a␉b', kynd: state}
                                                  ^
            nothing recorded
            """
        )

    def test_combining_characters_count_one_and_take_no_cell(self) -> None:
        output = refused("- {type: actor, id: x, name: 'e\u0301', kynd: state}").split("\n")

        assert output[0].startswith("doc.yaml:1:36: error: an actor has no field 'kynd'")
        assert output[2] == " " * 36 + "^"

    def test_the_mark_at_the_start_of_the_file_does_not_move_columns(self) -> None:
        assert refused(b"\xef\xbb\xbf- {type: actr}").startswith("doc.yaml:1:10: error")

    def test_a_long_line_is_shown_around_the_caret(self) -> None:
        line = f"- {{type: actor, id: x, name: {'n' * 300}, kynd: state, note: {'o' * 300}}}"

        assert refused(line) == (
            "doc.yaml:1:332: error: an actor has no field 'kynd'; did you mean 'kind'?\n"
            f"  …{'n' * 78}, kynd: state, note: {'o' * 61}…\n"
            f"  {' ' * 81}^\n"
            "nothing recorded"
        )


def test_forward_references_are_free() -> None:
    events = read(
        """
        - {type: retraction, id: r, of: s, reason: misread}
        - {type: statement, id: s, source: paper, speaker: bob, says: x}
        - {type: actor, id: bob, name: Bob, kind: person}
        - {type: source, id: paper, title: P, published: 2020-09-09}
        """
    )

    assert [event.id for event in events] == ["s", "r", "bob", "paper"]
