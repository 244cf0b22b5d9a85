"""A long document is recorded part by part; it comes to the same as if it had been read at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import sha256
from io import BytesIO
from random import Random
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger.errors import InputRefusedError, LedgerError
from ledger.model.given import to_document
from ledger.service.document import Document
from ledger.service.receipt import Receipt
from ledger.service.recording import Run
from ledger.service.streaming import record_long
from ledger.store.memory import MemoryStore
from ledger.store.shelf import Shelf
from ledger.store.texts import MemoryTexts
from tests.projections.lived import eventful, ledgers
from tests.service.world import NOON, a_ledger, memory
from tests.telling import Telling

Events = Sequence[dict[str, Any]]

NAME = "doc.jsonl"

BASE: Events = (
    {"type": "source", "id": "wire", "title": "First", "published": "2020-09-09"},
    {"type": "source", "id": "paper", "title": "Second", "published": "2020-10"},
    {"type": "actor", "id": "us", "name": "United States", "kind": "state"},
    {"type": "measure", "id": "forces", "unit": "troops"},
    {"type": "occurrence", "id": "vote", "name": "a vote", "kind": "election", "source": "wire",
     "date": "2020-11"},
    {"type": "statement", "id": "old", "source": "wire", "speaker": "us", "says": "we stay",
     "date": "Monday"},
    {"type": "correction", "id": "old-fix", "of": "old", "reason": "r", "set": {"place": "Here"}},
)  # fmt: skip
"""What the ledger holds before."""

IDS = ("a", "b", "c", "d", "e", "f", "A", "\u0430")
KNOWN = ("wire", "old", "old-fix", "vote")
SOURCES = ("wire", "paper", "new", "newer", "gone")
DAYS = ("2020-08-01", "2020-09", "2021-01-05", "Wednesday", "last month", "after the attack",
        "after the vote", "2020-02-30")  # fmt: skip
PUBLISHED = ("2020-01-01", "2020-12-24", "2021-03", "soon")

ids = st.sampled_from(IDS)
maybe_id = st.none() | ids
things = st.sampled_from((*IDS, *KNOWN))
sources = st.sampled_from(SOURCES)
days = st.sampled_from(DAYS) | st.builds(
    lambda event: {"phrase": "a week after it", "event": event}, things
)
texts = st.sampled_from(("stay", "leave at once", "attack", "the ATTACK", "a vote", "x\u202ey"))


def event(type: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An event of which each field is drawn; None is not given."""
    return st.fixed_dictionaries(fields).map(
        lambda drawn: {
            "type": type,
            **{key: value for key, value in drawn.items() if value is not None},
        }
    )


terms = st.builds(
    lambda name, due: {"id": name, "title": "peace", "debtor": "us", "due": due},
    ids,
    st.sampled_from(("in two weeks", "by 1 December 2020", "after the attack")),
)
changes = st.dictionaries(
    st.sampled_from(("date", "note", "source", "name", "place", "says", "published", "set.place",
                     "set.date", "commits.c.due", "reason")),
    st.sampled_from((*SOURCES, *DAYS, *PUBLISHED, "none", "x", "within a month")),
    min_size=1, max_size=2,
)  # fmt: skip
events = st.one_of(
    event("source", id=st.sampled_from((*SOURCES[2:], "wire")), title=texts,
          published=st.sampled_from(PUBLISHED)),
    event("actor", id=ids, name=texts, kind=st.sampled_from(("state", "person"))),
    event("measure", id=ids, unit=st.just("troops"), part_of=maybe_id),
    event("occurrence", id=maybe_id, name=texts, source=sources, date=days),
    event("statement", id=maybe_id, source=sources, speaker=st.sampled_from(("us", "a", "b")),
          says=texts, date=st.none() | days, commits=st.none() | st.lists(terms, max_size=2)),
    event("level", id=maybe_id, source=sources, measure=st.sampled_from(("forces", "a", "c")),
          value=st.sampled_from(("3000", "about 5,200"))),
    event("correction", id=maybe_id, of=things, reason=st.just("r"), set=changes),
    event("retraction", id=maybe_id, of=things, reason=st.just("r")),
    event("corroboration", id=maybe_id, of=things, source=sources, date=st.none() | days,
          set=st.none() | changes),
)  # fmt: skip
parts = st.integers(1, 5)


def lines(given: Iterable[dict[str, Any]]) -> bytes:
    return b"\n".join(json.dumps(one, ensure_ascii=False).encode() for one in given)


@cache
def base() -> MemoryStore:
    store = memory()
    a_ledger(store).record(BASE)
    return store


def known() -> MemoryStore:
    """A ledger that holds the base; what is added to it is added to it alone."""
    store = memory()
    store._held = base()._held
    return store


def in_parts(store: MemoryStore, data: bytes, part: int) -> Receipt:
    """Record a document so many events at a time."""
    how = Run(recorder="tester", recorded_at=NOON,
              name=f"import of {NAME} (sha256 {sha256(data).hexdigest()[:16]})")  # fmt: skip
    with Shelf() as shelf:
        document = Document(file=BytesIO(data), name=NAME, shelf=shelf, part=part)
        survey = document.survey()
        with store.writing() as transaction:
            return record_long(document, survey, transaction, MemoryTexts(), how)


def outcome(store: MemoryStore, record: Any) -> tuple[Any, ...]:
    """All that a document leaves behind: events with their hashes, tags and views, or the refusal."""
    try:
        receipt = record()
    except InputRefusedError as error:
        return "refused", error.problems
    except LedgerError as error:
        return type(error), error.sentence, error.hint
    with store.reading() as snapshot:
        head = snapshot.head()
        return (
            list(snapshot.read()),
            snapshot.indexed(1, head),
            [list(snapshot.rows(view)) for view in _views()],
            receipt,
        )


def _views() -> Any:
    from ledger.projections import PROJECTIONS
    from ledger.projector import spec

    return [spec(one) for one in PROJECTIONS]


def both(
    given: Events, part: int, *, store: Callable[[], MemoryStore] = known
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What a document leaves behind when it is read at once, and part by part."""
    data = lines(given)
    one, other = store(), store()
    at_once = outcome(one, lambda: a_ledger(one).import_document(data, name=NAME))
    return at_once, outcome(other, lambda: in_parts(other, data, part))


ATTACK = {"type": "occurrence", "id": "b", "name": "attack", "source": "wire", "date": "2020-08-01"}
SAID = {"type": "statement", "id": "a", "source": "new", "speaker": "us", "says": "stay"}
NEW = {"type": "source", "id": "new", "title": "New", "published": "2020-12-24"}


def fix(of: str, id: str | None = None, **changes: Any) -> dict[str, Any]:
    made = {"type": "correction", "of": of, "reason": "r", "set": changes}
    return made if id is None else {**made, "id": id}


def meant(drawn: Sequence[tuple[int, int, int, int]]) -> Events:
    """A document that is mostly right: each event has its own id, and names others up or down."""
    every = [f"e{number}" for number in range(len(drawn))]
    made: list[dict[str, Any]] = [NEW]
    said = [id for id, (kind, *_) in zip(every, drawn, strict=True) if kind % 8 in (0, 1)]
    happened = [id for id, (kind, *_) in zip(every, drawn, strict=True) if kind % 8 == 2]
    records = [id for id, (kind, *_) in zip(every, drawn, strict=True) if kind % 8 in (4, 5)]
    for id, (kind, a, b, c) in zip(every, drawn, strict=True):
        source = ("wire", "paper", "new")[a % 3]
        date: Any = ("2020-08-01", "Wednesday", "2020-09", "last month")[b % 4]
        if happened and b % 5 == 0:
            date = {"phrase": "a week after it", "event": happened[c % len(happened)]}
        if kind % 8 in (0, 1):
            terms = {"id": f"{id}.c", "title": "peace", "debtor": "us", "due": "in two weeks"}
            made.append({"type": "statement", "id": id, "source": source, "speaker": "us",
                         "says": f"we stay {id}", "date": date, "commits": [terms]})  # fmt: skip
        elif kind % 8 == 2:
            made.append({"type": "occurrence", "id": id, "name": f"attack {a % 3}",
                         "source": source, "date": date})  # fmt: skip
        elif kind % 8 == 3:
            made.append({"type": "statement", "source": source, "speaker": "us", "date": date,
                         "says": f"unnamed {a % 2}"})  # fmt: skip
        elif kind % 8 in (4, 5):
            of = ["old", "wire", "new", "old-fix", *said, *happened, *records][a % (
                4 + len(said) + len(happened) + len(records))]  # fmt: skip
            sets: dict[str, Any] = {"note": f"{id}", "place": f"{b}"}
            if of in ("wire", "new"):
                sets = {"published": PUBLISHED[b % 3]} if b % 2 else {"title": id}
            elif of in said:
                sets = ({"date": DAYS[b % 5]}, {"source": source}, {"place": id},
                        {f"commits.{of}.c.due": "within a month"})[c % 4]  # fmt: skip
            elif of in happened:
                sets = ({"date": DAYS[b % 3]}, {"name": f"attack {c % 3}"})[c % 2]
            elif of in records or of == "old-fix":
                sets = ({"reason": id}, {"set.place": id}, {"set.note": id})[c % 3]
            made.append(fix(of, id if c % 3 else None, **sets))
        elif kind % 8 == 6:
            of = [*records, *said, "old-fix", "old"][a % (len(records) + len(said) + 2)]
            made.append({"type": "retraction", "id": id, "of": of, "reason": id})
        else:
            of = [*said, *(f"{one}.c" for one in said), "old"][a % (2 * len(said) + 1)]
            made.append({"type": "corroboration", "id": id, "of": of, "source": source,
                         "date": date})  # fmt: skip
    return made


drawn = st.lists(st.tuples(*(st.integers(0, 23) for _ in range(4))), min_size=1, max_size=10)


@settings(max_examples=150, deadline=None)
@given(drawn.map(meant).flatmap(st.permutations), parts)
def test_in_parts_of_any_size_a_document_that_can_be_recorded_is_the_same(
    given: Events, part: int
) -> None:
    """Wherever in it what is about something stands, before or behind that."""
    at_once, by_parts = both(given, part)

    assert by_parts == at_once


def holding(given: Events, some: Sequence[bool]) -> MemoryStore | None:
    """A ledger that holds some of these events already, None where they are refused."""
    store = known()
    held = [one for one, yes in zip(given, some, strict=False) if yes]
    try:
        a_ledger(store).import_document(lines(held), name="before.jsonl")
    except LedgerError:
        return None
    return store


@settings(max_examples=150, deadline=None)
@given(drawn.map(meant), st.lists(st.booleans(), min_size=11, max_size=11), parts)
@example(
    [NEW, SAID, fix("a", "c", place="X"), fix("a", None, note="y"), fix("a", place="Z")],
    [True] * 11,
    1,
)
@example([NEW, {**SAID, "place": "X"}, fix("a", "c", note="x")], [True] * 11, 1)
def test_what_is_recorded_already_is_set_aside_the_same_in_parts(
    given: Events, some: list[bool], part: int
) -> None:
    """All of it, or some: a correction is read against the document, not what it did before."""
    first = holding(given, some)
    if first is None:
        return

    def again() -> MemoryStore:
        store = memory()
        store._held = first._held
        return store

    at_once, by_parts = both(given, part, store=again)

    assert by_parts == at_once


def retold(told: Telling) -> Events:
    """The documents of a ledger as life makes them."""
    return [to_document(one.event) for one in told.recorded]


@settings(max_examples=40, deadline=None)
@given(st.one_of(ledgers, eventful).map(retold), parts, st.randoms(use_true_random=False))
def test_in_parts_of_any_size_a_ledger_as_life_makes_it_is_the_same(
    given: Events, part: int, random: Random
) -> None:
    """In its own order, and with some of its events told much earlier or later."""
    stirred = list(given)
    for _ in range(3):
        stirred.insert(random.randrange(len(stirred)), stirred.pop(random.randrange(len(stirred))))
    for each in (given, stirred):
        at_once, by_parts = both(each, part, store=memory)

        assert by_parts[0] == at_once[0] or "refused" not in (by_parts[0], at_once[0])
        if at_once[0] != "refused":
            assert by_parts == at_once


@settings(max_examples=200, deadline=None)
@given(st.lists(events, min_size=1, max_size=9), parts)
@example([fix("a", place="X"), SAID, NEW], 1)
@example(
    [NEW, SAID, fix("a", "c", place="X"), fix("c", **{"set.place": "Y"}), fix("a", note="x")], 1
)
@example(
    [
        NEW,
        SAID,
        fix("a", "c", place="X"),
        fix("a", place="X"),
        {"type": "retraction", "id": "d", "of": "c", "reason": "r"},
    ],
    1,
)
@example([NEW, SAID, fix("a", None, place="X"), fix("a", None, place="X")], 1)
@example([NEW, SAID, fix("new", published="2021-03")], 1)
@example([fix("wire", published="2020-01-01"), {**SAID, "source": "wire", "date": "Monday"}], 1)
@example([{**SAID, "date": "after the attack"}, NEW, ATTACK], 1)
@example([{**SAID, "date": "after the attack"}, NEW, ATTACK, {**ATTACK, "id": "c"}], 1)
@example(
    [
        {**ATTACK, "id": "c", "date": {"phrase": "a week after it", "event": "b"}},
        {**ATTACK, "date": {"phrase": "a week after it", "event": "c"}},
    ],
    1,
)
@example(
    [
        {"type": "retraction", "id": "a", "of": "b", "reason": "r"},
        {"type": "retraction", "id": "b", "of": "a", "reason": "r"},
    ],
    1,
)
@example([fix("a", "b", place="x"), fix("b", "a", place="x")], 1)
@example([NEW, NEW, SAID, SAID], 1)
@example([{"type": "statement", "source": "wire", "speaker": "us", "says": "stay"}] * 3, 1)
@example(
    [
        {"type": "source", "id": "wire", "title": "Other", "published": "2020-01-01"},
        {"type": "actor", "id": "us", "name": "Other", "kind": "state"},
    ],
    1,
)
@example(
    [
        {**SAID, "source": "wire", "commits": [{"id": "old", "title": "t", "debtor": "us"}]},
        fix("a", place="X"),
    ],
    1,
)
@example(
    [
        {"type": "corroboration", "of": "c", "source": "paper"},
        NEW,
        {**SAID, "commits": [{"id": "c", "title": "t", "debtor": "us"}]},
    ],
    1,
)
def test_in_parts_of_any_size_it_is_the_same(given: Events, part: int) -> None:
    """Events, positions, hashes, tags, views and receipt; or the refusal with every problem.

    Only of a record about what could not be read itself, in a part before, less is told.
    """
    at_once, by_parts = both(given, part)

    if at_once[0] != "refused":
        assert by_parts == at_once
        return
    assert by_parts[0] == "refused"
    about = {number for number, one in enumerate(given, 1) if "of" in one}
    missing = [problem for problem in at_once[1] if problem not in by_parts[1]]
    assert [problem for problem in missing if problem.line not in about] == []
    assert [problem for problem in by_parts[1] if problem not in at_once[1]] == []
    if not missing:
        assert by_parts == at_once
