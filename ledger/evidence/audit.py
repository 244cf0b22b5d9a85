"""Auditing a whole ledger in one pass and bounded memory: what is wrong with it, and where.

The caller hands in the stored rows as they lie, in the order of their positions, and says which
checkpoints it has. Between rows only the right edge of the tree is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ledger.evidence.canonical import canonical
from ledger.evidence.checkpoint import Checkpoint
from ledger.evidence.entry import SALT_BYTES, leaf_hash, payload_digest
from ledger.evidence.finding import Finding
from ledger.evidence.merkle import HASH_BYTES
from ledger.evidence.redaction import REDACTION, covers
from ledger.evidence.tree import Frontier, NodeId, NodeReader

_KINDS: dict[str, tuple[type, ...]] = {
    "position": (int,),
    "id": (str,),
    "type": (str,),
    "schema": (int,),
    "recorded_at": (str,),
    "recorder": (str,),
    "known_from": (str, type(None)),
    "payload": (bytes, type(None)),
    "salt": (bytes, type(None)),
    "payload_digest": (bytes,),
    "leaf_hash": (bytes,),
}
NODES_AT_ONCE = 512
MOST_SUSPECTS = 64
"""So many events with a wrong digest are remembered, to find salts that were swapped."""


@frozen(kw_only=True)
class StoredRow:
    """An event as it lies, every column as found: nothing has been read out of it or believed.

    `recorded_at` and `known_from` are texts as entries hold them; `payload` and `salt` are empty or
    None where the words were removed.
    """

    position: int
    id: str
    type: str
    schema: int
    recorded_at: str
    recorder: str
    known_from: str | None
    payload: bytes | None
    salt: bytes | None
    payload_digest: bytes
    leaf_hash: bytes

    @property
    def entry(self) -> bytes:
        """The entry with its texts as they lie. Raises ValueError where they make none."""
        return canonical(
            {
                "v": 1,
                "position": self.position,
                "id": self.id,
                "type": self.type,
                "schema": self.schema,
                "recorded_at": self.recorded_at,
                "recorder": self.recorder,
                "known_from": self.known_from,
                "payload_digest": self.payload_digest.hex(),
            }
        )

    @property
    def misfits(self) -> tuple[str, ...]:
        """Columns that hold another kind of value: a file can be edited past its own rules."""
        return tuple(
            name for name, kinds in _KINDS.items() if not isinstance(getattr(self, name), kinds)
        )

    @property
    def words_hold(self) -> bool:
        """Whether payload and salt give the digest."""
        if not self.payload or not self.salt or len(self.salt) != SALT_BYTES:
            return False
        return payload_digest(self.salt, self.payload) == self.payload_digest


@frozen(kw_only=True)
class HeldCheckpoint:
    """A checkpoint whose signature was verified; `outside` if it was kept outside the ledger."""

    checkpoint: Checkpoint
    outside: bool


@frozen(kw_only=True)
class AuditEnd:
    """How far a ledger is anchored: the size of the greatest outside checkpoint that holds.

    None means unanchored: whoever can write the file could have written all of it anew.
    """

    size: int
    root: bytes
    anchored: int | None


class Audit:
    """One pass over a ledger: `see` every row, then `finish`; both give findings as they come.

    `redactions` are the rows of all redaction events, read beforehand, so that a removed payload can
    be judged when its row is met. `nodes` is the stored tree.
    """

    def __init__(
        self,
        *,
        redactions: Iterable[StoredRow],
        nodes: NodeReader,
        checkpoints: Iterable[HeldCheckpoint],
    ) -> None:
        self._redacted: dict[str, int] = {}
        for row in redactions:
            if not row.misfits and row.type == REDACTION and row.payload and row.words_hold:
                self._redacted.update(dict.fromkeys(covers(row.payload), row.position))
        self._nodes = nodes
        self._checkpoints: dict[int, list[HeldCheckpoint]] = {}
        for held in checkpoints:
            self._checkpoints.setdefault(held.checkpoint.size, []).append(held)
        self._edge = Frontier()
        self._next = 1
        self._whole = True
        self._unchecked: list[tuple[NodeId, bytes]] = []
        self._last_time = ""
        self._suspects: list[StoredRow] = []
        self._holds = 0
        self._anchored: int | None = None

    def see(self, row: StoredRow) -> Iterator[Finding]:
        """Judge the next row."""
        if row.misfits:
            yield _at(row, "event-changed", f"{', '.join(row.misfits)}: of another kind")
            return
        if row.position < self._next:
            yield _at(row, "event-repeated", f"position {self._next} was expected here")
            return
        if row.position > self._next:
            yield from self._missing(self._next, row.position - 1)
        self._next = row.position + 1
        yield from self._fields(row)
        yield from self._words(row)
        if self._whole:
            yield from self._grow(row.leaf_hash)

    def finish(self) -> Iterator[Finding]:
        """Judge what only the whole shows; afterwards `end` tells how far it is anchored."""
        yield from self._compare_nodes()
        yield from self._salts()
        there = self._next - 1
        signed = max(self._checkpoints, default=0)
        if signed > there:
            yield _whole(
                "truncated",
                f"a checkpoint was signed at {signed} events, but only {there} are there",
            )
        beyond = NodeId(0, there)
        if self._nodes.nodes([beyond]):
            yield _whole("truncated", f"the stored tree goes on after position {there}")

    @property
    def end(self) -> AuditEnd:
        """The head of what was seen, by the leaf hashes as they are stored."""
        return AuditEnd(size=self._edge.size, root=self._edge.root, anchored=self._anchored)

    def _missing(self, first: int, last: int) -> Iterator[Finding]:
        """A gap; its leaves are taken from the stored tree, so that what follows can be judged."""
        yield Finding(
            code="event-missing",
            where=f"position {first}" if first == last else f"positions {first} to {last}",
            sentence="no event is there" if first == last else "no events are there",
        )
        for index in range(first - 1, last):
            node = NodeId(0, index)
            leaf = self._nodes.nodes([node]).get(node, b"")
            if not self._whole or len(leaf) != HASH_BYTES:
                # From here on the rows are judged by themselves; no root can be compared.
                self._whole = False
                return
            yield from self._grow(leaf)

    def _fields(self, row: StoredRow) -> Iterator[Finding]:
        try:
            leaf = leaf_hash(row.entry)
        except ValueError as error:
            yield _at(row, "event-changed", f"its fields make no entry: {error}")
        else:
            if leaf != row.leaf_hash:
                yield _at(row, "event-changed", "its fields do not give the leaf hash beside them")
        if row.recorded_at < self._last_time:
            yield _at(
                row,
                "time-reversed",
                f"it was recorded at {row.recorded_at}, before the event in front of it",
            )
        self._last_time = max(self._last_time, row.recorded_at)

    def _words(self, row: StoredRow) -> Iterator[Finding]:
        by = self._redacted.get(row.id, 0)
        if bool(row.payload) != bool(row.salt):
            yield _at(row, "half-removed", "payload and salt must both be there, or neither")
        elif not row.payload and by < row.position:
            yield _at(row, "payload-missing", "its words are gone, and no redaction says why")
        elif row.payload and by > row.position:
            yield _at(row, "redaction-undone", f"its words are there; {by} says they were removed")
        if row.payload and row.salt and not row.words_hold:
            yield _at(row, "payload-differs", "payload or salt is not what was recorded")
            if len(self._suspects) < MOST_SUSPECTS:
                self._suspects.append(row)

    def _grow(self, leaf: bytes) -> Iterator[Finding]:
        # A leaf that is no hash was named above; it stands for one that no proof is made over.
        leaf = leaf if len(leaf) == HASH_BYTES else bytes(HASH_BYTES)
        self._edge, complete = self._edge.with_leaf(leaf)
        self._unchecked += complete
        if len(self._unchecked) >= NODES_AT_ONCE:
            yield from self._compare_nodes()
        size = self._edge.size
        for held in self._checkpoints.get(size, ()):
            if held.checkpoint.root != self._edge.root:
                yield Finding(
                    code="rewritten",
                    where=f"positions {self._holds + 1} to {size}",
                    sentence=f"something there is not what was signed at {size} events",
                )
                continue
            self._holds = size
            if held.outside:
                self._anchored = size

    def _compare_nodes(self) -> Iterator[Finding]:
        found = self._nodes.nodes([node for node, _ in self._unchecked]) if self._unchecked else {}
        for node, value in self._unchecked:
            if found.get(node) != value:
                first = (node.number << node.level) + 1
                last = (node.number + 1) << node.level
                yield Finding(
                    code="node-differs",
                    where=f"node {node.level}/{node.number} (positions {first} to {last})",
                    sentence="it is not the node that the events below it give",
                )
        self._unchecked = []

    def _salts(self) -> Iterator[Finding]:
        for row in self._suspects:
            for other in self._suspects:
                if other is not row and _fits(row, other.salt):
                    yield _at(row, "salts-swapped", f"its salt lies at position {other.position}")


def _fits(row: StoredRow, salt: bytes | None) -> bool:
    return bool(
        row.payload
        and salt
        and len(salt) == SALT_BYTES
        and payload_digest(salt, row.payload) == row.payload_digest
    )


def _at(row: StoredRow, code: str, sentence: str) -> Finding:
    return Finding(code=code, where=f"position {row.position}", sentence=sentence)


def _whole(code: str, sentence: str) -> Finding:
    return Finding(code=code, where="ledger", sentence=sentence)


def audit(
    rows: Iterable[StoredRow],
    *,
    redactions: Iterable[StoredRow],
    nodes: NodeReader,
    checkpoints: Sequence[HeldCheckpoint],
) -> tuple[list[Finding], AuditEnd]:
    """All findings about a ledger at once, for one that is small enough."""
    running = Audit(redactions=redactions, nodes=nodes, checkpoints=checkpoints)
    findings = [found for row in rows for found in running.see(row)]
    findings += running.finish()
    return findings, running.end
