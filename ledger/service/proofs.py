"""The verbs of evidence: sign the head of a ledger, prove from it, verify it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

import structlog

from ledger.errors import LedgerError, NotFoundError
from ledger.evidence.keys import VerifierKey, parse_vkey
from ledger.model.answer import Answer
from ledger.projector import Progress
from ledger.service.clocks import Clocks
from ledger.service.proving import consistency, held_checkpoints, init_key, opened, prove, sign
from ledger.service.reporting import report
from ledger.service.verifying import Verification
from ledger.store.custody import Custody
from ledger.store.store import Snapshot, Store
from ledger.store.texts import Texts

log = structlog.get_logger()


class Proofs:
    """The part of the service by which others can check a ledger (docs/evidence.md)."""

    _store: Store
    _texts: Texts
    _custody: Custody

    @abstractmethod
    def _freshen(self) -> None:
        """Bring views up to the head."""

    @abstractmethod
    def _present(self, snapshot: Snapshot) -> Clocks:
        """The clocks of a question about now."""

    def init_key(self, name: str, seed: bytes) -> bytes:
        """Make the key with which this ledger signs, of 32 random bytes; its first checkpoint.

        `name` is that of the ledger in public, like an address without a scheme. Raises
        ConflictError where there is a key already, MalformedError for a name that none can have.
        """
        with self._store.reading() as snapshot:
            return init_key(snapshot, self._custody, name, seed)

    @property
    def key_place(self) -> str:
        """Where the key lies."""
        return self._custody.place

    def verifier_key(self) -> str:
        """The public key of this ledger as text (a vkey), to be published."""
        return self._custody.key().verifier.vkey

    def checkpoint(self) -> bytes:
        """The signed head of this ledger (a C2SP tlog-checkpoint), kept as the newest.

        Raises NotFoundError without a key, RefusedError where others can read the key or the newest
        checkpoint is missing, RolledBackError and ForkedError where the ledger does not continue it.
        """
        with self._store.reading() as snapshot:
            made = sign(snapshot, self._custody)
        log.info("checkpoint_signed", place=self._store.place)
        return made

    def prove(self, positions: Collection[int]) -> bytes:
        """An evidence bundle for these events (docs/evidence.md), by the newest checkpoint.

        Raises NotFoundError for a position that is not there, UsageError for one that lies above
        the newest checkpoint.
        """
        with self._store.reading() as snapshot:
            return prove(snapshot, self._custody, positions)

    def consistency(
        self, older: bytes, newer: bytes | None = None, *, keys: Sequence[str] = ()
    ) -> bytes:
        """The proof that this ledger only added to an older checkpoint, up to a newer one.

        `newer` is the newest that was signed where it is not given; `keys` are verifier keys (vkeys),
        this ledger's own where none are given. Raises UnprovenError where it did not only add.
        """
        trusted = self._trusted(keys)
        if newer is None:
            newer = self._custody.newest()
        if newer is None:
            raise NotFoundError("no checkpoint was signed yet", hint="pledger checkpoint")
        with self._store.reading() as snapshot:
            return consistency(snapshot, opened(older, trusted).checkpoint, newer, trusted)

    def verify(
        self,
        *,
        checkpoints: Mapping[str, bytes] | None = None,
        keys: Sequence[str] = (),
        anchored: bool = True,
        progress: Progress | None = None,
    ) -> Answer:
        """Whether this ledger is what it was: a row a finding, its `level` ok, warn or danger.

        Every hash, the root against the newest checkpoint and `checkpoints` (name → signed note, kept
        elsewhere), the quotations in the texts at hand, and the views. `keys` are the verifier keys
        (vkeys) to believe, this ledger's own where none are given. With `anchored` false it is not
        compared with any checkpoint: an older copy is as good as a newer one.
        """
        with suppress(LedgerError):
            self._freshen()
        held, wrong = (
            held_checkpoints(self._custody, checkpoints or {}, keys) if anchored else ([], [])
        )
        with self._store.reading() as snapshot:
            running = Verification(
                snapshot, self._texts, place=self._store.place, checkpoints=held, progress=progress
            )
            found = running.run(wrong)
            return report(found, self._store.place, found.end.size, self._present(snapshot))

    def _trusted(self, keys: Sequence[str]) -> list[VerifierKey]:
        return [parse_vkey(key) for key in keys] or [self._custody.key().verifier]
