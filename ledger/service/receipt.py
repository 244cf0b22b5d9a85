"""What recording gives back: where each event lies now, and what was not recorded and why."""

from __future__ import annotations

from attrs import field, frozen

from ledger.errors import Problem
from ledger.model.event import Event


@frozen(kw_only=True)
class Recorded:
    """One event with its place; `leaf_hash` is lower-case hex."""

    position: int
    id: str
    type: str
    leaf_hash: str


LISTED = 2_000
"""Of a document that is recorded part by part, so many events are listed; all are counted."""


@frozen(kw_only=True)
class Receipt:
    """What became of the events that were handed in.

    `recorded` lie in the ledger from now on, and `events` are what they say; `repeated` lay there
    already, unchanged. `head` is the highest position afterwards. `warnings` are sentences about
    what is recorded but may not be what was meant. With `dry_run` nothing was kept.

    Of a long document in JSON Lines the first 2,000 are listed; `unlisted` and `unlisted_repeats`
    are how many were recorded, or lay there, besides.
    """

    recorded: tuple[Recorded, ...] = ()
    events: tuple[Event, ...] = field(default=(), repr=False)
    repeated: tuple[Recorded, ...] = ()
    head: int = 0
    warnings: tuple[str, ...] = ()
    dry_run: bool = False
    unlisted: int = 0
    unlisted_repeats: int = 0

    @property
    def count(self) -> int:
        """How many events were recorded."""
        return len(self.recorded) + self.unlisted

    @property
    def repeats(self) -> int:
        """How many events lay there already."""
        return len(self.repeated) + self.unlisted_repeats

    @property
    def before(self) -> int:
        """The head before this was recorded: what `unless_changed` accepts after a dry run."""
        return self.head - self.count

    @property
    def says(self) -> str:
        """The receipt in one sentence."""
        parts = []
        if self.recorded:
            first = self.recorded[0].position
            last = first + self.count - 1
            where = f"position {first}" if first == last else f"positions {first} to {last}"
            verb = "would be recorded" if self.dry_run else "recorded"
            parts.append(f"{_events(self.count)} {verb} at {where}")
        if self.repeats:
            parts.append(f"{_events(self.repeats)} recorded before, unchanged")
        return "; ".join(parts) or "nothing to record"


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def doubt(problem: Problem) -> str:
    """What is recorded as it stands but may not be meant, in one line with its place."""
    place = (problem.file, problem.line, problem.column)
    where = ":".join(str(part) for part in place if part is not None)
    says = problem.sentence if problem.hint is None else f"{problem.sentence}; {problem.hint}"
    return f"{where}: {says}" if where else says
