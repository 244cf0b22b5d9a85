"""A ledger as life makes it: events in the order in which they are recorded, one after the other.

Every hundred events make one commitment, every twenty-five cite one source, every five hundred
bring an actor: so it is of one kind at any size. The first events of a longer ledger are those of a
shorter one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import islice
from math import isqrt
from typing import NamedTuple

from benchmarks.lifelike import about, deeds, promises, things
from benchmarks.lifelike.dice import Dice, Weights
from benchmarks.lifelike.story import Kept, Story
from benchmarks.lifelike.teller import Teller
from ledger.intake.published import known_from
from ledger.model.event import Event

SEED = 1

FORM = 1
"""To be raised whenever the events of a seed come out otherwise than before."""

KINDS = Weights(
    level=41.0, statement=26.0, withdrawal=5.0, deployment=3.0, consolidation=0.5, occurrence=4.0,
    fulfilment=4.6, condition=1.5, amendment=2.8, suspension=0.8, resumption=0.9, breach=0.5,
    ending=0.5, assessment=3.2, correction=2.1, retraction=0.33, corroboration=2.1,
    source_update=0.3, alias=0.05,
)  # fmt: skip
"""What is told next, where nothing has to be declared first; in percent of the events, nearly."""

EACH_COMMITMENT, EACH_MEASURE, EACH_ACTOR = 100, 250, 500
"""So many events go with each."""

ACTORS_AT_LEAST = 6


class Told(NamedTuple):
    """An event, the day from which it could be known, and what it is about, nearest first."""

    event: Event
    known_from: dt.date | None
    below: tuple[Event, ...]


def events(count: int, *, seed: int = SEED) -> Iterator[Event]:
    """So many events with their ids, in the order of recording; a few thousand bytes are held."""
    return (one.event for one in told(count, seed=seed))


def told(count: int, *, seed: int = SEED) -> Iterator[Told]:
    """The same events with what storing them needs."""
    return islice(_endless(seed), count)


def _endless(seed: int) -> Iterator[Told]:
    teller = Teller(Dice(seed), seed)
    running: list[Story] = []
    for number in range(1, 2**62):
        while len(running) < _at_once(number):
            story = teller.story()
            # It begins now, and not where the clock stood when the first one began.
            now = running[0].due if running else 0.0
            story.due = now + teller.dice.gap(1.0 / story.rate)
            heappush(running, story)
        story = heappop(running)
        kept = _next(teller, story, number)
        story.left -= 1
        story.due += teller.dice.gap(1.0 / story.rate)
        if story.left > 0:
            heappush(running, story)
        below = []
        under = kept.below
        while under is not None:
            below.append(under.event)
            under = under.below
        yield Told(kept.event, known_from(kept.event, story.published.get), tuple(below))


def _at_once(number: int) -> int:
    """How many stories run side by side: more in a larger ledger."""
    return 6 + isqrt(number) // 5


def _next(teller: Teller, story: Story, number: int) -> Kept:
    """The next event of a story: what has to be declared, else anything."""
    teller.number = number
    teller.people(story)
    if not story.measures:
        return things.measure(teller, story)
    if teller.actors * EACH_ACTOR < number or teller.actors < ACTORS_AT_LEAST:
        return things.actor(teller, story)
    if story.source is None or story.uses <= 0:
        return things.source(teller, story)
    if teller.promises * EACH_COMMITMENT < number and not _promised_enough(teller, story):
        return promises.made(teller, story)
    if teller.measures * EACH_MEASURE < number:
        return things.measure(teller, story)
    return _told(teller, story, KINDS.pick(teller.dice))


def _promised_enough(teller: Teller, story: Story) -> bool:
    """Most stories are about few promises, however much is reported."""
    return len(story.promises) > story.size // 150


def _told(teller: Teller, story: Story, kind: str) -> Kept:
    found = None
    if kind in ("correction", "retraction", "corroboration", "source_update"):
        found = getattr(about, kind)(teller, story)
    elif kind in promises.LIFE and story.promises:
        found = promises.life(teller, story, kind)
    elif kind == "alias":
        found = things.alias(teller, story)
    elif kind not in promises.LIFE:
        found = getattr(deeds, kind)(teller, story)
    return found or deeds.level(teller, story)
