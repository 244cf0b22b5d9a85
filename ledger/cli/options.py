"""Options that several commands share: which ledger, which clocks, how to judge, how to write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ledger.cli.door import Told

F = TypeVar("F", bound=Callable[..., Any])

OUTPUTS = ("table", "json", "jsonl", "csv", "markdown")
"""Formats that fit every answer; a test holds them against `ledger.formats`."""

CLOCKS = ("as_of", "known_by", "recorded_by", "then", "today")
MANNER = ("closed_world", "strict", "lenient", "vs")


def _keep(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    told = ctx.find_root().obj
    if isinstance(told, Told) and value is not None and parameter.name is not None:
        told.given[parameter.name] = value


def _loud(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    told = ctx.find_root().obj
    if isinstance(told, Told) and value:
        told.verbose = True


def beside(command: F) -> F:
    """Which ledger, who records, how much to say: before the command's name or after it."""
    for option in (
        click.option("-v", "--verbose", is_flag=True, expose_value=False, callback=_loud,
                     help="Say on stderr what is done."),
        click.option("--recorder", metavar="NAME", expose_value=False, callback=_keep,
                     help="Who records (default: PLEDGER_RECORDER, the settings, the login name)."),
        click.option("--db", metavar="PATH", expose_value=False, callback=_keep,
                     help="The ledger's file."),
    ):  # fmt: skip
        command = option(command)
    return command


def output(*, chart: bool = False) -> Callable[[F], F]:
    """`-o`: the format of the answer."""
    names = (*OUTPUTS, "chart") if chart else OUTPUTS
    return click.option("-o", "--output", type=click.Choice(names), default="table",
                        help="How to write the answer.", show_default=True)  # fmt: skip


def clocks(command: F) -> F:
    """The three clocks; days are YYYY-MM-DD."""
    for option in (
        click.option("--today", metavar="DAY", help="What the present day is taken to be."),
        click.option("--then", metavar="DAY", help="As of DAY, from what was published by DAY."),
        click.option("--recorded-by", metavar="POSITION|TIME",
                     help="Only what this ledger had recorded by then."),
        click.option("--known-by", metavar="DAY", help="Only sources published by DAY."),
        click.option("--as-of", metavar="DAY", help="The day to judge (default: today)."),
    ):  # fmt: skip
        command = option(command)
    return command


def page(command: F) -> F:
    """Which rows: at most so many, after the first so many."""
    for option in (
        click.option("--skip", metavar="N", help="Leave out the first N rows."),
        click.option("--limit", metavar="N", help="Show N rows at most."),
    ):
        command = option(command)
    return command


def manner(command: F) -> F:
    """How to judge."""
    for option in (
        click.option("--lenient", is_flag=True, help="Judge by the last day the words allow."),
        click.option("--strict", is_flag=True, help="Judge by the first day the words allow."),
        click.option("--vs", type=click.Choice(["original"]),
                     help="Judge by the first deadline, target and scope."),
        click.option("--closed-world", is_flag=True,
                     help="Take silence for not done (duties to go on: for kept so far)."),
    ):  # fmt: skip
        command = option(command)
    return command


def yes(command: F) -> F:
    """`--yes`: record without asking."""
    return click.option("-y", "--yes", is_flag=True, help="Record without asking.")(command)
