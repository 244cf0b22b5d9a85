"""What is settled: a digest tells of the days before its own, of all of them, and of no other."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.reports import PERCENT
from ledger.projections import settled
from ledger.projections.measures import FOREVER, Levels, Measured
from ledger.projections.settled import Settled, last_report

Row = tuple[int, int, int | None, int | str | None, int | str | None, int]

DAYS = st.integers(1, 60)
BOUNDS = st.one_of(st.none(), st.integers(0, 9), st.just("2.5"))
REPORTS = st.lists(
    st.tuples(DAYS, st.integers(1, 99), st.none() | DAYS, BOUNDS, BOUNDS, st.integers(0, 3)),
    max_size=12,
)
BESIDES = b"facts"


def levels(reports: list[Row], since: tuple[int, ...] = (), until: tuple[int, ...] = ()) -> Levels:
    """Reports by columns, in order."""
    if not reports:
        return Levels()
    latest, position, earliest, lo, hi, kind = zip(*sorted(reports, key=str), strict=True)
    order = sorted(range(len(latest)), key=lambda at: (latest[at], position[at]))
    columns = (latest, position, earliest, lo, hi, kind)
    latest, position, earliest, lo, hi, kind = (
        tuple(column[at] for at in order) for column in columns
    )
    return Levels(latest=latest, position=position, earliest=earliest, lo=lo, hi=hi, kind=kind,
                  since=since, until=until)  # fmt: skip


def digest(rows: list[Measured], day: int, *others: int) -> str:
    """What is told of the days before a day; others may be asked about with it."""
    found = Settled(rows, (day, *others))
    marks = [settled.Mark(day, settled._joined(found._digests[day], BESIDES))]
    assert found.until(marks, BESIDES, FOREVER) == day
    return marks[0].digest


@given(REPORTS, REPORTS, DAYS, st.lists(DAYS, max_size=4))
def test_what_is_told_of_later_days_changes_nothing(
    reports: list[Row], later: list[Row], day: int, others: list[int]
) -> None:
    """Nor does it matter which other days are asked about."""
    before = [one for one in reports if one[0] < day]
    after = [one for one in later if one[0] >= day]
    one = Measured(id="m", levels=levels(before))
    other = evolve(one, levels=levels([*before, *after]))

    assert digest([one], day) == digest([other], day, *others)


@given(REPORTS, REPORTS, DAYS)
def test_whatever_is_told_of_earlier_days_changes_it(
    reports: list[Row], others: list[Row], day: int
) -> None:
    one, other = (Measured(id="m", levels=levels(told)) for told in (reports, others))
    same = levels([r for r in reports if r[0] < day]) == levels([r for r in others if r[0] < day])

    assert (digest([one], day) == digest([other], day)) == same


@given(REPORTS, DAYS, DAYS, DAYS)
def test_what_other_sources_add_counts_from_their_day_on(
    reports: list[Row], day: int, since: int, until: int
) -> None:
    told = levels(reports)
    count = len(told.latest)
    turning = evolve(told, since=(since,) * count, until=(max(since, until) + 1,) * count)
    bare, one = Measured(id="m"), Measured(id="m", turning=turning)
    counts = since < day and any(each[0] < day for each in reports)

    assert (digest([bare], day) != digest([one], day)) == counts


def test_days_are_marked_the_nearer_to_the_last_report_the_more() -> None:
    row = Measured(id="m", levels=levels([(day, day, None, 1, 1, 0) for day in range(1, 301)]))
    days = [mark.day for mark in Settled([row]).marks(BESIDES, FOREVER)]

    assert days == [45, 173, 237, 269]
    assert [mark.day for mark in Settled([row]).marks(BESIDES, 200)] == [45, 173]


def test_a_share_of_something_is_no_last_report() -> None:
    """Whether it counts depends on the unit, which may be told otherwise one day."""
    row = Measured(id="m", levels=levels([(5, 1, None, 1, 1, 0), (9, 2, None, 1, 1, PERCENT)]))

    assert (last_report(row), last_report(None), last_report(Measured(id="n"))) == (5, None, None)
