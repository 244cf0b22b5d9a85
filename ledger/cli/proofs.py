"""`checkpoint`, `verify`, `prove`, `verify-bundle`, `consistency`: a ledger that others can check."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli.documents import read
from ledger.cli.door import FOUND, Told, say, show, write
from ledger.cli.files import put
from ledger.cli.options import beside, output
from ledger.cli.progress import bar
from ledger.errors import UsageError
from ledger.visible import visible

VERIFIER = "verify_evidence.py"

key = click.option("--key", "keys", multiple=True, metavar="VKEY",
                   help="A verifier key to believe, as it was published. May be repeated.")  # fmt: skip


@click.command(epilog="Example: pledger checkpoint --init-key example.org/promises")
@click.option("--init-key", metavar="NAME",
              help="First make the key, under the ledger's name in public.")  # fmt: skip
@click.option("--show-key", is_flag=True, help="Print the public key (a vkey) and sign nothing.")
@beside
@click.pass_obj
def checkpoint(told: Told, *, init_key: str | None, show_key: bool) -> None:
    """Sign the present head and print the checkpoint: hand it to others, they can hold you to it.

    The key is a file that nobody else can read, outside the ledger (`pledger config show`); the
    newest checkpoint is kept beside it. Status 8 says that this ledger does not continue it: an older
    copy was restored, or something was rewritten.
    """
    if init_key is not None and show_key:
        raise UsageError("--init-key or --show-key, not both")
    with told.ledger() as ledger:
        if show_key:
            write(f"{ledger.verifier_key()}\n")
            return
        if init_key is not None:
            note = ledger.new_key(init_key)
            say(f"made the key {ledger.key_place}: keep a copy of it where nobody else can read it")
            say(f"publish: {ledger.verifier_key()}")
        else:
            note = ledger.checkpoint()
        write(note.decode())


@click.command(epilog="Example: pledger verify --checkpoint kept-elsewhere.txt")
@click.option("--checkpoint", "files", multiple=True, metavar="FILE",
              help="A checkpoint that was kept elsewhere. May be repeated.")  # fmt: skip
@key
@output()
@beside
@click.pass_obj
def verify(told: Told, files: tuple[str, ...], keys: tuple[str, ...], output: str) -> None:
    """Whether the ledger is what it was; status 10 says that something is wrong, and names it.

    Every hash of every event, the tree against the checkpoints, the rules that the database keeps,
    quotations in the texts at hand, and the views. Without a checkpoint from outside the answer is
    "unanchored": then all of it could have been made anew.
    """
    checkpoints = {file: read(file) for file in files}
    with told.ledger() as ledger, bar("verifying") as progress:
        answer = ledger.verify(checkpoints=checkpoints, keys=keys, progress=progress)
    show(answer, output)
    if any(row["level"] == "danger" for row in answer):
        raise click.exceptions.Exit(FOUND)


@click.command(epilog="Example: pledger prove 17 18 -o bundle.json")
@click.argument("positions", metavar="POSITION...", nargs=-1, required=True, type=int)
@click.option("-o", "--output", "target", required=True, metavar="FILE",
              help="Where to put the bundle; a new file.")  # fmt: skip
@beside
@click.pass_obj
def prove(told: Told, positions: tuple[int, ...], target: str) -> None:
    """Write an evidence bundle: these events with their words and the proof that they are recorded.

    A page in it says how to check it without this program; a verifier of one file is put beside it.
    """
    with told.ledger() as ledger:
        bundle = ledger.prove(set(positions))
    put(target, bundle)
    say(f"wrote {target}")
    beside_it = Path(target).with_name(VERIFIER)
    if not beside_it.exists():
        put(str(beside_it), verifier())
        say(f"wrote {beside_it}: it checks the bundle without this program")


def verifier() -> bytes:
    """The program of one file that is given out with bundles."""
    from importlib.resources import files

    return (files("ledger.evidence") / "verifier" / VERIFIER).read_bytes()


@click.command("verify-bundle", epilog="Example: pledger verify-bundle bundle.json")
@click.argument("file", metavar="FILE|-")
@key
@click.option("--quorum", type=click.IntRange(0), default=0, metavar="N",
              help="How many of the witnesses among the keys must have signed.")  # fmt: skip
@beside
def verify_bundle(file: str, keys: tuple[str, ...], quorum: int) -> None:
    """Check an evidence bundle; needs no ledger. Status 10 says that something is wrong with it.

    Give the key as the ledger's keeper publishes it. Without one nothing is believed; what is wrong
    besides is told all the same.
    """
    from ledger.evidence.bundle_check import verify_bundle as check
    from ledger.evidence.keys import parse_vkey

    found = check(read(file), [parse_vkey(key) for key in keys], quorum=quorum)
    for one in found.events:
        by = f" by event {one.redacted_by}" if one.redacted_by else ""
        head = f"{one.entry.position}  {visible(one.entry.id)}  {one.verdict}{by}"
        write(f"{head}\n")
        if one.payload is not None:
            write(f"    {visible(one.payload.decode())}\n")
    if found.checkpoint is not None:
        signers = ", ".join(signed.key.name for signed in found.signed_by) or "nobody known"
        head = f"{found.checkpoint.origin} at {found.checkpoint.size} events, signed by {signers}"
        say(visible(head))
    for each in found.findings:
        say(f"{each.code}: {visible(each.where)}: {visible(each.sentence)}")
    if not found.ok:
        raise click.exceptions.Exit(FOUND)
    say("everything is as it must be")


@click.command(epilog="Example: pledger consistency kept-elsewhere.txt")
@click.argument("older", metavar="OLD")
@click.argument("newer", metavar="NEW", required=False)
@key
@beside
@click.pass_obj
def consistency(told: Told, older: str, newer: str | None, keys: tuple[str, ...]) -> None:
    """Print the proof that the ledger only added to checkpoint OLD up to NEW (default: the newest).

    OLD and NEW are files. Who holds OLD can check it: verify_evidence.py --key VKEY --earlier OLD
    proof.txt. Status 5 says that there is no such proof: something was changed in between.
    """
    old = read(older)
    new = None if newer is None else read(newer)
    with told.ledger() as ledger:
        write(ledger.consistency(old, new, keys=keys).decode())
