"""Input made to hurt: refused with a sentence, in linear time, within bounded memory, half built never.

Times are those of the processor, so that what else the machine does cannot fail a test; memory is
measured in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from ledger.errors import InputRefusedError
from ledger.intake.build import build
from ledger.intake.document import read_document
from ledger.intake.json_lines import LONGEST_LINE
from ledger.intake.problems import MOST, render
from tests.intake.documents import as_bytes, ledger, one, read, refused, shown

STATEMENT = "{type: statement, source: report, speaker: taliban, "


def outcome(document: str | bytes, name: str) -> str:
    """What becomes of a document, as it is shown. Nothing but a refusal is raised."""
    data = document if isinstance(document, bytes) else document.encode()
    try:
        return f"{len(build(read_document(data, name), ledger()))} events"
    except InputRefusedError as error:
        return render(error.problems)


class TestDepth:
    """Nesting 100,000 deep is refused before anything is built of it."""

    @pytest.mark.parametrize(
        ("document", "name"),
        [
            ("[" * 100_000, "doc.json"),
            ('{"a":' * 100_000, "doc.json"),
            ("[" * 100_000, "doc.jsonl"),
            ('{"a":' * 100_000, "doc.jsonl"),
            ("[" * 100_000 + "]" * 100_000, "doc.yaml"),
            ("{a: " * 100_000, "doc.yaml"),
            ("[a: " * 100_000, "doc.yaml"),
            ("- " * 100_000, "doc.yaml"),
            ("? " * 100_000, "doc.yaml"),
            ("\n".join(" " * n + "a:" for n in range(3_000)), "doc.yaml"),
            ("type,source" + ".a" * 100_000 + "\nlevel,x\n", "doc.csv"),
        ],
        ids=[
            "json lists", "json mappings", "json lines lists", "json lines mappings", "yaml lists",
            "yaml mappings", "yaml pairs", "yaml dashes", "yaml keys", "yaml indents", "csv headings",
        ],
    )  # fmt: skip
    def test_is_refused(self, document: str, name: str) -> None:
        output = outcome(document, name)

        assert "nested more than 30 deep" in output or "maximum nesting depth" in output
        assert output.count("error:") == 1

    def test_thirty_deep_is_read(self) -> None:
        nested = "[" * 28 + "x" + "]" * 28

        assert "takes one value, not a list" in refused(f"- {{type: actor, note: {nested}}}")

    def test_brackets_in_a_text_are_text(self) -> None:
        text = "[{" * 5_000

        assert one(f"- {STATEMENT}quote: '{text}'}}", known=ledger()).quote == text


class TestNumbers:
    """Numbers of 100,000 digits, and words that are none."""

    @pytest.mark.parametrize(
        "digits", ["9" * 100_000, "1e" + "9" * 100_000, "0." + "0" * 100_000 + "1"]
    )
    @pytest.mark.parametrize("name", ["doc.jsonl", "doc.json", "doc.yaml"])
    def test_very_long_ones_are_refused(self, digits: str, name: str) -> None:
        document = f'{{"type": "level", "source": "report", "measure": "us-forces/iraq", "value": {digits}}}'
        output = outcome(document, name)

        assert "no quantity can be read from '" in output
        assert len(output) < 1_000

    @pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999", "0x1F", "١٢٣"])
    def test_what_is_no_number_is_no_quantity(self, word: str) -> None:
        document = (
            "- {type: level, source: report, measure: us-forces/iraq, value: " + f"'{word}'" + "}"
        )

        assert "no quantity can be read from" in refused(document, known=ledger())

    @pytest.mark.parametrize("field", ["date", "anchor", "known_from"])
    def test_very_long_ones_are_no_days(self, field: str) -> None:
        output = outcome(f"- {STATEMENT}says: x, {field}: {'9' * 100_000}}}", "doc.yaml")

        assert "error:" in output
        assert len(output) < 1_000


class TestLength:
    """Lines, texts and names of a length that nobody writes."""

    def test_an_event_of_very_many_bytes_is_refused_unread(self) -> None:
        document = b'{"type": "statement", "quote": "' + b"x" * 100_000_000 + b'"}\n'

        assert outcome(document, "doc.jsonl") == shown(
            f"""
            doc.jsonl:1: error: an event of {len(document) - 1:,} bytes; the longest is {LONGEST_LINE:,}
              hint: keep long texts beside the ledger: pledger source text
            nothing recorded
            """
        )

    @pytest.mark.parametrize("name", ["doc.json", "doc.yaml", "doc.csv", "-"])
    def test_so_is_a_document_that_is_read_as_a_whole(self, name: str) -> None:
        assert outcome(b"x" * 100_000_000, name) == shown(
            f"""
            {name}: error: more than 64 MiB are not read at once
              hint: give it in parts, or as JSON Lines
            nothing recorded
            """
        )

    @pytest.mark.parametrize("name", ["doc.jsonl", "doc.json", "doc.yaml"])
    def test_a_text_of_a_million_characters_is_kept_and_a_longer_one_refused(
        self, name: str
    ) -> None:
        def quoting(count: int) -> bytes:
            return json.dumps(
                {
                    "type": "statement",
                    "source": "report",
                    "speaker": "taliban",
                    "quote": "é" * count,
                }
            ).encode()

        assert one(quoting(2**20), name=name, known=ledger()).quote == "é" * 2**20
        assert refused(quoting(2**20 + 1), name=name, known=ledger()).startswith(
            f"{name}:1:74: error: a text of 1,048,577 characters; the longest is 1,048,576"
        )

    @pytest.mark.parametrize(
        "document",
        [
            "- {type: " + "a" * 100_000 + "}",
            "- {type: actor, name: x, kind: state, id: " + "a" * 100_000 + "}",
            f"- {STATEMENT}says: x, on_behalf_of: " + "a" * 100_000 + "}",
            "- {type: actor, '" + "a" * 100_000 + "': x}",
            "- {type: actor, " + "a" * 1_000 + "}",
            "- !" + "a" * 100_000 + " x",
            "- &" + "a" * 100_000 + " x",
            f"- {STATEMENT}says: x, attribution: " + "a" * 100_000 + "}",
            f"- {STATEMENT}says: x, date: " + "a " * 50_000 + "}",
            "- {type: correction, of: report, reason: x, set: {" + "a" * 1_000 + ": x}}",
        ],
    )
    def test_a_long_name_is_not_repeated_in_full(self, document: str) -> None:
        for line in outcome(document, "doc.yaml").split("\n"):
            assert len(line) < 450

    def test_a_refusal_of_very_many_problems_stops(self) -> None:
        output = outcome("- {type: actr}\n" * 20_000, "doc.yaml")

        assert output.count("error: no event type 'actr'") == MOST
        assert f"doc.yaml: error: reading stopped after {MOST} problems" in output

    def test_values_without_end_are_refused(self) -> None:
        data = as_bytes("- [" + "a, " * 1_000 + "a]\n")

        for name in ("doc.yaml", "doc.json", "doc.jsonl"):
            json_like = data if name == "doc.yaml" else b"[" + b'"a",' * 1_000 + b'"a"]'
            with pytest.raises(InputRefusedError, match="too many values"):
                read_document(json_like, name, most_values=500)


ACTOR = '{"type": "actor", "id": "x", "name": "a%sb", "kind": "state"}'
ROW = "type,id,name,kind\nactor,x,a%sb,state\n"


@pytest.mark.parametrize(
    ("document", "name", "written", "says"),
    [
        (ACTOR, "doc.jsonl", rb"\ud800", "a lone surrogate (U+D800) is no character"),
        (ACTOR, "doc.json", rb"\udc00\ud800", "a lone surrogate (U+DC00) is no character"),
        (ACTOR, "doc.yaml", rb"\ud800", "not YAML: found invalid Unicode character escape code"),
        (ACTOR, "doc.jsonl", rb"\u0000", "a NUL character cannot be recorded"),
        (ACTOR, "doc.json", rb"\u0000", "a NUL character cannot be recorded"),
        (ACTOR, "doc.yaml", rb"\u0000", "a NUL character cannot be recorded"),
        (ACTOR, "doc.jsonl", b"\x00", "not JSON: a control character inside the quotation marks"),
        (ACTOR, "doc.json", b"\x00", "not JSON: a control character inside the quotation marks"),
        (ACTOR, "doc.yaml", b"\x00", "a NUL character cannot be recorded"),
        (ROW, "doc.csv", b"\x00", "a NUL character cannot be recorded"),
        (ACTOR, "doc.jsonl", b"\xed\xa0\x80", "not UTF-8: the byte 0xED"),
        (ACTOR, "doc.json", b"\xc0\x80", "not UTF-8: the byte 0xC0"),
        (ACTOR, "doc.yaml", b"\xff", "not UTF-8: the byte 0xFF"),
        (ROW, "doc.csv", b"\xed\xa0\x80", "not UTF-8: the byte 0xED"),
    ],
)
def test_what_is_no_text_is_refused(document: str, name: str, written: bytes, says: str) -> None:
    output = outcome(document.encode().replace(b"%s", written), name)

    assert f"error: {says}\n" in output
    assert output.endswith("nothing recorded")


def test_signs_that_turn_or_hide_text_are_recorded_and_shown_as_what_they_are() -> None:
    quote = "safe\u202eetirw\u2066\u200b\x1b[31mred"
    document = json.dumps(
        {"type": "statement", "source": "report", "speaker": "taliban", "quote": quote, "x": 1}
    )
    output = refused(document, name="doc.jsonl", known=ledger())
    event = one(document.replace(', "x": 1', ""), name="doc.jsonl", known=ledger())

    assert event.quote == quote
    assert "a statement has no field 'x'" in output
    assert all(char.isprintable() for char in output if char != "\n")


class TestBombs:
    """What grows when it is expanded is never expanded."""

    def test_aliases_of_aliases(self) -> None:
        document = "- &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"- &{new} [{', '.join([f'*{old}'] * 9)}]\n"
            for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        )

        assert "aliases (*name) are not read" in outcome(document, "doc.yaml")

    def test_an_alias_of_itself(self) -> None:
        assert "aliases (*name) are not read" in outcome("- &a [*a]\n", "doc.yaml")

    def test_entities_of_another_language_are_text(self) -> None:
        bomb = "<!DOCTYPE lolz [<!ENTITY a 'b'>]><x>&a;</x>"

        assert one(f'- {STATEMENT}quote: "{bomb}"}}', known=ledger()).quote == bomb


def level(n: int) -> str:
    return f"- {{type: level, source: report, measure: us-forces/iraq, value: {n}}}\n"


SIZED: dict[str, Callable[[int], tuple[str, str]]] = {
    "events": lambda n: ("".join(map(level, range(n))), "doc.yaml"),
    "json lines": lambda n: (
        '{"type":"level","source":"report","measure":"us-forces/iraq","value":3}\n' * n, "doc.jsonl"),
    "rows": lambda n: ("type,source,measure,value\n" + "level,report,us-forces/iraq,3\n" * n, "a.csv"),
    "unknown names": lambda n: (
        "".join(f"- {STATEMENT}says: x, on_behalf_of: talibam{i}}}\n" for i in range(n)), "doc.yaml"),
    "names of one event": lambda n: (
        f"- {STATEMENT}says: x, commits: ["
        + "".join(f"{{id: c{i}, title: t, debtor: taliban}}, " for i in range(n)) + "]}", "doc.yaml"),
    "retractions in a chain, backwards": lambda n: (
        "".join(f"- {{type: retraction, id: r{i}, of: r{i + 1}, reason: x}}\n" for i in range(n))
        + f"- {{type: retraction, id: r{n}, of: report, reason: x}}\n", "doc.yaml"),
    "days in a chain": lambda n: (
        "".join(f"- {{type: occurrence, id: e{i}, name: e, date: {{phrase: ahead of it, event: e{i + 1}}}}}\n"
                for i in range(n))
        + f"- {{type: occurrence, id: e{n}, name: e, source: report}}\n", "doc.yaml"),
    "corrections of one event": lambda n: (
        "".join(f"- {{type: correction, of: report, id: c{i}, reason: x, set: {{title: t{i}}}}}\n"
                for i in range(n)), "doc.yaml"),
    "events of one name": lambda n: (
        "".join(f"- {{type: occurrence, id: e{i}, name: attack, source: report}}\n" for i in range(n))
        + "".join("- {type: occurrence, name: x, source: report, date: after the attack}\n"
                  for i in range(n)), "doc.yaml"),
    "quotation marks": lambda n: ("'" * (20 * n), "doc.yaml"),
    "commas": lambda n: ("- {" + "a, " * (20 * n) + "}", "doc.yaml"),
    "open brackets": lambda n: ('["' * (20 * n), "doc.json"),
    "backslashes": lambda n: ('"' + "\\" * (100 * n), "doc.json"),
    "spaces": lambda n: (" " * (200 * n) + "x", "doc.yaml"),
    "spaces in a phrase": lambda n: (f"- {STATEMENT}says: x, date: by{' ' * (200 * n)}May}}", "doc.yaml"),
    "digits in a quantity": lambda n: (level(3).replace("3}", "3" + ",000" * (50 * n) + "'}")
                                       .replace("value: ", "value: '"), "doc.yaml"),
    "blank lines of a table": lambda n: ("type,id\n" + "\n" * (100 * n), "doc.csv"),
    "open quotation in a table": lambda n: ("type,id\n" + 'a,"b\n' * (20 * n), "doc.csv"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SIZED)
def test_four_times_as_much_takes_about_four_times_as_long(kind: str) -> None:
    def seconds(size: int) -> float:
        document, name = SIZED[kind](size)
        begun = time.process_time()
        outcome(document, name)
        return time.process_time() - begun

    seconds(20)  # caches are filled
    small = min(seconds(150), seconds(150))
    large = min(seconds(600), seconds(600))

    # Twice four for noise, and for what is done once however small the document.
    assert large < 8 * small + 0.15


def test_quotations_are_looked_for_in_linear_time() -> None:
    text = "the troops will leave " * 5_000
    quote = "the troops will " * 200
    begun = time.process_time()
    output = refused(f"- {STATEMENT}quote: '{quote}'}}", known=ledger(report=text))

    assert "the quotation is not in the text of report" in output
    assert time.process_time() - begun < 3


MEASURED = """
import resource, sys
from ledger.errors import InputRefusedError
from ledger.intake.build import build
from ledger.intake.document import read_document
from ledger.intake.known import NothingKnown
name, document = sys.argv[1], eval(sys.argv[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    build(read_document(document, name), NothingKnown())
except InputRefusedError as error:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("doc.jsonl", "b'x' * 50_000_000"),
        ("doc.jsonl", "b'\\\"' + b'x' * 5_000_000"),
        ("doc.json", "b'[' * 30_000_000"),
        ("doc.json", "b'9' * 30_000_000"),
        ("doc.yaml", "b'- ' * 15_000_000"),
        ("doc.yaml", "b'a' * 30_000_000"),
        ("doc.yaml", "b'- a\\n' * 50_000"),
        ("doc.csv", "b',' * 30_000_000"),
        ("doc.csv", "b'\\\"' * 3_000_000"),
    ],
)
def test_memory_stays_within_a_few_times_the_document(name: str, document: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, name, document],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    grown = int(done.stdout) * 1024
    size = len(eval(document))

    assert grown < 12 * size + 50_000_000


def test_nothing_is_half_built() -> None:
    document = "".join(level(n) for n in range(100)) + level(3).replace("3}", "lots}")

    assert refused(document, known=ledger()).count("error:") == 1
    assert len(read(document.replace("lots", "4"), known=ledger())) == 101
