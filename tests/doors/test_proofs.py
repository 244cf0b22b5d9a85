"""`checkpoint`, `verify`, `prove`, `verify-bundle`, `consistency`, seen from their doors."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.doors.running import CASE, PEOPLE, Desk, desk
from tests.proofs.insider import edit

NAME = "example.org/promises"


def signed(made: Desk) -> str:
    """Make a key; what verifies it."""
    assert made.pledger("checkpoint", "--init-key", NAME).status == 0
    return made.pledger("checkpoint", "--show-key").out.strip()


def test_a_key_is_made_with_the_first_checkpoint(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("checkpoint", "--init-key", NAME)
        vkey = made.pledger("checkpoint", "--show-key").out.strip()
        [key] = (tmp_path / "config" / "pledger" / "keys").glob("*.key")

    assert ran.status == 0
    assert re.fullmatch(rf"{NAME}\n4\n[\w+/]{{43}}=\n\n— {NAME} [\w+/=]+\n", ran.out)
    assert ran.err == (
        f"made the key {key}: keep a copy of it where nobody else can read it\npublish: {vkey}\n"
    )


def test_a_checkpoint_needs_a_key_first(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        ran = made.pledger("checkpoint")
        both = made.pledger("checkpoint", "--init-key", NAME, "--show-key")
        odd = made.pledger("checkpoint", "--init-key", "two words")

    assert (ran.status, ran.out) == (3, "")
    assert ran.err.endswith("hint: make one with: pledger checkpoint --init-key NAME\n")
    assert both.status == 2
    assert (odd.status, odd.out) == (6, "")


def test_the_setting_says_where_the_key_lies(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        made.write("pledger.toml", 'key = "secret/p.key"\n')
        assert made.pledger("checkpoint", "--init-key", NAME).status == 0

        assert (tmp_path / "secret" / "p.key").is_file()
        assert made.pledger("checkpoint").status == 0


def test_status_8_says_that_the_ledger_does_not_continue_what_was_signed(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        before = (tmp_path / "ledger.db").read_bytes()
        made.pledger("add", "actor", "--id", "fritz", "--name", "Fritz", "--kind", "person", "-y")
        signed(made)
        (tmp_path / "ledger.db").write_bytes(before)
        ran = made.pledger("checkpoint")

    assert (ran.status, ran.out) == (8, "")
    assert ran.err == (
        "error: the ledger has 4 events, but 5 were signed before\n"
        "hint: append what the restored backup lacks: pledger restore BACKUP --rest COPY\n"
    )


def test_verify_tells_what_is_right_and_ends_with_nought(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        signed(made)
        ran = made.pledger("verify")

    assert (ran.status, ran.err) == (0, "")
    assert (
        re.sub("─+", "─", re.sub(r"[0-9a-f]{64}|\d+(?= rows)", "…", ran.out))
        == """\
Verification of ledger.db

 level    topic        found
 ─
 ✔ ok     events       4 events, every hash as it must be
 ✔ ok     root         …
 ✔ ok     anchor       a checkpoint from outside vouches for positions 1 to 4
 ! warn   quotations   no text of a source is at hand to look them up in
 ✔ ok     views        … rows, as the events give them

verify · 4 events · anchored at 4
"""
    )


def test_verify_names_what_is_wrong_and_ends_with_10(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        made.write("elsewhere.txt", made.pledger("checkpoint", "--init-key", NAME).out)
        edit(tmp_path / "ledger.db", "UPDATE events SET recorder = 'nobody' WHERE position = 2")
        ran = made.pledger("verify", "--checkpoint", "elsewhere.txt", "-o", "jsonl")

    assert ran.status == 10
    assert [row for row in ran.rows if row["topic"] == "event-changed"] == [
        {
            "level": "danger", "topic": "event-changed", "where": "position 2",
            "sentence": "its fields do not give the leaf hash beside them",
        }
    ]  # fmt: skip


def test_a_bundle_is_checked_by_us_and_without_us(tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")) as made:
        vkey = signed(made)
        ran = made.pledger("prove", "9", "10", "-o", "bundle.json")
        ours = made.pledger("verify-bundle", "bundle.json", "--key", vkey, "--db", "none.db")
        unknown = made.pledger("verify-bundle", "bundle.json")
        again = made.pledger("prove", "9", "-o", "bundle.json")
        theirs = subprocess.run(
            [sys.executable, "-I", "verify_evidence.py", "--key", vkey, "bundle.json"],
            check=False, capture_output=True, text=True,
        )  # fmt: skip

    assert (ran.status, ran.out) == (0, "")
    assert "wrote bundle.json\n" in ran.err
    assert ours.status == 0
    assert ours.err == (f"{NAME} at 33 events, signed by {NAME}\neverything is as it must be\n")
    assert [line.split()[-1] for line in ours.out.splitlines()[::2]] == ["present", "present"]
    assert unknown.status == 10
    assert "untrusted" in unknown.err
    assert again.status == 4
    assert theirs.returncode == 0, theirs.stdout + theirs.stderr


def test_only_what_was_signed_is_proven(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        signed(made)
        made.pledger("add", "actor", "--id", "fritz", "--name", "Fritz", "--kind", "person", "-y")
        above = made.pledger("prove", "5", "-o", "b.json")
        nowhere = made.pledger("prove", "77", "-o", "b.json")

    assert (above.status, nowhere.status) == (2, 3)
    assert above.err.endswith("hint: sign the present head first: pledger checkpoint\n")
    assert not (tmp_path / "b.json").exists()


def test_a_file_that_is_no_bundle_is_told(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        ran = made.pledger("verify-bundle", made.write("b.json", "{}"))
        missing = made.pledger("verify-bundle", "c.json")

    assert (ran.status, ran.out) == (10, "")
    assert ran.err.startswith("not-a-bundle: file: ")
    assert missing.status == 3


def test_consistency_is_shown_to_who_holds_an_older_checkpoint(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        made.write("old.txt", made.pledger("checkpoint", "--init-key", NAME).out)
        vkey = made.pledger("checkpoint", "--show-key").out.strip()
        made.pledger("add", "actor", "--id", "fritz", "--name", "Fritz", "--kind", "person", "-y")
        made.write("new.txt", made.pledger("checkpoint").out)
        ran = made.pledger("consistency", "old.txt")
        given = made.pledger("consistency", "old.txt", "new.txt", "--key", vkey)
        backwards = made.pledger("consistency", "new.txt", "old.txt")
        made.write("proof.txt", ran.out)
        made.pledger("prove", "1", "-o", "b.json")
        theirs = subprocess.run(
            [sys.executable, "-I", "verify_evidence.py", "--key", vkey, "--earlier", "old.txt",
             "proof.txt"],
            check=False, capture_output=True, text=True,
        )  # fmt: skip

    assert (ran.status, ran.err) == (0, "")
    assert ran.out == given.out
    assert theirs.returncode == 0, theirs.stdout
    assert backwards.status == 2


def test_there_is_no_proof_for_a_ledger_that_was_rewritten(tmp_path: Path) -> None:
    from tests.proofs.insider import inside
    from tests.proofs.test_insider_edits import rehash

    with desk(tmp_path, PEOPLE) as made:
        made.write("old.txt", made.pledger("checkpoint", "--init-key", NAME).out)
        made.pledger("add", "actor", "--id", "fritz", "--name", "Fritz", "--kind", "person", "-y")
        made.pledger("checkpoint")
        with inside(tmp_path / "ledger.db") as connection:
            connection.execute("UPDATE events SET recorder = 'nobody' WHERE position = 5")
            rehash(connection)
        ran = made.pledger("consistency", "old.txt")
        refused = made.pledger("checkpoint")

    assert (ran.status, ran.out) == (5, "")
    assert refused.status == 8


def test_words_are_redacted_after_the_question(tmp_path: Path) -> None:
    order = ("--basis", "court order", "--reason", "personal data")
    with desk(tmp_path, CASE.read_text("utf-8")) as made:
        nobody = made.pledger("redact", "14", "--fields", "quote", *order)
        no = made.pledger("redact", "14", "--fields", "quote", *order, stdin="n\n", keyboard=True)
        ran = made.pledger("redact", "14", "--fields", "quote, note", *order, "--yes")
        shown = made.pledger("show", "14").out
        again = made.pledger("import", "document-0.yaml")
        verified = made.pledger("verify")
        nothing = made.pledger("redact", "14", "--fields", "speaker", *order, "--yes")
        files = b"".join(path.read_bytes() for path in tmp_path.glob("ledger.db*"))

    assert (nobody.status, no.status) == (2, 130)
    assert ran.status == 0
    assert ran.out.startswith("34  redaction-")
    assert "still hold the words" in ran.err
    assert "[redacted]" in shown
    assert (again.status, again.out) == (8, "")
    assert "redacted by event 34 (court order)" in again.err
    assert verified.status == 0
    assert nothing.status == 2
    assert b"decided to reduce our troop presence" not in files


def test_a_ledger_is_backed_up_and_restored(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        backup = made.pledger("backup", "backup.db")
        made.pledger("add", "actor", "--id", "fritz", "--name", "Fritz", "--kind", "person", "-y")
        signed(made)
        there = made.pledger("restore", "backup.db")
        (tmp_path / "ledger.db").rename(tmp_path / "damaged.db")
        short = made.pledger("restore", "backup.db")
        refused = made.pledger("checkpoint")
        (tmp_path / "ledger.db").unlink()
        whole = made.pledger("restore", "backup.db", "--rest", "damaged.db")
        goes_on = made.pledger("checkpoint")

    assert (backup.status, backup.err) == (0, "wrote backup.db: 4 events, verified\n")
    assert there.status == 4
    assert short.status == 0
    assert "warning: the ledger has 4 events, but 5 were signed before" in short.err
    assert refused.status == 8
    assert (whole.status, whole.out) == (0, "")
    assert whole.err == (
        "made ledger.db from backup.db: 5 events, verified\n1 of them from damaged.db\n"
    )
    assert goes_on.status == 0
