"""Verifying a ledger: every hash, root, quotation and view, in one pass and in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

import msgspec
from attrs import field, frozen

from ledger.errors import DatabaseError, LedgerError
from ledger.evidence.audit import Audit, AuditEnd, HeldCheckpoint, StoredRow
from ledger.evidence.finding import Finding
from ledger.evidence.redaction import REDACTION
from ledger.projections import PROJECTIONS
from ledger.projections.projection import Projection
from ledger.projector import Progress, spec, undisturbed
from ledger.projector.catching_up import fold_some
from ledger.projector.rows import subjects_in
from ledger.projector.subjects import Pace, count_subjects, some_subjects
from ledger.service.beside import Beside
from ledger.service.status import texts_of
from ledger.store.event_data import Folded, ViewRow, ViewSpec
from ledger.store.refusal import told
from ledger.store.store import Snapshot
from ledger.store.texts import Texts

T = TypeVar("T")

AT_ONCE = 500
"""So many events, or subjects of views, are held in memory at a time."""

MOST = 20
"""Of each kind of finding so many are told one by one; the rest as a number."""

_ROWS_DIFFER = "its rows are not those that the events give; pledger rebuild makes them anew"


class _Noted(NamedTuple):
    """What is noted beside the rows of some subjects: what they were folded from, and their words."""

    reads: Mapping[str, set[str]]
    words: Mapping[str, str]


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

    @undisturbed()
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

    def _add(self, found: Iterable[Finding]) -> None:
        """Note findings."""
        for one in found:
            self._counts[one.code] += 1
            if self._counts[one.code] <= MOST:
                self._findings.append(one)

    def _part(self, name: str, look: Callable[[], None]) -> None:
        """Look at one part; that it cannot be read to its end is a finding, and not the end."""
        try:
            with told(self._place):
                look()
        except LedgerError as error:
            self._add([Finding(code="file-damaged", where=name, sentence=error.sentence)])
        except (
            ValueError, TypeError, ArithmeticError, AttributeError, LookupError,
            msgspec.MsgspecError,
        ) as error:  # fmt: skip
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
        beside = Beside(self._snapshot, self._texts, self._at_hand)
        for rows in _chunks(self._snapshot.lying()):
            sound: list[int] = []
            for row in rows:
                found = audit.see(row)
                if found:
                    self._add(found)
                else:
                    sound.append(row.position)
            self._events += len(rows)
            # What is wrong with an event was told; only of the others it can be asked whether what
            # is noted beside them, and in the texts, agrees with them.
            self._add(beside.findings(sound))
            self._quotations = beside.quotations
            if self._progress is not None:
                self._progress(min(self._events, head), head)
        self._add(audit.finish())

    def _view(self, projection: Projection) -> None:
        view = spec(projection)
        if self._snapshot.progress(view) != self._snapshot.head():
            self._behind.append(projection.name)
            return
        # Both come in order of subject, so that what has no counterpart is seen on the way.
        held = subjects_in(self._snapshot, view)
        there = next(held, None)
        every = count_subjects(self._snapshot, projection)
        done = 0
        for some in self._wanted(projection):
            noted = self._noted(view, [wanted for _, wanted in some if wanted is not None])
            for subject, wanted in some:
                while there is not None and there[0] < subject:
                    self._differs(projection, there[0])
                    there = next(held, None)
                rows: list[ViewRow] = []
                if there is not None and there[0] == subject:
                    rows, there = there[1], next(held, None)
                if wanted is not None:
                    self._compare(projection, wanted, rows, noted)
            done += len(some)
            if self._progress is not None:
                self._progress(min(done, every), every)
        while there is not None:
            self._differs(projection, there[0])
            there = next(held, None)

    def _wanted(self, projection: Projection) -> Iterator[list[tuple[str, Folded | None]]]:
        """What the events give for every subject, some at a time.

        That one cannot be folded is a finding.
        """
        pace, after = Pace(), ""
        while some := some_subjects(self._snapshot, projection, after, pace.take):
            after = some[-1]
            try:
                made = fold_some(self._snapshot, projection, some, pace)
            except DatabaseError:
                raise
            except LedgerError:
                yield [(subject, self._alone(projection, subject)) for subject in some]
            else:
                yield [(one.subject, one) for one in made]

    def _noted(self, view: ViewSpec, folded: Sequence[Folded]) -> _Noted:
        """What is noted beside the rows of these subjects."""
        subjects = [one.subject for one in folded]
        return _Noted(
            self._snapshot.reads(view, subjects),
            self._snapshot.words(view, subjects) if view.searched else {},
        )

    def _alone(self, projection: Projection, subject: str) -> Folded | None:
        try:
            return fold_some(self._snapshot, projection, [subject], Pace())[0]
        except DatabaseError:
            raise
        except LedgerError as error:
            where = f"view {projection.name}, {subject}"
            self._add([Finding(code="view-differs", where=where, sentence=error.sentence)])
            return None

    def _compare(
        self, projection: Projection, wanted: Folded, rows: Sequence[ViewRow], noted: _Noted
    ) -> None:
        self._rows += wanted.told
        if list(rows) != list(wanted.rows):
            self._differs(projection, wanted.subject)
        elif noted.reads[wanted.subject] != set(wanted.reads):
            says = "it would not be brought up to date; pledger rebuild makes it anew"
            self._differs(projection, wanted.subject, says)
        elif noted.words.get(wanted.subject, "") != wanted.words:
            says = "it would not be found by its words; pledger rebuild makes it anew"
            self._differs(projection, wanted.subject, says)

    def _differs(self, projection: Projection, subject: str, says: str = _ROWS_DIFFER) -> None:
        where = f"view {projection.name}, {subject}"
        self._add([Finding(code="view-differs", where=where, sentence=says)])


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, so many at once as are held in memory."""
    rest = iter(items)
    while chunk := list(islice(rest, AT_ONCE)):
        yield chunk
