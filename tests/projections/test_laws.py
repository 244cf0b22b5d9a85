"""Laws of the board, on ledgers as life makes them: order, later events, and silence.

docs/domain.md, sections 1, 3 and 6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ledger.errors import ConflictError, InputRefusedError
from ledger.model.case import judge
from ledger.model.change import precedes
from ledger.model.done import Occurrence
from ledger.model.event import RecordedEvent
from ledger.model.history import History, effective
from ledger.model.judgement import Manner
from ledger.model.shape import to_builtins
from ledger.model.sourced import Corroboration
from ledger.model.tags import declared_by
from ledger.projections.commitments import facts
from tests.projections.boards import Rows, board_of
from tests.projections.lived import STEPS, eventful, ledgers
from tests.telling import Telling

quietly = settings(deadline=None, suppress_health_check=list(HealthCheck))
LEDGERS = st.one_of(ledgers, eventful, eventful)
DAYS = st.dates(dt.date(2020, 8, 1), dt.date(2021, 4, 1))
KNOWN_BY = st.one_of(st.none(), DAYS)
MANNERS = st.builds(Manner, closed_world=st.booleans(), original=st.booleans())


def board(history: History, as_of: dt.date, manner: Manner) -> Rows:
    """The rows by commitment, without the positions that led to them."""
    found = board_of(history, as_of, manner)
    return {id: {**row, "because": None} for id, row in found.items()}


def words_in(value: Any) -> Iterator[str]:
    """Every text in the stored form of an event."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from str(key).split(".")
            yield from words_in(held)
    elif isinstance(value, Sequence):
        for member in value:
            yield from words_in(member)


def reordered(told: Sequence[RecordedEvent], priorities: Sequence[int]) -> list[RecordedEvent]:
    """The same events recorded in another order: each after what it refers to.

    Records keep their order among themselves: of two corrections of a field the later one counts.
    """
    maker = {name: r.id for r in told for name in (r.id, *declared_by(r.event))}
    needs: dict[str, set[str]] = {}
    record: str | None = None
    for each in told:
        named = {maker[word] for word in words_in(to_builtins(each.event)) if word in maker}
        needs[each.id] = named - {each.id}
        if not each.event.ABOUT_WORLD:
            needs[each.id] |= {record} if record else set()
            record = each.id
    rank = {each.id: priorities[n % len(priorities)] for n, each in enumerate(told)}
    left, done = {each.id: each for each in told}, list[RecordedEvent]()
    while left:
        free = [id for id in left if not needs[id] & left.keys()]
        chosen = left.pop(min((rank[id], id) for id in free)[1])
        done.append(evolve(chosen, position=len(done) + 1))
    return done


@settings(quietly, max_examples=60)
@given(
    LEDGERS, st.lists(st.integers(0, 99), min_size=5, max_size=40), DAYS, KNOWN_BY, MANNERS
)  # fmt: skip
def test_the_order_in_which_the_world_was_recorded_moves_no_answer(
    told: Telling, priorities: list[int], as_of: dt.date, known_by: dt.date | None, manner: Manner
) -> None:
    other = reordered(told.recorded, priorities)

    expected = board(effective(told.recorded, known_by=known_by), as_of, manner)
    assert board(effective(other, known_by=known_by), as_of, manner) == expected


STEP = st.tuples(st.sampled_from(STEPS), st.tuples(*[st.integers(0, 60)] * 4))


@settings(quietly, max_examples=60)
@given(LEDGERS, STEP, DAYS, KNOWN_BY, MANNERS)
def test_what_happens_later_never_changes_the_answer_for_a_day(
    told: Telling, step: Any, as_of: dt.date, known_by: dt.date | None, manner: Manner
) -> None:
    """Only the day of an occurrence is always as exact as it is known."""
    before = board(effective(told.recorded, known_by=known_by), as_of, manner)
    make, drawn = step
    try:
        made = told.tell([make(told, drawn, "new")])
    except (InputRefusedError, ConflictError):
        assume(False)
    new = effective(told.recorded).get(made[0].id)
    assert new is not None
    assume(new.event.ABOUT_WORLD)
    assume(new.earliest is not None)
    assert new.earliest is not None
    assume(new.earliest > as_of)
    if isinstance(new.event, Corroboration):
        of = told.event(new.event.of)
        assume(not isinstance(of, Occurrence))

    assert board(effective(told.recorded, known_by=known_by), as_of, manner) == before


@settings(quietly, max_examples=80)
@given(LEDGERS, DAYS)
def test_changes_that_nothing_puts_in_order_are_all_kept_as_readings(
    told: Telling, day: dt.date
) -> None:
    """The deadline leaves room for each deadline that may be the one in force."""
    history = effective(told.recorded).on(day)
    rows = board(history, day, Manner())
    for id in {terms.id for _, terms in history.promises.values()}:
        found = facts(id, history)
        assert found is not None
        moves = [
            change
            for change in found.changes
            if change.counts_on(day)
            and change.amendment is not None
            and change.amendment.status == "adopted"
            and (change.amendment.due or "due" in change.amendment.removes)
        ]
        last = [
            one for one in moves if not any(precedes(one, other) for other in moves if other != one)
        ]
        if id not in rows or any(change.amendment.adopts for change in moves if change.amendment):
            continue
        lo, hi = rows[id]["due_lo"], rows[id]["due_hi"]
        for one in last:
            assert lo is None or (one.due_lo is not None and lo <= one.due_lo)
            assert hi is None or (one.due_hi is not None and hi >= one.due_hi)


@settings(quietly, max_examples=80)
@given(LEDGERS, DAYS, st.integers(1, 200), KNOWN_BY)
def test_more_silence_never_turns_into_missed(
    told: Telling, day: dt.date, more: int, known_by: dt.date | None
) -> None:
    """Whatever is missed later without a further report was missed already."""
    history = effective(told.recorded, known_by=known_by)
    later = day + dt.timedelta(days=more)
    turns = {turn for turn in history.turns if day < turn <= later}
    counted = {e.id for e in history if e.latest is not None and day < e.latest <= later}
    assume(not turns and not counted)

    for id in {terms.id for _, terms in history.promises.values()}:
        found = facts(id, history.on(day))
        assert found is not None
        if judge(found, later).verdict == "missed":
            assert judge(found, day).state.fulfilled == "no"
            assert found.due_hi is None or day > found.due_hi or found.changes


@settings(quietly, max_examples=40)
@given(LEDGERS, DAYS)
def test_without_any_report_nothing_is_missed_or_overdue(told: Telling, day: dt.date) -> None:
    """In the open world; in a closed one silence is an answer."""
    silent = [
        each
        for each in told.recorded
        if each.type not in ("level", "withdrawal", "fulfilment", "breach")
    ]
    kept = {each.id for each in silent}
    silent = [e for e in silent if getattr(e.event, "of", e.id) in kept | set(_made(silent))]
    rows = board(effective(_without_broken(silent)), day, Manner())

    assert {row["verdict"] for row in rows.values()} & {"missed", "kept", "kept-late"} == set()
    assert {row["overdue"] for row in rows.values()} <= {"no", "unknown"}


def _made(recorded: Sequence[RecordedEvent]) -> list[str]:
    return [name for each in recorded for name in declared_by(each.event)]


def _without_broken(recorded: Sequence[RecordedEvent]) -> list[RecordedEvent]:
    """Without records about what is not there, all the way."""
    while True:
        there = {each.id for each in recorded} | set(_made(recorded))
        left = [each for each in recorded if getattr(each.event, "of", each.id) in there]
        if len(left) == len(recorded):
            return left
        recorded = left
