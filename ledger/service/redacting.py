"""Redacting: removes words for good and restates what is left, also where records repeat them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
import msgspec
from attrs import evolve, frozen

from ledger.errors import LedgerError, RefusedError, UsageError
from ledger.evidence.canonical import canonical
from ledger.evidence.redaction import REDACTION, covers
from ledger.model.commitment import Commitment
from ledger.model.event import Event
from ledger.model.event_types import BY_NAME
from ledger.model.fields import key_of
from ledger.model.redacted import REMOVED, Redaction
from ledger.projector import Progress, rebuild_within
from ledger.service.known import LedgerKnown
from ledger.service.receipt import Receipt
from ledger.service.recording import Run, append_all, found_by
from ledger.service.thing import find_thing
from ledger.store.codec import decode
from ledger.store.event_data import StoredEvent
from ledger.store.store import Snapshot, Transaction
from ledger.store.texts import Texts

SHORTEST = 8
"""Shorter words are removed where they are all of a text, not where they are part of one."""

Shape = dict[str, Any]


@frozen(kw_only=True)
class Left:
    """An event with what is left of its payload."""

    stored: StoredEvent
    shape: Shape

    @property
    def payload(self) -> bytes:
        return canonical(self.shape)

    @property
    def as_stored(self) -> StoredEvent:
        """The row as it will read."""
        return self.stored._replace(payload=b"", salt=b"", restated=self.payload)


def redact(
    transaction: Transaction,
    texts: Texts,
    thing: str | int,
    fields: Sequence[str],
    *,
    basis: str,
    reason: str,
    run: Run,
    progress: Progress | None = None,
) -> Receipt:
    """Append the redaction and remove the words, in the caller's transaction.

    Raises UsageError for a field that holds no words, or that is not there; RefusedError where the
    basis or the reason repeats them.
    """
    known = LedgerKnown(transaction, texts)
    found = find_thing(transaction, known, thing)
    terms = {key_of(attribute) for attribute in attrs.fields(Commitment)}
    paths = tuple(
        f"commits.{found.id}.{field}"
        if found.kind == "commitment" and field in terms and not field.startswith("commits.")
        else field
        for field in dict.fromkeys(fields)
    )
    if not paths:
        raise UsageError("a redaction needs at least one field", hint="--fields quote,note")
    events, about = _concerned(transaction, found.stored)
    left, words = _left(events, about, paths)
    if not words:
        return Receipt(
            head=transaction.head(),
            warnings=(f"{', '.join(paths)} of {found.stored.id} holds no words any more",),
        )
    for says in (basis, reason):
        if scrubbed(says, words) != says:
            raise RefusedError("the redaction itself would repeat the words",
                               hint="say the basis and the reason without them")  # fmt: skip
    covered = _covered(transaction, known, left)
    made = Redaction(
        of=tuple(one.stored.id for one in covered),
        fields=paths,
        basis=basis,
        reason=reason,
        restates={one.stored.id: one.shape for one in covered},
    )
    receipt = append_all(transaction, [made], known, run, redacting=True)
    noted = {one.stored.position: _tags(transaction, one.stored.position) for one in covered}
    transaction.redact(dict.fromkeys(noted, ()))
    after = LedgerKnown(transaction, texts)
    transaction.redact({
        position: tags - found_by(decode(transaction.at([position])[0]).event, {}, after)
        for position, tags in noted.items()
    })  # fmt: skip
    rebuild_within(transaction, progress)
    done = {one.stored.position for one in covered}
    return evolve(receipt, warnings=(
        *receipt.warnings,
        *_elsewhere(transaction, texts, words, done),
        "bundles, backups and exports that were made before still hold the words",
    ))  # fmt: skip


def noted(event: Event) -> bytes:
    """A redaction in one line, without any of what it restates, to be done again after a restore."""
    assert isinstance(event, Redaction)
    return canonical({"of": event.of[0], "fields": list(event.fields), "basis": event.basis,
                      "reason": event.reason})  # fmt: skip


def _concerned(snapshot: Snapshot, base: StoredEvent) -> tuple[list[StoredEvent], set[str]]:
    """The event and all that may have to be restated with it; and the ids of records about it.

    These are the records about it, earlier redactions of any of them, and what those restated: a
    redaction that is itself restated leaves nothing behind for the others that it covered.
    """
    events = {one.position: one for one in snapshot.history([], ids=[base.id])}
    about = {one.id for one in events.values()} - {base.id}
    rest = snapshot.of_type(REDACTION)
    while True:
        ids = {one.id for one in events.values()}
        more = [one for one in rest if one.position not in events and covers(one.words) & ids]
        if not more:
            break
        for one in more:
            events[one.position] = one
            places = snapshot.find(covers(one.words)).values()
            events.update((each.position, each) for each in snapshot.at(set(places)))
    del events[base.position]
    return [base, *(events[position] for position in sorted(events))], about


def _left(
    events: Sequence[StoredEvent], about: set[str], paths: Sequence[str]
) -> tuple[list[Left], list[str]]:
    """What is left of each of the events, the first of which is meant; and the words that go."""
    words: list[str] = []
    base = events[0]
    shapes: dict[str, Shape] = {one.id: msgspec.json.decode(one.words) for one in events}
    for path in paths:
        remove(shapes[base.id], base.type, path, words)
        for id in about:
            for changes in (shapes[id].get("set", {}), shapes[id].get("becomes", {})):
                if isinstance(changes.get(path), str):
                    words.append(changes[path])
                    changes[path] = REMOVED
        for one in events[1:]:
            earlier = shapes[one.id].get("restates", {}).get(base.id)
            if one.type == REDACTION and earlier is not None:
                remove(earlier, base.type, path, words)
    words = sorted({word for word in words if word != REMOVED}, key=len, reverse=True)
    left = [Left(stored=one, shape=scrubbed(shapes[one.id], words)) for one in events]
    for each in left:
        try:
            decode(each.as_stored)
        except LedgerError as error:
            raise UsageError(
                f"what is left of {each.stored.id} would be no {each.stored.type}: {error.sentence}"
            ) from error
    return left, words


def remove(shape: Shape, type: str, path: str, words: list[str]) -> None:
    """Take the words at a path out of a stored shape, and add them to `words`.

    Raises UsageError where the path leads to no words: ids, days and numbers stay.
    """
    cls: Any = BY_NAME[type]
    head, _, rest = path.partition(".")
    if head == "commits" and rest:
        id, _, name = rest.rpartition(".")
        found = [terms for terms in shape.get("commits", ()) if terms.get("id") == id]
        if not found:
            raise _no_words(path)
        _remove_field(found[0], Commitment, name, path, words)
        return
    _remove_field(shape, cls, path, path, words)


def _remove_field(shape: Shape, cls: Any, key: str, path: str, words: list[str]) -> None:
    attribute = next((one for one in attrs.fields(cls) if key_of(one) == key), None)
    if attribute is None or attribute.name == "id":
        raise _no_words(path)
    name, held = attribute.name, shape.get(attribute.name)
    plain = not attribute.metadata.get("refers") and "choices" not in attribute.metadata
    if held is None:
        if not plain:
            raise _no_words(path)
        return
    if isinstance(held, str) and plain and not (name.endswith(("_from", "anchor"))):
        words.append(held)
        shape[name] = REMOVED
    elif isinstance(held, list) and plain and all(isinstance(one, str) for one in held):
        words += held
        del shape[name]
    elif name in _WORDS_INSIDE:
        inside = [
            (member, inner)
            for member in (held if isinstance(held, list) else [held])
            for inner in _WORDS_INSIDE[name]
            if isinstance(member, dict) and inner in member
        ]
        if not inside:
            raise _no_words(path)
        for member, inner in inside:
            words.append(member[inner])
            member[inner] = REMOVED
    else:
        raise _no_words(path)


_WORDS_INSIDE = {
    "sources": ("passage", "at"), "relations": ("note",), "speaker": ("described",),
    "given": ("words",),
}  # fmt: skip
"""Fields that hold words beside ids: which of their parts are words."""


def _no_words(path: str) -> UsageError:
    return UsageError(
        f"{path} holds no words that could be removed",
        hint="ids stay in the tree for ever; days and numbers are corrected, not redacted",
    )


def scrubbed(value: Any, words: Sequence[str]) -> Any:
    """The value without the words: wherever they are all of a text, or a longer part of one."""
    if isinstance(value, str):
        for word in words:
            if value == word:
                return REMOVED
            if len(word) >= SHORTEST:
                value = value.replace(word, REMOVED)
        return value
    if isinstance(value, list):
        return [scrubbed(member, words) for member in value]
    if isinstance(value, dict):
        return {key: scrubbed(member, words) for key, member in value.items()}
    return value


def _covered(snapshot: Snapshot, known: LedgerKnown, left: Sequence[Left]) -> list[Left]:
    """Those of which anything goes: words of the payload, or a tag that was made of such."""
    base = left[0]
    kept = found_by(decode(base.as_stored).event, {}, known)
    dropped = _tags(snapshot, base.stored.position) - kept
    goes = {
        one.stored.id
        for one in left
        if one is base
        or one.payload != one.stored.words
        or _tags(snapshot, one.stored.position) & dropped
    }
    # What an earlier redaction restated, the one that restates it must restate too.
    for one in reversed(left):
        if one.stored.type == REDACTION and one.stored.id in goes:
            goes |= covers(one.stored.words)
    return [one for one in left if one.stored.id in goes]


def _tags(snapshot: Snapshot, position: int) -> frozenset[str]:
    noted: Mapping[int, Any] = snapshot.indexed(position, position)
    return noted[position].tags if position in noted else frozenset()


def _elsewhere(
    snapshot: Snapshot, texts: Texts, words: Sequence[str], done: set[int]
) -> Iterator[str]:
    """Where else in the ledger and beside it the words stand, for a decision."""
    long = [word for word in words if len(word) >= SHORTEST]
    inside = [msgspec.json.encode(word)[1:-1] for word in long]
    repeating = [
        stored.position
        for stored in snapshot.read()
        if stored.position not in done and any(word in stored.words for word in inside)
    ]
    if repeating:
        shown = ", ".join(map(str, repeating[:20]))
        yield f"the same words stand in {len(repeating)} other events: {shown}; decide about each"
    known = LedgerKnown(snapshot, texts)
    for source in known.names("source"):
        text = known.text_of(source)
        if text is not None and any(word in text for word in long):
            yield f"the text of {source}, beside the ledger, holds the words: decide about that file"
