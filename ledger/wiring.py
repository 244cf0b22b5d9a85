"""Wires a ledger to its file, the machine's clock and randomness, and to the log."""

from __future__ import annotations

import datetime as dt
import getpass
import logging
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Self

import structlog

from ledger.copies import Restored, back_up, texts_beside
from ledger.copies import restore as restore_from
from ledger.errors import LedgerError
from ledger.model.answer import Answer
from ledger.model.scale import Scale, scale_named
from ledger.service.examining import report
from ledger.service.proving import identity
from ledger.service.service import Service
from ledger.settings import Chosen, choose, read_scales
from ledger.store import health, versions
from ledger.store.custody import KeyFile
from ledger.store.sqlite import SQLiteStore
from ledger.store.texts import TextFolder
from ledger.store.versions import Migration

KEY_BYTES = 32
SALT_BYTES = 16


def now() -> dt.datetime:
    """The present moment in UTC. The only place that reads the clock."""
    return dt.datetime.now(dt.UTC)


def salt() -> bytes:
    """Sixteen random bytes, new for every event."""
    return os.urandom(SALT_BYTES)


def key() -> bytes:
    """The random key of a new ledger, from which the ids of unnamed events are derived."""
    return os.urandom(KEY_BYTES)


class Ledger(Service):
    """A ledger in a file; the texts of sources lie beside it in `<file>.texts`.

    Use it as a context manager, from one process; threads may share it.
    """

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, recorder: str | None = None) -> Self:
        """Open a ledger that exists. `recorder` is who records; the login name where not given.

        Raises NotFoundError where there is none, DatabaseError where the file is something else,
        cannot be read, or was made by another version of the program.
        """
        _keep_quiet()
        store = SQLiteStore.open(path, salts=salt)
        return cls(store, TextFolder(texts_beside(path)), now=now, recorder=recorder or login(),
                   custody=custody(store, ""))  # fmt: skip

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, recorder: str | None = None) -> Self:
        """Make a new, empty ledger and open it.

        Raises ConflictError where something lies there already, DatabaseError where it cannot be
        written.
        """
        _keep_quiet()
        store = SQLiteStore.create(path, salts=salt, key=key())
        return cls(store, TextFolder(texts_beside(path)), now=now, recorder=recorder or login(),
                   custody=custody(store, ""))  # fmt: skip

    def new_key(self, name: str) -> bytes:
        """Make the key with which this ledger signs, under its name in public; the first checkpoint.

        Raises as `init_key` does.
        """
        return self.init_key(name, key())


def custody(store: SQLiteStore, place: str) -> KeyFile:
    """Where the key of a ledger lies: at `place`, else in the user's settings, under its identity.

    That stays with the ledger wherever it is moved, and with every copy of it.
    """

    @cache
    def path() -> Path:
        if place:
            return Path(place)
        with store.reading() as snapshot:
            return _user() / "keys" / f"{identity(snapshot)}.key"

    return KeyFile(path)


def _user() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "pledger"


def login() -> str:
    """The name under which the user is logged in, `unknown` where the machine does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def settings(given: dict[str, str | int | None]) -> dict[str, Chosen]:
    """Every setting with its origin, from the command line, the environment and the files."""
    return choose(
        given=given,
        environment=os.environ,
        folder=Path(),
        user=_user(),
        login=login(),
    )


def scale(name: str) -> Scale:
    """The output scale of that name, from the settings files or as shipped."""
    return scale_named(name, read_scales(Path(), _user()))


def open_ledger(chosen: dict[str, Chosen]) -> Ledger:
    """The ledger that the settings name. Raises as `Ledger.open` does."""
    path = str(chosen["db"].value)
    store = SQLiteStore.open(path, salts=salt)
    return Ledger(
        store,
        TextFolder(texts_beside(path)),
        now=now,
        recorder=str(chosen["recorder"].value),
        stale_after=int(chosen["stale_after"].value),
        custody=custody(store, str(chosen["key"].value)),
    )


def examine(chosen: dict[str, Chosen], *, deep: bool) -> Answer:
    """What endangers the ledger that the settings name: its file, the program, what lies beside it.

    `deep` reads the whole file. Raises NotFoundError where there is no ledger.
    """
    found = health.examine(str(chosen["db"].value), deep=deep)
    head = 0
    # What cannot be opened is among the findings about the file already.
    with suppress(LedgerError), open_ledger(chosen) as ledger:
        head = ledger.head
        found += ledger.examine()
    return report(found, head=head, today=now().date())


def backup(chosen: dict[str, Chosen], target: str) -> int:
    """A verified copy of the ledger that the settings name; its head. Raises as `back_up`."""
    return back_up(str(chosen["db"].value), target, now=now, recorder=str(chosen["recorder"].value))


def restore(chosen: dict[str, Chosen], source: str, rest: str | None) -> Restored:
    """Make the ledger that the settings name from a backup. Raises as `copies.restore`."""
    return restore_from(
        source,
        str(chosen["db"].value),
        rest=rest,
        salts=salt,
        now=now,
        recorder=str(chosen["recorder"].value),
        custody=lambda store: custody(store, str(chosen["key"].value)),
    )


def migrate(path: str) -> Migration:
    """Bring an older ledger up to date, after a checked copy. Raises as `store.versions.migrate`."""
    return versions.migrate(path)


def _keep_quiet() -> None:
    """Programs that set up no log get warnings on stderr; without this all of it went to stdout."""
    if not structlog.is_configured():
        logs(verbose=False)


def logs(*, verbose: bool) -> None:
    """Send the log to stderr: warnings, and with `verbose` what is done. Answers go to stdout."""
    level = logging.INFO if verbose else logging.WARNING
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Looked up for each line: whoever redirects stderr gets what is said from then on.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
