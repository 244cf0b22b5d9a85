"""The permanent byte forms: golden bytes, and agreement with a foreign encoder."""

from __future__ import annotations

import datetime as dt
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence.canonical import MOST, canonical
from ledger.evidence.entry import entry_bytes, leaf_hash, leaf_of, moment, payload_digest

UTC = dt.UTC
CASES = Path(__file__).parents[2].parent / "shared/data/vectors/jcs-rfc8785/testdata"

# The foreign encoder stops one short of 2^53 on either side.
scalars = st.none() | st.booleans() | st.integers(1 - MOST, MOST - 1) | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30
)


@given(values)
def test_every_value_has_the_bytes_that_another_rfc_8785_encoder_gives(value: Any) -> None:
    """RFC 8785, section 3.2."""
    assert canonical(value) == rfc8785.dumps(value)


@given(values)
def test_reading_the_canonical_form_gives_the_value_back_and_the_same_form(value: Any) -> None:
    """The form is a fixed point: nothing is lost, and writing again changes nothing."""
    form = canonical(value)

    assert json.loads(form) == value
    assert canonical(json.loads(form)) == form


@given(st.dictionaries(st.text(), scalars))
def test_the_order_in_which_names_were_given_does_not_matter(value: dict[str, Any]) -> None:
    """Names are sorted, so two writers of one object agree."""
    backwards = dict(reversed(value.items()))

    assert canonical(backwards) == canonical(value)


def test_names_are_ordered_by_their_utf_16_code_units() -> None:
    """An emoji (D83D …) sorts before U+FB33, although its code point is higher."""
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


def test_every_control_character_is_escaped_as_the_rfc_says() -> None:
    """Short escapes where there are such, otherwise four lower-case hex digits; DEL stands."""
    text = "".join(map(chr, range(0x20))) + '"\\/\x7f\u2028'

    assert canonical(text) == rfc8785.dumps(text)


@pytest.mark.parametrize(
    "value",
    [0.5, 1.0, float("nan"), MOST + 1, -MOST - 1, "\ud800", {"\udc00": 1}, [b"x"], {1}, [[0.5]]],
    ids=repr,
)
def test_what_json_cannot_hold_exactly_is_refused(value: Any) -> None:
    """Fractions, great integers, half surrogate pairs and foreign kinds are no stored values."""
    with pytest.raises(ValueError):
        canonical(value)


@pytest.mark.parametrize("value", [MOST, -MOST], ids=repr)
def test_the_greatest_integers_are_still_exact(value: int) -> None:
    """±2^53 themselves are within."""
    assert canonical(value) == str(value).encode()


@pytest.mark.skipif(not CASES.is_dir(), reason="the published cases are not at hand")
@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_the_published_cases_come_out_as_printed(name: str) -> None:
    """Cases of the RFC's authors; those with fractions are refused, since ours are text."""
    fractions: list[str] = []
    given = (CASES / "input" / f"{name}.json").read_text(encoding="utf-8")
    json.loads(given, parse_float=fractions.append)
    value = json.loads(given)
    expected = (CASES / "output" / f"{name}.json").read_bytes().rstrip(b"\n")

    if fractions:
        with pytest.raises(ValueError):
            canonical(value)
    else:
        assert canonical(value) == expected


ENTRY = (
    b'{"id":"a-1","known_from":"2020-09-09","payload_digest":"'
    b'4b8f4ad2b4e6f5ae7d2fdb0d6e2f3c1a4b8f4ad2b4e6f5ae7d2fdb0d6e2f3c1a",'
    b'"position":7,"recorded_at":"2026-01-02T03:04:05.000006Z","recorder":"me",'
    b'"schema":1,"type":"statement","v":1}'
)
DIGEST = bytes.fromhex("4b8f4ad2b4e6f5ae7d2fdb0d6e2f3c1a" * 2)


def _entry(**changed: Any) -> bytes:
    given: dict[str, Any] = {
        "position": 7,
        "id": "a-1",
        "type": "statement",
        "schema": 1,
        "recorded_at": dt.datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
        "recorder": "me",
        "known_from": dt.date(2020, 9, 9),
        "payload_digest": DIGEST,
    }
    return entry_bytes(**{**given, **changed})


def test_the_entry_of_an_event_has_these_bytes_for_ever() -> None:
    """Nine keys in order, times to the microsecond, digests in lower-case hex."""
    assert _entry() == ENTRY


def test_an_event_whose_publication_is_unknown_says_null() -> None:
    """Absent values are null, never left out."""
    assert b'"known_from":null' in _entry(known_from=None)


def test_the_leaf_is_the_hash_of_a_zero_byte_and_the_entry() -> None:
    """RFC 6962, section 2.1; the empty leaf is its published value."""
    assert leaf_hash(ENTRY) == sha256(b"\x00" + ENTRY).digest()
    assert leaf_hash(b"").hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


@given(
    position=st.integers(-(2**60), 2**60),
    id=st.text(),
    type=st.text(),
    schema=st.integers(-(2**60), 2**60),
    recorded_at=st.datetimes(timezones=st.just(UTC)),
    recorder=st.text(),
    known_from=st.none() | st.dates(),
    payload_digest=st.binary(min_size=32, max_size=32),
)
def test_the_quick_way_to_a_leaf_gives_the_same_leaf(**given: Any) -> None:
    """Or refuses the same: what makes no entry has no leaf."""
    texts = {
        **given,
        "recorded_at": moment(given["recorded_at"]),
        "known_from": given["known_from"].isoformat() if given["known_from"] else None,
    }
    try:
        entry = entry_bytes(**given)
    except ValueError as error:
        with pytest.raises(ValueError, match=re.escape(str(error).split(":")[0])):
            leaf_of(**texts)
    else:
        assert leaf_of(**texts) == leaf_hash(entry)


def test_text_that_is_no_unicode_makes_no_leaf() -> None:
    """Wherever it stands; a lone surrogate has no bytes."""
    good: dict[str, Any] = {
        "position": 7, "id": "a", "type": "t", "schema": 1, "recorded_at": "2026",
        "recorder": "me", "known_from": None, "payload_digest": DIGEST,
    }  # fmt: skip
    for name in ("id", "type", "recorded_at", "recorder", "known_from"):
        with pytest.raises(ValueError, match="not Unicode"):
            leaf_of(**{**good, name: "\udc80"})


def test_the_payload_is_hashed_behind_its_salt() -> None:
    """SHA-256(salt ‖ payload), and a salt of another length is refused."""
    assert payload_digest(bytes(16), b"{}") == sha256(bytes(16) + b"{}").digest()
    with pytest.raises(ValueError, match="16 bytes"):
        payload_digest(b"short", b"{}")


def test_a_time_that_is_not_utc_is_refused() -> None:
    """Local and naive times would make two entries of one moment."""
    with pytest.raises(ValueError, match="UTC"):
        moment(dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))))
    with pytest.raises(ValueError, match="UTC"):
        moment(dt.datetime(2026, 1, 1))  # noqa: DTZ001
