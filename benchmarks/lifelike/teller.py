"""Who tells the stories: chance, the counts so far, and what every event needs."""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b
from typing import Any

from benchmarks.lifelike import phrases
from benchmarks.lifelike.dice import Dice
from benchmarks.lifelike.story import Story
from benchmarks.lifelike.words import sentence
from ledger.model.day import Day
from ledger.model.event import Citation, Described, Party

FIRST, LAST = dt.date(2016, 7, 1), dt.date(2026, 6, 30)
"""The ten years that are reported on."""

PLACES = 300
UNITS = ("troops", "troops", "police", "aircraft", "sites", "checkpoints", "detainees", "ships",
         "trainers", "permits")  # fmt: skip
KINDS = ("country", "ministry", "agency", "council", "mission", "office")
SMALLEST, LARGEST, TAIL = 12.0, 8000.0, 0.6
CITED = (20, 26)
"""How many events cite a source."""


class Teller:
    """What the stories have in common."""

    def __init__(self, dice: Dice, seed: int) -> None:
        self.dice = dice
        self.seed = seed
        self.number = 0
        self.stories = self.actors = self.measures = self.promises = self.sources = 0

    def id(self, kind: str) -> str:
        """An id for the event at hand. It looks as derived ones do, and lies as far from others."""
        digest = blake2b(f"{self.seed}/{self.number}".encode(), digest_size=12).hexdigest()
        return f"{kind}-{digest}"

    def story(self) -> Story:
        """A new one. How much is told of it follows a power law; what is told much is told often."""
        dice = self.dice
        self.stories += 1
        size = round(dice.heavy(SMALLEST, LARGEST, TAIL))
        begin = FIRST + dt.timedelta(days=int((LAST - FIRST).days * dice.roll() ** 2 * 0.9))
        span = (LAST - begin).days * (0.3 + 0.7 * dice.roll())
        return Story(
            number=self.stories, size=size, left=size, rate=float(size) ** 0.4,
            place=f"Place {1 + dice.early(PLACES)}", unit=dice.pick(UNITS),
            day=begin, step=span * CITED[1] / (size + CITED[1]),
            level=int(dice.heavy(40, 90_000, 0.5)),
        )  # fmt: skip

    def people(self, story: Story) -> None:
        """Give a story its people, as soon as enough of them were declared."""
        if len(story.cast) < 2:
            while len(story.cast) < 3 and self.actors >= 3:
                actor = self.actor()
                if actor not in story.cast:
                    story.cast.append(actor)

    def actor(self) -> str:
        """The id of somebody, of those that were declared so far."""
        return self.actor_id(1 + self.dice.early(self.actors))

    @staticmethod
    def actor_id(number: int) -> str:
        """The id of the actor of that number."""
        return f"{KINDS[number % len(KINDS)]}-{number}"

    def party(self, story: Story) -> Party:
        """Somebody of the story: an actor, or one who is only described."""
        actor = self.dice.pick(story.cast)
        if self.dice.chance(0.12):
            who = self.dice.pick(("a senior official", "a spokesperson", "people briefed on it"))
            return Described(described=who, of=actor)
        return actor

    def cited(self, story: Story) -> tuple[Citation, ...]:
        """The source at hand; now and then the one before it as well."""
        assert story.source is not None
        story.uses -= 1
        dice = self.dice
        passage = sentence(dice, 6, 24) if dice.chance(0.3) else None
        at = f"paragraph {dice.whole(1, 40)}" if dice.chance(0.6) else None
        first = Citation(source=story.source, passage=passage, at=at)
        if story.previous is not None and dice.chance(0.08):
            return first, Citation(source=story.previous)
        return (first,)

    def happened(self, story: Story, *, hangs: bool = True) -> Day:
        """When: mostly not long before it was reported, now and then long before."""
        dice, told_on = self.dice, story.told_on
        form = dice.roll()
        if form < 0.25:
            return phrases.as_published(told_on)
        if form < 0.35:
            return phrases.day(dice.pick(phrases.DATES), (told_on, told_on))
        if hangs and form < 0.39 and story.happened:
            phrase, event = dice.pick(phrases.HUNG_DATES), dice.pick(story.happened)
            return phrases.day(phrase, (told_on, told_on), event=event)
        late = dice.roll()
        back = dice.whole(0, 3) if late < 0.7 else dice.whole(4, 60) if late < 0.93 else dice.whole(
            61, 900)  # fmt: skip
        words = phrases.day_words(dice, told_on - dt.timedelta(days=back))
        return phrases.day(words, (told_on, told_on))

    def every(self, story: Story, kind: str, *, hangs: bool = True) -> dict[str, Any]:
        """What events about the world have in common."""
        dice = self.dice
        return {
            "id": self.id(kind),
            "sources": self.cited(story),
            "occurred": self.happened(story, hangs=hangs),
            "place": story.place if dice.chance(0.35) else None,
            "note": sentence(dice, 5, 20) if dice.chance(0.08) else None,
            "tags": (f"desk-{1 + story.number % 12}",) if dice.chance(0.25) else (),
        }
