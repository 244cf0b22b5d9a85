"""`pledger import`: records a document of events, all of it or nothing."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import click

from ledger.cli.columns import mapping, read_columns
from ledger.cli.door import Told, say
from ledger.cli.options import beside
from ledger.cli.receipts import tell
from ledger.errors import InputRefusedError, NotFoundError, Problem, UsageError

LARGEST = 2**30
"""Larger files are given in parts."""


@click.command(
    "import",
    epilog="Example: pledger import september-2020.yaml --dry-run",
)
@click.argument("file", metavar="FILE|-")
@click.option("--dry-run", is_flag=True, help="Check everything, record nothing.")
@mapping
@beside
@click.pass_obj
def import_(
    told: Told,
    file: str,
    *,
    dry_run: bool,
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
    columns = read_columns(map, column, const)
    data = read(file)
    with told.ledger() as ledger:
        receipt = ledger.import_document(
            data,
            name="standard input" if file == "-" else file,
            columns=columns,
            dry_run=dry_run,
        )
    tell(receipt)


def read(file: str) -> bytes:
    """The bytes of an ordinary file, or of standard input for -.

    Raises NotFoundError where there is none, InputRefusedError for a folder, a device, a file that
    cannot be read.
    """
    if file == "-":
        if sys.stdin.isatty():
            say("reading events from the keyboard; end with Ctrl-D")
        return sys.stdin.buffer.read()
    if not file:
        raise UsageError("the name of the file is empty")
    path = Path(file)
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise _refused(file, "this is a folder, not a document")
        if not stat.S_ISREG(kind.st_mode):
            raise _refused(file, "this is no ordinary file", "to read from a pipe, give - for FILE")
        if kind.st_size > LARGEST:
            raise _refused(file, f"this is larger than {LARGEST // 2**30} GiB", "give it in parts")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundError(f"there is no file {file}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(file, f"this cannot be read: {reason}") from error


def _refused(file: str, sentence: str, hint: str | None = None) -> InputRefusedError:
    return InputRefusedError([Problem(sentence=sentence, file=file, hint=hint)])
