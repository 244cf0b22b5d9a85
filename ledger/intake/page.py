"""The text of a document, and the places in it: bytes decoded once, lines found when needed."""

from __future__ import annotations

from bisect import bisect_right

from ledger.errors import Problem
from ledger.intake.node import Mark

BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Page:
    """A text with its file's name; `first_line` is the number of its first line in that file."""

    def __init__(self, text: str, file: str, *, first_line: int = 1) -> None:
        self.text = text
        self.file = file
        self._first_line = first_line
        self._starts: list[int] | None = None
        self._last = (-1, "")

    def mark(self, offset: int) -> Mark:
        """The place of a character, counted from 0."""
        starts = self._line_starts()
        index = bisect_right(starts, offset) - 1 if len(starts) > 1 else 0
        start = starts[index]
        return Mark(file=self.file, line=self._first_line + index, column=offset - start + 1,
                    text=self._line(index))  # fmt: skip

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = starts = [0]
            at = self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
        return self._starts

    def _line(self, index: int) -> str:
        # Neighbouring places share one copy of their line.
        if self._last[0] != index:
            starts = self._line_starts()
            end = starts[index + 1] - 1 if index + 1 < len(starts) else len(self.text)
            whole = len(starts) == 1
            line = self.text if whole else self.text[starts[index] : end].removesuffix("\r")
            self._last = (index, line)
        return self._last[1]


def decoded(data: bytes, file: str, problems: list[Problem], *, line: int = 1) -> str | None:
    """The text that the bytes are in UTF-8; None, and the problem told, where they are not.

    `line` is the number of their first line in the file.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        end = data.find(b"\n", error.start)
        whole = data[start : end if end >= 0 else len(data)].decode("utf-8", "replace")
        column = len(data[start : error.start].decode("utf-8", "replace")) + 1
        place = Mark(file=file, line=line + data.count(b"\n", 0, error.start), column=column,
                     text=whole)  # fmt: skip
        like = "it begins like UTF-16; " if data.startswith(_UTF16) else ""
        problems.append(place.problem(
            f"not UTF-8: the byte 0x{data[error.start]:02X}",
            hint=f"{like}save the file as UTF-8"))  # fmt: skip
        return None
