"""Laws of the way in, over documents made at random: no other exception, nothing changed, any order."""

from __future__ import annotations

import json
import random
from typing import Any

import attrs
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import InputRefusedError
from ledger.intake.build import build
from ledger.intake.columns import Columns
from ledger.intake.document import read_document
from ledger.intake.known import Known
from ledger.intake.lookalike import hidden, mixed, skeleton
from ledger.intake.node import Entries, from_builtins
from ledger.intake.problems import render
from ledger.intake.quotation import find, nearest
from ledger.model.event import Event
from ledger.model.event_types import BY_NAME
from ledger.model.fields import key_of
from ledger.model.given import to_document
from ledger.model.shape import to_builtins
from tests.intake.documents import ledger

LEDGER = ledger("- {type: occurrence, id: vote, name: the election, kind: vote, source: report}")
ORDINARY = settings(max_examples=150, deadline=None)

KEYS = sorted(
    {key_of(one) for cls in BY_NAME.values() for one in attrs.fields(cls)} | {"type", "becomes"}
)
IDS = (
    "report",
    "earlier",
    "united-states",
    "taliban",
    "us-forces/iraq",
    "vote",
    "a",
    "b",
    "nobody",
)
PHRASES = (
    "2020-09-09", "2020-09", "2020-02-30", "in February", "Wednesday", "by May next year", "soon",
    "ahead of the election", "several days later", "within two weeks", "31 June", "9999-12-31",
)  # fmt: skip
AMOUNTS = ("3,000", "about 5,200", "dozens", "all", "lots", "-1", "2,000 to 3,000", "1e9")
WORDS = (
    "yes",
    "no",
    "none",
    "achieve",
    "on_record",
    "state",
    "full",
    "x",
    "",
    " ",
    "due",
    *BY_NAME,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
scalars = st.one_of(st.sampled_from([*IDS, *PHRASES, *AMOUNTS, *WORDS]), texts)
values = st.recursive(
    scalars | st.none() | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*KEYS, "phrase", "event", "lo", "hi", "edtf", "x"]), inner,
                      max_size=4),
    max_leaves=8,
)  # fmt: skip
mappings = st.dictionaries(st.sampled_from(KEYS) | texts, values, max_size=8)
typed = st.builds(
    lambda kind, fields: {**fields, "type": kind}, st.sampled_from(sorted(BY_NAME)), mappings
)


def outcome(data: bytes, name: str, columns: Columns | None = None) -> list[Event] | str:
    """The events of a document, or its refusal as it is shown: never anything else."""
    warnings: list[Any] = []
    try:
        events = build(read_document(data, name, columns=columns), LEDGER, warnings)
    except InputRefusedError as error:
        return render(error.problems)
    assert "nothing recorded" not in render(warnings)
    return events


def built(mappings: list[dict[str, Any]], known: Known = LEDGER) -> list[Event]:
    nodes = [from_builtins(one) for one in mappings]
    return build([node for node in nodes if isinstance(node, Entries)], known)


@ORDINARY
@given(st.binary(max_size=200), st.sampled_from(["a.yaml", "a.json", "a.jsonl", "a.csv", "-"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    outcome(data, name)


@ORDINARY
@given(
    st.text(st.sampled_from("-:{}[],&*!|>'\"%@`#? \n\ta1,0~<=.\\"), max_size=60),
    st.sampled_from(["a.yaml", "a.json", "a.jsonl", "a.csv", "-"]),
)
def test_any_mix_of_the_signs_of_a_format_is_read_or_refused(text: str, name: str) -> None:
    outcome(text.encode(), name)
    outcome(f"- {{type: statement, note: {text}}}\n".encode(), name)
    outcome(f'{{"type": "actor", "note": {text}}}\n'.encode(), name)


@ORDINARY
@given(st.lists(typed | mappings, max_size=4))
def test_any_mapping_is_built_or_refused_and_all_formats_agree(
    events: list[dict[str, Any]],
) -> None:
    data = json.dumps(events, ensure_ascii=False).encode()
    as_json = outcome(data, "a.json")
    as_lines = outcome("\n".join(map(json.dumps, events)).encode(), "a.jsonl")

    if isinstance(as_json, list):
        assert as_json == as_lines == built(events)
    elif events:
        assert isinstance(as_lines, str)


@ORDINARY
@given(texts.filter(str.strip), st.sampled_from(["a.json", "a.jsonl", "a.yaml"]))
def test_a_quotation_comes_back_as_it_was_given(quote: str, name: str) -> None:
    said = {"type": "statement", "source": "report", "speaker": "taliban", "quote": quote}
    data = json.dumps(said) if name != "a.yaml" else yaml.safe_dump(said, allow_unicode=False)
    events = outcome(data.encode(), name)

    assert [getattr(event, "quote", None) for event in events] == [quote]


GOOD: tuple[dict[str, Any], ...] = (
    {"type": "actor", "id": "a", "name": "A", "kind": "state", "aliases": ["AA", "Aa"]},
    {"type": "alias", "id": "al", "actor": "a", "name": "Ah"},
    {"type": "source", "id": "p", "title": "P", "published": "2020-09-07/2020-09-08"},
    {"type": "measure", "id": "m", "unit": "troops", "part_of": "us-forces/iraq"},
    {"type": "level", "id": "l", "source": "p", "measure": "m", "value": "about 5,200"},
    {"type": "statement", "id": "s", "source": ["p", {"source": "report", "passage": "end"}],
     "speaker": {"described": "an envoy", "of": "a"}, "quote": "we leave", "date": "2020-09-06",
     "commits": [{"id": "c", "title": "leave", "debtor": "a", "due": "in two weeks"},
                 {"id": "d", "debtor": "a", "measure": "m", "at_most": "3,000",
                  "due": "ahead of the election", "given": {"commitment": "c"}}]},
    {"type": "agreement", "id": "g", "source": "p", "date": "in February",
     "parties": ["a", "taliban"], "name": "the deal",
     "commits": [{"id": "e", "title": "t", "debtor": "a",
                  "due": {"phrase": "when it thaws", "lo": "2021-03-01", "hi": "2021-05-31"},
                  "given": "if all agree", "mode": "maintain"}]},
    {"type": "occurrence", "id": "o", "name": "count", "source": "p",
     "date": {"phrase": "several days later", "event": "g"}, "killed": "dozens"},
    {"type": "correction", "id": "k", "of": "s", "reason": "misread",
     "set": {"date": "2020-09-05", "commits.c.due": "in three weeks", "place": "Iraq"}},
    {"type": "correction", "id": "kk", "of": "k", "reason": "typing error",
     "set": {"set.date": "2020-09-04"}},
    {"type": "retraction", "id": "r", "of": "o", "reason": "a double"},
)  # fmt: skip
"""A document that holds one of nearly everything."""


@ORDINARY
@given(st.randoms(use_true_random=False))
def test_the_order_within_a_document_is_free(shuffle: random.Random) -> None:
    mixed_up = list(GOOD)
    shuffle.shuffle(mixed_up)
    events = built(mixed_up)
    places = {event.id: place for place, event in enumerate(events)}

    assert {event.id: event for event in events} == {event.id: event for event in built(list(GOOD))}
    assert places["s"] < places["k"] < places["kk"]
    assert places["o"] < places["r"]


def test_an_event_is_built_again_from_the_words_it_was_given_in() -> None:
    events = [event for event in built(list(GOOD)) if event.TYPE != "correction"]
    again = built([to_document(event) for event in events])

    assert [to_builtins(event) for event in again] == [to_builtins(event) for event in events]


@ORDINARY
@given(st.integers(0, len(GOOD) - 1), st.sampled_from(KEYS), values)
def test_one_field_changed_at_random_is_built_or_refused(at: int, key: str, value: Any) -> None:
    changed = [one | {key: value} if n == at else one for n, one in enumerate(GOOD)]
    data = "\n".join(map(json.dumps, changed)).encode()

    result = outcome(data, "a.jsonl")

    assert isinstance(result, list) or result.endswith("nothing recorded")


paths = texts | st.sampled_from(
    ("date", "source", "place", "quote", "says", "speaker", "commits.c.due", "commits.d.at_most",
     "commits", "set.date", "set.", "note", "x", "of"))  # fmt: skip


@ORDINARY
@given(st.dictionaries(paths, values, max_size=4), st.sampled_from(["s", "g", "k", "a", "p", "c"]))
def test_any_correction_is_read_or_refused(changes: dict[str, Any], of: str) -> None:
    correction = {"type": "correction", "id": "new", "of": of, "reason": "r", "set": changes}

    outcome("\n".join(map(json.dumps, [*GOOD, correction])).encode(), "a.jsonl")


cells = texts | st.sampled_from((*IDS, *KEYS, "source.at", "a.b.c"))


@ORDINARY
@given(st.lists(st.lists(cells, max_size=5), max_size=4), st.sampled_from([",", ";", "\t"]))
def test_any_table_is_read_or_refused(rows: list[list[str]], delimiter: str) -> None:
    data = "\n".join(delimiter.join(row) for row in rows).encode()

    outcome(data, "a.csv", Columns(delimiter=delimiter))
    outcome(
        data, "a.csv", Columns(columns={"name": "a", "source.at": "b"}, const={"type": "actor"})
    )


@ORDINARY
@given(texts, texts)
def test_a_quotation_cut_out_of_a_text_is_found_in_it(before: str, after: str) -> None:
    text = f"{before}the quotation itself{after}"

    assert find("the quotation itself", text) == "exact"
    assert nearest("the quotation itself", "nothing like it") is None


@ORDINARY
@given(st.text(max_size=30))
def test_any_text_has_a_skeleton_that_does_not_change_again(text: str) -> None:
    mixed(text)
    hidden(text)

    assert skeleton(skeleton(text)) == skeleton(text)
