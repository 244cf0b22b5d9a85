"""Evidence bundles: what was proven is believed, everything else is refused and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ledger.evidence.bundle import FORMAT
from ledger.evidence.bundle_check import verify_bundle
from ledger.evidence.checkpoint import sign_checkpoint
from ledger.evidence.entry import leaf_hash
from ledger.evidence.errors import EvidenceError, MalformedError, UnprovenError
from ledger.evidence.finding import BUNDLE_FINDINGS
from ledger.evidence.keys import VerifierKey
from ledger.evidence.note import Note, NoteSignature, parse_note
from ledger.evidence.page import HOW_TO_CHECK
from ledger.evidence.prove import Recorded, make_bundle
from tests.evidence.small_ledger import (
    ENTRIES,
    GOOD,
    HEAD,
    KEY,
    KEYS,
    NODES,
    SIGNED,
    STRANGER,
    WITNESS,
    bundle,
    recorded,
    standalone,
)

ALONE = standalone()
TRUSTED = [KEY.verifier]


def _codes(data: bytes, trusted: list[VerifierKey] = TRUSTED, quorum: int = 0) -> set[str]:
    """What is wrong with a bundle: the room and the verifier that stands alone must agree."""
    ours = {finding.code for finding in verify_bundle(data, trusted, quorum=quorum).findings}
    keys = [ALONE.read_key(key.vkey) for key in trusted]
    theirs = {code for code, _, _ in ALONE.check_bundle(data, keys, quorum)[0]}

    assert ours == theirs
    return ours


def test_a_bundle_shows_its_events_to_who_has_the_key() -> None:
    """Present and redacted events, the head they are proven by, and who has signed it."""
    report = verify_bundle(GOOD, [*TRUSTED, WITNESS], quorum=1)

    assert report.ok
    assert report.checkpoint == HEAD
    assert [signed.key for signed in report.signed_by] == KEYS
    assert [
        (event.entry.position, event.verdict, event.redacted_by) for event in report.events
    ] == [
        (3, "present", None),
        (4, "redacted", 6),
        (6, "present", None),
    ]
    assert [event.leaf for event in report.events] == [
        leaf_hash(ENTRIES[position - 1]) for position in (3, 4, 6)
    ]
    assert _codes(GOOD) == set()


def test_the_file_begins_with_the_page_for_people() -> None:
    """Somebody who opens it without any program reads first what it shows and what it does not."""
    whole = json.loads(GOOD)

    assert list(whole) == ["format", "how_to_check", "keys", "events"]
    assert whole["format"] == FORMAT
    assert whole["how_to_check"] == list(HOW_TO_CHECK)
    assert whole["keys"] == [key.vkey for key in KEYS]
    assert whole["events"][0]["entry"].encode() == ENTRIES[2]
    assert whole["events"][0]["proof"].encode().endswith(SIGNED)


def test_events_are_put_in_the_order_of_their_positions() -> None:
    """However they were asked for."""
    assert bundle([recorded(6), recorded(3), recorded(4, words=False)]) == GOOD


def test_signatures_of_keys_that_are_not_named_are_left_out() -> None:
    """Nobody could check them, and a changed byte in them would go unseen."""
    alone = make_bundle([recorded(3)], checkpoint=SIGNED, keys=TRUSTED, nodes=NODES)

    assert _codes(alone) == set()
    assert WITNESS.name not in alone.decode()


def test_a_bundle_that_would_not_pass_is_not_handed_out() -> None:
    """Wrong words, no words, no event, an event beyond the head, a checkpoint by somebody else."""
    wrong: list[tuple[type[EvidenceError], list[Recorded], bytes]] = [
        (UnprovenError, [Recorded(entry=ENTRIES[2], payload=b"{}", salt=bytes(16))], SIGNED),
        (UnprovenError, [Recorded(entry=ENTRIES[2], payload=b"{}", salt=b"short")], SIGNED),
        (UnprovenError, [recorded(5, words=False), recorded(6)], SIGNED),
        (UnprovenError, [recorded(3), recorded(3)], SIGNED),
        (UnprovenError, [recorded(3)], sign_checkpoint(HEAD, STRANGER)),
        (MalformedError, [], SIGNED),
        (MalformedError, [Recorded(entry=b"{}", payload=b"{}", salt=bytes(16))], SIGNED),
        (MalformedError, [Recorded(entry=ENTRIES[2], payload=b"\xff", salt=bytes(16))], SIGNED),
    ]
    for error, events, checkpoint in wrong:
        with pytest.raises(error):
            make_bundle(events, checkpoint=checkpoint, keys=KEYS, nodes=NODES)


Tampering = Callable[[dict[str, Any]], object]


def _event(whole: dict[str, Any], number: int, **changed: Any) -> None:
    whole["events"][number].update(changed)


def _proof(whole: dict[str, Any], number: int, old: str, new: str) -> None:
    proof = whole["events"][number]["proof"]
    assert old in proof
    whole["events"][number]["proof"] = proof.replace(old, new)


def _resigned(whole: dict[str, Any], change: Callable[[Note], Note]) -> None:
    """The checkpoint changed in all proofs alike."""
    for event in whole["events"]:
        head, _, note = event["proof"].partition("\n\n")
        event["proof"] = f"{head}\n\n{change(parse_note(note.encode())).encode().decode()}"


def _forged(note: Note) -> Note:
    own, *others = note.signatures
    bad = NoteSignature(name=own.name, key_id=own.key_id, value=bytes(64))
    return Note(text=note.text, signatures=(bad, *others))


def _signed_by_stranger(note: Note) -> Note:
    own = NoteSignature(
        name=STRANGER.name,
        key_id=STRANGER.verifier.id,
        value=STRANGER.signs(note.text.encode()),
    )
    return Note(text=note.text, signatures=(*note.signatures, own))


def _without_log(whole: dict[str, Any]) -> None:
    _resigned(whole, lambda note: Note(text=note.text, signatures=note.signatures[1:]))
    del whole["keys"][0]


def _taken_over(whole: dict[str, Any]) -> None:
    """Everything in the file fits together; only the key is not the ledger's."""
    _resigned(whole, _signed_by_stranger)
    _without_log(whole)
    whole["keys"].append(STRANGER.verifier.vkey)


def _swapped_salts(whole: dict[str, Any]) -> None:
    first, last = whole["events"][0], whole["events"][2]
    first["salt"], last["salt"] = last["salt"], first["salt"]


TAMPERED: list[tuple[str, Tampering, set[str]]] = [
    ("another format", lambda w: w.update(format="x"), {"not-a-bundle"}),
    ("a key more", lambda w: w.update(more=1), {"not-a-bundle"}),
    ("101 keys", lambda w: w.update(keys=w["keys"][:1] * 101), {"not-a-bundle"}),
    ("no events", lambda w: w.update(events=[]), {"not-a-bundle"}),
    ("a salt in capitals", lambda w: _event(w, 0, salt="AA" * 16), {"not-a-bundle"}),
    ("a proof that is no text", lambda w: _event(w, 0, proof=1), {"not-a-bundle"}),
    ("a page that misleads", lambda w: w["how_to_check"].append("All is well."), {"page-altered"}),
    ("a page run together", lambda w: w.update(how_to_check=["\n".join(HOW_TO_CHECK)]),
     {"page-altered"}),
    ("keys in another order", lambda w: w.update({"keys": w.pop("keys")}), {"respelt"}),
    ("a key that is none", lambda w: w["keys"].append("x"), {"bad-key"}),
    ("a key that has not signed", lambda w: w["keys"].append(STRANGER.verifier.vkey),
     {"unused-key"}),
    ("a proof with stray bits", lambda w: _proof(w, 0, "=\n\n", "\n\n"), {"not-a-proof"}),
    ("a proof with extra data", lambda w: _proof(w, 0, "index", "extra YQ==\nindex"),
     {"not-a-proof"}),
    ("an index of another leaf", lambda w: _proof(w, 0, "index 2", "index 3"),
     {"wrong-position", "not-included"}),
    ("another checkpoint", lambda w: _proof(w, 2, "\n7\n", "\n8\n"), {"mixed-checkpoints"}),
    ("a forged signature", lambda w: _resigned(w, _forged), {"bad-signature", "not-signed-by-log"}),
    ("a signature more", lambda w: _resigned(w, _signed_by_stranger), {"unlisted-signature"}),
    ("no signature of the log", _without_log, {"not-signed-by-log"}),
    ("the key of somebody else", _taken_over, {"untrusted"}),
    ("a greater tree", lambda w: _resigned(w, lambda n: Note(
        text=n.text.replace("\n7\n", "\n9\n"), signatures=n.signatures)),
     {"bad-signature", "not-signed-by-log", "not-included"}),
    ("an entry with a key more", lambda w: _event(w, 0, entry='{"v":1}'), {"not-an-entry"}),
    ("an entry spelt otherwise", lambda w: _event(
        w, 0, entry=w["events"][0]["entry"].replace(",", ", ", 1)), {"not-an-entry"}),
    ("a backdated entry", lambda w: _event(
        w, 0, entry=w["events"][0]["entry"].replace("2026-01-02", "2020-01-02")), {"not-included"}),
    ("an entry of another event", lambda w: _event(w, 0, entry=ENTRIES[0].decode()),
     {"wrong-position", "not-included", "payload-differs"}),
    ("events the wrong way round", lambda w: w["events"].reverse(), {"out-of-order"}),
    ("an event twice", lambda w: w["events"].append(w["events"][2]), {"out-of-order"}),
    ("other words", lambda w: _event(w, 0, payload='{"quote":"to 2,500 troops"}'),
     {"payload-differs"}),
    ("swapped salts", _swapped_salts, {"payload-differs", "payload-missing"}),
    ("a short salt", lambda w: _event(w, 0, salt=""), {"payload-differs"}),
    ("a salt without words", lambda w: _event(w, 0, payload=None),
     {"half-removed", "payload-missing"}),
    ("words without a salt", lambda w: _event(w, 0, salt=None), {"half-removed"}),
    ("words removed in silence", lambda w: _event(w, 0, payload=None, salt=None),
     {"payload-missing"}),
    ("the redaction left out", lambda w: w["events"].pop(), {"payload-missing"}),
    ("a redaction of other words", lambda w: _event(w, 2, payload='{"of":"lost"}'),
     {"payload-differs", "payload-missing"}),
]  # fmt: skip


@pytest.mark.parametrize(
    "change, codes", [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED]
)
def test_whatever_was_tampered_with_is_named(change: Tampering, codes: set[str]) -> None:
    """The room and the verifier that stands alone find the same, and nothing besides."""
    whole = json.loads(GOOD)
    change(whole)
    data = json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"

    assert _codes(data) == codes


def test_every_finding_can_be_found() -> None:
    """A code that no tampering brings out would be an idle promise."""
    found = set().union(*(codes for _, _, codes in TAMPERED)) | {"too-few-witnesses"}

    assert found == BUNDLE_FINDINGS.keys()


def test_without_a_key_of_ones_own_a_bundle_shows_nothing() -> None:
    """Whoever forges a file can put any key into it; the only finding is that nobody vouches."""
    assert _codes(GOOD, []) == {"untrusted"}
    assert _codes(GOOD, [STRANGER.verifier]) == {"untrusted"}
    assert _codes(GOOD, [WITNESS]) == {"untrusted"}


def test_a_quorum_of_witnesses_can_be_asked_for() -> None:
    """Only trusted ones count, and the same one counts once."""
    assert _codes(GOOD, [KEY.verifier, WITNESS], 1) == set()
    assert _codes(GOOD, [KEY.verifier], 1) == {"too-few-witnesses"}
    assert _codes(GOOD, [KEY.verifier, WITNESS], 2) == {"too-few-witnesses"}


def test_a_redaction_excuses_only_what_was_recorded_before_it() -> None:
    """And only the events that it names, not all that are missing."""
    for events in ([recorded(5, words=False), recorded(6)], [recorded(4, words=False)]):
        with pytest.raises(UnprovenError, match="its words are gone"):
            bundle(events)


@pytest.mark.parametrize(
    "data",
    [b"", b"null", b"[]", b"{}", b"\xff", b'{"format":NaN}', b"[" * 100_000, b'{"a":1,"a":1}',
     b'"\\ud800"', b"1" * 5000, GOOD[:-1], GOOD + b"\n", GOOD.replace(b"\n", b"\r\n"),
     b"\xef\xbb\xbf" + GOOD],
    ids=range(14),
)  # fmt: skip
def test_bytes_that_are_no_bundle_are_refused(data: bytes) -> None:
    """Nothing, other JSON, no JSON, endless nesting, half pairs, another spelling."""
    assert _codes(data) & {"not-a-bundle", "respelt"}


@pytest.mark.parametrize(
    "data", [b'"' + b'\\"' * 500_000, b'{"a":' + b"9" * 2_000_000 + b"}", b'"\\' * 500_000]
)
def test_hostile_bytes_are_refused_without_long_thought(data: bytes) -> None:
    """Strings that never end and endless numbers cost no more than reading them once.

    With a reader whose effort grows with the square of the length, this test would take hours.
    """
    assert _codes(data) == {"not-a-bundle"}
