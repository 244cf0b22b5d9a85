"""Tells on the terminal what was recorded, and asks before something is recorded by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.cli.dialogue import confirm, somebody
from ledger.cli.door import say, write
from ledger.visible import visible

if TYPE_CHECKING:
    from ledger.service.receipt import Receipt

FEW = 12
"""Receipts of more events are told as a sum."""


def tell(receipt: Receipt, *, tried: Receipt | None = None) -> None:
    """The receipt: position, id and leaf hash of what was recorded to stdout, the rest to stderr.

    `tried` is the receipt of a dry run, whose warnings were shown already.
    """
    if not receipt.dry_run and receipt.count <= FEW:
        for one in receipt.recorded:
            write(f"{one.position}  {visible(one.id)}  {one.leaf_hash}\n")
    say(receipt.says)
    for warning in receipt.warnings:
        if tried is None or warning not in tried.warnings:
            say(f"warning: {visible(warning)}")


def agree(receipt: Receipt, *, yes: bool) -> bool:
    """Show how a dry run read the words, and ask whether to record it; `yes` answers beforehand.

    Raises UsageError where nobody can be asked.
    """
    from ledger.model.readings import read_again, readings
    from ledger.model.records import Correction

    for event in receipt.events:
        say(f"{event.TYPE} {visible(event.id)}")
        for read in readings(event):
            say(f"  {read.path}: {visible(read.words)} → {read.reading}")
        if isinstance(event, Correction):
            say(f"  of {visible(event.of)}, because: {visible(event.reason)}")
        for read in read_again(getattr(event, "becomes", {})):
            words = f"{visible(read.words)} → " if read.words else ""
            say(f"  {read.path} becomes: {words}{visible(read.reading)}")
    if receipt.count > len(receipt.events):
        say(f"and {receipt.count - len(receipt.events):,} more")
    for warning in receipt.warnings:
        say(f"warning: {visible(warning)}")
    if yes or not receipt.recorded:
        return True
    somebody("whether to record this", "give --yes")
    return confirm("record this?")
