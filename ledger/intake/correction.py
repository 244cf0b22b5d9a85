"""Reads a correction: the new values as given, and what they and all that leaned on them become.

The event's document is changed at the given paths and read again; what differs from reading the
unchanged document again is what the correction brings about. So a phrase is read anew only where
its words or its anchor changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import attrs

from ledger.errors import InputRefusedError, Problem
from ledger.intake.known import Known, KnownWithoutTexts
from ledger.intake.node import Entries, Listing, Node, Scalar, from_builtins
from ledger.intake.plans import keys_of
from ledger.intake.problems import Problems
from ledger.intake.published import known_from
from ledger.intake.values import new_value
from ledger.intake.wording import a, meant, quoted
from ledger.model.commitment import Commitment
from ledger.model.event import Event
from ledger.model.event_types import BY_NAME
from ledger.model.fields import key_of
from ledger.model.given import to_document
from ledger.model.records import Correction
from ledger.model.shape import to_builtins

Rebuild = Callable[[Entries, Known], Event]

DEEPEST_CHAIN = 8
"""A correction of a correction of a correction … goes no deeper: each doubles the reading."""

_QUOTED_FROM = frozenset({"quote", "source"})
"""Fields whose change makes the quotation be looked for again."""


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
    problems = Problems()
    for key in changes.blank:
        problems.append(key.mark.problem(
            f"{key.text} has no value", hint="write none to remove a field"))  # fmt: skip
    given: dict[str, Any] = {}
    nodes: dict[str, Node] = {}
    for key, node in changes.items:
        path = _document_path(event, key.text)
        problem = _refusal(event, path, key)
        if problem is None and path in given:
            problem = key.mark.problem(f"{path} is set twice")
        if problem is not None:
            problems.append(problem)
            continue
        given[path] = new_value(node)
        nodes[path] = node
        _put(changed, path, given[path])
    if not problems and not given:
        problems.append(changes.mark.problem("a correction sets at least one field"))
    elif not problems and changed == document:
        problems.append(changes.mark.problem(
            "the record already reads so", hint="nothing needs correcting"))  # fmt: skip
    if not problems and isinstance(event, Correction) and not changed["set"]:
        problems.append(changes.mark.problem(
            f"nothing would be left of the correction {event.id}", hint="retract it"))  # fmt: skip
    problems.refuse()
    after = _again(target, changed, nodes)
    becomes = _between(event, _unchanged(target, document), after, target.known, target.known)
    return given, becomes


def becomes_between(old: CorrectionTarget, new: CorrectionTarget) -> dict[str, Any]:
    """What the unchanged document of an event becomes when it is read under other knowledge."""
    document = to_document(old.event)
    before, after = _unchanged(old, document), _again(new, document, {})
    return _between(old.event, before, after, old.known, new.known)


def _between(
    event: Event, before: Event, after: Event, known_before: Known, known_after: Known
) -> dict[str, Any]:
    becomes = dict(_changes(event, to_builtins(before), to_builtins(after)))
    # Another source may have been published on another day.
    known = known_from(after, known_after.published)
    if known is not None and known != known_from(before, known_before.published):
        becomes["known_from"] = known.isoformat()
    return becomes


def _unchanged(target: CorrectionTarget, document: dict[str, Any]) -> Event:
    """The event read again as it stands.

    What cannot be read any more (an older program read it, say) may be just what is to be
    corrected; then the event stands for its own reading.
    """
    try:
        return _again(target, document, {})
    except InputRefusedError:
        return target.event


def _again(target: CorrectionTarget, document: dict[str, Any], nodes: Mapping[str, Node]) -> Event:
    """The event of a document, of which the nodes were given at these paths.

    A quotation is looked for in its source only where it, or the source, is what changes: a doubt
    about old words does not keep another field from being corrected.
    """
    known = target.known if _QUOTED_FROM & nodes.keys() else KnownWithoutTexts(target.known)
    event = _rebuilt(target, _with(document, nodes), known, nodes)
    if not isinstance(event, Correction):
        return event
    # What it brings about is told from its event as that stands without it.
    base = target.known.without(event.of, event.id)
    if base is None or not event.set:
        # Nothing was given that could be read again: what it brought about stays as it was read.
        held = target.event.becomes if isinstance(target.event, Correction) else {}
        return attrs.evolve(event, becomes=held)
    under = CorrectionTarget(event=base, known=target.known, rebuild=target.rebuild)
    try:
        given, becomes = read_correction(under, _changes_of(event, nodes))
    except InputRefusedError as error:
        raise InputRefusedError(_at(nodes, error.problems)) from error
    return attrs.evolve(event, set=given, becomes=becomes)


def _rebuilt(
    target: CorrectionTarget, document: Entries, known: Known, nodes: Mapping[str, Node]
) -> Event:
    try:
        return target.rebuild(document, known)
    except InputRefusedError as error:
        raise InputRefusedError(_at(nodes, error.problems)) from error


def _at(nodes: Mapping[str, Node], problems: tuple[Problem, ...]) -> list[Problem]:
    """Problems of what was not changed are shown at the first change: it has brought them about."""
    first = next(iter(nodes.values()), None)
    if first is None:
        return list(problems)
    return [
        problem
        if problem.line is not None or (first.mark.line is None and problem.file is not None)
        else first.mark.problem(problem.sentence, near=problem.near, hint=problem.hint)
        for problem in problems
    ]


def _with(document: Mapping[str, Any], nodes: Mapping[str, Node]) -> Entries:
    """The mapping of a document, in which what was given keeps its place in the writer's file."""
    entries = _node({key: value for key, value in document.items() if key != "becomes"})
    for path, node in nodes.items():
        entries = _replaced(entries, path, node)
    return entries


def _node(value: Mapping[str, Any]) -> Entries:
    found = from_builtins(value)
    assert isinstance(found, Entries)
    return Entries(found.items)


def _replaced(entries: Entries, path: str, node: Node) -> Entries:
    """The mapping with this node at a path, where something stands there."""
    head, _, rest = path.partition(".")
    if head == "commits" and rest:
        id, _, name = rest.rpartition(".")
        listed = entries.get("commits")
        items = tuple(
            _with_value(item, name, node)
            if isinstance(item, Entries) and item.word("id") == id
            else item
            for item in (listed.items if isinstance(listed, Listing) else ())
        )
        return _with_value(entries, "commits", Listing(items))
    if head == "set" and rest:
        held = entries.get("set")
        assert isinstance(held, Entries)
        return _with_value(entries, "set", _with_value(held, rest, node))
    return _with_value(entries, path, node)


def _with_value(entries: Entries, name: str, node: Node) -> Entries:
    return attrs.evolve(entries, items=tuple(
        (key, node if key.text == name else held) for key, held in entries.items))  # fmt: skip


def _changes_of(correction: Correction, nodes: Mapping[str, Node]) -> Entries:
    """The `set` of a correction as nodes, again with the places of what was just given."""
    entries = _node(
        {path: "none" if value is None else value for path, value in correction.set.items()}
    )
    for path, node in nodes.items():
        if path.startswith("set."):
            entries = _with_value(entries, path.removeprefix("set."), node)
    return entries


def _document_path(event: Event, path: str) -> str:
    """Stored names are accepted for document keys: occurred for date."""
    names = {attribute.name: key_of(attribute) for attribute in attrs.fields(type(event))}
    return names.get(path, path)


def _refusal(event: Event, path: str, key: Scalar) -> Problem | None:
    if path in ("type", "id", "of") or (path.startswith("commits.") and path.endswith(".id")):
        return key.mark.problem(f"{path} cannot be corrected",
                                hint="retract the event and record it anew")  # fmt: skip
    known = list(_paths(event))
    if path in known or (isinstance(event, Correction) and path.startswith("set.") and path[4:]):
        return None
    term = next((one for one in known if one.startswith("commits.")), None)
    if path == "commits" and term is not None:
        return key.mark.problem("commits are corrected term by term", hint=f"name it: {term}")
    near = meant(path, known)
    return key.mark.problem(
        f"{a(event.TYPE)} has no field {quoted(path)}", near=near,
        hint=None if near else f"its fields: {', '.join(known)}")  # fmt: skip


def _paths(event: Event) -> list[str]:
    own = keys_of(BY_NAME[event.TYPE])
    keys = [key for key in own if key not in ("id", "commits", "set", "of")]
    return keys + [
        f"commits.{commitment.id}.{name}"
        for commitment in getattr(event, "commits", ())
        for name in keys_of(Commitment)
        if name != "id"
    ]


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    head, _, rest = path.partition(".")
    holder, key = document, head
    if head == "commits":
        id, _, key = rest.rpartition(".")
        holder = next(c for c in document["commits"] if c["id"] == id)
    elif head == "set" and rest:
        # To take a change back is to take it out of the correction.
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
