"""Which ledger and who records: the first place that names it wins, in the order of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.errors import UsageError
from ledger.settings import choose
from tests.doors.running import Desk, desk
from tests.doors.transcript import fixed

ACTOR = "- {type: actor, id: x, kind: state, name: X}\n"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk without a ledger; each place names a ledger of its own."""
    with fixed(), desk(tmp_path) as desk_:
        Path("ledger.db").unlink()
        (tmp_path / "config" / "pledger").mkdir(parents=True)
        yield desk_


def place(made: Desk, *arguments: str) -> str:
    """The ledger that `init` makes."""
    ran = made.pledger(*arguments, "init")
    assert ran.status == 0, ran.err
    return ran.err.splitlines()[0].removeprefix("made ")


def test_the_first_place_that_names_a_ledger_wins(
    made: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert place(made) == "ledger.db"
    made.write("config/pledger/pledger.toml", 'db = "users.db"\n')
    assert place(made) == str(made.folder / "config/pledger/users.db")
    made.write("pledger.toml", 'db = "folders.db"\n')
    assert place(made) == "folders.db"
    monkeypatch.setenv("PLEDGER_DB", "variables.db")
    assert place(made) == "variables.db"
    assert place(made, "--db", "given.db") == "given.db"
    assert {path.name for path in made.folder.glob("*.db")} == {
        "ledger.db", "folders.db", "variables.db", "given.db",
    }  # fmt: skip


def test_a_path_in_a_settings_file_is_meant_from_where_that_file_lies(made: Desk) -> None:
    made.write("config/pledger/pledger.toml", 'db = "users.db"\n')
    place(made)

    assert (made.folder / "config/pledger/users.db").is_file()


def test_the_ledger_is_given_before_or_after_the_command_s_name(made: Desk) -> None:
    for arguments in (("--db", "a.db", "init"), ("init", "--db", "b.db")):
        assert made.pledger(*arguments).status == 0
    made.write("x.yaml", ACTOR)
    assert made.pledger("--db", "a.db", "import", "x.yaml").status == 0
    # What stands after the name is nearer to the command.
    assert made.pledger("--db", "b.db", "import", "x.yaml", "--db", "a.db").err == (
        "1 event recorded before, unchanged\n"
    )


def test_an_empty_variable_names_nothing(made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEDGER_DB", "")

    assert place(made) == "ledger.db"


def test_who_records_is_said_by_every_event(made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def recorder(id: str, *arguments: str) -> str:
        name = made.write(f"{id}.yaml", ACTOR.replace("x", id))
        assert made.pledger(*arguments, "import", name).status == 0
        found: str = made.pledger("audit", id, "-o", "json").rows[0]["recorder"]
        return found

    place(made)
    assert recorder("a") == "tester"
    made.write("pledger.toml", 'recorder = "the desk"\n')
    assert recorder("b") == "the desk"
    monkeypatch.setenv("PLEDGER_RECORDER", "the shift")
    assert recorder("c") == "the shift"
    assert recorder("d", "--recorder", "the clerk") == "the clerk"


def test_how_long_a_report_speaks_is_a_setting(made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.doors.running import CASE

    place(made)
    made.pledger("import", made.write("case.yaml", CASE.read_text("utf-8")))
    flags = {}
    for days in ("14", "30"):
        monkeypatch.setenv("PLEDGER_STALE_AFTER", days)
        rows = made.rows("commitments", "--as-of", "2020-10-01")
        flags[days] = {row["id"]: row["flags"] for row in rows}["afghanistan-4000-out"]

    assert flags == {"14": ["stale"], "30": []}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("db = \n", "pledger.toml is not TOML: "),
        ('dp = "x.db"\n', "pledger.toml: there is no setting 'dp'"),
        ("db = 7\n", "db (pledger.toml): 7 is no text"),
        ('db = ""\n', "is no text"),
        ("stale_after = -1\n", "stale_after (pledger.toml): -1 is no number of days"),
        ("stale_after = true\n", "stale_after (pledger.toml): True is no number of days"),
        ('recorder = " "\n', "recorder (pledger.toml): ' ' is no text"),
    ],
)
def test_a_bad_settings_file_is_a_usage_error_that_names_it(
    made: Desk, text: str, sentence: str
) -> None:
    made.write("pledger.toml", text)
    ran = made.pledger("commitments")

    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.err


def test_a_settings_file_that_cannot_be_read_is_a_usage_error(made: Desk) -> None:
    (made.folder / "pledger.toml").mkdir()
    ran = made.pledger("commitments")
    assert (ran.status, ran.err.split(":")[1]) == (2, " pledger.toml cannot be read")

    (made.folder / "pledger.toml").rmdir()
    (made.folder / "pledger.toml").write_bytes(b'db = "caf\xe9"')
    assert made.pledger("commitments").status == 2


def test_an_unknown_setting_is_told_with_those_that_there_are(made: Desk) -> None:
    made.write("pledger.toml", "dp = 1\n")

    assert made.pledger("commitments").err.endswith(
        "hint: settings: db, recorder, key, stale_after\n"
    )


def test_every_value_comes_with_its_origin(tmp_path: Path) -> None:
    (tmp_path / "pledger.toml").write_text('recorder = "the desk"\n', "utf-8")
    chosen = choose(
        given={"db": "given.db"}, environment={"PLEDGER_STALE_AFTER": "30"}, folder=tmp_path,
        user=tmp_path / "none", login="tester",
    )  # fmt: skip

    assert {name: (one.value, one.origin) for name, one in chosen.items()} == {
        "db": ("given.db", "command line"),
        "recorder": ("the desk", str(tmp_path / "pledger.toml")),
        "key": ("", "default"),
        "stale_after": (30, "environment (PLEDGER_STALE_AFTER)"),
    }


def test_the_login_name_records_where_nobody_is_named(tmp_path: Path) -> None:
    chosen = choose(given={}, environment={}, folder=tmp_path, user=tmp_path, login="tester")

    assert (chosen["recorder"].value, chosen["recorder"].origin) == ("tester", "login name")
    with pytest.raises(UsageError):
        choose(given={"db": "a\0b"}, environment={}, folder=tmp_path, user=tmp_path, login="t")
