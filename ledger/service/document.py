"""A long document of JSON Lines: read from its file as often as needed, and looked through first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import BinaryIO

from attrs import frozen

from ledger.errors import InputRefusedError
from ledger.intake.json_lines import BLOCK, LineReader, split
from ledger.intake.node import Mark
from ledger.intake.outline import outline
from ledger.intake.page import BOM
from ledger.intake.problems import Problems
from ledger.service.opening import read_some
from ledger.service.shelved import Filler
from ledger.store.shelf import Shelf

PART = 2_000
"""So many events are built and recorded at a time."""

Steps = Callable[[str, int, int], None]
"""Told what is done, how much of it, and of how much.

`reading`, then `recording` so many bytes of the document; then `views`, 0 of 0: how long it takes
to bring those up nobody knows.
"""


@frozen(kw_only=True)
class Survey:
    """What was seen when a document was looked through.

    `digest` is the SHA-256 of its bytes; `foreign` whether an id is spelt with other letters than
    those of ASCII.
    """

    digest: str
    foreign: bool


@frozen(kw_only=True)
class Document:
    """A document of JSON Lines that can be read again from its beginning.

    `part` is how many events are recorded at a time; it decides nothing else.
    """

    file: BinaryIO
    name: str
    shelf: Shelf
    steps: Steps | None = None
    part: int = PART

    def survey(self) -> Survey:
        """Look it through, and lay what it declares on the shelf.

        Raises InputRefusedError with every line that is no event.
        """
        problems = Problems()
        reader = LineReader(self.name, problems)
        filler = Filler(self.shelf)
        blocks = Blocks(self, self.step("reading"))
        blank = True
        for number, line in enumerate(split(blocks), 1):
            entries = reader.read(line, number)
            if entries is not None:
                filler.add(outline(entries), number)
            elif isinstance(line, int) or line.strip():
                blank = False
            if reader.over:
                break
        filler.flush()
        problems.refuse()
        if not filler.count:
            sentence = "the file is empty" if blank else "the document holds no event"
            raise InputRefusedError([Mark(file=self.name).problem(sentence)])
        return Survey(digest=blocks.digest, foreign=filler.foreign)

    def step(self, what: str) -> Callable[[int], None]:
        """Tells how far the file is read."""
        steps = self.steps
        if steps is None:
            return lambda _: None
        size = self.file.seek(0, 2)
        return lambda done: steps(what, done, size)


class Blocks:
    """The bytes of a file from its beginning, and how far they are read."""

    def __init__(self, document: Document, told: Callable[[int], None]) -> None:
        self._document = document
        self._told = told
        self._hash = sha256()
        self.done = 0

    @property
    def digest(self) -> str:
        """The SHA-256 of what was read."""
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[bytes]:
        file, name = self._document.file, self._document.name
        file.seek(0)
        while block := read_some(file, BLOCK, name):
            self._hash.update(block)
            first, self.done = self.done == 0, self.done + len(block)
            yield block.removeprefix(BOM) if first else block
            self._told(self.done)
