"""`pledger migrate`: what it says of ledgers that need nothing, of others' files, of newer ones."""

from __future__ import annotations

from pathlib import Path

from ledger.store.driver import driver
from ledger.store.migrate import REVISION
from tests.doors.running import PEOPLE, desk


def test_a_ledger_that_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        before = sorted(path.name for path in tmp_path.iterdir())
        ran = made.pledger("migrate")

    assert (ran.status, ran.out) == (0, "")
    assert ran.err == f"ledger.db is up to date, at form {REVISION}; nothing was done\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_no_ledger_and_no_ledger_s_file_are_refused(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        made.write("letter.txt", "Dear Flavia,\n")
        missing = made.pledger("migrate", "--db", "none.db")
        other = made.pledger("migrate", "--db", "letter.txt")

    assert (missing.status, missing.out) == (3, "")
    assert (other.status, other.out) == (7, "")
    assert "letter.txt is not a ledger" in other.err


def test_a_ledger_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        newer = driver.connect(str(tmp_path / "ledger.db"))
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
        newer.close()
        ran = made.pledger("migrate")

    assert (ran.status, ran.out) == (7, "")
    assert "ledger.db was made by a newer version of the program" in ran.err
