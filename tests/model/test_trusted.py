"""Reading back without asking: the same objects, and `recheck` refuses what the constructor would."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from typing import Any

import attrs
import msgspec
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.event import Event, RecordedEvent
from ledger.model.event_types import BY_NAME
from ledger.model.records import Alias
from ledger.model.trusted import blank, reader, recheck
from tests.model.golden_examples import EXAMPLES, Example
from tests.model.test_golden import holders

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=str)

OTHERS: tuple[Any, ...] = (
    None, "", "x", "no id", "17", "none", "2020-01-01", "2020-02-30", "9e999", "-1", 5, -1, 2.5,
    True, [], ["a"], ["no id"], {}, {"described": "an official"}, {"raw": "five"}, [{"source": "s"}],
)  # fmt: skip


def checked(payload: bytes, cls: type[Event]) -> Event:
    """The plain way: through every validator."""
    return msgspec.json.decode(payload, type=cls)


@every_example
def test_what_is_read_back_is_what_the_constructor_makes(example: Example) -> None:
    """Equal, of the same classes all the way down, and no less frozen."""
    cls = BY_NAME[example.type]
    made, plain = reader(cls)(example.payload, "an-id"), checked(example.payload, cls)

    assert made == attrs.evolve(plain, id="an-id")
    assert repr(made) == repr(attrs.evolve(plain, id="an-id"))
    assert [type(one) for one in holders(made)] == [type(one) for one in holders(plain)]
    for one in holders(made):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            one.note = "other"
        assert copy.copy(one) == pickle.loads(pickle.dumps(one)) == attrs.evolve(one) == one
    recheck(made)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value but the whole."""
    found = [path] if path else []
    if isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        found += [place for key, inner in members for place in places(inner, (*path, key))]
    return found


@given(
    st.sampled_from(EXAMPLES),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(OTHERS) | st.just(...)), max_size=3),
)
def test_whatever_the_constructor_refuses_is_refused_by_reading_or_by_recheck(
    example: Example, changes: list[tuple[int, Any]]
) -> None:
    """Values put in the place of others, or taken away, anywhere in a payload."""
    shape = json.loads(example.payload)
    for number, value in changes:
        every = places(shape)
        if not every:
            break
        *way, last = every[number % len(every)]
        holder = shape
        for key in way:
            holder = holder[key]
        if value is ...:
            del holder[last]
        else:
            holder[last] = copy.deepcopy(value)
    payload, cls = json.dumps(shape).encode(), BY_NAME[example.type]
    try:
        wanted = attrs.evolve(checked(payload, cls), id="")
    except (msgspec.MsgspecError, TypeError, ValueError):
        with pytest.raises((msgspec.MsgspecError, TypeError, ValueError)):
            recheck(reader(cls)(payload, ""))
    else:
        made = reader(cls)(payload, "")
        assert made == wanted
        recheck(made)


@frozen(kw_only=True)
class Inner:
    """Something inside another."""

    word: str = attrs.field(validator=attrs.validators.in_(("a", "b")))


@frozen(kw_only=True)
class Odd(Event):
    """Kinds of fields that no event has now."""

    one: Inner
    some: Inner | str | tuple[Inner, ...] | None = None
    many: tuple[Inner | str, ...] = ()
    table: dict[str, Any] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        if self.table.get("bad"):
            raise ValueError("a bad table")


@pytest.mark.parametrize(
    "shape",
    [
        {"one": {"word": "a"}},
        {"one": {"word": "a"}, "some": {"word": "b"}, "many": ["x", {"word": "a"}]},
        {"one": {"word": "a"}, "some": [{"word": "b"}], "table": {"k": [1, None]}},
        {"one": {"word": "a"}, "some": "x"},
    ],
)
def test_objects_may_stand_in_unions_and_tuples(shape: dict[str, Any]) -> None:
    """Alone, among texts, many at a time."""
    payload = json.dumps(shape).encode()

    assert reader(Odd)(payload, "") == checked(payload, Odd)


@pytest.mark.parametrize(
    "shape",
    [
        {"one": {"word": "c"}},
        {"one": {"word": "a"}, "some": [{"word": "c"}]},
        {"one": {"word": "a"}, "many": ["x", {"word": "c"}]},
        {"one": {"word": "a"}, "table": {"bad": True}},
    ],
)
def test_what_lies_inside_is_rechecked_too(shape: dict[str, Any]) -> None:
    """And the rules of the whole."""
    made = reader(Odd)(json.dumps(shape).encode(), "")

    with pytest.raises(ValueError, match=r"word|bad"):
        recheck(made)


def test_nothing_of_an_object_made_without_asking_is_shared_with_the_next() -> None:
    """A default that is made for each is made for each."""
    first, second = (reader(Odd)(b'{"one": {"word": "a"}}', "") for _ in range(2))

    assert isinstance(first, Odd)
    assert isinstance(second, Odd)
    assert first.table is not second.table


def test_an_envelope_is_made_without_asking_too() -> None:
    """Its values in the order of its attributes; then it is of its own class."""
    noon = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    event = Alias(actor="a", name="b")
    made = blank(RecordedEvent)(1, "a", "alias", 1, noon, "r", None, event)
    made.__class__ = RecordedEvent

    assert made == RecordedEvent(
        position=1, id="a", type="alias", schema=1, recorded_at=noon, recorder="r",
        known_from=None, event=event,
    )  # fmt: skip
