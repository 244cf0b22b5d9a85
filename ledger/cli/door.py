"""The door: runs a command, writes answers to stdout and all else to stderr, and tells refusals."""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from ledger.errors import InputRefusedError, LedgerError

if TYPE_CHECKING:
    from ledger.formats.format import Screen
    from ledger.model.answer import Answer
    from ledger.wiring import Ledger

STATUS = {
    "usage": 2, "not-found": 3, "conflict": 4, "integrity": 5, "bad-input": 6, "database": 7,
    "refused": 8,
}  # fmt: skip
"""The exit status of each kind of refusal; 0 is fine, 10 a check that found something."""

HALVES = "interrupted; nothing is recorded by halves: give the command again to see where it stands"

COMPLETION = "_PLEDGER_COMPLETE"
"""Set by the shell when it asks `pledger` what could come next."""

FOUND = 10
INTERRUPTED = 130
FAULT = 1


class Told:
    """What was given before and beside a command: which ledger, who records, how much to say."""

    def __init__(self) -> None:
        self.given: dict[str, str | int | None] = {}
        self.verbose = False

    def ledger(self) -> Ledger:
        """The ledger that the settings name. Raises as `Ledger.open` does."""
        from ledger import wiring

        wiring.logs(verbose=self.verbose)
        return wiring.open_ledger(wiring.settings(self.given))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status. A refusal becomes a sentence on stderr."""
    _open_streams()
    told = Told()
    try:
        status = _call(sys.argv[1:] if arguments is None else list(arguments), told)
        _flush()
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return STATUS["usage"]
    except click.ClickException as error:
        return _usage(error)
    except click.Abort as stop:
        # Ctrl-C reaches us as an Abort too. A command that was asking had recorded nothing yet.
        say(HALVES if isinstance(stop.__cause__, KeyboardInterrupt) else "nothing was recorded")
        return INTERRUPTED
    except KeyboardInterrupt:
        say(HALVES)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our answer has seen enough.
        _mute()
        return 0
    except LedgerError as error:
        return refuse(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return _fault(error, verbose=told.verbose)
    return status


def _call(arguments: Sequence[str], told: Told) -> int:
    """Find the command and run it. Raises whatever it raises, also BrokenPipeError."""
    from ledger.cli.group import PLEDGER

    try:
        # Without standalone mode, what a command ends with (Exit) comes back as a value.
        status = PLEDGER.main(arguments, prog_name="pledger", standalone_mode=False, obj=told)
    except SystemExit:
        # Apart from completion, click ends the program for a broken pipe and for nothing else.
        if os.environ.get(COMPLETION):
            raise
        raise BrokenPipeError from None
    return status if isinstance(status, int) else 0


def _open_streams() -> None:
    """Standard streams that can be used, whatever the locale and whoever started us."""
    # Where one was closed, what is written goes nowhere, and nothing is there to be read.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def refuse(error: LedgerError) -> int:
    """Tell a refusal on stderr; its exit status."""
    from ledger.intake.problems import render
    from ledger.visible import visible

    if isinstance(error, InputRefusedError):
        say(render(error.problems))
    else:
        say(f"error: {visible(error.sentence)}")
    if error.hint:
        say(f"hint: {visible(error.hint)}")
    return STATUS.get(error.code, FAULT)


def _usage(error: click.ClickException) -> int:
    from ledger.visible import visible

    say(f"error: {visible(error.format_message())}")
    context = getattr(error, "ctx", None)
    if context is not None:
        say(f"hint: {context.command_path} --help")
    return STATUS["usage"]


def _fault(error: Exception, *, verbose: bool) -> int:
    """A fault of the program, not of its user."""
    from ledger.visible import visible

    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{where.filename.rsplit('ledger', 1)[-1].lstrip('/')}:{where.lineno}"
    says = visible(f"{type(error).__name__}: {error}")
    say(f"error: this is a fault of the program: {says} (at {place})")
    say("hint: please report it, with what --verbose says; nothing is recorded by halves")
    if verbose:
        traceback.print_exception(error)
    return FAULT


def say(text: str) -> None:
    """Write a line to stderr: what is not an answer."""
    click.echo(text, err=True)


def show(answer: Answer, output: str) -> None:
    """Write an answer to stdout in the format of that name."""
    from ledger.formats import FORMATS

    chosen = next(each for each in FORMATS if each.name == output)
    write(chosen.render(answer, screen(sys.stdout)))


def write(text: str) -> None:
    """Write text to stdout as it is. Raises LedgerError where it cannot be written."""
    with _told():
        sys.stdout.write(text)


def _flush() -> None:
    with _told():
        sys.stdout.flush()


@contextmanager
def _told() -> Iterator[None]:
    """A full disk is no fault of the program."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        _mute()
        raise LedgerError(f"the answer cannot be written: {error.strerror or error}") from error


def screen(stream: IO[Any]) -> Screen:
    """The width of a stream, and whether it takes colours (NO_COLOR is honoured)."""
    from ledger.formats.format import Screen

    terminal = stream.isatty()
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        width = int(columns)
    else:
        width = shutil.get_terminal_size((120, 24)).columns if terminal else 120
    forced = bool(os.environ.get("FORCE_COLOR"))
    return Screen(width=width, color=(terminal or forced) and not os.environ.get("NO_COLOR"))


def _mute() -> None:
    """Keep the interpreter from complaining, when it ends, about what it cannot write any more."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
