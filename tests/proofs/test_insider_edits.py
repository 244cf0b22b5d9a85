"""The fourteen edits of an insider who can write the file with any program: each is named.

What he can reach is the ledger's file, in one case the key; what he cannot reach is the checkpoint
that somebody elsewhere has kept, and the public key as it was published.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.evidence.audit import StoredRow
from ledger.evidence.canonical import canonical
from ledger.evidence.checkpoint import Checkpoint, sign_checkpoint
from ledger.evidence.entry import leaf_hash, payload_digest
from ledger.evidence.errors import ForkedError, RolledBackError
from ledger.evidence.keys import SigningKey, parse_skey
from ledger.evidence.tree import Frontier
from ledger.store.custody import CHECKPOINT
from ledger.store.nodes import LOWEST
from tests.proofs.insider import edit, inside
from tests.proofs.ledgers import NAME, Kept, a_ledger

OTHER_WORDS = canonical({"quote": "we go up to 30,000", "says": "x", "speaker": "united-states"})
WORDS = OTHER_WORDS.hex()
LEVEL = "position 7"


def rehash(connection: Any) -> bytes:
    """Make digest, leaves and tree fit the rows as they are now; the root."""
    edge, nodes = Frontier(), []
    for row in connection.execute(
        "SELECT position, id, type, schema, recorded_at, recorder, known_from, payload, salt "
        "FROM events ORDER BY position"
    ).fetchall():
        digest = payload_digest(row[8], row[7])
        entry = StoredRow(
            position=row[0], id=row[1], type=row[2], schema=row[3], recorded_at=row[4],
            recorder=row[5], known_from=row[6], payload=row[7], salt=row[8],
            payload_digest=digest, leaf_hash=b"",
        ).entry  # fmt: skip
        connection.execute(
            "UPDATE events SET payload_digest = ?, leaf_hash = ? WHERE position = ?",
            (digest, leaf_hash(entry), row[0]),
        )
        edge, complete = edge.with_leaf(leaf_hash(entry))
        nodes += [(*node, value) for node, value in complete if node.level >= LOWEST]
    connection.execute("DELETE FROM nodes")
    connection.executemany("INSERT INTO nodes (level, number, hash) VALUES (?, ?, ?)", nodes)
    return edge.root


def rewrite(kept: Kept) -> bytes:
    """Other words at position 7, and everything that can be computed made to fit."""
    with inside(kept.place) as connection:
        connection.execute(f"UPDATE events SET payload = x'{WORDS}', type = 'statement' "
                           "WHERE position = 7")  # fmt: skip
        return rehash(connection)


def _edit(kept: Kept) -> None:
    edit(kept.place, f"UPDATE events SET payload = x'{WORDS}' WHERE position = 7")


def _delete(kept: Kept) -> None:
    edit(kept.place, "DELETE FROM events WHERE position = 7")


def _truncate(kept: Kept) -> None:
    edit(
        kept.place,
        "DELETE FROM events WHERE position >= 10", "DELETE FROM tags WHERE position >= 10",
        "DELETE FROM nodes", "UPDATE view_progress SET position = 9",
    )  # fmt: skip
    with inside(kept.place) as connection:
        rehash(connection)


def _reorder(kept: Kept) -> None:
    edit(
        kept.place,
        "UPDATE events SET position = 99 WHERE position = 7",
        "UPDATE events SET position = 7 WHERE position = 9",
        "UPDATE events SET position = 9 WHERE position = 99",
    )


def _insert(kept: Kept) -> None:
    edit(
        kept.place,
        "UPDATE events SET position = position + 1000 WHERE position >= 7",
        "UPDATE events SET position = position - 999 WHERE position >= 1000",
        "INSERT INTO events SELECT 7, 'smuggled', type, schema, recorded_at, recorder, known_from, "
        "about, payload, salt, payload_digest, leaf_hash FROM events WHERE position = 8",
    )


def _swap_salts(kept: Kept) -> None:
    edit(
        kept.place,
        "CREATE TEMP TABLE s AS SELECT position, salt FROM events",
        "UPDATE events SET salt = (SELECT salt FROM s WHERE s.position = 8) WHERE position = 7",
        "UPDATE events SET salt = (SELECT salt FROM s WHERE s.position = 7) WHERE position = 8",
    )


def _drop_payload(kept: Kept) -> None:
    edit(kept.place, "UPDATE events SET payload = x'', salt = x'' WHERE position = 7")


def _drop_trigger(kept: Kept) -> None:
    with inside(kept.place, guards_back=False):
        pass


def _edit_view(kept: Kept) -> None:
    edit(
        kept.place,
        "UPDATE view_commitments SET body = "
        "CAST(replace(CAST(body AS TEXT), '3,000', '8,000') AS BLOB)",
    )


def _backdate(kept: Kept) -> None:
    edit(
        kept.place,
        "UPDATE events SET recorded_at = '2025-01-01T00:00:00.000000Z' WHERE position = 7",
    )


def _swap_key(kept: Kept) -> None:
    """A key of his own under the old name, with a checkpoint to it, in the place of ours."""
    root = rewrite(kept)
    own = SigningKey(name=NAME, seed=b"i" * 32)
    kept.key.write_text(own.skey)
    head = Checkpoint(origin=NAME, size=12, root=root)
    kept.key.with_name(kept.key.name + CHECKPOINT).write_bytes(sign_checkpoint(head, own))


def _rewrite_without_key(kept: Kept) -> None:
    rewrite(kept)


def _rewrite_with_key(kept: Kept) -> None:
    """Also the checkpoint beside the key is made anew: all that is left is the one elsewhere."""
    root = rewrite(kept)
    key = parse_skey(kept.key.read_text().strip())
    head = Checkpoint(origin=NAME, size=12, root=root)
    kept.key.with_name(kept.key.name + CHECKPOINT).write_bytes(sign_checkpoint(head, key))


def _restore_and_go_on(kept: Kept) -> None:
    """Back to nine events, then others in the place of those that were signed."""
    _truncate(kept)
    with kept.open() as ledger:
        for n in range(4):
            ledger.record({"type": "actor", "id": f"other-{n}", "name": f"O{n}", "kind": "person"})


EDITS: list[tuple[Callable[[Kept], None], set[tuple[str, str | None]]]] = [
    (_edit, {("payload-differs", LEVEL)}),
    (_delete, {("event-missing", LEVEL)}),
    (_truncate, {("truncated", "ledger")}),
    (_reorder, {("event-changed", LEVEL), ("event-changed", "position 9")}),
    (_insert, {("event-changed", LEVEL), ("event-changed", "position 8")}),
    (_swap_salts, {("salts-swapped", LEVEL), ("salts-swapped", "position 8")}),
    (_drop_payload, {("payload-missing", LEVEL)}),
    (_drop_trigger, {("file-damaged", "file")}),
    (_edit_view, {("view-differs", "view commitments, down-to-3000")}),
    (_backdate, {("event-changed", LEVEL), ("time-reversed", LEVEL)}),
    (_swap_key, {("bad-checkpoint", "the newest checkpoint"), ("rewritten", "positions 1 to 11")}),
    (_rewrite_without_key, {("rewritten", "positions 1 to 11")}),
    (_rewrite_with_key, {("rewritten", "positions 1 to 11")}),
    (_restore_and_go_on, {("rewritten", "positions 1 to 11")}),
]


@pytest.mark.parametrize("by, wanted", EDITS, ids=[by.__name__[1:] for by, _ in EDITS])
def test_an_edit_of_an_insider_is_named(
    by: Callable[[Kept], None], wanted: set[tuple[str, str | None]], tmp_path: Path
) -> None:
    """By what was done, and where."""
    kept = a_ledger(tmp_path)
    by(kept)

    assert wanted <= kept.found()


def test_nothing_is_named_where_nothing_was_done(tmp_path: Path) -> None:
    """Else all of the above would show nothing."""
    kept = a_ledger(tmp_path)
    with inside(kept.place) as connection:
        rehash(connection)

    assert kept.found() == set()


@pytest.mark.parametrize("by", [_rewrite_with_key, _restore_and_go_on], ids=["key", "restored"])
def test_who_has_no_checkpoint_from_elsewhere_is_told_so(
    by: Callable[[Kept], None], tmp_path: Path
) -> None:
    """Whoever has file and key can make all of it anew: then the answer says unanchored."""
    kept = a_ledger(tmp_path)
    by(kept)
    answer = kept.verified(anchored=False)

    assert "rewritten" not in {row["topic"] for row in answer}
    assert (answer.footer or "").endswith("unanchored")


def test_after_an_older_copy_was_restored_nothing_is_signed(tmp_path: Path) -> None:
    """Shorter than what was signed, it is refused; made longer again, it is still another history."""
    kept = a_ledger(tmp_path)
    copy = tmp_path / "before"
    shutil.copy(kept.place, copy)
    _truncate(kept)
    with kept.open() as ledger:
        with pytest.raises(RolledBackError, match="9 events, but 11"):
            ledger.checkpoint()
        ledger.record([{"type": "actor", "id": f"o{n}", "name": f"O{n}", "kind": "person"}
                       for n in range(4)])  # fmt: skip
        with pytest.raises(ForkedError, match="not a continuation"):
            ledger.checkpoint()
    kept.place.unlink()
    shutil.copy(copy, kept.place)

    with kept.open() as ledger:
        assert b"\n12\n" in ledger.checkpoint()
