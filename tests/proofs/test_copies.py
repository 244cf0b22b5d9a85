"""Backups and restores: nothing acknowledged is lost, nothing that was removed comes back."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from ledger.copies import Restored, back_up, restore
from ledger.errors import ConflictError, DatabaseError, IntegrityError, NotFoundError
from ledger.evidence.errors import RolledBackError
from ledger.store.custody import KeyFile
from ledger.store.sqlite import SQLiteStore
from tests.proofs.insider import edit
from tests.proofs.ledgers import Kept, a_ledger
from tests.service.world import UNNAMED, Clock, salts

ORDER = {"basis": "court order", "reason": "personal data"}


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return a_ledger(tmp_path)


def backed_up(kept: Kept, name: str = "backup.db") -> Path:
    place = kept.folder / name
    back_up(str(kept.place), str(place), now=Clock(), recorder="tester")
    return place


def restored(kept: Kept, source: Path, rest: Path | None = None, **more: Any) -> Restored:
    """The ledger made again from a backup; what lay there is moved aside first."""
    if kept.place.exists():
        kept.place.rename(kept.folder / "aside.db")
    return restore(
        str(source), str(kept.place), rest=str(rest) if rest else None, salts=salts(), now=Clock(),
        recorder="tester", custody=lambda _: KeyFile(lambda: kept.key), **more,
    )  # fmt: skip


def go_on(kept: Kept, *names: str) -> None:
    with kept.open() as ledger:
        for name in names:
            ledger.record({**UNNAMED, "id": name, "says": f"They say that {name} was agreed upon."})


def test_a_backup_holds_everything_and_is_verified(kept: Kept) -> None:
    """Events, texts and views; not the key."""
    place = backed_up(kept)
    kept.place.unlink()
    shutil.rmtree(f"{kept.place}.texts")
    made = restored(kept, place)

    assert (made.head, made.appended, made.redacted, made.unsigned) == (12, 0, (), None)
    assert kept.found() == set()
    assert {row["sentence"] for row in kept.verified() if row["topic"] == "quotations"} == {
        "1 found in 1 texts at hand"
    }
    assert b"PRIVATE" not in place.read_bytes()


def test_a_backup_is_never_written_over_and_never_made_of_a_damaged_ledger(kept: Kept) -> None:
    """A file that is there can be trusted."""
    place = backed_up(kept)
    with pytest.raises(ConflictError):
        backed_up(kept)
    edit(kept.place, "UPDATE events SET recorder = 'nobody' WHERE position = 3")
    with pytest.raises(IntegrityError, match="position 3"):
        backed_up(kept, "other.db")

    assert sorted(path.name for path in kept.folder.glob("*.db")) == ["backup.db", "ledger.db"]
    assert place.exists()


def test_a_backup_is_consistent_while_others_record(kept: Kept) -> None:
    """It is of one moment, whichever."""
    writer = Thread(target=go_on, args=(kept, *(f"agreement-{n}" for n in range(12))))
    writer.start()
    place = backed_up(kept)
    writer.join()
    with kept.open() as ledger:
        assert ledger.head == 24
    made = restored(kept, place)

    assert 12 <= made.head <= 24


def test_what_a_backup_lacks_is_appended_exactly_as_it_was(kept: Kept) -> None:
    """So the checkpoint that was signed over it holds, and signing goes on."""
    place = backed_up(kept)
    go_on(kept, "first", "second")
    with kept.open() as ledger:
        ledger.correct("first", {"says": "They said nothing."}, reason="misheard")
        note = ledger.checkpoint()
    lost = restored(kept, place)
    with kept.open() as ledger, pytest.raises(RolledBackError, match="12 events, but 15"):
        ledger.checkpoint()
    kept.place.unlink()
    made = restored(kept, place, kept.folder / "aside.db")

    assert lost.unsigned is not None
    assert (made.head, made.appended, made.unsigned) == (15, 3, None)
    assert kept.found() == set()
    with kept.open() as ledger:
        assert ledger.checkpoint() == note


def test_what_is_damaged_or_of_another_history_is_not_appended(kept: Kept) -> None:
    """And then nothing is made."""
    place = backed_up(kept)
    with kept.open() as ledger:
        ledger.record({**UNNAMED, "id": "first", "says": "They say something else entirely."})
    damaged = kept.folder / "damaged.db"
    shutil.copy(kept.place, damaged)
    edit(damaged, "UPDATE events SET recorder = 'nobody' WHERE position = 13")
    with pytest.raises(IntegrityError, match="event 13 of the other copy"):
        restored(kept, place, damaged)
    edit(damaged, "UPDATE events SET leaf_hash = zeroblob(32) WHERE position = 12")
    with pytest.raises(IntegrityError, match="does not continue"):
        restored(kept, place, damaged)

    assert not kept.place.exists()
    assert not list(kept.folder.glob(".pledger*"))


def test_what_was_redacted_since_does_not_come_back(kept: Kept) -> None:
    """With the redaction itself from another copy, or by the list beside the key."""
    place = backed_up(kept)
    with kept.open() as ledger:
        ledger.redact("later", ["says"], **ORDER)  # type: ignore[arg-type]
        ledger.checkpoint()
    assert b"nothing was agreed anew" in place.read_bytes()
    made = restored(kept, place, kept.folder / "aside.db")
    exactly = kept.place.read_bytes()
    found = kept.found()
    kept.place.unlink()
    again = restored(kept, place)

    assert (made.head, made.redacted, made.unsigned) == (13, (), None)
    assert found == set()
    assert (again.head, again.redacted) == (13, ("later",))
    for files in (exactly, kept.place.read_bytes()):
        assert b"nothing was agreed anew" not in files


def test_an_event_whose_words_are_gone_cannot_be_appended(kept: Kept) -> None:
    """It says which backup would do."""
    place = backed_up(kept)
    go_on(kept, "first")
    with kept.open() as ledger:
        ledger.redact("first", ["says"], **ORDER)  # type: ignore[arg-type]

    with pytest.raises(IntegrityError, match="event 13 was redacted"):
        restored(kept, place, kept.folder / "aside.db")


def test_a_restore_writes_over_nothing_and_needs_a_backup(kept: Kept) -> None:
    """The ledger that lies there may be all that is left."""
    place = backed_up(kept)
    arguments: dict[str, Any] = {
        "rest": None, "salts": salts(), "now": Clock(), "recorder": "tester",
        "custody": lambda _: KeyFile(lambda: kept.key),
    }  # fmt: skip
    with pytest.raises(ConflictError, match="exists already"):
        restore(str(place), str(kept.place), **arguments)
    with pytest.raises(NotFoundError):
        restore(str(kept.folder / "none.db"), str(kept.folder / "new.db"), **arguments)
    (kept.folder / "odd.db").write_bytes(b"odd")
    with pytest.raises(DatabaseError):
        restore(str(kept.folder / "odd.db"), str(kept.folder / "new.db"), **arguments)

    assert not (kept.folder / "new.db").exists()
    SQLiteStore.open(kept.place, salts=salts()).close()
