"""Recording: gives each event its id, sets repeats aside, appends the rest and catches views up."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from ledger.errors import ConflictError, InputRefusedError, NotFoundError, Problem, RefusedError
from ledger.evidence.identity import derived_id
from ledger.intake.published import known_from
from ledger.intake.quotation import find
from ledger.model.day import Days
from ledger.model.event import Event, RecordedEvent
from ledger.model.fields import is_id
from ledger.model.given import as_given, at, differences
from ledger.model.paths import patched
from ledger.model.records import Actor, Correction, Measure, Source
from ledger.model.redacted import Redaction
from ledger.model.references import references
from ledger.model.said import Statement
from ledger.model.sourced import About, Corroboration
from ledger.model.tags import declared_by, tags_of
from ledger.projections.happenings import parties, what
from ledger.projector import catch_up, touched
from ledger.service.known import LedgerKnown
from ledger.service.receipt import Receipt, Recorded
from ledger.store.codec import check_types, encode
from ledger.store.event_data import Condition, EventData, StoredEvent
from ledger.store.store import Transaction

DECLARED = (Actor, Measure, Source)
"""Types that may be declared again with the same fields or fewer."""

ALIKE = 0.9
"""From this likeness on (difflib's ratio), two unnamed utterances of one day may be one."""

SUBJECTS = ("commitment:", "measure:", "event:")
"""Tags of what an event tells about, as against who tells it and where."""

SHORTEST = 20
"""Shorter texts are alike too easily."""


@frozen(kw_only=True)
class Run:
    """Who records, when, and by which import or command."""

    recorder: str
    recorded_at: dt.datetime
    name: str | None = None


def append_all(
    transaction: Transaction,
    events: Sequence[Event],
    known: LedgerKnown,
    run: Run,
    *,
    unless_changed: int | None = None,
    redacting: bool = False,
) -> Receipt:
    """Append what is new of these events, all or nothing, and bring the views up to it.

    `unless_changed` is the head at which the writer looked. Raises ChangedError where the subjects
    of these events were added to since then, ConflictError where an id stands for something else,
    InputRefusedError for text that cannot be stored, RefusedError for words that were redacted, and
    for a redaction unless it is `redacting` that calls,
    DatabaseError where the ledger holds events of a kind that this program does not know.
    """
    if not redacting and any(isinstance(event, Redaction) for event in events):
        raise RefusedError("a redaction removes words as it is recorded; it cannot be written down",
                           hint="pledger redact ID --fields … --basis … --reason …")  # fmt: skip
    # What this program cannot read may be about the very thing that is recorded.
    check_types(transaction)
    key = transaction.key()
    named = [_named(event, key) for event in events]
    fresh, repeated, warnings = _set_aside(named, transaction, known)
    given = {event.id for event in events if event.id}
    warnings += _lookalikes([one for one in fresh if one.id not in given], known)
    made: list[StoredEvent] = []
    if fresh:
        data = list(_prepared(fresh, known, run))
        made = transaction.append(
            data,
            recorder=run.recorder,
            recorded_at=run.recorded_at,
            unless_changed=None if unless_changed is None else _condition(data, unless_changed),
        )
    catch_up(transaction)
    return Receipt(
        recorded=tuple(_place(stored) for stored in made),
        events=tuple(fresh),
        repeated=tuple(_place(stored) for stored in transaction.at(repeated)),
        head=transaction.head(),
        warnings=tuple(warnings),
    )


def _condition(data: Iterable[EventData], position: int) -> Condition:
    """What must not have been added to: what a record is about; else what the event tells about.

    Somebody who is named in both, or a source that reports both, makes no conflict.
    """
    tags: set[str] = set()
    ids: set[str] = set()
    for one in data:
        ids.add(one.id)
        if one.about is not None:
            ids.add(one.about)
            tags.add(f"event:{one.about}")
        else:
            tags |= {tag for tag in one.tags if tag.startswith(SUBJECTS)}
    return Condition(tags=frozenset(tags), ids=frozenset(ids), position=position)


def _place(stored: StoredEvent) -> Recorded:
    return Recorded(
        position=stored.position,
        id=stored.id,
        type=stored.type,
        leaf_hash=stored.leaf_hash.hex(),
    )


def _named(event: Event, key: bytes) -> Event:
    try:
        return event if event.id else evolve(event, id=derived_id(key, event.TYPE, as_given(event)))
    except ValueError as error:
        raise _unstorable(event, error) from error


def _unstorable(event: Event, error: ValueError) -> InputRefusedError:
    where = event.id or event.TYPE
    return InputRefusedError([Problem(sentence=f"{where!r} cannot be stored: {error}")])


def _set_aside(
    events: Sequence[Event], transaction: Transaction, known: LedgerKnown
) -> tuple[list[Event], list[int], list[str]]:
    """What is new; the positions of what lies there already; what must be said about those.

    Repeats go first of all, so that trying again is never a conflict.
    """
    taken = transaction.find([event.id for event in events])
    fresh: dict[str, Event] = {}
    repeated: list[int] = []
    warnings: list[str] = []
    conflicts: list[str] = []
    for event in events:
        _refuse_bringing_back(event, known)
        if event.id in fresh:
            if as_given(fresh[event.id]) != as_given(event):
                conflicts.append(f"the id {event.id!r} is given twice, with different fields")
            else:
                warnings.append(f"{event.id} is given twice; it is recorded once")
            continue
        if event.id not in taken:
            fresh[event.id] = event
            continue
        if known.kind_of(event.id) == "commitment":
            conflicts.append(
                f"the id {event.id!r} is that of a commitment, made at position {taken[event.id]}"
            )
            continue
        differing = _differing(event, known)
        if differing is not None:
            known.refuse_redacted(event.id)
            conflicts.append(_conflict(event, taken[event.id], differing))
            continue
        repeated.append(taken[event.id])
        standing = known.standing(event.id)
        if standing is not None and standing.retracted_by is not None:
            warnings.append(
                f"{event.id} is recorded at position {standing.position} but was retracted by "
                f"event {standing.retracted_by}; retract that one to bring it back"
            )
    if conflicts:
        raise ConflictError(
            "; ".join(conflicts), hint="correct the recorded event, or give the new one another id"
        )
    return list(fresh.values()), repeated, warnings


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
    recorded, standing = known.recorded(event.id), known.standing(event.id)
    if recorded is None or standing is None or recorded.id != event.id:
        return ["kind: it is a commitment"]
    new = as_given(event)
    old = as_given(recorded.event)
    now = as_given(standing.event)
    if new in (old, now):
        return None
    if isinstance(event, DECLARED) and any(
        all(held.get(key) == value for key, value in new.items()) for held in (old, now)
    ):
        return None
    return [f"type ({old['type']})"] if old["type"] != new["type"] else differences(now, new)


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


def _prepared(events: Sequence[Event], known: LedgerKnown, run: Run) -> Iterator[EventData]:
    own = {event.id: event for event in events}

    def published(source: str) -> Days | None:
        found = own.get(source)
        if isinstance(found, Source):
            return found.published.earliest, found.published.latest
        return known.published(source)

    for event in events:
        about = event.of if isinstance(event, About) else None
        try:
            payload = encode(event, run=run.name)
        except ValueError as error:
            raise _unstorable(event, error) from error
        yield EventData(
            id=event.id,
            type=event.TYPE,
            schema=event.SCHEMA,
            known_from=known_from(event, published),
            payload=payload,
            tags=found_by(event, own, known),
            declares=declared_by(event),
            about=about,
        )


def found_by(event: Event, own: Mapping[str, Event], known: LedgerKnown) -> frozenset[str]:
    """Its tags; a record about a record carries those of what it is about, all the way down."""
    if not isinstance(event, About):
        return tags_of(event)
    makers = {id: one for one in own.values() for id in declared_by(one)}
    chain: dict[str, RecordedEvent] = {}
    of: str | None = event.of
    while of is not None and of not in chain:
        below = own.get(of) or makers.get(of)
        found = _unplaced(below) if below is not None else known.recorded(of)
        if found is None:
            raise NotFoundError(f"{of!r} is not recorded, so nothing can be about it")
        chain[of] = found
        of = found.event.of if isinstance(found.event, About) else None
    return frozenset(touched(_unplaced(event), chain))


def _unplaced(event: Event) -> RecordedEvent:
    """An event of this batch as if it were recorded: only what `touched` looks at matters."""
    return RecordedEvent(
        position=0,
        id=event.id,
        type=event.TYPE,
        schema=event.SCHEMA,
        recorded_at=dt.datetime.min.replace(tzinfo=dt.UTC),
        recorder="",
        known_from=None,
        event=event,
    )


def refuse_unmeant(events: Iterable[Event], known: LedgerKnown) -> None:
    """Refuses events built by a program that name what does not exist, or misquote a text.

    Documents are held to the same where they are read. Raises InputRefusedError with every
    problem.
    """
    every = list(events)
    own = {event.id: event.TYPE for event in every if event.id}
    own |= {id: "commitment" for event in every for id in declared_by(event)}
    problems = []
    for event in every:
        where = event.id or event.TYPE
        if event.id and not is_id(event.id):
            says = f"{event.id!r} is no id"
            hint = "one word, not only digits: us-iraq-3000"
            problems.append(Problem(sentence=says, file=where, hint=hint))
        if isinstance(event, Correction):
            problems += _without_effect(event, where, every, known)
        for reference in references(event):
            kind = own.get(reference.id) or known.kind_of(reference.id)
            wanted = reference.refers
            fits = kind is not None and (
                wanted in ("thing", kind) or (wanted == "event" and kind != "commitment")
            )
            if not fits:
                names = [*own, *known.names(wanted)]
                near = difflib.get_close_matches(reference.id, names, n=1)
                problems.append(
                    Problem(
                        sentence=f"{reference.path}: no {wanted} {reference.id!r} is known",
                        file=where,
                        near=near[0] if near else None,
                    )
                )
        if isinstance(event, Statement) and event.quote is not None:
            texts = {c.source: t for c in event.sources if (t := known.text_of(c.source))}
            if texts and not any(find(event.quote, text) for text in texts.values()):
                says = f"quote: not in the text of {', '.join(texts)}"
                problems.append(Problem(sentence=says, file=where))
    if problems:
        raise InputRefusedError(problems)


def _without_effect(
    event: Correction, where: str, every: Sequence[Event], known: LedgerKnown
) -> Iterator[Problem]:
    """A correction says twice what changes, as given and as read; only the second has an effect."""
    target = next((one for one in every if one.id == event.of), None) or known.event(event.of)
    hint = "ledger.correct reads the new values and fills in becomes"
    if not event.becomes:
        yield Problem(sentence="becomes: nothing would change", file=where, hint=hint)
    elif target is not None:  # what is not known is told with the other references
        try:
            patched(target, event.becomes)
        except ValueError as error:
            yield Problem(sentence=f"becomes: {error}", file=where, hint=hint)


def _lookalikes(events: Sequence[Event], known: LedgerKnown) -> list[str]:
    """Unnamed events whose words, speaker, source and day are nearly those of a recorded one."""
    warnings = []
    held: dict[str, list[tuple[int, Event, str]]] = {}
    for event in events:
        words = what(event)
        if len(words) < SHORTEST or not event.sources:
            continue
        source = event.sources[0].source
        if source not in held:
            history = known.history([f"source:{source}"])
            held[source] = [(e.position, e.event, what(e.event)) for e in history.standing]
        for position, other, others in held[source]:
            if (
                other.TYPE == event.TYPE
                and parties(other) == parties(event)
                and _days(other) == _days(event)
                and difflib.SequenceMatcher(None, words, others).ratio() >= ALIKE
            ):
                warnings.append(
                    f"{event.id} looks like event {position}; if it is the same, correct "
                    f"{position} instead, else give the new one an id"
                )
                break
    return warnings


def _days(event: Event) -> Days:
    day = event.occurred
    return (day.earliest, day.latest) if day is not None else (None, None)
