"""Forks in the middle of a transaction; the child ends as a program does, then the parent goes on."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable

from ledger.errors import LedgerError
from ledger.store.sqlite import SQLiteStore
from tests.store.test_contract import NOON, an_event, append, salts


def say(attempt: Callable[[], object]) -> None:
    """Try it, and print the sentence by which it is refused."""
    try:
        attempt()
    except LedgerError as refusal:
        sys.stdout.write(f"{refusal.sentence}\n")


def transact(store: SQLiteStore) -> None:
    """Fork in mid-transaction; the parent waits for the child, then goes on."""
    with store.writing() as transaction:
        # More than fits in memory: some of it is in the file already, uncommitted.
        transaction.append(
            [an_event(f"inside-{n}", "t", payload=b"x" * 4000) for n in range(2000)],
            recorder="parent",
            recorded_at=NOON,
        )
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            transaction.append([an_event("after")], recorder="parent", recorded_at=NOON)
            return
        # The child asks, and then leaves the block as if all were well.
        say(transaction.head)
        say(store.reading().__enter__)
        say(store.writing().__enter__)


def main(path: str) -> None:
    """What the child is told comes on stdout."""
    store = SQLiteStore.open(path, salts=salts())
    append(store, an_event("before"))
    try:
        transact(store)
        append(store, an_event("last"))
    except LedgerError as refusal:
        sys.stdout.write(f"{refusal.sentence}\n")
    # The child too closes, as `with Ledger.open(…)` would, and all that is left is taken down
    # while its parent is still in the transaction.
    store.close()
    del store
    gc.collect()


if __name__ == "__main__":
    main(sys.argv[1])
