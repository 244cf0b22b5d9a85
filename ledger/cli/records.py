"""`pledger correct`, `retract` and `redact`: when our record, not the world, was wrong or unlawful."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.cli.door import Told
from ledger.cli.fields import read_setting
from ledger.cli.options import beside, yes
from ledger.cli.progress import bar
from ledger.cli.receipts import agree, tell
from ledger.errors import UsageError

if TYPE_CHECKING:
    from ledger.service.receipt import Receipt


@click.command(
    epilog="Example: pledger correct us-iraq-3000 --set due='by the end of September' "
    "--reason 'misheard' --yes"
)
@click.argument("thing", metavar="POSITION|ID|last")
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE",
              help="A field and what it should have read; none removes it. May be repeated.")  # fmt: skip
@click.option("--reason", required=True, help="Why.")
@yes
@beside
@click.pass_obj
def correct(told: Told, thing: str, sets: tuple[str, ...], reason: str, *, yes: bool) -> None:
    """Record that fields of an event should have read otherwise. The original stays in the audit."""
    changes: dict[str, str] = {}
    for text in sets:
        path, value = read_setting(text)
        if path in changes:
            raise UsageError(f"--set: {path} is given twice")
        changes[path] = value
    with told.ledger() as ledger:
        tried = ledger.correct(thing, changes, reason=reason, dry_run=True)
        if not agree(tried, yes=yes):
            raise click.Abort
        tell(
            ledger.correct(
                _fixed(thing, tried), changes, reason=reason, unless_changed=tried.before
            ),
            tried=tried,
        )


@click.command(epilog="Example: pledger retract 17 --reason 'recorded twice' --yes")
@click.argument("thing", metavar="POSITION|ID|last")
@click.option("--reason", required=True, help="Why.")
@yes
@beside
@click.pass_obj
def retract(told: Told, thing: str, reason: str, *, yes: bool) -> None:
    """Record that an event should not have been recorded. A retraction can be retracted."""
    with told.ledger() as ledger:
        tried = ledger.retract(thing, reason=reason, dry_run=True)
        if not agree(tried, yes=yes):
            raise click.Abort
        tell(
            ledger.retract(_fixed(thing, tried), reason=reason, unless_changed=tried.before),
            tried=tried,
        )


@click.command(
    epilog="Example: pledger redact 17 --fields quote --basis 'court order 4 O 1/26' "
    "--reason 'personal data' --yes"
)
@click.argument("thing", metavar="POSITION|ID|last")
@click.option("--fields", required=True, metavar="FIELD,...",
              help="The fields whose words go; commits.ID.FIELD for a field of a commitment.")  # fmt: skip
@click.option("--basis", required=True, help="On what ground: law, order, request.")
@click.option("--reason", required=True, help="Why.")
@yes
@beside
@click.pass_obj
def redact(told: Told, thing: str, fields: str, basis: str, reason: str, *, yes: bool) -> None:
    """Remove words for good: from the event, its corrections, the views, and the ledger's files.

    That it was done, on what basis and why is recorded and stays; so do all hashes, and every proof
    goes on verifying. It cannot be undone. Bundles and backups that were handed out keep the words.
    """
    wanted = [field.strip() for field in fields.split(",") if field.strip()]
    with told.ledger() as ledger:
        tried = ledger.redact(thing, wanted, basis=basis, reason=reason, dry_run=True)
        if not agree(tried, yes=yes):
            raise click.Abort
        with bar("redacting") as progress:
            receipt = ledger.redact(
                _meant(thing, tried), wanted, basis=basis, reason=reason, progress=progress
            )
        tell(receipt)


def _meant(thing: str, tried: Receipt) -> str:
    """The event that was shown, for the same reason."""
    return tried.events[0].of[0] if thing == "last" and tried.events else thing  # type: ignore[attr-defined]


def _fixed(thing: str, tried: Receipt) -> str:
    """What was shown: `last` may be another event by the time that the answer comes."""
    return tried.events[0].of if thing == "last" and tried.events else thing  # type: ignore[attr-defined]
