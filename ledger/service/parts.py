"""The events of a long document in the order in which they are recorded, and in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger.intake.json_lines import LineReader
from ledger.intake.node import Entries
from ledger.intake.outline import Outline, outline
from ledger.service.shelved import Shelved
from ledger.store.shelf import Shelf

PART_BYTES, PART_VALUES = 2 * 2**20, 50_000
"""Of long events a part holds as many as have so many bytes, or so many values, whichever is fewer."""

Measured = tuple[Outline, int, int]
"""An event with the bytes and the values that it takes."""


class Lines:
    """The outlines of a document in the order in which its events are to be recorded.

    A record comes after what it is about: where that stands further down, its line waits on the
    shelf.
    """

    def __init__(
        self, lines: Iterable[bytes | int], reader: LineReader, shelf: Shelf, declared: Shelved
    ) -> None:
        self._lines = lines
        self._reader = reader
        self._shelf = shelf
        self._declared = declared

    def __iter__(self) -> Iterator[Measured]:
        """Each with the bytes and values that it takes."""
        for number, line in enumerate(self._lines, 1):
            count = self._reader.count
            entries = self._reader.read(line, number)
            if entries is None or isinstance(line, int):
                continue
            one = outline(entries)
            if self._must_wait(one, number):
                assert one.about is not None
                self._shelf.wait(number, one.about, line)
                continue
            yield one, len(line), self._reader.count - count
            yield from self._following(one, number)

    def left(self) -> Iterator[Outline]:
        """What waits for itself in the end."""
        for number, data in self._shelf.still_waiting():
            entries = self._reader.read(data, number)
            if entries is not None:
                yield outline(entries)

    def _must_wait(self, one: Outline, number: int) -> bool:
        if one.about is None:
            return False
        line = self._declared.line_of(one.about)
        return line is not None and (line >= number or self._shelf.is_waiting(line))

    def _following(self, one: Outline, number: int) -> Iterator[Measured]:
        """What waited for an event, and what waited for that."""
        if not self._shelf.waits:
            return
        stack = self._first_given(one, number)
        while stack:
            found = self._shelf.next_waiting(stack[-1])
            if found is None:
                stack.pop()
                continue
            number, data = found
            count = self._reader.count
            entries = self._reader.read(data, number)
            assert isinstance(entries, Entries)
            then = outline(entries)
            yield then, len(data), self._reader.count - count
            stack += self._first_given(then, number)

    def _first_given(self, one: Outline, number: int) -> list[str]:
        """The ids of an event that are given first by it, the first of them last."""
        return [id for id in reversed(one.ids) if self._declared.line_of(id) == number]


class Parts:
    """The events in parts that take about the same memory. It holds on to none that it has given."""

    def __init__(self, first: Iterable[Outline], lines: Iterable[Measured], most: int) -> None:
        self._first = list(first)
        self._lines = iter(lines)
        self._most = most
        self._ahead: Measured | None = None

    def __iter__(self) -> Iterator[list[Outline]]:
        return self

    def __next__(self) -> list[Outline]:
        part, self._first = self._first, []
        size = values = 0
        while (found := self._ahead or next(self._lines, None)) is not None:
            self._ahead = found
            size, values = size + found[1], values + found[2]
            full = len(part) >= self._most or size > PART_BYTES or values > PART_VALUES
            if part and full:
                return part
            part.append(found[0])
            self._ahead = None
        if not part:
            raise StopIteration
        return part
