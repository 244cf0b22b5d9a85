"""An insider: somebody who can write the ledger's file with any program, past all of its guards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ledger.store.driver import driver


@contextmanager
def inside(place: Path, *, guards_back: bool = True) -> Iterator[Any]:
    """The file opened with all triggers dropped; afterwards they stand again, unless left out."""
    with closing(driver.connect(str(place), isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        if guards_back:
            for _, sql in guards:
                connection.execute(sql)
        connection.execute("COMMIT")


def edit(place: Path, *statements: str) -> None:
    """Run statements past the guards."""
    with inside(place) as connection:
        for statement in statements:
            connection.execute(statement)
