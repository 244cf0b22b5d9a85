"""Restoring: what a backup lacks is appended exactly as it was, and what was redacted since goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import msgspec

from ledger.errors import IntegrityError, NotFoundError
from ledger.evidence.errors import EvidenceError
from ledger.evidence.guard import must_continue
from ledger.evidence.redaction import REDACTION, covers
from ledger.model.tags import declared_by
from ledger.projector import catch_up, rebuild_within
from ledger.service.known import LedgerKnown
from ledger.service.proving import newest
from ledger.service.recording import Run, found_by
from ledger.service.redacting import redact
from ledger.store.codec import decode
from ledger.store.custody import Custody
from ledger.store.event_data import EventData, StoredEvent
from ledger.store.store import Snapshot, Store, Transaction
from ledger.store.texts import Texts


class Salts:
    """Gives the salts that are put in, in order: what is appended again must be what it was."""

    def __init__(self, fresh: Callable[[], bytes]) -> None:
        self._fresh = fresh
        self._given: list[bytes] = []

    def put(self, salts: Sequence[bytes]) -> None:
        """The salts of the events that are appended next."""
        self._given = list(salts)

    def __call__(self) -> bytes:
        if self._given:
            return self._given.pop(0)
        return self._fresh()


def append_rest(transaction: Transaction, rest: Snapshot, texts: Texts, salts: Salts) -> int:
    """Append the events that another copy of the ledger has beyond this one; how many.

    Each becomes exactly what it was, so that the tree goes on as it did and earlier checkpoints hold.
    Raises IntegrityError where the copies differ before that, or a row of the other is damaged.
    """
    head = transaction.head()
    here, there = transaction.at([head]), rest.at([head])
    if head and (not there or here[0].leaf_hash != there[0].leaf_hash):
        raise IntegrityError(
            f"the other copy does not continue this one: event {head} "
            f"{'differs' if there else 'is not there'}",
            hint="it is another ledger, an older copy, or one of the two was rewritten",
        )
    count = 0
    for stored in rest.read(after=head):
        _append(transaction, stored, texts, salts)
        count += 1
    if not count:
        return 0
    for redaction in transaction.of_type(REDACTION):
        places = transaction.find(covers(redaction.words))
        left = [one for one in transaction.at(set(places.values())) if one.payload]
        if redaction.position > head and left:
            _remove(transaction, left, texts)
    catch_up(transaction)
    return count


def _append(transaction: Transaction, stored: StoredEvent, texts: Texts, salts: Salts) -> None:
    if not stored.payload:
        raise IntegrityError(
            f"event {stored.position} was redacted after it was recorded, so it cannot be appended",
            hint="restore a backup that was made after it was recorded",
        )
    recorded = decode(stored)
    known = LedgerKnown(transaction, texts)
    about = transaction.at([stored.about]) if stored.about else []
    salts.put([stored.salt])
    (made,) = transaction.append(
        [
            EventData(
                id=stored.id,
                type=stored.type,
                schema=stored.schema,
                known_from=stored.known_from,
                payload=stored.payload,
                tags=found_by(recorded.event, {}, known),
                declares=declared_by(recorded.event),
                about=about[0].id if about else None,
            )
        ],
        recorder=stored.recorder,
        recorded_at=stored.recorded_at,
    )
    if made.leaf_hash != stored.leaf_hash:
        raise IntegrityError(
            f"event {stored.position} of the other copy is not what was recorded",
            hint="pledger verify, on that copy, names everything that is wrong with it",
        )


def _remove(transaction: Transaction, left: Sequence[StoredEvent], texts: Texts) -> None:
    """Remove the words of events that a redaction covers which has just been appended."""
    noted = {one.position: transaction.indexed(one.position, one.position) for one in left}
    tags = {at: found[at].tags if at in found else frozenset() for at, found in noted.items()}
    transaction.redact(dict.fromkeys(tags, ()))
    known = LedgerKnown(transaction, texts)
    transaction.redact(
        {
            at: held - found_by(decode(transaction.at([at])[0]).event, {}, known)
            for at, held in tags.items()
        }
    )
    rebuild_within(transaction)


def redact_again(
    store: Store, texts: Texts, custody: Custody, *, recorder: str, now: dt.datetime
) -> list[str]:
    """Do again what was redacted since a backup was made; the ids of the events."""
    done = []
    for line in custody.notes():
        wanted = msgspec.json.decode(line)
        with store.writing() as transaction:
            if not transaction.find([wanted["of"]]):
                continue
            try:
                receipt = redact(
                    transaction, texts, wanted["of"], wanted["fields"], basis=wanted["basis"],
                    reason=wanted["reason"], run=Run(recorder=recorder, recorded_at=now),
                )  # fmt: skip
            except NotFoundError:
                continue
        if receipt.recorded:
            done.append(str(wanted["of"]))
    return done


def standing(snapshot: Snapshot, custody: Custody) -> str | None:
    """What keeps a restored ledger from being signed, in a sentence; None if nothing does."""
    try:
        must_continue(snapshot, snapshot.head(), newest(custody, custody.key()))
    except NotFoundError:
        return None
    except EvidenceError as error:
        return f"{error.sentence}; nothing is signed until that is mended"
    return None
