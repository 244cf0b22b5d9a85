"""`pledger status` says what this ledger is; `pledger doctor` whether anything endangers it."""

from __future__ import annotations

import click

from ledger.cli.door import FOUND, Told, show
from ledger.cli.options import beside, output


@click.command(epilog="Example: pledger status -o json")
@output()
@beside
@click.pass_obj
def status(told: Told, output: str) -> None:
    """Tell what this ledger is: its place, head, events by type, views, texts of sources."""
    with told.ledger() as ledger:
        answer = ledger.status()
    show(answer, output)


@click.command(epilog="Example: pledger doctor && pledger import document.yaml")
@click.option("--deep", is_flag=True, help="Read the whole file; as long as copying it takes.")
@output()
@beside
@click.pass_obj
def doctor(told: Told, *, deep: bool, output: str) -> None:
    """Look for what endangers the record or its answers; status 10 says that something does.

    Looked at are SQLite and its settings, the place and the guards of the file, the stored types,
    the positions, the clock, the views and the texts of sources.
    """
    from ledger import wiring

    wiring.logs(verbose=told.verbose)
    answer = wiring.examine(wiring.settings(told.given), deep=deep)
    show(answer, output)
    if any(row["level"] == "danger" for row in answer):
        raise click.exceptions.Exit(FOUND)
