"""Records about records: corrected, corrected again, taken back, confirmed by others, edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs

from benchmarks.lifelike import phrases
from benchmarks.lifelike.deeds import number
from benchmarks.lifelike.story import Kept, Story
from benchmarks.lifelike.teller import Teller
from benchmarks.lifelike.words import sentence
from ledger.model.day import Days
from ledger.model.event import Citation
from ledger.model.paths import patched
from ledger.model.records import Correction, Retraction
from ledger.model.shape import value_to_builtins
from ledger.model.sourced import CHANGES, Corroboration, SourceUpdate

REASONS = ("misread", "a typing error", "the later edition has it otherwise", "inexact",
           "the wrong one of two")  # fmt: skip

Change = tuple[str, Any, str, Any]
"""The path in a document, the new value as given; the path as stored, the new value as read."""


def correction(teller: Teller, story: Story) -> Kept | None:
    """A field of an event, or of a correction, should have read otherwise."""
    dice = teller.dice
    again = [kept for kept in story.corrections if not kept.gone]
    if again and dice.chance(0.15):
        return _again(teller, story, dice.pick(again))
    targets = [kept for kept in story.kept if not kept.gone and kept.event.TYPE in FIELDS]
    if not targets:
        return None
    kept = dice.pick(targets)
    change = FIELDS[kept.event.TYPE](teller, story, kept)
    if change is None:
        return None
    given_at, given, stored_at, stored = change
    made = Correction(
        id=teller.id(Correction.TYPE), of=kept.event.id, set={given_at: given},
        becomes={stored_at: stored}, reason=dice.pick(REASONS),
    )  # fmt: skip
    kept.before, kept.stands = kept.stands, patched(kept.stands, made.becomes)
    kept.corrections += 1
    return _corrected(story, made, kept)


def _corrected(story: Story, made: Correction, below: Kept) -> Kept:
    kept = Kept(event=made, stands=made, below=below)
    if not isinstance(below.event, Correction):
        story.corrections.append(kept)
    return kept


def _again(teller: Teller, story: Story, kept: Kept) -> Kept | None:
    """A correction of a correction: the value that it brought should be another."""
    dice = teller.dice
    assert kept.below is not None
    held = kept.stands
    assert isinstance(held, Correction)
    if kept.below.corrections != 1 or kept.corrections or kept.below.before is None:
        return None
    base = attrs.evolve(kept.below, stands=kept.below.before)
    change = FIELDS[base.event.TYPE](teller, story, base)
    if change is None:
        return None
    given_at, given, stored_at, stored = change
    if given_at not in held.set or held.set[given_at] == given:
        return None
    made = Correction(
        id=teller.id(Correction.TYPE), of=held.id, set={f"set.{given_at}": given},
        becomes={f"set.{given_at}": given, f"becomes.{stored_at}": stored},
        reason=dice.pick(REASONS),
    )  # fmt: skip
    kept.corrections += 1
    kept.stands = patched(held, made.becomes)
    kept.below.stands = patched(kept.below.before, {stored_at: stored})
    # What it brought about is told in two places now; nothing more is built on it.
    kept.below.corrections += 1
    return _corrected(story, made, kept)


def _value(name: str) -> Callable[[Teller, Story, Kept], Change | None]:
    def change(teller: Teller, story: Story, kept: Kept) -> Change | None:
        if teller.dice.chance(0.4):
            return _date(teller, story, kept)
        new = number(teller, story)
        old = getattr(kept.stands, name)
        if old is not None and old.raw == new.raw:
            return None
        return name, new.raw, name, value_to_builtins(new)

    return change


def _date(teller: Teller, story: Story, kept: Kept) -> Change | None:
    """The day was another. It is told in the notation, so that nothing is read against it."""
    happened = story.told_on - dt.timedelta(days=teller.dice.whole(0, 90))
    words = phrases.day_words(teller.dice, happened)
    new = phrases.day(words, (story.told_on, story.told_on))
    if kept.stands.occurred == new or getattr(kept.stands, "scheduled", False):
        return None
    return "date", words, "occurred", value_to_builtins(new)


def _degree(teller: Teller, story: Story, kept: Kept) -> Change | None:
    # In a correction `none` takes a field away, so it cannot say that nothing was done.
    new = teller.dice.pick(("full", "partial"))
    if new == kept.stands.degree:  # type: ignore[attr-defined]
        return _date(teller, story, kept)
    return "degree", new, "degree", new


def _words(*names: str) -> Callable[[Teller, Story, Kept], Change | None]:
    """New words for the first of these fields that the event has."""

    def change(teller: Teller, story: Story, kept: Kept) -> Change | None:
        name = next((each for each in names if getattr(kept.stands, each)), None)
        new = sentence(teller.dice, 6, 30)
        if name is None:
            return None
        return name, new, name, new

    return change


def _due(teller: Teller, story: Story, kept: Kept) -> Change | None:
    """The deadline of a promise that was made was another, read against the same day."""
    terms = kept.stands.commits[0]  # type: ignore[attr-defined]
    words = phrases.due_words(teller.dice, story.told_on)
    new = phrases.due(words, kept.against)
    if new == terms.due:
        return None
    path = f"commits.{terms.id}.due"
    return path, words, path, value_to_builtins(new)


FIELDS: dict[str, Callable[[Teller, Story, Kept], Change | None]] = {
    "level": _value("value"),
    "withdrawal": _value("level_after"),
    "deployment": _value("level_after"),
    "statement": _words("quote", "says"),
    "announcement": _due,
    "agreement": _due,
    "occurrence": _date,
    "fulfilment": _degree,
    "source": _words("title"),
    "measure": _words("counts"),
    "assessment": _words("because"),
}
"""What is corrected in an event of each type."""


def retraction(teller: Teller, story: Story) -> Kept | None:
    """An event should not have been recorded; now and then that is taken back in turn."""
    dice = teller.dice
    taken = [kept for kept in story.retracted if not kept.gone]
    if taken and dice.chance(0.3):
        back = dice.pick(taken)
        back.gone = True
        return _retract(teller, back)
    # What others lean on stays; so does what was corrected, with all its corrections.
    free = ("level", "withdrawal", "deployment", "fulfilment", "assessment")
    found = [
        kept for kept in story.kept
        if kept.event.TYPE in free and not kept.gone and not kept.corrections
    ]  # fmt: skip
    mistaken = [kept for kept in story.corrections if not kept.gone and not kept.corrections]
    if mistaken and dice.chance(0.35):
        found = mistaken
    if not found:
        return None
    kept = dice.pick(found)
    kept.gone = True
    if kept.below is not None:
        # The event stands as if it had never been corrected; it is left alone from here on.
        kept.below.gone = True
    made = _retract(teller, kept)
    story.retracted.append(made)
    return made


def _retract(teller: Teller, kept: Kept) -> Kept:
    made = Retraction(id=teller.id(Retraction.TYPE), of=kept.event.id,
                      reason=teller.dice.pick(REASONS))  # fmt: skip
    return Kept(event=made, stands=made, below=kept)


def corroboration(teller: Teller, story: Story) -> Kept | None:
    """Another source has the same, or gives a number, a day or a deadline more exactly."""
    dice = teller.dice
    kinds = ("level", "withdrawal", "occurrence", "statement", "announcement")
    targets = [kept for kept in story.kept if not kept.gone and kept.event.TYPE in kinds]
    if not targets:
        return None
    kept = dice.pick(targets)
    change = None
    if dice.chance(0.4) and kept.event.TYPE != "statement":
        change = FIELDS[kept.event.TYPE](teller, story, kept)
    of = kept.event.id
    if kept.event.TYPE == "announcement":
        of = kept.event.commits[0].id  # type: ignore[attr-defined]
    made = Corroboration(
        of=of, set={change[0]: change[1]} if change else {},
        becomes={change[2]: change[3]} if change else {},
        **teller.every(story, Corroboration.TYPE, hangs=False),
    )  # fmt: skip
    return Kept(event=made, stands=made, below=kept)


def source_update(teller: Teller, story: Story) -> Kept:
    """The publisher changed the report at hand."""
    dice = teller.dice
    assert story.source is not None
    change = dice.pick((*CHANGES, "edited", "edited"))
    against: Days = (story.told_on, story.told_on)
    on = phrases.later(story.told_on, dice.whole(1, 60)).isoformat()
    made = SourceUpdate(
        id=teller.id(SourceUpdate.TYPE), sources=(Citation(source=story.source),), change=change,
        occurred=phrases.day(on, against), says=sentence(dice, 5, 16),
    )  # fmt: skip
    return Kept(event=made, stands=made)
