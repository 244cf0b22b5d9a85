"""The file: what survives a kill, who may share it, and what is said of other files."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ledger.errors import ConflictError, DatabaseError, IntegrityError, NotFoundError, RefusedError
from ledger.store.backup import damage
from ledger.store.connection import APPLICATION_ID, PAGE_BYTES, engine
from ledger.store.driver import driver, wal_is_safe
from ledger.store.migrate import REVISION, check, folder
from ledger.store.sqlite import SQLiteStore
from ledger.store.texts import TextFolder
from tests.store.test_contract import KEY, NOON, an_event, append, empty_ledger, salts

ROOT = Path(__file__).parents[2]

CHILD = """
import datetime as dt, os, sys
from ledger.store.event_data import EventData
from ledger.store.sqlite import SQLiteStore

path, name, batches, size, last_words = sys.argv[1:]
store = SQLiteStore.open(path, salts=lambda: os.urandom(16))
for batch in range(int(batches)):
    events = [
        EventData(id=f"{name}-{batch}-{n}", type="statement", schema=1, known_from=None,
                  payload=b"{}", tags=frozenset({name, "all"}))
        for n in range(int(size))
    ]
    with store.writing() as transaction:
        transaction.append(events, recorder=name, recorded_at=dt.datetime.now(dt.UTC))
        if last_words == "inside":
            print("inside", flush=True)
            sys.stdin.read()
    print(batch, flush=True)
if last_words == "after":
    sys.stdin.read()
"""


def start(
    path: Path, name: str, batches: int, size: int, last_words: str = ""
) -> subprocess.Popen[str]:
    """Another process that appends to the ledger and says so, batch by batch."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), name, str(batches), str(size), last_words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


def kill(child: subprocess.Popen[str]) -> None:
    """SIGKILL: no handler runs, nothing is closed."""
    child.send_signal(signal.SIGKILL)
    child.communicate()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger."""
    place = tmp_path / "ledger.db"
    empty_ledger(place).close()
    return place


def head(path: Path) -> int:
    """Open the file as anybody would, and count; no position is missing."""
    store = SQLiteStore.open(path, salts=salts())
    try:
        with store.reading() as snapshot:
            found = [event.position for event in snapshot.read()]
            assert found == list(range(1, snapshot.head() + 1))
            return len(found)
    finally:
        store.close()


def damage_in(path: Path) -> str | None:
    """What SQLite finds wrong with the file."""
    raw = driver.connect(str(path))
    try:
        return damage(raw)
    finally:
        raw.close()


def test_what_was_acknowledged_survives_a_kill(path: Path) -> None:
    """The block has ended, so the events lie."""
    child = start(path, "x", 3, 50, "after")
    assert child.stdout is not None
    assert [child.stdout.readline() for _ in range(3)] == ["0\n", "1\n", "2\n"]
    kill(child)

    assert head(path) == 150


def test_a_kill_in_the_middle_leaves_nothing_of_the_batch_and_no_lock(path: Path) -> None:
    """All or nothing, and the next writer need not wait or repair."""
    child = start(path, "x", 1, 5000, "inside")
    assert child.stdout is not None
    assert child.stdout.readline() == "inside\n"
    kill(child)

    assert head(path) == 0
    store = SQLiteStore.open(path, salts=salts())
    append(store, an_event("a"))
    store.close()
    assert head(path) == 1


def test_two_programs_appending_at_once_both_succeed(path: Path) -> None:
    """They wait for each other; every event gets its own position."""
    children = [start(path, f"p{n}", 20, 5) for n in range(2)]
    for child in children:
        child.communicate(timeout=60)

    assert [child.returncode for child in children] == [0] * 2
    assert head(path) == 200


def test_threads_may_share_a_store(path: Path) -> None:
    """Writers take turns; readers do not wait."""
    store = SQLiteStore.open(path, salts=salts())
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for n in range(20):
                append(store, an_event(f"{name}-{n}", name))
                with store.reading() as snapshot:
                    assert len(snapshot.history([name])) == n + 1
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()

    assert failures == []
    assert head(path) == 120


PLAIN = """
import runpy, sys
sys.modules["pysqlite3"] = None
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
"""Runs a module with the SQLite library that Python itself comes with."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("library", [["-m"], ["-c", PLAIN]], ids=["the newest", "Python's own"])
def test_a_forked_child_is_refused_and_does_its_parent_no_harm(
    tmp_path: Path, library: list[str]
) -> None:
    """Not even by ending, when it would close what it inherited in mid-transaction."""
    place = tmp_path / "ledger.db"
    SQLiteStore.create(place, salts=salts(), key=KEY).close()
    done = subprocess.run(
        [sys.executable, *library, "tests.store.programs.fork", str(place)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    assert done.stdout.splitlines() == ["a ledger cannot be used in a forked process"] * 4
    assert damage_in(place) is None
    assert head(place) == 2003


@pytest.mark.parametrize("after", [0, 1])
def test_an_append_that_the_tables_refuse_half_way_takes_the_transaction_with_it(
    path: Path, after: int
) -> None:
    """Even where the caller catches the refusal and goes on, and appends more."""
    store = SQLiteStore.open(path, salts=salts())
    with pytest.raises(RefusedError, match="half-way"), store.writing() as transaction:
        transaction.append([an_event("a", "t")], recorder="r", recorded_at=NOON)
        with pytest.raises(driver.IntegrityError):
            transaction.append(
                [an_event("b", "t"), an_event("c", "")], recorder="r", recorded_at=NOON
            )
        for n in range(after):
            transaction.append([an_event(f"d{n}", "t")], recorder="r", recorded_at=NOON)
    store.close()

    assert head(path) == 0


def test_an_interrupt_while_writing_records_nothing(path: Path) -> None:
    """Ctrl-C is an exception like any other."""
    store = SQLiteStore.open(path, salts=salts())
    with pytest.raises(KeyboardInterrupt), store.writing() as transaction:
        transaction.append([an_event("a")], recorder="r", recorded_at=NOON)
        raise KeyboardInterrupt
    store.close()

    assert head(path) == 0


def test_the_settings_of_a_writer_are_those_that_survive_power_loss(path: Path) -> None:
    """WAL and FULL on a sound library, TRUNCATE and EXTRA on one with the WAL-reset bug."""
    writer = engine(str(path), write=True)
    with writer.begin() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers",
                         "application_id")
        }  # fmt: skip
    writer.dispose()

    assert found == {
        "journal_mode": "wal" if wal_is_safe() else "truncate",
        "synchronous": 2 if wal_is_safe() else 3,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "application_id": APPLICATION_ID,
    }
    assert int.from_bytes(path.read_bytes()[16:18], "big") == PAGE_BYTES


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 6, 23), True), ((3, 7, 0), False), ((3, 40, 1), False), ((3, 51, 2), False),
     ((3, 51, 3), True), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False),
     ((3, 50, 6), False), ((3, 50, 7), True), ((3, 51, 0), False), ((3, 53, 0), True)],
)  # fmt: skip
def test_the_libraries_with_the_wal_reset_bug_are_known(
    version: tuple[int, ...], safe: bool
) -> None:
    """3.7.0 to 3.51.2, but for the mended ends of two older lines."""
    assert wal_is_safe(version) is safe


def test_the_tables_and_the_migrations_agree() -> None:
    """alembic check finds nothing to do, and the newest revision is the one asked for."""
    check()
    newest = max((folder() / "versions").glob("[0-9]*.py"))
    assert newest.name.split("_")[0] == REVISION


def test_opening_a_ledger_does_not_load_alembic(path: Path) -> None:
    """Its import costs more than a question on a small ledger."""
    code = (
        "import sys; from ledger.store.sqlite import SQLiteStore;"
        "SQLiteStore.open(sys.argv[1], salts=bytes).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False).returncode
        == 0
    )


def test_nothing_is_written_over_by_making_a_ledger(path: Path, tmp_path: Path) -> None:
    """What lies there stays; no draft is left beside it."""
    for place in (path, tmp_path):
        with pytest.raises(ConflictError, match="exists already"):
            SQLiteStore.create(place, salts=salts(), key=KEY)
    with pytest.raises(DatabaseError, match="no folder"):
        SQLiteStore.create(tmp_path / "none" / "ledger.db", salts=salts(), key=KEY)
    assert not [found for found in tmp_path.iterdir() if found.name.endswith(".new")]


def test_a_missing_ledger_is_not_found_and_the_hint_says_what_to_do(tmp_path: Path) -> None:
    """And asking for it does not make one."""
    with pytest.raises(NotFoundError) as refusal:
        SQLiteStore.open(tmp_path / "none.db", salts=salts())
    assert refusal.value.hint is not None
    assert "pledger init" in refusal.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "kind", ["a folder", "empty", "text", "half a ledger", "another program's", "newer", "a FIFO"]
)
def test_a_file_that_is_no_ledger_gets_a_sentence(path: Path, tmp_path: Path, kind: str) -> None:
    """No traceback, no hang, and the file is left as it was."""
    place = tmp_path / "thing"
    match kind:
        case "a folder":
            place.mkdir()
        case "empty":
            place.touch()
        case "text":
            place.write_text("events: []\n" * 1000)
        case "half a ledger":
            place.write_bytes(path.read_bytes()[:20_000])
        case "a FIFO":
            os.mkfifo(place)
        case "another program's":
            other = sqlite3.connect(place)
            other.execute("CREATE TABLE events (position)")
            other.close()
        case "newer":
            place.write_bytes(path.read_bytes())
            raw = driver.connect(str(place))
            raw.execute("UPDATE alembic_version SET version_num = '9999'")
            raw.commit()
            raw.close()
    before = place.read_bytes() if place.is_file() else None

    with pytest.raises(DatabaseError) as refusal:
        SQLiteStore.open(place, salts=salts())
    assert str(place) in refusal.value.sentence
    assert "\n" not in refusal.value.sentence
    if before is not None:
        assert place.read_bytes() == before


@pytest.mark.skipif(not wal_is_safe(), reason="this SQLite library keeps no such log")
def test_a_log_that_grew_while_somebody_read_is_cut_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would lie there for good, as long as it ever was."""
    monkeypatch.setattr("ledger.store.connection.LOG_BYTES", 2**18)
    log = Path(f"{path}-wal")
    store = SQLiteStore.open(path, salts=salts())
    with store.reading():
        for number in range(40):
            append(store, an_event(f"e{number}", payload=b'{"words":"%s"}' % (b"x" * 500_000)))
        grown = log.stat().st_size
    for number in range(40, 44):
        append(store, an_event(f"e{number}"))

    assert grown > 2**24
    assert log.stat().st_size <= 2**19
    store.close()


def test_a_closed_ledger_is_one_file_that_can_be_copied(path: Path, tmp_path: Path) -> None:
    """Whoever copies the file after the program has ended copies every event."""
    store = SQLiteStore.open(path, salts=salts())
    append(store, an_event("a"))
    store.close()
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())

    assert head(copy) == 1


@pytest.mark.parametrize("name", ["x" * 300, "x" * 250, "a\0b"], ids=["too long", "long", "NUL"])
def test_a_path_that_cannot_be_gets_a_sentence(tmp_path: Path, name: str) -> None:
    """Whether a ledger is to be made or opened."""
    place = f"{tmp_path}/{name}"
    with pytest.raises((DatabaseError, NotFoundError)):
        SQLiteStore.open(place, salts=salts())
    with pytest.raises(DatabaseError):
        SQLiteStore.create(place, salts=salts(), key=KEY)


def test_a_name_of_any_bytes_can_be_that_of_a_ledger(tmp_path: Path) -> None:
    """Spaces, marks that mean something in an address, and bytes that are no UTF-8."""
    place = tmp_path / os.fsdecode(b"a b?c#d%41\xff&mode=memory.db")
    store = SQLiteStore.create(place, salts=salts(), key=KEY)
    append(store, an_event("a"))
    store.close()

    others = [found for found in tmp_path.iterdir() if found != place]
    assert sum(found.stat().st_size for found in others) == 0
    assert head(place) == 1


@pytest.mark.parametrize("how", ["replaced", "removed"])
def test_a_ledger_whose_file_was_taken_away_records_nothing(
    path: Path, tmp_path: Path, how: str
) -> None:
    """It would record into a file that has no name any more, and nobody would find it."""
    store = SQLiteStore.open(path, salts=salts())
    append(store, an_event("a"))
    if how == "replaced":
        other = tmp_path / "other.db"
        SQLiteStore.create(other, salts=salts(), key=KEY).close()
        other.replace(path)
    else:
        path.unlink()

    with pytest.raises(DatabaseError, match="moved or replaced"):
        append(store, an_event("b"))
    with pytest.raises(DatabaseError, match="moved or replaced"), store.reading():
        pass
    store.close()


def test_an_error_of_the_caller_is_not_blamed_on_the_ledger(path: Path) -> None:
    """The ledger is fine; another file was missing."""
    store = SQLiteStore.open(path, salts=salts())
    try:
        with pytest.raises(FileNotFoundError), store.writing():
            (path.parent / "none.yaml").read_text(encoding="utf-8")
    finally:
        store.close()


def test_a_text_comes_back_byte_for_byte_and_a_changed_one_is_told(tmp_path: Path) -> None:
    """The name of the file is the SHA-256 of what it must hold."""
    texts = TextFolder(tmp_path / "ledger.db.texts")
    digest = texts.put(b"\xff\r\n\0 words")

    assert texts.put(b"\xff\r\n\0 words") == digest
    assert texts.get(digest) == b"\xff\r\n\0 words"
    assert texts.get("0" * 64) is None
    (file,) = (tmp_path / "ledger.db.texts").iterdir()
    file.write_bytes(b"other words")
    with pytest.raises(IntegrityError):
        texts.get(digest)


def test_putting_a_text_again_repairs_a_damaged_one(tmp_path: Path) -> None:
    """As the hint of the refusal says."""
    texts = TextFolder(tmp_path / "texts")
    digest = texts.put(b"words")
    (file,) = (tmp_path / "texts").iterdir()
    file.write_bytes(b"other")

    assert texts.put(b"words") == digest
    assert texts.get(digest) == b"words"
