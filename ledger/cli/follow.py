"""`pledger follow`: prints new events as they are recorded, by whomever."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import click

from ledger.cli.door import INTERRUPTED, Told, say, show, write
from ledger.cli.options import beside
from ledger.errors import UsageError

if TYPE_CHECKING:
    from ledger.model.answer import Answer, Row
    from ledger.wiring import Ledger

FORMS = ("lines", "jsonl")

Wait = Callable[[], None]
"""Lets some time go by before the ledger is looked at again."""


@click.command(epilog="Example: pledger follow --from 1 --once -o jsonl")
@click.option("--from", "start", type=click.IntRange(min=1), metavar="POSITION",
              help="The first event to print (default: the next one).")  # fmt: skip
@click.option("--once", is_flag=True, help="Print what there is, and end.")
@click.option("--every", type=click.FloatRange(0.1, 3600), default=1.0, show_default=True,
              metavar="SECONDS", help="How long to wait before looking again.")  # fmt: skip
@click.option("-o", "--output", type=click.Choice(FORMS), default="lines", show_default=True,
              help="One line for each event, to read; or one JSON object.")  # fmt: skip
@beside
@click.pass_obj
def follow(told: Told, *, start: int | None, once: bool, every: float, output: str) -> None:
    """Print new events as they are recorded, as they were recorded, until Ctrl-C.

    Every event is printed once, in order of position, also when several programs record.
    """
    with told.ledger() as ledger:
        after = ledger.head if start is None else start - 1
        if after > ledger.head:
            raise UsageError(
                f"--from {start}: the ledger ends at position {ledger.head}",
                hint="leave --from out to wait for the next event",
            )
        try:
            for batch in batches(ledger, after, None if once else partial(time.sleep, every)):
                print_(batch, output)
                after = batch.rows[-1]["position"]
        except KeyboardInterrupt:
            say(f"ended; go on with: pledger follow --from {after + 1}")
            raise click.exceptions.Exit(INTERRUPTED) from None


def batches(ledger: Ledger, after: int, wait: Wait | None) -> Iterator[Answer]:
    """The events above a position in batches; waits for more, or ends where `wait` is None."""
    while True:
        found = ledger.since(after)
        if found.rows:
            yield found
            after = found.rows[-1]["position"]
        elif wait is None:
            return
        else:
            wait()


def print_(batch: Answer, output: str) -> None:
    """Print a batch, and see to it that a reader at the other end of a pipe gets it now."""
    if output == "jsonl":
        show(batch, output)
    else:
        write("".join(f"{_line(row)}\n" for row in batch))
    sys.stdout.flush()


def _line(row: Row) -> str:
    from ledger.formats.value import plain

    told = f"{row['position']}  {plain(row['recorded_at'])}  {row['type']} {plain(row['id'])}"
    return f"{told}: {plain(row['words'])}" if row["words"] else told
