"""Whatever bytes come in, the parsers give an answer or refuse with a sentence of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.evidence.bundle import parse_bundle
from ledger.evidence.bundle_check import verify_bundle
from ledger.evidence.checkpoint import parse_checkpoint
from ledger.evidence.consistency import parse_consistency
from ledger.evidence.entry import parse_entry
from ledger.evidence.errors import EvidenceError, MalformedError
from ledger.evidence.inclusion import parse_inclusion
from ledger.evidence.keys import parse_skey, parse_vkey
from ledger.evidence.note import parse_note
from ledger.evidence.redaction import covers
from ledger.evidence.strict64 import decode64
from ledger.evidence.strict_json import strict_json
from tests.evidence.small_ledger import ENTRIES, GOOD, KEY, SIGNED, standalone
from tests.evidence.test_single_bytes import CONSISTENCY, INCLUSION
from tests.evidence.trees import VECTORS, foreign

ALONE = standalone()


def _text(parse: Callable[[str], Any]) -> Callable[[bytes], Any]:
    return lambda data: parse(data.decode("utf-8", "surrogateescape"))


PARSERS: dict[str, tuple[Callable[[bytes], Any], bytes]] = {
    "bundle": (parse_bundle, GOOD),
    "checkpoint": (_text(parse_checkpoint), SIGNED.split(b"\n\n")[0] + b"\n"),
    "consistency": (parse_consistency, CONSISTENCY),
    "entry": (parse_entry, ENTRIES[2]),
    "inclusion": (parse_inclusion, INCLUSION),
    "note": (parse_note, SIGNED),
    "skey": (_text(parse_skey), KEY.skey.encode()),
    "vkey": (_text(parse_vkey), KEY.verifier.vkey.encode()),
    "base64": (_text(lambda text: decode64(text, what="it")), b"YmFuYW5hcw=="),
    "json": (lambda data: strict_json(data, what="it"), b'{"a":[1,null,true,"x"]}'),
    "redaction": (covers, b'{"of":"gone"}'),
}

PIECES = st.sampled_from(
    [b"", b"\n", b"\n\n", b" ", b"+", b"0", b"-1", b"=", b"\x00", b"\xff", "—".encode(), b"\\ud800",
     b"[" * 70, b'"', b"{", b"1e9", b"NaN", b"9" * 30, b"\xed\xa0\x80", b"\xe2\x80\xa8"]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, good: bytes) -> bytes:
    """Good bytes, cut and patched a few times, or any bytes at all."""
    data = draw(st.just(good) | st.binary(max_size=60))
    for _ in range(draw(st.integers(0, 4))):
        low = draw(st.integers(0, len(data)))
        high = draw(st.integers(low, min(len(data), low + 40)))
        data = data[:low] + draw(PIECES | st.binary(max_size=5)) + data[high:]
    return data


@pytest.mark.parametrize("kind", PARSERS)
@given(st.data())
def test_a_parser_answers_or_refuses_in_its_own_words(kind: str, data: st.DataObject) -> None:
    """No other exception, whatever the bytes are, and the sentence says something."""
    parse, good = PARSERS[kind]
    refused = None
    try:
        parse(data.draw(mutated(good)))
    except EvidenceError as error:
        refused = error

    assert refused is None or (refused.code == "bad-input" and len(refused.sentence) > 10)


@pytest.mark.parametrize("kind", PARSERS)
def test_what_the_fuzzing_starts_from_is_good(kind: str) -> None:
    """The negative control: a parser that refused everything would pass the test above."""
    parse, good = PARSERS[kind]

    assert parse(good) is not None


@pytest.mark.parametrize("kind", ["inclusion", "consistency", "note"])
@given(st.data())
def test_what_is_read_is_spelt_as_it_was(kind: str, data: st.DataObject) -> None:
    """No two files mean the same: whatever a parser accepts, it writes back byte by byte."""
    parse, good = PARSERS[kind]
    given = data.draw(mutated(good))
    try:
        value = parse(given)
    except MalformedError:
        return

    assert value.encode() == given


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    members = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [at, *(place for key, member in members for place in _places(member, (*at, key)))]


WHOLE = json.loads(GOOD)
PLACES = [place for place in _places(WHOLE) if place[:1] != ("how_to_check",)]


@given(st.sampled_from(PLACES), json_values)
@example(("events", 0, "payload"), "\ud800")
@example(("events", 0, "entry"), "[" * 100)
def test_a_bundle_with_anything_in_any_place_gets_findings(
    place: tuple[Any, ...], value: Any
) -> None:
    """Never an exception: neither from the room nor from the verifier that stands alone."""
    whole = json.loads(GOOD)
    if place:
        holder = whole
        for key in place[:-1]:
            holder = holder[key]
        same = holder[place[-1]] == value
        holder[place[-1]] = value
    else:
        whole, same = value, False
    data = json.dumps(whole, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass") + b"\n"
    ours = {found.code for found in verify_bundle(data, [KEY.verifier]).findings}
    theirs = ALONE.check_bundle(data, [ALONE.read_key(KEY.verifier.vkey)])[0]

    assert bool(ours) != same
    assert ours == {code for code, _, _ in theirs}


@given(mutated(GOOD))
def test_a_bundle_patched_at_random_gets_the_same_findings_from_both(data: bytes) -> None:
    """Two programs that share no code agree on what is wrong."""
    ours = {found.code for found in verify_bundle(data, [KEY.verifier]).findings}
    theirs = ALONE.check_bundle(data, [ALONE.read_key(KEY.verifier.vkey)])[0]

    assert ours == {code for code, _, _ in theirs}
    assert bool(ours) == (data != GOOD)


SUITE = VECTORS / "JSONTestSuite" / "test_parsing"


@foreign
@pytest.mark.parametrize("file", sorted(SUITE.glob("[ny]_*.json")), ids=lambda file: file.name)
def test_json_is_read_as_strictly_as_it_is_written_here(file: Any) -> None:
    """JSONTestSuite: all bad texts are refused; of the good ones fractions and repeated keys."""
    data = file.read_bytes()
    try:
        value = strict_json(data, what="it")
    except MalformedError as error:
        refused_on_purpose = "no whole number" in error.sentence or "twice" in error.sentence
        assert file.name.startswith("n_") or refused_on_purpose
    else:
        assert file.name.startswith("y_")
        assert value == json.loads(data)
