"""`pledger demo`: the shipped case in a ledger of its own, and a walk through its answers."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

from ledger.cli.door import Told, say, screen, write
from ledger.errors import ConflictError
from ledger.formats import FORMATS

if TYPE_CHECKING:
    from ledger.wiring import Ledger

CASE, SEQUEL = "september-2020.yaml", "afghanistan-exit-2021.yaml"
DAYS = ("2020-09-09", "2020-10-01", "2021-06-01")
"""The day of the report; the day after the first deadline; the day after the last."""

AFTER = "2021-09-01"
"""The day after what was promised last had been due."""

MOVED = "foreign-forces-out"

MARK = ".pledger-demo"
"""Lies in a folder that the demo made, so that it clears nothing else away."""


@click.command(epilog="Example: pledger demo --dir demo")
@click.option("--dir", "folder", default="demo", metavar="FOLDER", show_default=True,
              help="A folder of its own for the ledger.")  # fmt: skip
@click.pass_obj
def demo(told: Told, folder: str) -> None:
    """Record one news report, ask what became of its promises, then record what followed."""
    from ledger import wiring

    wiring.logs(verbose=told.verbose)
    place = _fresh(Path(folder))
    with wiring.Ledger.create(place / "ledger.db") as ledger:
        head("One news report of 9 September 2020, encoded as events")
        write(f"{_record(ledger, CASE)}; importing the same document again: ")
        write(f"{_record(ledger, CASE)}\n")
        _tour(ledger)
        _sequel(ledger)
    head("Three commands to try")
    call = _call()
    write(
        f"{call} --db {place}/ledger.db show {MOVED} --why --as-of {AFTER}\n"
        f"{call} --db {place}/ledger.db commitments --then 2021-07-10\n"
        f"{call} when 'within the remaining nine and a half months' --anchor 2020-09-09\n"
    )


def _call() -> str:
    """How this program is called from here: by its name, or by its path where that is not enough."""
    program = Path(sys.argv[0])
    if shutil.which("pledger") or program.name != "pledger" or not program.is_file():
        return "pledger"
    return os.path.relpath(program)


def _tour(ledger: Ledger) -> None:
    for day in DAYS:
        head(f"What was promised, by when, and what became of it: {day}")
        _print(ledger.ask("commitments", as_of=day))
    write("\nA deadline that passed without a report is not called broken: nobody has said so.\n")
    head("How high the levels stood, against what was promised")
    _print(ledger.ask("levels", as_of="2020-10-01"), "chart")
    head("Who said what when")
    _print(ledger.ask("said", as_of="2020-10-01"))
    head(
        "An audit: who said it, in which office, according to whom, recorded when, with its hashes"
    )
    _print(ledger.audit("axios-remark"))


def _sequel(ledger: Ledger) -> None:
    """The same board once what followed is recorded, and how far one deadline slipped."""
    head("What followed until August 2021, in White House texts")
    write(f"{_record(ledger, SEQUEL)}\n")
    head(f"The same promises, and what had become of them by {AFTER}")
    answer = ledger.ask("commitments", as_of=AFTER)
    _print(answer)
    slip = next(row for row in answer if row["id"] == MOVED)
    late = sorted({slip["days_late_vs_original_min"], slip["days_late_vs_original_max"]})
    write(
        f"\n{MOVED}: {slip['verdict']}, due {slip['due_hi']}; against {slip['original_due_hi']}, "
        f"the day first agreed: {slip['verdict_vs_original']}, "
        f"{' to '.join(str(days) for days in late)} days late.\n"
    )


def _record(ledger: Ledger, case: str) -> str:
    """Import a shipped case; what came of it, in words."""
    text = (files("ledger") / "cases" / case).read_bytes()
    return ledger.import_document(text, name=case).says


def head(text: str) -> None:
    """A heading on the terminal."""
    width = min(screen(sys.stdout).width, 100)
    write("\n" + click.style(f"── {text} ".ljust(width, "─"), bold=True) + "\n"
          if screen(sys.stdout).color else f"\n── {text} ".ljust(width, "─") + "\n")  # fmt: skip


def _print(answer: Any, output: str = "table") -> None:
    chosen = next(each for each in FORMATS if each.name == output)
    # The heading above it says what it is.
    write(chosen.render(evolve(answer, title=""), screen(sys.stdout)))


def _fresh(folder: Path) -> Path:
    """The folder, made or emptied; only one that an earlier demo made is emptied."""
    mark = folder / MARK
    if folder.exists() and not mark.is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConflictError(
            f"{folder} exists and is not the demo's", hint="choose another: --dir FOLDER"
        )
    if folder.exists() and mark.is_file():
        say(f"starting again in {folder}")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.touch()
    return folder
