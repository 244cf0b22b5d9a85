"""`pledger backup` and `pledger restore`: copies of a ledger, verified, and what is made of them."""

from __future__ import annotations

import click

from ledger.cli.door import Told, say
from ledger.cli.options import beside
from ledger.visible import visible


@click.command(epilog="Example: pledger backup ledger-2026-01-31.db")
@click.argument("file", metavar="FILE")
@beside
@click.pass_obj
def backup(told: Told, file: str) -> None:
    """Copy the ledger as it is at one moment, with its texts, to a new FILE; the copy is verified.

    Others can go on recording meanwhile. The key that signs is not in it: keep a copy of that apart.
    """
    from ledger import wiring

    head = wiring.backup(wiring.settings(told.given), file)
    say(f"wrote {file}: {head:,} events, verified")


@click.command(epilog="Example: pledger restore backup.db --db restored.db")
@click.argument("backup", metavar="BACKUP")
@click.option("--rest", metavar="FILE",
              help="A later or damaged copy: what it has beyond the backup is appended.")  # fmt: skip
@beside
@click.pass_obj
def restore(told: Told, backup: str, rest: str | None) -> None:
    """Make the ledger at --db from a backup, verified; what was redacted since is redacted again.

    Nothing may lie at --db: move a damaged ledger aside and give it as --rest. As long as events are
    missing that were signed, `pledger checkpoint` refuses to sign (status 8).
    """
    from ledger import wiring

    chosen = wiring.settings(told.given)
    made = wiring.restore(chosen, backup, rest)
    say(f"made {chosen['db'].value} from {backup}: {made.head:,} events, verified")
    if made.appended:
        say(f"{made.appended:,} of them from {rest}")
    for id in made.redacted:
        say(f"redacted again: {visible(id)}")
    if made.unsigned:
        say(f"warning: {made.unsigned}")
        say("hint: restore again, with --rest and a copy that has them")
