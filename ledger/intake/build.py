"""Builds events from the mappings of a document: every problem at once, or every event.

Driven by the classes alone: a new event type needs nothing here.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import attrs

from ledger.errors import InputRefusedError, Problem
from ledger.intake.correction import CorrectionTarget, read_correction
from ledger.intake.known import Known
from ledger.intake.names import Names
from ledger.intake.node import Entries, Node, Scalar
from ledger.intake.quotation import find, nearest
from ledger.intake.values import (
    BadValueError,
    Setting,
    hints,
    read_fields,
    read_value,
    unknown_keys,
)
from ledger.model.day import DEFAULT, Day, Days
from ledger.model.event import Event
from ledger.model.event_types import BY_NAME
from ledger.model.fields import key_of
from ledger.model.records import Correction, Source
from ledger.model.said import Statement
from ledger.model.sourced import About, Corroboration
from ledger.model.tags import declared_by

_ABOUT: tuple[type[Event], ...] = (Correction, Corroboration)
"""Types that are read with what they are about at hand."""

_ENVELOPE = ("sources", "anchor", "known_from")


def build(documents: Sequence[Entries], known: Known) -> list[Event]:
    """The events, in the order of the document; records after what they are about.

    Raises InputRefusedError with every problem.
    """
    problems: list[Problem] = []
    names = Names(documents, known, problems)
    published = _Published(documents, known)
    made: dict[int, Event] = {}
    later: list[tuple[int, Entries]] = []
    for index, entries in enumerate(documents):
        cls = _class(entries, problems)
        if cls is None:
            continue
        if cls in _ABOUT:
            later.append((index, entries))
            continue
        event = build_one(cls, entries, names, published, known, problems)
        if event is not None:
            made[index] = event
    own = {event.id: event for event in made.values() if event.id}
    for index, entries in later:
        event = _correction(entries, names, published, known, own, problems)
        if event is not None:
            made[index] = event
            if event.id:
                own[event.id] = event
    if problems:
        raise InputRefusedError(_in_order(problems))
    return _records_last([made[index] for index in sorted(made)])


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))


def _records_last(events: list[Event]) -> list[Event]:
    """Stable, but a record never before the event of this document that it is about."""
    waiting = {event.id for event in events if event.id}
    result: list[Event] = []
    queue = list(events)
    while queue:
        rest = []
        for event in queue:
            of = event.of if isinstance(event, About) else None
            if of in waiting and of != event.id:
                rest.append(event)
            else:
                result.append(event)
                waiting.discard(event.id)
        if len(rest) == len(queue):
            return result + rest
        queue = rest
    return result


def _class(entries: Entries, problems: list[Problem]) -> type[Event] | None:
    node = entries.get("type")
    if not isinstance(node, Scalar):
        problems.append(entries.mark.problem(
            "an event needs its type", hint=f"one of: {', '.join(BY_NAME)}"))  # fmt: skip
        return None
    cls = BY_NAME.get(node.text)
    if cls is None:
        near = difflib.get_close_matches(node.text, BY_NAME, n=1, cutoff=0.4)
        problems.append(node.mark.problem(
            f"no event type {node.text!r}", near=near[0] if near else None,
            hint=f"one of: {', '.join(BY_NAME)}"))  # fmt: skip
    return cls


class _Published:
    """The days of publication of the sources of the document and of the ledger."""

    def __init__(self, documents: Sequence[Entries], known: Known) -> None:
        self._known = known
        self._own: dict[str, Days] = {}
        for entries in documents:
            kind, id, day = (entries.get(key) for key in ("type", "id", "published"))
            if not (isinstance(kind, Scalar) and kind.text == Source.TYPE):
                continue
            if isinstance(id, Scalar) and isinstance(day, Scalar):
                try:
                    published = read_value(attrs.fields(Source).published, Day, day, Names((), known, []),
                                           Setting(), [])  # fmt: skip
                except BadValueError:
                    continue  # told where the source itself is read
                self._own[id.text] = (published.earliest, published.latest)

    def __call__(self, source: str) -> Days | None:
        return self._own.get(source) or self._known.published(source)


def build_one(
    cls: type[Event], entries: Entries, names: Names, published: _Published, known: Known,
    problems: list[Problem],
) -> Event | None:  # fmt: skip
    """One event, or None where problems were added."""
    before = len(problems)
    unknown_keys(cls, entries, ("type",), problems)
    values = read_fields(cls, entries, names, Setting(), problems, only=_ENVELOPE)
    days = next((d for d in (published(c.source) for c in values.get("sources", ())) if d), None)
    anchor = values.get("anchor")
    told: Days | None = (anchor, anchor) if anchor else days
    scheduled = _is_yes(entries.get("scheduled"))
    occurred = _occurred(cls, entries, names, Setting(date=told, scheduled=scheduled), days,
                         problems)  # fmt: skip
    if occurred is not None:
        values["occurred"] = occurred
    due = told
    if anchor is None and issubclass(cls, Statement) and entries.get("quote") is not None:
        # The speaker's own words are read against the day on which they were spoken.
        if occurred is not None and occurred.latest is not None:
            due = (occurred.earliest, occurred.latest)
    if due is None and occurred is not None and occurred.latest is not None:
        due = (occurred.earliest, occurred.latest)
    removed = _removed(cls, entries)
    values |= read_fields(cls, entries, names, Setting(date=told, due=due), problems,
                          skip=(*_ENVELOPE, "occurred", "becomes", "removes", *removed))  # fmt: skip
    if removed:
        values["removes"] = removed
    if len(problems) > before:
        return None
    try:
        event = cls(**values)
    except (TypeError, ValueError) as error:
        problems.append(entries.mark.problem(f"a {cls.TYPE} {error.args[0]}"
                                             if str(error.args[0]).startswith("needs")
                                             else str(error.args[0])))  # fmt: skip
        return None
    _check_quote(event, entries, known, problems)
    return event if len(problems) == before else None


def _removed(cls: type[Event], entries: Entries) -> tuple[str, ...]:
    """The terms that are given as `none`: they are removed, not left as they were."""
    return tuple(
        attribute.name
        for attribute in attrs.fields(cls)
        if attribute.metadata.get("removable")
        and isinstance(node := entries.get(key_of(attribute)), Scalar)
        and node.text == "none"
    )


def _occurred(
    cls: type[Event], entries: Entries, names: Names, setting: Setting, days: Days | None,
    problems: list[Problem],
) -> Day | None:  # fmt: skip
    node = entries.get("date")
    if node is not None:
        try:
            attribute = attrs.fields(cls).occurred
            found: Day = read_value(attribute, hints(cls)["occurred"], node, names, setting,
                                    problems)  # fmt: skip
            return found
        except BadValueError as bad:
            problems.append(bad.problem)
            return None
    if not cls.ABOUT_WORLD:
        return None
    if days is None or cls.OWN_DAY:
        if cls.OWN_DAY or entries.get("source") is None:
            else_source = "" if cls.OWN_DAY else ", or a source whose day of publication it takes"
            problems.append(entries.mark.problem(f"a {cls.TYPE} needs a date{else_source}"))
        return None
    earliest, latest = days
    return Day(edtf=None, earliest=earliest, latest=latest, rule=DEFAULT)


def _is_yes(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.text.casefold() in ("yes", "true")


def _check_quote(event: Event, entries: Entries, known: Known, problems: list[Problem]) -> None:
    quote = getattr(event, "quote", None)
    if quote is None:
        return
    texts = {c.source: text for c in event.sources if (text := known.text_of(c.source)) is not None}
    if texts and not any(find(quote, text) for text in texts.values()):
        node = entries.get("quote") or entries
        like = next((n for text in texts.values() if (n := nearest(quote, text))), None)
        problems.append(node.mark.problem(
            f"the quotation is not in the text of {', '.join(texts)}",
            hint=f"the text has: {like}" if like else "check the words, or give them as says"))  # fmt: skip


def _correction(
    entries: Entries, names: Names, published: _Published, known: Known, own: dict[str, Event],
    problems: list[Problem],
) -> Event | None:  # fmt: skip
    before = len(problems)
    cls = _class(entries, problems)
    assert cls is not None
    event = build_one(cls, entries, names, published, known, problems)
    if event is None or len(problems) > before:
        return None
    assert isinstance(event, Correction | Corroboration)
    makers = {id: one for one in own.values() for id in declared_by(one)}
    target = own.get(event.of) or makers.get(event.of) or known.event(event.of)
    if target is None:
        problems.append(entries.mark.problem(f"no event {event.of!r} is known"))
        return None
    changes = entries.get("set")
    if changes is None and isinstance(event, Corroboration):
        return event
    assert isinstance(changes, Entries)
    if event.of in declared_by(target):
        changes = _of_commitment(event.of, changes)
    try:
        given, becomes = read_correction(
            CorrectionTarget(event=target, known=known, rebuild=rebuild), changes
        )
    except InputRefusedError as error:
        problems.extend(error.problems)
        return None
    return attrs.evolve(event, set=given, becomes=becomes)


def _of_commitment(id: str, changes: Entries) -> Entries:
    """The paths of a commitment's terms in the event that makes it."""
    return Entries(
        tuple(
            (
                Scalar(path if path.startswith("commits.") else f"commits.{id}.{path}", key.mark),
                node,
            )
            for key, node in changes.items
            for path in (key.text,)
        ),
        changes.mark,
    )


def rebuild(document: Entries, known: Known) -> Event:
    """One event read again by itself, with everything it refers to known already.

    Raises InputRefusedError.
    """
    problems: list[Problem] = []
    cls = _class(document, problems)
    event = None
    if cls is not None:
        names = Names((document,), known, problems)
        event = build_one(cls, document, names, _Published((document,), known), known, problems)
    if event is None:
        raise InputRefusedError(problems)
    return event
