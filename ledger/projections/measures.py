"""Measures: what each is, and every report of its own level, whoever asks about it and when.

A measure that is watched for years has thousands of reports, and many commitments and measures look
at them: at their own, at those of its parts, at those of its wholes. So they lie here, once, by
columns; `ledger.projections.measurements` puts them together for whom it asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
from attrs import evolve, field, frozen

from ledger.model.done import Deployment, Withdrawal
from ledger.model.history import Effective, History
from ledger.model.measured import Level
from ledger.model.records import Measure
from ledger.model.reports import GONE, PERCENT, number
from ledger.model.share import PERCENT as PERCENT_UNIT
from ledger.projections.commitments import anchors
from ledger.projections.projection import Projection, Row
from ledger.quantities import Quantity

Ends = tuple[Decimal | None, Decimal | None]

SCOPED = 64
"""Among the kinds of a report: it is of only some of what the measure counts."""

Told = tuple[str, str, tuple[str, ...]]
"""What is told of a report beside its numbers: its id, the level in words, its sources."""

_NOTHING = msgspec.Raw(b"[]")


@frozen(kw_only=True)
class Declared:
    """How a measure is declared from a day on; `stands` is false where its record was retracted."""

    since: dt.date | None = None
    position: int
    stands: bool
    unit: str
    place: str | None
    part_of: str | None


@frozen(kw_only=True)
class Levels:
    """Reports by columns, in order of last day and position.

    Days are ordinals; bounds are numbers, or words for those that are no whole ones; kinds are as in
    `ledger.model.reports`, with `SCOPED`. `told` holds a `Told` for each. `since` and `until` say on
    which days it stands so, for reports that others add to; they are empty for all others.
    """

    latest: tuple[int, ...] = ()
    position: tuple[int, ...] = ()
    earliest: tuple[int | None, ...] = ()
    lo: tuple[int | str | None, ...] = ()
    hi: tuple[int | str | None, ...] = ()
    kind: tuple[int, ...] = ()
    since: tuple[int, ...] = ()
    until: tuple[int, ...] = ()
    told: msgspec.Raw = _NOTHING


@frozen(kw_only=True)
class Move:
    """Something moved in or out, with the levels before and after it as far as they are told.

    It stands so from `since` to before `until`, where other sources tell of it too.
    """

    position: int
    id: str
    latest: dt.date | None
    inwards: bool
    number: Ends | None = None
    before: Ends | None = None
    after: Ends | None = None
    raw_number: str = ""
    raw_before: str = ""
    raw_after: str = ""
    sources: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None


@frozen(kw_only=True)
class Measured:
    """A measure by itself: how it is declared, the reports of its own level, what moved.

    `turning` are the reports that other sources add to, or that lose a source, as they stand from
    one day to another. One that was never declared, but is named, has reports too.
    """

    id: str
    declared: tuple[Declared, ...] = ()
    levels: Levels = field(factory=Levels)
    turning: Levels = field(factory=Levels)
    moves: tuple[Move, ...] = ()


def needs(id: str, history: History) -> Iterator[str]:
    """Its own tag, and what the days of its events hang on."""
    yield f"measure:{id}"
    yield f"event:{id}"
    yield from anchors(history)


class _Reported(NamedTuple):
    """A report as it stands on some days."""

    latest: int
    position: int
    earliest: int | None
    lo: int | str | None
    hi: int | str | None
    kind: int
    told: Told


def _reported(id: str, event: Effective) -> _Reported | None:
    """What an event says of the level of a measure; None where it says nothing of it."""
    told = event.event
    if not isinstance(told, Level | Withdrawal) or told.measure != id:
        return None
    value = told.value if isinstance(told, Level) else told.level_after
    if value is None or event.latest is None or not event.stands:
        return None
    return _Reported(
        latest=event.latest.toordinal(),
        position=event.position,
        earliest=event.earliest.toordinal() if event.earliest is not None else None,
        lo=_stored(value.lo),
        hi=_stored(value.hi),
        kind=(SCOPED if told.scope is not None else 0)
        | (PERCENT if value.unit == PERCENT_UNIT else 0)
        | (0 if event.supported else GONE),
        told=(event.id, value.raw, tuple(citation.source for citation in told.sources)),
    )


def _stored(bound: Decimal | None) -> int | str | None:
    found = number(bound)
    return str(found) if isinstance(found, Decimal) else found


def _moved(id: str, event: Effective) -> Move | None:
    """What an event moved, as far as sources that still stand tell it."""
    told = event.event
    if not isinstance(told, Withdrawal) or told.measure != id:
        return None
    if not event.stands or not event.supported:
        return None
    return Move(
        position=event.position,
        id=event.id,
        latest=event.latest,
        inwards=isinstance(told, Deployment),
        number=_ends(told.number),
        before=_ends(told.level_before),
        after=_ends(told.level_after),
        raw_number=told.number.raw if told.number else "",
        raw_before=told.level_before.raw if told.level_before else "",
        raw_after=told.level_after.raw if told.level_after else "",
        sources=tuple(citation.source for citation in told.sources),
    )


def _ends(quantity: Quantity | None) -> Ends | None:
    return (quantity.lo, quantity.hi) if quantity is not None else None


def _declared(id: str, event: Effective) -> Declared | None:
    told = event.event
    if event.id != id or not isinstance(told, Measure):
        return None
    return Declared(
        position=event.position,
        stands=event.stands,
        unit=told.unit,
        place=told.place,
        part_of=told.part_of if event.stands else None,
    )


class _Run(NamedTuple):
    """What is found of an event from one day on to before another; None where there is no end."""

    since: dt.date | None
    until: dt.date | None
    found: Any


_Days = list[tuple[dt.date | None, Mapping[str, Effective]]]
"""From which day on the events that other sources bear upon stand how; None is from ever."""


class _Told:
    """A history taken apart: into what stays as it is, and what does not."""

    def __init__(self, history: History) -> None:
        self.moving = sorted(history.moving)
        self.steady = [event for event in history if event.id not in history.moving]
        self.days: _Days = [
            (day, history.moved(day or dt.date.min)) for day in (None, *history.turns)
        ]


def _runs(
    id: str, history: _Told, find: Callable[[str, Effective], Any]
) -> tuple[list[Any], list[_Run]]:
    """What is found in a history: in what stays as it is, and from day to day in what does not."""
    steady = [one for event in history.steady if (one := find(id, event)) is not None]
    under_way: dict[str, _Run] = {}
    done: list[_Run] = []
    for day, told in history.days:
        for other in history.moving:
            event = told.get(other)
            one = find(id, event) if event is not None else None
            run = under_way.get(other)
            if run is not None and run.found == one:
                continue
            if run is not None:
                done.append(under_way.pop(other)._replace(until=day))
            if one is not None:
                under_way[other] = _Run(day, None, one)
    runs = [*done, *under_way.values()]
    always = [run.found for run in runs if run.since is None and run.until is None]
    return [*steady, *always], [run for run in runs if run.since or run.until]


def _columns(reported: list[_Reported], runs: list[_Run]) -> Levels:
    """Reports by columns, with the days on which they stand so where there are such."""
    if not reported:
        return Levels()
    latest, position, earliest, lo, hi, kind, told = zip(*reported, strict=True)
    return Levels(
        latest=latest, position=position, earliest=earliest, lo=lo, hi=hi, kind=kind,
        since=tuple(run.since.toordinal() if run.since else 0 for run in runs),
        until=tuple(run.until.toordinal() if run.until else FOREVER for run in runs),
        told=msgspec.Raw(msgspec.json.encode(told)),
    )  # fmt: skip


FOREVER = dt.date.max.toordinal() + 1
"""The day before which something stands that stands for good."""


def fold(id: str, history: History) -> Iterator[Row]:
    """The row of a measure, also of one that is only named; it tells all days."""
    told = _Told(history)
    steady, moving = _runs(id, told, _reported)
    moves, moved = _runs(id, told, _moved)
    settled, unsettled = _runs(id, told, _declared)
    declared = [*(_Run(None, None, one) for one in settled), *unsettled]
    moving.sort(key=lambda run: (run.found.latest, run.found.position, run.since or dt.date.min))
    facts = Measured(
        id=id,
        declared=tuple(evolve(run.found, since=run.since) for run in declared),
        levels=_columns(sorted(steady, key=lambda one: one[:2]), []),
        turning=_columns([run.found for run in moving], moving),
        moves=(
            *moves,
            *(evolve(run.found, since=run.since, until=run.until) for run in moved),
        ),
    )
    if facts == Measured(id=id):
        return
    # Where it was declared in several ways, it is found by the wholes of all of them.
    wholes = dict.fromkeys(one.part_of for one in facts.declared) or {None: None}
    first, *others = wholes
    yield Row(facts=facts, columns={"part_of": first})
    for other in others:
        yield Row(facts=None, columns={"part_of": other})


MEASURES = Projection(
    name="measures",
    version=5,
    prefix="measure",
    facts=Measured,
    columns=(("part_of", "TEXT"),),
    needs=needs,
    fold=fold,
    whole=True,
)
