"""The command line: `pledger`. Commands are loaded when they are called."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `pledger` with these arguments (the process's own by default); its exit status."""
    try:
        from ledger.cli.door import run
    except KeyboardInterrupt:
        return 130

    return run(arguments)
