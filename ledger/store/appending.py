"""How events get into the tables of SQLite: one look at what must be known, then rows, many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from ledger.evidence.entry import moment
from ledger.store.event_data import EventData, StoredEvent
from ledger.store.nodes import BLOCK, LOWEST
from ledger.store.statements import GIVEN, Statements, listed
from ledger.visible import is_unicode

COLUMNS = (
    "position, id, type, schema, recorded_at, recorder, known_from, about, payload, salt, "
    "payload_digest, leaf_hash"
)
"""The columns of an event, in the order of `StoredEvent`."""

_FEW = 8
"""So many names are asked for by marks of their own, which is faster than by a list."""


class Found(NamedTuple):
    """What an append must know of the ledger.

    `head` is the last position and `last` the time of its event; `names` are those in use, with the
    positions that bear them; `tags` the numbers of all tags of these events, `fresh` among them
    those that no event bore before. `hole` is the number of the newest stored node of the lowest
    level, where it is missing.
    """

    head: int
    last: dt.datetime | None
    names: dict[str, int]
    tags: dict[str, int]
    fresh: list[tuple[int, str]]
    hole: int | None


@cache
def _question(few: tuple[int, int] | None) -> str:
    """One question for all of it; `few` is how many names and tags have marks of their own."""
    if few is None:
        name, tag = GIVEN.format("?1"), GIVEN.format("?2")
    else:
        names, tags = few
        name, tag = _marks(1, names), _marks(1 + names, tags)
    return f"""
        SELECT 'head', recorded_at, position FROM events
        WHERE position = (SELECT max(position) FROM events)
        UNION ALL SELECT 'name', id, position FROM events WHERE id IN {name}
        UNION ALL SELECT 'name', id, position FROM commitments WHERE id IN {name}
        UNION ALL SELECT 'tag', name, number FROM tag_names WHERE name IN {tag}
        UNION ALL SELECT 'last tag', '', max(number) FROM tag_names
        UNION ALL SELECT 'hole', '', newest
        FROM (SELECT (SELECT max(position) FROM events) / {BLOCK} - 1 AS newest)
        WHERE newest >= 0
        AND NOT EXISTS (SELECT 1 FROM nodes WHERE level = {LOWEST} AND number = newest)
    """  # noqa: S608


def _marks(first: int, count: int) -> str:
    return f"({', '.join(f'?{number}' for number in range(first, first + count))})"


def look_up(sql: Statements, events: Sequence[EventData]) -> Found:
    """What must be known to append these events."""
    names: set[str] = set()
    tags: set[str] = set()
    for data in events:
        names.add(data.id)
        tags |= data.tags
        if data.declares:
            names.update(data.declares)
        if data.about is not None:
            names.add(data.about)
    given: Sequence[str] = (*names, *tags)
    few = (len(names), len(tags)) if len(given) <= _FEW and is_unicode("".join(given)) else None
    if few is None:
        given = (listed(names), listed(tags))
    taken: dict[str, int] = {}
    numbers: dict[str, int] = {}
    head, last, last_tag, hole = 0, None, 0, None
    for kind, name, number in sql.run(_question(few), given):
        if kind == "tag":
            numbers[name] = number
        elif kind == "name":
            taken[name] = number
        elif kind == "head":
            head, last = number, dt.datetime.fromisoformat(name)
        elif kind == "hole":
            hole = number
        else:
            last_tag = number or 0
    fresh = list(enumerate(sorted(tags - numbers.keys()), last_tag + 1))
    numbers.update((name, number) for number, name in fresh)
    return Found(head, last, taken, numbers, fresh, hole)


def insert(
    sql: Statements, made: Sequence[StoredEvent], events: Sequence[EventData], found: Found
) -> None:
    """Write the rows of these events, which `made` are as they lie.

    Tags and commitments go before their events, for once an event lies they are complete: the tables
    refuse any for a position that is taken, and at the commit those for a position that is not.
    """
    numbers = found.tags
    tags = []
    commitments = []
    for position, data in enumerate(events, found.head + 1):
        tags += [(number, position) for number in sorted([numbers[tag] for tag in data.tags])]
        if data.declares:
            commitments += [(id, position) for id in data.declares]
    sql.fill("tag_names (number, name)", found.fresh)
    sql.fill("tags (tag, position)", tags)
    sql.fill("commitments (id, position)", commitments)
    sql.fill(_EVENTS, _rows(made))


_EVENTS = f"events ({COLUMNS})"


def _rows(made: Sequence[StoredEvent]) -> list[tuple[Any, ...]]:
    when = moment(made[0].recorded_at) if made else ""  # one append, one moment
    return [
        (*one[:4], when, one[5], one[6].isoformat() if one[6] else None, *one[7:12]) for one in made
    ]
