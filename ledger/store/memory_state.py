"""All that a store in memory holds."""

from __future__ import annotations

from copy import deepcopy

from attrs import define, field

from ledger.evidence.tree import NodeId
from ledger.store.event_data import StoredEvent, ViewRow


@define
class State:
    """Everything the store holds; a transaction works on a copy."""

    events: list[StoredEvent] = field(factory=list)
    tags: dict[str, set[int]] = field(factory=dict)
    names: dict[str, int] = field(factory=dict)
    nodes: dict[NodeId, bytes] = field(factory=dict)
    views: dict[str, dict[str, list[ViewRow]]] = field(factory=dict)
    reads: dict[str, dict[str, set[str]]] = field(factory=dict)
    words: dict[str, dict[str, str]] = field(factory=dict)
    progress: dict[str, tuple[int, int]] = field(factory=dict)
    live: dict[str, int] = field(factory=dict)

    def copy(self) -> State:
        """A copy that shares the events themselves, which never change."""
        return State(
            events=list(self.events), tags={tag: set(at) for tag, at in self.tags.items()},
            names=dict(self.names), nodes=dict(self.nodes), views=deepcopy(self.views),
            reads=deepcopy(self.reads), words=deepcopy(self.words), progress=dict(self.progress),
            live=dict(self.live),
        )  # fmt: skip
