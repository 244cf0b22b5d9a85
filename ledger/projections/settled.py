"""What is settled of measures: up to which days all that was reported is as it was.

A report says nothing of the days before its own. So what follows from reports on the days before one
of them stays as it is for as long as nothing else is told of these days, whatever comes later. A mark
is such a day with a digest of all that was told up to it: where the digest is the same again, nothing
of these days has to be worked out anew.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from ledger.model.reports import PERCENT
from ledger.projections.measures import Levels, Measured

STEP = 32
"""So many reports lie from the last marked day on; from the one before twice as many, and so on."""

_SIZE = 16
"""Bytes of a digest: enough, for nobody gains by two that are the same."""

_encode = msgspec.json.Encoder().encode


class Mark(NamedTuple):
    """A day, as an ordinal, and the digest in hexadecimal of all that was told of the days before it."""

    day: int
    digest: str


class Settled:
    """What was reported of some measures up to the days that are marked, and up to some others."""

    def __init__(self, rows: Sequence[Measured], days: Collection[int] = ()) -> None:
        self._marked = sorted(set(_days(rows)))
        self._digests = _digests(rows, {*self._marked, *days})

    def marks(self, besides: bytes, last: int) -> list[Mark]:
        """The marks up to a last day; `besides` is what else decides what follows from the reports."""
        return [
            Mark(day, _joined(self._digests[day], besides)) for day in self._marked if day <= last
        ]

    def until(self, marks: Iterable[Mark], besides: bytes, last: int | None) -> int | None:
        """Up to which day of these marks all is as it was; None where of none it is, or without `last`."""
        if last is None:
            return None
        days = (
            mark.day
            for mark in marks
            if mark.day <= last and _joined(self._digests[mark.day], besides) == mark.digest
        )
        return max(days, default=None)


def last_report(row: Measured | None) -> int | None:
    """The last day of a report that counts whatever the unit, and on every day that is looked at."""
    if row is None:
        return None
    days = zip(reversed(row.levels.latest), reversed(row.levels.kind), strict=True)
    return next((day for day, kind in days if not kind & PERCENT), None)


def _days(rows: Sequence[Measured]) -> Iterator[int]:
    every = sorted(day for row in rows for day in row.levels.latest)
    back = STEP
    while back <= len(every):
        yield every[-back]
        back *= 2


def _digests(rows: Sequence[Measured], days: Collection[int]) -> dict[int, bytes]:
    """Of each day what these measures say of the days before it."""
    found = {day: blake2b(digest_size=_SIZE) for day in sorted(days)}
    for row in rows:
        known, done = blake2b(digest_size=_SIZE), 0
        for day, whole in found.items():
            upto = bisect_left(row.levels.latest, day)
            if upto > done:
                known.update(_reports(row.levels, done, upto))
                done = upto
            own = known.copy()
            own.update(_encode((row.id, row.declared, _turning(row.turning, day))))
            whole.update(own.digest())
    return {day: whole.digest() for day, whole in found.items()}


def _reports(levels: Levels, start: int, end: int) -> bytes:
    """Reports by what a judgement sees of them; one after the other, wherever it is cut."""
    columns = (levels.latest, levels.position, levels.earliest, levels.lo, levels.hi, levels.kind)
    return _encode(list(zip(*(column[start:end] for column in columns), strict=True)))[1:-1] + b","


def _turning(levels: Levels, day: int) -> list[tuple[object, ...]]:
    """Those that others add to, as far as they are told before a day."""
    columns = (levels.latest, levels.since, levels.until, levels.position, levels.earliest, levels.lo,
               levels.hi, levels.kind)  # fmt: skip
    return [
        (latest, since, min(until, day), *others)
        for latest, since, until, *others in zip(*columns, strict=True)
        if latest < day and since < day
    ]


def digest(told: Any) -> bytes:
    """A digest of anything that can be written as JSON."""
    return blake2b(_encode(told), digest_size=_SIZE).digest()


def _joined(digest: bytes, besides: bytes) -> str:
    return blake2b(digest + besides, digest_size=_SIZE).hexdigest()
