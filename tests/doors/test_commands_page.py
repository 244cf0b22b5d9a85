"""Every command is told of on docs/commands.md, has an example, and says a sentence for nonsense."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from ledger.cli.door import Told
from ledger.cli.group import COMMANDS, PLEDGER
from tests.doors.running import PEOPLE, desk

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
NAMES = [name for group in COMMANDS.values() for name in group]


def test_the_page_has_one_section_for_each_command_in_their_order() -> None:
    assert list(SECTIONS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_section_has_an_example_of_its_command(name: str) -> None:
    assert re.search(rf"^    .*pledger {name}\b", SECTIONS[name], re.MULTILINE)


def parsed(line: str) -> None:
    """Parses a command line without running it. Raises UsageError for what cannot be meant."""
    words = shlex.split(line, comments=True)
    arguments = words[words.index("pledger") + 1 :]
    for end in ("&&", "||", "|", ">"):
        if end in arguments:
            arguments = arguments[: arguments.index(end)]
    context = click.Context(PLEDGER, info_name="pledger", obj=Told())
    command: click.Command = PLEDGER
    while isinstance(command, click.Group):
        name, found, arguments = command.resolve_command(context, arguments)
        assert found is not None
        command, context = found, click.Context(found, info_name=name, parent=context)
        if isinstance(command, click.Group) and not arguments:
            break
    command.make_parser(context)
    command.parse_args(context, arguments)


def lines_of(text: str) -> list[str]:
    """The example lines of a text that call the program."""
    joined = text.replace("\\\n", " ")
    shown = re.findall(r"^    (.*pledger .*)$", joined, re.MULTILINE)
    return [re.sub(r'^eval "\$\((.*)\)"$', r"\1", line) for line in shown]


@pytest.mark.parametrize("line", lines_of(PAGE))
def test_the_examples_of_the_page_are_command_lines_that_can_be_meant(line: str) -> None:
    parsed(line.lstrip("# ").removeprefix("map.toml, for: "))


@pytest.mark.parametrize("name", NAMES)
def test_help_of_each_command_ends_in_an_example_that_can_be_meant(
    name: str, tmp_path: Path
) -> None:
    context = click.Context(PLEDGER, info_name="pledger", obj=Told())
    command = PLEDGER.get_command(context, name)
    assert command is not None
    inner = (
        [command.get_command(context, sub) for sub in command.list_commands(context)]
        if isinstance(command, click.Group) and name != "add"
        else [command]
    )
    for each in inner:
        assert each is not None
        example = (each.epilog or "").partition("Example: ")[2]
        assert f"pledger {name}" in example
        parsed(re.sub(r'^eval "\$\((.*)\)"$', r"\1", example))


@pytest.mark.parametrize("name", NAMES)
def test_an_option_that_does_not_exist_is_a_mistake_of_use(name: str, tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger(name, "--no-such-option")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
