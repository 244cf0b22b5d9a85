"""Writing files that were asked for: never over anything, and whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from ledger.errors import ConflictError, DatabaseError


def put(file: str, data: bytes) -> None:
    """Write a new file. Raises ConflictError where something lies there, DatabaseError else."""
    target = Path(file)
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        try:
            draft.write_bytes(data)
            os.link(draft, target)
        finally:
            draft.unlink(missing_ok=True)
    except FileExistsError:
        raise ConflictError(f"{file} exists already", hint="choose another file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DatabaseError(f"{file} cannot be written: {reason}") from error
