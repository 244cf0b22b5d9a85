"""A history told for many days comes to what is worked out anew for each of them."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.model.history import Alone, effective
from tests.model.plain_history import events_as_told
from tests.projections.lived import BASE, eventful, ledgers
from tests.telling import Telling

quietly = settings(deadline=None, suppress_health_check=list(HealthCheck))
LEDGERS = st.one_of(ledgers, ledgers, eventful)
DAYS = st.dates(dt.date(2020, 8, 1), dt.date(2021, 4, 1))


@settings(quietly, max_examples=200)
@given(
    LEDGERS, st.lists(DAYS, min_size=1, max_size=4), st.one_of(st.none(), DAYS),
    st.one_of(st.none(), st.integers(0, 30)),
)  # fmt: skip
def test_a_history_on_any_day_is_that_of_the_plain_way(
    told: Telling, days: list[dt.date], known_by: dt.date | None, recorded_by: int | None
) -> None:
    alone = Alone()
    for some in (told.recorded[::2], told.recorded[1:]):
        # What was worked out for another history changes nothing in this one.
        effective(some, alone=alone)
    history = effective(told.recorded, known_by=known_by, recorded_by=recorded_by, alone=alone)

    def plain(day: dt.date | None) -> list[object]:
        return list(events_as_told(told.recorded, known_by=known_by, recorded_by=recorded_by,
                                   as_of=day))  # fmt: skip

    assert list(history) == plain(None)
    for day in (*days, *history.turns):
        assert list(history.on(day)) == plain(day if history.turns else None)
        begun = effective(told.recorded, known_by=known_by, recorded_by=recorded_by, as_of=day)
        assert list(begun) == plain(day)


@settings(quietly, max_examples=100)
@given(LEDGERS, DAYS, DAYS)
def test_only_what_moves_stands_otherwise_on_another_day(
    told: Telling, one: dt.date, other: dt.date
) -> None:
    """And between two turns nothing does."""
    history = effective(told.recorded)
    first, second = history.on(min(one, other)), history.on(max(one, other))

    moved = {event.id for event in first if second.get(event.id) != event}
    assert moved <= history.moving
    if not [turn for turn in history.turns if min(one, other) < turn <= max(one, other)]:
        assert not moved


def test_that_a_source_was_edited_is_no_turn() -> None:
    """Only its loss tells something else of what rests on it."""
    edited = "- {type: source_update, id: u1, source: wire, change: edited, date: 2020-10-01}"
    retracted = "- {type: source_update, id: u2, source: wire, change: retracted, date: 2020-10-02}"

    assert effective(Telling(BASE, edited).recorded).turns == ()
    told = effective(Telling(BASE, edited, retracted).recorded)
    assert told.turns == (dt.date(2020, 10, 2),)
    assert "first-level" in told.moving
    assert "some-forces" not in told.moving
