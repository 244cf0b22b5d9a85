"""What the record is made of: sources, actors, other spellings of them, and measures."""

from __future__ import annotations

import datetime as dt

from benchmarks.lifelike import phrases
from benchmarks.lifelike.story import Kept, Story
from benchmarks.lifelike.teller import CITED, LAST, Teller
from benchmarks.lifelike.words import sentence
from ledger.model.event import Event
from ledger.model.records import Actor, Alias, Measure, Source

AGENT = {"country": "state"}


def source(teller: Teller, story: Story) -> Kept:
    """The next report on the story; one in twelve is an old one that is found late."""
    dice = teller.dice
    teller.sources += 1
    story.day = min(LAST, story.day + dt.timedelta(days=round(dice.gap(story.step))))
    on = story.day
    if dice.chance(0.08):
        on -= dt.timedelta(days=dice.whole(20, 800))
    if dice.chance(0.6):
        moved(story, 0.75 + 0.47 * dice.roll())
    publisher = 1 + dice.early(120)
    id = f"daily-{publisher}/{on.isoformat()}-{teller.sources}"
    story.previous, story.source = story.source, id
    story.published = {
        known: days for known, days in story.published.items() if known == story.previous
    }
    story.published[id] = (on, on)
    story.uses = dice.whole(*CITED)
    made = Source(
        id=id, title=sentence(dice, 5, 12), publisher=f"Daily {publisher}",
        credits=(f"Agency {dice.whole(1, 9)}",) if dice.chance(0.2) else (),
        published=phrases.published(on), lang="en",
        url=f"https://daily-{publisher}.example/{on.year}/{on.month:02}/{teller.sources}",
    )  # fmt: skip
    return _keep(story, made)


def moved(story: Story, factor: float) -> None:
    """The level has changed since the last report, to a number that is somewhat round."""
    level = max(20, round(story.level * factor))
    step = 10 ** max(0, len(str(level)) - 3)
    story.level = level // step * step


def actor(teller: Teller, story: Story) -> Kept:
    """Somebody new, who plays a part in the story from now on."""
    teller.actors += 1
    id = teller.actor_id(teller.actors)
    kind = id.partition("-")[0]
    story.cast.append(id)
    del story.cast[:-8]
    made = Actor(id=id, name=f"{kind.title()} {teller.actors}",
                 kind=AGENT.get(kind, "organisation"),
                 aliases=(f"the {kind} of {story.place}",) if teller.dice.chance(0.3) else ())  # fmt: skip
    return Kept(event=made, stands=made)


def alias(teller: Teller, story: Story) -> Kept:
    """Another spelling of somebody."""
    of = teller.dice.pick(story.cast)
    name = f"{of.replace('-', ' no. ')}, {sentence(teller.dice, 1, 3)}"
    made = Alias(id=teller.id(Alias.TYPE), actor=of, name=name, kind="short form")
    return Kept(event=made, stands=made)


def measure(teller: Teller, story: Story) -> Kept:
    """What is counted: first the whole of the story, then parts of it."""
    dice = teller.dice
    teller.measures += 1
    whole = story.measures[0] if story.measures else None
    part = dice.pick(story.measures) if whole and dice.chance(0.2) else whole
    place = story.place.replace(" ", "-").lower()
    id = f"{story.unit}/{place}-{teller.measures}"
    story.measures.append(id)
    made = Measure(
        id=id, unit=story.unit, place=story.place, part_of=part,
        counts=sentence(dice, 4, 10) if dice.chance(0.5) else None,
    )  # fmt: skip
    return _keep(story, made)


def _keep(story: Story, event: Event) -> Kept:
    kept = Kept(event=event, stands=event)
    story.kept.append(kept)
    return kept
