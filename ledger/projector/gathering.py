"""Gathers the history that the fold of a subject depends on, for one subject or many in step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from ledger.errors import IntegrityError, LedgerError
from ledger.model.event import RecordedEvent
from ledger.model.history import Alone, History, effective
from ledger.model.records import Correction, Retraction
from ledger.projections.projection import Projection
from ledger.projector.events import Events

EVENT = "event:"
"""The tag kind that stands for one event with its records, rather than for all that bear it."""

_NOTHING = History(())


class naming:  # noqa: N801 – reads like a statement: with naming(projection, subject)
    """Names projection and subject in whatever fails there but a refusal."""

    def __init__(self, projection: Projection, subject: str) -> None:
        self._projection = projection
        self._subject = subject

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, LedgerError):
            raise IntegrityError(
                f"the view {self._projection.name!r} cannot be folded for {self._subject!r}: "
                f"{error!r}",
                hint="this is a fault of the program; the events are unharmed",
            ) from error


class Gathering:
    """The history of one subject while it is gathered.

    `tags` and `ids` say what is missing; hand over what they name with `take`, until both are
    empty. Then `history` is whole, and `reads` are the tags that it was found by, besides the
    subject's own, which always leads to it.
    """

    def __init__(
        self,
        projection: Projection,
        subject: str,
        *,
        known_by: dt.date | None = None,
        recorded_by: int | None = None,
        alone: Alone | None = None,
    ) -> None:
        self.subject = subject
        self.history = _NOTHING
        self.tags: list[str] = []
        self.ids: list[str] = []
        self._projection = projection
        self._known_by = known_by
        self._recorded_by = recorded_by
        self._alone = Alone() if alone is None else alone
        self._held: dict[int, RecordedEvent] = {}
        self._asked: set[str] = set()
        self._own = f"{projection.prefix}:{subject}"
        self._settled = 0
        self._look_further()

    @property
    def reads(self) -> frozenset[str]:
        """The tags that the history was found by, but for the subject's own."""
        return frozenset(self._asked - {self._own})

    @property
    def held(self) -> Collection[int]:
        """The positions of all that was gathered."""
        return self._held.keys()

    def take(self, found: Iterable[RecordedEvent]) -> None:
        """Take what was asked for, and see what else is missing."""
        held = self._held
        of: set[str] = set()
        for event in found:
            if event.position not in held:
                held[event.position] = event
                # A correction may be found by a tag that only its new value adds: what it is
                # about belongs to the subject then, and later records about that concern it.
                if isinstance(event.event, Correction | Retraction):
                    of.add(event.event.of)
        if of:
            of -= {event.id for event in held.values()}
            missing = {f"{EVENT}{id}" for id in of} - self._asked
            if missing:
                self._ask(missing)
                return
        if len(held) != self._settled:
            self._settled = len(held)
            self.history = effective(
                held.values(),
                known_by=self._known_by,
                recorded_by=self._recorded_by,
                alone=self._alone,
            )
        self._look_further()

    def _look_further(self) -> None:
        if not self._concerns():
            self.history = _NOTHING
            self._held.clear()
            self._asked.clear()
            self._ask(set())
            return
        with naming(self._projection, self.subject):
            missing = set(self._projection.needs(self.subject, self.history))
        for event in self.history:
            if event.event.ABOUT_WORLD:
                # Whether the sources of these events still stand.
                missing.update(f"publication:{cited.source}" for cited in event.event.sources)
        self._ask(missing - self._asked)

    def _concerns(self) -> bool:
        """Whether the event that is the subject can have rows, once its type is known."""
        types = self._projection.types
        if types is None or self._own not in self._asked:
            return True
        found = self.history.get(self.subject)
        return found is None or found.recorded.type in types

    def _ask(self, missing: set[str]) -> None:
        self._asked |= missing
        self.ids = [tag[len(EVENT) :] for tag in missing if tag.startswith(EVENT)]
        self.tags = [tag for tag in missing if not tag.startswith(EVENT)]


def gather(
    events: Events,
    projection: Projection,
    subject: str,
    *,
    known_by: dt.date | None = None,
    recorded_by: int | None = None,
) -> Gathering:
    """The effective history that the fold of a subject depends on, under the clocks."""
    running = Gathering(projection, subject, known_by=known_by, recorded_by=recorded_by)
    while running.tags or running.ids:
        running.take(events.history(running.tags, running.ids))
    return running


def gather_all(
    events: Events,
    projection: Projection,
    subjects: Iterable[str],
    *,
    known_by: dt.date | None = None,
    recorded_by: int | None = None,
) -> Iterator[Gathering]:
    """The histories of many subjects, in their order, looked up together step by step."""
    alone = Alone()
    every = [
        Gathering(projection, subject, known_by=known_by, recorded_by=recorded_by, alone=alone)
        for subject in subjects
    ]
    running = every
    while running:
        events.fetch(
            {tag for one in running for tag in one.tags}, {id for one in running for id in one.ids}
        )
        for one in running:
            one.take(events.history(one.tags, one.ids))
        running = [one for one in running if one.tags or one.ids]
    return iter(every)
