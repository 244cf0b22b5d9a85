"""`pledger init` makes a ledger; `pledger rebuild` folds its views again."""

from __future__ import annotations

import click

from ledger.cli.door import Told, say
from ledger.cli.options import beside
from ledger.cli.progress import bar


@click.command(epilog="Example: pledger init --db peace.db")
@beside
@click.pass_obj
def init(told: Told) -> None:
    """Make a new, empty ledger at --db (default: ./ledger.db). Never writes over anything."""
    from ledger import wiring

    path = str(wiring.settings(told.given)["db"].value)
    wiring.Ledger.create(path).close()
    say(f"made {path}")
    say("next: pledger import FILE, or pledger add announcement --help")


@click.command(epilog="Example: pledger rebuild")
@beside
@click.pass_obj
def rebuild(told: Told) -> None:
    """Fold every view again from all events, beside the ledger in use.

    Others ask and append meanwhile; interrupted, the old rows stay in use. The events themselves
    are not touched.
    """
    with told.ledger() as ledger, bar("rebuilding") as progress:
        count = ledger.rebuild(progress)
        head = ledger.head
    say(f"{count:,} rows folded from {head:,} events")
