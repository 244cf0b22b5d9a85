"""What recording gives back: where each event lies now, and what was not recorded and why."""

from __future__ import annotations

from attrs import field, frozen

from ledger.model.event import Event


@frozen(kw_only=True)
class Recorded:
    """One event with its place; `leaf_hash` is lower-case hex."""

    position: int
    id: str
    type: str
    leaf_hash: str


@frozen(kw_only=True)
class Receipt:
    """What became of the events that were handed in.

    `recorded` lie in the ledger from now on, and `events` are what they say; `repeated` lay there
    already, unchanged. `head` is
    the highest position afterwards. `warnings` are sentences about what is recorded but may not be
    what was meant. With `dry_run` nothing was kept.
    """

    recorded: tuple[Recorded, ...] = ()
    events: tuple[Event, ...] = field(default=(), repr=False)
    repeated: tuple[Recorded, ...] = ()
    head: int = 0
    warnings: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def before(self) -> int:
        """The head before this was recorded: what `unless_changed` accepts after a dry run."""
        return self.head - len(self.recorded)

    @property
    def says(self) -> str:
        """The receipt in one sentence."""
        parts = []
        if self.recorded:
            first, last = self.recorded[0].position, self.recorded[-1].position
            where = f"position {first}" if first == last else f"positions {first} to {last}"
            verb = "would be recorded" if self.dry_run else "recorded"
            parts.append(f"{_events(len(self.recorded))} {verb} at {where}")
        if self.repeated:
            parts.append(f"{_events(len(self.repeated))} recorded before, unchanged")
        return "; ".join(parts) or "nothing to record"


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"
