"""Lints: what is recorded as it came, and what a careful colleague would ask about it.

Nothing here is mended; each finding is a sentence with the events it is about (docs/domain.md,
section 7).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from ledger.model.day import Days
from ledger.model.facts import CommitmentFacts
from ledger.model.lifecycle import ENDS
from ledger.model.verdict import DUTIES
from ledger.projections.declarations import Declaration
from ledger.projections.happenings import Happening

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)


@frozen(kw_only=True)
class Finding:
    """One thing worth asking about: the lint's name, the thing, the sentence, the positions."""

    lint: str
    about: str
    says: str
    positions: tuple[int, ...] = ()


@frozen(kw_only=True)
class Record:
    """Everything that the lints look at, as it stands on the day asked for."""

    happenings: Mapping[str, Happening]
    commitments: Mapping[str, CommitmentFacts]
    sources: Mapping[str, Declaration]
    quoted: Callable[[str, str], bool]
    """Whether the text with this SHA-256 is at hand and holds a quotation."""


Lint = Callable[[Record], Iterator[Finding]]


def weekday(record: Record) -> Iterator[Finding]:
    """A weekday that does not fit its date."""
    for one in record.happenings.values():
        wrong = _misfit(one.phrase, (one.earliest, one.latest))
        if wrong:
            yield Finding(
                lint="weekday", about=one.id, positions=(one.position,),
                says=f"“{one.phrase}” is {one.latest}, a {wrong}: is the weekday or the date wrong?",
            )  # fmt: skip
    for facts in record.commitments.values():
        due = facts.terms.due
        wrong = _misfit(due.phrase if due else None, (facts.due_lo, facts.due_hi))
        if due and wrong:
            yield Finding(
                lint="weekday", about=facts.id, positions=(facts.position,),
                says=f"due “{due.phrase}” is {facts.due_hi}, a {wrong}: "
                "is the weekday or the date wrong?",
            )  # fmt: skip


def _misfit(phrase: str | None, days: Days) -> str | None:
    """The weekday of a single day, where the words name another one and the day as well."""
    if phrase is None or days[0] is None or days[0] != days[1] or not re.search(r"\d", phrase):
        return None
    named = _NAMED.search(phrase)
    actual = WEEKDAYS[days[0].weekday()]
    if named is None or named[1].casefold() == actual:
        return None
    # "Before Monday, 7 June" is the day before it: only a day that is named itself can misfit.
    if re.match(r"(?i)\s*(before|prior to|ahead of|after)\b", phrase):
        return None
    return actual.title()


def upside_down(record: Record) -> Iterator[Finding]:
    """From and to reversed: a cut that would be a rise, a rise that would be a cut."""
    for facts in record.commitments.values():
        base, terms = facts.terms.baseline, facts.terms
        if base is None:
            continue
        top, floor = terms.at_most, terms.at_least
        if top and None not in (top.lo, base.hi) and top.lo > base.hi:  # type: ignore[operator]
            says = f"from {base.raw} to at most {top.raw} is no cut: are from and to reversed?"
        elif floor and None not in (floor.hi, base.lo) and floor.hi < base.lo:  # type: ignore[operator]
            says = f"from {base.raw} to at least {floor.raw} is no rise: are from and to reversed?"
        else:
            continue
        yield Finding(lint="upside-down", about=facts.id, says=says, positions=(facts.position,))


def due_before_said(record: Record) -> Iterator[Finding]:
    """A deadline that lies before its statement, or before the duty begins."""
    for facts in record.commitments.values():
        said, due = facts.earliest, facts.due_hi
        if said is not None and due is not None and due < said:
            yield Finding(
                lint="due-before-said", about=facts.id, positions=(facts.position,),
                says=f"due {due}, yet said {said}: is the year right, or was it said of the past?",
            )  # fmt: skip
        for change in facts.changes:
            if change.due_hi and change.earliest and change.due_hi < change.earliest:
                yield Finding(
                    lint="due-before-said", about=facts.id, positions=(change.position,),
                    says=f"{change.id} of {change.earliest} sets the deadline {change.due_hi}, "
                    "which had passed",
                )  # fmt: skip


def never_overdue(record: Record) -> Iterator[Finding]:
    """A commitment that can never be overdue."""
    for facts in record.commitments.values():
        moved = any(change.due_hi or change.due_lo for change in facts.changes)
        if facts.terms.mode in DUTIES or moved or facts.due_lo or facts.due_hi:
            continue
        due = facts.terms.due
        if due is None:
            says = "has no deadline, so it can never be overdue"
        elif due.anchor_event:
            says = f"is due “{due.phrase}”, but {due.anchor_event} has no day"
        else:
            says = f"is due “{due.phrase}”, which sets no bounds, so it can never be overdue"
        yield Finding(lint="never-overdue", about=facts.id, says=says, positions=(facts.position,))


def only_repeats(record: Record) -> Iterator[Finding]:
    """A second source that only repeats the first."""
    for one in record.happenings.values():
        cited = [record.sources[id] for id in one.sources if id in record.sources]
        for later in cited[1:]:
            first = next(
                (each for each in cited if each is not later and _repeats(later, each)), None
            )
            if first is not None:
                yield Finding(
                    lint="only-repeats", about=one.id, positions=(one.position,),
                    says=f"{later.id} credits {first.publisher}: does it say more than {first.id}?",
                )  # fmt: skip


def _repeats(later: Declaration, first: Declaration) -> bool:
    names = {first.publisher, *first.credits} - {None}
    return bool(names & set(later.credits)) or (
        later.publisher is not None and later.publisher in first.credits
    )


def after_the_end(record: Record) -> Iterator[Finding]:
    """A change of a commitment that had ended."""
    for facts in record.commitments.values():
        ends = [change for change in facts.changes if change.type in ENDS and change.latest]
        for end in ends:
            for change in facts.changes:
                late = change.earliest and end.latest and change.earliest > end.latest
                if change.type in ("amendment", "resumption", "suspension") and late:
                    yield Finding(
                        lint="after-the-end", about=facts.id,
                        positions=(end.position, change.position),
                        says=f"{change.type} {change.id} of {change.earliest} comes after its "
                        f"{end.type} of {end.latest}",
                    )  # fmt: skip


def unsupported(record: Record) -> Iterator[Finding]:
    """What has lost its sources."""
    for one in record.happenings.values():
        if not one.supported:
            yield Finding(
                lint="unsupported", about=one.id, positions=(one.position,),
                says=f"every source of it was retracted: {', '.join(one.sources)}",
            )  # fmt: skip


def recheck(record: Record) -> Iterator[Finding]:
    """A quotation from a source that its publisher changed, until the new text is seen to hold it."""
    changed: dict[str, Happening] = {}
    updates = [one for one in record.happenings.values() if one.change in ("edited", "corrected")]
    for update in sorted(updates, key=lambda one: (one.latest or dt.date.max, one.position)):
        changed.update((source, update) for source in update.sources)
    for one in record.happenings.values():
        quote: str = (one.speech or {}).get("quote") or ""
        for source in one.sources if quote else ():
            found = changed.get(source)
            text = found.text_sha256 if found else None
            if found is None or (text is not None and record.quoted(text, quote)):
                continue
            yield Finding(
                lint="recheck", about=one.id, positions=(one.position, found.position),
                says=f"{source} was {found.change} on {found.latest}: does it still say “{quote}”?",
            )  # fmt: skip


def told_before_it_happened(record: Record) -> Iterator[Finding]:
    """Something that was published before it can have happened, and is not marked as scheduled."""
    for one in record.happenings.values():
        days = (record.sources[id].latest for id in one.sources if id in record.sources)
        published = [day for day in days if day is not None]
        too_early = one.earliest and published and max(published) < one.earliest
        if too_early and not one.scheduled:
            yield Finding(
                lint="told-before", about=one.id, positions=(one.position,),
                says=f"happened {one.earliest} at the earliest, yet was published {max(published)}: "
                "is it scheduled?",
            )  # fmt: skip


LINTS: tuple[tuple[str, Lint], ...] = (
    ("weekday", weekday),
    ("upside-down", upside_down),
    ("due-before-said", due_before_said),
    ("never-overdue", never_overdue),
    ("only-repeats", only_repeats),
    ("after-the-end", after_the_end),
    ("unsupported", unsupported),
    ("recheck", recheck),
    ("told-before", told_before_it_happened),
)
"""Every lint under its stable name."""
