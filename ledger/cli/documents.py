"""`pledger import`: records a document of events, all of it or nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import click

from ledger.cli.columns import mapping, read_columns
from ledger.cli.creating import creating, read_created
from ledger.cli.dialogue import ask, somebody
from ledger.cli.door import Told, say
from ledger.cli.options import beside, yes
from ledger.cli.progress import stages
from ledger.cli.receipts import agree, tell
from ledger.errors import InputRefusedError, Problem, UsageError

if TYPE_CHECKING:
    from ledger.service.receipt import Receipt

UNSAID = "…"
"""Stands for a reason while it is not known whether one is needed."""

LARGEST = 2**30
"""Larger files are not read into memory."""

STAGES = {"reading": "looking through", "recording": "recording", "views": "bringing views up"}
"""What is done to a long document, and how that is called."""


@click.command(
    "import",
    epilog="Example: pledger import september-2020.yaml --dry-run",
)
@click.argument("file", metavar="FILE|-")
@click.option("--dry-run", is_flag=True, help="Check everything, record nothing.")
@creating
@click.option(
    "--correct",
    is_flag=True,
    help="Record what an edited document changes in recorded events as corrections.",
)
@click.option("--reason", help="Why it is corrected (else you are asked).")
@mapping
@yes
@beside
@click.pass_obj
def import_(
    told: Told,
    file: str,
    *,
    dry_run: bool,
    create: tuple[str, ...],
    correct: bool,
    reason: str | None,
    yes: bool,
    map: str | None,
    column: tuple[str, ...],
    const: tuple[str, ...],
) -> None:
    """Record the events of a document in YAML, JSON, JSON Lines or CSV: all of it, or nothing.

    Importing the same document again changes nothing. The format follows from the name (.jsonl,
    .ndjson, .json, .csv, .tsv; else YAML, or JSON if it looks like it); - reads from standard input.
    In a CSV file each row is an event; the headings name the fields, or --map and --column say
    which column gives which field.
    """
    if reason is not None and not correct:
        raise UsageError("--reason belongs to --correct", hint="add: --correct")
    columns, created = read_columns(map, column, const), read_created(create)
    name = "standard input" if file == "-" else file
    with _opened(file) as data, told.ledger() as ledger:

        def record(why: str | None, *, dry_run: bool) -> Receipt:
            with stages(STAGES) as steps:
                return ledger.import_document(
                    data, name=name, columns=columns, create=created, correct=why,
                    dry_run=dry_run, steps=steps,
                )  # fmt: skip

        if correct:
            reason = _agreed(record, reason, yes=yes, dry_run=dry_run)
        receipt = record(reason, dry_run=dry_run)
    tell(receipt)


def _agreed(record: Callable[..., Receipt], reason: str | None, *, yes: bool, dry_run: bool) -> str:
    """The reason for the corrections of a document, once they have been shown and agreed to.

    Where nothing is corrected, or nothing will be recorded, nobody is asked.
    """
    from ledger.model.records import Correction

    tried = record(reason or UNSAID, dry_run=True)
    if not any(isinstance(event, Correction) for event in tried.events):
        return reason or UNSAID
    if reason is None and not dry_run:
        somebody("for the reason", "give --reason")
        reason = ask("reason", needed=True) or UNSAID
        tried = record(reason, dry_run=True)
    if not agree(tried, yes=yes or dry_run):
        raise click.Abort
    return reason or UNSAID


@contextmanager
def _opened(file: str) -> Iterator[bytes | BinaryIO]:
    """The document: an ordinary file, opened, or what standard input holds for -."""
    from ledger.service.opening import open_file

    if file == "-":
        yield _typed()
        return
    with open_file(file) as found:
        yield found


def read(file: str) -> bytes:
    """The bytes of an ordinary file, or of standard input for -.

    Raises NotFoundError where there is none, InputRefusedError for a folder, a device, a file that
    cannot be read, or is larger than anything is that is read at once.
    """
    from ledger.service.opening import open_file, read_some

    if file == "-":
        return _typed()
    with open_file(file) as found:
        data = read_some(found, LARGEST + 1, file)
    if len(data) > LARGEST:
        raise _refused(file, f"this is larger than {LARGEST // 2**30} GiB", "give it in parts")
    return data


def _typed() -> bytes:
    """What standard input holds; of more than is read at once, enough to be told so."""
    if sys.stdin.isatty():
        say("reading events from the keyboard; end with Ctrl-D")
    return sys.stdin.buffer.read(LARGEST + 1)


def _refused(file: str, sentence: str, hint: str | None = None) -> InputRefusedError:
    return InputRefusedError([Problem(sentence=sentence, file=file, hint=hint)])
