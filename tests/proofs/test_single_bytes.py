"""Single bytes of the ledger's file changed: each is found, or provably changes nothing.

A change without effect is one after which the file tells the very same: every row of every table,
every rule. It lies in free space, in a counter, or in a part of the header that nobody reads.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.errors import LedgerError
from ledger.store.connection import tidy
from ledger.store.driver import driver
from tests.proofs.ledgers import Kept, a_ledger

SAMPLED = 60

INNER = (b"_words_data", b"_words_idx")
"""How a full-text index is laid down; what it tells is asked of the index. Entries that a later one
took the place of lie there until they are merged, and nobody reads them."""


def told(place: Path) -> str:
    """A digest over everything that the file tells, for any program; '' where it cannot be read."""
    digest = sha256()
    try:
        with closing(driver.connect(f"file:{place}?immutable=1", uri=True)) as connection:
            connection.text_factory = bytes
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != b"ok":
                return ""
            schema = sorted(
                # SQL does not tell upper from lower case, nor does SQLite in what it keeps of it.
                tuple((part or b"").lower() for part in row)
                for row in connection.execute("SELECT type, name, sql FROM sqlite_master")
            )
            digest.update(repr(schema).encode())
            for kind, name, _ in schema:
                # How far a view has read is noted apart: where that is lost, it is folded anew.
                if kind != b"table" or name == b"view_progress" or name.endswith(INNER):
                    continue
                table = name.decode()
                if table.endswith("_words"):
                    connection.execute(
                        f"CREATE VIRTUAL TABLE temp.entries USING fts5vocab(main, {table}, 'instance')"
                    )
                    table = "temp.entries"
                rows = connection.execute(f"SELECT * FROM {table}")
                digest.update(repr(sorted(map(repr, rows))).encode())
            marks = [connection.execute(f"PRAGMA {name}").fetchone()
                     for name in ("application_id", "encoding")]  # fmt: skip
            digest.update(repr(marks).encode())
    except (driver.Error, UnicodeDecodeError):
        return ""
    return digest.hexdigest()


def found(kept: Kept) -> bool:
    """Whether the program names anything that is wrong with it, by refusing it or in verifying it."""
    try:
        return bool(kept.found())
    except LedgerError:
        return True


def changes(data: bytes, places: list[int]) -> Iterator[tuple[int, bytes]]:
    """The file with one byte changed, at each of the places."""
    for place in places:
        flip = 1 << (place % 8)
        yield place, data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :]


def unnoticed(kept: Kept, places: list[int]) -> list[int]:
    """The places at which a change changes what the file tells and nothing is named."""
    data = kept.place.read_bytes()
    was = told(kept.place)
    assert was
    missed = []
    for place, changed in changes(data, places):
        kept.place.write_bytes(changed)
        now = told(kept.place)
        if now != was and not found(kept):
            missed.append(place)
        for ending in ("-wal", "-shm", "-journal"):
            Path(f"{kept.place}{ending}").unlink(missing_ok=True)
    kept.place.write_bytes(data)
    return missed


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = a_ledger(tmp_path)
    tidy(str(made.place))
    return made


def occupied(kept: Kept) -> list[int]:
    """The bytes that are not nought: elsewhere little lies."""
    return [place for place, byte in enumerate(kept.place.read_bytes()) if byte]


def test_a_changed_byte_is_found_or_changes_nothing(kept: Kept) -> None:
    """Sampled over the whole file; the soak changes every byte."""
    places = random.Random(6).sample(occupied(kept), SAMPLED)

    assert unnoticed(kept, places) == []


@pytest.mark.soak
def test_every_changed_byte_is_found_or_changes_nothing(kept: Kept) -> None:
    """All of them."""
    assert unnoticed(kept, occupied(kept)) == []


def test_the_harness_has_teeth(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were nothing ever named, it would say so: most bytes of rows carry something."""
    monkeypatch.setattr("tests.proofs.test_single_bytes.found", lambda _: False)
    data = kept.place.read_bytes()
    where = data.rindex(b"the Government") if b"the Government" in data else data.index(b"3,000")

    assert unnoticed(kept, [where]) == [where]
