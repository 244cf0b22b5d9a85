"""Checkpoints (C2SP tlog-checkpoint): which log, how many leaves, and the root over them."""

from __future__ import annotations

import re

from attrs import field, frozen

from ledger.evidence.errors import MalformedError
from ledger.evidence.keys import SigningKey
from ledger.evidence.merkle import EMPTY_ROOT, MOST_LEAVES, require_hash
from ledger.evidence.note import sign_note
from ledger.evidence.strict64 import decode64, encode64

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def _line(_: object, __: object, line: str) -> None:
    if not line or any(character < " " for character in line):
        raise MalformedError("each line of a checkpoint must be text, and none may be empty")


def _lines(_: object, __: object, lines: tuple[str, ...]) -> None:
    for line in lines:
        _line(_, __, line)


def _size(_: object, __: object, size: int) -> None:
    if not 0 <= size <= MOST_LEAVES:
        raise MalformedError(f"a tree cannot have {size} leaves")


@frozen(kw_only=True)
class Checkpoint:
    """The head of a log: `origin` is its name, `size` its number of leaves, `root` 32 bytes.

    `extensions` are lines that some logs add; they are kept and mean nothing here, and this ledger
    signs none.
    """

    origin: str = field(validator=_line)
    size: int = field(validator=_size)
    root: bytes
    extensions: tuple[str, ...] = field(default=(), validator=_lines)

    def __attrs_post_init__(self) -> None:
        require_hash(self.root, what="the root of the checkpoint")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise MalformedError("the root of the checkpoint is not that of an empty tree")

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), encode64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that the text of a note stands for. Raises MalformedError."""
    if not text.endswith("\n"):
        raise MalformedError("a checkpoint must end with a newline")
    lines = text[:-1].split("\n")
    if len(lines) < 3:
        raise MalformedError("a checkpoint has three lines: origin, size and root")
    origin, size, root, *extensions = lines
    return Checkpoint(
        origin=origin,
        size=decimal(size, what="the size of the checkpoint"),
        root=decode64(root, what="the root of the checkpoint"),
        extensions=tuple(extensions),
    )


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> bytes:
    """The checkpoint as a note signed by this key, whose name must be the origin.

    Signing is a promise never to sign a tree that does not continue this one: `guard.py` asks
    first. Raises MalformedError.
    """
    if key.name != checkpoint.origin:
        raise MalformedError(f"the key {key.name} cannot sign for the log {checkpoint.origin}")
    if checkpoint.extensions:
        raise MalformedError("this ledger signs no checkpoint with extension lines")
    return sign_note(checkpoint.text, [key])


def decimal(text: str, *, what: str) -> int:
    """A number written the one way: ASCII digits, no leading zero, below 2^63."""
    if not _DECIMAL.fullmatch(text) or int(text) > MOST_LEAVES:
        raise MalformedError(f"{what} is not a number below 2^63 without leading zeros")
    return int(text)
