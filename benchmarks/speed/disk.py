"""Disk: how many bytes a ledger takes for each byte of the JSON that it holds."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from benchmarks.speed.case import Case
from benchmarks.speed.desk import Desk
from benchmarks.speed.figures import SHARE, Figure
from ledger.store.tables import DURABLE

BYTES = "bytes an event"


def taken(desk: Desk) -> list[Figure]:
    """The pages of the durable tables with their indexes, and those of the views.

    Read through Python's own sqlite3, which the process uses for this file alone. Where its
    library cannot tell pages apart (dbstat), an emptied copy without views is weighed.
    """
    found = sqlite3.connect(f"{desk.kept.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        raw, events = found.execute("SELECT sum(length(payload)), count(*) FROM events").fetchone()
        durable = _durable(found, desk)
        pages = found.execute("PRAGMA page_count").fetchone()[0]
        free = found.execute("PRAGMA freelist_count").fetchone()[0]
        whole = (pages - free) * found.execute("PRAGMA page_size").fetchone()[0]
    finally:
        found.close()
    return [
        Figure(name="durable to JSON", unit=SHARE, values=(durable / raw,)),
        Figure(name="with views to JSON", unit=SHARE, values=(whole / raw,)),
        Figure(name="JSON", unit=BYTES, values=(raw / events,)),
        Figure(name="durable", unit=BYTES, values=(durable / events,)),
        Figure(name="with views", unit=BYTES, values=(whole / events,)),
    ]


def _durable(found: sqlite3.Connection, desk: Desk) -> int:
    owners = dict(found.execute("SELECT name, tbl_name FROM sqlite_schema"))
    try:
        sizes = found.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
    except sqlite3.OperationalError:
        return _without_views(found, desk)
    return sum(size for name, size in sizes if owners.get(name) in DURABLE)


def _without_views(found: sqlite3.Connection, desk: Desk) -> int:
    """The size of a copy that holds the durable tables alone."""
    with desk.scratch() as folder:
        target = folder / "durable.db"
        copy = sqlite3.connect(target, isolation_level=None)
        try:
            found.backup(copy)
            names = [
                name
                for name, kind in copy.execute("SELECT name, type FROM sqlite_schema")
                if kind == "table" and name not in DURABLE and not name.startswith("sqlite_")
            ]
            for name in names:
                copy.execute(f'DROP TABLE "{name}"')
            copy.execute("VACUUM")
        finally:
            copy.close()
        return Path(target).stat().st_size


CASES = (
    Case(name="disk", title="bytes on disk", run=taken, grows=True, both=False,
         axis="bytes for each byte of JSON", plotted=("durable to JSON", "with views to JSON")),
)  # fmt: skip
