"""A law: a ledger in a file and one in memory, told the same, answer every question alike."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import LedgerError
from ledger.evidence.tree import NodeId
from ledger.store.event_data import Condition, EventData, Indexed
from ledger.store.memory import MemoryStore
from ledger.store.store import Snapshot, Store
from tests.store.test_contract import KEY, NOON, an_event, empty_ledger, salts

LETTERS = "abcdefgh"
TAGS = (
    "actor:x",
    "actor:é",
    "measure:m",
    "commitment:c",
    "event:a",
    "odd:\0",
    "odd:\uffff0",
    "tag:",
)
TYPES = ("statement", "level", "source")
PAYLOADS = {
    "statement": b'{"says":"so","speaker":"x"}',
    "level": b'{"measure":"m","value":{"raw":"5"}}',
    "source": b'{"published":{"rule":"EDTF"},"title":"t"}',
}

names = st.text(LETTERS, min_size=1, max_size=2)


@st.composite
def an_event_of_any_kind(draw: st.DrawFn) -> EventData:
    """With few names and tags, so that events meet."""
    type = draw(st.sampled_from(TYPES))
    return an_event(
        draw(names),
        *draw(st.lists(st.sampled_from(TAGS), max_size=4)),
        type=type,
        payload=PAYLOADS[type],
        known_from=draw(st.none() | st.dates()),
        declares=tuple(draw(st.lists(names.map("c-{}".format), max_size=2, unique=True))),
        about=draw(st.none() | names),
    )


batches = st.lists(
    st.tuples(
        st.lists(an_event_of_any_kind(), max_size=24, unique_by=lambda event: event.id),
        st.integers(-2, 2),
    ),
    max_size=5,
)


def told(store: Store, batch: list[EventData], at: dt.datetime) -> Any:
    """What came of an append: the rows, or the sentence of the refusal."""
    try:
        with store.writing() as transaction:
            made = transaction.append(batch, recorder="r", recorded_at=at)
            assert transaction.head() == (made[-1].position if made else transaction.head())
            return made
    except LedgerError as error:
        return type(error), error.sentence


def questions(head: int) -> dict[str, Callable[[Snapshot], Any]]:
    """Every question that a snapshot of events answers."""
    ids = [*LETTERS, "aa", "c-a", "c-b", "nobody"]
    half = head // 2
    found: dict[str, Callable[[Snapshot], Any]] = {
        "head": lambda s: s.head(),
        "head at": lambda s: [s.head_at(NOON + dt.timedelta(hours=n)) for n in range(-3, 4)],
        "read": lambda s: list(s.read(after=half)),
        "read back": lambda s: list(s.recorded(upto=half + 1)),
        "at": lambda s: s.at([head, 1, half, head + 5]),
        "read back at": lambda s: s.recorded_at([head, half]),
        "find": lambda s: s.find(ids),
        "names": lambda s: sorted(s.names()),
        "counts": lambda s: s.counts(),
        "types": lambda s: s.types(),
        "tags after": lambda s: [s.tags_after(n) for n in range(head + 1)],
        "tags upto": lambda s: [s.tags_after(n, half) for n in range(head + 1)],
        "tagged": lambda s: sorted(s.tagged(TAGS)),
        "records about": lambda s: sorted(s.records_about(range(1, head + 1))),
        "indexed": lambda s: {n: s.indexed(n, n).get(n, Indexed()) for n in range(1, head + 1)},
        "lying": lambda s: list(s.lying(after=half)),
        "lying levels": lambda s: list(s.lying(kind="level")),
        "of type": lambda s: s.of_type("source"),
        "nodes": lambda s: dict(s.nodes([NodeId(n, k) for n in range(7) for k in range(9)])),
    }
    for tag in TAGS:
        found[f"history of {tag!r}"] = lambda s, tag=tag: s.history([tag], ids=["a"], upto=half)  # type: ignore[misc]
        found[f"changes of {tag!r}"] = lambda s, tag=tag: s.changed_since(  # type: ignore[misc]
            Condition(tags=[tag], ids=["b"], position=half)
        )
    for kind in ("actor", "measure", "odd", "event"):
        found[f"subjects {kind}"] = lambda s, kind=kind: s.subjects(kind, most=9)  # type: ignore[misc]
        found[f"count {kind}"] = lambda s, kind=kind: s.count_subjects(kind)  # type: ignore[misc]
    return found


@settings(max_examples=40, deadline=None)
@given(batches=batches)
def test_both_stores_take_refuse_and_tell_the_same(
    batches: list[tuple[list[EventData], int]],
) -> None:
    """Whatever was appended before, and however much at a time."""
    with tempfile.TemporaryDirectory() as folder:
        file = empty_ledger(Path(folder, "ledger.db"))
        memory = MemoryStore(salts=salts(), key=KEY)
        for batch, hours in batches:
            at = NOON + dt.timedelta(hours=hours)
            assert told(file, batch, at) == told(memory, batch, at)
        with file.reading() as one, memory.reading() as other:
            for name, question in questions(one.head()).items():
                assert question(one) == question(other), name
        file.close()
