"""Records a long document of JSON Lines part by part, in one transaction: all of it or nothing.

The document is read twice. The first time it is only looked through: every line must be JSON, and
what it declares is laid on a shelf outside of memory. The second time its events are built and
recorded, a part after the other, each against the ledger as it stood before the document, the whole
of the document as the shelf has it, and the parts that are recorded by now. So it comes to the same
as if it had been read at once, and takes no more memory than a part does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.errors import ConflictError, InputRefusedError, NotFoundError, Problem
from ledger.intake.build import Builder
from ledger.intake.circles import SAYS, circles, told
from ledger.intake.json_lines import LineReader, split
from ledger.intake.node import Mark
from ledger.intake.outline import outline
from ledger.intake.problems import Problems
from ledger.intake.wording import quoted
from ledger.model.event import Event, RecordedEvent
from ledger.projector import catch_up, undisturbed
from ledger.service.declaring import declarations
from ledger.service.document import Blocks, Document, Survey
from ledger.service.known import LedgerKnown
from ledger.service.leaning import leaning
from ledger.service.parts import Lines, Parts
from ledger.service.receipt import Receipt
from ledger.service.recording import Moved, Recorder, Run, append_only, place
from ledger.service.shelved import Shelved, declare
from ledger.service.tally import Doubts, Tally
from ledger.store.codec import check_types, decode
from ledger.store.event_data import StoredEvent
from ledger.store.shelf import Shelf
from ledger.store.store import Transaction
from ledger.store.texts import Texts


def record_long(
    document: Document,
    survey: Survey,
    transaction: Transaction,
    texts: Texts,
    run: Run,
    create: Sequence[Mapping[str, Any]] = (),
) -> Receipt:
    """Record the events of a document in the caller's transaction, which a refusal must undo.

    It was looked through before. Raises InputRefusedError with every problem, and as
    `recording.append_all` does.
    """
    return _Import(document, transaction, texts, survey, run).all(create)


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
        earlier = _Earlier(self._transaction, self._before, shelf, known)
        builder = Builder(declared, known, self._problems, self._doubts, earlier=earlier)
        recorder = Recorder(
            self._transaction, known, self._run, moved=self._moved,
            published=declared.published, lying=earlier.lying,
        )  # fmt: skip
        earlier.conflicting = recorder.conflicts.events
        blocks = Blocks(self._document, self._document.step("recording"))
        reader = LineReader(self._document.name, self._problems)
        lines = Lines(split(blocks), reader, shelf, declared)
        with undisturbed() as tidy:
            for part in Parts(made, lines, self._document.part):
                built = builder.part(part)
                self._link(builder, declared)
                self._append(recorder, built)
                declared.forget()
                known.forget()
                self._doubts.trim()
                del part, built
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
        # From here on nothing is asked of the document.
        self._shelf.close()
        if self._document.steps is not None:
            self._document.steps("views", 0, 0)
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
        # What the document says twice in the same words lies there once.
        again = [at for at in prepared.repeated if self._shelf.repeats(at) is None]
        self._shelf.repeat((at, at in prepared.as_corrected) for at in again)
        repeated = self._transaction.at(again) if again else ()
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
        for at, line in enumerate(split(Blocks(self._document, lambda _: None)), 1):
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

    def __init__(
        self, transaction: Transaction, before: int, shelf: Shelf, known: LedgerKnown
    ) -> None:
        self._transaction = transaction
        self._before = before
        self._shelf = shelf
        self._known = known
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
        found = [event for one in history if (event := self._own(one)) is not None]
        return [*(one for one in self.conflicting if one.id == id), *found]

    def _own(self, stored: StoredEvent) -> Event | None:
        """What the document says of an event, None where it says nothing."""
        as_corrected = False
        if stored.position <= self._before:
            repeats = self._shelf.repeats(stored.position)
            if repeats is None:
                return None
            as_corrected = repeats
        standing = self._known.standing(stored.id) if as_corrected else None
        return standing.event if standing is not None else decode(stored).event
