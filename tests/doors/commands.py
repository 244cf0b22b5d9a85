"""Every command of `pledger` with its whole name, and the example that its help ends with."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from ledger.cli.group import PLEDGER


def commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    """Every command under a group, with its whole name."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        found = group.get_command(ctx, name)
        assert found is not None
        yield " ".join((*path, name)), found
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))


EVERY = dict(commands(PLEDGER, ("pledger",)))
LEAVES = [name for name, found in EVERY.items() if not isinstance(found, click.Group)]


def example(command: click.Command) -> str:
    """The command line that its help ends with."""
    match = re.fullmatch(r"Example: (.*)", command.epilog or "")
    assert match is not None, "the epilog is no example"
    return match[1]
