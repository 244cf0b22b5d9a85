"""The rollback guard: a new checkpoint is signed only where it continues the newest one.

The newest checkpoint is kept outside the database. After an older backup was restored, or rows were
rewritten, the present tree does not continue it, and signing would leave two histories under one
name; nothing afterwards could repair that.
"""

from __future__ import annotations

from ledger.evidence.checkpoint import Checkpoint, sign_checkpoint
from ledger.evidence.errors import ForkedError, RolledBackError, UnprovenError
from ledger.evidence.keys import SigningKey
from ledger.evidence.merkle import verify_consistency
from ledger.evidence.tree import NodeReader, consistency_path, root_at


def must_continue(reader: NodeReader, size: int, newest: Checkpoint) -> None:
    """Show that the stored tree of this size continues a checkpoint that was signed before.

    Raises RolledBackError where events are missing, ForkedError where they differ.
    """
    if size < newest.size:
        raise RolledBackError(
            f"the ledger has {size} events, but {newest.size} were signed before",
            hint="append what the restored backup lacks: pledger restore BACKUP --rest COPY",
        )
    if newest.size == 0:
        return
    # Not only the old root is compared: a tree whose old nodes were left standing while the nodes
    # above them were replaced would pass that.
    try:
        verify_consistency(
            old_size=newest.size,
            old_root=newest.root,
            new_size=size,
            new_root=root_at(reader, size),
            path=consistency_path(reader, newest.size, size),
        )
    except UnprovenError as error:
        raise ForkedError(
            f"the ledger is not a continuation of what was signed at {newest.size} events",
            hint="run `pledger verify` with that checkpoint; it names what differs",
        ) from error


def next_checkpoint(
    reader: NodeReader, size: int, key: SigningKey, newest: Checkpoint | None
) -> bytes:
    """The signed checkpoint of the stored tree, if it continues the newest one that was signed.

    `newest` is None only for the first checkpoint of a ledger. Raises RolledBackError and
    ForkedError, also where the newest checkpoint is another log's.
    """
    if newest is not None:
        if newest.origin != key.name:
            raise ForkedError(f"the newest checkpoint is of {newest.origin}, the key of {key.name}")
        must_continue(reader, size, newest)
    head = Checkpoint(origin=key.name, size=size, root=root_at(reader, size))
    return sign_checkpoint(head, key)
