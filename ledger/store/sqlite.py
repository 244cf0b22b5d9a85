"""The store in an SQLite file: append-only by the database's own rules, durable when a call returns."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from ledger.errors import ConflictError, DatabaseError, LedgerError, NotFoundError
from ledger.evidence.entry import moment
from ledger.store.connection import APPLICATION_ID, driver, engine
from ledger.store.event_data import EventData, StoredEvent, ViewRow, ViewSpec, stored
from ledger.store.migrate import REVISION, make
from ledger.store.store import Salts
from ledger.store.views import Views

_COLUMNS = (
    "position, id, type, schema, recorded_at, recorder, known_from, about, payload, salt, "
    "payload_digest, leaf_hash"
)
_INSERT = f"INSERT INTO events ({_COLUMNS}) VALUES ({', '.join('?' * 12)})"  # noqa: S608
_HISTORY = f"""
WITH RECURSIVE found (position) AS (
    SELECT position FROM tags WHERE tag IN (SELECT value FROM json_each(?1))
    UNION SELECT position FROM events WHERE id IN (SELECT value FROM json_each(?2))
    UNION SELECT position FROM commitments WHERE id IN (SELECT value FROM json_each(?2))
    UNION SELECT e.position FROM events AS e JOIN found AS f ON e.about = f.position
)
SELECT {_COLUMNS} FROM events
WHERE position IN (SELECT position FROM found) AND position <= ?3 ORDER BY position
"""  # noqa: S608
_LAST = 2**62


def _event(row: Sequence[Any]) -> StoredEvent:
    return StoredEvent(
        row[0], row[1], row[2], row[3], dt.datetime.fromisoformat(row[4]), row[5],
        dt.date.fromisoformat(row[6]) if row[6] else None, *row[7:],
    )  # fmt: skip


def _json(values: Collection[str]) -> str:
    return msgspec.json.encode(sorted(values)).decode()


class SQLiteSnapshot(Views):
    """Reads one consistent state through the driver's cursor under the engine's connection."""

    def __init__(self, connection: sa.Connection) -> None:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        super().__init__(raw)

    def head(self) -> int:
        return int(self._one("SELECT coalesce(max(position), 0) FROM events"))

    def head_at(self, moment_: dt.datetime) -> int:
        return int(
            self._one(
                "SELECT coalesce(max(position), 0) FROM events WHERE recorded_at <= ?",
                (moment(moment_),),
            )
        )

    def read(self, *, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        rows = self._raw.execute(
            f"SELECT {_COLUMNS} FROM events WHERE position > ? AND position <= ? "  # noqa: S608
            "ORDER BY position",
            (after, _LAST if upto is None else upto),
        )
        return map(_event, rows)

    def history(
        self, tags: Collection[str], *, ids: Collection[str] = (), upto: int | None = None
    ) -> list[StoredEvent]:
        last = _LAST if upto is None else upto
        rows = self._raw.execute(_HISTORY, (_json(tags), _json(ids), last))
        return [_event(row) for row in rows]

    def find(self, names: Collection[str]) -> dict[str, int]:
        rows = self._raw.execute(
            "SELECT id, position FROM events WHERE id IN (SELECT value FROM json_each(?1)) UNION "
            "SELECT id, position FROM commitments WHERE id IN (SELECT value FROM json_each(?1))",
            (_json(names),),
        )
        return dict(rows.fetchall())

    def at(self, positions: Collection[int]) -> list[StoredEvent]:
        rows = self._raw.execute(
            f"SELECT {_COLUMNS} FROM events "  # noqa: S608
            "WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position",
            (msgspec.json.encode(sorted(positions)).decode(),),
        )
        return [_event(row) for row in rows]

    def names(self) -> list[tuple[str, str]]:
        rows = self._raw.execute(
            "SELECT id, type FROM events UNION ALL SELECT id, 'commitment' FROM commitments "
            "ORDER BY 1"
        )
        return [(id, kind) for id, kind in rows]

    def tags_after(self, position: int) -> set[str]:
        rows = self._raw.execute("SELECT DISTINCT tag FROM tags WHERE position > ?", (position,))
        return {row[0] for row in rows}

    def types(self) -> set[tuple[str, int]]:
        return {(kind, schema) for kind, schema in
                self._raw.execute("SELECT DISTINCT type, schema FROM events")}  # fmt: skip

    def key(self) -> bytes:
        return bytes(self._one("SELECT value FROM ledger WHERE name = 'key'"))


class SQLiteTransaction(SQLiteSnapshot):
    """A snapshot under the write lock, that can be added to."""

    def __init__(self, connection: sa.Connection, salts: Salts) -> None:
        super().__init__(connection)
        self._salts = salts

    def append(
        self, events: Sequence[EventData], *, recorder: str, recorded_at: dt.datetime
    ) -> list[StoredEvent]:
        head = self.head()
        last = self.at([head])
        at = max(recorded_at, last[0].recorded_at) if last else recorded_at
        # Everything below happens under the write lock: no other process can take a position.
        self._refuse_taken(events)
        places = self.find({data.about for data in events if data.about})
        made: list[StoredEvent] = []
        for position, data in enumerate(events, head + 1):
            if data.about is not None and data.about not in places:
                raise NotFoundError(f"{data.about!r} is not recorded, so nothing can be about it")
            made.append(
                stored(data, position=position, recorded_at=at, recorder=recorder,
                       about=places[data.about] if data.about else None, salt=self._salts())
            )  # fmt: skip
            places[data.id] = position
        when = moment(at)
        self._raw.executemany(
            _INSERT,
            [
                (e.position, e.id, e.type, e.schema, when, e.recorder,
                 e.known_from.isoformat() if e.known_from else None, e.about, e.payload, e.salt,
                 e.payload_digest, e.leaf_hash)
                for e in made
            ],
        )  # fmt: skip
        self._raw.executemany(
            "INSERT INTO tags (tag, position) VALUES (?, ?)",
            [(tag, e.position) for e, data in zip(made, events, strict=True)
             for tag in sorted(data.tags)],
        )  # fmt: skip
        self._raw.executemany(
            "INSERT INTO commitments (id, position) VALUES (?, ?)",
            [(id, e.position) for e, data in zip(made, events, strict=True)
             for id in data.declares],
        )  # fmt: skip
        return made

    def _refuse_taken(self, events: Sequence[EventData]) -> None:
        names = [name for data in events for name in (data.id, *data.declares)]
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise ConflictError(f"the id {name!r} is given twice")
            seen.add(name)
        for name, position in self.find(names).items():
            raise ConflictError(f"the id {name!r} is taken by event {position}",
                                hint="give the new one another id")  # fmt: skip


class SQLiteStore:
    """A ledger in one SQLite file.

    Safe to use from several threads; a forked child is refused and must open the file anew.
    """

    def __init__(self, path: str | os.PathLike[str], *, salts: Salts) -> None:
        self._path = os.fspath(path)
        self._salts = salts
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._reader = engine(self._path, write=False)
        self._writer = engine(self._path, write=True)

    @property
    def place(self) -> str:
        return self._path

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, salts: Salts, key: bytes) -> SQLiteStore:
        """Make a new ledger.

        Raises ConflictError where something lies there already, DatabaseError where it cannot be
        written.
        """
        target = Path(path)
        if target.exists():
            raise ConflictError(f"{target} exists already", hint="choose another file")
        if not target.parent.is_dir():
            raise DatabaseError(f"there is no folder {target.parent}", hint="make it first")
        # Made under another name and then linked, so that an interrupted `init` leaves no half
        # ledger, and of two at once one is told.
        draft = target.with_name(f".{target.name}.{os.getpid()}.new")
        try:
            with _told(str(target)):
                make(os.fspath(draft), key)
                os.link(draft, target)
        except FileExistsError:
            raise ConflictError(f"{target} exists already", hint="choose another file") from None
        finally:
            for ending in ("", "-journal", "-wal", "-shm"):
                draft.with_name(draft.name + ending).unlink(missing_ok=True)
        return cls.open(path, salts=salts)

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, salts: Salts) -> SQLiteStore:
        """Open a ledger.

        Raises NotFoundError where there is none, DatabaseError where the file is something else,
        cannot be read, or was made by another version of the program.
        """
        target = Path(path)
        if not target.exists():
            raise NotFoundError(f"there is no ledger at {target}",
                                hint="make one with: pledger init")  # fmt: skip
        if not target.is_file():
            kind = "a folder" if target.is_dir() else "no ordinary file"
            raise DatabaseError(f"{target} is {kind}, not a ledger")
        store = cls(path, salts=salts)
        try:
            with _told(store.place), store._reader.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert raw is not None
                _check(raw.cursor(), store.place)
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def reading(self) -> Iterator[SQLiteSnapshot]:
        self._same_process()
        with _told(self.place), self._reader.begin() as connection:
            yield SQLiteSnapshot(connection)

    @contextmanager
    def writing(self) -> Iterator[SQLiteTransaction]:
        self._same_process()
        with self._lock, _told(self.place), self._writer.begin() as connection:
            yield SQLiteTransaction(connection, self._salts)
        # From here on what was appended is durable.

    def close(self) -> None:
        if os.getpid() == self._pid:
            self._reader.dispose()
            self._writer.dispose()

    def _same_process(self) -> None:
        if os.getpid() != self._pid:
            raise DatabaseError("a ledger cannot be used in a forked process",
                                hint="open it anew in the child")  # fmt: skip


def _check(cursor: Any, place: str) -> None:
    try:
        mark = cursor.execute("PRAGMA application_id").fetchone()[0]
    except driver.DatabaseError as error:
        raise DatabaseError(f"{place} is not a ledger ({error})") from error
    if mark != APPLICATION_ID:
        raise DatabaseError(f"{place} is not a ledger: another program made this database")
    revision = cursor.execute("SELECT version_num FROM alembic_version").fetchone()
    found = revision[0] if revision else None
    if found != REVISION:
        newer = found is not None and found > REVISION
        raise DatabaseError(
            f"{place} was made by {'a newer' if newer else 'another'} version of the program "
            f"(its tables are at {found}, this program knows {REVISION})",
            hint="use the newer program" if newer else None,
        )


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Turns what the database says into a sentence."""
    try:
        yield
    except LedgerError:
        raise
    except (sa.exc.DBAPIError, driver.Error) as error:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        text = str(cause)
        if "append-only" in text or "not authorized" in text:
            raise DatabaseError(f"{place}: {text}", hint="events are only ever appended") from error
        says = {
            "locked": "is in use by another program that does not let go",
            "readonly": "cannot be written: it, or its folder, is read-only",
            "unable to open": "cannot be opened: check that you may read it and write its folder",
            "not a database": "is not a ledger",
            "disk is full": "cannot grow: the disk is full",
            "malformed": "is damaged",
        }
        for mark, sentence in says.items():
            if mark in text:
                raise DatabaseError(f"{place} {sentence}; nothing was recorded") from error
        raise DatabaseError(f"{place}: the database says: {text}; nothing was recorded") from error
    except OSError as error:
        if isinstance(error, FileExistsError):
            raise
        raise DatabaseError(f"{place}: {error.strerror or error}") from error


__all__ = ["EventData", "SQLiteSnapshot", "SQLiteStore", "SQLiteTransaction", "StoredEvent",
           "ViewRow", "ViewSpec"]  # fmt: skip
