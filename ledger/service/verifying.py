"""Verifying a ledger: every hash, root, quotation and view, in one pass and in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import msgspec
from attrs import field, frozen

from ledger.errors import DatabaseError, IntegrityError, LedgerError
from ledger.evidence.audit import Audit, AuditEnd, HeldCheckpoint, StoredRow
from ledger.evidence.finding import Finding
from ledger.evidence.redaction import REDACTION
from ledger.intake.quotation import Texts as QuotedTexts
from ledger.model.event import RecordedEvent
from ledger.model.redacted import REMOVED
from ledger.model.said import Statement
from ledger.model.sourced import About
from ledger.model.tags import declared_by
from ledger.projections import PROJECTIONS
from ledger.projections.projection import Projection
from ledger.projector import Progress, spec
from ledger.projector.catching_up import fold_some
from ledger.projector.rows import subjects_in
from ledger.projector.subjects import Pace, count_subjects, some_subjects
from ledger.service.known import LedgerKnown
from ledger.service.recording import found_by
from ledger.service.status import texts_of
from ledger.store.codec import decode
from ledger.store.event_data import Folded, Indexed, StoredEvent, ViewRow
from ledger.store.refusal import told
from ledger.store.store import Snapshot
from ledger.store.texts import Texts

T = TypeVar("T")

AT_ONCE = 500
"""So many events, or subjects of views, are held in memory at a time."""

MOST = 20
"""Of each kind of finding so many are told one by one; the rest as a number."""


@frozen(kw_only=True)
class Verified:
    """What came of it: the findings, and of those beyond `MOST` of a kind how many `more` there are.

    `behind` names the views that had not read every event, so that they could not be compared.
    """

    findings: tuple[Finding, ...]
    more: dict[str, int] = field(factory=dict)
    end: AuditEnd
    events: int
    quotations: int
    texts: int
    rows: int
    behind: tuple[str, ...]


class Verification:
    """One verification of a snapshot, of the ledger at `place`."""

    def __init__(
        self,
        snapshot: Snapshot,
        texts: Texts,
        *,
        place: str,
        checkpoints: Sequence[HeldCheckpoint],
        progress: Progress | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._texts = texts
        self._place = place
        self._checkpoints = checkpoints
        self._progress = progress
        self._findings: list[Finding] = []
        self._counts: Counter[str] = Counter()
        self._at_hand: set[str] = set()
        self._events = self._quotations = self._rows = 0
        self._behind: list[str] = []

    def run(self, given: Iterable[Finding] = ()) -> Verified:
        """Verify everything; `given` are findings made beforehand."""
        self._add(given)
        self._part("the file", self._file)
        self._part("the texts of sources", self._texts_of_sources)
        redactions: list[StoredRow] = []
        self._part(
            "the redactions", lambda: redactions.extend(self._snapshot.lying(kind=REDACTION))
        )
        audit = Audit(redactions=redactions, nodes=self._snapshot, checkpoints=self._checkpoints)
        self._part("the events", lambda: self._every_event(audit))
        for projection in PROJECTIONS:
            self._part(f"the view {projection.name}", lambda p=projection: self._view(p))  # type: ignore[misc]
        return Verified(
            findings=tuple(self._findings),
            more={code: n - MOST for code, n in self._counts.items() if n > MOST},
            end=audit.end,
            events=self._events,
            quotations=self._quotations,
            texts=len(self._at_hand),
            rows=self._rows,
            behind=tuple(self._behind),
        )

    def _add(self, found: Iterable[Finding]) -> bool:
        """Note findings; whether there was any."""
        before = self._counts.total()
        for one in found:
            self._counts[one.code] += 1
            if self._counts[one.code] <= MOST:
                self._findings.append(one)
        return self._counts.total() > before

    def _part(self, name: str, look: Callable[[], None]) -> None:
        """Look at one part; that it cannot be read to its end is a finding, and not the end."""
        try:
            with told(self._place):
                look()
        except LedgerError as error:
            self._add([Finding(code="file-damaged", where=name, sentence=error.sentence)])
        except (ValueError, TypeError, AttributeError, LookupError, msgspec.MsgspecError) as error:
            # What lies in the columns is of another kind than anything that was ever put there.
            says = f"{name} cannot be read: {error}"
            self._add([Finding(code="file-damaged", where=name, sentence=says)])

    def _file(self) -> None:
        self._add(
            Finding(code="file-damaged", where="file", sentence=says)
            for says in self._snapshot.damage()
        )

    def _texts_of_sources(self) -> None:
        for source, standing in texts_of(self._snapshot, self._texts):
            if standing == "at hand":
                self._at_hand.add(source)
            elif standing == "changed":
                says = "what lies beside the ledger is another text"
                self._add([Finding(code="text-changed", where=f"source {source}", sentence=says)])

    def _every_event(self, audit: Audit) -> None:
        head = self._snapshot.head()
        for rows in _chunks(self._snapshot.lying()):
            sound = [row.position for row in rows if not self._add(audit.see(row))]
            self._events += len(rows)
            # What is wrong with an event was told; only of the others it can be asked whether what
            # is noted beside them, and in the texts, agrees with them.
            self._beside(sound)
            if self._progress is not None:
                self._progress(min(self._events, head), head)
        self._add(audit.finish())

    def _beside(self, positions: Sequence[int]) -> None:
        if not positions:
            return
        known = LedgerKnown(self._snapshot, self._texts)
        quoted = QuotedTexts(known)
        noted = self._snapshot.indexed(positions[0], positions[-1])
        for position in positions:
            try:
                (stored,) = self._snapshot.at([position])
                recorded = decode(stored)
                wanted = Indexed(
                    found_by(recorded.event, {}, known), frozenset(declared_by(recorded.event))
                )
                about = self._about(recorded, known)
            except (IntegrityError, ValueError, TypeError, msgspec.MsgspecError) as error:
                self._add([_at(position, "unreadable", str(error))])
                continue
            self._add(_noted(stored, noted.get(position, _NOTHING), wanted, about))
            if self._at_hand:
                self._add(self._quotation(recorded, known, quoted))

    def _about(self, recorded: RecordedEvent, known: LedgerKnown) -> int | None:
        if not isinstance(recorded.event, About):
            return None
        found = known.recorded(recorded.event.of)
        return found.position if found is not None else None

    def _quotation(
        self, recorded: RecordedEvent, known: LedgerKnown, texts: QuotedTexts
    ) -> Iterator[Finding]:
        event = recorded.event
        if not isinstance(event, Statement) or not any(
            citation.source in self._at_hand for citation in event.sources
        ):
            return
        stands = known.standing(recorded.id)
        if stands is None or not stands.stands or not isinstance(stands.event, Statement):
            return
        quote = stands.event.quote
        found = [text for c in stands.event.sources if (text := texts.of(c.source)) is not None]
        if quote in (None, REMOVED) or not found:
            return
        self._quotations += 1
        if not any(text.find(quote) for text in found):
            sources = ", ".join(c.source for c in stands.event.sources)
            yield _at(
                recorded.position, "not-quoted", f"its words are not in the text of {sources}"
            )

    def _view(self, projection: Projection) -> None:
        view = spec(projection)
        if self._snapshot.progress(view) != self._snapshot.head():
            self._behind.append(projection.name)
            return
        # Both come in order of subject, so that what has no counterpart is seen on the way.
        held = subjects_in(self._snapshot, view)
        there = next(held, None)
        every = count_subjects(self._snapshot, projection)
        for done, (subject, wanted) in enumerate(self._wanted(projection), 1):
            while there is not None and there[0] < subject:
                self._differs(projection, there[0])
                there = next(held, None)
            rows: list[ViewRow] = []
            if there is not None and there[0] == subject:
                rows, there = there[1], next(held, None)
            if wanted is not None:
                self._compare(projection, wanted, rows)
            if self._progress is not None:
                self._progress(min(done, every), every)
        while there is not None:
            self._differs(projection, there[0])
            there = next(held, None)

    def _wanted(self, projection: Projection) -> Iterator[tuple[str, Folded | None]]:
        """What the events give for every subject; that one cannot be folded is a finding."""
        pace, after = Pace(), ""
        while some := some_subjects(self._snapshot, projection, after, pace.take):
            after = some[-1]
            try:
                made = fold_some(self._snapshot, projection, some, pace)
            except DatabaseError:
                raise
            except LedgerError:
                for subject in some:
                    yield subject, self._alone(projection, subject)
            else:
                yield from ((one.subject, one) for one in made)

    def _alone(self, projection: Projection, subject: str) -> Folded | None:
        try:
            return fold_some(self._snapshot, projection, [subject], Pace())[0]
        except DatabaseError:
            raise
        except LedgerError as error:
            where = f"view {projection.name}, {subject}"
            self._add([Finding(code="view-differs", where=where, sentence=error.sentence)])
            return None

    def _compare(self, projection: Projection, wanted: Folded, rows: Sequence[ViewRow]) -> None:
        self._rows += sum(1 for row in wanted.rows if row.body)
        if list(rows) != list(wanted.rows):
            self._differs(projection, wanted.subject)
        elif self._snapshot.reads(spec(projection), wanted.subject) != set(wanted.reads):
            says = "it would not be brought up to date; pledger rebuild makes it anew"
            where = f"view {projection.name}, {wanted.subject}"
            self._add([Finding(code="view-differs", where=where, sentence=says)])

    def _differs(self, projection: Projection, subject: str) -> None:
        says = "its rows are not those that the events give; pledger rebuild makes them anew"
        where = f"view {projection.name}, {subject}"
        self._add([Finding(code="view-differs", where=where, sentence=says)])


_NOTHING = Indexed(frozenset(), frozenset())


def _noted(
    stored: StoredEvent, noted: Indexed, wanted: Indexed, about: int | None
) -> Iterator[Finding]:
    for name, there, due in (
        ("tags", noted.tags, wanted.tags),
        ("commitments", noted.declares, wanted.declares),
    ):
        if there != due:
            missing, added = sorted(due - there), sorted(there - due)
            says = [f"without {', '.join(missing)}"] if missing else []
            says += [f"with {', '.join(added)}"] if added else []
            yield _at(stored.position, "index-differs", f"{name}: {' and '.join(says)}")
    if stored.about != about:
        yield _at(stored.position, "index-differs", f"about: {stored.about}, not {about}")


def _at(position: int, code: str, sentence: str) -> Finding:
    return Finding(code=code, where=f"position {position}", sentence=sentence)


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, so many at once as are held in memory."""
    rest = iter(items)
    while chunk := list(islice(rest, AT_ONCE)):
        yield chunk
