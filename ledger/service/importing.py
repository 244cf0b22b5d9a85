"""The verb of documents: record what one holds, read at once where it is short, else part by part."""

from __future__ import annotations

import datetime as dt
import os
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, BinaryIO

import structlog
from attrs import evolve

from ledger.errors import InputRefusedError, Problem, UsageError
from ledger.intake.build import build
from ledger.intake.columns import Columns
from ledger.intake.csv_document import unread
from ledger.intake.document import LARGEST, is_lines, read_document
from ledger.model.event import Event
from ledger.service.declaring import declarations
from ledger.service.document import PART, Document, Steps
from ledger.service.editing import corrected
from ledger.service.known import LedgerKnown
from ledger.service.opening import Given, opened, read_some
from ledger.service.parts import PART_BYTES
from ledger.service.receipt import Receipt, doubt
from ledger.service.recording import Run
from ledger.service.streaming import record_long
from ledger.service.trying import trying
from ledger.store.shelf import Shelf
from ledger.store.store import Snapshot, Store
from ledger.store.texts import Texts

log = structlog.get_logger()

Making = Callable[[LedgerKnown, Snapshot], Sequence[Event]]
"""Makes events against the ledger as it stands in a transaction."""


class Imports:
    """The part of the service that records documents."""

    _store: Store
    _texts: Texts
    _now: Callable[[], dt.datetime]
    _recorder: str

    @abstractmethod
    def _rebuild_what_is_missing(self) -> None:
        """Fold the views that no append would catch up."""

    @abstractmethod
    def _transact(self, events: Making, *, dry_run: bool, run: str | None) -> Receipt:
        """Record events in one transaction."""

    def import_document(
        self,
        data: Given,
        *,
        name: str | None = None,
        columns: Columns | None = None,
        create: Sequence[Mapping[str, Any]] = (),
        correct: str | None = None,
        dry_run: bool = False,
        steps: Steps | None = None,
    ) -> Receipt:
        """Record a document, YAML, JSON, JSON Lines or CSV by its name: all of it, or nothing.

        `data` are its bytes, the path of its file, or a file opened for reading bytes. `name` is
        shown in problems, else the path; `columns` says which column of a CSV means which field;
        `create` are declarations to record with it where their ids are unknown. Importing it again
        changes nothing. With `correct`, a reason, what an edited document changes in recorded
        events is recorded as corrections. Raises InputRefusedError with every problem, each with
        line and column.

        JSON Lines of any length are read from the file, a part at a time, and `steps` is told how
        far they are. All else is read at once.
        """
        if name is None:
            if not isinstance(data, os.PathLike):
                raise UsageError("a document that is no path needs a name")
            name = os.fspath(data)
        with opened(data, name) as file:
            lines = is_lines(name) and columns is None
            if lines and correct is None and not _is_short(file, name):
                return self._import_long(file, name, create, dry_run=dry_run, steps=steps)
            whole = _whole(file, name, lines=lines)
        return self._import_whole(whole, name, columns, create, correct, dry_run=dry_run)

    def _import_whole(
        self,
        data: bytes,
        name: str,
        columns: Columns | None,
        create: Sequence[Mapping[str, Any]],
        correct: str | None,
        *,
        dry_run: bool,
    ) -> Receipt:
        documents = read_document(data, name, columns=columns)
        own = {entries.word("id") for entries in documents}

        def events(known: LedgerKnown, _: Snapshot) -> Sequence[Event]:
            every = [*declarations(create, own.__contains__, known), *documents]
            if correct is None:
                return build(every, known, doubts)
            return corrected(every, known, correct, name, doubts)

        doubts: list[Problem] = []
        run = _run_of(name, sha256(data).hexdigest())
        receipt = self._transact(events, dry_run=dry_run, run=run)
        warnings = [*map(doubt, doubts), *receipt.warnings]
        left_out = unread(data.decode("utf-8", "replace"), columns) if columns else []
        if left_out:
            warnings.insert(0, f"columns that are not read: {', '.join(left_out)}")
        return evolve(receipt, warnings=tuple(warnings))

    def _import_long(
        self,
        file: BinaryIO,
        name: str,
        create: Sequence[Mapping[str, Any]],
        *,
        dry_run: bool,
        steps: Steps | None,
    ) -> Receipt:
        with Shelf() as shelf:
            document = Document(file=file, name=name, shelf=shelf, steps=steps)
            survey = document.survey()
            run = _run_of(name, survey.digest)
            how = Run(recorder=self._recorder, recorded_at=self._now(), name=run)
            self._rebuild_what_is_missing()
            with trying(self._store, dry_run=dry_run) as transaction:
                receipt = record_long(document, survey, transaction, self._texts, how, create)
        if dry_run:
            return evolve(receipt, dry_run=True)
        log.info("events_recorded", count=receipt.count, head=receipt.head, run=run)
        return receipt


def _is_short(file: BinaryIO, name: str) -> bool:
    """Whether a document of JSON Lines is no longer than one part."""
    file.seek(0)
    start = read_some(file, PART_BYTES + 1, name)
    return len(start) <= PART_BYTES and start.count(b"\n") <= PART


def _whole(file: BinaryIO, name: str, *, lines: bool) -> bytes:
    """All of a document; of one that is too large to be read at once, enough to be told so."""
    file.seek(0)
    data = read_some(file, LARGEST + 1, name)
    if lines and len(data) > LARGEST:
        says = f"more than {LARGEST // 2**20} MiB are not corrected at once"
        raise InputRefusedError([Problem(sentence=says, file=name, hint="give it in parts")])
    return data


def _run_of(name: str, digest: str) -> str:
    return f"import of {name.rsplit('/', 1)[-1]} (sha256 {digest[:16]})"
