"""Backups of a ledger and what is made of them again: verified before they get their name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from ledger.errors import ConflictError, IntegrityError
from ledger.service.restoring import Salts, append_rest, redact_again, standing
from ledger.service.service import Now, Service
from ledger.store.backup import backup
from ledger.store.custody import Custody, MemoryCustody
from ledger.store.folder import discard, sync
from ledger.store.refusal import check_name, told_of_files
from ledger.store.sqlite import SQLiteStore
from ledger.store.texts import TextFolder
from ledger.store.versions import find

CustodyOf = Callable[[SQLiteStore], Custody]


def texts_beside(path: str | os.PathLike[str]) -> Path:
    """Where the texts of the sources of a ledger lie."""
    return Path(f"{os.fspath(path)}.texts")


@frozen(kw_only=True)
class Restored:
    """A ledger that was made from a backup.

    `appended` is how many events came from the other copy, `redacted` the ids of the events whose
    words went again, `unsigned` the sentence that says why it cannot be signed, if it cannot.
    """

    head: int
    appended: int
    redacted: tuple[str, ...]
    unsigned: str | None


def back_up(path: str, target: str, *, now: Now, recorder: str) -> int:
    """Copy a ledger as it is at one moment, with its texts, and verify the copy; its head.

    The key is not in it. Raises ConflictError where something lies there, IntegrityError where the
    copy is not what it must be; then there is none.
    """
    find(path)
    held = backup(path, target)
    try:
        _copy_texts(texts_beside(path), texts_beside(target))
        store = SQLiteStore.open(target, salts=_none)
        with _over(store, target, now, recorder, MemoryCustody()) as ledger:
            _verify(ledger, target)
    except BaseException:
        discard(Path(target))
        raise
    return held.head


def restore(
    source: str, target: str, *, rest: str | None, salts: Callable[[], bytes], now: Now,
    recorder: str, custody: CustodyOf,
) -> Restored:  # fmt: skip
    """Make a ledger from a backup: verified, what was redacted since redacted again.

    `rest` is another copy of the same ledger, later or damaged, whose further events are appended
    exactly as they were. Raises ConflictError where something lies at the target, IntegrityError
    where backup or other copy are not what they must be; then nothing was made.
    """
    find(source)
    place = check_name(target)
    if os.path.lexists(place):
        raise ConflictError(f"{place} exists already", hint="move it aside first; keep it")
    draft = place.with_name(f".pledger.{os.getpid()}.restored")
    feed = Salts(salts)
    try:
        backup(source, draft)
        store = SQLiteStore.open(draft, salts=feed)
        kept = custody(store)
        with _over(store, source, now, recorder, kept) as ledger:
            appended = _append(store, rest, TextFolder(texts_beside(source)), feed)
            again = redact_again(
                store, TextFolder(texts_beside(source)), kept, recorder=recorder, now=now()
            )
            store.sweep()
            _verify(ledger, source)
            with store.reading() as snapshot:
                unsigned, head = standing(snapshot, kept), snapshot.head()
        with told_of_files(str(place)):
            _copy_texts(texts_beside(source), texts_beside(place))
            os.link(draft, place)
            sync(place.parent)
    except FileExistsError:
        raise ConflictError(f"{place} exists already", hint="choose another place") from None
    finally:
        discard(draft)
    return Restored(head=head, appended=appended, redacted=tuple(again), unsigned=unsigned)


def _append(store: SQLiteStore, rest: str | None, texts: TextFolder, salts: Salts) -> int:
    if rest is None:
        return 0
    other = SQLiteStore.open(find(rest), salts=_none)
    try:
        with other.reading() as further, store.writing() as transaction:
            return append_rest(transaction, further, texts, salts)
    finally:
        other.close()


def _over(
    store: SQLiteStore, beside: str, now: Now, recorder: str, custody: Custody
) -> Service:  # fmt: skip
    texts = TextFolder(texts_beside(beside))
    return Service(store, texts, now=now, recorder=recorder, custody=custody)


def _verify(ledger: Service, name: str) -> None:
    """Raises IntegrityError, naming the first thing that is wrong, whoever signed what."""
    for row in ledger.verify(anchored=False):
        if row["level"] == "danger":
            where = f"{row['where']}: " if row["where"] else ""
            raise IntegrityError(
                f"the copy of {name} is not what it must be: {where}{row['sentence']}",
                hint="pledger verify names everything that is wrong",
            )


def _copy_texts(source: Path, target: Path) -> None:
    if source.is_dir():
        kept = TextFolder(target)
        for file in sorted(source.glob("*.txt")):
            kept.put(file.read_bytes())


def _none() -> bytes:
    raise AssertionError("nothing is recorded in a copy")
