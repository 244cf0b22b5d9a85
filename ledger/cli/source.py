"""`pledger source text`: keeps the text of a source beside the ledger and checks quotations in it."""

from __future__ import annotations

import click

from ledger.cli.documents import read
from ledger.cli.door import FOUND, Told, say, write
from ledger.cli.options import beside
from ledger.visible import visible


@click.group()
def source() -> None:
    """What belongs to a source beside its record."""


@source.command(epilog="Example: pledger source text nbc-2020-09-09 report.txt")
@click.argument("id", metavar="ID")
@click.argument("file", metavar="FILE|-")
@beside
@click.pass_obj
def text(told: Told, id: str, file: str) -> None:
    """Keep the text of a source, by its SHA-256, beside the ledger and never in its events.

    From then on quotations from this source are looked for in it. Those recorded already are looked
    for now; status 10 says that one was not found.
    """
    data = read(file)
    with told.ledger() as ledger:
        kept = ledger.keep_text(id, data)
    write(f"{kept.sha256}\n")
    say(kept.receipt.says)
    missing = [each for each in kept.quotations if each.found is None]
    for each in kept.quotations:
        found = {
            "exact": "found, character by character",
            "levelled": "found, with white space and quotation marks made alike",
            None: "NOT FOUND",
        }[each.found]
        say(f"  {each.position}  {visible(each.id)}: {found}")
    if missing:
        raise click.exceptions.Exit(FOUND)
