"""Records a long document of JSON Lines part by part, in one transaction: all of it or nothing.

The document is read twice. The first time it is only looked through: every line must be JSON, and
what it declares is laid on a shelf outside of memory. The second time its events are built and
recorded, a part after the other, each against the ledger as it stood before the document, the whole
of the document as the shelf has it, and the parts that are recorded by now. So it comes to the same
as if it had been read at once, and takes no more memory than a part does.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, BinaryIO

from attrs import frozen

from ledger.errors import ConflictError, InputRefusedError, NotFoundError, Problem
from ledger.intake.build import Builder
from ledger.intake.circles import SAYS, circles, told
from ledger.intake.json_lines import BLOCK, LineReader, split
from ledger.intake.node import Entries, Mark
from ledger.intake.outline import Outline, outline
from ledger.intake.page import BOM
from ledger.intake.problems import Problems
from ledger.intake.wording import quoted
from ledger.model.event import Event, RecordedEvent
from ledger.projector import catch_up
from ledger.service.declaring import declarations
from ledger.service.known import LedgerKnown
from ledger.service.leaning import leaning
from ledger.service.opening import read_some
from ledger.service.receipt import Receipt
from ledger.service.recording import Moved, Recorder, Run, append_only, place
from ledger.service.shelved import Filler, Shelved, declare
from ledger.service.tally import Doubts, Tally
from ledger.store.codec import check_types, decode
from ledger.store.shelf import Shelf
from ledger.store.store import Transaction
from ledger.store.texts import Texts

PART = 2_000
"""So many events are built and recorded at a time."""

PART_BYTES, PART_VALUES = 2 * 2**20, 50_000
"""Of long events as many as have so many bytes, or so many values, whichever is fewer."""

Steps = Callable[[str, int, int], None]
"""Told what is done (`reading`, `recording`), how many bytes of the document, and of how many."""


@frozen(kw_only=True)
class Survey:
    """What was seen when a document was looked through; `digest` is the SHA-256 of its bytes."""

    events: int
    size: int
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
        blocks = _Blocks(self, self.step("reading"))
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
        self.shelf.settle()
        return Survey(
            events=filler.count,
            size=blocks.done,
            digest=blocks.digest,
            foreign=filler.foreign,
        )

    def record(
        self,
        transaction: Transaction,
        texts: Texts,
        survey: Survey,
        run: Run,
        create: Sequence[Mapping[str, Any]] = (),
    ) -> Receipt:
        """Record its events in the caller's transaction, which a refusal must undo.

        Raises InputRefusedError with every problem, and as `recording.append_all` does.
        """
        return _Import(self, transaction, texts, survey, run).all(create)

    def step(self, what: str) -> Callable[[int], None]:
        """Tells how far the file is read."""
        steps = self.steps
        if steps is None:
            return lambda _: None
        size = self.file.seek(0, 2)
        return lambda done: steps(what, done, size)


class _Import:
    """One document on its way into one transaction."""

    def __init__(
        self, document: Document, transaction: Transaction, texts: Texts, survey: Survey, run: Run
    ) -> None:
        check_types(transaction)
        self._document = document
        self._shelf = document.shelf
        self._transaction = transaction
        self._texts = texts
        self._survey = survey
        self._run = run
        self._before = transaction.head()
        self._known = LedgerKnown(transaction, texts, upto=self._before)
        self._problems = Problems()
        self._doubts = Doubts()
        self._moved = Moved()
        self._tally = Tally()

    def all(self, create: Sequence[Mapping[str, Any]]) -> Receipt:
        """Record all of it."""
        shelf, known = self._shelf, self._known
        made = [
            outline(one)
            for one in declarations(create, lambda name: shelf.first(name) is not None, known)
        ]
        declare(shelf, made)
        declared = Shelved(shelf, known, foreign=self._survey.foreign)
        earlier = _Earlier(self._transaction, self._before)
        builder = Builder(declared, known, self._problems, self._doubts, earlier=earlier)
        recorder = Recorder(
            self._transaction, known, self._run, moved=self._moved,
            published=declared.published, lying=earlier.lying,
        )  # fmt: skip
        earlier.conflicting = recorder.conflicts.events
        blocks = _Blocks(self._document, self._document.step("recording"))
        reader = LineReader(self._document.name, self._problems)
        lines = _Lines(split(blocks), reader, shelf, declared)
        with _undisturbed() as tidy:
            for part in _parts(made, lines, self._document.part):
                built = builder.part(part)
                self._link(builder, declared)
                self._append(recorder, built)
                declared.forget()
                known.forget()
                self._doubts.trim()
                tidy()
        builder.circular_part(lines.left())
        self._link(builder, declared)
        self._refuse_circles()
        self._problems.refuse()
        recorder.refuse()
        if blocks.digest != self._survey.digest:
            raise InputRefusedError([Problem(
                sentence="the file was changed while it was read", file=self._document.name,
                hint="import it again")])  # fmt: skip
        if self._tally.recorded:
            self._correct_leaning()
        catch_up(self._transaction)
        return self._tally.receipt(self._transaction.head(), self._doubts.told())

    def _append(self, recorder: Recorder, events: Sequence[Event]) -> None:
        prepared = recorder.prepare(events)
        try:
            stored = recorder.append(prepared)
        except (ConflictError, NotFoundError):
            if not self._problems:
                raise
            return  # it is among what is wrong already
        repeated = self._transaction.at(prepared.repeated) if prepared.repeated else ()
        self._tally.add(
            recorded=(place(one) for one in stored),
            events=prepared.fresh,
            repeated=(place(one) for one in repeated),
            warnings=prepared.warnings,
        )

    def _link(self, builder: Builder, declared: Shelved) -> None:
        """Note what leads to another event of the document: it may lead back in the end."""
        self._shelf.link(
            (link.way, line, other)
            for link in builder.links
            if (line := declared.line_of(link.id)) is not None
            and (other := declared.line_of(link.to)) is not None
        )
        builder.links.clear()

    def _refuse_circles(self) -> None:
        for way in SAYS:
            leads = self._shelf.links(way)
            for circle in circles(leads, leads, set()):
                ids = [self._shelf.id_on(line) for line in circle]
                self._problems.append(self._mark(circle[0]).problem(
                    f"{quoted(ids[0])}: {told(way, ids)}"))  # fmt: skip

    def _mark(self, number: int) -> Mark:
        """Where the event of a line stands; looked for only where something is told of it."""
        reader = LineReader(self._document.name, [])
        for at, line in enumerate(split(_Blocks(self._document, lambda _: None)), 1):
            if at == number:
                entries = reader.read(line, number)
                return entries.mark if entries is not None else Mark(line=number)
        return Mark(file=self._document.name, line=number)

    def _correct_leaning(self) -> None:
        for corrections in leaning(
            self._transaction, self._texts, self._moved, before=self._before
        ):
            now = LedgerKnown(self._transaction, self._texts)
            more = append_only(self._transaction, corrections, now, self._run)
            self._tally.add(recorded=more.recorded, events=more.events, warnings=more.warnings)


class _Earlier:
    """The parts of a document that are recorded by now, for what builds on them."""

    def __init__(self, transaction: Transaction, before: int) -> None:
        self._transaction = transaction
        self._before = before
        self.conflicting: Sequence[Event] = ()
        """Events whose ids stand for something else: read on they are, recorded never."""

    def lying(self, id: str) -> RecordedEvent | None:
        """What bears or declares an id by now, as it was recorded."""
        position = self._transaction.find([id]).get(id)
        found = self._transaction.at([position]) if position is not None else []
        return decode(found[0]) if found else None

    def around(self, id: str) -> Sequence[Event]:
        position = self._transaction.find([id]).get(id)
        if position is None:
            return ()
        (stored,) = self._transaction.at([position])
        while stored.about is not None:
            (stored,) = self._transaction.at([stored.about])
        history = self._transaction.history([], ids=[stored.id])
        found = [decode(one).event for one in history if one.position > self._before]
        return [*(one for one in self.conflicting if one.id == id), *found]


class _Lines:
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

    def __iter__(self) -> Iterator[tuple[Outline, int, int]]:
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

    def _following(self, one: Outline, number: int) -> Iterator[tuple[Outline, int, int]]:
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


class _Blocks:
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


def _parts(
    first: Iterable[Outline], lines: Iterable[tuple[Outline, int, int]], most: int
) -> Iterator[list[Outline]]:
    """The events in parts that take about the same memory."""
    part = list(first)
    size = values = 0
    for one, its_size, its_values in lines:
        if len(part) >= most or size + its_size > PART_BYTES or values + its_values > PART_VALUES:
            if part:
                yield part
            part, size, values = [], 0, 0
        part.append(one)
        size, values = size + its_size, values + its_values
    if part:
        yield part


@contextmanager
def _undisturbed() -> Iterator[Callable[[], object]]:
    """No search for dead circles of objects but where it is asked for, once a part is forgotten.

    While a part is built, hundreds of thousands of objects are made and few of them in circles: to
    look at all of them again and again takes longer than building them.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield lambda: gc.collect(1)
    finally:
        if was:
            gc.enable()
