"""What is said, done and measured in a story."""

from __future__ import annotations

from typing import Any

from benchmarks.lifelike import phrases
from benchmarks.lifelike.story import Kept, Story
from benchmarks.lifelike.teller import Teller
from benchmarks.lifelike.words import sentence
from ledger.model.day import Days
from ledger.model.done import Consolidation, Deployment, Occurrence, Withdrawal
from ledger.model.event import Event, Relation
from ledger.model.measured import Level
from ledger.model.said import Statement
from ledger.quantities import Quantity

BETWEEN = ("restates", "reaffirms", "contradicts", "differs_from", "explains", "doubts",
           "quote_variant_of", "in_wake_of")  # fmt: skip
"""How statements stand to each other."""


def keep(story: Story, event: Event, *, against: Days = (None, None)) -> Kept:
    """Hold on to an event that may be corrected later."""
    kept = Kept(event=event, stands=event, against=against)
    story.kept.append(kept)
    return kept


def number(teller: Teller, story: Story, *, share: float = 1.0) -> Quantity:
    """How many: where the story stands; of one report in twenty somebody has it otherwise."""
    dice = teller.dice
    near = story.level * share * (0.9 + 0.2 * dice.roll() if dice.chance(0.05) else 1.0)
    return phrases.quantity(phrases.number_words(dice, max(10, round(near))))


def share_of(teller: Teller, story: Story) -> tuple[str, float]:
    """A measure of the story and what share of the whole it stands for; mostly the whole."""
    if len(story.measures) == 1 or teller.dice.chance(0.6):
        return story.measures[0], 1.0
    at = teller.dice.whole(1, len(story.measures) - 1)
    return story.measures[at], 1.0 / (1 + at % 7)


def level(teller: Teller, story: Story) -> Kept:
    """A report of how high a measure stood."""
    dice = teller.dice
    measure, share = share_of(teller, story)
    made = Level(
        measure=measure, value=number(teller, story, share=share),
        scope=sentence(dice, 3, 8) if dice.chance(0.06) else None,
        says=sentence(dice, 12, 44) if dice.chance(0.62) else None,
        **teller.every(story, Level.TYPE),
    )  # fmt: skip
    return keep(story, made)


def statement(teller: Teller, story: Story) -> Kept:
    """Something that somebody said, often about a promise or about what was said before."""
    dice = teller.dice
    relations = []
    if story.promises and dice.chance(0.45):
        rel = dice.pick(("reaffirms", "explains", "doubts", "disputes", "reports_no_progress"))
        # The promise that the story is known for is talked about most.
        at = 0 if dice.chance(0.3) else dice.early(len(story.promises))
        relations.append(Relation(rel=rel, to=story.promises[at].id))
    if story.said and dice.chance(0.2):
        note = sentence(dice, 3, 9) if dice.chance(0.2) else None
        relations.append(Relation(rel=dice.pick(BETWEEN), to=dice.pick(story.said), note=note))
    quoted = dice.chance(0.72)
    made = Statement(
        speaker=teller.party(story), on_behalf_of=dice.pick(story.cast) if dice.chance(0.2) else None,
        role=sentence(dice, 2, 4) if dice.chance(0.25) else None,
        venue="press briefing" if dice.chance(0.2) else None,
        quote=sentence(dice, 8, 55) if quoted else None,
        quote_kind=dice.pick(("full", "fragment")) if quoted else None,
        says=None if quoted else sentence(dice, 8, 40),
        kind=dice.pick(("goal", "rationale", "aspiration", "question")) if dice.chance(0.3) else None,
        relations=tuple(relations), **teller.every(story, Statement.TYPE),
    )  # fmt: skip
    story.said.append(made.id)
    return keep(story, made)


def withdrawal(teller: Teller, story: Story) -> Kept:
    """Some were moved out."""
    return keep(story, Withdrawal(**_moved(teller, story, Withdrawal.TYPE, 1.1)))


def deployment(teller: Teller, story: Story) -> Kept:
    """Some were moved in."""
    return keep(story, Deployment(**_moved(teller, story, Deployment.TYPE, 0.9)))


def _moved(teller: Teller, story: Story, kind: str, factor: float) -> dict[str, Any]:
    dice = teller.dice
    measure, share = share_of(teller, story)
    return {
        "actor": teller.party(story), "measure": measure,
        "level_before": number(teller, story, share=share * factor) if dice.chance(0.1) else None,
        "number": number(teller, story, share=0.1) if dice.chance(0.6) else None,
        "level_after": number(teller, story, share=share) if dice.chance(0.7) else None,
        "says": sentence(dice, 8, 28) if dice.chance(0.6) else None,
        **teller.every(story, kind),
    }  # fmt: skip


def consolidation(teller: Teller, story: Story) -> Kept:
    """What was spread out was drawn together."""
    dice = teller.dice
    made = Consolidation(
        actor=teller.party(story), sites=phrases.quantity(str(dice.whole(2, 40))),
        says=sentence(dice, 8, 24), **teller.every(story, Consolidation.TYPE),
    )  # fmt: skip
    return keep(story, made)


def occurrence(teller: Teller, story: Story) -> Kept:
    """Something happened, or is to happen; days and deadlines hang on it later."""
    dice = teller.dice
    every = teller.every(story, Occurrence.TYPE, hangs=False)
    scheduled = dice.chance(0.2)
    if scheduled:
        words = phrases.day_words(dice, phrases.later(story.told_on, dice.whole(10, 500)))
        every["occurred"] = phrases.day(words, (story.told_on, story.told_on), ahead=True)
    kind = dice.pick(("attack", "meeting", "election", "decision", "release"))
    attack = kind == "attack"
    made = Occurrence(
        name=f"{kind} {teller.number} in {story.place}", kind=kind, scheduled=scheduled,
        actors=(teller.party(story),) if dice.chance(0.6) else (),
        killed=phrases.quantity(str(dice.whole(1, 60))) if attack and dice.chance(0.5) else None,
        says=sentence(dice, 6, 26) if dice.chance(0.7) else None, **every,
    )  # fmt: skip
    story.happened.append(made.id)
    return keep(story, made)
