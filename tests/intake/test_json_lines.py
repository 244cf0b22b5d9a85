"""JSON Lines are read fast; what comes out is what the scanner with all its places makes of them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger.errors import Problem
from ledger.intake.json_document import Scanner
from ledger.intake.json_lines import MOST_IN_EVENT, LineReader, split
from ledger.intake.node import Entries, Listing, Node, Scalar
from ledger.intake.page import Page, decoded

ORDINARY = settings(max_examples=300, deadline=None)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
values = st.recursive(
    texts
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["\ud83d", "\ude00\ud83d", "\0", "é", "x" * 70_000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)
lines = st.builds(
    lambda value, plain, space: (
        json.dumps(value, ensure_ascii=plain, indent=space)
        .replace("\n", " ")
        .encode("utf-8", "surrogatepass")
    ),
    st.dictionaries(texts, values, max_size=5) | values,
    st.booleans(),
    st.none() | st.integers(0, 2),
)
signs = st.text(st.sampled_from('{}[]:,"\\ \t\ra1-+.eENu0\ufefftruefalsn'), max_size=30)


def told(node: Node | None) -> Any:
    """A node with the places of everything in it."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return node.text, node.mark
    if isinstance(node, Listing):
        return [told(item) for item in node.items], node.mark
    return (
        [(told(key), told(value)) for key, value in node.items],
        [told(key) for key in node.blank],
        node.mark,
    )


def plainly(line: bytes, number: int) -> tuple[Entries | None, list[Problem], int]:
    """What the scanner makes of a line."""
    problems: list[Problem] = []
    text = decoded(line, "doc.jsonl", problems, line=number) if line.strip() else None
    if text is None:
        return None, problems, 0
    scanner = Scanner(Page(text, "doc.jsonl", first_line=number), MOST_IN_EVENT, problems)
    node = scanner.only()
    assert node is None or isinstance(node, Entries)
    return node, problems, scanner.count


@ORDINARY
@given(lines | signs.map(str.encode) | st.binary(max_size=20))
@example(b'{"a": 1, "a": 2}')
@example(b'{"a": NaN, "b": Infinity, "c": -Infinity}')
@example(b'{"a": 01}')
@example(b'{"a": 1.50, "b": -0, "c": 1E+5, "d": 12345678901234567890123}')
@example(b'{"a": "\\ud83d\\ude00", "b": "\\u0000"}')
@example(b'{"\\ud83d": 1}')
@example(b'{"a": null, "b": [null, true, [false, "x"]], "c": {}}')
@example(b"[" * 31 + b"]" * 31)
@example(b'{"a":' * 30 + b"1" + b"}" * 30)
@example(b'{"a":' * 31 + b"1" + b"}" * 31)
@example(b'{"a": 1} {"b": 2}')
@example(b' \t{"a": 1}\r')
@example(b'\xef\xbb\xbf{"a": 1}')
@example(b"\x0b{}")
def test_a_line_is_read_as_the_scanner_reads_it(line: bytes) -> None:
    """The same nodes, each at the same place, the same problems, the same number of values."""
    problems: list[Problem] = []
    reader = LineReader("doc.jsonl", problems)
    node = reader.read(line, 7)
    expected, wanted, count = plainly(line, 7)

    assert told(node) == told(expected)
    assert problems == wanted
    assert reader.count == count


@ORDINARY
@given(st.lists(lines, max_size=4), st.integers(0, 40))
def test_values_are_counted_over_all_lines(given: list[bytes], most: int) -> None:
    """Reading ends with the line in which there are too many."""
    problems: list[Problem] = []
    reader = LineReader("doc.jsonl", problems, most=most)
    read = []
    for number, line in enumerate(given, 1):
        node = reader.read(line, number)
        if node is not None:
            read.append(node)
        if reader.over:
            break

    assert reader.count <= most or reader.over
    assert reader.count <= most or any("too many values" in p.sentence for p in problems)


@ORDINARY
@given(st.binary(max_size=60), st.lists(st.integers(1, 20), max_size=10))
def test_however_a_document_comes_its_lines_are_the_same(data: bytes, sizes: list[int]) -> None:
    """Cut into blocks anywhere, it has the lines that it has as a whole."""
    blocks, at = [], 0
    for size in sizes:
        blocks.append(data[at : at + size])
        at += size
    whole = data.split(b"\n")

    assert list(split([*blocks, data[at:]])) == (whole if whole[-1] else whole[:-1])


def test_a_line_that_is_too_long_is_counted_and_not_kept(monkeypatch: Any) -> None:
    """Its neighbours are read all the same."""
    monkeypatch.setattr("ledger.intake.json_lines.LONGEST_LINE", 10)
    data = b"short\n" + b"x" * 25 + b"\n" + b"y" * 10 + b"\n" + b"z" * 11

    for size in (1, 3, 9, 10, 11, 26, 100):
        blocks = [data[at : at + size] for at in range(0, len(data), size)]
        assert list(split(blocks)) == [b"short", 25, b"y" * 10, 11]
