#!/usr/bin/env python3
# /// script
# requires-python = ">=3.9"
# dependencies = ["cryptography>=42"]
# ///
"""Checks evidence bundles and consistency files of a policy ledger, with nothing of that program.

    python3 verify_evidence.py --key VKEY [--key VKEY ...] [--quorum N] BUNDLE ...
    python3 verify_evidence.py --key VKEY --earlier CHECKPOINT CONSISTENCY_FILE

Give the key of the ledger as its keeper publishes it, not as it stands in the file; keys of
witnesses likewise. --earlier is a checkpoint that you kept: it is shown that the ledger of the file
continues it. Ends with 0 when everything was found right, 1 when not, 2 when it was called wrongly.

Needs Python 3.9 or later and the package "cryptography". Written after RFC 6962, RFC 8785 and the
C2SP documents signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof and tlog-witness.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "policy-ledger-evidence-bundle@v1"
PAGE_SHA256 = "0c1bb8b10736340d8cd5b653cd03a192d8984137a53fb36af95219290eea1dfa"
ED25519, COSIGNATURE = 1, 4
ENTRY_KINDS: dict[str, Any] = {
    "v": int, "position": int, "id": str, "type": str, "schema": int, "recorded_at": str,
    "recorder": str, "known_from": (str, type(None)), "payload_digest": str,
}  # fmt: skip
MOST_NUMBER, MOST_BYTES, MOST_DEPTH = 2**63 - 1, 64 * 1024 * 1024, 64

Key = tuple[str, bytes, int, bytes]
"""Name, key id, type, public key."""
Signature = tuple[str, bytes, bytes]
"""Name, key id, signature."""
Head = tuple[str, int, bytes]
"""Origin, size, root."""
Proof = tuple[int, list[bytes], bytes]
"""Index or earlier size, path, checkpoint as it stands."""
Finding = tuple[str, str, str]
"""Code, place, sentence."""


class Event(NamedTuple):
    """An event of a bundle: its place in the file, itself, and its entry and proof where readable."""

    where: str
    event: dict[str, Any]
    entry: dict[str, Any] | None
    proof: Proof | None


class WrongError(Exception):
    """Something is not as it must be; the text says what."""


# --- texts ----------------------------------------------------------------------------------------


def decode64(text: str) -> bytes:
    """Base64 with one spelling: what does not encode to the same text again is refused."""
    try:
        value = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise WrongError("not Base64") from None
    if base64.b64encode(value).decode() != text:
        raise WrongError("not the canonical Base64 of its bytes")
    return value


def hash64(text: str) -> bytes:
    value = decode64(text)
    if len(value) != 32:
        raise WrongError(f"a hash has 32 bytes, not {len(value)}")
    return value


def number(text: str) -> int:
    if not re.fullmatch("0|[1-9][0-9]{0,18}", text) or int(text) > MOST_NUMBER:
        raise WrongError("not a number below 2^63 without leading zeros")
    return int(text)


def read_json(data: bytes, what: str) -> Any:
    """JSON without repeated keys, fractions, half surrogate pairs and endless nesting."""

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(members)
        if len(value) != len(members):
            raise ValueError("a key stands twice")
        return value

    def whole(text: str) -> int:
        if len(text) > 17:
            raise ValueError("too great a number")
        return int(text)

    def refuse(text: str) -> Any:
        raise ValueError("not a whole number")

    if len(data) > MOST_BYTES:
        raise WrongError(what + " is too long")
    try:
        text = data.decode("utf-8")
        depth = deepest = 0
        # A string that does not end matches to the end, so that scanning stays linear.
        pieces = r'(?s)"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{}]'
        for found in re.finditer(pieces, text):
            if found[0] in "[{":
                depth += 1
                deepest = max(deepest, depth)
            elif found[0] in "]}":
                depth -= 1
        if deepest > MOST_DEPTH:
            raise ValueError("nested too deep")
        value = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_int=whole,
            parse_float=refuse,
            parse_constant=refuse,
        )
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError as error:
        raise WrongError(f"{what} is not JSON as it must be: {error}") from None
    return value


def is_object(value: Any, keys: Iterable[str]) -> bool:
    return isinstance(value, dict) and set(value) == set(keys)


# --- keys, notes, checkpoints ---------------------------------------------------------------------


def read_key(vkey: str) -> Key:
    """(name, key id, type, public key) of <name>+<id>+<Base64 of type and key>."""
    parts = vkey.split("+", 2)
    if len(parts) != 3 or not is_name(parts[0]):
        raise WrongError("a key has a name, an id and its bytes, with a plus between them")
    name, key_id, typed = parts[0], parts[1], decode64(parts[2])
    if len(typed) != 33 or typed[0] not in (ED25519, COSIGNATURE):
        raise WrongError("a key must be Ed25519 (type 01) or a cosignature key (type 04)")
    expected = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
    if key_id != expected.hex():
        raise WrongError("the id of the key does not belong to its name and bytes")
    return name, expected, typed[0], typed[1:]


def is_name(name: str) -> bool:
    return bool(name) and not any(c == "+" or c.isspace() or c < " " for c in name)


def read_note(data: bytes) -> tuple[str, list[Signature]]:
    """(text, [(name, key id, signature)]) of a signed note."""
    if len(data) > 1000000:
        raise WrongError("the note is too long")
    try:
        whole = data.decode("utf-8")
    except ValueError:
        raise WrongError("a note must be UTF-8") from None
    if any(c < " " and c != "\n" for c in whole):
        raise WrongError("a note must not hold control characters")
    text, blank, below = whole.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise WrongError("a note needs a blank line, signatures, and a newline at its end")
    lines = below[:-1].split("\n")
    if len(lines) > 100:
        raise WrongError("a note has at most 100 signatures")
    signatures = []
    for line in lines:
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        if dash != "\u2014" or not is_name(name):
            raise WrongError("a signature line has a dash, a name and Base64")
        value = decode64(encoded)
        if len(value) < 5:
            raise WrongError("a signature is too short")
        signatures.append((name, value[:4], value[4:]))
    return text + "\n", signatures


def read_checkpoint(text: str) -> Head:
    """(origin, size, root) of the text of a note."""
    if not text.endswith("\n"):
        raise WrongError("a checkpoint must end with a newline")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or "" in lines:
        raise WrongError("a checkpoint has an origin, a size and a root, and no empty line")
    size, root = number(lines[1]), hash64(lines[2])
    if size == 0 and root != hashlib.sha256(b"").digest():
        raise WrongError("the root is not that of an empty tree")
    return lines[0], size, root


def signature_holds(key: Key, text: bytes, signature: bytes) -> bool:
    """Whether a signature, without the key id, is this key's of a note's text."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if key[2] == COSIGNATURE:
        when = int.from_bytes(signature[:8], "big")
        if len(signature) != 72 or when > MOST_NUMBER:
            return False
        text = b"cosignature/v1\ntime %d\n" % when + text
        signature = signature[8:]
    try:
        Ed25519PublicKey.from_public_bytes(key[3]).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


# --- the tree -------------------------------------------------------------------------------------


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The greatest power of two below a size above one (RFC 6962, section 2.1)."""
    return 1 << ((size - 1).bit_length() - 1)


def root_by_inclusion(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root to which a path leads, from its end down (RFC 6962, section 2.1.1)."""
    if not 0 <= index < size:
        raise WrongError("the tree has no such leaf")
    if size == 1:
        if path:
            raise WrongError("the proof is too long")
        return leaf
    if not path:
        raise WrongError("the proof is too short")
    half = split(size)
    if index < half:
        return node_hash(root_by_inclusion(leaf, index, half, path[:-1]), path[-1])
    return node_hash(path[-1], root_by_inclusion(leaf, index - half, size - half, path[:-1]))


def roots_by_consistency(
    old: int, size: int, path: list[bytes], old_root: bytes, *, whole: bool = True
) -> tuple[bytes, bytes]:
    """(old root, new root) to which a path leads, from its end down (RFC 6962, section 2.1.2)."""
    if old == size:
        if whole:
            if path:
                raise WrongError("the proof is too long")
            return old_root, old_root
        if len(path) != 1:
            raise WrongError("the proof has the wrong length")
        return path[0], path[0]
    if not path:
        raise WrongError("the proof is too short")
    half = split(size)
    if old <= half:
        before, after = roots_by_consistency(old, half, path[:-1], old_root, whole=whole)
        return before, node_hash(after, path[-1])
    before, after = roots_by_consistency(old - half, size - half, path[:-1], old_root, whole=False)
    return node_hash(path[-1], before), node_hash(path[-1], after)


# --- files ----------------------------------------------------------------------------------------


def read_proof(data: bytes) -> Proof:
    """(index, path, checkpoint bytes) of a C2SP tlog-proof file without extra data."""
    head, blank, checkpoint = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except ValueError:
        raise WrongError("a proof must be ASCII above its checkpoint") from None
    if lines[0] != "c2sp.org/tlog-proof@v1" or not blank:
        raise WrongError("not a C2SP tlog-proof file")
    if len(lines) < 2 or not lines[1].startswith("index ") or len(lines) > 65:
        raise WrongError("a proof has an index and at most 63 hashes")
    index, path = number(lines[1][6:]), [hash64(line) for line in lines[2:]]
    read_checkpoint(read_note(checkpoint)[0])
    return index, path, checkpoint


def read_consistency(data: bytes) -> Proof:
    """(earlier size, path, checkpoint bytes) of a consistency file."""
    head, blank, checkpoint = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except ValueError:
        raise WrongError("a consistency file must be ASCII above its checkpoint") from None
    if not lines[0].startswith("old ") or not blank or len(lines) > 64:
        raise WrongError("a consistency file has the earlier size and at most 63 hashes")
    path = [hash64(line) for line in lines[1:]]
    read_checkpoint(read_note(checkpoint)[0])
    return number(lines[0][4:]), path, checkpoint


def read_entry(data: bytes) -> dict[str, Any]:
    """The entry in its permanent form: nine keys, sorted, nothing left to choice."""
    entry: dict[str, Any] = read_json(data, "the entry")
    if not is_object(entry, ENTRY_KINDS):
        raise WrongError("an entry has exactly the keys " + ", ".join(sorted(ENTRY_KINDS)))
    for name, kinds in ENTRY_KINDS.items():
        if not isinstance(entry[name], kinds) or isinstance(entry[name], bool):
            raise WrongError(name + " of the entry is of the wrong kind")
    day = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    moment = day + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
    if (
        entry["v"] != 1
        or entry["position"] < 1
        or not re.fullmatch(moment, entry["recorded_at"])
        or not re.fullmatch(day, entry["known_from"] or "0000-00-00")
        or entry["known_from"] == ""
        or not re.fullmatch("[0-9a-f]{64}", entry["payload_digest"])
        or any(isinstance(value, int) and abs(value) > 2**53 for value in entry.values())
    ):
        raise WrongError("a field of the entry is not of its form")
    form = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if form.encode() != data:
        raise WrongError("the entry is not spelt in its canonical form")
    return entry


def read_bundle(data: bytes) -> dict[str, Any]:
    """A bundle, so far as its shape goes."""
    whole: dict[str, Any] = read_json(data, "the bundle")
    if not is_object(whole, ("format", "how_to_check", "keys", "events")):
        raise WrongError("a bundle has exactly the keys format, how_to_check, keys and events")
    if whole["format"] != FORMAT:
        raise WrongError("the format is not " + FORMAT)
    for name, kind in (("how_to_check", str), ("keys", str), ("events", dict)):
        members = whole[name]
        if not isinstance(members, list) or not all(isinstance(m, kind) for m in members):
            raise WrongError(name + " is not the list that it must be")
    if len(whole["keys"]) > 100:
        raise WrongError("a bundle names at most 100 keys")
    if not whole["events"]:
        raise WrongError("a bundle needs at least one event")
    for event in whole["events"]:
        if not is_object(event, ("entry", "payload", "salt", "proof")):
            raise WrongError("an event has exactly the keys entry, payload, salt and proof")
        if not isinstance(event["entry"], str) or not isinstance(event["proof"], str):
            raise WrongError("entry and proof must be texts")
        if not all(isinstance(event[name], (str, type(None))) for name in ("payload", "salt")):
            raise WrongError("payload and salt must be texts or null")
        if not re.fullmatch("([0-9a-f]{2})*", event["salt"] or ""):
            raise WrongError("a salt must be lower-case hex")
    return whole


def spelt(whole: dict[str, Any]) -> bytes:
    """The one spelling of a bundle."""
    ordered = {name: whole[name] for name in ("format", "how_to_check", "keys", "events")}
    ordered["events"] = [
        {
            "entry": event["entry"],
            "payload": event["payload"],
            "salt": event["salt"],
            "proof": event["proof"],
        }
        for event in whole["events"]
    ]
    return json.dumps(ordered, ensure_ascii=False, indent=2).encode() + b"\n"


# --- checking -------------------------------------------------------------------------------------


def check_bundle(
    data: bytes, trusted: list[Key], quorum: int = 0
) -> tuple[list[Finding], list[str]]:
    """([(code, where, sentence)], [line to show]): what is wrong, and what the bundle shows."""
    try:
        whole = read_bundle(data)
    except WrongError as error:
        return [("not-a-bundle", "file", str(error))], []
    wrong: list[Finding] = []
    shown: list[str] = []
    page = "\n".join(whole["how_to_check"]).encode()
    if hashlib.sha256(page).hexdigest() != PAGE_SHA256 or any(
        "\n" in line for line in whole["how_to_check"]
    ):
        wrong.append(("page-altered", "page", "the page on how to check was altered"))
    if spelt(whole) != data:
        wrong.append(("respelt", "file", "the file is not spelt as bundles are"))
    keys = []
    for place, vkey in enumerate(whole["keys"], 1):
        try:
            keys.append(read_key(vkey))
        except WrongError as error:
            wrong.append(("bad-key", f"key {place}", str(error)))
    events: list[Event] = []
    for place, event in enumerate(whole["events"], 1):
        where, entry, proof = f"event {place}", None, None
        try:
            entry = read_entry(event["entry"].encode())
            where += f" (position {entry['position']})"
        except WrongError as error:
            wrong.append(("not-an-entry", where, str(error)))
        try:
            proof = read_proof(event["proof"].encode())
        except WrongError as error:
            wrong.append(("not-a-proof", where, str(error)))
        events.append(Event(where, event, entry, proof))
    note = next((proof[2] for _, _, _, proof in events if proof), None)
    head = None
    if note is not None:
        head = check_checkpoint(note, keys, trusted, quorum, wrong, shown)
    last = 0
    for where, event, entry, proof in events:
        if proof and proof[2] != note:
            wrong.append(("mixed-checkpoints", where, "it is proven by another checkpoint"))
        if not entry:
            continue
        if entry["position"] <= last:
            wrong.append(("out-of-order", where, f"it stands behind position {last}"))
        last = entry["position"]
        if not proof or not head:
            continue
        if proof[0] != entry["position"] - 1:
            wrong.append(("wrong-position", where, "its proof is for another position"))
        try:
            leaf = leaf_hash(event["entry"].encode())
            if root_by_inclusion(leaf, proof[0], head[1], proof[1]) != head[2]:
                raise WrongError("the proof leads to another root")
        except WrongError as error:
            wrong.append(("not-included", where, str(error)))
    check_words(events, wrong, shown)
    return wrong, shown


def check_checkpoint(
    note: bytes,
    keys: list[Key],
    trusted: list[Key],
    quorum: int,
    wrong: list[Finding],
    shown: list[str],
) -> Head:
    """(origin, size, root), after every signature of a named key has been verified."""
    text, signatures = read_note(note)
    head = read_checkpoint(text)
    good = []
    for key in dict.fromkeys(keys):
        own = [value for name, key_id, value in signatures if (name, key_id) == key[:2]]
        if not own:
            wrong.append(("unused-key", "keys", key[0] + " is named but has not signed"))
        elif all(signature_holds(key, text.encode(), value) for value in own):
            good.append(key)
        else:
            wrong.append(("bad-signature", "checkpoint", f"the signature of {key[0]} fails"))
    for name, key_id, _ in signatures:
        if (name, key_id) not in [key[:2] for key in keys]:
            wrong.append(("unlisted-signature", "checkpoint", name + " is not named"))
    logs = [key for key in good if key[2] == ED25519 and key[0] == head[0]]
    if not logs:
        wrong.append(("not-signed-by-log", "checkpoint", head[0] + " has not signed"))
    elif not any(key in trusted for key in logs):
        wrong.append(("untrusted", "checkpoint", "the key in the file is not one you gave"))
    witnesses = {key[3] for key in good if key[2] == COSIGNATURE and key in trusted}
    if len(witnesses) < quorum:
        wrong.append(("too-few-witnesses", "checkpoint", f"{len(witnesses)} of {quorum} signed"))
    shown.append(f"{head[0]} at {head[1]} events, signed by {names(good)}")
    return head


def check_words(events: list[Event], wrong: list[Finding], shown: list[str]) -> None:
    """Whether each event's words are there and are those that were recorded."""
    redactions: dict[str, int] = {}
    for where, event, entry, _ in events:
        payload, salt = event["payload"], event["salt"]
        if (payload is None) != (salt is None):
            wrong.append(("half-removed", where, "payload and salt must both be there"))
        if not entry or payload is None or salt is None:
            continue
        salt = bytes.fromhex(salt)
        digest = hashlib.sha256(salt + payload.encode()).hexdigest()
        if len(salt) != 16 or digest != entry["payload_digest"]:
            wrong.append(("payload-differs", where, "payload or salt is not what was recorded"))
        elif entry["type"] == "redaction":
            try:
                said = read_json(payload.encode(), "the payload")
            except WrongError:
                continue
            of = said.get("of") if isinstance(said, dict) else None
            for covered in of if isinstance(of, list) else [of]:
                if isinstance(covered, str):
                    redactions[covered] = entry["position"]
    for where, event, entry, _ in events:
        if not entry:
            continue
        verdict, by = "present", redactions.get(entry["id"])
        if event["payload"] is None:
            if by is None or by < entry["position"]:
                verdict = "MISSING"
                wrong.append(("payload-missing", where, "its words are gone, unexplained"))
            else:
                verdict = f"redacted by {by}"
        position, kind, name = entry["position"], entry["type"], entry["id"]
        recorded = f"recorded {entry['recorded_at']} by {entry['recorder']}"
        shown.append(f"{position}  {kind}  {name}  {recorded}: {verdict}")


def check_consistency(data: bytes, earlier: bytes, trusted: list[Key]) -> str:
    """The line to show, after it was shown that the file's log continues an earlier checkpoint."""
    old_size, path, note = read_consistency(data)
    heads = []
    for part in (earlier, note):
        text, signatures = read_note(part)
        head = read_checkpoint(text)
        own = [
            (key, value)
            for key in trusted
            for name, key_id, value in signatures
            if (name, key_id) == key[:2]
        ]
        if not all(signature_holds(key, text.encode(), value) for key, value in own):
            raise WrongError("a signature does not belong to its checkpoint")
        if not any(key[2] == ED25519 and key[0] == head[0] for key, _ in own):
            raise WrongError(f"no trusted key of {head[0]} has signed")
        heads.append(head)
    (origin, size, root), (later, new_size, new_root) = heads
    if origin != later or old_size != size:
        raise WrongError("the file does not begin with the earlier checkpoint")
    if not 0 < size <= new_size:
        raise WrongError(f"a proof from size {size} to {new_size} shows nothing")
    if roots_by_consistency(size, new_size, path, root) != (root, new_root):
        raise WrongError("the ledger does not continue the earlier checkpoint")
    return f"{origin} at {new_size} events continues its checkpoint at {size}"


# --- the command ----------------------------------------------------------------------------------


def names(keys: list[Key]) -> str:
    return ", ".join(key[0] for key in keys) or "nobody"


def visible(text: str) -> str:
    """The text with control characters made visible: a file must not write to the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def say(text: str) -> None:
    sys.stdout.write(visible(text) + "\n")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--key", action="append", default=[], metavar="VKEY")
    parser.add_argument("--quorum", type=int, default=0, metavar="N")
    parser.add_argument("--earlier", metavar="CHECKPOINT")
    given = parser.parse_args(arguments)
    try:
        import cryptography  # noqa: F401
    except ImportError:
        parser.exit(2, "the package cryptography is needed: python3 -m pip install cryptography\n")
    try:
        trusted = [read_key(vkey) for vkey in given.key]
        contents = [(name, Path(name).read_bytes()) for name in given.files]
        earlier = Path(given.earlier).read_bytes() if given.earlier else None
    except WrongError as error:
        parser.exit(2, f"--key: {error}\n")
    except OSError as error:
        parser.exit(2, f"{error}\n")
    failed = False
    for name, data in contents:
        if earlier is None:
            wrong, shown = check_bundle(data, trusted, given.quorum)
        else:
            wrong, shown = [], []
            try:
                shown = [check_consistency(data, earlier, trusted)]
            except WrongError as error:
                wrong = [("not-consistent", "file", str(error))]
        say(f"{name}: {'FAILED' if wrong else 'verified'}")
        for line in shown if not wrong else []:
            say("  " + line)
        for code, where, sentence in wrong:
            say(f"  {code}: {where}: {sentence}")
        failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
