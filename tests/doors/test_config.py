"""`pledger config show`: the value of each setting, and what says so."""

from __future__ import annotations

from pathlib import Path

from tests.doors.running import desk


def test_each_setting_is_shown_with_its_origin(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        ran = made.pledger("config", "show", "--origin")

    assert (ran.status, ran.err) == (0, "")
    assert (
        ran.out
        == """\
Settings

 name          value       origin       means
 ──────────────────────────────────────────────────────────────────────────────────────────────────
 db            ledger.db   default      the ledger's file
 recorder      tester      login name   who records, as every event will say
 key                       default      the file of the key that signs (default: in the user's
                                        settings)
 stale_after   14          default      days for which a report that a target is not met speaks for
                                        the days after it

first named wins: option, variable, ./pledger.toml, the user's file, default
"""
    )


def test_without_the_option_the_origin_is_left_out_of_the_table(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        ran = made.pledger("config", "show")

    assert "origin" not in ran.out
    assert "login name" not in ran.out


def test_options_variables_and_files_are_told_apart(tmp_path: Path) -> None:
    with desk(tmp_path, environment={"PLEDGER_RECORDER": "clerk"}) as made:
        made.write("pledger.toml", "stale_after = 30\n")
        rows = made.rows("config", "show", "--db", "peace.db")

    assert [(row["name"], row["value"], row["origin"]) for row in rows] == [
        ("db", "peace.db", "command line"),
        ("recorder", "clerk", "environment (PLEDGER_RECORDER)"),
        ("key", "", "default"),
        ("stale_after", 30, "pledger.toml"),
    ]


def test_it_needs_no_ledger(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        (tmp_path / "ledger.db").unlink()

        assert made.pledger("config", "show").status == 0


def test_a_settings_file_that_cannot_be_read_is_a_mistake_of_use(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        made.write("pledger.toml", "stale_after = soon\n")
        ran = made.pledger("config", "show")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: pledger.toml is not TOML: ")


def test_an_unknown_subcommand_is_a_mistake_of_use(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        ran = made.pledger("config", "tell")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "error: No such command 'tell'.\nhint: pledger config --help\n"
