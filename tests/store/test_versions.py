"""Ledgers of other versions of the program: copied and brought up to date, or refused.

The newer program is invented: the shipped migrations and one more.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ledger.errors import ConflictError, DatabaseError, IntegrityError, NotFoundError
from ledger.store.backup import backup
from ledger.store.driver import driver
from ledger.store.event_data import StoredEvent
from ledger.store.migrate import REVISION, folder, revisions
from ledger.store.sqlite import SQLiteStore
from ledger.store.versions import migrate
from tests.store.test_contract import an_event, append, empty_ledger, salts

ROOT = Path(__file__).parents[2]

NEXT = '''"""An invented form: events say their language."""

import sys

from alembic import op

revision = "9000"
down_revision = "{before}"


def upgrade() -> None:
    op.execute("ALTER TABLE events ADD COLUMN lang TEXT")
    op.execute("CREATE TABLE languages (lang TEXT PRIMARY KEY) STRICT")
    {more}
'''
STOPS = 'print("inside", flush=True); sys.stdin.read()'
FAILS = 'raise ValueError("a fault")'
LOSES = (
    'op.execute("DROP TRIGGER tags_no_delete"); op.execute("DELETE FROM tags WHERE position = 1")'
)

MIGRATE = (
    "import sys; from pathlib import Path; from ledger.store.versions import migrate;"
    "migrate(sys.argv[1], scripts=Path(sys.argv[2]))"
)


def next_program(place: Path, more: str = "pass") -> Path:
    """The migrations of an invented newer program."""
    scripts = place / "migrations"
    shutil.rmtree(scripts, ignore_errors=True)
    shutil.copytree(folder(), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    text = NEXT.format(before=REVISION, more=more)
    (scripts / "versions" / "9000_languages.py").write_text(text, encoding="utf-8")
    return scripts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of two events, in a folder of its own."""
    place = tmp_path / "of one's own" / "ledger.db"
    place.parent.mkdir()
    store = empty_ledger(place)
    append(store, an_event("a", "x", declares=("promise",)), an_event("c", about="a"))
    store.close()
    return place


def events(path: Path) -> list[StoredEvent]:
    """What this program reads in a ledger."""
    store = SQLiteStore.open(path, salts=salts())
    try:
        with store.reading() as snapshot:
            return list(snapshot.read())
    finally:
        store.close()


def ask(path: Path, sql: str) -> list[Any]:
    """What anybody reads in a file."""
    raw = driver.connect(str(path))
    try:
        return list(raw.execute(sql))
    finally:
        raw.close()


def beside(path: Path) -> list[str]:
    """What lies in the folder of a ledger, but for what SQLite itself keeps beside a file."""
    kept = ("-journal", "-wal", "-shm")
    return sorted(f.name for f in path.parent.iterdir() if not f.name.endswith(kept))


def test_a_ledger_of_this_form_needs_no_migration(path: Path) -> None:
    """Nothing is done, and no copy made."""
    before = path.read_bytes()

    done = migrate(path)

    assert (done.before, done.after, done.copy) == (REVISION, REVISION, None)
    assert path.read_bytes() == before
    assert beside(path) == ["ledger.db"]


def test_an_older_ledger_is_migrated_after_a_checked_copy(path: Path, tmp_path: Path) -> None:
    """The copy is the ledger as it was, and opens with the older program."""
    was = events(path)

    done = migrate(path, scripts=next_program(tmp_path))

    assert (done.before, done.after) == (REVISION, "9000")
    assert done.copy is not None
    assert beside(path) == ["ledger.db", "ledger.db.before-9000"]
    assert events(done.copy) == was
    assert ask(path, "SELECT lang, id FROM events") == [(None, "a"), (None, "c")]
    assert ask(path, "SELECT version_num FROM alembic_version") == [("9000",)]


def test_a_newer_ledger_is_refused_by_opening_and_by_migrating(path: Path, tmp_path: Path) -> None:
    """This program does not know what the newer one promised."""
    migrate(path, scripts=next_program(tmp_path))
    before = path.read_bytes()

    for attempt in (events, migrate):
        with pytest.raises(DatabaseError, match="newer version") as refusal:
            attempt(path)
        assert refusal.value.hint == "use the newer program"
    assert path.read_bytes() == before


def test_an_older_ledger_is_told_from_a_newer_one_when_opened(path: Path) -> None:
    """And the hint says which command helps."""
    raw = driver.connect(str(path))
    raw.execute("DROP TRIGGER alembic_version_forward")
    raw.execute("UPDATE alembic_version SET version_num = '0000'")
    raw.commit()
    raw.close()

    with pytest.raises(DatabaseError, match="older version") as refusal:
        events(path)
    assert refusal.value.hint is not None
    assert "pledger migrate" in refusal.value.hint


@pytest.mark.parametrize(
    ("more", "error"), [(FAILS, ValueError), (LOSES, IntegrityError)], ids=["fails", "loses"]
)
def test_a_migration_that_goes_wrong_leaves_the_ledger_as_it_was(
    path: Path, tmp_path: Path, more: str, error: type[Exception]
) -> None:
    """Whether it stops half-way or ends with less than there was."""
    was = events(path)
    shape = ask(path, "SELECT * FROM sqlite_master ORDER BY name")

    with pytest.raises(error):
        migrate(path, scripts=next_program(tmp_path, more))
    assert events(path) == was
    assert ask(path, "SELECT * FROM sqlite_master ORDER BY name") == shape
    assert ask(path, "SELECT name FROM tag_names JOIN tags ON tag = number") == [("x",)]


def test_a_killed_migration_is_done_again_without_repair(path: Path, tmp_path: Path) -> None:
    """The checked copy that it left is used, and is not made twice."""
    was = events(path)
    scripts = next_program(tmp_path, STOPS)
    child = subprocess.Popen(
        [sys.executable, "-c", MIGRATE, str(path), str(scripts)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "inside\n"
    child.kill()
    child.communicate()

    assert events(path) == was
    assert "ledger.db.before-9000" in beside(path)
    done = migrate(path, scripts=next_program(tmp_path))
    assert done.copy == path.with_name("ledger.db.before-9000")
    assert beside(path) == ["ledger.db", "ledger.db.before-9000"]
    assert ask(path, "SELECT count(lang), count(*) FROM events") == [(0, 2)]


def test_a_copy_that_is_out_of_date_is_kept_and_another_made(path: Path, tmp_path: Path) -> None:
    """After an undone migration more was recorded; no copy is ever written over."""
    with pytest.raises(ValueError, match="a fault"):
        migrate(path, scripts=next_program(tmp_path, FAILS))
    old = path.with_name("ledger.db.before-9000")
    first = old.read_bytes()
    store = SQLiteStore.open(path, salts=salts())
    append(store, an_event("d"))
    store.close()

    done = migrate(path, scripts=next_program(tmp_path))

    assert done.copy == path.with_name("ledger.db.before-9000.2")
    assert old.read_bytes() == first
    assert [event.id for event in events(done.copy)] == ["a", "c", "d"]


def test_what_is_no_ledger_is_not_migrated(tmp_path: Path) -> None:
    """A sentence, and the file as it was."""
    text = tmp_path / "text"
    text.write_text("events: []\n" * 1000)
    with pytest.raises(DatabaseError, match="not a ledger"):
        migrate(text)
    with pytest.raises(DatabaseError, match="a folder"):
        migrate(tmp_path)
    with pytest.raises(NotFoundError):
        migrate(tmp_path / "none.db")
    assert text.read_text() == "events: []\n" * 1000


def test_a_backup_is_a_ledger_of_one_moment_and_never_written_over(path: Path) -> None:
    """While another has it open for writing, in the middle of a transaction."""
    store = SQLiteStore.open(path, salts=salts())
    target = path.with_name("copy.db")
    with store.writing() as transaction:
        transaction.append(
            [an_event("late")], recorder="r", recorded_at=events(path)[0].recorded_at
        )
        held = backup(path, target)
    store.close()

    assert held.head == 2
    assert [event.id for event in events(target)] == ["a", "c"]
    with pytest.raises(ConflictError, match="exists already"):
        backup(path, target)
    with pytest.raises(DatabaseError):
        backup(path, path.parent / "no such folder" / "copy.db")
    assert beside(path) == ["copy.db", "ledger.db"]


def test_the_migrations_lead_to_the_form_that_this_program_needs() -> None:
    """One after the other."""
    assert revisions(folder())[-1] == REVISION
    assert revisions(folder()) == sorted(revisions(folder()))
