"""`pledger completion`: scripts for three shells, and the answers that those scripts ask for."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from ledger.cli import main
from ledger.cli.completion import SHELLS
from ledger.cli.group import COMMANDS
from tests.doors.running import desk


def suggested(monkeypatch: pytest.MonkeyPatch, line: str, word: int) -> list[str]:
    """What bash would be told to offer for this word of the line."""
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(word))
    monkeypatch.setenv("_PLEDGER_COMPLETE", "bash_complete")
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with redirect_stdout(out), pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    out.seek(0)
    return [each.partition(",")[2] for each in out.read().splitlines()]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_a_script_that_asks_pledger(shell: str, tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        ran = made.pledger("completion", shell)

    assert (ran.status, ran.err) == (0, "")
    assert f"_PLEDGER_COMPLETE={shell}_complete" in ran.out
    assert "%(" not in ran.out


def test_another_shell_is_a_mistake_of_use(tmp_path: Path) -> None:
    with desk(tmp_path) as made:
        ran = made.pledger("completion", "tcsh")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "error: Invalid value for 'SHELL': 'tcsh' is not one of 'bash', 'zsh', 'fish'.\n"
        "hint: pledger completion --help\n"
    )


def test_commands_options_and_their_choices_are_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk(tmp_path):
        assert suggested(monkeypatch, "pledger dea", 1) == ["deadlines"]
        assert suggested(monkeypatch, "pledger overdue --exi", 2) == ["--exit-code"]
        assert "jsonl" in suggested(monkeypatch, "pledger said -o ", 3)
        assert suggested(monkeypatch, "pledger add ann", 2) == ["announcement"]


def test_offering_commands_loads_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = [name for group in COMMANDS.values() for name in group]
    for name in [name for name in sys.modules if name.startswith("ledger.cli.questions")]:
        monkeypatch.delitem(sys.modules, name)
    with desk(tmp_path):
        offered = suggested(monkeypatch, "pledger ", 1)

    assert sorted(offered) == sorted(everything)
    assert "ledger.cli.questions" not in sys.modules
