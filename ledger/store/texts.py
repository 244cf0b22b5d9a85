"""The texts of sources, beside the ledger and never in its events: one file each, named by SHA-256."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from ledger.errors import DatabaseError, IntegrityError
from ledger.store.folder import replace


class Texts(Protocol):
    """Keeps texts by their SHA-256 in lower-case hex."""

    def put(self, text: bytes) -> str:
        """Keep a text; its SHA-256."""
        ...

    def get(self, digest: str) -> bytes | None:
        """The text of this SHA-256, None where it is not at hand."""
        ...


class TextFolder:
    """Texts as files in a folder that is made when the first one comes."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder)

    def put(self, text: bytes) -> str:
        """Keep a text durably, in place of a damaged one too.

        Raises DatabaseError where the folder cannot be written.
        """
        digest = sha256(text).hexdigest()
        target = self._folder / f"{digest}.txt"
        try:
            if target.is_file() and target.read_bytes() == text:
                return digest
            self._folder.mkdir(exist_ok=True)
            replace(target, text)
        except OSError as error:
            raise DatabaseError(f"{self._folder}: {error.strerror or error}") from error
        return digest

    def get(self, digest: str) -> bytes | None:
        """The text of this SHA-256. Raises IntegrityError where the file was changed."""
        target = self._folder / f"{digest}.txt"
        try:
            text = target.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DatabaseError(f"{target}: {error.strerror or error}") from error
        if sha256(text).hexdigest() != digest:
            raise IntegrityError(f"{target} is not the text that its name says",
                                 hint="put the text beside the ledger again")  # fmt: skip
        return text


class MemoryTexts:
    """Texts that last as long as the process."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def put(self, text: bytes) -> str:
        """Keep a text."""
        digest = sha256(text).hexdigest()
        self._held[digest] = text
        return digest

    def get(self, digest: str) -> bytes | None:
        """The text of this SHA-256."""
        return self._held.get(digest)
