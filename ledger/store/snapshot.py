"""One state of an SQLite ledger: what can be read of it, and under the write lock added to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ledger.evidence.audit import StoredRow
from ledger.evidence.entry import moment
from ledger.evidence.redaction import REDACTION, restates
from ledger.evidence.tree import NodeId
from ledger.store import lying, nodes, subjects
from ledger.store.event_data import Condition, EventData, Indexed, StoredEvent, placed
from ledger.store.statements import GIVEN, listed, numbers
from ledger.store.store import Salts
from ledger.store.views import Views

_COLUMNS = (
    "position, id, type, schema, recorded_at, recorder, known_from, about, payload, salt, "
    "payload_digest, leaf_hash"
)
_INSERT = f"INSERT OR FAIL INTO events ({_COLUMNS}) VALUES ({', '.join('?' * 12)})"  # noqa: S608
_HISTORY = f"""
WITH RECURSIVE found (position) AS (
    SELECT position FROM tags WHERE tag IN {GIVEN.format("?1")}
    UNION SELECT position FROM events WHERE id IN {GIVEN.format("?2")}
    UNION SELECT position FROM commitments WHERE id IN {GIVEN.format("?2")}
    UNION SELECT e.position FROM events AS e JOIN found AS f ON e.about = f.position
)
SELECT {_COLUMNS} FROM events
WHERE position IN (SELECT position FROM found) AND position <= ?3 ORDER BY position
"""  # noqa: S608
# Few events lie above the position that a writer looked at, many below with the same tags: so go
# from each of them up to what it is about, and see whether the tags are there.
_CHANGED = f"""
WITH RECURSIVE above (position, top) AS (
    SELECT position, position FROM events WHERE position > ?3 AND position <= ?4
    UNION SELECT a.position, e.about FROM above AS a JOIN events AS e ON e.position = a.top
    WHERE e.about IS NOT NULL
),
named (position) AS (
    SELECT position FROM events WHERE id IN {GIVEN.format("?2")}
    UNION SELECT position FROM commitments WHERE id IN {GIVEN.format("?2")}
)
SELECT {_COLUMNS} FROM events WHERE position IN (
    SELECT a.position FROM above AS a WHERE a.top IN (SELECT position FROM named) OR EXISTS (
        SELECT 1 FROM tags AS t WHERE t.position = a.top AND t.tag IN {GIVEN.format("?1")}
    )
) ORDER BY position
"""  # noqa: S608
_FIND = (
    f"SELECT id, position FROM events WHERE id IN {GIVEN.format('?1')} UNION "  # noqa: S608
    f"SELECT id, position FROM commitments WHERE id IN {GIVEN.format('?1')}"
)
# From one pair to the next higher one: a step for each kind of event, not for each event.
_TYPES = """
WITH RECURSIVE kinds (type, schema) AS (
    SELECT * FROM (SELECT type, schema FROM events ORDER BY type, schema LIMIT 1)
    UNION ALL SELECT n.type, n.schema FROM kinds AS k JOIN events AS n ON n.position = coalesce(
        (SELECT position FROM events WHERE type = k.type AND schema > k.schema
         ORDER BY schema LIMIT 1),
        (SELECT position FROM events WHERE type > k.type ORDER BY type, schema LIMIT 1)
    )
)
SELECT type, schema FROM kinds
"""
_REDACTIONS = "SELECT payload FROM events WHERE type = ? AND length(payload) > 0 ORDER BY position"
_LAST = 2**62


def _row(event: StoredEvent) -> tuple[Any, ...]:
    known_from = event.known_from.isoformat() if event.known_from else None
    return (*event[:4], moment(event.recorded_at), event.recorder, known_from, *event[7:12])


class SQLiteSnapshot(Views):
    """Reads one consistent state through the driver's cursor."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self._left: dict[str, bytes] | None = None

    def _event(self, row: Sequence[Any]) -> StoredEvent:
        event = StoredEvent(
            row[0], row[1], row[2], row[3], dt.datetime.fromisoformat(row[4]), row[5],
            dt.date.fromisoformat(row[6]) if row[6] else None, *row[7:],
        )  # fmt: skip
        if event.payload:
            return event
        return event._replace(restated=self._restated().get(event.id, b""))

    def _restated(self) -> dict[str, bytes]:
        """What redactions left of events, read once, when the first event without words is met.

        All redactions count, whatever part of the ledger is asked about.
        """
        if self._left is None:
            self._left = {}
            for (payload,) in self._sql.run(_REDACTIONS, (REDACTION,)).fetchall():
                self._left.update(restates(payload))
        return self._left

    def head(self) -> int:
        return int(self._sql.one("SELECT coalesce(max(position), 0) FROM events"))

    def head_at(self, moment_: dt.datetime) -> int:
        # Times never go back, so the last position at or before one is found by halving.
        below, above = 0, self.head() + 1
        sought = moment(moment_)
        while above - below > 1:
            middle = (below + above) // 2
            at = self._sql.one("SELECT recorded_at FROM events WHERE position = ?", (middle,))
            below, above = (middle, above) if at <= sought else (below, middle)
        return below

    def read(self, *, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        return self._sql.stream(
            self._event,
            f"SELECT {_COLUMNS} FROM events WHERE position > ? AND position <= ? "  # noqa: S608
            "ORDER BY position",
            (after, _LAST if upto is None else upto),
        )

    def history(
        self, tags: Collection[str], *, ids: Collection[str] = (), upto: int | None = None
    ) -> list[StoredEvent]:
        last = _LAST if upto is None else upto
        return [
            self._event(row) for row in self._sql.run(_HISTORY, (listed(tags), listed(ids), last))
        ]

    def changed_since(self, condition: Condition) -> list[StoredEvent]:
        rows = self._sql.run(
            _CHANGED,
            (listed(condition.tags), listed(condition.ids), condition.position, self._before()),
        )
        return [self._event(row) for row in rows]

    def _before(self) -> int:
        """The head that others can see: what a transaction itself appended lies above it."""
        return self.head()

    def find(self, names: Collection[str]) -> dict[str, int]:
        return dict(self._sql.run(_FIND, (listed(names),)).fetchall())

    def at(self, positions: Collection[int]) -> list[StoredEvent]:
        rows = self._sql.run(
            f"SELECT {_COLUMNS} FROM events "  # noqa: S608
            "WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position",
            (numbers(positions),),
        )
        return [self._event(row) for row in rows]

    def names(self) -> list[tuple[str, str]]:
        rows = self._sql.run(
            "SELECT id, type FROM events UNION ALL SELECT id, 'commitment' FROM commitments "
            "ORDER BY 1"
        )
        return [(id, kind) for id, kind in rows]

    def counts(self) -> dict[str, int]:
        rows = self._sql.run("SELECT type, count(*) FROM events GROUP BY type")
        return dict(rows.fetchall())

    def tags_after(self, position: int, upto: int | None = None) -> set[str]:
        rows = self._sql.run(
            "SELECT DISTINCT tag FROM tags WHERE position > ? AND position <= ?",
            (position, _LAST if upto is None else upto),
        )
        return {row[0] for row in rows}

    def ids_after(self, position: int, upto: int | None = None) -> list[str]:
        rows = self._sql.run(
            "SELECT id FROM events WHERE position > ? AND position <= ? ORDER BY position",
            (position, _LAST if upto is None else upto),
        )
        return [row[0] for row in rows]

    def tagged(self, tags: Collection[str]) -> list[tuple[str, int]]:
        sql = f"SELECT tag, position FROM tags WHERE tag IN {GIVEN.format('?')}"  # noqa: S608
        found: list[tuple[str, int]] = self._sql.run(sql, (listed(tags),)).fetchall()
        return found

    def records_about(self, positions: Collection[int]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = self._sql.run(
            "SELECT about, position FROM events WHERE about IN (SELECT value FROM json_each(?))",
            (numbers(positions),),
        ).fetchall()
        return found

    def subjects(
        self, kind: str, *, after: str = "", most: int, types: Collection[str] | None = None
    ) -> list[str]:
        return subjects.some(self._sql, kind, after, most, types)

    def count_subjects(self, kind: str, *, types: Collection[str] | None = None) -> int:
        return subjects.count(self._sql, kind, types)

    def of_types(self, ids: Collection[str], types: Collection[str]) -> list[str]:
        return subjects.of_types(self._sql, ids, types)

    def types(self) -> set[tuple[str, int]]:
        rows = self._sql.run(_TYPES)
        return {(kind, schema) for kind, schema in rows}

    def nodes(self, wanted: Sequence[NodeId], /) -> Mapping[NodeId, bytes]:
        return nodes.read(self._sql, wanted)

    def lying(self, *, after: int = 0, kind: str | None = None) -> Iterator[StoredRow]:
        return lying.rows(self._sql, after, kind)

    def indexed(self, first: int, last: int) -> Mapping[int, Indexed]:
        return lying.indexed(self._sql, first, last)

    def damage(self) -> Iterator[str]:
        return lying.damage(self._sql)

    def of_type(self, kind: str) -> list[StoredEvent]:
        rows = self._sql.run(
            f"SELECT {_COLUMNS} FROM events WHERE type = ? ORDER BY position",  # noqa: S608
            (kind,),
        )
        return [self._event(row) for row in rows]

    def key(self) -> bytes:
        return bytes(self._sql.one("SELECT value FROM ledger WHERE name = 'key'"))


class SQLiteTransaction(SQLiteSnapshot):
    """A snapshot under the write lock, that can be added to."""

    def __init__(self, connection: Any, salts: Salts) -> None:
        super().__init__(connection)
        self._salts = salts
        self.is_whole = True
        """False when an append has broken off half-way: then nothing may be committed."""
        self._begun_at = self.head()

    def _before(self) -> int:
        return self._begun_at

    def append(
        self,
        events: Sequence[EventData],
        *,
        recorder: str,
        recorded_at: dt.datetime,
        unless_changed: Condition | None = None,
    ) -> list[StoredEvent]:
        if unless_changed is not None:
            unless_changed.refuse(self._before(), self.changed_since(unless_changed))
        head = self.head()
        last = self.at([head])
        # The write lock is held: no other process can take a position or a name meanwhile.
        made = placed(
            events,
            head=head,
            last=last[0].recorded_at if last else None,
            taken=self.find(_names_in(events)),
            recorder=recorder,
            recorded_at=recorded_at,
            salts=self._salts,
        )
        # The tree grows with the events it stands for: it is never behind, and never made up for.
        complete = list(nodes.grown(self, head, (one.leaf_hash for one in made)))
        self.is_whole = False
        self._insert(list(zip(made, events, strict=True)))
        nodes.write(self._sql, complete)
        self.is_whole = True
        return made

    def _insert(self, pairs: Sequence[tuple[StoredEvent, EventData]]) -> None:
        # Tags and commitments go before their events, for once an event lies they are complete:
        # the tables refuse any for a position that is taken, and at the commit those for a
        # position that is not. OR FAIL spares each row a journal of its own; what a failure leaves
        # goes with the transaction.
        self._sql.many(
            "INSERT OR FAIL INTO tags (tag, position) VALUES (?, ?)",
            [(tag, one.position) for one, data in pairs for tag in sorted(data.tags)],
        )
        self._sql.many(
            "INSERT OR FAIL INTO commitments (id, position) VALUES (?, ?)",
            [(id, one.position) for one, data in pairs for id in data.declares],
        )
        self._sql.many(_INSERT, [_row(one) for one, _ in pairs])

    def redact(self, tags: Mapping[int, Collection[str]]) -> None:
        # The table lets through exactly this change, and only if a redaction names the event.
        self.is_whole = False
        self._sql.many(
            "UPDATE events SET payload = x'', salt = x'' WHERE position = ? AND length(payload) > 0",
            [(position,) for position in tags],
        )
        self._sql.many(
            "DELETE FROM tags WHERE position = ? AND tag = ?",
            [(position, tag) for position, dropped in tags.items() for tag in dropped],
        )
        self.is_whole = True
        self._left = None


def _names_in(events: Sequence[EventData]) -> set[str]:
    """Every name that an append must look up: those it takes, and those it is about."""
    names = {name for data in events for name in (data.id, *data.declares)}
    return names | {data.about for data in events if data.about is not None}
