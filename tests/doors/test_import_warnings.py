"""What is recorded as it stands but may not be meant is said with its place."""

from __future__ import annotations

from pathlib import Path

from tests.doors.running import PEOPLE, desk

LOOKALIKE = "- {type: actor, id: rud\u043elf2, name: Another, kind: person}\n"
"""Its o is the Cyrillic letter."""


def test_a_name_in_letters_of_two_scripts_is_recorded_and_warned_of(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("import", made.write("doc.yaml", LOOKALIKE))

    assert ran.status == 0
    recorded, *warnings = ran.err.splitlines()
    assert recorded == "1 event recorded at position 5"
    assert warnings
    assert all(line.startswith("warning: doc.yaml:1:") for line in warnings)


def test_what_is_plain_is_recorded_without_a_word(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("import", made.write("doc.yaml", LOOKALIKE.replace("\u043e", "o")))

    assert ran.err == "1 event recorded at position 5\n"
