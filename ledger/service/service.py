"""The service itself: record, ask, show, audit, correct, retract, rebuild. Everything is handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from types import TracebackType
from typing import Any, Self

import attrs
import structlog
from attrs import evolve, frozen

from ledger.errors import (
    ConflictError,
    DatabaseError,
    InputRefusedError,
    NotFoundError,
    Problem,
    UsageError,
)
from ledger.intake.build import build
from ledger.intake.node import Entries, from_builtins
from ledger.intake.quotation import find
from ledger.intake.wording import meant
from ledger.model.answer import Answer
from ledger.model.commitment import Commitment
from ledger.model.event import Event
from ledger.model.fields import key_of
from ledger.model.given import to_document
from ledger.model.judgement import STALE_AFTER, Manner
from ledger.model.records import Source
from ledger.model.sourced import SourceUpdate
from ledger.projections import PROJECTIONS
from ledger.projector import FEW, Progress, catch_up, spec, undisturbed
from ledger.projector import rebuild as rebuild_views
from ledger.service.asking import answer, question_named, read_filters, read_page
from ledger.service.auditing import audit
from ledger.service.citing import cited
from ledger.service.clocks import Clocks, read_clocks
from ledger.service.comparing import compare
from ledger.service.declaring import declarations
from ledger.service.editing import Editable, changed, correction_of, proposals
from ledger.service.examining import examine
from ledger.service.following import BATCH, since
from ledger.service.importing import Imports
from ledger.service.known import LedgerKnown
from ledger.service.leaning import leaning
from ledger.service.proofs import Proofs
from ledger.service.receipt import Receipt, doubt
from ledger.service.recording import Moved, Run, append_only
from ledger.service.redacting import noted, redact
from ledger.service.showing import show
from ledger.service.status import status
from ledger.service.thing import find_thing
from ledger.service.trying import trying
from ledger.service.unmeant import refuse_unmeant
from ledger.store.codec import check_types, decode
from ledger.store.custody import Custody, MemoryCustody
from ledger.store.finding import Finding
from ledger.store.store import Snapshot, Store, Transaction
from ledger.store.texts import Texts

Now = Callable[[], dt.datetime]
"""The present moment in UTC; handed in, so that answers can be repeated."""

Day = str | dt.date | None
"""A day as given: YYYY-MM-DD or a date; None is the default."""

RECENT = 50
"""How many events are looked back through for the source and the place that were last told."""

log = structlog.get_logger()


@frozen(kw_only=True)
class Quotation:
    """How an event's quotation stands in a source's text: `exact`, `levelled`, or None."""

    position: int
    id: str
    found: str | None


@frozen(kw_only=True)
class TextReceipt:
    """A text that is kept beside the ledger: its SHA-256, and the quotations looked for in it."""

    sha256: str
    receipt: Receipt
    quotations: tuple[Quotation, ...]


class Service(Imports, Proofs):
    """Records events and answers questions.

    `custody` keeps what must lie outside the database: the key that signs, the newest checkpoint.
    `recorder` is who records, `stale_after` the number of days for which a report that a target is
    not met speaks for the days after it (docs/domain.md, section 5).
    """

    def __init__(
        self,
        store: Store,
        texts: Texts,
        *,
        now: Now,
        recorder: str,
        stale_after: int = STALE_AFTER,
        custody: Custody | None = None,
    ) -> None:
        self._store = store
        self._custody = custody or MemoryCustody()
        self._texts = texts
        self._now = now
        self._recorder = recorder
        self._stale_after = stale_after
        self._looked_for_views = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the ledger's files."""
        self._store.close()

    @property
    def place(self) -> str:
        """Where the ledger lies."""
        return self._store.place

    @property
    def head(self) -> int:
        """The highest position recorded, 0 in an empty ledger."""
        with self._store.reading() as snapshot:
            return snapshot.head()

    # Recording ---------------------------------------------------------------------------------

    def record(
        self,
        events: Event | Mapping[str, Any] | Iterable[Event] | Iterable[Mapping[str, Any]],
        *,
        create: Sequence[Mapping[str, Any]] = (),
        unless_changed: int | None = None,
        dry_run: bool = False,
        run: str | None = None,
    ) -> Receipt:
        """Record one event or many in one transaction: all of them, or none.

        Mappings are read like documents (docs/domain.md, section 9): phrases, quantities and names
        are resolved against the ledger. Events built by the caller are taken as they are. What is
        recorded already is set aside and named in the receipt. When the call returns, what was
        recorded is durable.

        `create` are declarations of actors, measures or sources to record with them where their ids
        are unknown. `unless_changed` is the head at which the writer looked (`answer.head`): then nothing is
        recorded if anything was added since about the same commitments, measures or events.

        Raises InputRefusedError with every problem, ConflictError where an id stands for something
        else, its subclass ChangedError where the subjects changed; then nothing is recorded.
        """
        given = [events] if isinstance(events, Event | Mapping) else list(events)
        if all(isinstance(one, Event) for one in given):
            made: list[Event] = [one for one in given if isinstance(one, Event)]
            return self._transact(
                lambda known, _: _meant(made, known),
                dry_run=dry_run,
                run=run,
                unless_changed=unless_changed,
            )
        documents: list[Entries] = []
        for number, one in enumerate(given, 1):
            node = from_builtins(one, f"event {number}") if isinstance(one, Mapping) else None
            if not isinstance(node, Entries):
                raise UsageError("record takes events, or mappings of their fields, not both")
            documents.append(node)
        own = {entries.word("id") for entries in documents}
        doubts: list[Problem] = []
        receipt = self._transact(
            lambda known, _: build(
                [*declarations(create, own.__contains__, known), *documents], known, doubts
            ),
            dry_run=dry_run,
            run=run,
            unless_changed=unless_changed,
        )
        return evolve(receipt, warnings=(*map(doubt, doubts), *receipt.warnings))

    def correct(
        self,
        thing: str | int,
        changes: Mapping[str, Any],
        *,
        reason: str,
        id: str | None = None,
        unless_changed: int | None = None,
        dry_run: bool = False,
    ) -> Receipt:
        """Record that fields of an event should have read otherwise; None removes a field.

        `thing` is an id, a position or `last`; a commitment's id means the event that makes it, and
        its fields may then be named alone. What leaned on a changed field is read again. When a
        source is corrected, events that leaned on it are corrected in the same transaction.
        """
        if not changes:
            raise UsageError("a correction needs at least one field", hint="--set field=value")

        def documents(known: LedgerKnown, snapshot: Snapshot) -> Sequence[Event]:
            found = find_thing(snapshot, known, thing)
            event = known.event(found.stored.id)
            paths = {
                _path(path, found.id, event if found.kind == "commitment" else None): value
                for path, value in changes.items()
            }
            node = correction_of(found.stored.id, paths, reason, id)
            return build([node], known)

        return self._transact(documents, dry_run=dry_run, run=None, unless_changed=unless_changed)

    def retract(
        self,
        thing: str | int,
        *,
        reason: str,
        id: str | None = None,
        unless_changed: int | None = None,
        dry_run: bool = False,
    ) -> Receipt:
        """Record that an event should not have been recorded. A retraction may itself be retracted.

        Raises ConflictError where it is retracted already.
        """

        def documents(known: LedgerKnown, snapshot: Snapshot) -> Sequence[Event]:
            found = find_thing(snapshot, known, thing)
            if found.kind == "commitment":
                raise UsageError(
                    f"{found.id} is a commitment made by {found.stored.id}; a record is retracted as "
                    "a whole",
                    hint=f"pledger retract {found.stored.id}, or correct the terms",
                )
            standing = known.standing(found.id)
            if standing is not None and standing.retracted_by is not None:
                raise ConflictError(
                    f"{found.id} is retracted already, by event {standing.retracted_by}",
                    hint=f"to bring it back: pledger retract {standing.retracted_by}",
                )
            node = from_builtins(
                {"type": "retraction", "of": found.id, "reason": reason, "id": id},
                f"retraction of {found.id}",
            )
            assert isinstance(node, Entries)
            return build([node], known)

        return self._transact(documents, dry_run=dry_run, run=None, unless_changed=unless_changed)

    def editable(self, thing: str | int) -> Editable:
        """An event as it stands, to be changed and handed to `edit`; a commitment's maker.

        Raises NotFoundError where there is no such thing, ConflictError where it was retracted.
        """
        with self._store.reading() as snapshot:
            known = LedgerKnown(snapshot, self._texts)
            found = find_thing(snapshot, known, thing)
            standing = known.standing(found.stored.id)
            assert standing is not None
            if standing.retracted_by is not None:
                raise ConflictError(
                    f"{standing.id} was retracted by event {standing.retracted_by}",
                    hint=f"to bring it back: pledger retract {standing.retracted_by}",
                )
            return Editable(
                id=standing.id, document=to_document(standing.event), head=snapshot.head()
            )

    def edit(
        self,
        was: Editable,
        edited: bytes,
        *,
        reason: str,
        name: str = "the edited event",
        dry_run: bool = False,
    ) -> Receipt:
        """Record what an edited document (YAML or JSON) changes in its event, as one correction.

        Nothing is recorded where nothing changed. Raises ChangedError where the event was corrected
        by somebody else since it was read, InputRefusedError with every problem.
        """

        def documents(known: LedgerKnown, _: Snapshot) -> Sequence[Event]:
            event = known.event(was.id)
            assert event is not None
            changes = changed(event, edited, name)
            return build([correction_of(was.id, changes, reason)], known) if changes else []

        return self._transact(documents, dry_run=dry_run, run=None, unless_changed=was.head)

    def kind_of(self, id: str) -> str | None:
        """The event type under an id, `commitment` for a commitment, None where it is unknown."""
        with self._store.reading() as snapshot:
            return LedgerKnown(snapshot, self._texts).kind_of(id)

    def like(self, id: str, kind: str) -> str | None:
        """The id of that kind (actor, measure, source …) that was probably meant, or None."""
        with self._store.reading() as snapshot:
            return meant(id, LedgerKnown(snapshot, self._texts).names(kind))

    def proposals(self) -> dict[str, str]:
        """The `source` and the `place` that were last told, for the next event of the same report."""
        with self._store.reading() as snapshot:
            last = list(snapshot.read(after=max(0, snapshot.head() - RECENT)))
            return proposals(decode(stored).event for stored in reversed(last))

    def redact(
        self,
        thing: str | int,
        fields: Iterable[str],
        *,
        basis: str,
        reason: str,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Receipt:
        """Remove the words of fields for good, and record that this was done, on what basis, and why.

        They go from the event, from records about it that repeat them, from the views and from the
        files; hashes and proofs stay (docs/evidence.md). The receipt's warnings name where else they
        stand. Raises UsageError for fields that hold no words, DatabaseError where the files cannot
        be swept because another program holds them; then the same call again sweeps them.
        """
        how = Run(recorder=self._recorder, recorded_at=self._now())
        with trying(self._store, dry_run=dry_run) as transaction:
            receipt = redact(
                transaction, self._texts, thing, list(fields), basis=basis, reason=reason,
                run=how, progress=progress,
            )  # fmt: skip
            if not dry_run:
                for event in receipt.events:
                    # Noted before it holds: a note too many does no harm.
                    self._custody.note(noted(event))
        if dry_run:
            return evolve(receipt, dry_run=True)
        # From here on nobody can ask for the words; now they go from the files too.
        self._store.sweep()
        log.info("words_redacted", count=len(receipt.recorded), head=receipt.head)
        return receipt

    def keep_text(self, source: str, text: bytes) -> TextReceipt:
        """Keep the text of a source beside the ledger, and look for the quotations from it.

        Its SHA-256 becomes part of the source's record, by a correction where it was not given.
        Raises ConflictError where the record names another text, InputRefusedError for what is not
        UTF-8.
        """
        try:
            words = text.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        except UnicodeDecodeError as error:
            problem = Problem(
                sentence=f"the text of {source!r} is not UTF-8: byte {error.start}",
                hint="save the file as UTF-8",
            )
            raise InputRefusedError([problem]) from error
        if not words.strip():
            raise InputRefusedError([Problem(sentence=f"the text of {source!r} is empty")])
        digest = sha256(text).hexdigest()
        receipt = Receipt(head=self.head)
        with self._store.reading() as snapshot:
            known = LedgerKnown(snapshot, self._texts)
            held = known.event(source)
            if not isinstance(held, Source):
                near = meant(source, known.names("source"))
                raise NotFoundError(
                    f"no source {source!r} is recorded",
                    hint=f"did you mean {near!r}?" if near else None,
                )
            # A publisher may have changed it since: the texts of both days are kept.
            updates = {
                event.event.text_sha256
                for event in known.history([f"publication:{source}"]).standing
                if isinstance(event.event, SourceUpdate)
            }
        if held.text_sha256 not in (None, digest) and digest not in updates:
            raise ConflictError(
                f"the record of {source} names the text {held.text_sha256}, this one is {digest}",
                hint=f"if the record is wrong: pledger correct {source} --set text_sha256={digest}; "
                "if the publisher changed it, record a source_update with its text_sha256",
            )
        self._texts.put(text)
        if held.text_sha256 is None and digest not in updates:
            receipt = self.correct(
                source, {"text_sha256": digest}, reason="its text was put beside the ledger"
            )
        return TextReceipt(
            sha256=digest, receipt=receipt, quotations=tuple(self._quotations(source, words))
        )

    def _quotations(self, source: str, words: str) -> Iterable[Quotation]:
        with self._store.reading() as snapshot:
            known = LedgerKnown(snapshot, self._texts)
            for event in known.history([f"source:{source}"]).standing:
                quote = getattr(event.event, "quote", None)
                if quote is not None:
                    yield Quotation(position=event.position, id=event.id, found=find(quote, words))

    def _transact(
        self,
        events: Callable[[LedgerKnown, Snapshot], Sequence[Event]],
        *,
        dry_run: bool,
        run: str | None,
        unless_changed: int | None = None,
    ) -> Receipt:
        """Build the events against the ledger as it stands, append them, catch the views up."""
        how = Run(recorder=self._recorder, recorded_at=self._now(), name=run)
        self._rebuild_what_is_missing()
        with trying(self._store, dry_run=dry_run) as transaction:
            # Everything from here to the end of the block sees one state and holds or falls
            # together; a refusal leaves no trace and no gap.
            known = LedgerKnown(transaction, self._texts)
            before, moved = transaction.head(), Moved()
            receipt = append_only(
                transaction, events(known, transaction), known, how,
                unless_changed=unless_changed, moved=moved,
            )  # fmt: skip
            if receipt.recorded:
                receipt = self._correct_leaning(transaction, moved, before, how, receipt)
            catch_up(transaction)
        if dry_run:
            return evolve(receipt, dry_run=True)
        log.info("events_recorded", count=receipt.count, head=receipt.head, run=run)
        return receipt

    def _correct_leaning(
        self, transaction: Transaction, moved: Moved, before: int, how: Run, receipt: Receipt
    ) -> Receipt:
        """Corrects what leaned on the sources whose day of publication is no longer as it was."""
        for corrections in leaning(transaction, self._texts, moved, before=before):
            known = LedgerKnown(transaction, self._texts)
            more = append_only(transaction, corrections, known, how)
            receipt = evolve(
                receipt,
                recorded=(*receipt.recorded, *more.recorded),
                events=(*receipt.events, *more.events),
                head=more.head,
            )
        return receipt

    # Asking ------------------------------------------------------------------------------------

    @undisturbed()
    def ask(
        self,
        question: str,
        *,
        as_of: Day = None,
        known_by: Day = None,
        recorded_by: str | int | dt.datetime | None = None,
        then: Day = None,
        today: Day = None,
        closed_world: bool = False,
        strict: bool = False,
        lenient: bool = False,
        vs: str | None = None,
        limit: int | str | None = None,
        skip: int | str | None = None,
        **filters: Any,
    ) -> Answer:
        """Put a question (docs/domain.md, section 8); iterate the answer for its rows.

        The clocks default to now; `vs="original"` judges by the first terms. `limit` and `skip` ask
        for a page: at most so many rows after the first so many; `answer.page.total` says how many
        there are. Filters are those of the question; a trailing underscore is dropped, so that
        `from_` can be given. Raises UsageError for a question, filter or value that does not exist.
        """
        asked = question_named(question)
        manner = self._manner(closed_world=closed_world, strict=strict, lenient=lenient, vs=vs)
        wanted, page = read_filters(asked, filters), read_page(skip, limit)
        self._freshen()
        with self._store.reading() as snapshot:
            clocks = self._clocks(
                snapshot, as_of=as_of, known_by=known_by, recorded_by=recorded_by, then=then,
                today=today,
            )  # fmt: skip
            return answer(snapshot, asked, clocks, manner, wanted, self._texts, page)

    @undisturbed()
    def diff(
        self,
        *,
        from_: Day = None,
        to: Day = None,
        then: bool = False,
        known_from: Day = None,
        known_to: Day = None,
        recorded_from: str | int | dt.datetime | None = None,
        recorded_to: str | int | dt.datetime | None = None,
        today: Day = None,
        **how: Any,
    ) -> Answer:
        """What changed about the commitments between two days or two states of knowledge.

        `from_` and `to` are the days judged (`then`: each from what was published by it);
        `known_from`, `known_to` limit what was published, `recorded_from`, `recorded_to` what was
        recorded. A row for each key that changed, with the positions of the events that did it.
        """
        if then and (known_from or known_to):
            raise UsageError("then sets what was known by: give it, or known_from and known_to")
        if not (from_ or known_from or recorded_from):
            raise UsageError(
                "from when to when?", hint="give from and to, or known_from, or recorded_from"
            )
        last = to if to is not None else today
        before = self.ask(
            "commitments", as_of=from_ or to, known_by=from_ if then else known_from,
            recorded_by=recorded_from, today=today, **how,
        )  # fmt: skip
        after = self.ask(
            "commitments", as_of=to, known_by=last if then else known_to,
            recorded_by=recorded_to, today=today, **how,
        )  # fmt: skip
        return compare(before, after, title="What changed about the commitments")

    def cite(self, answer: Answer) -> Answer:
        """The same answer, with the sources that each of its rows rests on, in words.

        The sources are told as the record has them now.
        """
        with self._store.reading() as snapshot:
            return cited(snapshot, LedgerKnown(snapshot, self._texts), answer)

    @undisturbed()
    def show(
        self,
        thing: str | int,
        *,
        why: bool = False,
        as_of: Day = None,
        known_by: Day = None,
        recorded_by: str | int | dt.datetime | None = None,
        then: Day = None,
        today: Day = None,
        closed_world: bool = False,
        strict: bool = False,
        lenient: bool = False,
        vs: str | None = None,
    ) -> Answer:
        """One thing, by id, position or `last`, with its history; `why` adds the reasons.

        Raises NotFoundError where there is no such thing.
        """
        manner = self._manner(closed_world=closed_world, strict=strict, lenient=lenient, vs=vs)
        with self._store.reading() as snapshot:
            clocks = self._clocks(
                snapshot, as_of=as_of, known_by=known_by, recorded_by=recorded_by, then=then,
                today=today,
            )  # fmt: skip
            known = LedgerKnown(snapshot, self._texts)
            found = find_thing(snapshot, known, thing)
            return show(snapshot, known, found, clocks, manner, why=why)

    @undisturbed()
    def audit(
        self,
        thing: str | int,
        *,
        as_of: Day = None,
        known_by: Day = None,
        recorded_by: str | int | dt.datetime | None = None,
        then: Day = None,
        today: Day = None,
    ) -> Answer:
        """All that is recorded about an event, an actor, a commitment, a source or a measure.

        One row for each event: who said what when, in which office, to whom, according to whom,
        recorded when and by whom, corrected how, with its hashes.
        """
        with self._store.reading() as snapshot:
            clocks = self._clocks(
                snapshot, as_of=as_of, known_by=known_by, recorded_by=recorded_by, then=then,
                today=today,
            )  # fmt: skip
            known = LedgerKnown(snapshot, self._texts)
            return audit(snapshot, known, find_thing(snapshot, known, thing), clocks)

    def since(self, position: int, *, most: int = BATCH) -> Answer:
        """The events above a position as they were recorded, at most so many, in order.

        Raises UsageError for a position that lies beyond the head.
        """
        with self._store.reading() as snapshot:
            return since(snapshot, position, most, self._present(snapshot))

    def status(self) -> Answer:
        """What this ledger is: place, head, events by type, views, texts of sources."""
        with self._store.reading() as snapshot:
            return status(snapshot, self._texts, self.place, self._present(snapshot))

    def examine(self) -> list[Finding]:
        """What was seen of the program, the clock, the views and the texts of sources."""
        with self._store.reading() as snapshot:
            return list(examine(snapshot, self._texts, now=self._now()))

    def rebuild(self, progress: Progress | None = None) -> int:
        """Fold every view again from all events, beside the ledger in use; how many rows there are.

        Others ask and append meanwhile; the new rows take the place of the old ones in one step. An
        interrupted rebuild leaves the old rows in use. Raises ConflictError where another rebuild,
        or a redaction, began meanwhile.
        """
        count = rebuild_views(self._store, progress)
        log.info("views_rebuilt", rows=count)
        return count

    def _freshen(self) -> None:
        """Bring views up to the head where an older or another program left them behind."""
        with self._store.reading() as snapshot:
            head = snapshot.head()
            if all(snapshot.progress(spec(each)) == head for each in PROJECTIONS):
                return
            check_types(snapshot)
        try:
            self._rebuild_what_is_missing()
            with self._store.writing() as transaction:
                catch_up(transaction)
        except DatabaseError:
            # A ledger that cannot be written can be asked all the same: it is replayed.
            log.warning("views_behind", place=self._store.place)

    def _rebuild_what_is_missing(self) -> None:
        """Build views that are not there beside the ledger, not in the transaction of an append.

        So it is once after a change of the program; a short ledger is caught up soon enough.
        """
        if not self._looked_for_views:
            with self._store.reading() as snapshot:
                missing = any(snapshot.progress(spec(each)) is None for each in PROJECTIONS)
                long = snapshot.head() > FEW
            if missing and long:
                rebuild_views(self._store)
            self._looked_for_views = True

    def _manner(self, *, closed_world: bool, strict: bool, lenient: bool, vs: str | None) -> Manner:
        if strict and lenient:
            raise UsageError("strict or lenient, not both")
        if vs not in (None, "original"):
            raise UsageError(f"vs cannot be {vs!r}", hint="vs is original, or not given")
        return Manner(
            closed_world=closed_world,
            strict=strict,
            lenient=lenient,
            original=vs == "original",
            stale_after=self._stale_after,
        )

    def _present(self, snapshot: Snapshot) -> Clocks:
        """Set without a look at the events: what can be said of a damaged ledger is still said."""
        return read_clocks(
            snapshot, now=self._now(), as_of=None, known_by=None, recorded_by=None, then=None,
            today=None,
        )  # fmt: skip

    def _clocks(self, snapshot: Snapshot, **given: Any) -> Clocks:
        # None is answered without the events of a newer program.
        check_types(snapshot)
        return read_clocks(snapshot, now=self._now(), **given)


def _meant(events: list[Event], known: LedgerKnown) -> list[Event]:
    refuse_unmeant(events, known)
    return events


def _path(path: str, id: str, maker: Event | None) -> str:
    """The path of a commitment's field in the event that makes it; other paths as they are."""
    if maker is None or "." in path:
        return path
    terms = {key_of(attribute) for attribute in attrs.fields(Commitment)}
    own = {key_of(attribute) for attribute in attrs.fields(type(maker))}
    # A name that neither has is told with the nearest of the commitment's.
    return path if path in own - terms else f"commits.{id}.{path}"
