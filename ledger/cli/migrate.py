"""`pledger migrate`: brings a ledger that an older program made up to date, after a checked copy."""

from __future__ import annotations

import click

from ledger.cli.door import Told, say, write
from ledger.cli.options import beside


@click.command(epilog="Example: pledger migrate")
@beside
@click.pass_obj
def migrate(told: Told) -> None:
    """Bring an older ledger up to date. A checked copy of it is kept beside it.

    All of it happens, or nothing: interrupted at any moment, the ledger is as it was.
    """
    from ledger import wiring

    wiring.logs(verbose=told.verbose)
    path = str(wiring.settings(told.given)["db"].value)
    done = wiring.migrate(path)
    if done.copy is None:
        say(f"{path} is up to date, at form {done.after}; nothing was done")
        return
    write(f"{done.copy}\n")
    say(f"brought {path} from form {done.before} to {done.after}; what it was lies in {done.copy}")
