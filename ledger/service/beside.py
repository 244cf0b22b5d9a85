"""What lies beside an event so that it is found, and its quotation, held against what its fields give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from ledger.errors import IntegrityError
from ledger.evidence.finding import Finding
from ledger.intake.quotation import SourceText
from ledger.model.event import RecordedEvent
from ledger.model.history import effective
from ledger.model.redacted import REMOVED
from ledger.model.said import Statement
from ledger.model.sourced import About
from ledger.model.tags import declared_by
from ledger.model.trusted import recheck
from ledger.projector import touched
from ledger.service.known import LedgerKnown
from ledger.store.codec import decode
from ledger.store.event_data import Indexed
from ledger.store.store import Snapshot
from ledger.store.texts import Texts

TEXTS_AT_ONCE = 64
"""So many texts of sources are held in memory at a time."""

_UNREADABLE = (IntegrityError, ValueError, TypeError, ArithmeticError, msgspec.MsgspecError)
_NOTHING = Indexed()


class Beside:
    """Looks at many events at a time; `at_hand` are the sources whose texts are there, unchanged."""

    def __init__(self, snapshot: Snapshot, texts: Texts, at_hand: Collection[str]) -> None:
        self._snapshot = snapshot
        self._at_hand = at_hand
        # Looked up afresh each time: what the ledger knows of all sources is not kept.
        self._text = lru_cache(maxsize=TEXTS_AT_ONCE)(
            lambda source: _levelled(LedgerKnown(snapshot, texts).text_of(source))
        )
        self.quotations = 0
        """How many quotations were looked for in texts."""

    def findings(self, positions: Sequence[int]) -> Iterator[Finding]:
        """What is wrong beside the events at these positions, which are as they were recorded."""
        if not positions:
            return
        read: list[RecordedEvent] = []
        for found in self._read(positions):
            if isinstance(found, Finding):
                yield found
            else:
                read.append(found)
        noted = self._snapshot.indexed(positions[0], positions[-1])
        below = self._below(read)
        for recorded in read:
            yield from _noted(recorded, noted.get(recorded.position, _NOTHING), below)
        if self._at_hand:
            yield from self._quoted(read)

    def _read(self, positions: Sequence[int]) -> Iterable[RecordedEvent | Finding]:
        """The events, for those that cannot be read a finding each."""
        first, last = positions[0], positions[-1]
        try:
            if last - first + 1 == len(positions):
                read = list(self._snapshot.recorded(after=first - 1, upto=last))
                for recorded in read:
                    recheck(recorded.event)
                return read
            return [decode(one, check=True) for one in self._snapshot.at(positions)]
        except _UNREADABLE as error:
            if len(positions) == 1:
                return [_at(first, "unreadable", str(error))]
            half = len(positions) // 2
            return [*self._read(positions[:half]), *self._read(positions[half:])]

    def _below(self, events: Iterable[RecordedEvent]) -> dict[str, RecordedEvent]:
        """What records are about, all the way down, by the names that they give it."""
        below: dict[str, RecordedEvent] = {}
        wanted = {each.event.of for each in events if isinstance(each.event, About)}
        asked: set[str] = set()
        while wanted:
            asked |= wanted
            places = self._snapshot.find(wanted)
            lying = {one.position: one for one in self._snapshot.at(set(places.values()))}
            found = {}
            for name, position in places.items():
                try:
                    found[name] = decode(lying[position])
                except _UNREADABLE:
                    continue  # named where it lies
            below.update(found)
            wanted = {e.event.of for e in found.values() if isinstance(e.event, About)} - asked
        return below

    def _quoted(self, events: Iterable[RecordedEvent]) -> Iterator[Finding]:
        quoting = {
            each.id: each.position
            for each in events
            if isinstance(each.event, Statement)
            and any(citation.source in self._at_hand for citation in each.event.sources)
        }
        if not quoting:
            return
        history = effective(decode(one) for one in self._snapshot.history([], ids=list(quoting)))
        for id, position in quoting.items():
            stands = history.get(id)
            if stands is None or not stands.stands or not isinstance(stands.event, Statement):
                continue
            quote, sources = stands.event.quote, [each.source for each in stands.event.sources]
            texts = [text for source in sources if (text := self._text(source)) is not None]
            if quote is None or quote == REMOVED or not texts:
                continue
            self.quotations += 1
            if not any(text.find(quote) for text in texts):
                says = f"its words are not in the text of {', '.join(sources)}"
                yield _at(position, "not-quoted", says)


def _levelled(text: str | None) -> SourceText | None:
    return None if text is None else SourceText(text)


def _noted(
    recorded: RecordedEvent, noted: Indexed, below: Mapping[str, RecordedEvent]
) -> Iterator[Finding]:
    event, about = recorded.event, None
    if isinstance(event, About):
        lost = _lost(event, below)
        if lost is not None:
            yield _at(recorded.position, "index-differs", f"about: {lost} cannot be read")
            return
        about = below[event.of].position
    for name, there, due in (
        ("tags", noted.tags, touched(recorded, below)),
        ("commitments", noted.declares, frozenset(declared_by(event))),
    ):
        if there != due:
            missing, added = sorted(due - there), sorted(there - due)
            says = [f"without {', '.join(missing)}"] if missing else []
            says += [f"with {', '.join(added)}"] if added else []
            yield _at(recorded.position, "index-differs", f"{name}: {' and '.join(says)}")
    if noted.about != about:
        yield _at(recorded.position, "index-differs", f"about: {noted.about}, not {about}")


def _lost(event: About, below: Mapping[str, RecordedEvent]) -> str | None:
    """What a record is about in the end, where that is not there or cannot be read."""
    seen: set[str] = set()
    while isinstance(event, About) and event.of not in seen:
        if event.of not in below:
            return event.of
        seen.add(event.of)
        event = below[event.of].event  # type: ignore[assignment]
    return None


def _at(position: int, code: str, sentence: str) -> Finding:
    return Finding(code=code, where=f"position {position}", sentence=sentence)
