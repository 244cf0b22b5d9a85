"""Files that stay from run to run: ledgers with their views, and documents; made once for each size.

Run as a program it makes them: python -m benchmarks.speed.kept FOLDER EVENTS SEED
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from benchmarks.lifelike.record import FORM

ROOT = Path(__file__).resolve().parents[2]


def ledger(keep: Path, events: int, seed: int) -> Path:
    """Where the ledger of that size lies."""
    # What another generator or other tables have made is another file.
    scripts = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    tables = sha256(b"".join(path.read_bytes() for path in scripts)).hexdigest()[:8]
    return keep / f"lifelike-{events}-{seed}-form{FORM}-{tables}.db"


def lines(keep: Path, events: int, seed: int) -> Path:
    """Where the document of that size lies."""
    return ledger(keep, events, seed).with_suffix(".jsonl")


def _once(path: Path, make: Callable[[Path], None]) -> None:
    """Make a file under another name first: what was interrupted is made afresh."""
    if path.exists():
        return
    draft = path.with_name(f"draft-{path.name}")
    for left in draft.parent.glob(f"{draft.name}*"):
        left.unlink()
    make(draft)
    draft.rename(path)


def make(keep: Path, events: int, seed: int) -> None:
    """Make what is not there yet."""
    from benchmarks.lifelike.documents import lines as document
    from benchmarks.lifelike.filling import fill
    from benchmarks.speed.desk import opened

    def ledger_at(path: Path) -> None:
        fill(path, events, seed)
        with opened(path) as made:
            made.rebuild()

    def lines_at(path: Path) -> None:
        with path.open("wb") as file:
            file.writelines(document(events, seed=seed))

    keep.mkdir(parents=True, exist_ok=True)
    _once(lines(keep, events, seed), lines_at)
    _once(ledger(keep, events, seed), ledger_at)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
