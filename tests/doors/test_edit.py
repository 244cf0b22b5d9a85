"""`pledger edit` and `import --correct`: what changed in a document becomes corrections."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from ledger import ChangedError, Ledger
from ledger.cli.edit import written
from tests.doors.running import CASE, PEOPLE, Desk, desk

SPEECH = """\
- type: announcement
  id: fewer-guards
  source: gazette
  speaker: rudolf
  quote: at most 100 guards by the end of October
  commits:
    - {id: guards-100, debtor: ruritania, measure: guards/strelsau, at_most: "100",
       due: by the end of October, title: fewer guards}
"""


def editor(made: Desk, *steps: tuple[str, str]) -> str:
    """A program that stands in for an editor: each time it is called it makes one replacement."""
    steps_file = made.folder / "steps.txt"
    steps_file.write_text(repr(list(steps)))
    script = made.folder / "editor.py"
    script.write_text(
        "import ast, sys\n"
        f"steps = ast.literal_eval(open({str(steps_file)!r}).read())\n"
        "text = open(sys.argv[1], encoding='utf-8').read()\n"
        f"open({str(made.folder / 'seen.txt')!r}, 'a', encoding='utf-8').write(text)\n"
        "old, new = steps.pop(0)\n"
        "assert old in text, (old, text)\n"
        f"open({str(steps_file)!r}, 'w').write(repr(steps))\n"
        "open(sys.argv[1], 'w', encoding='utf-8').write(text.replace(old, new))\n"
    )
    return f"{sys.executable} {script}"


def edited(made: Desk, thing: str, *steps: tuple[str, str], **how: Any) -> Any:
    """What `pledger edit` comes to with an editor that makes these replacements."""
    os.environ["EDITOR"] = editor(made, *steps)
    options = how.pop("options", ("--reason", "misread", "--yes"))
    return made.pledger("edit", thing, *options, **how)


def test_what_changed_becomes_one_correction(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        ran = edited(made, "fewer-guards", ("October", "November"))
        rows = made.rows("commitments", "--as-of", "2020-09-10")
        audit = made.rows("audit", "fewer-guards")

    assert ran.status == 0, ran.err
    assert ran.err.endswith("1 event recorded at position 6\n")
    assert rows[0]["due_hi"] == "2020-11-30"
    changes = audit[0]["corrections"]
    assert sorted(change["field"] for change in changes) == ["commits.guards-100.due", "quote"]
    assert {(change["by"], change["reason"]) for change in changes} == {(6, "misread")}


def test_a_commitment_is_edited_in_the_event_that_makes_it(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        ran = edited(made, "guards-100", ("title: fewer guards", "title: fewer guards in Strelsau"))
        seen = (tmp_path / "seen.txt").read_text("utf-8")
        rows = made.rows("commitments", "--as-of", "2020-09-10")

    assert ran.status == 0, ran.err
    assert seen.startswith("# fewer-guards: change its fields")
    assert rows[0]["title"] == "fewer guards in Strelsau"


def test_a_line_taken_out_removes_the_field(tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")) as made:
        ran = edited(made, "iraq-reduction", ("role: Commander, U.S. Central Command\n", ""))
        rows = made.rows("said", "--about", "iraq-reduction", "--as-of", "2020-12-31")

    assert ran.status == 0, ran.err
    assert rows[0]["role"] is None


def test_what_is_not_changed_records_nothing(tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")) as made:
        closed = edited(made, "iraq-reduction", ("type", "type"))
        reworded = edited(made, "iraq-reduction", ("# iraq", "# what iraq"))
        respaced = edited(made, "iraq-reduction", ("place: Iraq", 'place: "Iraq"'))
        head = made.head

    for ran in (closed, reworded, respaced):
        assert (ran.status, ran.out, ran.err) == (0, "", "unchanged; nothing recorded\n")
    assert head == 33


def test_every_event_of_the_case_comes_back_from_the_editor_unchanged(tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")), Ledger.open("ledger.db") as ledger:
        for position in range(1, 34):
            was = ledger.editable(position)
            assert ledger.edit(was, written(was).encode(), reason="none").events == ()


def test_the_reason_is_asked_for_after_the_mistakes_are_told(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        ran = edited(
            made, "fewer-guards", ("October", "November"), options=(), stdin="misread\ny\n",
            keyboard=True,
        )  # fmt: skip
        audit = made.rows("audit", "fewer-guards")

    assert ran.status == 0, ran.err
    assert audit[0]["corrections"][0]["reason"] == "misread"


def test_where_nobody_can_be_asked_a_reason_must_be_given(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        ran = edited(made, "fewer-guards", ("October", "November"), options=("--yes",))
        head = made.head

    assert (ran.status, ran.out, head) == (2, "", 5)
    assert ran.err == "error: nobody can be asked for the reason\nhint: give --reason\n"


def test_a_mistake_is_told_and_what_was_typed_can_be_mended(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        ran = edited(
            made,
            "fewer-guards",
            ("due: by the end of October", "due: by the end of Octember"),
            ("Octember", "November"),
            options=("--reason", "misread"),
            stdin="y\ny\n",
            keyboard=True,
        )
        rows = made.rows("commitments", "--as-of", "2020-09-10")

    assert ran.status == 0, ran.err
    assert "error: " in ran.err
    assert rows[0]["due_hi"] == "2020-11-30"


def test_scripts_get_the_mistake_and_nothing_is_recorded(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        ran = edited(made, "fewer-guards", ("speaker: rudolf", "speaker: rupert"))
        no_yaml = edited(made, "fewer-guards", ("speaker: rudolf", "speaker: 'rudolf"))
        two = edited(
            made, "fewer-guards", ("type: announcement", "type: announcement\ntype: level")
        )
        head = made.head

    assert (ran.status, ran.out) == (6, "")
    assert "no actor 'rupert' is known" in ran.err
    assert (no_yaml.status, two.status, head) == (6, 6, 5)
    assert no_yaml.err.startswith("fewer-guards.yaml:")


def test_what_makes_an_event_the_one_it_is_stays(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        kind = edited(made, "fewer-guards", ("type: announcement", "type: statement"))
        name = edited(made, "fewer-guards", ("id: fewer-guards", "id: no-guards"))
        promise = edited(made, "fewer-guards", ("id: guards-100", "id: guards-90"))
        head = made.head

    assert [ran.status for ran in (kind, name, promise)] == [6, 6, 6]
    assert "type cannot be edited" in kind.err
    assert "id cannot be edited" in name.err
    assert "an edit cannot add, remove, rename or reorder commitments" in promise.err
    assert head == 5


def test_an_editor_that_fails_records_nothing(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH, environment={"EDITOR": "no-such-editor"}) as made:
        ran = made.pledger("edit", "fewer-guards", "--reason", "x", "--yes")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: no-such-editor: ")


def test_what_somebody_else_corrected_meanwhile_is_a_conflict(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH), Ledger.open("ledger.db") as ledger:
        was = ledger.editable("fewer-guards")
        with Ledger.open("ledger.db") as other:
            other.correct("fewer-guards", {"venue": "Zenda"}, reason="theirs")

        ours = written(was).replace("rudolf", "ruritania").encode()
        with pytest.raises(ChangedError):
            ledger.edit(was, ours, reason="ours")
        assert ledger.head == 6


def test_nothing_and_what_was_retracted_cannot_be_edited(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        missing = made.pledger("edit", "fewer-gards", "--yes")
        made.pledger("retract", "fewer-guards", "--reason", "never said", "--yes")
        gone = made.pledger("edit", "fewer-guards", "--yes")

    assert (missing.status, gone.status) == (3, 4)
    assert "did you mean 'fewer-guards'?" in missing.err
    assert "fewer-guards was retracted by event 6" in gone.err


def test_an_edited_document_is_imported_as_corrections(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        made.write("again.yaml", PEOPLE + SPEECH.replace("October", "November"))
        refused = made.pledger("import", "again.yaml")
        tried = made.pledger("import", "again.yaml", "--correct", "--dry-run")
        ran = made.pledger("import", "again.yaml", "--correct", "--reason", "misread", "--yes")
        again = made.pledger("import", "again.yaml", "--correct", "--reason", "misread", "--yes")
        rows = made.rows("commitments", "--as-of", "2020-09-10")

    assert refused.status == 4
    assert tried.err.endswith(
        "1 event would be recorded at position 6; 4 events recorded before, unchanged\n"
    )
    assert ran.status == 0, ran.err
    assert "of fewer-guards, because: misread" in ran.err
    assert "commits.guards-100.due becomes: by the end of November → 2020-11-30" in ran.err
    assert ran.err.endswith("1 event recorded at position 6; 4 events recorded before, unchanged\n")
    assert again.err == "5 events recorded before, unchanged\n"
    assert rows[0]["due_hi"] == "2020-11-30"


def test_new_events_and_corrections_come_in_one_transaction(tmp_path: Path) -> None:
    more = """\
- {type: actor, id: sapt, name: Sapt, kind: person}
- {type: level, id: count, source: gazette, measure: guards/strelsau, value: 90}
"""
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        made.write("again.yaml", PEOPLE + SPEECH.replace("speaker: rudolf", "speaker: sapt") + more)
        ran = made.pledger("import", "again.yaml", "--correct", "--reason", "r", "--yes")
        rows = made.rows("said")

    assert ran.status == 0, ran.err
    assert ran.err.endswith(
        "3 events recorded at positions 6 to 8; 4 events recorded before, unchanged\n"
    )
    assert rows[0]["speaker"] == "Sapt"


def test_a_source_that_is_corrected_takes_with_it_what_leaned_on_it(tmp_path: Path) -> None:
    with desk(tmp_path, CASE.read_text("utf-8")) as made:
        later = CASE.read_text("utf-8").replace("published: 2020-09-09", "published: 2020-09-16")
        made.write("later.yaml", later)
        ran = made.pledger("import", "later.yaml", "--correct", "--reason", "misdated", "--yes")
        rows = made.rows("said", "--about", "iraq-reduction", "--as-of", "2020-12-31")

    assert ran.status == 0, ran.err
    assert rows[0]["latest"] == "2020-09-16"


def test_corrections_are_shown_and_asked_about(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        made.write("again.yaml", PEOPLE + SPEECH.replace("October", "November"))
        nobody = made.pledger("import", "again.yaml", "--correct", "--reason", "r")
        no = made.pledger("import", "again.yaml", "--correct", stdin="misread\nn\n", keyboard=True)
        head = made.head
        yes = made.pledger("import", "again.yaml", "--correct", stdin="misread\ny\n", keyboard=True)
        audit = made.rows("audit", "fewer-guards")

    assert (nobody.status, no.status, head) == (2, 130, 5)
    assert yes.status == 0
    assert audit[0]["corrections"][0]["reason"] == "misread"


def test_where_nothing_is_corrected_nobody_is_asked(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        made.write("more.yaml", SPEECH)
        ran = made.pledger("import", "more.yaml", "--correct")

    assert (ran.status, ran.err) == (0, "1 event recorded at position 5\n")


def test_what_a_correction_cannot_bring_about_is_refused_whole(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE + SPEECH) as made:
        made.write("again.yaml", PEOPLE + SPEECH.replace("id: guards-100", "id: guards-90"))
        renamed = made.pledger("import", "again.yaml", "--correct", "--reason", "r", "--yes")
        made.write("other.yaml", PEOPLE + SPEECH.replace("announcement", "statement"))
        retyped = made.pledger("import", "other.yaml", "--correct", "--reason", "r", "--yes")
        head = made.head

    assert (renamed.status, retyped.status, head) == (6, 6, 5)


def test_a_reason_without_corrections_is_a_mistake_of_use(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("import", "document-0.yaml", "--reason", "why not")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "error: --reason belongs to --correct\nhint: add: --correct\n"


def test_fields_left_out_of_a_declaration_are_kept(tmp_path: Path) -> None:
    whole = "- {type: actor, id: sapt, name: Sapt, kind: person, aliases: [Colonel]}\n"
    with desk(tmp_path, whole) as made:
        made.write("less.yaml", "- {type: actor, id: sapt, name: Colonel Sapt, kind: person}\n")
        ran = made.pledger("import", "less.yaml", "--correct", "--reason", "r", "--yes")
        [row] = made.rows("actors")

    assert ran.status == 0, ran.err
    assert (row["name"], row["aliases"]) == ("Colonel Sapt", ["Colonel"])
