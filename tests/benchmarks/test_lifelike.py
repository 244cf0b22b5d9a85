"""Lifelike ledgers: the same for the same seed, sound, and with every kind of trouble in its share."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.lifelike import events, fill, told
from benchmarks.lifelike.documents import lines
from benchmarks.lifelike.filling import data
from benchmarks.lifelike.record import FORM
from ledger.errors import ConflictError
from ledger.model.event import Event
from ledger.model.records import Correction, Retraction
from ledger.model.said import Statement
from ledger.model.sourced import About
from ledger.model.tags import declared_by
from ledger.store.codec import RUN, decode
from ledger.store.event_data import StoredEvent
from ledger.store.sqlite import SQLiteStore
from ledger.wiring import Ledger

ROOT = Path(__file__).resolve().parents[2]
COUNT = 3000

SHARES = {
    "level": (0.36, 0.48), "statement": (0.20, 0.28), "withdrawal": (0.03, 0.07),
    "deployment": (0.015, 0.05), "source": (0.035, 0.055), "occurrence": (0.025, 0.055),
    "correction": (0.012, 0.028), "retraction": (0.001, 0.006), "corroboration": (0.012, 0.028),
    "fulfilment": (0.01, 0.06), "amendment": (0.005, 0.035), "assessment": (0.005, 0.04),
}  # fmt: skip
"""Of each type at least and at most this share of the events."""


@pytest.fixture(scope="module")
def every() -> list[Event]:
    return list(events(COUNT))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lifelike") / "ledger.db"
    fill(path, COUNT)
    return path


def lying(path: Path) -> list[StoredEvent]:
    store = SQLiteStore.open(path, salts=lambda: bytes(16))
    with store.reading() as snapshot:
        found = list(snapshot.read())
    store.close()
    return found


def test_the_same_seed_gives_the_same_ledger_and_another_seed_another(
    filled: Path, tmp_path: Path
) -> None:
    fill(tmp_path / "again.db", COUNT)
    fill(tmp_path / "other.db", 100, 2)

    assert lying(tmp_path / "again.db") == lying(filled)
    assert lying(tmp_path / "other.db") != lying(filled)[:100]


def test_a_shorter_ledger_is_the_beginning_of_a_longer_one(every: list[Event]) -> None:
    assert list(events(700)) == every[:700]


def test_it_is_a_stream() -> None:
    """Nothing is made before it is asked for, however large the ledger is to be."""
    assert len(list(islice(events(10**9), 10))) == 10


def test_there_is_of_every_type_what_there_should_be(every: list[Event]) -> None:
    counts = Counter(event.TYPE for event in every)
    outside = {
        name: counts[name] / COUNT
        for name, (low, high) in SHARES.items()
        if not low <= counts[name] / COUNT <= high
    }

    assert outside == {}
    assert {"measure", "actor", "announcement", "agreement", "suspension", "resumption", "condition",
            "breach", "consolidation", "source_update", "rescission"} <= set(counts)  # fmt: skip


def test_there_is_every_kind_of_trouble(every: list[Event]) -> None:
    by_id = {event.id: event for event in every}
    promised = [id for event in every for id in declared_by(event)]
    corrections = [event for event in every if isinstance(event, Correction)]
    retracted = [by_id[event.of] for event in every if isinstance(event, Retraction)]
    days = [event.occurred for event in every if event.occurred is not None]
    terms = [one for event in every for one in getattr(event, "commits", ())]

    assert len(promised) == pytest.approx(COUNT / 100, abs=8)
    assert any(isinstance(by_id[event.of], Correction) for event in corrections)
    assert any("occurred" in event.becomes for event in corrections)
    assert any(isinstance(event, Correction) for event in retracted)
    assert any(day.anchor_event for day in days)
    assert any(one.due and one.due.anchor_event for one in terms)
    assert any(one.given for one in terms)
    assert any(isinstance(event, Statement) and event.relations for event in every)
    assert any(event.TYPE == "amendment" and getattr(event, "due", None) for event in every)
    late = [
        one.event
        for one in told(COUNT)
        if one.known_from
        and one.event.occurred
        and one.event.occurred.latest
        and (one.known_from - one.event.occurred.latest).days > 60
    ]
    assert len(late) > COUNT / 100


def test_histories_are_short_and_long() -> None:
    """Most subjects have few events, a few have very many."""
    counts = Counter(
        tag for one in data(told(COUNT)) for tag in one.tags if tag.startswith("measure:")
    )
    sizes = sorted(counts.values())

    assert sizes[len(sizes) // 2] < 60
    assert sizes[-1] > 4 * sizes[len(sizes) // 2]


def test_its_payloads_have_the_size_of_real_ones() -> None:
    sizes = [len(one.payload) for one in data(told(COUNT))]

    assert sum(sizes) / len(sizes) == pytest.approx(440, rel=0.08)


def test_its_views_rebuild_and_verifying_finds_nothing_wrong(filled: Path) -> None:
    with Ledger.open(filled) as ledger:
        assert ledger.rebuild() > COUNT * 0.9
        answer = ledger.verify(anchored=False)
        verdicts = Counter(row["verdict"] for row in ledger.ask("commitments", today="2026-06-30"))

    assert [row for row in answer if row["level"] == "danger"] == []
    assert len(verdicts) > 4


def test_the_way_in_reads_from_its_documents_what_was_stored(tmp_path: Path) -> None:
    """Each event comes out with the same payload, day of publication and tags."""
    count = 1200
    with Ledger.create(tmp_path / "imported.db") as ledger:
        ledger.import_document(b"".join(lines(count)), name="lifelike.jsonl")
    store = SQLiteStore.open(tmp_path / "imported.db", salts=lambda: bytes(16))
    with store.reading() as snapshot:
        read = list(snapshot.read(upto=count))
        noted = snapshot.indexed(1, count)
    store.close()

    for stored, wanted in zip(read, data(told(count)), strict=True):
        payload = json.loads(stored.payload)
        del payload[RUN]
        assert (stored.id, payload) == (wanted.id, json.loads(wanted.payload))
        assert stored.known_from == wanted.known_from
        assert noted[stored.position].tags == wanted.tags
        assert (stored.about is not None) == isinstance(decode(stored).event, About)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "benchmarks.lifelike", *arguments], cwd=ROOT,
                          text=True, capture_output=True, check=False)  # fmt: skip


def test_a_ledger_and_a_document_are_made_from_the_command_line(tmp_path: Path) -> None:
    made = run(str(tmp_path / "made.db"), "--events", "150", "--seed", "5")
    again = run(str(tmp_path / "made.db"), "--events", "150")
    document = run(str(tmp_path / "made.jsonl"), "--events", "150", "--seed", "5", "--jsonl")

    assert (made.returncode, document.returncode) == (0, 0)
    assert again.returncode == 1
    assert "exists already" in again.stderr
    assert (tmp_path / "made.jsonl").read_bytes() == b"".join(lines(150, seed=5))
    with Ledger.open(tmp_path / "made.db") as ledger:
        assert ledger.head == 150


def test_a_ledger_that_lies_there_is_never_written_over(filled: Path) -> None:
    with pytest.raises(ConflictError):
        fill(filled, 10)


def test_the_form_is_raised_when_the_events_come_out_otherwise() -> None:
    """Ledgers are kept from run to run under their form: what is told must be what lies there."""
    digest = sha256()
    for one in data(told(1000)):
        digest.update(repr((one.id, one.known_from, one.payload, sorted(one.tags))).encode())

    assert (FORM, digest.hexdigest()[:16]) == (1, "3353c654277e1314"), (
        "raise FORM and note the new digest"
    )
