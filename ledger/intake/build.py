"""Builds events from the mappings of a document: every problem at once, or every event.

Driven by the classes alone: a new event type needs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import attrs

from ledger.errors import InputRefusedError, Problem
from ledger.intake.circles import circles, links, told
from ledger.intake.correction import DEEPEST_CHAIN, CorrectionTarget, read_correction
from ledger.intake.declared import Declared, Own
from ledger.intake.event import Circumstances, build_one, class_of
from ledger.intake.known import Known
from ledger.intake.names import Names
from ledger.intake.node import Entries, Scalar
from ledger.intake.order import records_after
from ledger.intake.outline import Outline, outline
from ledger.intake.problems import Problems, in_order
from ledger.intake.standing import Earlier, Together
from ledger.intake.suspicious import suspicious
from ledger.intake.wording import quoted
from ledger.model.event import Event
from ledger.model.fields import is_id
from ledger.model.records import Correction, Retraction
from ledger.model.sourced import Corroboration
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
    outlines = [outline(entries) for entries in documents]
    builder = Builder(Own(outlines, known), known, problems, doubts)
    built = builder.part(outlines)
    _refuse_circles(builder.links, problems)
    problems.refuse()
    if warnings is not None:
        warnings += the_first(doubts)
    return built


def rebuild(document: Entries, known: Known) -> Event:
    """One event read again by itself, with everything it refers to known already.

    Raises InputRefusedError.
    """
    problems = Problems()
    alone = outline(document)
    builder = Builder(Own((alone,), known), known, problems, [])
    event = builder.alone(alone)
    problems.refuse()
    assert event is not None
    return event


class Link(NamedTuple):
    """An event that leads to another by its id, in one of the ways of `circles.SAYS`."""

    one: Outline
    way: str
    id: str
    to: str


class Builder:
    """Builds the events of a document: of all of it at once, or of one part after another.

    `declared` is the whole document, `earlier` the parts that are recorded already. What is wrong is
    added to `problems`, what may not be meant to `doubts`.
    """

    def __init__(
        self,
        declared: Declared,
        known: Known,
        problems: list[Problem],
        doubts: list[Problem],
        *,
        earlier: Earlier | None = None,
    ) -> None:
        self._declared = declared
        self._known = known
        self._problems = problems
        self._doubts = doubts
        self._earlier = earlier
        self._names = Names(declared, known)
        self.links: list[Link] = []
        """What leads from one event to another: it may lead back in the end."""

    def part(self, outlines: Sequence[Outline]) -> list[Event]:
        """The events of these mappings, in the order in which they are to be recorded.

        What is about one of the document stands in the same part or a later one. Of several that
        are given the same id, the first stands for all: so it is for what is about it.
        """
        again = {index for index, one in enumerate(outlines) if not self._check_ids(one)}
        around = self._around()
        made: dict[int, Event] = {}
        later: set[int] = set()
        for index, one in enumerate(outlines):
            cls = class_of(one.entries, self._problems)
            if cls in (Correction, Corroboration):
                later.add(index)
            elif cls is not None:
                event = build_one(cls, one.entries, around)
                if event is not None and index not in again:
                    made[index] = event
        ordered, circular = records_after(
            range(len(outlines)),
            lambda index: outlines[index].ids if index not in again else (),
            lambda index: outlines[index].about,
        )
        if later:
            together = Together(
                self._known, made.values(), declared=self._declared, earlier=self._earlier
            )
            for index in ordered:
                if index in later:
                    event = _correction(outlines[index].entries, together, around)
                    if event is not None and index not in again:
                        made[index] = event
                        together.add(event)
        self._refuse_circular(outlines[index] for index in circular)
        for index, event in made.items():
            self._link(outlines[index], event)
        self._doubts += suspicious(outlines, self._declared)
        self._names.forget()
        return [made[index] for index in ordered if index in made]

    def circular_part(self, outlines: Iterable[Outline]) -> None:
        """Mappings of records that rest on themselves: they are refused, and so is what is wrong."""
        around = self._around()
        for one in outlines:
            first = self._check_ids(one)
            self._refuse_circular((one,))
            cls = class_of(one.entries, self._problems)
            if cls is Retraction:
                event = build_one(cls, one.entries, around)
                if event is not None and first:
                    self._link(one, event)

    def alone(self, one: Outline) -> Event | None:
        """The event of one mapping that is no record about a record, or None."""
        self._check_ids(one)
        cls = class_of(one.entries, self._problems)
        return build_one(cls, one.entries, self._around()) if cls is not None else None

    def _around(self) -> Circumstances:
        return Circumstances(self._declared, self._names, self._known, self._problems, self._doubts)

    def _link(self, one: Outline, event: Event) -> None:
        self.links += (Link(one, way, event.id, to) for way, to in links(event))

    def _check_ids(self, one: Outline) -> bool:
        """Refuses what is no id, and what the document has given before; whether all is well."""
        count = len(self._problems)
        for id, _, node in one.declares:
            if not is_id(id):
                self._problems.append(node.mark.problem(
                    f"{quoted(id)} is no id", hint="one word, not only digits: us-iraq-3000"))  # fmt: skip
                continue
            before = self._declared.before(id, node)
            if before is not None:
                where = f" (line {before.line} too)" if before.line else ""
                self._problems.append(node.mark.problem(
                    f"the id {quoted(id)} is given twice{where}"))  # fmt: skip
        return len(self._problems) == count

    def _refuse_circular(self, outlines: Iterable[Outline]) -> None:
        """Refuses corrections that rest on themselves; retractions are told with other circles."""
        for one in outlines:
            if one.kind in (Correction.TYPE, Corroboration.TYPE):
                self._problems.append(one.entries.mark.problem(
                    f"{quoted(one.id or '')} corrects itself, or what corrects it"))  # fmt: skip


def the_first(doubts: Sequence[Problem], *, more: int = 0) -> list[Problem]:
    """The warnings, or as many of them as anybody reads, and how many there are besides.

    `more` were left out of `doubts` already.
    """
    warnings = in_order(doubts)
    more += max(0, len(warnings) - MOST_WARNINGS)
    if more == 0:
        return warnings
    file = warnings[0].file
    last = Problem(sentence=f"and {more:,} more warnings", file=file, severity="warning")
    return [*warnings[:MOST_WARNINGS], last]


def _refuse_circles(links: Iterable[Link], problems: list[Problem]) -> None:
    """Refuses what leads back to itself: days, measures and retractions that rest on each other."""
    leads: dict[str, dict[str, str]] = {}
    where: dict[str, Outline] = {}
    for link in links:
        leads.setdefault(link.way, {})[link.id] = link.to
        where[link.id] = link.one
    for way, ids in leads.items():
        for circle in circles(ids, ids, set()):
            mark = where[circle[0]].entries.mark
            problems.append(mark.problem(f"{quoted(circle[0])}: {told(way, circle)}"))


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
