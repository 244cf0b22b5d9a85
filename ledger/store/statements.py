"""SQL run on one driver's connection, for as long as a snapshot lasts and no longer."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any, TypeVar

import msgspec

from ledger.errors import RefusedError
from ledger.store.forks import forked
from ledger.visible import is_unicode

T = TypeVar("T")

_HELD = "\uffff"
GIVEN = (
    "(SELECT replace(replace(value, char(65535) || '0', char(0)), char(65535) || '1', char(65535))"
    " FROM json_each({}))"
)
"""A subquery with the names that `listed` wrote: `tag IN {GIVEN.format('?1')}`."""


def listed(names: Collection[str]) -> str:
    """Names as one JSON value for `GIVEN`, however many there are.

    NUL travels in disguise, since older libraries cut a JSON text there. Names that are no Unicode
    (lone surrogates, as a shell hands over bytes that are no UTF-8) are left out: none is stored.
    """
    ordered = sorted(names)
    try:
        text = msgspec.json.encode(ordered).decode()
    except UnicodeEncodeError:
        return listed([name for name in ordered if is_unicode(name)])
    if _HELD not in text and "\\u0000" not in text:
        return text
    kept = [name.replace(_HELD, f"{_HELD}1").replace("\0", f"{_HELD}0") for name in ordered]
    return msgspec.json.encode(kept).decode()


def numbers(positions: Collection[int]) -> str:
    """Positions as one JSON value for `json_each`."""
    return msgspec.json.encode(sorted(positions)).decode()


VALUES_AT_ONCE = 768
"""So many values go into one statement that inserts rows: 64 events, 384 tags."""


@cache
def _inserting(into: str, width: int, rows: int) -> str:
    one = f"({', '.join('?' * width)})"
    return f"INSERT OR FAIL INTO {into} VALUES {', '.join([one] * rows)}"  # noqa: S608


class Statements:
    """Runs statements until it is ended; what was left half read is closed then.

    An unfinished cursor would keep the connection in its old state of the file after the
    transaction has ended, and the next snapshot on it would be of that moment.
    """

    def __init__(self, connection: Any) -> None:
        self._connection: Any | None = connection
        self._open: list[Any] = []
        self._pid = os.getpid()

    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement; its cursor, to be read at once."""
        return self._live().execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of these rows."""
        self._live().executemany(sql, rows)

    def fill(self, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows into a table with these columns, `table (a, b)`: many with each statement.

        OR FAIL spares each row a journal of its own, and many at once spare each statement one;
        what a failure leaves goes with the transaction.
        """
        if not rows:
            return
        connection, width = self._live(), len(rows[0])
        if len(rows) == 1:
            connection.execute(_inserting(into, width, 1), rows[0])
            return
        many = VALUES_AT_ONCE // width
        done = len(rows) // many * many
        for start in range(0, done, many):
            values = list(chain.from_iterable(rows[start : start + many]))
            connection.execute(_inserting(into, width, many), values)
        connection.executemany(_inserting(into, width, 1), rows[done:])

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row."""
        return self.run(sql, values).fetchone()[0]

    def stream(
        self, make: Callable[[Sequence[Any]], T], sql: str, values: Sequence[Any] = ()
    ) -> Iterator[T]:
        """What is made of each row, read as it is asked for, until the block ends."""
        cursor = self.run(sql, values)
        self._open.append(cursor)
        return map(make, cursor)

    def end(self) -> None:
        """Close what is open and let go of the connection."""
        if os.getpid() != self._pid:
            raise forked()
        for cursor in self._open:
            cursor.close()
        self._open.clear()
        self._connection = None

    def _live(self) -> Any:
        if self._connection is None:
            raise RefusedError("this snapshot of the ledger has ended with its block",
                               hint="read what is needed inside the block")  # fmt: skip
        if os.getpid() != self._pid:
            raise forked()
        return self._connection
