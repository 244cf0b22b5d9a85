"""Trying out: a transaction that is undone once it has shown what it would come to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ledger.store.store import Store, Transaction


class _TriedError(Exception):
    """Undoes a transaction that was only tried out."""


@contextmanager
def trying(store: Store, *, dry_run: bool) -> Iterator[Transaction]:
    """A transaction that is durable when the block has ended; with `dry_run` it is undone instead."""
    try:
        with store.writing() as transaction:
            yield transaction
            if dry_run:
                raise _TriedError
    except _TriedError:
        pass
