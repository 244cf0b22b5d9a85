"""What `examine` finds: nothing in a sound ledger, and what is wrong in each that is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledger.errors import DatabaseError, NotFoundError
from ledger.store.driver import driver
from ledger.store.finding import Finding
from ledger.store.health import examine
from ledger.store.library import build_findings, library_findings, setting_findings
from ledger.store.place import file_system, file_system_findings
from tests.store.test_attacks import event
from tests.store.test_contract import an_event, append, empty_ledger

MOUNTS = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,noatime shared:1 - ext4 /dev/vda rw
40 27 0:50 / /home rw,relatime shared:2 - nfs4 server:/home rw,vers=4.2
41 40 0:51 / /home/ann/my\040disk rw - fuse.sshfs ann@server: rw
42 27 0:52 / /srv rw - xfs /dev/vdb rw
43 27 0:53 / /srv rw - cifs //server/srv rw
torn line
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound ledger of one event."""
    place = tmp_path / "ledger.db"
    store = empty_ledger(place)
    append(store, an_event("a", "x"))
    store.close()
    return place


def by_level(findings: list[Finding], level: str) -> list[str]:
    """The sentences of one level."""
    return [finding.sentence for finding in findings if finding.level == level]


def vandal(path: Path, *statements: str) -> None:
    """What another program may do with the file."""
    raw = driver.connect(str(path), isolation_level=None)
    raw.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        raw.execute(statement)
    raw.close()


@pytest.mark.parametrize("deep", [False, True])
def test_a_sound_ledger_has_no_danger_in_it_and_is_left_as_it_was(path: Path, deep: bool) -> None:
    """Its file, and what lies beside it, included."""
    before = path.read_bytes()

    found = examine(path, deep=deep)

    assert by_level(found, "danger") == []
    assert {"library", "settings", "guards", "events"} <= {one.topic for one in found}
    assert ("file" in {one.topic for one in found}) is deep
    assert path.read_bytes() == before
    assert [found for found in path.parent.iterdir() if found.stat().st_size] == [path]


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (["DROP TRIGGER events_no_update"], "taken away: events_no_update"),
        (["DROP TRIGGER tags_no_delete", "DROP INDEX tags_position"],
         "taken away: tags_no_delete, tags_position"),
        (["DROP TRIGGER events_no_delete",
          "CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT 1; END"],
         "changed: events_no_delete"),
        (["CREATE TRIGGER mine AFTER INSERT ON events BEGIN SELECT RAISE(IGNORE); END"],
         "added to the ledger by another program: mine"),
        (["CREATE TABLE other (a)"], "added to the ledger by another program: other"),
        (["DROP TRIGGER events_no_delete", "DELETE FROM events"], "taken away"),
        (["INSERT INTO tags (tag, position) VALUES (1, 5)"],
         "tags of events that are not recorded: 1"),
        ([event(position=2, id="z").replace("'t', 1", "'feast', 7")],
         "cannot be read by this program: feast (schema 7)"),
        (["PRAGMA application_id = 1"], "another program made this database"),
        (["DROP TRIGGER alembic_version_forward",
          "UPDATE alembic_version SET version_num = '0000'"], "older version"),
        (["UPDATE alembic_version SET version_num = '9999'"], "newer version"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_another_program_did_to_a_ledger_is_a_danger(
    path: Path, statements: list[str], says: str
) -> None:
    """And the sentence names it."""
    vandal(path, *statements)

    dangers = by_level(examine(path), "danger")

    assert [sentence for sentence in dangers if says in sentence]


def test_a_gap_is_a_danger(path: Path) -> None:
    """Whatever became of the guards."""
    store = empty_ledger(path)
    append(store, an_event("a"), an_event("b"), an_event("c"))
    store.close()
    vandal(path, "DROP TRIGGER events_no_delete", "DELETE FROM events WHERE position = 2")

    assert "the last position is 3, but there are 2 events" in by_level(examine(path), "danger")


def test_a_damaged_page_is_found_by_looking_deep(path: Path) -> None:
    """Or at once, where the page is one of the first."""
    whole = bytearray(path.read_bytes())
    for start in range(16_384, len(whole), 16_384):
        whole[start : start + 40] = b"\xff" * 40
    path.write_bytes(whole)

    assert by_level(examine(path, deep=True), "danger")


def test_an_interrupted_command_and_open_doors_are_warned_of(path: Path) -> None:
    """Nothing is lost by them yet."""
    (path.parent / ".pledger.1234.new").touch()
    path.chmod(0o666)

    warned = by_level(examine(path), "warn")

    assert [sentence for sentence in warned if ".pledger.1234.new" in sentence]
    assert [sentence for sentence in warned if "everybody" in sentence]


def test_a_ledger_of_two_names_is_a_danger(path: Path) -> None:
    """SQLite would keep two logs for one file."""
    os.link(path, path.with_name("other.db"))

    assert [sentence for sentence in by_level(examine(path), "danger") if "2 names" in sentence]


def test_what_is_no_file_cannot_be_examined(tmp_path: Path) -> None:
    """A sentence, as for every other command."""
    with pytest.raises(NotFoundError):
        examine(tmp_path / "none.db")
    with pytest.raises(DatabaseError):
        examine(tmp_path)


@pytest.mark.parametrize(
    ("version", "level", "says"),
    [
        ((3, 37, 2), "danger", "older than 3.38"),
        ((3, 40, 1), "warn", "WAL-reset bug"),
        ((3, 51, 2), "warn", "WAL-reset bug"),
        ((3, 52, 0), "warn", "withdrawn"),
        ((3, 50, 7), "ok", "SQLite 3.50.7"),
        ((3, 53, 0), "ok", "SQLite 3.53.0"),
    ],
)
def test_versions_of_the_library_are_judged(
    version: tuple[int, ...], level: str, says: str
) -> None:
    """One finding each."""
    (found,) = library_findings(version)

    assert found.level == level
    assert says in found.sentence


def test_a_build_without_guards_is_a_danger() -> None:
    """What this machine's library was built with is not."""
    assert list(build_findings({"THREADSAFE=1", "ENABLE_FTS5"})) == []
    (threads,) = build_findings({"THREADSAFE=0", "ENABLE_FTS5"})
    (guards,) = build_findings({"THREADSAFE=1", "ENABLE_FTS5", "OMIT_TRIGGER"})
    (search,) = build_findings({"THREADSAFE=1"})
    assert (threads.level, guards.level, search.level) == ("danger", "danger", "danger")
    assert "full-text" in search.sentence


def test_a_setting_that_loses_events_is_a_danger() -> None:
    """The sentence names it, and what it must be."""
    (found,) = [
        one for one in setting_findings({"synchronous": 0}) if "synchronous" in one.sentence
    ]

    assert found.level == "danger"
    assert "is 0 and must be" in found.sentence


@pytest.mark.parametrize(
    ("place", "kind", "level"),
    [
        ("/var/ledger.db", "ext4", "ok"),
        ("/home/ann/ledger.db", "nfs4", "warn"),
        ("/home/ann/my disk/ledger.db", "fuse.sshfs", "warn"),
        ("/homes/ledger.db", "ext4", "ok"),
        ("/srv/a/ledger.db", "cifs", "warn"),
    ],
)
def test_a_network_file_system_is_warned_of(place: str, kind: str, level: str) -> None:
    """The mount that the path lies on, not one whose name it begins with."""
    assert file_system(place, MOUNTS) == kind
    assert [found.level for found in file_system_findings(kind)] == [level]


def test_a_system_that_does_not_say_is_not_guessed_at() -> None:
    """Neither is a disk that is gone after the night taken for one."""
    assert file_system("/x", "") is None
    assert [found.level for found in file_system_findings(None)] == ["ok"]
    assert [found.level for found in file_system_findings("tmpfs")] == ["warn"]
