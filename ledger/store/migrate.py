"""Makes the durable tables and brings old ones up to date, through the migrations that are shipped."""

from __future__ import annotations

import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ledger.errors import DatabaseError
from ledger.store.connection import APPLICATION_ID, PAGE_BYTES, engine, uri_of
from ledger.store.driver import driver

REVISION = "0001"
"""The newest migration: what a ledger must stand at to be opened. A test ties it to the folder."""


KEY_DIGEST = "key_sha256"
"""Under this name lies what shows that the key beside it, which nothing else depends on, is whole."""


def folder() -> Path:
    """Where the migrations lie: in the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / "migrations", package.parent / "migrations"):
        if (place / "env.py").is_file():
            return place
    raise DatabaseError("the migrations are missing from this installation",
                        hint="install the program again")  # fmt: skip


def _config(scripts: Path, connection: sa.Connection | None = None) -> Any:
    from alembic.config import Config

    config = Config(stdout=sys.stderr)
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def revisions(scripts: Path) -> list[str]:
    """The forms that the migrations lead through, from the first to the newest."""
    from alembic.script import ScriptDirectory

    found = ScriptDirectory.from_config(_config(scripts))
    return [script.revision for script in found.walk_revisions()][::-1]


def upgrade(connection: sa.Connection, scripts: Path | None = None) -> None:
    """Bring the durable tables to the newest form. The caller owns the transaction."""
    from alembic import command

    command.upgrade(_config(scripts or folder(), connection), "head")


def make(path: str, key: bytes) -> None:
    """Make the tables of a new ledger in an empty file, durably and in one transaction."""
    raw = driver.connect(uri_of(path, "rwc"), uri=True)
    # What is set before the first table is made holds for the file's life.
    raw.execute(f"PRAGMA page_size = {PAGE_BYTES}").close()
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}").close()
    raw.close()
    found = engine(path, write=True, guarded=False)
    try:
        with found.begin() as connection:
            upgrade(connection)
            for name, value in (("key", key), (KEY_DIGEST, sha256(key).digest())):
                connection.exec_driver_sql(
                    "INSERT INTO ledger (name, value) VALUES (?, ?)", (name, value)
                )
    finally:
        found.dispose()


def check() -> None:
    """Whether tables.py and the migrations describe the same tables (alembic check).

    Raises DatabaseError where they do not.
    """
    from alembic import command
    from alembic.util import CommandError

    with tempfile.TemporaryDirectory() as place:
        path = f"{place}/check.db"
        make(path, b"\0" * 32)
        found = engine(path, write=True, guarded=False)
        try:
            with found.connect() as connection:
                command.check(_config(folder(), connection))
        except CommandError as error:
            raise DatabaseError(
                f"tables.py and the migrations differ: {error}",
                hint="write a migration for what changed",
            ) from error
        finally:
            found.dispose()


if __name__ == "__main__":
    check()
