"""Builds events from the mappings of a document: every problem at once, or every event.

Driven by the classes alone: a new event type needs nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ledger.errors import InputRefusedError, Problem
from ledger.intake.correction import DEEPEST_CHAIN, CorrectionTarget, read_correction
from ledger.intake.event import Circumstances, build_one, class_of
from ledger.intake.known import Known
from ledger.intake.names import Names
from ledger.intake.node import Entries, Scalar
from ledger.intake.order import records_after
from ledger.intake.problems import Problems, in_order
from ledger.intake.standing import Together
from ledger.intake.suspicious import suspicious
from ledger.intake.wording import quoted
from ledger.model.event import Event
from ledger.model.records import Correction, Measure, Retraction
from ledger.model.sourced import About, Corroboration
from ledger.model.tags import declared_by

MOST_WARNINGS = 100
"""No document is recorded with more warnings than this; the others are counted."""


def build(
    documents: Sequence[Entries], known: Known, warnings: list[Problem] | None = None
) -> list[Event]:
    """The events, in the order of the document; records after what they are about.

    What is recorded as it stands but may not be meant (a name in letters of two scripts, a
    quotation found only with its white space levelled) is added to `warnings`. Raises
    InputRefusedError with every problem.
    """
    problems = Problems()
    doubts: list[Problem] = []
    names = Names(documents, known, problems)
    around = Circumstances(documents, names, known, problems, doubts)
    made: dict[int, Event] = {}
    later: list[int] = []
    for index, entries in enumerate(documents):
        cls = class_of(entries, problems)
        if cls in (Correction, Corroboration):
            later.append(index)
        elif cls is not None:
            event = build_one(cls, entries, around)
            if event is not None:
                made[index] = event
    _refuse_circles(documents, made, problems)
    made |= _corrections(documents, later, made, known, around)
    problems.refuse()
    if warnings is not None:
        warnings += _the_first(in_order([*doubts, *suspicious(documents, names, known)]))
    ordered, _ = records_after(
        [made[index] for index in sorted(made)], lambda event: event.id, _about
    )
    return ordered


def rebuild(document: Entries, known: Known) -> Event:
    """One event read again by itself, with everything it refers to known already.

    Raises InputRefusedError.
    """
    problems = Problems()
    cls = class_of(document, problems)
    event = None
    if cls is not None:
        names = Names((document,), known, problems)
        event = build_one(cls, document, Circumstances((document,), names, known, problems, []))
    problems.refuse()
    assert event is not None
    return event


def _the_first(warnings: list[Problem]) -> list[Problem]:
    """The warnings, or as many of them as anybody reads, and how many there are besides."""
    more = len(warnings) - MOST_WARNINGS
    if more <= 0:
        return warnings
    file = warnings[0].file
    last = Problem(sentence=f"and {more:,} more warnings", file=file, severity="warning")
    return [*warnings[:MOST_WARNINGS], last]


def _about(event: Event) -> str | None:
    return event.of if isinstance(event, About) else None


def _refuse_circles(
    documents: Sequence[Entries], made: dict[int, Event], problems: list[Problem]
) -> None:
    """Refuses what leads back to itself: days, measures and retractions that rest on each other."""
    hangs: dict[str, tuple[int, str]] = {}
    parts: dict[str, tuple[int, str]] = {}
    about: dict[str, tuple[int, str]] = {}
    for index, event in made.items():
        if event.occurred is not None and event.occurred.anchor_event is not None:
            hangs[event.id] = (index, event.occurred.anchor_event)
        if isinstance(event, Measure) and event.part_of is not None:
            parts[event.id] = (index, event.part_of)
        if isinstance(event, Retraction) and event.id:
            about[event.id] = (index, event.of)
    for links, says in (
        (hangs, "its day hangs on itself"),
        (parts, "it is a part of itself"),
        (about, "it retracts itself"),
    ):
        for circle in _circles(links):
            mark = documents[links[circle[0]][0]].mark
            way = f", by way of {', '.join(circle[1:])}" if circle[1:] else ""
            problems.append(mark.problem(f"{quoted(circle[0])}: {says}{way}"))


def _circles(links: dict[str, tuple[int, str]]) -> list[list[str]]:
    """The circles among links from an id to another, each once, in linear time."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in links:
        path: dict[str, None] = {}
        at = start
        while at in links and at not in seen:
            seen.add(at)
            path[at] = None
            at = links[at][1]
        if at in path:
            chain = list(path)
            found.append(chain[chain.index(at) :])
    return found


def _corrections(
    documents: Sequence[Entries], indexes: list[int], made: dict[int, Event], known: Known,
    around: Circumstances,
) -> dict[int, Event]:  # fmt: skip
    """What is about an event, each read against what those before it have brought about."""
    together = Together(known, made.values(), declared=around.names.own)
    ordered, circular = records_after(
        indexes,
        lambda index: documents[index].word("id"),
        lambda index: documents[index].word("of"),
    )
    found: dict[int, Event] = {}
    for index in ordered:
        event = _correction(documents[index], together, around)
        if event is not None:
            found[index] = event
            together.add(event)
    for index in circular:
        around.problems.append(documents[index].mark.problem(
            f"{quoted(documents[index].word('id') or '')} corrects itself, or what corrects it"))  # fmt: skip
    return found


def _correction(entries: Entries, together: Together, around: Circumstances) -> Event | None:
    cls = class_of(entries, around.problems)
    event = build_one(cls, entries, around) if cls is not None else None
    if event is None:
        return None
    assert isinstance(event, Correction | Corroboration)
    problems = around.problems
    try:
        target = together.event(event.of)
    except ValueError as error:
        problems.append(entries.mark.problem(f"{quoted(event.of)} as corrected so far: {error}"))
        return None
    if target is None:
        # It is declared, or the reference would have been refused; so its own problems are told.
        if not problems:
            problems.append(entries.mark.problem(f"no event {quoted(event.of)} is known"))
        return None
    if _chain(target, together) > DEEPEST_CHAIN:
        problems.append(entries.mark.problem(
            f"a correction of a correction, more than {DEEPEST_CHAIN} deep",
            hint="correct the event itself"))  # fmt: skip
        return None
    changes = entries.get("set")
    if changes is None and isinstance(event, Corroboration):
        return event
    assert isinstance(changes, Entries)
    if event.of in declared_by(target):
        changes = _of_commitment(event.of, changes)
    try:
        given, becomes = read_correction(
            CorrectionTarget(event=target, known=together, rebuild=rebuild), changes
        )
    except InputRefusedError as error:
        for problem in error.problems:
            problems.append(problem)
        return None
    return attrs.evolve(event, set=given, becomes=becomes)


def _of_commitment(id: str, changes: Entries) -> Entries:
    """The paths of a commitment's terms in the event that makes it."""
    items = []
    for key, node in changes.items:
        whole = key.text.startswith("commits.")
        path = key.text if whole else f"commits.{id}.{key.text}"
        items.append((Scalar(path, key.mark), node))
    return Entries(tuple(items), changes.mark, changes.blank)


def _chain(event: Event | None, known: Known) -> int:
    """How many corrections lie one upon the other, down to what is none."""
    depth = 0
    while isinstance(event, Correction) and depth <= DEEPEST_CHAIN:
        depth += 1
        event = known.event(event.of)
    return depth
