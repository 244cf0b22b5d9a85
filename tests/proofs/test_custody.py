"""What is kept outside the database: a key that nobody else can read, and the newest checkpoint."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledger.errors import ConflictError, DatabaseError, NotFoundError, RefusedError
from ledger.evidence.errors import MalformedError, UnprovenError
from ledger.evidence.keys import SigningKey
from ledger.store.custody import CHECKPOINT, KeyFile
from tests.proofs.ledgers import NAME, SEED, a_ledger

KEY = SigningKey(name=NAME, seed=SEED)

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")


def custody(folder: Path) -> KeyFile:
    return KeyFile(lambda: folder / "keys" / "k")


@posix
def test_the_key_is_a_file_that_nobody_else_can_read(tmp_path: Path) -> None:
    """Its folder too, where that was made for it."""
    made = custody(tmp_path)
    made.make(KEY)

    assert made.key() == KEY
    assert Path(made.place).stat().st_mode & 0o777 == 0o600
    assert Path(made.place).parent.stat().st_mode & 0o777 == 0o700


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_can_read_or_write_is_refused(mode: int, tmp_path: Path) -> None:
    """What it signs proves nothing any more."""
    made = custody(tmp_path)
    made.make(KEY)
    Path(made.place).chmod(mode)

    with pytest.raises(RefusedError, match="others"):
        made.key()


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    """It could not be had back."""
    made = custody(tmp_path)
    made.make(KEY)
    with pytest.raises(ConflictError):
        made.make(SigningKey(name=NAME, seed=b"o" * 32))

    assert made.key() == KEY


def test_a_key_that_is_missing_or_none_is_told(tmp_path: Path) -> None:
    """And never shown."""
    made = custody(tmp_path)
    with pytest.raises(NotFoundError, match="no key"):
        made.key()
    made.make(KEY)
    Path(made.place).write_text("PRIVATE+KEY+something")
    with pytest.raises(MalformedError) as refusal:
        made.key()

    assert "something" not in refusal.value.sentence


def test_a_key_where_no_file_can_be_is_told(tmp_path: Path) -> None:
    """A folder that is a file, say."""
    (tmp_path / "keys").write_text("")

    with pytest.raises(DatabaseError):
        custody(tmp_path).make(KEY)


def test_without_the_newest_checkpoint_nothing_is_signed(tmp_path: Path) -> None:
    """Nobody could tell any more whether the ledger continues what was signed."""
    kept = a_ledger(tmp_path)
    newest = kept.key.with_name(kept.key.name + CHECKPOINT)
    held = newest.read_bytes()
    newest.unlink()
    with kept.open() as ledger:
        with pytest.raises(RefusedError, match="missing"):
            ledger.checkpoint()
        newest.write_bytes(held.replace(b"\n11\n", b"\n10\n"))
        with pytest.raises(UnprovenError):
            ledger.checkpoint()
        newest.write_bytes(held)
        ledger.checkpoint()


def test_the_key_is_in_no_file_of_the_ledger(tmp_path: Path) -> None:
    """Neither its text nor its bytes, so that a copy of the ledger gives it to nobody."""
    kept = a_ledger(tmp_path)
    with kept.open() as ledger:
        ledger.checkpoint()
        files = [path for path in tmp_path.glob("ledger.db*") if path.is_file()]
        held = b"".join(path.read_bytes() for path in files)

    assert files
    assert SEED not in held
    assert KEY.skey.rpartition("+")[2].encode() not in held
