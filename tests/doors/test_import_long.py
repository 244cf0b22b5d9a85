"""A long document through the command line: told as a sum, with a bar where somebody looks."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from ledger.cli.documents import STAGES
from ledger.cli.progress import stages
from ledger.service.document import PART
from tests.doors.running import desk

MANY = PART + 100


def lines(*more: dict[str, str], count: int = MANY) -> str:
    every = [
        *(
            {"type": "actor", "id": f"a{n}", "name": f"A {n}", "kind": "state"}
            for n in range(count)
        ),
        *more,
    ]
    return "\n".join(map(json.dumps, every))


class Screen(io.StringIO):
    """A terminal, as far as a progress bar can tell."""

    def isatty(self) -> bool:
        return True


def test_it_is_recorded_told_as_a_sum_and_known_again(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        made.write("long.jsonl", lines())
        tried = made.pledger("import", "long.jsonl", "--dry-run")
        first = made.pledger("import", "long.jsonl")
        again = made.pledger("import", "long.jsonl")
        head = made.head

    assert tried.err == f"{MANY:,} events would be recorded at positions 1 to {MANY}\n"
    assert (first.out, first.err) == ("", f"{MANY:,} events recorded at positions 1 to {MANY}\n")
    assert again.err == f"{MANY:,} events recorded before, unchanged\n"
    assert head == MANY


def test_a_mistake_at_its_end_is_told_with_its_place_and_nothing_is_recorded(
    tmp_path: Path,
) -> None:
    with desk(tmp_path) as made:
        wrong = {"type": "actor", "id": "x", "name": "X", "kind": "planet"}
        made.write(
            "long.jsonl", lines(wrong, {"type": "retraction", "of": "nobody", "reason": "r"})
        )
        ran = made.pledger("import", "long.jsonl")
        head = made.head

    column = json.dumps(wrong).index('"planet"')
    assert ran.status == 6
    assert ran.err == (
        f"long.jsonl:{MANY + 1}:{column + 1}: error: kind cannot be 'planet'\n"
        f"  {json.dumps(wrong)}\n"
        f"  {' ' * column}^\n"
        "  hint: one of: person, organisation, state\n"
        f"long.jsonl:{MANY + 2}:30: error: no event 'nobody' is known\n"
        '  {"type": "retraction", "of": "nobody", "reason": "r"}\n'
        f"  {' ' * 29}^\n"
        "nothing recorded\n"
    )
    assert head == 0


def test_where_somebody_looks_each_stage_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with stages(STAGES) as steps:
        assert steps is not None
        steps("reading", 1, 2)
        steps("reading", 2, 2)
        steps("views", 0, 0)

    assert "looking through" in screen.getvalue()
    assert "bringing views up" in screen.getvalue()


def test_where_nobody_looks_there_is_none() -> None:
    with stages(STAGES) as steps:
        assert steps is None
