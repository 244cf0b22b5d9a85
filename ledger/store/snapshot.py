"""One state of an SQLite ledger: what can be read of it, and under the write lock added to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ledger.evidence.audit import StoredRow
from ledger.evidence.entry import moment
from ledger.evidence.redaction import REDACTION, restates
from ledger.evidence.tree import NodeId, read_nodes
from ledger.model.event import RecordedEvent
from ledger.store import lying, nodes, subjects
from ledger.store.appending import COLUMNS, insert, look_up
from ledger.store.codec import read_back
from ledger.store.event_data import Condition, EventData, Indexed, StoredEvent, placed
from ledger.store.statements import GIVEN, listed, numbers
from ledger.store.store import Salts
from ledger.store.views import Views

_READ_BACK = "position, id, type, schema, recorded_at, recorder, known_from, payload"
_TAGGED = (
    "SELECT n.name, t.position FROM tag_names AS n JOIN tags AS t ON t.tag = n.number "  # noqa: S608
    f"WHERE n.name IN {GIVEN.format('?')}"
)
_TAGS = "(SELECT number FROM tag_names WHERE name IN {})"
_HISTORY = f"""
WITH RECURSIVE found (position) AS (
    SELECT position FROM tags WHERE tag IN {_TAGS.format(GIVEN.format("?1"))}
    UNION SELECT position FROM events WHERE id IN {GIVEN.format("?2")}
    UNION SELECT position FROM commitments WHERE id IN {GIVEN.format("?2")}
    UNION SELECT e.position FROM events AS e JOIN found AS f ON e.about = f.position
)
SELECT {COLUMNS} FROM events
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
SELECT {COLUMNS} FROM events WHERE position IN (
    SELECT a.position FROM above AS a WHERE a.top IN (SELECT position FROM named) OR EXISTS (
        SELECT 1 FROM tags AS t
        WHERE t.position = a.top AND t.tag IN {_TAGS.format(GIVEN.format("?1"))}
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

# Events that lie side by side were recorded in one moment, and many on the days of a few sources.
_moment = lru_cache(maxsize=64)(dt.datetime.fromisoformat)
_day = lru_cache(maxsize=4096)(dt.date.fromisoformat)


class SQLiteSnapshot(Views):
    """Reads one consistent state through the driver's cursor."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self._left: dict[str, bytes] | None = None

    def _event(self, row: Sequence[Any]) -> StoredEvent:
        event = StoredEvent(
            row[0], row[1], row[2], row[3], _moment(row[4]), row[5],
            _day(row[6]) if row[6] else None, *row[7:],
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
            f"SELECT {COLUMNS} FROM events WHERE position > ? AND position <= ? "  # noqa: S608
            "ORDER BY position",
            (after, _LAST if upto is None else upto),
        )

    def recorded(self, *, after: int = 0, upto: int | None = None) -> Iterator[RecordedEvent]:
        return self._sql.stream(
            self._recorded,
            f"SELECT {_READ_BACK} FROM events WHERE position > ? AND position <= ? "  # noqa: S608
            "ORDER BY position",
            (after, _LAST if upto is None else upto),
        )

    def recorded_at(self, positions: Collection[int]) -> list[RecordedEvent]:
        rows = self._sql.run(
            f"SELECT {_READ_BACK} FROM events "  # noqa: S608
            "WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position",
            (numbers(positions),),
        )
        return [self._recorded(row) for row in rows]

    def later(self, positions: Collection[int], day: dt.date, besides: Collection[str]) -> set[int]:
        rows = self._sql.run(
            "SELECT position FROM events WHERE position IN (SELECT value FROM json_each(?)) "  # noqa: S608
            f"AND known_from > ? AND type NOT IN {GIVEN.format('?')}",
            (numbers(positions), day.isoformat(), listed(besides)),
        )
        return {row[0] for row in rows}

    def _recorded(self, row: Sequence[Any]) -> RecordedEvent:
        position, id, type, schema, recorded_at, recorder, known_from, payload = row
        return read_back(
            position, id, type, schema, _moment(recorded_at), recorder,
            _day(known_from) if known_from else None,
            payload or self._restated().get(id, b""),
        )  # fmt: skip

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
            f"SELECT {COLUMNS} FROM events "  # noqa: S608
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
        last = _LAST if upto is None else upto
        # Of all tags those of the whole ledger are found by looking whether anything bears each.
        borne = (
            "EXISTS (SELECT 1 FROM tags WHERE tag = number AND position > ? AND position <= ?)"
            if position == 0
            else "number IN (SELECT tag FROM tags WHERE position > ? AND position <= ?)"
        )
        rows = self._sql.run(f"SELECT name FROM tag_names WHERE {borne}", (position, last))  # noqa: S608
        return {row[0] for row in rows}

    def ids_after(self, position: int, upto: int | None = None) -> list[str]:
        rows = self._sql.run(
            "SELECT id FROM events WHERE position > ? AND position <= ? ORDER BY position",
            (position, _LAST if upto is None else upto),
        )
        return [row[0] for row in rows]

    def tagged(self, tags: Collection[str]) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = self._sql.run(_TAGGED, (listed(tags),)).fetchall()
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

    @property
    def lowest_node(self) -> int:
        return nodes.LOWEST

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
            f"SELECT {COLUMNS} FROM events WHERE type = ? ORDER BY position",  # noqa: S608
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
        self._tree: nodes.Growing | None = None
        self._begun_at: int | None = None
        self.is_whole = True
        """False when an append has broken off half-way: then nothing may be committed."""

    def _before(self) -> int:
        # The lock is held: until something is appended here, the head is that of the beginning.
        if self._begun_at is None:
            self._begun_at = self.head()
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
        found = look_up(self._sql, events)
        if self._begun_at is None:
            self._begun_at = found.head
        made = placed(
            events,
            head=found.head,
            last=found.last,
            taken=found.names,
            recorder=recorder,
            recorded_at=recorded_at,
            salts=self._salts,
        )
        # The tree grows with the events it stands for: it is never behind, and never made up for.
        if found.hole is not None:
            read_nodes(self, [NodeId(nodes.LOWEST, found.hole)])
        if self._tree is None:
            self._tree = nodes.Growing(self, found.head)
        complete = self._tree.grow([one.leaf_hash for one in made])
        was_whole, self.is_whole = self.is_whole, False
        insert(self._sql, made, events, found)
        nodes.write(self._sql, complete)
        self.is_whole = was_whole
        return made

    def redact(self, tags: Mapping[int, Collection[str]]) -> None:
        # The table lets through exactly this change, and only if a redaction names the event.
        was_whole, self.is_whole = self.is_whole, False
        self._sql.many(
            "UPDATE events SET payload = x'', salt = x'' WHERE position = ? AND length(payload) > 0",
            [(position,) for position in tags],
        )
        dropped = [(position, tag) for position, held in tags.items() for tag in held]
        self._sql.many(
            "DELETE FROM tags WHERE position = ? "
            "AND tag = (SELECT number FROM tag_names WHERE name = ?)",
            dropped,
        )
        # A tag that no event bears any more may be made of the words that go.
        self._sql.many(
            "DELETE FROM tag_names WHERE name = ? "
            "AND NOT EXISTS (SELECT 1 FROM tags WHERE tag = number)",
            [(tag,) for _, tag in dropped],
        )
        self.is_whole = was_whole
        self._left = None
