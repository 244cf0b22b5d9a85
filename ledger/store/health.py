"""How a ledger and what it stands on are: a list of findings, for the command `doctor`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from ledger.errors import LedgerError
from ledger.model.upcasts import unknown
from ledger.store.backup import damage
from ledger.store.connection import connect, is_still, tidy
from ledger.store.driver import driver
from ledger.store.finding import Finding
from ledger.store.library import build_findings, library_findings, setting_findings
from ledger.store.lying import shape, shape_as_made
from ledger.store.place import place_findings
from ledger.store.snapshot import SQLiteSnapshot
from ledger.store.versions import find, refuse_other

_SETTINGS = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "trusted_schema",
             "secure_delete")  # fmt: skip


_LEVELS = ("danger", "warn", "ok")


def examine(path: str | os.PathLike[str], *, deep: bool = False) -> list[Finding]:
    """Look at the library, the place and the file of a ledger, worst first; nothing is changed.

    `deep` reads the whole file, which takes as long as copying it.

    Raises NotFoundError where there is no ledger, DatabaseError where the path is no file.
    """
    place = find(path)
    found = [*library_findings(), *place_findings(place)]
    try:
        found += _file_findings(os.fspath(place), deep=deep)
    except LedgerError as error:
        found.append(
            Finding(level="danger", topic="ledger", sentence=error.sentence, hint=error.hint)
        )
    except driver.Error as error:
        found.append(
            Finding(
                level="danger",
                topic="ledger",
                sentence=f"{place} cannot be read: {error}",
                hint="restore it from a backup, and keep this file for whoever examines it",
            )
        )
    finally:
        tidy(os.fspath(place))
    return sorted(found, key=lambda finding: _LEVELS.index(finding.level))


def _file_findings(path: str, *, deep: bool) -> Iterator[Finding]:
    with closing(connect(path, write=False, still=is_still(path))) as reader:
        refuse_other(reader, path)
        yield from build_findings({row[0] for row in reader.execute("PRAGMA compile_options")})
        yield from _guard_findings(reader)
        yield from _event_findings(reader)
        if deep:
            wrong = damage(reader)
            yield (
                Finding(
                    level="danger",
                    topic="file",
                    sentence=f"the file is damaged: {wrong}",
                    hint="restore it from a backup, and keep this file for whoever examines it",
                )
                if wrong
                else Finding(level="ok", topic="file", sentence="every page and row is sound")
            )
    if not is_still(path) and os.access(path, os.W_OK):
        with closing(connect(path, write=True)) as writer:
            yield from setting_findings(
                {name: writer.execute(f"PRAGMA {name}").fetchone()[0] for name in _SETTINGS}
            )


def _guard_findings(reader: Any) -> Iterator[Finding]:
    """Whether the tables and triggers are those that the migrations made."""
    here, wanted = shape(reader.execute), shape_as_made()
    missing = sorted(set(wanted) - set(here))
    changed = sorted(name for name in set(wanted) & set(here) if here[name] != wanted[name])
    foreign = sorted(set(here) - set(wanted))
    for names, what in (
        (missing, "these guards or tables of the ledger were taken away"),
        (changed, "these guards or tables of the ledger were changed"),
        (foreign, "these were added to the ledger by another program"),
    ):
        if names:
            yield Finding(
                level="danger",
                topic="guards",
                sentence=f"{what}: {', '.join(names)}",
                hint="another program did this; compare the ledger with a backup",
            )
    if here == wanted:
        yield Finding(level="ok", topic="guards", sentence="the append-only guards stand")


def _event_findings(reader: Any) -> Iterator[Finding]:
    """Whether positions have no gap, and every kind of event can be read."""
    snapshot = SQLiteSnapshot(reader)
    strange = unknown(snapshot.types())
    if strange:
        kinds = ", ".join(f"{kind} (schema {schema})" for kind, schema in strange)
        yield Finding(
            level="danger",
            topic="events",
            sentence=f"events of these kinds cannot be read by this program: {kinds}",
            hint="use the version that recorded them, or a newer one",
        )
    head = snapshot.head()
    count = reader.execute("SELECT count(*) FROM events").fetchone()[0]
    loose = reader.execute("SELECT count(*) FROM tags WHERE position > ?", (head,)).fetchone()[0]
    if count != head:
        yield Finding(
            level="danger",
            topic="events",
            sentence=f"the last position is {head}, but there are {count} events",
            hint="another program removed some; compare the ledger with a backup",
        )
    if loose:
        yield Finding(
            level="danger",
            topic="events",
            sentence=f"there are tags of events that are not recorded: {loose}",
            hint="another program put them there; restore the ledger from a backup",
        )
    if not strange and count == head and not loose:
        yield Finding(level="ok", topic="events", sentence=f"{head} events, without a gap")
