"""The order of happening: what is told of it first, then the days, position for ties alone."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.order import LATER, in_order

START = dt.date(2020, 1, 1)


@frozen(kw_only=True)
class Happened:
    """The least that can be put in order."""

    id: str
    position: int
    earliest: dt.date | None = None
    latest: dt.date | None = None
    relations: tuple[tuple[str, str], ...] = ()


def on(id: str, first: int | None, last: int | None, *after: str, rel: str = "after") -> Happened:
    """An event in some days of January, after others."""
    day = [None if n is None else START + dt.timedelta(days=n) for n in (first, last)]
    relations = tuple((rel, other) for other in after)
    return Happened(id=id, position=ord(id[0]), earliest=day[0], latest=day[1], relations=relations)


def ids(*events: Happened) -> str:
    """The ids in order."""
    return " ".join(event.id for event in in_order(events))


def test_the_latest_day_decides_then_the_earliest_then_the_position() -> None:
    """What surely happened by an earlier day comes first; undated events come last."""
    a, b, c = on("a", 3, 3), on("b", 1, 3), on("c", 2, 2)
    x, y = on("x", None, None), on("y", 5, None)
    twin = on("d", 3, 3)

    assert ids(x, twin, a, y, b, c) == "c b a d x y"
    assert ids() == ""


@pytest.mark.parametrize("rel", sorted(LATER))
def test_a_relation_that_says_later_puts_the_event_behind_the_other(rel: str) -> None:
    """Even against their days, which may be the source's mistake or an interval."""
    assert ids(on("a", 1, 1, "b", rel=rel), on("b", 2, 9)) == "b a"


@pytest.mark.parametrize("rel", ["explains", "contradicts", "occurred_during", "anchors"])
def test_other_relations_do_not_order(rel: str) -> None:
    """They are for reading."""
    assert ids(on("a", 1, 1, "b", rel=rel), on("b", 2, 9)) == "a b"


def test_events_that_are_not_there_and_the_event_itself_do_not_order() -> None:
    """A relation may name a commitment, or something that is hidden by a clock."""
    assert ids(on("a", 2, 2, "gone", "a"), on("b", 1, 1)) == "b a"


def test_in_a_circle_the_days_decide() -> None:
    """Relations in a circle contradict each other."""
    assert ids(on("a", 3, 3, "c"), on("b", 1, 1, "a"), on("c", 2, 2, "b")) == "b c a"


def test_a_circle_does_not_touch_the_relations_outside_it() -> None:
    """What comes after a circle stays after it, however early its day."""
    a, b = on("a", 5, 5, "b"), on("b", 6, 6, "a")
    after, before = on("d", 1, 1, "a"), on("e", 9, 9)
    b = Happened(id="b", position=b.position, earliest=b.earliest, latest=b.latest,
                 relations=(*b.relations, ("after", "e")))  # fmt: skip

    assert ids(a, b, after, before) == "a d e b"


def test_a_long_chain_against_the_days_is_put_right() -> None:
    """Neither depth nor length is a limit."""
    chain = [
        Happened(id=f"e{n}", position=n, latest=START, earliest=START,
                 relations=(("after", f"e{n + 1}"),))
        for n in range(5000)
    ]  # fmt: skip

    assert [event.id for event in in_order(chain)] == [f"e{n}" for n in reversed(range(5000))]


numbers = st.integers(0, 7)
happenings = st.lists(
    st.tuples(numbers, numbers, st.lists(numbers, max_size=3)), min_size=1, max_size=8
)


@given(happenings, st.randoms(use_true_random=False))
def test_any_events_keep_all_relations_that_lie_on_no_circle(
    drawn: list[tuple[int, int, list[int]]], shuffler: object
) -> None:
    """And come out the same in whatever order they went in, each once."""
    events = [
        Happened(
            id=f"e{n}", position=n, earliest=START + dt.timedelta(days=min(a, b)),
            latest=START + dt.timedelta(days=max(a, b)),
            relations=tuple(("after", f"e{other}") for other in others),
        )
        for n, (a, b, others) in enumerate(drawn)
    ]  # fmt: skip
    mixed = list(events)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]

    result = in_order(events)

    assert in_order(mixed) == result
    assert sorted(event.position for event in result) == list(range(len(events)))
    place = {event.id: n for n, event in enumerate(result)}
    reach = _reach({event.id: {to for _, to in event.relations} & set(place) for event in events})
    for event in events:
        for _, to in event.relations:
            if to in place and event.id not in reach[to]:
                assert place[to] < place[event.id]


def _reach(edges: dict[str, set[str]]) -> dict[str, set[str]]:
    """What can be reached from each, itself too, by plain repetition."""
    reach = {id: {id} for id in edges}
    for _ in edges:
        reach = {id: found.union(*(edges[other] for other in found)) for id, found in reach.items()}
    return reach
