"""Auditing a whole ledger in one pass and bounded memory: what is wrong with it, and where.

The caller hands in the stored rows as they lie, in the order of their positions, and says which
checkpoints it has. Between rows only the right edge of the tree is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ledger.evidence.canonical import canonical
from ledger.evidence.entry import SALT_BYTES, leaf_of, payload_digest
from ledger.evidence.finding import Finding
from ledger.evidence.redaction import REDACTION, covers
from ledger.evidence.regrown import AuditEnd, HeldCheckpoint, Regrown
from ledger.evidence.tree import NodeReader

__all__ = ["Audit", "AuditEnd", "HeldCheckpoint", "StoredRow", "audit"]

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
        if (  # what every sound row is, asked the quick way
            type(self.position) is type(self.schema) is int
            and type(self.id) is type(self.type) is type(self.recorder) is str
            and type(self.recorded_at) is str
            and (self.known_from is None or type(self.known_from) is str)
            and type(self.payload) is type(self.salt) is bytes
            and type(self.payload_digest) is type(self.leaf_hash) is bytes
        ):
            return ()
        return tuple(
            name for name, kinds in _KINDS.items() if not isinstance(getattr(self, name), kinds)
        )

    @property
    def words_hold(self) -> bool:
        """Whether payload and salt give the digest."""
        if not self.payload or not self.salt or len(self.salt) != SALT_BYTES:
            return False
        return payload_digest(self.salt, self.payload) == self.payload_digest


class Audit:
    """One pass over a ledger: `see` every row, then `finish`; both give findings.

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
        self._tree = Regrown(nodes, checkpoints)
        self._next = 1
        self._last_time = ""
        self._suspects: list[StoredRow] = []

    def see(self, row: StoredRow) -> list[Finding]:
        """Judge the next row."""
        if row.misfits:
            return [_at(row, "event-changed", f"{', '.join(row.misfits)}: of another kind")]
        if row.position < self._next:
            return [_at(row, "event-repeated", f"position {self._next} was expected here")]
        found: list[Finding] = []
        if row.position > self._next:
            found += self._missing(self._next, row.position - 1)
        self._next = row.position + 1
        self._fields(row, found)
        self._words(row, found)
        found += self._tree.grow(row.position - 1, row.leaf_hash)
        return found

    def finish(self) -> Iterator[Finding]:
        """Judge what only the whole shows; afterwards `end` tells how far it is anchored."""
        yield from self._tree.finish(self._next - 1)
        yield from self._salts()

    @property
    def end(self) -> AuditEnd:
        """The head of what was seen, by the leaf hashes as they are stored."""
        return self._tree.end

    def _missing(self, first: int, last: int) -> Iterator[Finding]:
        """A gap; its leaves are taken from the stored tree, so that what follows can be judged."""
        yield Finding(
            code="event-missing",
            where=f"position {first}" if first == last else f"positions {first} to {last}",
            sentence="no event is there" if first == last else "no events are there",
        )
        yield from self._tree.skip(first - 1, last)

    def _fields(self, row: StoredRow, found: list[Finding]) -> None:
        try:
            leaf = leaf_of(
                row.position, row.id, row.type, row.schema, row.recorded_at, row.recorder,
                row.known_from, row.payload_digest,
            )  # fmt: skip
        except ValueError as error:
            found.append(_at(row, "event-changed", f"its fields make no entry: {error}"))
        else:
            if leaf != row.leaf_hash:
                says = "its fields do not give the leaf hash beside them"
                found.append(_at(row, "event-changed", says))
        if row.recorded_at < self._last_time:
            says = f"it was recorded at {row.recorded_at}, before the event in front of it"
            found.append(_at(row, "time-reversed", says))
        else:
            self._last_time = row.recorded_at

    def _words(self, row: StoredRow, found: list[Finding]) -> None:
        by = self._redacted.get(row.id, 0)
        if bool(row.payload) != bool(row.salt):
            found.append(
                _at(row, "half-removed", "payload and salt must both be there, or neither")
            )
        elif not row.payload and by < row.position:
            says = "its words are gone, and no redaction says why"
            found.append(_at(row, "payload-missing", says))
        elif row.payload and by > row.position:
            says = f"its words are there; {by} says they were removed"
            found.append(_at(row, "redaction-undone", says))
        if row.payload and row.salt and not row.words_hold:
            says = "payload or salt is not what was recorded"
            found.append(_at(row, "payload-differs", says))
            if len(self._suspects) < MOST_SUSPECTS:
                self._suspects.append(row)

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
