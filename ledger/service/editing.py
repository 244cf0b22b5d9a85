"""Editing: an event as a document somebody changes, and the corrections that the changes come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ledger.errors import ConflictError, InputRefusedError, Problem
from ledger.intake.build import build
from ledger.intake.document import read_document
from ledger.intake.node import Entries, from_builtins
from ledger.intake.values import new_value
from ledger.model.event import Event
from ledger.model.given import at, differences, to_document
from ledger.model.records import Correction, Retraction, Source
from ledger.service.known import LedgerKnown
from ledger.service.repeats import DECLARED

UNTOUCHED = ("type", "id", "of")
"""What makes an event the one it is."""


@frozen(kw_only=True)
class Editable:
    """An event as it stands, as the document that would record it, and the head it was read at."""

    id: str
    document: Mapping[str, Any]
    head: int


def correction_of(
    of: str, changes: Mapping[str, Any], reason: str, id: str | None = None
) -> Entries:
    """The document of a correction; None removes a field."""
    node = from_builtins(
        {
            "type": Correction.TYPE,
            "of": of,
            "set": {path: "none" if value is None else value for path, value in changes.items()},
            "reason": reason,
            "id": id,
        },
        f"correction of {of}",
    )
    assert isinstance(node, Entries)
    return node


def changed(old: Event, edited: bytes, name: str) -> dict[str, Any]:
    """Path → new value of each field that differs in the edited document; None where it is gone.

    Raises InputRefusedError for what is not the document of this event any more.
    """
    documents = read_document(edited, name)
    if len(documents) != 1:
        raise _refused(name, f"one event was to be edited, this holds {len(documents)}")
    new = {key.text: new_value(node) for key, node in documents[0].items}
    return _changes(to_document(old), new, name)


def _changes(old: Mapping[str, Any], new: Mapping[str, Any], name: str) -> dict[str, Any]:
    paths = differences(old, _listed(old, new))
    fixed = [path for path in paths if path.rpartition(".")[2] in UNTOUCHED and "set." not in path]
    if fixed:
        raise _refused(name, f"{fixed[0]} cannot be edited", "retract the event and record it anew")
    if "commits" in paths:
        raise _refused(
            name,
            "an edit cannot add, remove, rename or reorder commitments",
            "retract the event and record it anew",
        )
    return {path: at(_listed(old, new), path) for path in paths}


def _listed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The new document with a list of one where the old one has a list: `source: gazette`."""
    return {
        key: [value]
        if isinstance(old.get(key), list) and not isinstance(value, list) and value is not None
        else value
        for key, value in new.items()
    }


def _refused(name: str, sentence: str, hint: str | None = None) -> InputRefusedError:
    return InputRefusedError([Problem(sentence=sentence, file=name, hint=hint)])


def corrected(
    documents: Sequence[Entries],
    known: LedgerKnown,
    reason: str,
    name: str,
    doubts: list[Problem] | None = None,
) -> Sequence[Event]:
    """The events of a document, with a correction for each that is recorded with other fields.

    An actor, a measure or a source that is declared again with fewer fields loses none of them.
    What may not be meant is added to `doubts`. Raises InputRefusedError with every problem,
    ConflictError for what no correction can bring about.
    """
    corrections = {
        event.id: changes
        for event in build(documents, known)
        if event.id and (changes := _differing(event, known, name))
    }
    if not corrections:
        return build(documents, known, doubts)
    rest = [entries for entries in documents if entries.word("id") not in corrections]
    return build(
        [*rest, *(correction_of(of, how, reason) for of, how in corrections.items())],
        known,
        doubts,
    )


def _differing(event: Event, known: LedgerKnown, name: str) -> dict[str, Any]:
    standing = known.standing(event.id)
    if standing is None or isinstance(event, Correction | Retraction):
        return {}
    if standing.retracted_by is not None:
        raise ConflictError(
            f"{event.id} is recorded at position {standing.position} but was retracted by event "
            f"{standing.retracted_by}",
            hint=f"to bring it back: pledger retract {standing.retracted_by}",
        )
    changes = _changes(to_document(standing.event), to_document(event), name)
    if isinstance(event, DECLARED):
        changes = {path: value for path, value in changes.items() if value is not None}
    return changes


def proposals(events: Iterator[Event]) -> dict[str, str]:
    """The source and the place of the latest of these events that has them; latest first.

    A source that nothing rests on yet may be the one that is to be told next.
    """
    found: dict[str, str] = {}
    for event in events:
        if isinstance(event, Source):
            found.setdefault("source", event.id)
        if event.ABOUT_WORLD and event.sources:
            found.setdefault("source", event.sources[0].source)
        if event.ABOUT_WORLD and event.place:
            found.setdefault("place", event.place)
    return found
