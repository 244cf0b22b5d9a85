"""A ledger in a file with a source's text, a key and a checkpoint that was kept elsewhere."""

from __future__ import annotations

import functools
import shutil
import tempfile
from pathlib import Path

from attrs import frozen

from ledger.evidence.keys import SigningKey
from ledger.model.answer import Answer
from ledger.service.service import Service
from ledger.store.custody import KeyFile
from ledger.store.sqlite import SQLiteStore
from ledger.store.texts import TextFolder
from tests.service.world import KEPT, KEY, UNNAMED, WORLD, Clock, salts

NAME = "example.org/promises"
SEED = b"s" * 32
TEXT = (
    b"WASHINGTON, Wednesday: \xe2\x80\x9cwe go down to 3,000 during the month of September\xe2\x80\x9d, "
    b"the Government told reporters.\n"
)
VKEY = SigningKey(name=NAME, seed=SEED).verifier.vkey


@frozen(kw_only=True)
class Kept:
    """The files of a ledger, and what somebody elsewhere has kept of it."""

    folder: Path
    elsewhere: bytes

    @property
    def place(self) -> Path:
        """The ledger's file."""
        return self.folder / "ledger.db"

    @property
    def key(self) -> Path:
        """The key's file; the newest checkpoint lies beside it."""
        return self.folder / "keys" / "ledger.key"

    def open(self) -> Service:
        """The ledger, opened."""
        return Service(
            SQLiteStore.open(self.place, salts=salts()),
            TextFolder(f"{self.place}.texts"),
            now=Clock(),
            recorder="tester",
            custody=KeyFile(lambda: self.key),
        )

    def verified(self, *, anchored: bool = True) -> Answer:
        """What a verification tells, with the checkpoint from elsewhere or without any."""
        with self.open() as ledger:
            if anchored:
                return ledger.verify(checkpoints={"elsewhere": self.elsewhere}, keys=[VKEY])
            self.key.with_name("ledger.key.checkpoint").unlink(missing_ok=True)
            return ledger.verify(keys=[VKEY])

    def found(self, *, anchored: bool = True) -> set[tuple[str, str]]:
        """Code and place of all that is wrong."""
        return {
            (row["topic"], row["where"])
            for row in self.verified(anchored=anchored)
            if row["level"] == "danger"
        }


@functools.cache
def _template() -> tuple[Path, bytes]:
    folder = Path(tempfile.mkdtemp())
    made = Kept(folder=folder, elsewhere=b"")
    SQLiteStore.create(made.place, salts=salts(), key=KEY).close()
    with made.open() as ledger:
        ledger.record(WORLD)
        ledger.keep_text("report", TEXT)
        ledger.init_key(NAME, SEED)
        ledger.record([KEPT, UNNAMED])
        ledger.correct("level-after", {"value": "2,900"}, reason="misread")
        note = ledger.checkpoint()
        ledger.record({**UNNAMED, "id": "later", "says": "They add that nothing was agreed anew."})
    return folder, note


def a_ledger(folder: Path) -> Kept:
    """Twelve events, eleven of them signed; a copy of one that is made once."""
    template, note = _template()
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return Kept(folder=folder, elsewhere=note)
