"""Verifying a ledger in a file: what it tells of one that nobody touched, and what it needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import evolve

from ledger.errors import UsageError
from ledger.store.custody import MemoryCustody
from tests.proofs.insider import edit
from tests.proofs.ledgers import VKEY, Kept, a_ledger
from tests.service.world import WORLD
from tests.service.world import a_ledger as in_memory


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return a_ledger(tmp_path)


def test_a_ledger_that_nobody_touched_is_found_right(kept: Kept) -> None:
    """Every part is told, with what vouches for it."""
    told = {row["topic"]: (row["level"], row["sentence"]) for row in kept.verified()}

    assert told == {
        "events": ("ok", "12 events, every hash as it must be"),
        "root": ("ok", told["root"][1]),
        "anchor": (
            "warn", "a checkpoint from outside vouches for positions 1 to 11, for 12 to 12 none yet",
        ),
        "quotations": ("ok", "1 found in 1 texts at hand"),
        "views": ("ok", told["views"][1]),
    }  # fmt: skip


def test_without_a_checkpoint_from_outside_the_answer_says_unanchored(kept: Kept) -> None:
    """Nothing is wrong with it, and that says little."""
    answer = kept.verified(anchored=False)

    assert {row["level"] for row in answer} == {"ok", "warn"}
    assert (answer.footer or "").endswith("unanchored")


def test_a_ledger_in_memory_is_verified_alike() -> None:
    """Both stores keep the same rows, nodes and tags."""
    ledger = in_memory()
    ledger.record(WORLD)
    ledger.init_key("example.org/p", b"s" * 32)

    assert {row["level"] for row in ledger.verify()} == {"ok", "warn"}


def test_a_checkpoint_without_any_key_to_verify_it_is_a_mistake_of_use(kept: Kept) -> None:
    """It is not passed over in silence."""
    kept.key.unlink()
    with kept.open() as ledger:
        with pytest.raises(UsageError, match="key"):
            ledger.verify(checkpoints={"elsewhere": kept.elsewhere})
        assert ledger.verify(checkpoints={"elsewhere": kept.elsewhere}, keys=[VKEY])


def test_of_many_findings_of_a_kind_the_rest_is_counted(tmp_path: Path) -> None:
    """A ledger that was made over as a whole does not drown its reader."""
    kept = a_ledger(tmp_path)
    with kept.open() as ledger:
        ledger.record([{**WORLD[2], "id": f"actor-{n}", "name": f"N{n}"} for n in range(30)])
    edit(kept.place, "UPDATE events SET recorder = 'nobody'")

    rows = [row for row in kept.verified() if row["topic"] == "event-changed"]
    assert len(rows) == 21
    assert rows[-1]["sentence"].startswith("and 22 more")


@pytest.mark.parametrize(
    "statement, code, where",
    [
        ("UPDATE tags SET tag = {actor:united-states} WHERE tag = {actor:taliban} AND position = 10",
         "index-differs", "position 10"),
        ("UPDATE tag_names SET name = 'actor:nobody' WHERE name = 'actor:taliban'",
         "index-differs", "position 10"),
        ("DELETE FROM tag_names WHERE name = 'actor:taliban'", "index-differs", "position 10"),
        ("DELETE FROM tags WHERE position = 6 AND tag = {commitment:down-to-3000}",
         "index-differs", "position 6"),
        ("INSERT INTO tags (tag, position) VALUES ({actor:taliban}, 1)",
         "index-differs", "position 1"),
        ("UPDATE commitments SET position = 7", "index-differs", "position 6"),
        ("UPDATE events SET about = 1 WHERE position = 11", "index-differs", "position 11"),
        ("UPDATE ledger SET value = zeroblob(32) WHERE name = 'key'", "file-damaged", "file"),
        ("DELETE FROM view_commitments_reads WHERE subject = 'down-to-3000'",
         "view-differs", "view commitments, down-to-3000"),
        (("UPDATE view_happenings_words SET words = 'other' "
         "WHERE rowid = (SELECT words FROM view_happenings WHERE subject = 'reduction')"),
         "view-differs", "view happenings, reduction"),
        ("DELETE FROM view_commitments", "view-differs", "view commitments, down-to-3000"),
    ],
)  # fmt: skip
def test_what_lies_around_the_events_is_verified_too(
    kept: Kept, statement: str, code: str, where: str
) -> None:
    """A row that is not found is as good as gone."""
    edit(
        kept.place,
        re.sub(r"\{(.*?)\}", r"(SELECT number FROM tag_names WHERE name = '\1')", statement),
    )

    assert (code, where) in kept.found()


def test_a_text_that_is_no_longer_the_one_that_was_kept_is_named(kept: Kept) -> None:
    """By its source."""
    [file] = Path(f"{kept.place}.texts").iterdir()
    file.write_bytes(b"All was quiet.\n")

    assert kept.found() == {("text-changed", "source report")}


def test_a_quotation_that_its_text_does_not_hold_is_named(kept: Kept) -> None:
    """Recorded before the text came, say."""
    with kept.open() as ledger:
        ledger.record(
            {"type": "statement", "id": "other", "source": "later-report", "speaker": "taliban",
             "quote": "we agreed to nothing of the kind"}
        )  # fmt: skip
        ledger.keep_text("later-report", b'They "agreed to nothing", it was said.\n')

    assert kept.found() == {("not-quoted", "position 13")}


def test_an_event_that_this_program_cannot_read_is_named(kept: Kept) -> None:
    """Its hashes hold; another program, or another version of this, recorded it."""
    with kept.open() as ledger, ledger._store.writing() as transaction:
        stored = transaction.at([10])[0]
        from ledger.store.event_data import EventData

        transaction.append(
            [EventData(id="odd", type=stored.type, schema=1, known_from=None, payload=b"{}",
                       tags=frozenset())],
            recorder="r", recorded_at=stored.recorded_at,
        )  # fmt: skip

    assert ("unreadable", "position 13") in kept.found()


def test_the_custody_in_memory_has_no_key_at_first() -> None:
    """Then a ledger is verified without any."""
    assert MemoryCustody().newest() is None


@pytest.fixture
def long(tmp_path: Path) -> Kept:
    """Long enough for stored nodes; the checkpoint from elsewhere is of its end."""
    kept = a_ledger(tmp_path)
    with kept.open() as ledger:
        ledger.record([{**WORLD[2], "id": f"actor-{n}", "name": f"N{n}"} for n in range(60)])
        return evolve(kept, elsewhere=ledger.checkpoint())


@pytest.mark.parametrize(
    "statement, findings, anchored",
    [
        ("SELECT 1", set(), "1 to 72"),
        ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 4 AND number = 1",
         {("node-differs", "node 4/1 (positions 17 to 32)")}, "1 to 72"),
        ("DELETE FROM nodes WHERE level = 6", {("node-differs", "node 6/0 (positions 1 to 64)")},
         "1 to 72"),
        ("INSERT INTO nodes (level, number, hash) VALUES (4, 4, zeroblob(32))",
         {("truncated", "ledger")}, "1 to 72"),
        ("DELETE FROM events WHERE position = 20", {("event-missing", "position 20")}, "1 to 72"),
        ("DELETE FROM events WHERE position BETWEEN 20 AND 60",
         {("event-missing", "positions 20 to 60")}, "1 to 72"),
        ("DELETE FROM events WHERE position = 70", {("event-missing", "position 70")}, None),
    ],
)  # fmt: skip
def test_the_stored_tree_is_verified_and_what_follows_a_gap_too(
    long: Kept, statement: str, findings: set[tuple[str, str | None]], anchored: str | None
) -> None:
    """The checkpoint at the end still vouches for what is there, as far as stored nodes lead to it."""
    edit(long.place, statement)
    answer = long.verified()
    told = {(row["topic"], row["where"]) for row in answer if row["level"] == "danger"}

    assert findings <= told
    assert {code for code, _ in told} - {code for code, _ in findings} <= {
        "file-damaged", "view-differs",
    }  # fmt: skip
    assert anchored is None or any(anchored in str(row["sentence"]) for row in answer)


def test_a_text_that_is_no_unicode_hides_no_other_event(long: Kept) -> None:
    """The rows beside it are read all the same."""
    edit(
        long.place,
        "UPDATE events SET recorder = CAST(x'ff' AS TEXT) WHERE position = 30",
        "UPDATE events SET recorder = 'nobody' WHERE position = 31",
        "UPDATE tag_names SET name = CAST(x'ff' AS TEXT) WHERE name = 'actor:actor-40'",
    )

    assert {
        ("event-changed", "position 30"), ("event-changed", "position 31"),
        ("index-differs", "position 53"),
    } <= long.found()  # fmt: skip


def test_a_record_about_what_is_gone_is_named_and_the_rest_still_looked_at(kept: Kept) -> None:
    """A correction whose event was taken out of the file."""
    edit(
        kept.place,
        "DELETE FROM events WHERE position = 9",
        "DELETE FROM tags WHERE position = 12",
    )

    assert {
        ("event-missing", "position 9"), ("index-differs", "position 11"),
        ("index-differs", "position 12"),
    } <= kept.found()  # fmt: skip
