"""Showing one thing: its fields as they stand, why its verdict is what it is, its whole history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.errors import NotFoundError
from ledger.model.answer import Answer, Column
from ledger.model.case import Case
from ledger.model.commitment import Commitment
from ledger.model.facts import CommitmentFacts
from ledger.model.given import to_document
from ledger.model.history import Effective, History, effective, needed_anchors
from ledger.model.judgement import Judgement, Manner
from ledger.model.order import in_order
from ledger.model.records import Correction, Retraction
from ledger.model.redacted import Redaction
from ledger.model.terms import revisions
from ledger.projections import commitments
from ledger.projections.board import row as board_row
from ledger.projections.happenings import what
from ledger.projector import StoredEvents, gather
from ledger.service.auditing import changes_of
from ledger.service.clocks import Clocks
from ledger.service.known import LedgerKnown
from ledger.service.line import Line, line
from ledger.service.thing import Thing, according_to
from ledger.store.store import Snapshot

COLUMNS = (
    Column(name="section", help="what part of the answer"),
    Column(name="name", help="a field, a day or a step"),
    Column(name="value", help="what it is"),
    Column(name="positions", help="the events that it rests on", title="#"),
)


def show(
    snapshot: Snapshot,
    known: LedgerKnown,
    thing: Thing,
    clocks: Clocks,
    manner: Manner,
    *,
    why: bool,
) -> Answer:
    """One thing with its whole history; a commitment with its verdict and, if asked, the reasons."""
    events = StoredEvents(snapshot, upto=clocks.recorded_by, known_by=clocks.known_by)
    if thing.kind == "commitment":
        lines = _commitment(events, known, thing, clocks, manner, why=why)
    else:
        lines = _event(events, thing, clocks)
    head = snapshot.head()
    return Answer(
        question="show",
        title=f"{thing.kind} {thing.id}",
        columns=COLUMNS,
        rows=(*lines, *_reference(thing, clocks, head)),
        **clocks.over(head),
        filters={"of": thing.id},
        layout="sections",
    )


def _reference(thing: Thing, clocks: Clocks, head: int) -> Iterator[Line]:
    """What can be printed and stays good: id, position, leaf hash, clocks."""
    text = (
        f"{thing.id} @ {thing.stored.position}, leaf {thing.stored.leaf_hash.hex()}, "
        f"as of {clocks.as_of}, known by {clocks.known_by or clocks.today}, "
        f"recorded by {clocks.over(head)['recorded_by']}"
    )
    yield line("reference", "cite as", text, [thing.stored.position])


def _commitment(
    events: StoredEvents,
    known: LedgerKnown,
    thing: Thing,
    clocks: Clocks,
    manner: Manner,
    *,
    why: bool,
) -> Iterator[Line]:
    gathered = gather(
        events,
        commitments.with_reports(),
        thing.id,
        known_by=clocks.known_by,
        recorded_by=clocks.recorded_by,
    )
    history = gathered.history.on(clocks.as_of)
    facts = commitments.facts(thing.id, history)
    if facts is None:
        raise NotFoundError(
            f"{thing.id!r} was not known under these clocks", hint="ask for a later day or position"
        )
    case = Case(facts)
    found = case.judge(clocks.as_of, manner)
    row: Mapping[str, Any] = board_row(case, found, manner)
    yield from (
        line("commitment", name, value)
        for name, value in row.items()
        if name != "because" and value not in (None, [], ())
    )
    if facts.terms.scope:
        yield line("commitment", "scope", facts.terms.scope)
    yield line("commitment", "made by", facts.maker, [facts.position])
    yield from _revisions(facts, clocks)
    if why:
        yield from _why(found, history, known)
    yield from _history(history)


def _revisions(facts: CommitmentFacts, clocks: Clocks) -> Iterator[Line]:
    """The chain of revisions, with the days by which each moved the deadline."""
    before = (facts.due_lo, facts.due_hi)
    for change, terms in revisions(facts, clocks.as_of):
        amendment = change.amendment
        assert amendment is not None
        told = ", ".join(amendment.changes or ("adopted",))
        says = f"{change.id}, by {amendment.made_by}: {told}"
        after = (terms.due_lo, terms.due_hi)
        if after != before:
            says += f"; due {after[0] or 'open'} … {after[1] or 'open'}"
            if None not in before and None not in after:
                slip = [
                    (end - was).days for end, was in zip(after, before, strict=True) if end and was
                ]
                says += f", moved by {min(slip)} to {max(slip)} days" if slip[0] != slip[1] else (
                    f", moved by {slip[0]} days")  # fmt: skip
        before = after
        yield line("revisions", str(change.latest or "no day"), says, [change.position])


def _why(found: Judgement, history: History, known: LedgerKnown) -> Iterator[Line]:
    for number, reason in enumerate(found.reasons, 1):
        yield line("why", f"{number}", reason.says, reason.positions)
        for position in reason.positions:
            event = history.at(position)
            if event is not None:
                sources = "; ".join(according_to(event.event, known))
                told = f"event {position}, {event.event.TYPE} {event.id}"
                yield line("why", "", f"{told}{f', according to {sources}' if sources else ''}")
    yield line("why", "so", found.verdict, found.because)


class _Ordered:
    """An effective event as the order of happening wants it."""

    def __init__(self, event: Effective) -> None:
        self.effective = event
        self.id, self.position = event.id, event.position
        self.earliest, self.latest = event.earliest, event.latest
        self.relations = tuple((one.rel, one.to) for one in event.event.relations)


def _history(history: History) -> Iterator[Line]:
    """Every event about the world in order of happening, then what was said about the record."""
    world = [_Ordered(event) for event in history if event.event.ABOUT_WORLD]
    for one in in_order(world):
        event = one.effective
        says = f"{event.event.TYPE} {event.id}: {what(event.event)}"
        if not event.stands:
            says += f" (retracted by event {event.retracted_by})"
        elif event.corrected_by:
            says += f" (corrected by event {', '.join(map(str, event.corrected_by))})"
        yield line("history", _days(event), says, [event.position])
    for event in history:
        if isinstance(event.event, Correction | Retraction | Redaction):
            yield line("history", "record", _about(event.event), [event.position])


def _about(record: Correction | Retraction | Redaction) -> str:
    if isinstance(record, Redaction):
        fields = ", ".join(record.fields)
        return f"removes the words of {fields} from {record.of[0]}: {record.basis}; {record.reason}"
    if isinstance(record, Retraction):
        return f"retracts {record.of}: {record.reason}"
    return f"corrects {record.of}: {changes_of(record)}: {record.reason}"


def _days(event: Effective) -> str:
    if event.earliest == event.latest:
        return str(event.latest or "no day")
    return f"{event.earliest or '…'} … {event.latest or '…'}"


def _event(events: StoredEvents, thing: Thing, clocks: Clocks) -> Iterator[Line]:
    tags = [f"{thing.kind}:{thing.id}", f"re:{thing.id}", f"event:{thing.id}"]
    history = _effective(events, tags, thing.id, clocks)
    event = history.get(thing.id)
    if event is None:
        raise NotFoundError(
            f"{thing.id!r} was not known under these clocks", hint="ask for a later day or position"
        )
    document = to_document(event.event)
    promises = document.pop("commits", [])
    yield from (line(event.event.TYPE, name, value) for name, value in document.items())
    yield from _read_as(event)
    for given, terms in zip(promises, getattr(event.event, "commits", ()), strict=True):
        yield from _terms(given, terms)
    record = event.recorded
    yield line("record", "position", record.position, [record.position])
    yield line("record", "recorded at", record.recorded_at)
    yield line("record", "recorded by", record.recorder)
    yield line("record", "known from", event.known_from)
    if event.retracted_by is not None:
        yield line("record", "retracted", f"by event {event.retracted_by}", [event.retracted_by])
    others = History(e for e in history if e.id != thing.id)
    yield from _history(others)


def _effective(events: StoredEvents, tags: list[str], id: str, clocks: Clocks) -> History:
    held = {event.position: event for event in events.history(tags, [id])}
    asked: set[str] = set()
    while missing := set(needed_anchors(e.event for e in held.values())) - asked:
        asked |= missing
        held.update((event.position, event) for event in events.history([], sorted(missing)))
    return effective(held.values(), known_by=clocks.known_by, recorded_by=clocks.recorded_by)


def _read_as(event: Effective) -> Iterator[Line]:
    occurred = event.event.occurred
    if occurred is None:
        return
    yield line("read as", "day", _days(event))
    yield line("read as", "rule", occurred.rule)
    if occurred.anchor:
        yield line("read as", "against", occurred.anchor)
    if occurred.anchor_event:
        yield line("read as", "hangs on", occurred.anchor_event)


def _terms(given: Mapping[str, Any], terms: Commitment) -> Iterator[Line]:
    """A commitment as given, and how its deadline was read."""
    section = f"commitment {terms.id}"
    yield from (line(section, name, value) for name, value in given.items() if name != "id")
    due = terms.due
    if due is not None and not due.anchor_event and not due.vague:
        yield line(section, "due, read as", f"{due.lo} … {due.hi} ({due.rule})")
