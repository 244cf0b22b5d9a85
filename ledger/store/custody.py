"""What is kept outside the database: the key, the newest checkpoint, what was redacted.

Whoever restores an older copy of the ledger restores none of them: that is how a history that forks
is noticed (evidence/guard.py), and how words that were removed since do not come back.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from ledger.errors import ConflictError, DatabaseError, NotFoundError, RefusedError
from ledger.evidence.keys import SigningKey, parse_skey
from ledger.store.folder import replace, sync

CHECKPOINT = ".checkpoint"
"""What is put after the name of a key file for the newest checkpoint."""

REDACTIONS = ".redactions"
"""And what is put there for the list of redactions, which holds none of the words."""

_MAKE = "make one with: pledger checkpoint --init-key NAME"


class Custody(Protocol):
    """Keeps a key and the newest checkpoint; one signs at a time."""

    @property
    def place(self) -> str:
        """Where they lie, for messages."""
        ...

    def make(self, key: SigningKey) -> None:
        """Keep a new key. Raises ConflictError where there is one."""
        ...

    def key(self) -> SigningKey:
        """The key. Raises NotFoundError where there is none, RefusedError where others can read it."""
        ...

    def newest(self) -> bytes | None:
        """The newest checkpoint, a signed note, None where there is none."""
        ...

    def keep(self, checkpoint: bytes) -> None:
        """Keep a checkpoint as the newest, durably."""
        ...

    def note(self, redaction: bytes) -> None:
        """Note a redaction, one line, so that a copy of before can be redacted again."""
        ...

    def notes(self) -> list[bytes]:
        """The redactions that were noted, in order."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Held while one reads the newest checkpoint, signs and keeps the next."""
        ...


class KeyFile:
    """The key in a file that nobody else can read, the newest checkpoint beside it."""

    def __init__(self, place: Callable[[], Path]) -> None:
        self._where = place

    @property
    def place(self) -> str:
        return str(self._path)

    @property
    def _path(self) -> Path:
        return self._where()

    @property
    def _newest(self) -> Path:
        path = self._path
        return path.with_name(f"{path.name}{CHECKPOINT}")

    @property
    def _redactions(self) -> Path:
        path = self._path
        return path.with_name(f"{path.name}{REDACTIONS}")

    def make(self, key: SigningKey) -> None:
        path = self._path
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Never for a moment readable by others, and never over another key.
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "w", encoding="utf-8") as file:
                file.write(f"{key.skey}\n")
                file.flush()
                os.fsync(file.fileno())
            sync(path.parent)
        except OSError as error:
            if isinstance(error, FileExistsError) and os.path.lexists(path):
                raise ConflictError(f"there is a key at {path} already",
                                    hint="sign with it: pledger checkpoint") from None  # fmt: skip
            raise DatabaseError(f"{path}: {error.strerror or error}") from error

    def key(self) -> SigningKey:
        path = self._path
        try:
            with path.open("rb") as file:
                found = os.fstat(file.fileno())
                if os.name == "posix" and stat.S_IMODE(found.st_mode) & 0o077:
                    raise RefusedError(
                        f"the key {path} can be read by others, so its signatures prove nothing",
                        hint=f"chmod 600 {path}; if others may have read it, make a new key under "
                        "a new name",
                    )
                text = file.read(4096)
        except FileNotFoundError:
            raise NotFoundError(f"there is no key at {path}", hint=_MAKE) from None
        except OSError as error:
            raise DatabaseError(f"{path}: {error.strerror or error}") from error
        return parse_skey(text.decode("utf-8", "replace").strip())

    def newest(self) -> bytes | None:
        try:
            return self._newest.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DatabaseError(f"{self._newest}: {error.strerror or error}") from error

    def keep(self, checkpoint: bytes) -> None:
        target = self._newest
        try:
            replace(target, checkpoint)
        except OSError as error:
            raise DatabaseError(f"{target}: {error.strerror or error}") from error

    def note(self, redaction: bytes) -> None:
        target = self._redactions
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("ab") as file:
                file.write(redaction + b"\n")
                file.flush()
                os.fsync(file.fileno())
            sync(target.parent)
        except OSError as error:
            raise DatabaseError(f"{target}: {error.strerror or error}") from error

    def notes(self) -> list[bytes]:
        try:
            return self._redactions.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise DatabaseError(f"{self._redactions}: {error.strerror or error}") from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        try:
            import fcntl
        except ImportError:  # no locks of this kind: whoever signs there signs alone
            yield
            return
        with self._path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class MemoryCustody:
    """A key and a checkpoint that last as long as the process."""

    place = "memory"

    def __init__(self) -> None:
        self._key: SigningKey | None = None
        self._newest: bytes | None = None
        self._notes: list[bytes] = []

    def make(self, key: SigningKey) -> None:
        if self._key is not None:
            raise ConflictError("there is a key already")
        self._key = key

    def key(self) -> SigningKey:
        if self._key is None:
            raise NotFoundError("there is no key", hint=_MAKE)
        return self._key

    def newest(self) -> bytes | None:
        return self._newest

    def keep(self, checkpoint: bytes) -> None:
        self._newest = checkpoint

    def note(self, redaction: bytes) -> None:
        self._notes.append(redaction)

    def notes(self) -> list[bytes]:
        return list(self._notes)

    @contextmanager
    def alone(self) -> Iterator[None]:
        yield
