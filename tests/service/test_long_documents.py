"""Long documents: from bytes, a path or a file that flows; all of them or nothing; told as a sum."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from ledger.errors import (
    ConflictError,
    InputRefusedError,
    NotFoundError,
    RefusedError,
    UsageError,
)
from ledger.intake.document import LARGEST
from ledger.service.document import PART
from ledger.service.receipt import LISTED
from ledger.service.repeats import MOST_CONFLICTS
from ledger.service.service import Service
from tests.service.world import a_ledger

MANY = PART + 500


def actor(number: int, **more: Any) -> dict[str, Any]:
    return {"type": "actor", "id": f"a{number}", "name": f"A {number}", "kind": "state", **more}


def lines(*more: dict[str, Any], count: int = MANY) -> bytes:
    """A document that is too long to be read at once, and some more events at its end."""
    every = [*(actor(number) for number in range(count)), *more]
    return b"".join(json.dumps(one).encode() + b"\n" for one in every)


class Flowing(io.RawIOBase):
    """What comes through a pipe: it can be read once."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._data.readinto(buffer)


class Turning(io.BytesIO):
    """A file in which a letter is changed after it was read for the first time."""

    _turned = -2

    def seek(self, at: int, whence: int = 0) -> int:
        if (at, whence) == (0, 0):
            self._turned += 1
            if self._turned == 1:
                self.getbuffer()[40] ^= 1
        return super().seek(at, whence)


class Failing(io.BytesIO):
    """A file that the disk does not give back."""

    def read(self, size: int | None = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_it_may_come_as_bytes_as_a_path_or_as_a_file(tmp_path: Path) -> None:
    data = lines()
    path = tmp_path / "doc.jsonl"
    path.write_bytes(data)
    heads = []
    for given, name in ((data, "doc.jsonl"), (path, None), (io.BytesIO(data), "doc.jsonl"),
                        (io.BufferedReader(Flowing(data)), "doc.jsonl")):  # fmt: skip
        ledger = a_ledger()
        ledger.import_document(given, name=name)
        with ledger._store.reading() as snapshot:
            heads.append([(one.id, one.payload[-40:]) for one in snapshot.read()][-2:])

    assert heads[0][-1][0] == f"a{MANY - 1}"
    assert all(head == heads[0] for head in heads)


def test_a_short_one_may_come_in_the_same_ways(tmp_path: Path) -> None:
    path = tmp_path / "doc.jsonl"
    path.write_bytes(lines(count=2))

    assert a_ledger().import_document(path).head == 2
    assert a_ledger().import_document(io.BytesIO(lines(count=2)), name="x.jsonl").head == 2


@pytest.mark.parametrize("given", ["doc.jsonl", 17])
def test_what_is_no_document_is_refused(given: Any) -> None:
    with pytest.raises(UsageError):
        a_ledger().import_document(given, name="doc.jsonl")


def test_what_is_no_path_needs_a_name() -> None:
    with pytest.raises(UsageError, match="needs a name"):
        a_ledger().import_document(b"")


def test_what_is_not_there_or_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no file"):
        a_ledger().import_document(tmp_path / "none.jsonl")
    with pytest.raises(InputRefusedError, match="this is a folder"):
        a_ledger().import_document(tmp_path)
    with pytest.raises(InputRefusedError, match="this cannot be read: Input/output error"):
        a_ledger().import_document(Failing(lines()), name="doc.jsonl")


def test_the_receipt_lists_the_first_and_counts_all() -> None:
    ledger = a_ledger()
    tried = ledger.import_document(lines(), name="doc.jsonl", dry_run=True)
    receipt = ledger.import_document(lines(), name="doc.jsonl")
    again = ledger.import_document(lines(actor(MANY)), name="doc.jsonl")

    assert tried.says == f"{MANY:,} events would be recorded at positions 1 to {MANY}"
    assert receipt.says == f"{MANY:,} events recorded at positions 1 to {MANY}"
    assert (len(receipt.recorded), len(receipt.events), receipt.count) == (LISTED, LISTED, MANY)
    assert [one.position for one in receipt.recorded] == list(range(1, LISTED + 1))
    assert (tried.before, receipt.before, receipt.head) == (0, 0, MANY)
    assert again.says == (
        f"1 event recorded at position {MANY + 1}; {MANY:,} events recorded before, unchanged"
    )
    assert (len(again.repeated), again.repeats) == (LISTED, MANY)


def test_one_mistake_on_the_last_line_and_nothing_is_recorded() -> None:
    ledger = a_ledger()
    bad = actor(MANY, kind="planet")
    with pytest.raises(InputRefusedError) as refusal:
        ledger.import_document(lines(bad), name="doc.jsonl")

    (problem,) = refusal.value.problems
    assert (problem.line, problem.column) == (MANY + 1, json.dumps(bad).index('"planet"') + 1)
    assert ledger.head == 0


def test_lines_that_are_no_json_are_told_before_what_the_others_mean() -> None:
    ledger = a_ledger()
    data = lines(actor(MANY, kind="planet")) + b'{"type": \n'
    with pytest.raises(InputRefusedError) as refusal:
        ledger.import_document(data, name="doc.jsonl")

    (problem,) = refusal.value.problems
    assert (problem.line, problem.sentence[:8]) == (MANY + 2, "not JSON")


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"\n" * (PART + 1), "the file is empty"), (b"1\n" * (PART + 1), "each line holds one")],
)
def test_one_without_events_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(InputRefusedError, match=says):
        a_ledger().import_document(data, name="doc.jsonl")


def test_problems_come_before_conflicts_and_conflicts_are_told_together() -> None:
    ledger = a_ledger()
    ledger.record([actor(0), actor(MANY - 1)])
    data = lines().replace(b'"A 0"', b'"B 0"').replace(f'"A {MANY - 1}"'.encode(), b'"B"')

    with pytest.raises(ConflictError) as conflicts:
        ledger.import_document(data, name="doc.jsonl")
    assert "'a0' is recorded at position 1 with another name" in conflicts.value.sentence
    assert f"'a{MANY - 1}' is recorded at position 2" in conflicts.value.sentence
    with pytest.raises(InputRefusedError, match="kind cannot be 'planet'"):
        bad = json.dumps(actor(MANY, kind="planet")).encode()
        ledger.import_document(data + bad, name="doc.jsonl")
    assert ledger.head == 2


def test_of_very_many_conflicts_the_first_are_told_and_the_others_counted() -> None:
    ledger = a_ledger()
    ledger.import_document(lines(), name="doc.jsonl")

    with pytest.raises(ConflictError) as refusal:
        ledger.import_document(lines().replace(b'"state"', b'"person"'), name="doc.jsonl")
    assert refusal.value.sentence.count("with another kind") == MOST_CONFLICTS
    assert refusal.value.sentence.endswith(f"; and {MANY - MOST_CONFLICTS:,} more conflicts")


def test_a_redaction_is_refused_and_so_is_what_would_undo_one() -> None:
    ledger = a_ledger()
    ledger.record(actor(0, note="a secret"))
    ledger.redact("a0", ["note"], basis="law", reason="private")
    fix = {"type": "correction", "of": "a0", "reason": "r", "set": {"note": "a secret"}}
    data = b"".join(lines().splitlines(keepends=True)[1:]) + json.dumps(fix).encode()

    with pytest.raises(RefusedError, match="note of a0 was redacted"):
        ledger.import_document(data, name="doc.jsonl")


def test_a_file_that_changes_while_it_is_read_is_refused() -> None:
    ledger = a_ledger()
    with pytest.raises(InputRefusedError, match="the file was changed while it was read"):
        ledger.import_document(Turning(lines()), name="doc.jsonl")

    assert ledger.head == 0


def test_what_is_declared_on_the_way_is_declared_once_and_only_if_unknown() -> None:
    said = {"type": "level", "source": "gazette", "measure": "guards", "value": "3"}
    created = [
        {"type": "source", "id": "gazette", "title": "G", "published": "2020-09-09"},
        {"type": "measure", "id": "guards", "unit": "guards"},
        {"type": "actor", "id": "a1", "name": "another", "kind": "person"},
    ]
    ledger = a_ledger()
    receipt = ledger.import_document(lines(said), name="doc.jsonl", create=created)

    assert [one.id for one in receipt.recorded[:3]] == ["gazette", "guards", "a0"]
    assert receipt.count == MANY + 3


def test_each_step_is_told_to_its_end() -> None:
    told: list[tuple[str, int, int]] = []
    a_ledger().import_document(lines(), name="doc.jsonl", steps=lambda *step: told.append(step))
    size = len(lines())

    assert list(dict.fromkeys(stage for stage, _, _ in told)) == [
        "reading", "recording", "views",
    ]  # fmt: skip
    assert told[-1] == ("views", 0, 0)
    assert ("reading", size, size) in told
    assert ("recording", size, size) in told


def test_the_run_names_the_document_and_its_fingerprint() -> None:
    ledger = a_ledger()
    ledger.import_document(lines(), name="folder/people.jsonl")

    (row,) = [row for row in ledger.audit("a0") if row["position"] == 1]
    assert str(row["run"]).startswith("import of people.jsonl (sha256 ")


def corrected(ledger: Service, data: bytes) -> int:
    return ledger.import_document(data, name="doc.jsonl", correct="misread").count


def test_one_with_corrections_is_read_at_once() -> None:
    ledger = a_ledger()
    ledger.import_document(lines(), name="doc.jsonl")
    edited = lines().replace(b'"A 7"', b'"Seven"')

    assert corrected(ledger, edited) == 1
    with pytest.raises(InputRefusedError, match="more than 64 MiB are not corrected at once"):
        corrected(ledger, b"\n" * (LARGEST + 1))
