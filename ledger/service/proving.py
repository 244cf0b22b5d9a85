"""Proving: signs the head of a ledger, and hands out what shows a stranger that an event is in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

from ledger.errors import LedgerError, NotFoundError, RefusedError, UsageError
from ledger.evidence.audit import HeldCheckpoint
from ledger.evidence.checkpoint import Checkpoint
from ledger.evidence.consistency import ConsistencyProof, verify_consistency_file
from ledger.evidence.finding import Finding
from ledger.evidence.guard import must_continue, next_checkpoint
from ledger.evidence.keys import SigningKey, VerifierKey, parse_vkey
from ledger.evidence.policy import OpenedCheckpoint, Policy, open_checkpoint
from ledger.evidence.prove import Recorded, make_bundle
from ledger.evidence.redaction import REDACTION, covers
from ledger.evidence.tree import consistency_path
from ledger.store.custody import Custody
from ledger.store.event_data import StoredEvent
from ledger.store.store import Snapshot


def identity(snapshot: Snapshot) -> str:
    """A name for this ledger that stays with it wherever it is moved, and tells nothing about it."""
    return sha256(b"policy ledger identity\n" + snapshot.key()).hexdigest()[:16]


def init_key(snapshot: Snapshot, custody: Custody, name: str, seed: bytes) -> bytes:
    """Make the key of this ledger and sign its present head; the checkpoint.

    The first checkpoint comes with the key, so that from then on one that is missing was lost.
    Raises MalformedError for a name that no key can have, ConflictError where there is a key.
    """
    key = SigningKey(name=name, seed=seed)
    custody.make(key)
    with custody.alone():
        made = next_checkpoint(snapshot, snapshot.head(), key, None)
        custody.keep(made)
    return made


def sign(snapshot: Snapshot, custody: Custody) -> bytes:
    """The signed checkpoint of the present head, if it continues the newest that was signed.

    Raises RolledBackError and ForkedError where it does not, RefusedError where the newest
    checkpoint is missing, NotFoundError where there is no key.
    """
    key = custody.key()
    with custody.alone():
        made = next_checkpoint(snapshot, snapshot.head(), key, newest(custody, key))
        # Kept before anybody is handed it: what has left the house must never be forgotten.
        custody.keep(made)
    return made


def newest(custody: Custody, key: SigningKey) -> Checkpoint:
    """The newest checkpoint that was signed. Raises RefusedError where it is missing."""
    kept = custody.newest()
    if kept is None:
        raise RefusedError(
            f"the newest checkpoint is missing beside the key {custody.place}; without it nobody can "
            "tell whether this ledger continues what was signed",
            hint="put a copy of the newest checkpoint that you know of there",
        )
    return opened(kept, [key.verifier]).checkpoint


def opened(note: bytes, keys: Sequence[VerifierKey]) -> OpenedCheckpoint:
    """A checkpoint that one of these keys has signed. Raises MalformedError and UnprovenError."""
    return open_checkpoint(note, Policy(logs=tuple(dict.fromkeys(keys))))


def prove(snapshot: Snapshot, custody: Custody, positions: Collection[int]) -> bytes:
    """A bundle that proves these events by the newest checkpoint that was signed.

    Where words were removed, the redactions that say so are put in too. Raises NotFoundError for a
    position that is not there, UsageError for one above the newest checkpoint, and as `sign` does.
    """
    key = custody.key()
    note = custody.newest()
    head = newest(custody, key)
    assert note is not None
    must_continue(snapshot, snapshot.head(), head)
    events = snapshot.at(positions)
    missing = sorted(set(positions) - {event.position for event in events})
    if missing:
        raise NotFoundError(
            f"there is no event {missing[0]}: the ledger ends at position {snapshot.head()}"
        )
    events = _with_redactions(snapshot, events)
    if events and events[-1].position > head.size:
        raise UsageError(
            f"event {events[-1].position} lies above the newest checkpoint, which was signed at "
            f"{head.size} events",
            hint="sign the present head first: pledger checkpoint",
        )
    recorded = [
        Recorded(entry=event.entry, payload=event.payload or None, salt=event.salt or None)
        for event in events
    ]
    return make_bundle(recorded, checkpoint=note, keys=[key.verifier], nodes=snapshot)


def _with_redactions(snapshot: Snapshot, events: Sequence[StoredEvent]) -> list[StoredEvent]:
    """The events, and for those without words the redactions that account for them."""
    wanted = {event.id for event in events if not event.payload}
    if not wanted:
        return list(events)
    by = {
        event.position: event
        for event in snapshot.of_type(REDACTION)
        if event.payload and covers(event.payload) & wanted
    }
    by.update((event.position, event) for event in events)
    return [by[position] for position in sorted(by)]


def consistency(
    snapshot: Snapshot, older: Checkpoint, newer: bytes, keys: Sequence[VerifierKey]
) -> bytes:
    """The proof that the ledger at the newer checkpoint only added to the older one.

    Raises UnprovenError where it did not, and where the older one is of an empty ledger.
    """
    policy = Policy(logs=tuple(dict.fromkeys(keys)))
    head = open_checkpoint(newer, policy).checkpoint
    if older.size > head.size:
        raise UsageError(
            f"the older checkpoint has {older.size} events, the newer one {head.size}",
            hint="give the older one first",
        )
    if head.size > snapshot.head():
        raise NotFoundError(
            f"the newer checkpoint was signed at {head.size} events, this ledger has "
            f"{snapshot.head()}"
        )
    path = consistency_path(snapshot, older.size, head.size)
    made = ConsistencyProof(old_size=older.size, path=path, checkpoint=newer).encode()
    # Nothing is handed out that would not pass.
    verify_consistency_file(made, older, policy)
    return made


def held_checkpoints(
    custody: Custody, given: Mapping[str, bytes], vkeys: Sequence[str]
) -> tuple[list[HeldCheckpoint], list[Finding]]:
    """The checkpoints to verify a ledger against, and what is wrong with those that are none.

    The newest that was kept, and those that are given. Where keys are given, they alone are
    believed: whoever could put another key in the place of this ledger's could not change those.
    Raises UsageError where there are checkpoints and no key to verify them with.
    """
    notes = dict(given)
    wrong: list[Finding] = []
    keys = [parse_vkey(vkey) for vkey in vkeys]
    if not keys:
        try:
            keys = [custody.key().verifier]
        except NotFoundError as error:
            if given:
                raise UsageError(
                    "a checkpoint says nothing without the key of the ledger",
                    hint="give the key as it was published: --key VKEY",
                ) from error
            return [], []
        except LedgerError as error:
            wrong.append(_bad("key", error.sentence))
    kept = custody.newest()
    if kept is not None:
        notes["the newest checkpoint"] = kept
    held = []
    for name, note in notes.items():
        try:
            held.append(HeldCheckpoint(checkpoint=opened(note, keys).checkpoint, outside=True))
        except LedgerError as error:
            wrong.append(_bad(name, error.sentence))
    return held, wrong


def _bad(where: str, sentence: str) -> Finding:
    return Finding(code="bad-checkpoint", where=where, sentence=sentence)
