"""Promises: how they are made, and what becomes of them."""

from __future__ import annotations

from typing import Any

from benchmarks.lifelike import phrases
from benchmarks.lifelike.deeds import keep, number
from benchmarks.lifelike.dice import Weights
from benchmarks.lifelike.story import ENDED, OPEN, SUSPENDED, Kept, Promise, Story
from benchmarks.lifelike.teller import Teller
from benchmarks.lifelike.words import sentence
from ledger.model.agreed import Agreement
from ledger.model.commitment import Commitment, Given
from ledger.model.day import Days, Due
from ledger.model.duties import (
    Amendment,
    Breach,
    ConditionReport,
    Fulfilment,
    Release,
    Rescission,
    Resumption,
    Supersession,
    Suspension,
)
from ledger.model.event import Event
from ledger.model.judged import Assessment
from ledger.model.said import Announcement

LIFE = ("fulfilment", "condition", "amendment", "suspension", "resumption", "breach", "ending",
        "assessment")  # fmt: skip
"""What is told of a promise that was made."""

STATES = {"suspension": OPEN, "resumption": SUSPENDED}
"""One puts aside what was going on, the other takes up what was put aside."""

MODES = Weights(achieve=78, maintain=8, avoid=5, recurring=3, best_efforts=6)
TARGETS = ("at_most", "at_most", "at_least", "down_by", "up_by", "between")
VERDICTS = ("kept", "broken", "in the works", "stalled", "compromise")


def made(teller: Teller, story: Story) -> Kept:
    """An announcement that makes one promise, or an agreement that makes one of each side."""
    if teller.dice.chance(0.12):
        return _agreed(teller, story)
    return _announced(teller, story)


def _announced(teller: Teller, story: Story) -> Kept:
    dice = teller.dice
    every = teller.every(story, Announcement.TYPE, hangs=False)
    occurred = every["occurred"]
    against: Days = (occurred.earliest, occurred.latest)
    speaker = dice.pick(story.cast)
    terms = _terms(teller, story, speaker, against)
    event = Announcement(
        speaker=speaker, quote=sentence(dice, 12, 60), quote_kind="full",
        venue="press briefing" if dice.chance(0.3) else None,
        kind="pledge", commits=(terms,), **every,
    )  # fmt: skip
    return _promised(story, keep(story, event, against=against))


def _agreed(teller: Teller, story: Story) -> Kept:
    dice = teller.dice
    every = teller.every(story, Agreement.TYPE, hangs=False)
    against: Days = (story.told_on, story.told_on)
    one = dice.pick(story.cast)
    other = dice.pick([actor for actor in story.cast if actor != one])
    first = _terms(teller, story, one, against, creditor=other)
    second = _terms(teller, story, other, against, creditor=one, given=first.id)
    event = Agreement(
        parties=(one, other), name=f"agreement {teller.number}", says=sentence(dice, 10, 30),
        commits=(first, second), **every,
    )  # fmt: skip
    return _promised(story, keep(story, event, against=against))


def _promised(story: Story, kept: Kept) -> Kept:
    for terms in kept.event.commits:  # type: ignore[attr-defined]
        story.promises.append(
            Promise(id=terms.id, maker=kept, measure=terms.measure, debtor=terms.debtor,
                    creditor=terms.creditor, condition=terms.given is not None)
        )  # fmt: skip
    return kept


def _due(teller: Teller, story: Story, against: Days) -> Due:
    dice = teller.dice
    if story.happened and dice.chance(0.08):
        phrase, event = dice.pick(phrases.HUNG_DUES), dice.pick(story.happened)
        return phrases.due(phrase, against, event=event)
    return phrases.due(phrases.due_words(dice, story.told_on), against)


def _terms(
    teller: Teller, story: Story, debtor: str, against: Days, *, creditor: str | None = None,
    given: str | None = None,
) -> Commitment:  # fmt: skip
    dice = teller.dice
    teller.promises += 1
    mode = MODES.pick(dice)
    counted = dice.chance(0.6)
    target: dict[str, Any] = {}
    if counted:
        name = dice.pick(TARGETS)
        value = number(teller, story, share=0.3 if name in ("down_by", "up_by") else 0.75)
        if name == "between":
            value = phrases.quantity(f"{story.level:,} to {story.level * 2:,}")
        target = {"measure": dice.pick(story.measures), name: value}
        if dice.chance(0.3):
            target["baseline"] = number(teller, story)
        if dice.chance(0.07):
            target = {"measure": target["measure"], "all_out": True}
    condition = None
    if given is not None:
        condition = Given(commitment=given)
    elif dice.chance(0.1):
        condition = Given(words=sentence(dice, 4, 12))
    elif story.promises and dice.chance(0.06):
        condition = Given(commitment=dice.pick(story.promises).id)
    return Commitment(
        id=f"{debtor}/{story.unit}-{teller.promises}",
        title=sentence(dice, 4, 9) if not counted or dice.chance(0.5) else None,
        debtor=debtor, creditor=creditor, mode=mode,
        formality=dice.pick(("pledge", "policy", "law", "agreement")) if dice.chance(0.6) else None,
        modality=dice.pick(("will", "shall", "should", "aims to")) if dice.chance(0.5) else None,
        scope=sentence(dice, 3, 8) if dice.chance(0.15) else None,
        every="month" if mode == "recurring" else None, given=condition,
        due=_due(teller, story, against) if dice.chance(0.85) else None, **target,
    )  # fmt: skip


def life(teller: Teller, story: Story, kind: str) -> Kept | None:
    """What becomes of one of the promises; None where nothing of the kind can."""
    dice = teller.dice
    alive = [each for each in story.promises if each.state != ENDED]
    if kind == "condition":
        alive = [each for each in alive if each.condition]
    if kind in STATES:
        alive = [each for each in alive if each.state == STATES[kind]]
    alive = story.promises if kind == "assessment" else alive
    if not alive:
        return None
    promise = alive[0] if dice.chance(0.3) else alive[dice.early(len(alive))]
    event = _event(teller, story, promise, kind)
    return keep(story, event, against=(story.told_on, story.told_on))


def _event(teller: Teller, story: Story, promise: Promise, kind: str) -> Event:
    dice = teller.dice

    def of(type: str) -> dict[str, Any]:
        says = sentence(dice, 6, 30) if dice.chance(0.75) else None
        return {"commitment": promise.id, "says": says, **teller.every(story, type)}

    if kind == "fulfilment":
        degree = dice.pick(("full", "partial", "partial", "none", "none"))
        return Fulfilment(degree=degree, **of(kind))
    if kind == "condition":
        met = dice.pick(("yes", "no"))
        return ConditionReport(met=met, **of(kind))
    if kind == "breach":
        return Breach(actor=promise.debtor, **of(kind))
    if kind == "amendment":
        return _amendment(teller, story, promise, of(kind))
    if kind == "suspension":
        promise.state = SUSPENDED
        return Suspension(actor=promise.debtor, **of(kind))
    if kind == "resumption":
        promise.state = OPEN
        return Resumption(actor=promise.debtor, **of(kind))
    if kind == "assessment":
        every = of(kind)
        return Assessment(assessor=teller.actor(), verdict=dice.pick(VERDICTS),
                          scale="five words", because=every.pop("says"), **every)  # fmt: skip
    return _end(teller, story, promise, of)


def _end(teller: Teller, story: Story, promise: Promise, of: Any) -> Event:
    dice = teller.dice
    promise.state = ENDED
    others = [each.id for each in story.promises if each.id != promise.id]
    if others and dice.chance(0.35):
        return Supersession(by_commitment=dice.pick(others), **of(Supersession.TYPE))
    if promise.creditor is not None and dice.chance(0.7):
        return Release(actor=promise.creditor, **of(Release.TYPE))
    return Rescission(actor=promise.debtor, **of(Rescission.TYPE))


def _amendment(teller: Teller, story: Story, promise: Promise, every: dict[str, Any]) -> Amendment:
    """A moved deadline mostly; now and then it is proposed first and adopted later."""
    dice = teller.dice
    by = dice.pick(("debtor", "debtor", "creditor", "mutual", "third"))
    if promise.proposal is not None and dice.chance(0.6):
        proposal, promise.proposal = promise.proposal, None
        return Amendment(made_by=by, adopts=proposal, **every)
    change: dict[str, Any] = {}
    form = dice.roll()
    if form < 0.7:
        change["due"] = _due(teller, story, (story.told_on, story.told_on))
    elif form < 0.8:
        change["scope"] = sentence(dice, 3, 9)
    elif form < 0.92 and promise.measure is not None:
        change = {"measure": promise.measure, "at_most": number(teller, story, share=0.8)}
    else:
        change["removes"] = ("due",)
    if dice.chance(0.2):
        promise.proposal = every["id"]
        return Amendment(made_by=by, status="proposed", **change, **every)
    return Amendment(made_by=by, **change, **every)
