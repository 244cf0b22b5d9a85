"""`pledger diff`: what changed between two days, or between two states of knowledge."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli.door import Told, show
from ledger.cli.options import beside, manner, output


@click.command(epilog="Example: pledger diff --from 2020-09-09 --to 2020-10-01")
@click.option("--from", "from_", metavar="DAY", help="As of this day …")
@click.option("--to", "to", metavar="DAY", help="… and as of this one (default: today).")
@click.option("--then", is_flag=True, help="Each from what was published by that day.")
@click.option("--known-from", metavar="DAY", help="From what was published by this day …")
@click.option("--known-to", metavar="DAY", help="… and by this one.")
@click.option("--recorded-from", metavar="POSITION|TIME", help="From what was recorded by then …")
@click.option("--recorded-to", metavar="POSITION|TIME", help="… and by then.")
@click.option("--today", metavar="DAY", help="What the present day is taken to be.")
@output()
@manner
@beside
@click.pass_obj
def diff(told: Told, /, output: str, **given: Any) -> None:
    """What changed about the commitments between two days or two states of knowledge, and by what.

    Give --from and --to for days; --known-from and --known-to, or --recorded-from and --recorded-to,
    for what was known or recorded.
    """
    with told.ledger() as ledger:
        answer = ledger.diff(**given)
    show(answer, output)
