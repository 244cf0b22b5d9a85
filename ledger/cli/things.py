"""`pledger show` and `pledger audit`: one thing, told or accounted for."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli.door import Told, show
from ledger.cli.options import beside, clocks, manner, output


@click.command("show", epilog="Example: pledger show us-iraq-3000 --why --as-of 2020-10-01")
@click.argument("thing", metavar="ID|POSITION")
@click.option("--why", is_flag=True, help="The steps that led to the verdict, with their sources.")
@output()
@manner
@clocks
@beside
@click.pass_obj
def show_(told: Told, /, thing: str, output: str, **given: Any) -> None:
    """One commitment, event, actor, source or measure, with its whole history."""
    with told.ledger() as ledger:
        answer = ledger.show(thing, **given)
    show(answer, output)


@click.command(epilog="Example: pledger audit frank-mckenzie -o json")
@click.argument("thing", metavar="ID|POSITION")
@output()
@clocks
@beside
@click.pass_obj
def audit(told: Told, /, thing: str, output: str, **given: Any) -> None:
    """Who said what when, in which office, to whom, according to whom; recorded and corrected how.

    Everything that is recorded about an event, an actor, a commitment, a source or a measure, an
    event each, with its hashes.
    """
    with told.ledger() as ledger:
        answer = ledger.audit(thing, **given)
    show(answer, output)
