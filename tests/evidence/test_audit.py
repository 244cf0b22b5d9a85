"""Auditing a ledger: every edit of an insider is found and named, and only that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pytest
from attrs import define, evolve
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence.audit import Audit, AuditEnd, HeldCheckpoint, StoredRow, audit
from ledger.evidence.canonical import canonical
from ledger.evidence.checkpoint import Checkpoint
from ledger.evidence.entry import leaf_hash, payload_digest
from ledger.evidence.finding import LEDGER_FINDINGS
from ledger.evidence.tree import MemoryNodes, NodeId, root_at
from tests.evidence.trees import grown

SIZE = 20


def _row(position: int, *, kind: str = "statement", fields: dict[str, object]) -> StoredRow:
    payload = canonical(fields)
    salt = bytes([position] * 16)
    row = StoredRow(
        position=position,
        id=f"event-{position}",
        type=kind,
        schema=1,
        recorded_at=f"2026-01-02T03:04:{position:02}.000000Z",
        recorder="archivist",
        known_from="2020-09-09",
        payload=payload,
        salt=salt,
        payload_digest=payload_digest(salt, payload),
        leaf_hash=b"",
    )
    return _refitted(row)


def _refitted(row: StoredRow) -> StoredRow:
    """With the leaf hash that its fields give: what an insider does who knows how."""
    return evolve(row, leaf_hash=leaf_hash(row.entry))


def _original() -> list[StoredRow]:
    rows = [_row(position, fields={"quote": f"promise {position}"}) for position in range(1, SIZE)]
    rows.append(_row(SIZE, kind="redaction", fields={"of": "event-4", "basis": "court order"}))
    rows[3] = evolve(rows[3], payload=b"", salt=b"")
    return rows


@define
class Books:
    """All that an insider can reach, and the checkpoint that lies elsewhere."""

    rows: list[StoredRow]
    nodes: MemoryNodes
    held: list[HeldCheckpoint]

    def audited(self) -> tuple[set[str], AuditEnd]:
        findings, end = audit(
            self.rows,
            redactions=[row for row in self.rows if row.type == "redaction"],
            nodes=self.nodes,
            checkpoints=self.held,
        )
        return {f"{found.code} {found.where}" for found in findings}, end

    def change(self, position: int, **changed: Any) -> None:
        self.rows[position - 1] = evolve(self.rows[position - 1], **changed)

    def rebuild_tree(self) -> None:
        self.nodes, _ = grown(row.leaf_hash for row in self.rows)

    def sign(self, size: int, *, outside: bool) -> None:
        head = Checkpoint(origin="example.org/promises", size=size, root=root_at(self.nodes, size))
        self.held.append(HeldCheckpoint(checkpoint=head, outside=outside))


def _books() -> Books:
    rows = _original()
    nodes, _ = grown(row.leaf_hash for row in rows)
    books = Books(rows=rows, nodes=nodes, held=[])
    books.sign(10, outside=False)
    books.sign(18, outside=True)
    return books


def test_a_ledger_that_nobody_touched_is_found_right() -> None:
    """No finding; the head, and how far somebody elsewhere can vouch for it."""
    books = _books()
    found, end = books.audited()

    assert found == set()
    assert end == AuditEnd(size=SIZE, root=root_at(books.nodes, SIZE), anchored=18)


def test_without_a_checkpoint_from_outside_a_ledger_is_unanchored() -> None:
    """Checkpoints that lie beside the rows vouch for nothing: both can be written anew."""
    books = _books()
    del books.held[1]

    assert books.audited()[1].anchored is None


def _changed_words(books: Books) -> None:
    books.change(7, payload=canonical({"quote": "something else"}))


def _changed_words_with_digest(books: Books) -> None:
    words = canonical({"quote": "something else"})
    books.change(7, payload=words, payload_digest=payload_digest(bytes([7] * 16), words))


def _changed_up_to_the_leaf(books: Books) -> None:
    _changed_words_with_digest(books)
    books.rows[6] = _refitted(books.rows[6])


def _rewritten(books: Books) -> None:
    _changed_up_to_the_leaf(books)
    books.rebuild_tree()


def _rewritten_and_signed(books: Books) -> None:
    """Everything made to fit, also the checkpoint in the file; only the outside one cannot be."""
    _rewritten(books)
    del books.held[0]
    books.sign(10, outside=False)


def _deleted(books: Books) -> None:
    del books.rows[6]


def _deleted_and_renumbered(books: Books) -> None:
    del books.rows[6]
    books.rows = [
        _refitted(evolve(row, position=number)) for number, row in enumerate(books.rows, 1)
    ]
    books.rebuild_tree()


def _inserted(books: Books) -> None:
    books.rows.insert(7, evolve(books.rows[6], id="smuggled"))


def _reordered(books: Books) -> None:
    sixth, seventh = books.rows[5], books.rows[6]
    books.rows[5] = evolve(seventh, position=6)
    books.rows[6] = evolve(sixth, position=7)


def _truncated(books: Books) -> None:
    del books.rows[15:]
    # The redaction went with them.
    books.change(4, payload=canonical({"quote": "promise 4"}), salt=bytes([4] * 16))


def _truncated_with_its_tree(books: Books) -> None:
    _truncated(books)
    books.rebuild_tree()


def _swapped_salts(books: Books) -> None:
    books.change(7, salt=bytes([8] * 16))
    books.change(8, salt=bytes([7] * 16))


def _backdated(books: Books) -> None:
    books.change(7, recorded_at="2025-01-02T03:04:07.000000Z")


def _removed_words(books: Books) -> None:
    books.change(7, payload=None, salt=None)


def _removed_salt(books: Books) -> None:
    books.change(7, salt=b"")


def _returned_words(books: Books) -> None:
    books.change(4, payload=canonical({"quote": "promise 4"}), salt=bytes([4] * 16))


def _forged_redaction(books: Books) -> None:
    """It speaks for an event that it did not cover when it was recorded."""
    books.change(7, payload=b"", salt=b"")
    books.change(SIZE, payload=canonical({"of": ["event-4", "event-7"]}))


def _changed_node(books: Books) -> None:
    books.nodes.put([(NodeId(2, 1), bytes(32))])


def _deleted_with_its_node(books: Books) -> None:
    kept = books.nodes.nodes([NodeId(0, index) for index in range(SIZE) if index != 6])
    books.nodes = MemoryNodes()
    books.nodes.put(kept.items())
    del books.rows[6]


def _impossible_number(books: Books) -> None:
    books.change(7, schema=2**60)


def _another_kind(books: Books) -> None:
    books.change(7, recorded_at=7)


EDITS: list[tuple[Callable[[Books], None], set[str]]] = [
    (_changed_words, {"payload-differs position 7"}),
    (_changed_words_with_digest, {"event-changed position 7"}),
    (_changed_up_to_the_leaf, {
        "node-differs node 0/6 (positions 7 to 7)", "node-differs node 1/3 (positions 7 to 8)",
        "node-differs node 2/1 (positions 5 to 8)", "node-differs node 3/0 (positions 1 to 8)",
        "node-differs node 4/0 (positions 1 to 16)", "rewritten positions 1 to 10",
        "rewritten positions 1 to 18"}),
    (_rewritten, {"rewritten positions 1 to 10", "rewritten positions 1 to 18"}),
    (_rewritten_and_signed, {"rewritten positions 11 to 18"}),
    (_deleted, {"event-missing position 7"}),
    (_deleted_and_renumbered, {
        "rewritten positions 1 to 10", "rewritten positions 1 to 18"}),
    (_inserted, {"event-repeated position 7"}),
    (_reordered, {"event-changed position 6", "event-changed position 7",
        "time-reversed position 7",
        "node-differs node 0/5 (positions 6 to 6)", "node-differs node 0/6 (positions 7 to 7)",
        "node-differs node 1/2 (positions 5 to 6)", "node-differs node 1/3 (positions 7 to 8)",
        "node-differs node 2/1 (positions 5 to 8)", "node-differs node 3/0 (positions 1 to 8)",
        "node-differs node 4/0 (positions 1 to 16)",
        "rewritten positions 1 to 10", "rewritten positions 1 to 18"}),
    (_truncated, {"truncated ledger"}),
    (_truncated_with_its_tree, {"truncated ledger"}),
    (_swapped_salts, {"payload-differs position 7", "payload-differs position 8",
        "salts-swapped position 7", "salts-swapped position 8"}),
    (_backdated, {"event-changed position 7", "time-reversed position 7"}),
    (_removed_words, {"payload-missing position 7"}),
    (_removed_salt, {"half-removed position 7"}),
    (_returned_words, {"redaction-undone position 4"}),
    (_forged_redaction, {"payload-missing position 4", "payload-missing position 7",
        f"payload-differs position {SIZE}"}),
    (_changed_node, {"node-differs node 2/1 (positions 5 to 8)"}),
    (_impossible_number, {"event-changed position 7"}),
    (_another_kind, {"event-changed position 7", "event-missing position 7"}),
]  # fmt: skip


@pytest.mark.parametrize("edit, findings", EDITS, ids=[edit.__name__[1:] for edit, _ in EDITS])
def test_an_edit_of_an_insider_is_named(edit: Callable[[Books], None], findings: set[str]) -> None:
    """By code and place, with nothing besides."""
    books = _books()
    edit(books)

    assert books.audited()[0] == findings


def test_every_finding_about_a_ledger_can_be_found() -> None:
    """A code that no edit brings out would be an idle promise."""
    found = {text.split()[0] for _, findings in EDITS for text in findings}

    assert found == LEDGER_FINDINGS.keys()


def test_a_rewritten_ledger_is_no_longer_anchored_where_it_was() -> None:
    """By the checkpoint elsewhere; who has none could not tell."""
    books = _books()
    _rewritten_and_signed(books)
    assert books.audited()[1].anchored is None

    del books.held[0]
    assert books.audited()[0] == set()
    assert books.audited()[1].anchored is None


def test_after_a_hole_that_nothing_fills_the_rest_is_still_judged() -> None:
    """Rows by themselves; roots cannot be compared any more, so nothing is anchored beyond."""
    books = _books()
    _deleted_with_its_node(books)
    books.change(9, payload=b"{}")
    found, end = books.audited()

    assert "event-missing position 7" in found
    assert "payload-differs position 10" in found
    assert end.anchored is None
    assert end.size == 6


class UpperNodes(MemoryNodes):
    """Keeps nodes from a level on, and works out those below from the leaves that are there."""

    def __init__(self, nodes: MemoryNodes, lowest: int, lost: Collection[int]) -> None:
        super().__init__()
        self._all = nodes
        self.lowest_node = lowest
        self._lost = lost

    def nodes(self, wanted: Sequence[NodeId], /) -> Mapping[NodeId, bytes]:
        return self._all.nodes([
            node for node in wanted
            if node.level >= self.lowest_node
            or not any(index >> node.level == node.number for index in self._lost)
        ])  # fmt: skip


@given(
    size=st.integers(1, 90),
    lowest=st.integers(0, 4),
    lost=st.sets(st.integers(0, 89), max_size=5),
    signed=st.sets(st.integers(1, 90), max_size=4),
)
def test_behind_a_hole_whatever_the_stored_nodes_tell_is_judged_again(
    size: int, lowest: int, lost: set[int], signed: set[int]
) -> None:
    """Events are gone, and with them their leaves: what was signed beyond still holds, nothing else."""
    template = _row(1, fields={})
    rows = [_refitted(evolve(template, position=n)) for n in range(1, size + 1)]
    whole, _ = grown(row.leaf_hash for row in rows)
    held = [
        HeldCheckpoint(
            checkpoint=Checkpoint(origin="example.org/p", size=n, root=root_at(whole, n)),
            outside=True,
        )
        for n in signed
        if n <= size
    ]
    lost = {index for index in lost if index < size - 1}
    findings, end = audit(
        [row for row in rows if row.position - 1 not in lost],
        redactions=[],
        nodes=UpperNodes(whole, lowest, lost),
        checkpoints=held,
    )
    known = [n for n in range(size + 1) if _is_known(n, size, lowest, lost)]

    assert {one.code for one in findings} == ({"event-missing"} if lost else set())
    assert end.size == max(known)
    assert end.root == root_at(whole, end.size)
    assert end.anchored == max((n for n in known if n in signed), default=None)


def _is_known(size: int, whole: int, lowest: int, lost: set[int]) -> bool:
    """Whether the root over so many leaves can be told by who goes through the ledger in order.

    Up to the first hole; then from the next size on of which stored nodes make up the whole.
    """
    if lowest == 0:
        return True  # the stored tree holds the leaves themselves
    at = 0
    while True:
        hole = min((index for index in lost if index >= at), default=whole)
        if at <= size <= hole:
            return True
        if hole == whole or size <= hole or at > whole:
            return False
        last = hole
        while last + 1 in lost:
            last += 1
        at = -(-(last + 1) >> lowest) << lowest


def test_a_ledger_that_was_restored_and_went_on_is_named() -> None:
    """Fewer events than were signed, then others: the same length, another history."""
    books = _books()
    books.rows[15:] = [
        _row(position, fields={"quote": f"another {position}"}) for position in range(16, SIZE + 1)
    ]
    books.change(4, payload=canonical({"quote": "promise 4"}), salt=bytes([4] * 16))
    books.rebuild_tree()

    assert books.audited()[0] == {"rewritten positions 11 to 18"}


def test_an_audit_keeps_little_however_long_the_ledger_is() -> None:
    """The right edge and a few nodes to be compared; not the rows."""
    nodes, _ = grown([])
    running = Audit(redactions=[], nodes=nodes, checkpoints=[])
    row = _row(1, fields={})
    for position in range(1, 2001):
        for _ in running.see(evolve(row, position=position)):
            pass
        assert len(running._tree._unchecked) < 600
        assert len(running._tree._pending) < 600
        assert len(running._suspects) <= 64
