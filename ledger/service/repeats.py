"""Repeats: what of some events is new, what lies in the ledger already, and what contradicts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import Factory, define, frozen

from ledger.errors import ConflictError, RefusedError
from ledger.model.event import Event
from ledger.model.given import as_given, at, differences
from ledger.model.records import Actor, Correction, Measure, Source
from ledger.model.redacted import Redaction
from ledger.model.sourced import Corroboration
from ledger.service.known import LedgerKnown
from ledger.store.codec import decode
from ledger.store.store import Snapshot

DECLARED = (Actor, Measure, Source)
"""Types that may be declared again with the same fields or fewer."""

MOST_CONFLICTS = 100
"""So many conflicts are told in one sentence; the others are counted."""


@define
class Conflicts:
    """What keeps events from being recorded beside what lies in the ledger: told once, at the end.

    `events` are those whose ids stand for something else.
    """

    sentences: list[str] = Factory(list)
    more: int = 0
    refusal: RefusedError | None = None
    events: list[Event] = Factory(list)

    def __bool__(self) -> bool:
        return bool(self.sentences or self.refusal)

    def add(self, sentence: str, event: Event | None = None) -> None:
        """One more conflict; of very many it is only counted."""
        if len(self.sentences) < MOST_CONFLICTS:
            self.sentences.append(sentence)
            self.events += () if event is None else (event,)
        else:
            self.more += 1

    def refuse(self) -> None:
        """Raises RefusedError for words that were redacted, ConflictError for what contradicts."""
        if self.refusal is not None:
            raise self.refusal
        if self.sentences:
            rest = [f"and {self.more:,} more conflicts"] if self.more else []
            raise ConflictError(
                "; ".join([*self.sentences, *rest]),
                hint="correct the recorded event, or give the new one another id",
            )


@frozen(kw_only=True)
class Sorted:
    """Events by what becomes of them.

    `repeated` are the positions at which they lie already; `as_corrected` those of them at which
    they were recorded otherwise, and lie so by now.
    """

    fresh: tuple[Event, ...]
    repeated: tuple[int, ...]
    as_corrected: frozenset[int]
    warnings: tuple[str, ...]


def set_aside(
    events: Sequence[Event], snapshot: Snapshot, known: LedgerKnown, conflicts: Conflicts,
    *, before: int | None = None,
) -> Sorted:  # fmt: skip
    """What is new, and what lies there already; repeats go first, so that trying again is no conflict.

    `known` is the ledger, as it stood at the head `before` where the transaction has added to it
    since: then what it added is held to what its own events are.
    """
    taken = snapshot.find({event.id for event in events})
    old = {id for id, position in taken.items() if before is None or position <= before}
    if old:
        known.look_up(old)
    fresh: dict[str, Event] = {}
    repeated: list[int] = []
    as_corrected: set[int] = set()
    warnings: list[str] = []
    for event in events:
        try:
            _refuse_bringing_back(event, known)
            if event.id in fresh or (event.id in taken and event.id not in old):
                first = fresh.get(event.id) or _lying(snapshot, taken[event.id])
                if as_given(first) != as_given(event):
                    conflicts.add(f"the id {event.id!r} is given twice, with different fields")
                else:
                    warnings.append(f"{event.id} is given twice; it is recorded once")
            elif event.id not in old:
                fresh[event.id] = event
            else:
                found = _held_against(event, taken[event.id], known)
                if found is not None:
                    conflicts.add(found, event)
                    continue
                repeated.append(taken[event.id])
                standing = known.standing(event.id)
                if standing is not None and not _gives(event, as_given(standing.recorded.event)):
                    as_corrected.add(taken[event.id])
                if standing is not None and standing.retracted_by is not None:
                    warnings.append(
                        f"{event.id} is recorded at position {standing.position} but was retracted "
                        f"by event {standing.retracted_by}; retract that one to bring it back"
                    )
        except RefusedError as error:
            conflicts.refusal = conflicts.refusal or error
    return Sorted(
        fresh=tuple(fresh.values()),
        repeated=tuple(dict.fromkeys(repeated)),
        as_corrected=frozenset(as_corrected),
        warnings=tuple(warnings),
    )


def _lying(snapshot: Snapshot, position: int) -> Event:
    return decode(snapshot.at([position])[0]).event


def _held_against(event: Event, position: int, known: LedgerKnown) -> str | None:
    """How an event contradicts what lies there under its id; None where it is the same."""
    if known.kind_of(event.id) == "commitment":
        return f"the id {event.id!r} is that of a commitment, made at position {position}"
    differing = _differing(event, known)
    if differing is None:
        return None
    known.refuse_redacted(event.id)
    return _conflict(event, position, differing)


def _refuse_bringing_back(event: Event, known: LedgerKnown) -> None:
    """A correction of words that were redacted would put others in their place, or the same."""
    if not isinstance(event, Correction | Corroboration):
        return
    redaction = known.redaction(event.of)
    if redaction is None:
        return
    assert isinstance(redaction.event, Redaction)
    changed = {*event.set, *event.becomes}
    brought = sorted(path for path in redaction.event.fields if path in changed)
    if brought:
        raise RefusedError(
            f"{brought[0]} of {event.of} was redacted by event {redaction.position} "
            f"({redaction.event.basis}); it is not given again",
            hint="what is to be said of it now is an event of its own",
        )


def _differing(event: Event, known: LedgerKnown) -> list[str] | None:
    """The fields in which a recorded event of this id differs; None where it is the same.

    It is the same as it was recorded, or as corrections have left it.
    """
    standing = known.standing(event.id)
    if standing is None:
        return ["kind: it is a commitment"]
    old = as_given(standing.recorded.event)
    if _gives(event, old):
        return None
    new, now = as_given(event), as_given(standing.event)
    if _gives(event, now):
        return None
    return [f"type ({old['type']})"] if old["type"] != new["type"] else differences(now, new)


def _gives(event: Event, held: Mapping[str, Any]) -> bool:
    """Whether an event is one that is held, or declares it again with fewer fields."""
    new = as_given(event)
    return new == held or (
        isinstance(event, DECLARED) and all(held.get(key) == value for key, value in new.items())
    )


def _conflict(event: Event, position: int, differing: Sequence[str]) -> str:
    new = as_given(event)
    named = ", ".join(differing)
    simple = [
        f"--set {path}={value!r}"
        for path in differing
        if isinstance(value := at(new, path), str) and " (" not in path
    ]
    how = f"; to record the change: pledger correct {event.id} {' '.join(simple)}" if simple else ""
    return f"the id {event.id!r} is recorded at position {position} with another {named}{how}"
