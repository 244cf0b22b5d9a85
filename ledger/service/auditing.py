"""Auditing: who said what when, to whom, according to whom, recorded how, corrected how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.model.answer import Answer, Column
from ledger.model.event import Event
from ledger.model.given import at, to_document
from ledger.model.history import Effective, History, effective
from ledger.model.readings import read_again
from ledger.model.records import Correction, Retraction
from ledger.model.redacted import Redaction
from ledger.model.said import Statement
from ledger.model.shape import to_builtins
from ledger.projections.commitments import with_reports
from ledger.projections.happenings import parties, what
from ledger.projector import StoredEvents, gather
from ledger.service.clocks import Clocks
from ledger.service.known import LedgerKnown
from ledger.service.thing import Thing, according_to, name_of
from ledger.store.codec import run_of
from ledger.store.event_data import StoredEvent
from ledger.store.store import Snapshot

COLUMNS = (
    Column(name="position", help="in the ledger"),
    Column(name="id", help="the event"),
    Column(name="type", help="what kind of event"),
    Column(name="status", help="stands, corrected, or retracted"),
    Column(name="earliest", help="first day it can have happened", title="from"),
    Column(name="latest", help="last day it can have happened", title="to"),
    Column(name="date_phrase", help="the day as the source tells it", title="day as told"),
    Column(name="date_rule", help="the rule that read it", title="read by rule"),
    Column(name="who", help="who said, agreed or did it"),
    Column(name="role", help="the post held at that time", title="in the office of"),
    Column(name="on_behalf_of", help="for whom", title="on behalf of"),
    Column(name="to_whom", help="the audience, or the other parties", title="to"),
    Column(name="venue", help="where it was said", title="at"),
    Column(name="words", help="the exact words in quotation marks, else the sense"),
    Column(name="says", help="the sense, in the recorder's words", title="in our words"),
    Column(name="place", help="what place it is about"),
    Column(name="commits", help="the commitments it makes"),
    Column(name="according_to", help="its sources", title="according to"),
    Column(name="attribution", help="how the source attributes it"),
    Column(name="relations", help="how it stands to others"),
    Column(name="note", help="a remark of the recorder"),
    Column(name="known_from", help="published on", title="published on"),
    Column(name="recorded_at", help="recorded in this ledger (UTC)", title="recorded at"),
    Column(name="recorder", help="by whom", title="recorded by"),
    Column(name="run", help="the import or command that recorded it", title="in"),
    Column(name="corrections", help="what was corrected, from what to what, by whom, and why"),
    Column(name="payload_digest", help="SHA-256 of salt and payload", title="payload digest"),
    Column(name="leaf_hash", help="SHA-256 of a zero byte and the entry", title="leaf hash"),
)


def audit(snapshot: Snapshot, known: LedgerKnown, thing: Thing, clocks: Clocks) -> Answer:
    """All that is recorded about a thing, an event a row, in order of position.

    Events about a commitment include its condition, the event its deadline hangs on and the reports
    on its measure; those about an actor, a source or a measure all that name it.
    """
    history = _history(snapshot, thing, clocks)
    stored = {one.position: one for one in snapshot.at([event.position for event in history])}
    rows = [_row(event, history, stored[event.position], known) for event in history]
    head = snapshot.head()
    return Answer(
        question="audit",
        title=f"Audit of {thing.kind} {thing.id}",
        columns=COLUMNS,
        rows=tuple(rows),
        **clocks.over(head),
        filters={"of": thing.id},
        layout="cards",
    )


def _history(snapshot: Snapshot, thing: Thing, clocks: Clocks) -> History:
    events = StoredEvents(snapshot, upto=clocks.recorded_by)
    tags = {f"re:{thing.id}", f"{thing.kind}:{thing.id}", f"event:{thing.id}"}
    held = {event.position: event for event in events.history(tags, [thing.id])}
    if thing.kind == "commitment":
        gathered = gather(events, with_reports(), thing.id, recorded_by=clocks.recorded_by)
        # Who is named in it has records of their own; those are audited under their own ids.
        held.update(
            (event.position, event.recorded)
            for event in gathered.history
            if event.event.ABOUT_WORLD or isinstance(event.event, Correction | Retraction)
        )
        held = {
            position: event
            for position, event in held.items()
            if not isinstance(event.event, Correction | Retraction)
            or any(other.id == event.event.of for other in held.values())
        }
    anchors = [event.event.occurred.anchor_event for event in held.values() if event.event.occurred]
    dated = {e.position: e for e in events.history([], [anchor for anchor in anchors if anchor])}
    whole = effective(
        {**dated, **held}.values(), known_by=clocks.known_by, recorded_by=clocks.recorded_by
    )
    return History(event for event in whole if event.position in held)


def _row(
    event: Effective, history: History, stored: StoredEvent, known: LedgerKnown
) -> dict[str, Any]:
    told, occurred = event.event, event.event.occurred
    said = told if isinstance(told, Statement) else None
    return {
        "position": event.position,
        "id": event.id,
        "type": told.TYPE,
        "status": _status(event) + _redacted(event, stored, known),
        "earliest": event.earliest,
        "latest": event.latest,
        "date_phrase": occurred.phrase if occurred else None,
        "date_rule": occurred.rule if occurred else None,
        "who": [name_of(party, known) for party in parties(told)],
        "role": said.role if said else None,
        "on_behalf_of": name_of(said.on_behalf_of, known) if said and said.on_behalf_of else None,
        "to_whom": said.audience if said else None,
        "venue": said.venue if said else None,
        "words": words(told),
        "says": said.says if said and said.quote else None,
        "place": told.place,
        "commits": [_promise(terms, known) for terms in getattr(told, "commits", ())],
        "according_to": according_to(told, known),
        "attribution": said.attribution if said else None,
        "relations": [f"{relation.rel} {relation.to}" for relation in told.relations],
        "note": told.note,
        "known_from": event.known_from,
        "recorded_at": event.recorded.recorded_at,
        "recorder": event.recorded.recorder,
        "run": run_of(stored),
        "corrections": list(_corrections(event, history)),
        "payload_digest": stored.payload_digest.hex(),
        "leaf_hash": stored.leaf_hash.hex(),
    }


def _status(event: Effective) -> str:
    if event.retracted_by is not None:
        return f"retracted by event {event.retracted_by}"
    if event.corrected_by:
        by = ", ".join(str(position) for position in event.corrected_by)
        return f"stands, corrected by event {by}"
    return "stands"


def _redacted(event: Effective, stored: StoredEvent, known: LedgerKnown) -> str:
    if stored.payload:
        return ""
    redaction = known.redaction(event.id)
    if redaction is None:
        return "; its words are MISSING"
    assert isinstance(redaction.event, Redaction)
    return f"; redacted by event {redaction.position} ({redaction.event.basis})"


def words(event: Event) -> str:
    """One line that says what an event tells, records about records too."""
    if isinstance(event, Correction):
        return f"corrects {event.of}: {changes_of(event)} ({event.reason})"
    if isinstance(event, Retraction):
        return f"retracts {event.of} ({event.reason})"
    if isinstance(event, Redaction):
        fields, of = ", ".join(event.fields), event.of[0]
        return f"removes the words of {fields} from {of} ({event.basis}; {event.reason})"
    return what(event)


def changes_of(correction: Correction) -> str:
    """What a correction sets, in one line; none removes a field."""
    told = (f"{path} = {'none' if value is None else value}" for path, value in
            correction.set.items())  # fmt: skip
    return "; ".join(told) or "what leaned on its source"


def _promise(terms: Any, known: LedgerKnown) -> str:
    """A commitment in one line: who owes whom what by when."""
    creditor = f" to {name_of(terms.creditor, known)}" if terms.creditor else ""
    due = terms.due
    when = f", due “{due.phrase}”" if due and due.phrase else ""
    if due and (due.lo or due.hi):
        when += f" ({due.lo}{f' … {due.hi}' if due.hi != due.lo else ''})"
    given = terms.given
    condition = f", given {given.words or given.commitment}" if given else ""
    return f"{terms.id}: {name_of(terms.debtor, known)}{creditor}: {terms.label}{when}{condition}"


def _corrections(event: Effective, history: History) -> Iterator[Mapping[str, Any]]:
    """Each change of the record in order, with the value before and after it, who, when and why."""
    document = to_document(event.recorded.event)
    readings = {"known_from": str(event.recorded.known_from), **to_builtins(event.recorded.event)}
    about = (other for other in history if getattr(other.event, "of", None) == event.id)
    for record in about:
        base = {
            "by": record.position,
            "stands": "yes" if record.stands else f"no, retracted by event {record.retracted_by}",
            "reason": getattr(record.event, "reason", None),
            "recorder": record.recorded.recorder,
            "recorded_at": record.recorded.recorded_at,
        }
        if isinstance(record.event, Retraction):
            yield {**base, "field": "the whole record", "before": "recorded", "after": "retracted"}
        elif isinstance(record.event, Correction):
            # What leaned on a source has no words of its own that changed: its readings did.
            leaned = not record.event.set
            held = readings if leaned else document
            for path, value in (record.event.becomes if leaned else record.event.set).items():
                before = at(held, path)
                yield {
                    **base,
                    "field": path,
                    "before": _reading(path, before) if leaned else before,
                    "after": _reading(path, value) if leaned else value,
                }
                if record.stands:
                    _put(held, path, value)


def _reading(path: str, value: Any) -> Any:
    """A stored reading in one line: the words and what they were read as."""
    if not isinstance(value, Mapping):
        return value
    (read,) = read_again({path: value})
    return f"“{read.words}”: {read.reading}" if read.words else read.reading


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    """Sets the value at a path of a document, for the next correction to start from."""
    head, _, rest = path.partition(".")
    if head == "commits" and rest:
        id, _, name = rest.rpartition(".")
        for terms in document.get("commits", ()):
            if terms["id"] == id:
                terms[name] = value
    else:
        document[path] = value
