"""`pledger config show`: every setting, its value, and where that comes from."""

from __future__ import annotations

import click
from attrs import evolve

from ledger.cli.door import Told, show
from ledger.cli.options import beside, output
from ledger.model.answer import Answer, Column
from ledger.settings import SETTINGS

COLUMNS = (
    Column(name="name", help="the setting"),
    Column(name="value", help="what it is"),
    Column(name="origin", help="what says so"),
    Column(name="variable", help="the environment variable that sets it", shown=False),
    Column(name="help", help="what it means", title="means", roomy=1),
)


@click.group()
def config() -> None:
    """Settings: from the command line, the environment, ./pledger.toml, the user's file."""


@config.command("show", epilog="Example: pledger config show --origin")
@click.option("--origin", is_flag=True, help="Also what says so: an option, a variable, a file.")
@output()
@beside
@click.pass_obj
def show_(told: Told, *, origin: bool, output: str) -> None:
    """Show every setting as the commands would take it. No ledger is needed."""
    from ledger import wiring

    chosen = wiring.settings(told.given)
    today = wiring.now().date()
    show(
        Answer(
            question="config",
            title="Settings",
            columns=tuple(
                evolve(column, shown=origin) if column.name == "origin" else column
                for column in COLUMNS
            ),
            rows=tuple(
                {
                    "name": setting.name,
                    "value": chosen[setting.name].value,
                    "origin": chosen[setting.name].origin,
                    "variable": setting.variable,
                    "help": setting.help,
                }
                for setting in SETTINGS
            ),
            as_of=today,
            known_by=None,
            recorded_by=0,
            head=0,
            today=today,
            footer="first named wins: option, variable, ./pledger.toml, the user's file, default",
        ),
        output,
    )
