"""`pledger edit ID`: the event as YAML in your editor; what changed becomes one correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.cli.dialogue import ask, attended, confirm, somebody
from ledger.cli.door import Told, refuse, say
from ledger.cli.options import beside, yes
from ledger.cli.receipts import agree, tell
from ledger.errors import InputRefusedError, UsageError

if TYPE_CHECKING:
    from ledger.service.editing import Editable
    from ledger.service.receipt import Receipt
    from ledger.wiring import Ledger

HEADING = """\
# {id}: change its fields, save, and close the editor. What changed is recorded as one correction;
# the original stays. Its type, id and the ids of its commitments stay as they are.
"""


@click.command(epilog="Example: pledger edit us-iraq-3000")
@click.argument("thing", metavar="ID|POSITION|last")
@click.option("--reason", help="Why (else you are asked).")
@yes
@beside
@click.pass_obj
def edit(told: Told, thing: str, *, reason: str | None, yes: bool) -> None:
    """Edit an event as YAML in $VISUAL or $EDITOR; record what changed as one correction.

    Nothing is recorded where nothing changed, or where somebody else corrected the event meanwhile.
    """
    with told.ledger() as ledger:
        was = ledger.editable(thing)
        text = HEADING.format(id=was.id) + written(was)
        while True:
            edited = _edited(text)
            if edited is None or edited == text:
                say("unchanged; nothing recorded")
                return
            try:
                done = _record(ledger, was, edited, reason, yes=yes)
            except InputRefusedError as refusal:
                if yes or not _again(refusal):
                    raise
                text = edited
                continue
            if done is None:
                say("unchanged; nothing recorded")
            else:
                tell(done)
            return


def written(was: Editable) -> str:
    """The event's document as YAML, in the order of its fields."""
    import yaml

    return yaml.safe_dump(
        dict(was.document), sort_keys=False, allow_unicode=True, width=10**6
    )  # fmt: skip


def _edited(text: str) -> str | None:
    """What the editor leaves; None where it was closed without saving.

    Raises UsageError where there is no editor, or it fails.
    """
    try:
        found: str | None = click.edit(text, extension=".yaml")
    except click.ClickException as error:
        raise UsageError(
            error.format_message(), hint="name an editor that exists: EDITOR=nano pledger edit …"
        ) from error
    return found


def _record(
    ledger: Ledger, was: Editable, edited: str, reason: str | None, *, yes: bool
) -> Receipt | None:
    """Ask for the reason, show what the changes come to, record them; None where nothing changed."""
    data, name = edited.encode("utf-8", "surrogatepass"), f"{was.id}.yaml"
    # Mistakes are told, and no change is noticed, before a reason is asked for.
    if not ledger.edit(was, data, reason=reason or "…", name=name, dry_run=True).events:
        return None
    if reason is None:
        somebody("for the reason", "give --reason")
        reason = ask("reason", needed=True) or ""
    tried = ledger.edit(was, data, reason=reason, name=name, dry_run=True)
    if not agree(tried, yes=yes):
        raise click.Abort
    return ledger.edit(was, data, reason=reason, name=name)


def _again(refusal: InputRefusedError) -> bool:
    """Whether the writer wants to go on where the document was refused; what was typed is kept."""
    if not attended():
        return False
    refuse(refusal)
    return confirm("edit again?")
