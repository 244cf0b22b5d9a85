"""Reads a correction: the new values as given, and what they and all that leaned on them become.

The event's document is changed at the given paths and read again; what differs from reading the
unchanged document again is what the correction brings about. So a phrase is read anew only where
its words or its anchor changed.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import attrs

from ledger.errors import InputRefusedError, Problem
from ledger.intake.known import Known
from ledger.intake.node import Entries, Node, Scalar, from_builtins
from ledger.intake.published import known_from
from ledger.intake.values import to_plain
from ledger.model.commitment import Commitment
from ledger.model.event import Event
from ledger.model.event_types import BY_NAME
from ledger.model.fields import key_of
from ledger.model.given import to_document
from ledger.model.records import Correction
from ledger.model.shape import to_builtins

Rebuild = Callable[[Entries, Known], Event]


@attrs.frozen(kw_only=True)
class CorrectionTarget:
    """The event to correct as it stands, and what is needed to read its document again."""

    event: Event
    known: Known
    rebuild: Rebuild


def read_correction(
    target: CorrectionTarget, changes: Entries
) -> tuple[dict[str, Any], dict[str, Any]]:
    """`set` (path → value as given, None removes) and `becomes` (stored path → stored form).

    Raises InputRefusedError for a path that leads nowhere, a value that cannot be read, a change
    that changes nothing.
    """
    event = target.event
    document = to_document(event)
    changed = deepcopy(document)
    problems: list[Problem] = []
    given: dict[str, Any] = {}
    for key, node in changes.items:
        path = _document_path(event, key.text)
        problem = _refusal(event, path, key)
        if problem is not None:
            problems.append(problem)
            continue
        value = to_plain(node)
        given[path] = value
        _put(changed, path, value)
    if not problems and changed == document:
        problems.append(changes.mark.problem(
            "the record already reads so", hint="nothing needs correcting"))  # fmt: skip
    if problems:
        raise InputRefusedError(problems)
    marks = {path: node for path, (_, node) in changes.by_name.items()}
    before = _again(target, document, marks)
    after = _again(target, changed, marks)
    becomes = dict(_changes(event, to_builtins(before), to_builtins(after)))
    # Another source may have been published on another day.
    known = known_from(after, target.known.published)
    if known != known_from(before, target.known.published) and known is not None:
        becomes["known_from"] = known.isoformat()
    return given, becomes


def becomes_between(old: CorrectionTarget, new: CorrectionTarget) -> dict[str, Any]:
    """What the unchanged document of an event becomes when it is read under other knowledge."""
    document = to_document(old.event)
    before, after = _again(old, document, {}), _again(new, document, {})
    becomes = dict(_changes(old.event, to_builtins(before), to_builtins(after)))
    known = known_from(after, new.known.published)
    if known != known_from(before, old.known.published) and known is not None:
        becomes["known_from"] = known.isoformat()
    return becomes


def _again(target: CorrectionTarget, document: dict[str, Any], marks: dict[str, Node]) -> Event:
    document = {key: value for key, value in document.items() if key != "becomes"}
    node = from_builtins(document)
    assert isinstance(node, Entries)
    try:
        event = target.rebuild(node, target.known)
    except InputRefusedError as error:
        # The problem lies in what was given, so that is where it is shown.
        first = next(iter(marks.values()), None)
        mark = first.mark if first else node.mark
        raise InputRefusedError(
            mark.problem(p.sentence, near=p.near, hint=p.hint) for p in error.problems
        ) from error
    if isinstance(event, Correction):
        # It says what it changed in the event as that stood before it.
        base = target.known.event(event.of, before=event.id)
        if base is not None:
            changes = from_builtins({path: "none" if value is None else value
                                     for path, value in event.set.items()})  # fmt: skip
            assert isinstance(changes, Entries)
            again = CorrectionTarget(event=base, known=target.known, rebuild=target.rebuild)
            given, becomes = read_correction(again, changes)
            return attrs.evolve(event, set=given, becomes=becomes)
    return event


def _document_path(event: Event, path: str) -> str:
    """Stored names are accepted for document keys: occurred for date."""
    names = {attribute.name: key_of(attribute) for attribute in attrs.fields(type(event))}
    return names.get(path, path)


def _refusal(event: Event, path: str, key: Scalar) -> Problem | None:
    if path in ("type", "id") or (path.startswith("commits.") and path.endswith(".id")):
        return key.mark.problem(f"{path} cannot be corrected",
                                hint="retract the event and record it anew")  # fmt: skip
    known = list(_paths(event))
    if path in known or (isinstance(event, Correction) and path.startswith("set.")):
        return None
    near = difflib.get_close_matches(path, known, n=1, cutoff=0.5)
    return key.mark.problem(f"a {event.TYPE} has no field {path!r}",
                            near=near[0] if near else None,
                            hint=None if near else f"its fields: {', '.join(known)}")  # fmt: skip


def _paths(event: Event) -> list[str]:
    keys = [
        key_of(attribute)
        for attribute in attrs.fields(BY_NAME[event.TYPE])
        if attribute.name not in ("id", "becomes", "removes", "commits", "set", "of")
    ]
    fields = [key_of(attribute) for attribute in attrs.fields(Commitment)]
    return keys + [
        f"commits.{commitment.id}.{name}"
        for commitment in getattr(event, "commits", ())
        for name in fields
        if name != "id"
    ]


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    head, _, rest = path.partition(".")
    holder, key = document, head
    if head == "commits":
        id, _, key = rest.rpartition(".")
        holder = next(c for c in document["commits"] if c["id"] == id)
    elif head == "set" and rest:
        holder, key = document["set"], rest
    if value is None:
        holder.pop(key, None)
    else:
        holder[key] = value


def _changes(event: Event, old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, Any]]:
    """What differs between two stored shapes, field by field."""
    found: list[tuple[str, Any]] = []
    for name in sorted({*old, *new}):
        if old.get(name) == new.get(name):
            continue
        if name == "commits":
            for before, after in zip(old[name], new[name], strict=True):
                found += [
                    (f"commits.{before['id']}.{key}", after.get(key))
                    for key in sorted({*before, *after})
                    if before.get(key) != after.get(key)
                ]
        elif name in ("set", "becomes") and isinstance(event, Correction):
            before, after = old.get(name, {}), new.get(name, {})
            found += [
                (f"{name}.{key}", after.get(key))
                for key in sorted({*before, *after})
                if before.get(key) != after.get(key)
            ]
        else:
            found.append((name, new.get(name)))
    return found
