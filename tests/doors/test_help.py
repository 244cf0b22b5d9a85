"""--help: every command has an example, and the examples work on the shipped case."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest

from ledger.cli.group import ALIASES, COMMANDS, PLEDGER, LazyGroup
from ledger.service.asking import QUESTIONS
from tests.doors.commands import EVERY, LEAVES, example
from tests.doors.running import desk
from tests.doors.transcript import case_desk, fixed

FINE = {
    "pledger overdue --unknown --exit-code": 10,
    "pledger source text nbc-2020-09-09 report.txt": 10,
    "pledger check --lint never-overdue": 10,
    # Nothing is believed of a bundle as long as no key is given.
    "pledger verify-bundle bundle.json": 10,
}
"""Examples that end with another status than 0, because they found something."""


@pytest.mark.parametrize("name", EVERY)
def test_every_command_says_what_it_does_and_each_of_its_options(name: str) -> None:
    command = EVERY[name]

    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize("name", LEAVES)
def test_the_example_of_every_command_works(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = example(EVERY[name])
    if line.startswith("eval "):
        # What the shell does with it is tested where the command is.
        line = line.removeprefix('eval "$(').removesuffix(')"')
    line = line.partition(" && ")[0]
    assert line.startswith(name)
    with case_desk(tmp_path) as made:
        monkeypatch.setenv("EDITOR", "true")  # an editor in which nothing is changed
        made.write("report.txt", "Something else was said.")
        if "example.org" not in line:
            signed = made.pledger("checkpoint", "--init-key", "example.org/promises")
            made.write("kept-elsewhere.txt", signed.out)
        if name == "pledger verify-bundle":
            made.pledger("prove", "17", "-o", "bundle.json")
        if name == "pledger restore":
            made.pledger("backup", "backup.db")
        ran = made.pledger(*shlex.split(line)[1:])

    assert ran.status == FINE.get(line, 0), ran.err
    assert "Traceback" not in ran.err


def test_every_help_is_shown(tmp_path: Path) -> None:
    with fixed(), desk(tmp_path) as made:
        for name in EVERY:
            ran = made.pledger(*name.split()[1:], "--help")
            assert (ran.status, ran.err) == (0, ""), name
            assert ran.out.startswith(f"Usage: {name}")


def test_every_question_is_a_command_and_every_alias_leads_to_one() -> None:
    names = {name for group in COMMANDS.values() for name in group}

    assert {question.name for question in QUESTIONS} <= names
    aliases = {alias: question.name for question in QUESTIONS for alias in question.aliases}
    assert aliases == ALIASES


def test_every_command_is_listed_once_under_a_heading() -> None:
    listed = [name for group in COMMANDS.values() for name in group]

    assert len(listed) == len(set(listed))
    assert isinstance(PLEDGER, LazyGroup)
    assert PLEDGER.list_commands(click.Context(PLEDGER)) == listed
