"""Bad input gets a sentence and its exit status; nothing is recorded, and never is there a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.doors.running import desk
from tests.doors.transcript import case_desk, compare, fixed, told, transcript

LEVEL = "type: level, source: nbc-2020-09-09, measure: us-forces/iraq"

DOCUMENTS: dict[str, bytes] = {
    "unknown-type.yaml": b"- {type: anouncement, id: x}\n",
    "no-type.yaml": b"- {id: x}\n",
    "unknown-field.yaml": f"- {{{LEVEL}, valeu: 3000}}\n".encode(),
    "missing-field.yaml": f"- {{{LEVEL}}}\n".encode(),
    "unknown-id.yaml": b"- {type: level, source: nbc-2020-09-9, measure: us-forces/irak, value: 1}\n",
    "no-such-day.yaml": f"- {{{LEVEL}, value: 3000, date: 2021-02-29}}\n".encode(),
    "no-such-phrase.yaml": f"- {{{LEVEL}, value: 3000, date: when pigs fly high}}\n".encode(),
    "no-number.yaml": f"- {{{LEVEL}, value: xyzzy}}\n".encode(),
    "comma.yaml": f"- {{{LEVEL}, value: 3,000}}\n".encode(),
    "duplicate-key.yaml": b"- type: actor\n  id: x\n  kind: state\n  kind: person\n  name: X\n",
    "duplicate-id.yaml": b"- {type: actor, id: x, kind: state, name: X}\n"
    b"- {type: actor, id: x, kind: person, name: Y}\n",
    "taken-id.yaml": b"- {type: actor, id: taliban, kind: state, name: Taliban}\n",
    "not-a-mapping.yaml": b"- just words\n",
    "not-yaml.yaml": b"- {type: [actor\n",
    "tabs.yaml": b"- type: actor\n\tid: x\n",
    "empty.yaml": b"",
    "blank.yaml": b" \n\n",
    "comment.yaml": b"# nothing yet\n",
    "latin-1.yaml": b"- {type: actor, id: x, kind: state, name: Caf\xe9}\n",
    "utf-16.yaml": "- {type: actor}\n".encode("utf-16"),
    "nul.yaml": b"- {type: actor, id: x, kind: state, name: \"a\0b\"}\n",
    "escapes.yaml": b"- {type: \"ac\\etor\", id: \"\\u202Ex\"}\n",
    "lone.jsonl": b'{"type": "actor", "id": "x", "kind": "state", "name": "\\ud83d"}\n',
    "not-json.jsonl": b'{"type": "actor",\n{"type": "actor"}\n',
    "twice.jsonl": b'{"type": "actor", "type": "level"}\n',
    "many.yaml": b"- {type: actr}\n- {type: actor, id: x, name: X, kind: planet, colour: red}\n"
    b"- {type: retraction, of: nothing-there, reason: x}\n",
    "about-nothing.yaml": b"- {type: correction, of: gone, set: {note: x}, reason: x}\n",
    "in-part.yaml": b"- {type: actor, id: iraq, kind: state, name: Iraq}\n- {type: nothing}\n",
}  # fmt: skip


def test_each_bad_document_is_refused_with_file_line_and_column(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with case_desk(tmp_path) as made:
        found = []
        for name, data in DOCUMENTS.items():
            (tmp_path / name).write_bytes(data)
            ran = made.pledger("import", name)
            assert ran.status == (4 if name == "taken-id.yaml" else 6), name
            assert ran.out == ""
            assert "Traceback" not in ran.err
            assert "fault of the program" not in ran.err
            assert "\x1b" not in ran.err
            assert "\u202e" not in ran.err
            found.append(told(f"pledger import {name}", ran))
        head = made.head
    compare("bad-documents", "".join(found), request.config)
    assert head == 33


def test_what_is_no_document_is_refused(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    lines = [
        "pledger import folder",
        "pledger import pipe",
        "pledger import /dev/null",
        "pledger import folder/none/x.yaml",
        "pledger import ''",
        "pledger source text nbc-2020-09-09 folder",
        "pledger source text nbc-2020-09-09 latin-1.txt",
        "pledger source text nbc-2020-09-09 empty.txt",
    ]
    with case_desk(tmp_path) as made:
        (tmp_path / "folder").mkdir()
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "latin-1.txt").write_bytes(b"caf\xe9")
        (tmp_path / "empty.txt").write_bytes(b"")
        found = transcript(made, lines)
        head = made.head
    compare("no-documents", found, request.config)
    assert head == 33


def test_a_document_may_come_through_standard_input(tmp_path: Path) -> None:
    with case_desk(tmp_path) as made:
        good = made.pledger("import", "-", stdin=b"- {type: actor, id: x, kind: state, name: X}\n")
        bad = made.pledger("import", "-", stdin=b"- {type: actr}\n")
        none = made.pledger("import", "-")

    assert (good.status, good.err) == (0, "1 event recorded at position 34\n")
    assert (bad.status, bad.err.splitlines()[0]) == (
        6, "standard input:1:10: error: no event type 'actr'; did you mean 'actor'?",
    )  # fmt: skip
    assert none.status == 6


def test_a_quotation_that_is_not_in_its_source_is_refused(tmp_path: Path) -> None:
    with case_desk(tmp_path) as made:
        text = "He said: we look forward to the day. Not more."
        made.write("report.txt", text)
        made.pledger("source", "text", "nbc-2020-09-09", "report.txt")
        made.write(
            "misquoted.yaml",
            "- type: statement\n  source: nbc-2020-09-09\n  speaker: donald-trump\n"
            "  quote: we look forward to the night\n",
        )
        ran = made.pledger("import", "misquoted.yaml")

    assert ran.status == 6
    assert ran.err == (
        "misquoted.yaml:4:10: error: the quotation is not in the text of nbc-2020-09-09\n"
        "    quote: we look forward to the night\n"
        "           ^\n"
        "  hint: the text has: we look forward to the day.\n"
        "nothing recorded\n"
    )


@pytest.mark.parametrize(
    "command",
    [
        ("commitments",), ("rebuild",), ("show", "x"), ("audit", "1"), ("import", "some.yaml"),
        ("add", "actor", "--id", "x", "--name", "X", "--kind", "state", "--yes"),
        ("correct", "x", "--set", "note=x", "--reason", "x", "--yes"), ("status",), ("doctor",),
        ("source", "text", "x", "some.yaml"), ("overdue", "--exit-code"),
    ],
    ids=lambda command: command[0],
)  # fmt: skip
def test_a_command_on_a_missing_ledger_ends_with_3_and_makes_no_file(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    with fixed(), desk(tmp_path / "empty") as made:
        Path("ledger.db").unlink()
        made.write("some.yaml", "- {type: actor, id: x, kind: state, name: X}\n")
        before = sorted(path.name for path in Path().iterdir())
        ran = made.pledger("--db", "missing.db", *command)
        assert sorted(path.name for path in Path().iterdir()) == before

    assert (ran.status, ran.out) == (3, "")
    assert ran.err == (
        "error: there is no ledger at missing.db\nhint: make one with: pledger init\n"
    )


@pytest.mark.parametrize(
    "data", [b"", b"not a database\n", b"SQLite format 3\0" + bytes(100)], ids=["empty", "text", "cut"]
)  # fmt: skip
def test_a_file_that_is_no_ledger_is_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    with fixed(), desk(tmp_path) as made:
        (tmp_path / "other.db").write_bytes(data)
        for command in (("commitments",), ("import", "document.yaml"), ("rebuild",)):
            made.write("document.yaml", "- {type: actor, id: x, kind: state, name: X}\n")
            ran = made.pledger(*command, "--db", "other.db")
            assert (ran.status, ran.out) == (7, ""), ran.err
            assert ran.err.startswith("error: other.db ")
            assert "fault" not in ran.err

    assert (tmp_path / "other.db").read_bytes() == data


def test_another_program_s_database_is_no_ledger(tmp_path: Path) -> None:
    import sqlite3

    with fixed(), desk(tmp_path) as made:
        other = sqlite3.connect(tmp_path / "other.db")
        other.execute("CREATE TABLE events (x)")
        other.commit()
        other.close()
        data = (tmp_path / "other.db").read_bytes()
        ran = made.pledger("--db", "other.db", "commitments")

    assert (ran.status, ran.out) == (7, "")
    assert (tmp_path / "other.db").read_bytes() == data


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with fixed(), desk(tmp_path) as made:
        (tmp_path / "folder").mkdir()
        ran = made.pledger("--db", "folder", "commitments")
        again = made.pledger("--db", "folder", "init")

    assert (ran.status, again.status) == (7, 4)
    assert ran.err == "error: folder is a folder, not a ledger\n"


def test_a_ledger_in_a_folder_that_is_not_there_cannot_be_made(tmp_path: Path) -> None:
    with fixed(), desk(tmp_path) as made:
        ran = made.pledger("--db", "no/such/folder.db", "init")

    assert (ran.status, ran.out) == (7, "")
    assert ran.err.startswith("error: ")
    assert "fault" not in ran.err


def test_a_damaged_event_ends_with_5(tmp_path: Path) -> None:
    import sqlite3

    with case_desk(tmp_path) as made:
        raw = sqlite3.connect(tmp_path / "ledger.db")
        for (trigger,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute("UPDATE events SET payload = x'7B7D' WHERE position = 14")
        raw.commit()
        raw.close()
        ran = made.pledger("audit", "14")

    assert (ran.status, ran.out) == (5, "")
    assert ran.err.startswith("error: the payload of event 14 is damaged")


def test_a_fault_of_the_program_is_told_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a \x1b[31mfault")

    with case_desk(tmp_path) as made:
        monkeypatch.setattr("ledger.service.service.answer", fail)
        ran = made.pledger("commitments")
        loud = made.pledger("-v", "commitments")

    assert (ran.status, ran.out) == (1, "")
    first, second = ran.err.splitlines()
    assert first.startswith(
        "error: this is a fault of the program: ZeroDivisionError: a ␛[31mfault"
    )
    assert second.startswith("hint: please report it")
    assert "Traceback" in loud.err
